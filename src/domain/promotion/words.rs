//! Promotions in words, and back in the form they came by.

use super::{CheckedPromotion, PromotionInput, Reward};
use crate::domain::{
    money::{Currency, Money},
    timestamp::Timestamp,
};
use rust_decimal::Decimal;

/// "12.5": parts per million as a percentage, without idle zeros.
fn percent(ppm: i64) -> String {
    Decimal::new(ppm, 4).normalize().to_string()
}

impl Reward {
    /// "15 % off", as staff read it.
    pub fn in_words(&self, currency: Currency) -> String {
        let money = |minor| Money::new(minor, currency).short();
        match self {
            Self::Percent { ppm } => format!("{} % off", percent(*ppm)),
            Self::Fixed { amount_minor } => format!("{} off", money(*amount_minor)),
            Self::FixedPerUnit { amount_minor } => format!("{} off each", money(*amount_minor)),
            Self::FreeShipping => "Free shipping".into(),
            Self::BuyGet { buy, get, ppm: 1_000_000, .. } => format!("Buy {buy}, get {get} free"),
            Self::BuyGet { buy, get, ppm, .. } => format!("Buy {buy}, get {get} with {} % off", percent(*ppm)),
        }
    }

    const fn slug(&self) -> &'static str {
        match self {
            Self::Percent { .. } => "percent",
            Self::Fixed { .. } => "fixed",
            Self::FixedPerUnit { .. } => "fixed_per_unit",
            Self::FreeShipping => "free_shipping",
            Self::BuyGet { .. } => "buy_get",
        }
    }
}

/// The form that says what a promotion is.
pub fn form_of(promotion: &CheckedPromotion, currency: Currency) -> PromotionInput {
    let terms = &promotion.terms;
    let conditions = &terms.conditions;
    let number = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
    let instant = |at: Option<Timestamp>| at.map(Timestamp::minute).unwrap_or_default();
    let decimal = |minor: i64| Money::new(minor, currency).decimal();
    let mut form = PromotionInput {
        name: terms.name.clone(),
        active: terms.active,
        trigger: if promotion.codes.is_some() { "code" } else { "automatic" }.into(),
        codes: promotion.codes.as_ref().map(|codes| codes.join("\n")).unwrap_or_default(),
        code_limit: number(promotion.code_limit),
        reward: terms.reward.slug().into(),
        products: promotion.products.join("\n"),
        categories: terms.selection.categories.iter().map(ToString::to_string).collect(),
        brands: terms.selection.brands.iter().map(ToString::to_string).collect(),
        get_products: promotion.get_products.join("\n"),
        minimum: conditions.minimum_minor.map(decimal).unwrap_or_default(),
        minimum_quantity: number(conditions.minimum_quantity),
        customer_group: number(conditions.customer_group.map(|group| group.0)),
        first_order: conditions.first_order,
        starts_at: instant(conditions.starts_at),
        ends_at: instant(conditions.ends_at),
        usage_limit: number(terms.usage_limit),
        customer_limit: number(terms.customer_limit),
        priority: terms.priority.to_string(),
        exclusive: terms.exclusive,
        ..PromotionInput::default()
    };
    match &terms.reward {
        Reward::Percent { ppm } => form.percent = percent(*ppm),
        Reward::Fixed { amount_minor } | Reward::FixedPerUnit { amount_minor } => form.amount = decimal(*amount_minor),
        Reward::FreeShipping => {}
        Reward::BuyGet { buy, get, ppm, gets } => {
            (form.buy, form.get, form.percent) = (buy.to_string(), get.to_string(), percent(*ppm));
            form.get_categories = gets.categories.iter().map(ToString::to_string).collect();
            form.get_brands = gets.brands.iter().map(ToString::to_string).collect();
        }
    }
    form
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_survives_being_read_and_written() {
        let form = PromotionInput {
            name: "Three for two".into(),
            active: true,
            trigger: "code".into(),
            codes: "A-1\nB-2".into(),
            code_limit: "1".into(),
            reward: "buy_get".into(),
            percent: "100".into(),
            buy: "2".into(),
            get: "1".into(),
            products: "tea\ntee".into(),
            categories: vec!["4".into()],
            get_brands: vec!["2".into()],
            minimum: "50.00".into(),
            first_order: true,
            starts_at: "2026-12-01T08:00".into(),
            usage_limit: "100".into(),
            priority: "-5".into(),
            exclusive: true,
            ..PromotionInput::default()
        };
        let checked = form.check(Currency::Eur).unwrap();
        assert_eq!(form_of(&checked, Currency::Eur), form);
        assert_eq!(checked.terms.reward.in_words(Currency::Eur), "Buy 2, get 1 free");
    }

    #[test]
    fn rewards_are_told_in_words() {
        for (reward, words) in [
            (Reward::Percent { ppm: 125_000 }, "12.5 % off"),
            (Reward::Fixed { amount_minor: 1_000 }, "€10 off"),
            (Reward::FixedPerUnit { amount_minor: 250 }, "€2.50 off each"),
            (Reward::BuyGet { buy: 3, get: 1, ppm: 500_000, gets: Default::default() }, "Buy 3, get 1 with 50 % off"),
        ] {
            assert_eq!(reward.in_words(Currency::Eur), words);
        }
    }
}
