//! Prices as shoppers see them: with the taxes of the shop's own country, or without.
//!
//! Nothing is charged by this: carts and orders are priced by what the catalog's prices are, see [`crate::domain::pricing`].

use super::{TaxPlace, TaxRate, TaxRule, applicable, taxes};
use crate::domain::{
    forms::Problem,
    ids::TaxCategoryId,
    money::{MAX_PRICE_MINOR, Money},
    timestamp::Timestamp,
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// How the shop shows its prices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PriceDisplay {
    /// What consumers pay.
    #[default]
    WithTax,
    /// For shops that sell to businesses, and where taxes are added at the checkout.
    WithoutTax,
}

impl PriceDisplay {
    pub const ALL: [Self; 2] = [Self::WithTax, Self::WithoutTax];

    /// As forms send it.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::WithTax => "with_tax",
            Self::WithoutTax => "without_tax",
        }
    }

    pub fn from_slug(slug: &str) -> Result<Self, Problem> {
        Self::ALL.into_iter().find(|display| display.slug() == slug).ok_or(Problem::UnknownChoice)
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::WithTax => "With tax",
            Self::WithoutTax => "Without tax",
        }
    }
}

/// The setting, and the taxes of the shop's own country at any time.
#[derive(Clone, Debug, Default)]
pub struct PriceTerms {
    pub display: PriceDisplay,
    pub rules: Vec<(TaxCategoryId, TaxRule)>,
    /// What most products are taxed as.
    pub standard: Option<TaxCategoryId>,
}

impl PriceTerms {
    /// How prices are shown at an instant.
    pub fn at(&self, now: Timestamp) -> ShownPrices {
        let mut rates: HashMap<TaxCategoryId, Vec<TaxRate>> = HashMap::new();
        for (category, _) in &self.rules {
            let of_category = || self.rules.iter().filter(|(of, _)| of == category).map(|(_, rule)| rule);
            rates.entry(*category).or_insert_with(|| applicable(of_category(), TaxPlace::default(), now));
        }
        ShownPrices { display: self.display, rates, standard: self.standard }
    }
}

/// Turns the catalog's prices into those that are shown.
#[derive(Clone, Debug, Default)]
pub struct ShownPrices {
    display: PriceDisplay,
    rates: HashMap<TaxCategoryId, Vec<TaxRate>>,
    standard: Option<TaxCategoryId>,
}

impl ShownPrices {
    pub const fn are_with_tax(&self) -> bool {
        matches!(self.display, PriceDisplay::WithTax)
    }

    /// What most products are taxed as.
    pub const fn standard(&self) -> Option<TaxCategoryId> {
        self.standard
    }

    /// An amount as it is shown: the price of a unit, or of a line, which is rounded once.
    pub fn shown(&self, category: Option<TaxCategoryId>, price: Money) -> Money {
        match self.display {
            PriceDisplay::WithTax => self.with_tax(category, price),
            PriceDisplay::WithoutTax => self.without_tax(category, price),
        }
    }

    /// With all taxes of its category.
    pub fn with_tax(&self, category: Option<TaxCategoryId>, price: Money) -> Money {
        let added: i64 = taxes(price.minor, self.rates(category))
            .iter()
            .filter(|tax| !tax.included)
            .map(|tax| tax.amount_minor)
            .sum();
        Money::new(price.minor.saturating_add(added), price.currency)
    }

    /// Without any.
    pub fn without_tax(&self, category: Option<TaxCategoryId>, price: Money) -> Money {
        let included: i64 = taxes(price.minor, self.rates(category))
            .iter()
            .filter(|tax| tax.included)
            .map(|tax| tax.amount_minor)
            .sum();
        Money::new(price.minor.saturating_sub(included), price.currency)
    }

    /// What stands beside a price, "incl. VAT"; empty where nothing is taxed.
    pub fn note(&self, category: Option<TaxCategoryId>) -> String {
        let word = if self.are_with_tax() { "incl." } else { "excl." };
        match self.rates(category) {
            [] => String::new(),
            [rate] => format!("{word} {}", rate.name),
            _ => format!("{word} tax"),
        }
    }

    /// What stands above prices of several categories.
    pub fn note_of(&self, categories: impl Iterator<Item = TaxCategoryId>) -> String {
        let mut notes: Vec<String> = categories.map(|category| self.note(Some(category))).collect();
        notes.sort_unstable();
        notes.dedup();
        match (notes.pop(), notes.is_empty()) {
            (Some(note), true) => note,
            (Some(_), false) if self.are_with_tax() => "incl. tax".into(),
            (Some(_), false) => "excl. tax".into(),
            (None, _) => String::new(),
        }
    }

