//! The REST API.

mod conventions;
mod guards;
mod reading;
mod tokens;
mod users;
mod writing;
