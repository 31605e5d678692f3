//! Roles, the staff, and customers as staff see them.

mod customers;
mod finding;
mod jobs;
mod mail;
mod members;
mod owners;
mod roles;
mod settings;
mod shop_settings;
