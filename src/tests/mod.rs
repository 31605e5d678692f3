//! Tests against the running shop: real router, real databases, real connections.
//!
//! A folder per area; `support` has the shop and its visitors. `scripts/postgres run` provides
//! the database server that half of them need (`make test` does it).

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test ends at the first thing that is not as claimed"
)]

#[macro_use]
mod support;

mod access;
mod account;
mod accounts;
mod admin;
mod api;
mod buying;
mod catalog;
mod crashes;
mod docs;
mod http;
mod imports;
mod media;
mod migrations;
mod orders;
mod payments;
mod promotions;
mod references;
mod returns;
mod search;
mod security;
mod seed;
mod seo;
mod shipping;
mod staff;
mod stock;
mod webhooks;
mod worker;
mod xss;
