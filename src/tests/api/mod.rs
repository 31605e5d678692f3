//! The REST API.

mod conventions;
mod guards;
mod reading;
mod tokens;
//LOGIN mod users;
mod writing;
