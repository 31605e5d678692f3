//! What holds of any table of tax rates, anywhere and at any time.

use super::{TaxRate, TaxRule, applicable, taxes};
use crate::domain::{
    pricing::cases::{destination, now, tax_rule},
    timestamp::Timestamp,
};
use proptest::prelude::*;

fn table() -> impl Strategy<Value = Vec<TaxRule>> {
    prop::collection::vec(tax_rule(), 0..12)
}

/// "Postcodes before a region, a region before the country."
fn rank(rule: &TaxRule) -> u8 {
    match (rule.postcodes.as_str().is_empty(), rule.region.is_empty()) {
        (true, true) => 0,
        (true, false) => 1,
        (false, true) => 2,
        (false, false) => 3,
    }
}

/// `amount * part / whole`, half-up, of amounts not below zero.
fn half_up(amount: i64, part: u64, whole: u64) -> i64 {
    let doubled = 2 * i128::from(amount) * i128::from(part) + i128::from(whole);
    i64::try_from(doubled / (2 * i128::from(whole))).expect("an amount")
}

proptest! {
    #[test]
    fn the_most_particular_rates_of_each_name_apply_here_and_now_and_no_others(
        table in table(), place in destination(), now in now(),
    ) {
        let is_here = |rule: &&TaxRule| {
            (rule.region.is_empty() || rule.region.eq_ignore_ascii_case(place.region.trim()))
                && rule.postcodes.matches(place.postcode)
                && rule.valid_from <= now
                && rule.valid_until.is_none_or(|until| until > now)
        };
        let here: Vec<&TaxRule> = table.iter().filter(is_here).collect();
        let is_outdone = |rule: &&TaxRule| {
            here.iter().any(|other| other.rate.name == rule.rate.name && rank(other) > rank(rule))
        };
        let expected = here.iter().filter(|rule| !is_outdone(rule) && rule.rate.ppm > 0);
        let expected: Vec<TaxRate> = expected.map(|rule| rule.rate.clone()).collect();
        prop_assert_eq!(applicable(&table, place.place(), now), expected);
    }

    #[test]
    fn rates_of_elsewhere_and_of_other_times_change_nothing(
        table in table(), other in tax_rule(), at in any::<prop::sample::Index>(), place in destination(), now in now(),
    ) {
        let others = [
            TaxRule { region: "Bavaria".into(), ..other.clone() },
            TaxRule { postcodes: "99999".parse().expect("a pattern"), ..other.clone() },
            TaxRule { valid_from: Timestamp(now.0 + 1), valid_until: None, ..other.clone() },
            TaxRule { valid_until: Some(now), ..other },
        ];
        for other in others {
            let mut more = table.clone();
            more.insert(at.index(table.len() + 1), other);
            prop_assert_eq!(applicable(&more, place.place(), now), applicable(&table, place.place(), now));
        }
    }

    /// Each added tax is its rate of the net amount, and the included ones together theirs of the gross one: to the cent.
    #[test]
    fn any_taxes_are_their_rates_rounded_half_up_once(
        amount in 0_i64..1_000_000_000_000, table in table(), place in destination(), now in now(),
    ) {
        let rates = applicable(&table, place.place(), now);
        let of_included: u64 = rates.iter().filter(|rate| rate.included).map(|rate| u64::from(rate.ppm)).sum();
        let taxes = taxes(amount, &rates);
        let included: i64 = taxes.iter().filter(|tax| tax.included).map(|tax| tax.amount_minor).sum();
        prop_assert_eq!(included, half_up(amount, of_included, 1_000_000 + of_included));
        for (tax, rate) in taxes.iter().zip(&rates) {
            prop_assert_eq!((&tax.label, tax.included), (&rate.label(), rate.included));
            if !rate.included {
                prop_assert_eq!(tax.amount_minor, half_up(amount - included, u64::from(rate.ppm), 1_000_000));
            }
        }
    }
}
