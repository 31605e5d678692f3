//! Printed documents as PDF: invoices, credit notes, packing slips.
//!
//! A document is laid out as marks on pages first, so that every page can say how many there are, and written then. The
//! same content gives the same bytes.

mod invoice;
mod packing_slip;
mod paper;
mod sheet;
mod typeface;
mod write;

pub use invoice::render_invoice;
pub use packing_slip::{render_packing_slip, render_packing_slips};

/// Why a document could not be made.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    #[error("a font of the documents cannot be read")]
    Font,
    #[error("the PDF cannot be written: {0}")]
    Pdf(String),
}
