//! What the admin's pages call: every function asks for a permission in its first line.

pub mod dashboard;
pub mod imports;
pub mod mail;
pub mod orders;
pub mod products;
