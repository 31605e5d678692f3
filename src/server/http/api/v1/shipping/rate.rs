//! Rates in bodies.

use super::super::types::Money;
use crate::domain::{
    ids::ShippingZoneId,
    money::Currency,
    shipping::{Calculator, RateInput, RateRowInput, RateTable},
    staff::ZoneRate,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How a price comes about.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ShippingCalculator {
    Flat,
    /// By grams.
    Weight,
    /// By minor units of the value after discounts.
    Value,
}

/// "Up to so much: this price."
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShippingRateRow {
    /// Grams or minor units, included; `null` is everything above the other rows.
    #[serde(default)]
    #[schema(required = false, minimum = 1, maximum = 10_000_000_000_i64)]
    up_to: Option<i64>,
    price: Money,
}

/// What a method costs in a zone.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShippingRate {
    #[schema(minimum = 1)]
    zone_id: i64,
    calculator: ShippingCalculator,
    /// Of a flat rate.
    #[serde(default)]
    price: Option<Money>,
    /// Items worth this much before discounts ship free.
    #[serde(default)]
    free_from: Option<Money>,
    /// Of a table.
    #[serde(default)]
    #[schema(max_items = 30)]
    rows: Vec<ShippingRateRow>,
}

impl From<ZoneRate> for ShippingRate {
    fn from(rate: ZoneRate) -> Self {
        let rows = rate.rate.calculator.rows().map(RateTable::rows).unwrap_or_default();
        let rows = rows.iter().map(|row| ShippingRateRow { up_to: row.up_to, price: Money::of_minor(row.price_minor) });
        let (calculator, price) = match rate.rate.calculator {
            Calculator::Flat { price_minor } => (ShippingCalculator::Flat, Some(Money::of_minor(price_minor))),
            Calculator::Weight { .. } => (ShippingCalculator::Weight, None),
            Calculator::Value { .. } => (ShippingCalculator::Value, None),
        };
        let free_from = rate.rate.free_from_minor.map(Money::of_minor);
        Self { zone_id: rate.zone.0, calculator, price, free_from, rows: rows.collect() }
    }
}

impl ShippingRate {
    pub(super) fn input(self) -> (ShippingZoneId, RateInput) {
        let amount = |money: Option<Money>| money.map(|money| money.amount.to_string()).unwrap_or_default();
        let calculator = match self.calculator {
            ShippingCalculator::Flat => "flat",
            ShippingCalculator::Weight => "weight",
            ShippingCalculator::Value => "value",
        };
        let row = |row: ShippingRateRow| RateRowInput {
            up_to: row.up_to.map(|up_to| up_to.to_string()).unwrap_or_default(),
            price: row.price.amount.to_string(),
        };
        let input = RateInput {
            calculator: calculator.into(),
            price: amount(self.price),
            free_from: amount(self.free_from),
            rows: self.rows.into_iter().map(row).collect(),
        };
        (ShippingZoneId(self.zone_id), input)
    }

    pub(super) fn is_in(&self, currency: Currency) -> bool {
        let mut all = self.price.iter().chain(&self.free_from).chain(self.rows.iter().map(|row| &row.price));
        all.all(|money| money.currency == currency)
    }
}
