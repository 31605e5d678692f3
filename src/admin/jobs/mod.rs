//! What the worker has to do, and what it could not.

mod list;
mod row;

pub use list::JobListPage;
