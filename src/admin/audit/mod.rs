//! The audit log.

mod entry;
mod list;

pub use list::AuditPage;
