//! Importing and exporting the catalog.

mod list;
mod page;

pub use list::ImportListPage;
pub use page::ImportPage;
