//! Stock: what is where, and what happened to it.

mod forms;
mod item;
mod list;
mod movements;
mod sheet;

pub use item::InventoryItemPage;
pub use list::InventoryListPage;
pub use sheet::StocktakingPage;
