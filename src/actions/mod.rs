//! Functions that pages call on the server: authorize, call a service, map the error.
//!
//! Each is a public endpoint under `/actions`; none of them changes anything on GET.

pub mod account;
pub mod accounts;
pub mod admin;
pub mod api_tokens;
pub mod back_in_stock;
pub mod cart;
pub mod catalog;
pub mod checkout;
pub mod orders;
pub mod page_data;
pub mod registration;
pub mod returns;
pub mod security;
pub mod status;
