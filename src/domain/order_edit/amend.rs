//! The pure rule: from an order's lines and what is wanted of them to its new lines, adjustments and totals.

use crate::domain::{
    credit::share,
    pricing::{Adjustment, AdjustmentKind, Totals, totals},
    tax::{TaxAmount, TaxRate, taxes},
};

/// A line of an order as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineToAmend {
    pub unit_price_minor: i64,
    pub quantity: i64,
    /// Units that have shipped or were canceled: they keep what was agreed on for them.
    pub settled: i64,
    /// Units of the line after the change, those that are settled included.
    pub wanted: i64,
    /// Its discounts and taxes, frozen when the order was placed or last changed.
    pub adjustments: Vec<Adjustment>,
    /// The taxes of where it goes now.
    pub tax_rates: Vec<TaxRate>,
}

/// A line that is added: at today's price, and without promotions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddedLine {
    pub unit_price_minor: i64,
    pub quantity: i64,
    pub tax_rates: Vec<TaxRate>,
}

/// Shipping as it stands; its price stays whatever changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShippingToAmend {
    pub price_minor: i64,
    /// Its price, discounts and taxes.
    pub adjustments: Vec<Adjustment>,
    pub tax_rates: Vec<TaxRate>,
    /// Whether nothing of it was used or given up yet, so that it can be taxed anew.
    pub is_open: bool,
}

/// An order and what is wanted of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderToAmend {
    pub lines: Vec<LineToAmend>,
    pub added: Vec<AddedLine>,
    pub shipping: ShippingToAmend,
    /// Whether it goes where other taxes may apply.
    pub is_elsewhere: bool,
}

/// An order after the change. Lines are counted through: those that were there, removed ones too, then those added.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AmendedOrder {
    pub adjustments: Vec<Adjustment>,
    pub totals: Totals,
}

/// Computes an order after a change.
///
/// A line that is not touched keeps its discounts and taxes, unless it goes elsewhere. Of one with fewer units, the first
/// units keep their share of the discounts, by largest remainder; one with more keeps its discounts as they were, and the
/// further units cost what the line costs. Units that are still to be sent are taxed anew on what discounts leave of them.
pub fn amend(order: &OrderToAmend) -> AmendedOrder {
    let kept = order.lines.iter().enumerate().flat_map(|(index, line)| line.amended(index, order.is_elsewhere));
    let first = order.lines.len();
    let added = order.added.iter().enumerate().flat_map(|(index, line)| {
        let taxes = taxes(line.unit_price_minor * line.quantity, &line.tax_rates);
        taxes.into_iter().map(move |tax| of_tax(Some(first + index), tax))
    });
    let adjustments: Vec<Adjustment> = kept.chain(added).chain(order.shipping.amended(order.is_elsewhere)).collect();
    let items = order.lines.iter().map(|line| line.unit_price_minor * line.wanted).sum::<i64>()
        + order.added.iter().map(|line| line.unit_price_minor * line.quantity).sum::<i64>();
    AmendedOrder { totals: totals(items, order.shipping.price_minor, &adjustments), adjustments }
}

impl LineToAmend {
    fn amended(&self, index: usize, is_elsewhere: bool) -> Vec<Adjustment> {
        let placed = |adjustment: Adjustment| Adjustment { line: Some(index), ..adjustment };
        let is_open = self.wanted > self.settled;
        if self.wanted == self.quantity && !(is_elsewhere && is_open) {
            return self.adjustments.iter().cloned().map(placed).collect();
        }
        let mut amended: Vec<Adjustment> = Vec::new();
        let mut off_open = 0;
        for discount in self.of_kind(AdjustmentKind::Discount) {
            let left = -share(-discount.amount_minor, self.quantity, self.wanted);
            off_open += left + share(-discount.amount_minor, self.quantity, self.settled);
            if left != 0 {
                amended.push(placed(Adjustment { amount_minor: left, ..discount.clone() }));
            }
        }
        let settled = self.of_kind(AdjustmentKind::Tax).map(|tax| TaxAmount {
            label: tax.label.clone(),
            amount_minor: share(tax.amount_minor, self.quantity, self.settled),
            included: tax.included,
        });
        let base = self.unit_price_minor * (self.wanted - self.settled) + off_open;
        let open = if is_open { taxes(base, &self.tax_rates) } else { Vec::new() };
        let settled = settled.filter(|_| self.settled > 0);
        amended.extend(together(settled.chain(open)).into_iter().map(|tax| of_tax(Some(index), tax)));
        amended
    }

    fn of_kind(&self, kind: AdjustmentKind) -> impl Iterator<Item = &Adjustment> {
        self.adjustments.iter().filter(move |adjustment| adjustment.kind == kind)
    }
}

impl ShippingToAmend {
    fn amended(&self, is_elsewhere: bool) -> Vec<Adjustment> {
        if !(is_elsewhere && self.is_open) {
            return self.adjustments.clone();
        }
        let kept = self.adjustments.iter().filter(|adjustment| adjustment.kind != AdjustmentKind::Tax);
        let discounts = self.adjustments.iter().filter(|adjustment| adjustment.kind == AdjustmentKind::Discount);
        let base = self.price_minor + discounts.map(|discount| discount.amount_minor).sum::<i64>();
        let taxed = taxes(base, &self.tax_rates).into_iter().map(|tax| of_tax(None, tax));
        kept.cloned().chain(taxed).collect()
    }
}

/// Taxes of one label as one, in order of first appearance.
fn together(taxes: impl Iterator<Item = TaxAmount>) -> Vec<TaxAmount> {
    let mut sums: Vec<TaxAmount> = Vec::new();
    for tax in taxes {
        match sums.iter_mut().find(|known| known.label == tax.label && known.included == tax.included) {
            Some(known) => known.amount_minor += tax.amount_minor,
            None => sums.push(tax),
        }
    }
    sums
}

fn of_tax(line: Option<usize>, tax: TaxAmount) -> Adjustment {
    Adjustment {
        line,
        kind: AdjustmentKind::Tax,
        label: tax.label,
        amount_minor: tax.amount_minor,
        included: tax.included,
        promotion: None,
    }
}
