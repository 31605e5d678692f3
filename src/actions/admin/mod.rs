//! What the admin's pages call: every function asks for a permission in its first line.

pub mod audit;
pub mod categories;
pub mod centers;
pub mod customers;
pub mod dashboard;
pub mod imports;
pub mod jobs;
pub mod legal;
pub mod mail;
pub mod order_alerts;
pub mod order_edits;
pub mod order_settings;
pub mod orders;
pub mod payments;
pub mod products;
pub mod promotions;
pub mod references;
pub mod returns;
pub mod security;
pub mod shipping;
pub mod specifications;
pub mod staff;
pub mod staff_roles;
pub mod stock;
pub mod tax_rates;
pub mod webhooks;