    /// The least price of the catalog that is shown as this amount or more, taxed as most products are: what filters look
    /// for. Of products that are taxed otherwise it is close.
    pub fn least_behind(&self, shown: Money) -> Money {
        let (mut below, mut at_least) = (-1, MAX_PRICE_MINOR);
        while at_least - below > 1 {
            let middle = below + (at_least - below) / 2;
            if self.shown(self.standard, Money::new(middle, shown.currency)).minor >= shown.minor {
                at_least = middle;
            } else {
                below = middle;
            }
        }
        Money::new(at_least, shown.currency)
    }

    /// The highest that is shown as this amount or less.
    pub fn most_behind(&self, shown: Money) -> Money {
        let above = self.least_behind(Money::new(shown.minor.saturating_add(1), shown.currency));
        Money::new((above.minor - 1).max(0), shown.currency)
    }

    fn rates(&self, category: Option<TaxCategoryId>) -> &[TaxRate] {
        category.and_then(|category| self.rates.get(&category)).map(Vec::as_slice).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Currency;
    use proptest::prelude::*;

    const STANDARD: TaxCategoryId = TaxCategoryId(1);
    const BOOKS: TaxCategoryId = TaxCategoryId(2);

    fn rule(category: TaxCategoryId, name: &str, ppm: u32, included: bool) -> (TaxCategoryId, TaxRule) {
        let rate = TaxRate { name: name.into(), ppm, included };
        let rule = TaxRule {
            rate,
            region: String::new(),
            postcodes: Default::default(),
            valid_from: Timestamp(0),
            valid_until: None,
        };
        (category, rule)
    }

    fn prices(display: PriceDisplay, rules: Vec<(TaxCategoryId, TaxRule)>) -> ShownPrices {
        PriceTerms { display, rules, standard: Some(STANDARD) }.at(Timestamp(1))
    }

    fn euro(minor: i64) -> Money {
        Money::new(minor, Currency::Eur)
    }

    #[test]
    fn each_category_has_its_taxes() {
        let rules = vec![rule(STANDARD, "VAT", 190_000, true), rule(BOOKS, "VAT", 70_000, true)];
        let net = prices(PriceDisplay::WithoutTax, rules.clone());
        assert_eq!(net.shown(Some(STANDARD), euro(11_900)), euro(10_000));
        assert_eq!(net.shown(Some(BOOKS), euro(10_700)), euro(10_000));
        assert_eq!(net.shown(Some(TaxCategoryId(3)), euro(500)), euro(500), "nothing is taxed");
        let gross = prices(PriceDisplay::WithTax, rules);
        assert_eq!(gross.shown(Some(STANDARD), euro(11_900)), euro(11_900));
        assert_eq!((gross.note(Some(BOOKS)), net.note(Some(BOOKS))), ("incl. VAT".into(), "excl. VAT".into()));
        assert_eq!(gross.note(Some(TaxCategoryId(3))), "");
    }

    #[test]
    fn taxes_that_are_added_are_added_together() {
        let rules = vec![rule(STANDARD, "State", 72_500, false), rule(STANDARD, "County", 10_000, false)];
        let gross = prices(PriceDisplay::WithTax, rules.clone());
        assert_eq!(gross.shown(Some(STANDARD), euro(1_000)), euro(1_083));
        assert_eq!(gross.note(Some(STANDARD)), "incl. tax");
        let net = prices(PriceDisplay::WithoutTax, rules);
        assert_eq!(net.shown(Some(STANDARD), euro(1_000)), euro(1_000));
    }

    proptest! {
        #[test]
        fn bounds_find_exactly_what_is_shown_within_them(
            price in 0_i64..1_000_000, least in 0_i64..1_000_000, width in 0_i64..100_000,
            ppm in 0_u32..300_000, included: bool, with_tax: bool,
        ) {
            let display = if with_tax { PriceDisplay::WithTax } else { PriceDisplay::WithoutTax };
            let prices = prices(display, vec![rule(STANDARD, "VAT", ppm, included)]);
            let (least, most) = (euro(least), euro(least + width));
            let shown = prices.shown(Some(STANDARD), euro(price)).minor;
            let found = (prices.least_behind(least).minor..=prices.most_behind(most).minor).contains(&price);
            prop_assert_eq!(found, (least.minor..=most.minor).contains(&shown));
        }
    }
}
