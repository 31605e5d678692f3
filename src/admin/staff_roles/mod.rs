//! Roles of the staff.

mod edit;
mod list;

pub use edit::StaffRolePage;
pub use list::StaffRoleListPage;
