//! The demo shop "Halyard" and the bulk catalog.
