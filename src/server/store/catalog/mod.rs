//! The catalog as shoppers read it: only products that are active and published, and variants
//! as they can be bought now. Staff's reading and all writing stand elsewhere.
//!
//! Each function runs a fixed number of statements, however much there is to read.

pub mod cards;
pub mod categories;
pub mod compare;
mod facets;
mod filter;
pub mod filterable;
pub mod home;
pub mod listing;
pub mod order;
pub mod product;
pub mod records;
pub mod specifications;
mod stated;
pub mod tree;
mod variants;

pub use filter::{IN_STOCK, SIZE_NAME, Scope, VALUE};
pub use variants::{PictureRow, ValueRow};
