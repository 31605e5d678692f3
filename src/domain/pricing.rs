//! What a cart costs: a pure function from what is in it to its totals.
//!
//! The cart page, the checkout and the order all show the result of [`price`]; nothing else
//! computes a total. `docs/money.md` has the rules in words.

use super::{
    ids::{PromotionId, VariantId},
    promotion::{Basket, Evaluated, Item, Outcome, Promotion, Shopper, apply},
    tax::{TaxAmount, TaxRate, taxes},
    timestamp::Timestamp,
};
use serde::{Deserialize, Serialize};

/// One line to be priced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineInput {
    pub variant: VariantId,
    pub item: Item,
    pub unit_price_minor: i64,
    pub quantity: i64,
    pub tax_rates: Vec<TaxRate>,
}

impl LineInput {
    /// Before discounts and added taxes.
    pub const fn total(&self) -> i64 {
        self.unit_price_minor.saturating_mul(self.quantity)
    }
}

/// The chosen way of shipping to be priced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShippingInput {
    pub label: String,
    /// What the method's rate says: see [`super::shipping::Rate::price`].
    pub price_minor: i64,
    pub tax_rates: Vec<TaxRate>,
}

/// The promotions that might apply, and what they depend on besides the cart.
#[derive(Clone, Debug)]
pub struct Promoting<'a> {
    pub promotions: &'a [Promotion],
    pub shopper: Shopper,
    pub now: Timestamp,
}

impl Promoting<'static> {
    /// No promotions at all.
    pub const NONE: Self =
        Self { promotions: &[], shopper: Shopper { groups: Vec::new(), has_ordered: false }, now: Timestamp(0) };
}

/// A signed part of the total that is not an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adjustment {
    /// Index of the line it belongs to; `None` for shipping. A discount off the whole order is split over its lines.
    pub line: Option<usize>,
    pub kind: AdjustmentKind,
    pub label: String,
    /// Negative for a discount.
    pub amount_minor: i64,
    /// Already contained in the prices, so not added to the total.
    pub included: bool,
    /// Of a discount.
    pub promotion: Option<PromotionId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(rename_all = "snake_case", type_name = "TEXT"))]
#[serde(rename_all = "snake_case")]
pub enum AdjustmentKind {
    Discount,
    Tax,
    Shipping,
}

/// The totals of a cart or an order, in minor units of its currency.
///
/// `total = item_total + shipping_total - discount_total + additional_tax_total`, and never
/// below zero. Included tax is part of the items and shipping and told, not added.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    pub item_total: i64,
    pub shipping_total: i64,
    pub discount_total: i64,
    pub included_tax_total: i64,
    pub additional_tax_total: i64,
    pub total: i64,
}

/// A priced cart: totals and the adjustments that lead to them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Priced {
    /// `unit price * quantity`, in the order of the lines given.
    pub line_totals: Vec<i64>,
    pub adjustments: Vec<Adjustment>,
    pub totals: Totals,
    /// Every promotion that was looked at, in the order in which they apply.
    pub promotions: Vec<Evaluated>,
}

/// Prices lines and, once chosen, shipping.
///
/// Discounts come first; tax is computed on what they leave of each line and of shipping.
pub fn price(lines: &[LineInput], shipping: Option<&ShippingInput>, promoting: &Promoting<'_>) -> Priced {
    let line_totals: Vec<i64> = lines.iter().map(LineInput::total).collect();
    let item_total: i64 = line_totals.iter().sum();
    let shipping_minor = shipping.map(|shipping| shipping.price_minor);
    let basket = Basket { lines, shipping_minor };
    let promotions = apply(promoting.promotions, basket, &promoting.shopper, promoting.now);
    let mut adjustments: Vec<Adjustment> = promotions.iter().flat_map(discounts).collect();
    let off = |line: Option<usize>| -> i64 {
        adjustments.iter().filter(|discount| discount.line == line).map(|discount| discount.amount_minor).sum()
    };
    let mut others = Vec::new();
    for (index, (line, total)) in lines.iter().zip(&line_totals).enumerate() {
        let taxes = taxes(total + off(Some(index)), &line.tax_rates);
        others.extend(taxes.into_iter().map(|tax| tax_adjustment(Some(index), tax)));
    }
    let shipping_total = shipping_minor.unwrap_or(0);
    if let Some(shipping) = shipping {
        others.push(Adjustment {
            line: None,
            kind: AdjustmentKind::Shipping,
            label: shipping.label.clone(),
            amount_minor: shipping_total,
            included: false,
            promotion: None,
        });
        let taxes = taxes(shipping_total + off(None), &shipping.tax_rates);
        others.extend(taxes.into_iter().map(|tax| tax_adjustment(None, tax)));
    }
    adjustments.extend(others);
    Priced { line_totals, totals: totals(item_total, shipping_total, &adjustments), adjustments, promotions }
}

