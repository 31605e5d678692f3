//! Orders, for staff.

mod alerts;
mod cancel_lines;
mod detail;
mod edit;
mod history;
mod invoices;
mod list;
mod mails;
mod note;
mod page;
mod payment_forms;
mod payments;
mod ship;
mod table;

pub use edit::OrderEditPage;
pub use list::OrderListPage;
pub use page::OrderPage;
pub use table::OrderTable;
