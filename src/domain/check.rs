//! What a check of the shop finds: records that should agree and do not.

use super::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The records that a disagreement is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckedArea {
    /// Stock levels, movements, and what orders hold.
    Stock,
    /// The double-entry journal.
    Books,
    /// Orders against payments and the ledger of what gateways did.
    Payments,
    /// Invoices and credit notes: their numbers, and what they come to.
    Invoices,
    /// Returns against order lines, stock movements and credits.
    Returns,
    /// Promotion claims against orders.
    Promotions,
    /// Work on money and stock that nobody does any more.
    Jobs,
    /// What is told to other programs, and what they asked for under keys.
    Programs,
    /// What a gateway's own records say.
    Gateways,
}

impl CheckedArea {
    pub const fn label(self) -> &'static str {
        match self {
            Self::Stock => "Stock",
            Self::Books => "Books",
            Self::Payments => "Payments",
            Self::Invoices => "Invoices",
            Self::Returns => "Returns",
            Self::Promotions => "Promotions",
            Self::Jobs => "Jobs",
            Self::Programs => "Programs",
            Self::Gateways => "Gateways",
        }
    }
}

/// Two records that should agree and do not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disagreement {
    pub area: CheckedArea,
    /// For example "order T100042" or "SKU TEE-NAVY-M at Hamburg".
    pub subject: String,
    /// Both figures and where each comes from.
    pub problem: String,
}

impl fmt::Display for Disagreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.area.label(), self.subject, self.problem)
    }
}

/// What a run of the check found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckReport {
    pub at: Timestamp,
    /// None when all is well.
    pub found: Vec<Disagreement>,
    /// Payments of so many days were compared with what their gateways say.
    pub gateway_days: i64,
    /// And no more than so many of them, the newest.
    pub gateway_payments: i64,
}
