//! The numbers of the day.

use super::OrderRow;
use crate::domain::{
    ids::ProductId,
    money::{Currency, Money},
};
use serde::{Deserialize, Serialize};

/// What the first page of the admin shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dashboard {
    /// Orders whose money did not go as it should.
    pub needs_attention: i64,
    pub to_ship: i64,
    pub pending_payment: i64,
    pub revenue: Revenue,
    /// Orders placed in the last seven days, and in the seven before.
    pub orders: (i64, i64),
    pub low_stock: Vec<LowStock>,
    pub newest: Vec<OrderRow>,
}

/// A variant that is about to run out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LowStock {
    pub product: ProductId,
    pub title: String,
    pub sku: String,
    /// On hand and not promised to anyone.
    pub available: i64,
}

/// Money received less money given back, by day, oldest first, in minor units.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revenue {
    pub currency: Currency,
    /// The last seven days, today included.
    pub days: Vec<i64>,
    /// The seven days before those.
    pub before: Vec<i64>,
}

impl Revenue {
    /// Puts amounts, each with the number of whole days since it moved, into their days.
    pub fn from_days_ago(currency: Currency, amounts: &[(i64, i64)]) -> Self {
        let sum = |days_ago: i64| amounts.iter().filter(|(days, _)| *days == days_ago).map(|(_, amount)| amount).sum();
        Self { currency, days: (0..7).rev().map(sum).collect(), before: (7..14).rev().map(sum).collect() }
    }

    pub fn total(&self) -> Money {
        Money::new(self.days.iter().sum(), self.currency)
    }

    pub fn total_before(&self) -> Money {
        Money::new(self.before.iter().sum(), self.currency)
    }
}

/// How an amount compares with the one before: "12% more than the week before".
pub fn change(now: i64, before: i64) -> String {
    match (now, before) {
        (now, before) if now == before => "the same as the week before".into(),
        (_, before) if before <= 0 => "nothing to compare with yet".into(),
        (now, before) => {
            let percent = (i128::from(now - before).abs() * 100 + i128::from(before) / 2) / i128::from(before);
            format!("{percent}% {} than the week before", if now > before { "more" } else { "less" })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_filled_oldest_first_and_gaps_are_zero() {
        let revenue = Revenue::from_days_ago(Currency::Eur, &[(0, 500), (6, 200), (6, -50), (7, 900), (20, 1)]);
        assert_eq!(revenue.days, [150, 0, 0, 0, 0, 0, 500]);
        assert_eq!(revenue.before, [0, 0, 0, 0, 0, 0, 900]);
        assert_eq!(revenue.total().minor, 650);
    }

    #[test]
    fn a_change_is_told_in_whole_percent() {
        assert_eq!(change(112, 100), "12% more than the week before");
        assert_eq!(change(2, 3), "33% less than the week before");
        assert_eq!(change(5, 0), "nothing to compare with yet");
        assert_eq!(change(0, 0), "the same as the week before");
    }
}
