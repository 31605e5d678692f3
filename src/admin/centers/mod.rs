//! Fulfillment centers.

mod edit;
mod list;

pub use edit::CenterPage;
pub use list::CenterListPage;
