//! Changing an order before it ships: what staff enter, and the pure rule by which its lines, taxes and total follow.
//!
//! `docs/orders.md` has the rules in words.

mod amend;
mod form;
#[cfg(test)]
mod tests;

pub use amend::{AddedLine, AmendedOrder, LineToAmend, OrderToAmend, ShippingToAmend, amend};
pub use form::{ADDED_UNITS, EDIT_NOTE_LENGTH, MOST_LINES, OrderChange, OrderEditForm, added_field, wanted_field};

use super::{
    address::Address,
    ids::VariantId,
    money::Money,
    order::{OrderDetail, OrderNumber},
    payment::GatewayKind,
    pricing::{DiscountAmount, Totals},
    tax::TaxAmount,
    timestamp::Timestamp,
};
use serde::{Deserialize, Serialize};

/// A line before and after a change; one that is not touched has the same units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineChange {
    pub sku: String,
    pub title: String,
    pub options: String,
    pub unit_price: Money,
    /// Units that were to be sent; zero for a line that is added.
    pub before: i64,
    /// Units that are to be sent; zero for a line that is removed.
    pub after: i64,
}

/// What becomes of the money when an order changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Settlement {
    /// Nothing has to move.
    Nothing,
    /// The customer pays so much more, on the order's page, by transfer, or at the door.
    Pay { amount: Money, by: GatewayKind },
    /// The order waited for its money: what is asked for is asked for anew, and nobody pays the former total.
    AskAnew { amount: Money, by: GatewayKind },
    /// So much goes back to where it came from.
    Refund(Money),
    /// So much of what is authorized is captured when the order ships, and the rest let go of.
    CaptureLess(Money),
    /// Nothing is owed any more: what waits for payment is closed.
    Settled,
}

/// A change as it would be, or was, carried out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderEditPreview {
    /// All lines, those that are added last.
    pub lines: Vec<LineChange>,
    pub before: Totals,
    pub after: Totals,
    pub discounts: Vec<DiscountAmount>,
    pub taxes: Vec<TaxAmount>,
    pub total_before: Money,
    pub total_after: Money,
    pub settlement: Settlement,
    /// What else changes, each before and after.
    pub contact: Vec<ContactChange>,
}

/// An address or the e-mail, before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactChange {
    pub what: String,
    pub before: Vec<String>,
    pub after: Vec<String>,
}

impl OrderEditPreview {
    /// What the customer pays more; below zero, what they pay less.
    pub fn difference(&self) -> Money {
        Money::new(self.total_after.minor - self.total_before.minor, self.total_after.currency)
    }

    /// "2 → 1 x MUG", "+ 1 x TEA", "− 1 x PAN": the lines that change.
    pub fn line_changes(&self) -> Vec<String> {
        let told = |line: &LineChange| match (line.before, line.after) {
            (before, after) if before == after => None,
            (0, after) => Some(format!("+ {after} × {}", line.sku)),
            (before, 0) => Some(format!("− {before} × {}", line.sku)),
            (before, after) => Some(format!("{before} → {after} × {}", line.sku)),
        };
        self.lines.iter().filter_map(told).collect()
    }

    /// All that changes, a sentence each; names and addresses, too.
    pub fn changes(&self) -> Vec<String> {
        let contact = self
            .contact
            .iter()
            .map(|change| format!("{}: {} → {}", change.what, change.before.join(", "), change.after.join(", ")));
        self.line_changes().into_iter().chain(contact).collect()
    }

    /// The same for the timeline, which outlives the customer's data: of addresses only that they changed.
    pub fn summary(&self, note: &str) -> String {
        let contact = self.contact.iter().map(|change| change.what.to_lowercase());
        let what = self.line_changes().into_iter().chain(contact).collect::<Vec<_>>().join(", ");
        let total = match self.difference().minor {
            0 => String::new(),
            _ => format!(". Total {} → {}", self.total_before, self.total_after),
        };
        let note = if note.is_empty() { String::new() } else { format!(". {note}") };
        format!("{what}{total}{note}")
    }
}

/// A change that was made, for the order's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppliedEdit {
    pub actor: String,
    pub note: String,
    pub changes: Vec<String>,
    pub total_before: Money,
    pub total_after: Money,
    pub at: Timestamp,
}

/// A variant that may be added to an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddableVariant {
    pub variant: VariantId,
    pub sku: String,
    pub title: String,
    pub options: String,
    /// Today's, which the order freezes.
    pub price: Money,
    /// Units that are free, over all centers; `None` where more may be sold than there is.
    pub available: Option<i64>,
}

/// The page on which an order is changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderEditor {
    pub number: OrderNumber,
    pub detail: OrderDetail,
    pub form: OrderEditForm,
    pub shipping_address: Address,
    pub billing_address: Option<Address>,
    /// Variants that the form adds.
    pub added: Vec<AddableVariant>,
    /// Variants that fit the search.
    pub found: Vec<AddableVariant>,
}
