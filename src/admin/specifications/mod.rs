//! Specifications under their groups.

mod edit;
mod list;

pub use edit::SpecificationEditPage;
pub use list::SpecificationListPage;
