//! Pages for staff, loaded when one of them is opened.
//!
//! Each page is a lazy route, and loads its data in `view`: that is split out of the bundle, and so is all code that reads
//! the data.

pub mod audit;
pub mod categories;
pub mod centers;
pub mod check;
pub mod customers;
pub mod dashboard;
mod edit_frame;
pub mod fulfillment;
pub mod imports;
pub mod jobs;
mod layout;
pub mod legal_settings;
mod list_query;
mod list_table;
pub mod mail;
pub mod orders;
mod parts;
pub mod payment_settings;
pub mod products;
pub mod promotions;
pub mod references;
pub mod returns;
pub mod security;
mod settings_page;
pub mod shipping;
pub mod shop_settings;
pub mod specifications;
pub mod staff;
pub mod staff_roles;
pub mod stock;
pub mod tax_rates;
mod unsaved;
pub mod webhooks;

pub use layout::AdminLayout;
