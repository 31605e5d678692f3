//! SQL, and only here: a file per aggregate. The caller owns the transaction.
//!
//! Every statement is one text for SQLite and PostgreSQL (see [`db`] for how, and
//! `migrations/README.md` for the rules that keep it so). Rows are private to their file.

pub mod account_tokens;
pub mod accounts;
pub mod address_book;
pub mod admin;
pub mod allocations;
pub mod api_tokens;
pub mod audit;
pub mod cart_coupons;
pub mod carts;
pub mod catalog;
pub mod catalog_references;
pub mod catalog_write;
pub mod centers;
pub mod check;
pub mod checkouts;
pub mod connect;
pub mod credentials;
pub mod credits;
pub mod customer_groups;
pub mod db;
pub mod deleted_accounts;
pub mod devices;
mod dialect;
pub mod idempotency;
pub mod imports;
pub mod inventory;
pub mod invoices;
pub mod jobs;
pub mod limits;
pub mod multi_row;
pub mod notification_choices;
pub mod order_alerts;
pub mod order_edits;
pub mod order_lines;
mod ordering;
pub mod orders;
pub mod outbox;
pub mod payments;
pub mod personal_data;
pub mod pricing;
pub mod profiles;
pub mod promotions;
pub mod references;
pub mod refunds;
pub mod returns;
pub mod sandbox;
pub mod saved_lines;
pub mod saved_payment_methods;
pub mod search;
pub mod second_factors;
pub mod selling_terms;
pub mod settings;
pub mod shipments;
pub mod shipping;
pub mod sitemap;
pub mod slice;
pub mod slugs;
pub mod specifications;
pub mod sql;
pub mod staff;
pub mod staff_roles;
pub mod stock;
pub mod stock_watch;
pub mod tax_rates;
pub mod unused_media;
pub mod webhooks;

pub use db::{Conn, Db, StoreError, Tx};

/// What a store function returns.
pub type StoreResult<T> = Result<T, StoreError>;