/// Sums up what the lines come to, shipping and the adjustments.
pub fn totals(item_total: i64, shipping_total: i64, adjustments: &[Adjustment]) -> Totals {
    let sum = |kind: AdjustmentKind, included: bool| -> i64 {
        let parts = adjustments.iter().filter(|part| part.kind == kind && part.included == included);
        parts.map(|part| part.amount_minor).sum()
    };
    let discount_total = -sum(AdjustmentKind::Discount, false);
    let additional_tax_total = sum(AdjustmentKind::Tax, false);
    Totals {
        item_total,
        shipping_total,
        discount_total,
        included_tax_total: sum(AdjustmentKind::Tax, true),
        additional_tax_total,
        total: item_total + shipping_total - discount_total + additional_tax_total,
    }
}

/// What a promotion takes off, line by line and off shipping.
fn discounts(promotion: &Evaluated) -> Vec<Adjustment> {
    let Outcome::Applied(discount) = &promotion.outcome else { return Vec::new() };
    let of_lines = discount.lines.iter().enumerate().map(|(index, amount)| (Some(index), *amount));
    of_lines
        .chain([(None, discount.shipping)])
        .filter(|(_, amount)| *amount != 0)
        .map(|(line, amount)| Adjustment {
            line,
            kind: AdjustmentKind::Discount,
            label: promotion.name.clone(),
            amount_minor: -amount,
            included: false,
            promotion: Some(promotion.promotion),
        })
        .collect()
}

fn tax_adjustment(line: Option<usize>, tax: TaxAmount) -> Adjustment {
    Adjustment {
        line,
        kind: AdjustmentKind::Tax,
        label: tax.label,
        amount_minor: tax.amount_minor,
        included: tax.included,
        promotion: None,
    }
}

/// What one promotion took off in all, as summaries list it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiscountAmount {
    pub label: String,
    /// Positive: what the shopper saves.
    pub amount_minor: i64,
}

impl Priced {
    /// Tax by label, included and added apart, for the summary; in order of first appearance.
    pub fn tax_summary(&self) -> Vec<TaxAmount> {
        tax_summary(&self.adjustments)
    }

    pub fn discount_summary(&self) -> Vec<DiscountAmount> {
        discount_summary(&self.adjustments)
    }
}

/// Sums the discounts that share a label, in order of first appearance.
pub fn discount_summary(adjustments: &[Adjustment]) -> Vec<DiscountAmount> {
    let mut summary: Vec<DiscountAmount> = Vec::new();
    for discount in adjustments.iter().filter(|adjustment| adjustment.kind == AdjustmentKind::Discount) {
        match summary.iter_mut().find(|known| known.label == discount.label) {
            Some(known) => known.amount_minor -= discount.amount_minor,
            None => {
                summary.push(DiscountAmount { label: discount.label.clone(), amount_minor: -discount.amount_minor })
            }
        }
    }
    summary
}

/// Sums the tax adjustments that share a label.
pub fn tax_summary(adjustments: &[Adjustment]) -> Vec<TaxAmount> {
    let mut summary: Vec<TaxAmount> = Vec::new();
    for tax in adjustments.iter().filter(|adjustment| adjustment.kind == AdjustmentKind::Tax) {
        match summary.iter_mut().find(|known| known.label == tax.label && known.included == tax.included) {
            Some(known) => known.amount_minor += tax.amount_minor,
            None => summary.push(TaxAmount {
                label: tax.label.clone(),
                amount_minor: tax.amount_minor,
                included: tax.included,
            }),
        }
    }
    summary
}

#[cfg(test)]
pub mod cases;
#[cfg(test)]
mod tests;
