//! Tax on an amount, and splitting amounts without losing a cent.

use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive};
use serde::{Deserialize, Serialize};

mod place;
mod shown;

pub use place::{PostcodePattern, TaxPlace, TaxRule, applicable};
pub use shown::{PriceDisplay, PriceTerms, ShownPrices};

/// One tax that applies to a line or to shipping.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxRate {
    pub name: String,
    /// Parts per million: 190 000 is 19 %.
    pub ppm: u32,
    /// Whether the price already contains it.
    pub included: bool,
}

impl TaxRate {
    /// "VAT 19 %": the name with the rate, without idle zeros.
    pub fn label(&self) -> String {
        format!("{} {} %", self.name, self.percent())
    }

    /// "8.875": without idle zeros.
    pub fn percent(&self) -> String {
        Decimal::new(i64::from(self.ppm), 4).normalize().to_string()
    }
}

/// What one rate comes to on one amount.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxAmount {
    pub label: String,
    pub amount_minor: i64,
    pub included: bool,
}

/// The taxes on an amount, in the order of the rates.
///
/// Included taxes are taken out of the amount together, rounded half-up once, and split over
/// their rates by largest remainder; added taxes are computed on what is left, each rounded
/// half-up once. Compound rates (a tax on a tax) are not a thing here.
pub fn taxes(amount_minor: i64, rates: &[TaxRate]) -> Vec<TaxAmount> {
    let included_ppm: Vec<u64> = rates.iter().map(|rate| if rate.included { u64::from(rate.ppm) } else { 0 }).collect();
    let included_sum: u64 = included_ppm.iter().sum();
    let included_total = share(amount_minor, included_sum, 1_000_000 + included_sum);
    let net = amount_minor - included_total;
    let included = split(included_total, &included_ppm);
    rates
        .iter()
        .zip(included)
        .map(|(rate, included)| TaxAmount {
            label: rate.label(),
            amount_minor: if rate.included { included } else { share(net, u64::from(rate.ppm), 1_000_000) },
            included: rate.included,
        })
        .collect()
}

/// `amount * part / whole`, rounded half away from zero to a whole minor unit.
pub(super) fn share(amount: i64, part: u64, whole: u64) -> i64 {
    let exact = Decimal::from(amount) * Decimal::from(part) / Decimal::from(whole);
    exact.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero).to_i64().unwrap_or(i64::MAX)
}

/// Splits an amount in proportion to the weights so that the parts sum to the whole.
///
/// Each part is cut to whole units, and the units left over go to the largest remainders,
/// earlier parts first among equals. Without any weight, the first part takes all.
pub fn split(amount: i64, weights: &[u64]) -> Vec<i64> {
    let total: u128 = weights.iter().map(|weight| u128::from(*weight)).sum();
    if total == 0 {
        return weights.iter().enumerate().map(|(index, _)| if index == 0 { amount } else { 0 }).collect();
    }
    let magnitude = u128::from(amount.unsigned_abs());
    let exact = |weight: &u64| (magnitude * u128::from(*weight) / total, magnitude * u128::from(*weight) % total);
    let mut parts: Vec<u128> = weights.iter().map(|weight| exact(weight).0).collect();
    let mut by_remainder: Vec<usize> = (0..weights.len()).collect();
    by_remainder.sort_by_key(|index| std::cmp::Reverse(weights.get(*index).map(|weight| exact(weight).1)));
    let left_over = magnitude - parts.iter().sum::<u128>();
    for index in by_remainder.into_iter().take(usize::try_from(left_over).unwrap_or(usize::MAX)) {
        if let Some(part) = parts.get_mut(index) {
            *part += 1;
        }
    }
    parts.into_iter().map(|part| i64::try_from(part).unwrap_or(i64::MAX) * amount.signum()).collect()
}

#[cfg(test)]
mod any_table;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rate(ppm: u32, included: bool) -> TaxRate {
        TaxRate { name: "VAT".into(), ppm, included }
    }

    #[test]
    fn tax_is_rounded_half_up_once() {
        for (amount, ppm, included, tax) in [
            (11_900, 190_000, true, 1_900),
            (10_000, 190_000, false, 1_900),
            (4_999, 190_000, true, 798),
            (1_050, 100_000, false, 105),
            (1_005, 100_000, false, 101),
            (0, 190_000, true, 0),
            (9_999, 0, false, 0),
        ] {
            let taxes = taxes(amount, &[rate(ppm, included)]);
            assert_eq!(taxes.first().map(|tax| tax.amount_minor), Some(tax), "{amount} {ppm} {included}");
        }
    }

    #[test]
    fn labels_show_the_rate_without_idle_zeros() {
        assert_eq!(rate(190_000, true).label(), "VAT 19 %");
        assert_eq!(rate(88_750, false).label(), "VAT 8.875 %");
    }

    proptest! {
        #[test]
        fn a_split_sums_to_the_whole_and_is_fair(amount in -1_000_000_000_i64..1_000_000_000, weights in prop::collection::vec(0_u64..1_000_000, 1..20)) {
            let parts = split(amount, &weights);
            prop_assert_eq!(parts.iter().sum::<i64>(), amount);
            let total: u64 = weights.iter().sum();
            for (part, weight) in parts.iter().zip(&weights) {
                prop_assert!(part.signum() * amount.signum() >= 0);
                if total > 0 {
                    let exact = i128::from(amount) * i128::from(*weight) / i128::from(total);
                    prop_assert!((i128::from(*part) - exact).abs() <= 1);
                }
            }
        }

        #[test]
        fn included_tax_never_exceeds_the_amount(amount in 0_i64..10_000_000_000, ppm in prop::collection::vec((0_u32..=1_000_000, any::<bool>()), 0..4)) {
            let rates: Vec<_> = ppm.into_iter().map(|(ppm, included)| rate(ppm, included)).collect();
            let taxes = taxes(amount, &rates);
            let included: i64 = taxes.iter().filter(|tax| tax.included).map(|tax| tax.amount_minor).sum();
            prop_assert!(included >= 0 && included <= amount);
            prop_assert!(taxes.iter().all(|tax| tax.amount_minor >= 0));
        }
    }
}
