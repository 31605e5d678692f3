//! What products refer to: brands, colors, sizes, materials, tax categories, specifications, categories.
//!
//! A form or an API body arrives as an input of texts, is checked once, and becomes the value that is stored, shown
//! and noted in the audit log.

mod specification;

pub use specification::{Definition, GroupLink, SpecificationChoice};
