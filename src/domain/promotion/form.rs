//! A promotion as its form sends it.

use super::{Conditions, Reward, Selection, Terms};
use crate::domain::{
    forms::{FieldErrors, Problem, number, optional_text, parts_per_million, required_line},
    ids::{BrandId, CategoryId, CustomerGroupId},
    money::{Currency, Money},
    timestamp::Timestamp,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Longest name of a promotion: it stands on carts and invoices.
pub const NAME_LENGTH: u32 = 80;
/// Most codes of a promotion: its form has them all in one box.
pub const MAX_CODES: usize = 1_000;
/// Most products that a promotion names one by one; beyond that a category or a brand says it better.
pub const MAX_TARGETS: usize = 200;
const CODE_LENGTH: std::ops::RangeInclusive<usize> = 3..=40;
const MOST_USES: i64 = 100_000_000;
const MOST_UNITS: i64 = 4_950;

/// The fields, as they were sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PromotionInput {
    pub name: String,
    pub active: bool,
    /// "automatic" or "code".
    pub trigger: String,
    /// A code a line.
    pub codes: String,
    pub code_limit: String,
    /// As [`Reward`]'s kinds.
    pub reward: String,
    pub percent: String,
    pub amount: String,
    pub buy: String,
    pub get: String,
    /// Addresses of products, one a line.
    pub products: String,
    pub categories: Vec<String>,
    pub brands: Vec<String>,
    pub get_products: String,
    pub get_categories: Vec<String>,
    pub get_brands: Vec<String>,
    pub minimum: String,
    pub minimum_quantity: String,
    pub customer_group: String,
    pub first_order: bool,
    pub starts_at: String,
    pub ends_at: String,
    pub usage_limit: String,
    pub customer_limit: String,
    pub priority: String,
    pub exclusive: bool,
}

/// A valid form. Products are still named by their addresses: which exist, the shop knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedPromotion {
    pub terms: Terms,
    /// `None` for an automatic one.
    pub codes: Option<Vec<String>>,
    pub code_limit: Option<i64>,
    pub products: Vec<String>,
    pub get_products: Vec<String>,
}

/// A coupon code as it is compared: upper case, without blanks around it.
///
/// Letters, digits and hyphens, 3 to 40 of them.
pub fn coupon_code(text: &str) -> Result<String, Problem> {
    let code = text.trim().to_uppercase();
    if code.is_empty() {
        return Err(Problem::Required);
    }
    let is_code =
        CODE_LENGTH.contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if is_code { Ok(code) } else { Err(Problem::NotACoupon) }
}

