//! Use cases, named by what they do. They own the transaction; the store only writes SQL.

pub mod accounts;
pub mod add_product;
pub mod catalog;
