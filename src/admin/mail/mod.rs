//! Mail that the shop wrote.

mod list;
mod page;

pub use list::MailListPage;
pub use page::MailPage;
