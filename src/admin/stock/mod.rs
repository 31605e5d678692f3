//! Stock: what is where, and what happened to it.

mod forms;
mod item;
mod list;
mod movements;

pub use item::InventoryItemPage;
pub use list::InventoryListPage;
