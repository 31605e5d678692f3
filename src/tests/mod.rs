//! Tests against the running shop: real router, real databases, real connections.
//!
//! A folder per area; `support` has the shop and its visitors. `scripts/postgres run` provides
//! the database server that half of them need (`make test` does it).

#[macro_use]
mod support;

mod docs;
mod admin;
mod http;
mod migrations;
