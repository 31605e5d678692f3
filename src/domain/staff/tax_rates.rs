//! Tax rates as staff list and edit them.

use crate::domain::{
    country::country_name,
    forms::{FieldErrors, Problem, optional_line, parts_per_million, required_line},
    ids::{TaxCategoryId, TaxRateId},
    tax::{PostcodePattern, TaxRate, TaxRule},
    timestamp::Timestamp,
};
use serde::{Deserialize, Serialize};

/// A rate in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxRateRow {
    pub id: TaxRateId,
    pub version: i64,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    pub category_id: TaxCategoryId,
    pub category: String,
    pub rule: TaxRule,
}

impl TaxRateRow {
    /// "Germany", "United States, California", "Germany, 27498".
    pub fn place(&self) -> String {
        let country = country_name(&self.country).unwrap_or(&self.country);
        let parts = [country, &self.rule.region, self.rule.postcodes.as_str()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }

    /// When it applies, in words.
    pub fn period(&self) -> String {
        match (self.rule.valid_from, self.rule.valid_until) {
            (Timestamp(0), None) => "Always".into(),
            (Timestamp(0), Some(until)) => format!("Until {until}"),
            (from, None) => format!("From {from}"),
            (from, Some(until)) => format!("{from} – {until}"),
        }
    }
}

/// What a rate's page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxRateEditor {
    /// `None` for a new one, with its version.
    pub rate: Option<(TaxRateId, i64)>,
    pub form: TaxRateInput,
    pub categories: Vec<(TaxCategoryId, String)>,
}

/// A rate as its form sends it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TaxRateInput {
    pub name: String,
    pub percent: String,
    pub included: bool,
    pub country: String,
    pub region: String,
    pub postcodes: String,
    pub category: String,
    pub valid_from: String,
    pub valid_until: String,
}

/// Longest name of a tax: it stands on invoices.
pub const TAX_NAME_LENGTH: u32 = 40;

/// A valid form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedTaxRate {
    pub country: String,
    pub category: TaxCategoryId,
    pub rule: TaxRule,
}

impl TaxRateInput {
    /// The rate, or every field that is wrong.
    pub fn check(&self) -> Result<CheckedTaxRate, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.take("name", required_line(&self.name, TAX_NAME_LENGTH)).unwrap_or_default();
        let ppm = errors.take("percent", percent(&self.percent)).unwrap_or_default();
        let country = match country_name(&self.country) {
            Some(_) => self.country.clone(),
            None => {
                errors.add("country", Problem::UnknownCountry);
                String::new()
            }
        };
        let region = errors.take("region", optional_line(&self.region, 100)).unwrap_or_default();
        let postcodes: PostcodePattern = errors.take("postcodes", self.postcodes.parse()).unwrap_or_default();
        let category = self.category.parse().map(TaxCategoryId).map_err(|_| Problem::UnknownChoice);
        let category = errors.take("category", category).unwrap_or(TaxCategoryId(0));
        let mut instant = |field: &str, text: &str| match text.trim() {
            "" => None,
            text => errors.take(field, Timestamp::parse_minute(text).ok_or(Problem::NotADate)),
        };
        let valid_from = instant("valid_from", &self.valid_from).unwrap_or(Timestamp(0));
        let valid_until = instant("valid_until", &self.valid_until);
        if valid_until.is_some_and(|until| until <= valid_from) {
            errors.add("valid_until", Problem::EndsBeforeStart);
        }
        errors.into_result()?;
        let rate = TaxRate { name, ppm, included: self.included };
        Ok(CheckedTaxRate { country, category, rule: TaxRule { rate, region, postcodes, valid_from, valid_until } })
    }
}

impl TaxRateRow {
    pub fn form(&self) -> TaxRateInput {
        let instant = |at: Timestamp| if at.0 == 0 { String::new() } else { at.minute() };
        TaxRateInput {
            name: self.rule.rate.name.clone(),
            percent: self.rule.rate.percent(),
            included: self.rule.rate.included,
            country: self.country.clone(),
            region: self.rule.region.clone(),
            postcodes: self.rule.postcodes.to_string(),
            category: self.category_id.to_string(),
            valid_from: instant(self.rule.valid_from),
            valid_until: self.rule.valid_until.map(instant).unwrap_or_default(),
        }
    }
}

/// "19" as parts per million: from nothing, which replaces a wider rate in one place, to everything.
fn percent(text: &str) -> Result<u32, Problem> {
    match parts_per_million(text) {
        Ok(ppm @ 0..=1_000_000) => Ok(ppm),
        Err(Problem::Required) => Err(Problem::Required),
        _ => Err(Problem::NotATaxRate),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn valid() -> TaxRateInput {
        TaxRateInput {
            name: "VAT".into(),
            percent: "8.875".into(),
            country: "US".into(),
            region: "New York".into(),
            postcodes: "100*, 11201".into(),
            category: "1".into(),
            valid_from: "2026-12-01T00:00".into(),
            ..TaxRateInput::default()
        }
    }

    #[test]
    fn a_form_survives_being_read_and_written() {
        let CheckedTaxRate { country, category, rule } = valid().check().unwrap();
        let row =
            TaxRateRow { id: TaxRateId(1), version: 1, country, category_id: category, category: String::new(), rule };
        assert_eq!(row.rule.rate.ppm, 88_750);
        assert_eq!(row.form(), TaxRateInput { postcodes: "100*,11201".into(), ..valid() });
        assert_eq!(row.place(), "United States, New York, 100*,11201");
    }

    #[test]
    fn every_wrong_field_is_named() {
        let wrong = TaxRateInput {
            name: String::new(),
            percent: "101".into(),
            country: "XX".into(),
            postcodes: "*".into(),
            category: "x".into(),
            valid_until: "2026-11-01T00:00".into(),
            ..valid()
        };
        let errors = wrong.check().unwrap_err();
        for field in ["name", "percent", "country", "postcodes", "category", "valid_until"] {
            assert!(errors.message(field).is_some(), "{field}");
        }
        assert_eq!(errors.0.len(), 6);
        assert_eq!(percent("0"), Ok(0), "which replaces a wider rate in one place");
    }
}
