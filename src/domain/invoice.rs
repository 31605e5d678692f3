//! Invoices and credit notes: what stands on them, frozen when they are issued, and the seller's data.

mod content;
mod settings;

pub use content::{Credit, InvoiceContent, InvoiceLine, InvoiceTax, Label, tax_shares};
pub use settings::{LegalSettings, LegalSettingsInput};

use super::{ids::InvoiceId, money::Money, timestamp::Timestamp};
use serde::{Deserialize, Serialize};

/// What a document does to what the customer owes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(rename_all = "snake_case", type_name = "TEXT"))]
#[serde(rename_all = "snake_case")]
pub enum InvoiceKind {
    Invoice,
    /// Takes back an invoice, or a part of it.
    CreditNote,
}

impl InvoiceKind {
    pub const fn label(self) -> &'static str {
        match self {
            Self::Invoice => "Invoice",
            Self::CreditNote => "Credit note",
        }
    }
}

/// A document of an order, as pages and mails list it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedInvoice {
    pub id: InvoiceId,
    pub kind: InvoiceKind,
    /// "INV2026-00042".
    pub number: String,
    pub total: Money,
    pub issued_at: Timestamp,
}

impl IssuedInvoice {
    /// "Invoice INV2026-00042".
    pub fn title(&self) -> String {
        format!("{} {}", self.kind.label(), self.number)
    }

    /// Name of its file.
    pub fn file(&self) -> String {
        format!("{}.pdf", self.number)
    }
}

/// The number of a document as it is printed: unique, as no prefix ends in a digit.
pub fn invoice_number(prefix: &str, year: i64, position: i64) -> String {
    format!("{prefix}{year}-{position:05}")
}
