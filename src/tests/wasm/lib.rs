//! The pure rules, as they run in a browser.

#[path = "../../domain/mod.rs"]
pub mod domain;
