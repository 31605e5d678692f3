//! Customers.

mod groups;
mod list;
mod page;
mod profile;
mod state;

pub use list::CustomerListPage;
pub use page::CustomerPage;
