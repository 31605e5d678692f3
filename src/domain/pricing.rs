//! What a cart costs: a pure function from what is in it to its totals.
//!
//! The cart page, the checkout and the order all show the result of [`price`]; nothing else
//! computes a total.

use super::tax::{TaxAmount, TaxRate, taxes};
use serde::{Deserialize, Serialize};

/// One line to be priced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineInput {
    pub unit_price_minor: i64,
    pub quantity: i64,
    pub tax_rates: Vec<TaxRate>,
}

/// The chosen way of shipping to be priced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShippingInput {
    pub label: String,
    pub price_minor: i64,
    /// Items worth this much ship free.
    pub free_from_minor: Option<i64>,
    pub tax_rates: Vec<TaxRate>,
}

/// A signed part of the total that is not an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adjustment {
    /// Index of the line it belongs to; `None` for the order as a whole.
    pub line: Option<usize>,
    pub kind: AdjustmentKind,
    pub label: String,
    pub amount_minor: i64,
    /// Already contained in the prices, so not added to the total.
    pub included: bool,
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
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Priced {
    /// `unit price * quantity`, in the order of the lines given.
    pub line_totals: Vec<i64>,
    pub adjustments: Vec<Adjustment>,
    pub totals: Totals,
}

/// Prices lines and, once chosen, shipping.
pub fn price(lines: &[LineInput], shipping: Option<&ShippingInput>) -> Priced {
    let line_totals: Vec<i64> = lines.iter().map(|line| line.unit_price_minor.saturating_mul(line.quantity)).collect();
    let item_total: i64 = line_totals.iter().sum();
    let mut adjustments = Vec::new();
    for (index, (line, total)) in lines.iter().zip(&line_totals).enumerate() {
        adjustments.extend(taxes(*total, &line.tax_rates).into_iter().map(|tax| tax_adjustment(Some(index), tax)));
    }
    let mut shipping_total = 0;
    if let Some(shipping) = shipping {
        let free = shipping.free_from_minor.is_some_and(|from| item_total >= from);
        shipping_total = if free { 0 } else { shipping.price_minor };
        adjustments.push(Adjustment {
            line: None,
            kind: AdjustmentKind::Shipping,
            label: shipping.label.clone(),
            amount_minor: shipping_total,
            included: false,
        });
        adjustments.extend(taxes(shipping_total, &shipping.tax_rates).into_iter().map(|tax| tax_adjustment(None, tax)));
    }
    let tax_total = |included: bool| -> i64 {
        let taxes = adjustments.iter().filter(|adjustment| adjustment.kind == AdjustmentKind::Tax);
        taxes.filter(|tax| tax.included == included).map(|tax| tax.amount_minor).sum()
    };
    let (included_tax_total, additional_tax_total) = (tax_total(true), tax_total(false));
    let totals = Totals {
        item_total,
        shipping_total,
        discount_total: 0,
        included_tax_total,
        additional_tax_total,
        total: item_total + shipping_total + additional_tax_total,
    };
    Priced { line_totals, adjustments, totals }
}

fn tax_adjustment(line: Option<usize>, tax: TaxAmount) -> Adjustment {
    Adjustment {
        line,
        kind: AdjustmentKind::Tax,
        label: tax.label,
        amount_minor: tax.amount_minor,
        included: tax.included,
    }
}

impl Priced {
    /// Tax by label, included and added apart, for the summary; in order of first appearance.
    pub fn tax_summary(&self) -> Vec<TaxAmount> {
        tax_summary(&self.adjustments)
    }
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
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rates() -> impl Strategy<Value = Vec<TaxRate>> {
        let rate = (0_u32..=400_000, any::<bool>(), 0..3_u8);
        prop::collection::vec(rate, 0..3).prop_map(|rates| {
            rates.into_iter().map(|(ppm, included, name)| TaxRate { name: format!("T{name}"), ppm, included }).collect()
        })
    }

    fn line() -> impl Strategy<Value = LineInput> {
        (0_i64..10_000_000_000, 1_i64..=99, rates()).prop_map(|(unit_price_minor, quantity, tax_rates)| LineInput {
            unit_price_minor,
            quantity,
            tax_rates,
        })
    }

    fn shipping() -> impl Strategy<Value = Option<ShippingInput>> {
        let shipping = (0_i64..100_000, prop::option::of(0_i64..1_000_000), rates()).prop_map(
            |(price_minor, free_from_minor, tax_rates)| ShippingInput {
                label: "Standard".into(),
                price_minor,
                free_from_minor,
                tax_rates,
            },
        );
        prop::option::of(shipping)
    }

    proptest! {
        #[test]
        fn the_total_is_the_sum_of_its_parts(lines in prop::collection::vec(line(), 0..30), shipping in shipping()) {
            let priced = price(&lines, shipping.as_ref());
            let not_included: i64 = priced.adjustments.iter().filter(|part| !part.included).map(|part| part.amount_minor).sum();
            prop_assert_eq!(priced.totals.total, priced.line_totals.iter().sum::<i64>() + not_included);
            let totals = priced.totals;
            prop_assert_eq!(totals.total, totals.item_total + totals.shipping_total - totals.discount_total + totals.additional_tax_total);
            prop_assert!(totals.total >= 0);
            prop_assert!(totals.included_tax_total <= totals.item_total + totals.shipping_total);
        }

        #[test]
        fn the_order_of_lines_does_not_change_the_total(lines in prop::collection::vec(line(), 0..20), shipping in shipping()) {
            let mut reversed = lines.clone();
            reversed.reverse();
            prop_assert_eq!(price(&lines, shipping.as_ref()).totals, price(&reversed, shipping.as_ref()).totals);
        }

        #[test]
        fn the_tax_summary_holds_every_cent_of_tax(lines in prop::collection::vec(line(), 0..20), shipping in shipping()) {
            let priced = price(&lines, shipping.as_ref());
            let summed: i64 = priced.tax_summary().iter().map(|tax| tax.amount_minor).sum();
            prop_assert_eq!(summed, priced.totals.included_tax_total + priced.totals.additional_tax_total);
        }
    }

    #[test]
    fn shipping_is_free_from_its_threshold_on() {
        let shipping = ShippingInput {
            label: "Standard".into(),
            price_minor: 490,
            free_from_minor: Some(10_000),
            tax_rates: vec![],
        };
        let line = |unit_price_minor| LineInput { unit_price_minor, quantity: 1, tax_rates: vec![] };
        assert_eq!(price(&[line(9_999)], Some(&shipping)).totals.total, 10_489);
        assert_eq!(price(&[line(10_000)], Some(&shipping)).totals.total, 10_000);
    }
}
