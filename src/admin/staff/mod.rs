//! The staff.

mod invite;
mod list;
mod page;
mod state;

pub use list::StaffListPage;
pub use page::StaffMemberPage;
pub(super) use page::places;
