//! Pages for staff, loaded when one of them is opened.
//!
//! Each page is a lazy route: `data` starts loading, `view` is split out of the bundle.

pub mod dashboard;
mod layout;
mod list_query;
pub mod mail;
pub mod orders;
mod parts;
pub mod products;

pub use layout::AdminLayout;