impl PromotionInput {
    /// The promotion, or every field that is wrong.
    pub fn check(&self, currency: Currency) -> Result<CheckedPromotion, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.take("name", required_line(&self.name, NAME_LENGTH)).unwrap_or_default();
        let codes = self.codes(&mut errors);
        let code_limit = optional(&mut errors, "code_limit", &self.code_limit, MOST_USES);
        let (products, get_products) = (
            addresses(&mut errors, "products", &self.products),
            addresses(&mut errors, "get_products", &self.get_products),
        );
        let selection = selected(&mut errors, ("categories", &self.categories), ("brands", &self.brands));
        let gets = selected(&mut errors, ("get_categories", &self.get_categories), ("get_brands", &self.get_brands));
        let reward = self.reward(&mut errors, gets, currency);
        let conditions = self.conditions(&mut errors, currency);
        let usage_limit = optional(&mut errors, "usage_limit", &self.usage_limit, MOST_USES);
        let customer_limit = optional(&mut errors, "customer_limit", &self.customer_limit, MOST_USES);
        let priority = if self.priority.trim().is_empty() { "0" } else { &self.priority };
        let priority = errors.take("priority", number(priority, -1_000, 1_000)).unwrap_or_default();
        errors.into_result()?;
        let terms = Terms {
            name,
            active: self.active,
            reward: reward.unwrap_or(Reward::FreeShipping),
            selection,
            conditions,
            usage_limit,
            customer_limit,
            priority,
            exclusive: self.exclusive,
        };
        Ok(CheckedPromotion { terms, codes, code_limit, products, get_products })
    }

    fn codes(&self, errors: &mut FieldErrors) -> Option<Vec<String>> {
        match self.trigger.as_str() {
            "automatic" => return None,
            "code" => {}
            _ => errors.add("trigger", Problem::UnknownChoice),
        }
        let lines: Vec<&str> =
            self.codes.split(['\n', ',', ' ']).map(str::trim).filter(|line| !line.is_empty()).collect();
        if lines.len() > MAX_CODES {
            errors.add("codes", Problem::TooMany(MAX_CODES as u32));
            return None;
        }
        let codes: Result<BTreeSet<String>, Problem> = lines.into_iter().map(coupon_code).collect();
        let codes: Vec<String> = errors.take("codes", codes).unwrap_or_default().into_iter().collect();
        if codes.is_empty() && errors.message("codes").is_none() {
            errors.add("codes", Problem::Required);
        }
        Some(codes)
    }

    fn reward(&self, errors: &mut FieldErrors, gets: Selection, currency: Currency) -> Option<Reward> {
        let percent = |errors: &mut FieldErrors| errors.take("percent", percent(&self.percent));
        let amount = |errors: &mut FieldErrors| errors.take("amount", price(&self.amount, currency));
        match self.reward.as_str() {
            "percent" => percent(errors).map(|ppm| Reward::Percent { ppm }),
            "fixed" => amount(errors).map(|amount_minor| Reward::Fixed { amount_minor }),
            "fixed_per_unit" => amount(errors).map(|amount_minor| Reward::FixedPerUnit { amount_minor }),
            "free_shipping" => Some(Reward::FreeShipping),
            "buy_get" => {
                let buy = errors.take("buy", number(&self.buy, 1, MOST_UNITS));
                let get = errors.take("get", number(&self.get, 1, MOST_UNITS));
                let ppm = percent(errors);
                buy.zip(get).zip(ppm).map(|((buy, get), ppm)| Reward::BuyGet { buy, get, ppm, gets })
            }
            _ => {
                errors.add("reward", Problem::UnknownChoice);
                None
            }
        }
    }

    fn conditions(&self, errors: &mut FieldErrors, currency: Currency) -> Conditions {
        let minimum_minor = match self.minimum.trim() {
            "" => None,
            text => errors.take("minimum", price(text, currency)),
        };
        let minimum_quantity = optional(errors, "minimum_quantity", &self.minimum_quantity, MOST_UNITS);
        let customer_group = match self.customer_group.trim() {
            "" => None,
            id => errors.take("customer_group", id.parse().map(CustomerGroupId).map_err(|_| Problem::UnknownChoice)),
        };
        let mut instant = |field: &str, text: &str| match text.trim() {
            "" => None,
            text => errors.take(field, Timestamp::parse_minute(text).ok_or(Problem::NotADate)),
        };
        let (starts_at, ends_at) = (instant("starts_at", &self.starts_at), instant("ends_at", &self.ends_at));
        if starts_at.zip(ends_at).is_some_and(|(start, end)| start >= end) {
            errors.add("ends_at", Problem::EndsBeforeStart);
        }
        Conditions {
            minimum_minor,
            minimum_quantity,
            customer_group,
            first_order: self.first_order,
            starts_at,
            ends_at,
        }
    }
}

/// "12.5" as parts per million: more than nothing, at most everything.
fn percent(text: &str) -> Result<i64, Problem> {
    match parts_per_million(text)? {
        ppm @ 1..=1_000_000 => Ok(ppm.into()),
        _ => Err(Problem::NotAPercentage),
    }
}

fn price(text: &str, currency: Currency) -> Result<i64, Problem> {
    if text.trim().is_empty() {
        return Err(Problem::Required);
    }
    let price = Money::parse(text, currency).ok_or(Problem::NotAPrice)?;
    if price.is_zero() { Err(Problem::NotAPrice) } else { Ok(price.minor) }
}

