//! The REST API.

mod buying;
mod conventions;
mod coupon_codes;
mod edits;
mod guards;
mod idempotency;
mod reading;
mod search;
pub mod selling;
pub mod shopper;
mod tokens;
mod users;
mod work;
mod writing;
