//! Orders, for staff.

mod alerts;
mod cancel_lines;
mod choose;
mod detail;
mod edit;
mod history;
mod invoices;
mod list;
mod mails;
mod note;
mod page;
mod parcels;
mod payment_forms;
mod payments;
mod settings;
mod ship;
mod table;

pub use edit::OrderEditPage;
pub use list::OrderListPage;
pub use page::OrderPage;
pub use settings::OrderSettingsPage;
pub use table::OrderTable;
