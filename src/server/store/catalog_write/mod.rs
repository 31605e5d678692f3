//! Writing the catalog: rows in, ids out. What may be written is the services' to decide.

pub mod categories;
pub mod category_tree;
pub mod images;
pub mod lookup;
pub mod names;
pub mod products;
pub mod references;
pub mod stock;
pub mod stored;
pub mod update;
