//! What a method costs in a zone.

use serde::{Deserialize, Serialize};

/// A cart as far as shipping looks at it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ShippedCart {
    /// Of all units; what has no weight counts as nothing.
    pub weight_grams: i64,
    /// Before discounts: decides what is free, so that a coupon never makes shipping dearer than free.
    pub item_total: i64,
    /// After the discounts off items: what tables and limits look at.
    pub value: i64,
}

impl ShippedCart {
    /// Sums up lines of grams and units; no number of them overflows.
    pub fn weigh(lines: impl IntoIterator<Item = (i64, i64)>) -> i64 {
        let weight = |(grams, units): (i64, i64)| grams.max(0).saturating_mul(units.max(0));
        lines.into_iter().fold(0, |sum, line| sum.saturating_add(weight(line)))
    }
}

/// The price of a method in a zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rate {
    pub calculator: Calculator,
    /// Items worth this much before discounts ship free, if the calculator has a price at all.
    pub free_from_minor: Option<i64>,
}

/// How a price comes about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Calculator {
    /// One price, in minor units.
    Flat { price_minor: i64 },
    /// By grams.
    Weight { rows: RateTable },
    /// By minor units of the value after discounts.
    Value { rows: RateTable },
}

/// "Up to so much: this price", the lowest row first. Above the last one there is no price, unless it has no end.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RateTable(Vec<RateRow>);

/// A row of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RateRow {
    /// Included; `None` is everything above the other rows.
    pub up_to: Option<i64>,
    pub price_minor: i64,
}

impl Rate {
    /// In minor units; `None` if the method does not carry this.
    pub fn price(&self, cart: &ShippedCart) -> Option<i64> {
        let price = self.full_price(cart)?;
        let is_free = self.free_from_minor.is_some_and(|from| cart.item_total >= from);
        Some(if is_free { 0 } else { price })
    }

    /// The price as if nothing were free.
    pub fn full_price(&self, cart: &ShippedCart) -> Option<i64> {
        match &self.calculator {
            Calculator::Flat { price_minor } => Some((*price_minor).max(0)),
            Calculator::Weight { rows } => rows.price(cart.weight_grams),
            Calculator::Value { rows } => rows.price(cart.value),
        }
    }

    /// The price of a flat rate.
    pub const fn flat_minor(&self) -> Option<i64> {
        match self.calculator {
            Calculator::Flat { price_minor } => Some(price_minor),
            Calculator::Weight { .. } | Calculator::Value { .. } => None,
        }
    }

    /// The lowest price that anything has.
    pub fn least_minor(&self) -> Option<i64> {
        match &self.calculator {
            Calculator::Flat { price_minor } => Some(*price_minor),
            Calculator::Weight { rows } | Calculator::Value { rows } => rows.0.iter().map(|row| row.price_minor).min(),
        }
    }
}

impl Calculator {
    /// As the database and the forms name it.
    pub const fn slug(&self) -> &'static str {
        match self {
            Self::Flat { .. } => "flat",
            Self::Weight { .. } => "weight",
            Self::Value { .. } => "value",
        }
    }

    pub const fn rows(&self) -> Option<&RateTable> {
        match self {
            Self::Flat { .. } => None,
            Self::Weight { rows } | Self::Value { rows } => Some(rows),
        }
    }
}

impl RateTable {
    /// Puts rows into their order.
    pub fn new(mut rows: Vec<RateRow>) -> Self {
        rows.sort_by_key(|row| (row.up_to.is_none(), row.up_to));
        Self(rows)
    }

    pub fn rows(&self) -> &[RateRow] {
        &self.0
    }

    fn price(&self, amount: i64) -> Option<i64> {
        let row = self.0.iter().find(|row| row.up_to.is_none_or(|most| amount <= most))?;
        Some(row.price_minor.max(0))
    }
}
