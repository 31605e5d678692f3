//! Catalog views.