fn optional(errors: &mut FieldErrors, field: &str, text: &str, most: i64) -> Option<i64> {
    if text.trim().is_empty() { None } else { errors.take(field, number(text, 1, most)) }
}

/// Addresses of products, one a line; a whole link counts for its last part.
fn addresses(errors: &mut FieldErrors, field: &str, text: &str) -> Vec<String> {
    let text = errors.take(field, optional_text(text, 20_000)).unwrap_or_default();
    let address = |line: &str| line.trim().rsplit('/').next().unwrap_or_default().to_owned();
    let lines: BTreeSet<String> = text.lines().map(address).filter(|line| !line.is_empty()).collect();
    if lines.len() > MAX_TARGETS {
        errors.add(field, Problem::TooMany(MAX_TARGETS as u32));
    }
    lines.into_iter().collect()
}

fn selected(
    errors: &mut FieldErrors,
    (category_field, categories): (&str, &[String]),
    (brand_field, brands): (&str, &[String]),
) -> Selection {
    let ids = |ids: &[String]| -> Result<BTreeSet<i64>, Problem> {
        if ids.len() > MAX_TARGETS {
            return Err(Problem::TooMany(MAX_TARGETS as u32));
        }
        ids.iter().map(|id| id.parse().map_err(|_| Problem::UnknownChoice)).collect()
    };
    let categories = errors.take(category_field, ids(categories)).unwrap_or_default();
    let brands = errors.take(brand_field, ids(brands)).unwrap_or_default();
    Selection {
        products: BTreeSet::new(),
        categories: categories.into_iter().map(CategoryId).collect(),
        brands: brands.into_iter().map(BrandId).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn valid() -> PromotionInput {
        PromotionInput {
            name: "Summer".into(),
            trigger: "code".into(),
            codes: " summer-10, SUMMER-10\nsun".into(),
            reward: "percent".into(),
            percent: "12.5 %".into(),
            ..PromotionInput::default()
        }
    }

    #[test]
    fn a_form_becomes_a_promotion() {
        let checked = valid().check(Currency::Eur).unwrap();
        assert_eq!(checked.codes, Some(vec!["SUMMER-10".into(), "SUN".into()]));
        assert_eq!(checked.terms.reward, Reward::Percent { ppm: 125_000 });
        let automatic = PromotionInput { trigger: "automatic".into(), ..valid() };
        assert_eq!(automatic.check(Currency::Eur).unwrap().codes, None);
    }

    #[test]
    fn every_wrong_field_is_named() {
        let wrong = PromotionInput {
            name: String::new(),
            codes: "a b!".into(),
            reward: "buy_get".into(),
            percent: "101".into(),
            buy: "0".into(),
            get: String::new(),
            minimum: "-1".into(),
            usage_limit: "0".into(),
            priority: "first".into(),
            starts_at: "2026-12-01T00:00".into(),
            ends_at: "2026-11-01T00:00".into(),
            categories: vec!["x".into()],
            ..valid()
        };
        let errors = wrong.check(Currency::Eur).unwrap_err();
        for field in
            ["name", "codes", "percent", "buy", "get", "minimum", "usage_limit", "priority", "ends_at", "categories"]
        {
            assert!(errors.message(field).is_some(), "{field}");
        }
        assert_eq!(errors.0.len(), 10, "{errors:?}");
    }

    #[test]
    fn percentages_lie_above_nothing_and_end_at_everything() {
        for (text, ppm) in [("100", Some(1_000_000)), ("0.0001", Some(1)), ("7,5", Some(75_000)), ("0", None)] {
            assert_eq!(percent(text).ok(), ppm, "{text}");
        }
        for text in ["", "-1", "100.0001", "1000", "1.00001", "1e1", "NaN", "."] {
            assert!(percent(text).is_err(), "{text}");
        }
    }
}
