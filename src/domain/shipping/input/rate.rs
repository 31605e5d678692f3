//! Rates as they are sent.

use super::{CURRENCY, MAX_ROWS, MOST_GRAMS, MOST_MINOR, above_zero, price};
use crate::domain::{
    forms::{FieldErrors, Problem, number},
    money::Money,
    shipping::{Calculator, Rate, RateRow, RateTable},
};
use serde::{Deserialize, Serialize};

/// A rate as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RateInput {
    /// "flat", "weight", "value"; "none" where the method does not go.
    pub calculator: String,
    pub price: String,
    pub free_from: String,
    pub rows: Vec<RateRowInput>,
}

/// A row; one of which nothing is filled in does not count.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RateRowInput {
    /// Grams, or an amount; empty is "everything above".
    pub up_to: String,
    pub price: String,
}

/// A rate that is fit to be saved.
pub type CheckedRate = Rate;

impl RateInput {
    /// The rate; `None` where the method does not go. In `minor`, amounts are whole minor units, as programs have them.
    pub fn check(&self, minor: bool) -> Result<Option<CheckedRate>, FieldErrors> {
        let amount = |text: &str| if minor { number(text, 0, MOST_MINOR) } else { price(text) };
        let mut errors = FieldErrors::default();
        let free_from = match self.free_from.trim() {
            "" => None,
            text => errors.take("free_from", amount(text)),
        };
        let calculator = match self.calculator.as_str() {
            "none" => {
                return Ok(None);
            }
            "flat" => errors.take("price", amount(&self.price)).map(|price_minor| Calculator::Flat { price_minor }),
            "weight" => {
                let rows = self.table(&mut errors, amount, |text| number(text, 1, MOST_GRAMS));
                Some(Calculator::Weight { rows })
            }
            "value" => {
                let rows = self.table(&mut errors, amount, amount);
                Some(Calculator::Value { rows })
            }
            _ => {
                errors.add("calculator", Problem::UnknownChoice);
                None
            }
        };
        errors.into_result()?;
        Ok(calculator.map(|calculator| Rate { calculator, free_from_minor: free_from }))
    }

    fn table(
        &self,
        errors: &mut FieldErrors,
        price: impl Fn(&str) -> Result<i64, Problem>,
        end: impl Fn(&str) -> Result<i64, Problem>,
    ) -> RateTable {
        let mut rows: Vec<RateRow> = Vec::new();
        for (index, row) in self.rows.iter().enumerate() {
            if row.up_to.trim().is_empty() && row.price.trim().is_empty() {
                continue;
            }
            let (up_to_field, price_field) = (format!("rows.{index}.up_to"), format!("rows.{index}.price"));
            let up_to = match row.up_to.trim() {
                "" => Some(None),
                text => errors.take(&up_to_field, end(text).and_then(above_zero)).map(Some),
            };
            let price_minor = errors.take(&price_field, price(&row.price));
            let Some((up_to, price_minor)) = up_to.zip(price_minor) else { continue };
            if rows.iter().any(|known| known.up_to == up_to) {
                errors.add(&up_to_field, Problem::AlreadyTaken);
            }
            rows.push(RateRow { up_to, price_minor });
        }
        if rows.is_empty() && errors.is_empty() {
            errors.add("rows.0.price", Problem::Required);
        }
        if rows.len() > MAX_ROWS {
            errors.add("rows.0.price", Problem::TooMany(MAX_ROWS as u32));
        }
        RateTable::new(rows)
    }

    /// What a form shows of a rate.
    pub fn of(rate: &Rate) -> Self {
        let decimal = |minor: i64| Money::new(minor, CURRENCY).decimal();
        let by_value = matches!(rate.calculator, Calculator::Value { .. });
        let end = |up_to: i64| if by_value { decimal(up_to) } else { up_to.to_string() };
        let rows = rate.calculator.rows().map(RateTable::rows).unwrap_or_default();
        Self {
            calculator: rate.calculator.slug().to_owned(),
            price: match rate.calculator {
                Calculator::Flat { price_minor } => decimal(price_minor),
                _ => String::new(),
            },
            free_from: rate.free_from_minor.map(decimal).unwrap_or_default(),
            rows: rows
                .iter()
                .map(|row| RateRowInput {
                    up_to: row.up_to.map(end).unwrap_or_default(),
                    price: decimal(row.price_minor),
                })
                .collect(),
        }
    }
}
