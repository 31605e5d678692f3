//! The category tree, and one category.

mod edit;
mod new;
mod picture;
mod places;
mod tree;

pub use edit::CategoryEditPage;
pub use new::CategoryNewPage;
pub use tree::CategoryTreePage;

const PATH: &str = "/admin/categories";
