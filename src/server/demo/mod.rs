//! The demo shop "Halyard" and the bulk catalog.

pub mod logins;
