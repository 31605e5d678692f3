//! The REST API.

mod buying;
mod conventions;
mod edits;
mod guards;
mod idempotency;
mod reading;
mod selling;
mod shopper;
mod tokens;
mod users;
mod writing;
