use super::{
    cases::{Case, RECORD, case, record},
    *,
};
use crate::domain::promotion::{Reward, WhyNot};
use proptest::prelude::*;

/// A case, and the same with its lines and promotions in any other order.
fn shuffled() -> impl Strategy<Value = (Case, Case)> {
    case::<12>().prop_flat_map(|case| {
        let others = (Just(case.lines.clone()).prop_shuffle(), Just(case.promotions.clone()).prop_shuffle());
        others.prop_map(move |(lines, promotions)| (case.clone(), Case { lines, promotions, ..case.clone() }))
    })
}

/// To which line, what, whether a tax that is included, how much, and by which promotion.
type ToldAdjustment = (Option<VariantId>, String, bool, i64, Option<PromotionId>);
/// Which, what became of it, and what it takes off each line.
type ToldPromotion = (PromotionId, String, Vec<(VariantId, i64)>);

/// All that a price tells, by variant where it tells it by position.
#[derive(Debug, PartialEq, Eq)]
struct Told {
    totals: Totals,
    lines: Vec<(VariantId, i64)>,
    adjustments: Vec<ToldAdjustment>,
    taxes: Vec<(String, bool, i64)>,
    discounts: Vec<DiscountAmount>,
    promotions: Vec<ToldPromotion>,
}

fn told(case: &Case) -> Told {
    let priced = case.price();
    let variants: Vec<VariantId> = case.lines.iter().map(|line| line.variant).collect();
    let by_variant = |amounts: &[i64]| {
        let mut amounts: Vec<_> = variants.iter().copied().zip(amounts.iter().copied()).collect();
        amounts.sort_unstable();
        amounts
    };
    let adjustment = |part: &Adjustment| {
        let label = format!("{:?} {}", part.kind, part.label);
        (part.line.map(|line| variants[line]), label, part.included, part.amount_minor, part.promotion)
    };
    let mut adjustments: Vec<_> = priced.adjustments.iter().map(adjustment).collect();
    adjustments.sort();
    let mut taxes: Vec<_> =
        priced.tax_summary().into_iter().map(|tax| (tax.label, tax.included, tax.amount_minor)).collect();
    taxes.sort();
    let outcome = |judged: &Evaluated| match &judged.outcome {
        Outcome::Applied(discount) => {
            (judged.promotion, format!("off shipping {}", discount.shipping), by_variant(&discount.lines))
        }
        other => (judged.promotion, format!("{other:?}"), Vec::new()),
    };
    Told {
        totals: priced.totals,
        lines: by_variant(&priced.line_totals),
        adjustments,
        taxes,
        discounts: priced.discount_summary(),
        promotions: priced.promotions.iter().map(outcome).collect(),
    }
}

/// Whether the terms of a promotion, but for those of other promotions, let it apply; in the words of the terms.
fn may_apply(promotion: &Promotion, case: &Case) -> bool {
    let (terms, conditions) = (&promotion.terms, &promotion.terms.conditions);
    let runs = terms.active
        && conditions.starts_at.is_none_or(|start| start <= case.now)
        && conditions.ends_at.is_none_or(|end| case.now < end);
    let is_theirs = conditions.customer_group.is_none_or(|group| case.shopper.groups.contains(&group))
        && !(conditions.first_order && case.shopper.has_ordered)
        && terms.customer_limit.is_none_or(|limit| promotion.customer_uses < limit);
    let of_it: Vec<&LineInput> = case.lines.iter().filter(|line| terms.selection.contains(&line.item)).collect();
    let (value, units) =
        (of_it.iter().map(|line| line.total()).sum::<i64>(), of_it.iter().map(|line| line.quantity).sum::<i64>());
    let is_enough = !of_it.is_empty()
        && conditions.minimum_minor.is_none_or(|minimum| value >= minimum)
        && conditions.minimum_quantity.is_none_or(|minimum| units >= minimum);
    runs && is_theirs && !promotion.used_up && is_enough
}

/// What is recorded is priced in WebAssembly as well (`src/tests/wasm`), and has to come to the same there.
///
/// Where prices change on purpose: `TRADEWIND_RECORD=1 cargo test --features ssr --lib recorded` writes them anew.
#[test]
fn recorded_carts_cost_what_they_did() {
    let now = record();
    if std::env::var_os("TRADEWIND_RECORD").is_some() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/domain/pricing/recorded.txt");
        std::fs::write(file, now).expect("the record");
        return;
    }
    for (number, (now, then)) in now.lines().zip(RECORD.lines()).enumerate() {
        assert_eq!(now, then, "line {}", number + 1);
    }
    assert_eq!(now, RECORD);
}

/// A generator that never lets a promotion apply, or refuses none, would prove nothing.
#[test]
fn the_cases_meet_every_reason_and_every_reward() {
    let mut seen = std::collections::BTreeSet::new();
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    for _ in 0..3_000 {
        let case = proptest::strategy::ValueTree::current(&case::<12>().new_tree(&mut runner).expect("a case"));
        for judged in case.price().promotions {
            seen.insert(match judged.outcome {
                Outcome::Applied(_) => {
                    let promotion = case.promotions.iter().find(|known| known.id == judged.promotion).expect("known");
                    format!("applied {:?}", std::mem::discriminant(&promotion.terms.reward))
                }
                Outcome::WaitsForShipping => "waits".into(),
                Outcome::Refused(why) => format!("refused {:?}", std::mem::discriminant(&why)),
            });
        }
    }
    assert_eq!(seen.len(), 5 + 1 + 12, "{seen:?}");
}

proptest! {
    #[test]
    fn any_order_of_lines_and_promotions_comes_to_the_same_in_every_part((case, shuffled) in shuffled()) {
        prop_assert_eq!(told(&case), told(&shuffled));
    }

    #[test]
    fn no_promotion_applies_against_its_terms(case in case::<12>()) {
        for judged in case.price().promotions {
            let promotion = case.promotions.iter().find(|known| known.id == judged.promotion).expect("one of them");
            let of_terms = match &judged.outcome {
                Outcome::Applied(_) | Outcome::WaitsForShipping => true,
                Outcome::Refused(WhyNot::NotWith(_) | WhyNot::NothingLeft) => true,
                // A set that is not complete.
                Outcome::Refused(WhyNot::TooFewItems { .. }) if matches!(promotion.terms.reward, Reward::BuyGet { .. }) => continue,
                Outcome::Refused(_) => false,
            };
            prop_assert_eq!(of_terms, may_apply(promotion, &case), "{:?}", judged);
        }
    }

    #[test]
    fn an_exclusive_promotion_applies_alone(case in case::<12>()) {
        let priced = case.price();
        let applied = priced.promotions.iter().filter(|judged| !matches!(judged.outcome, Outcome::Refused(_)));
        let applied: Vec<&Promotion> =
            applied.filter_map(|judged| case.promotions.iter().find(|known| known.id == judged.promotion)).collect();
        prop_assert!(applied.len() < 2 || applied.iter().all(|promotion| !promotion.terms.exclusive));
    }

    /// Vendure #2662: the totals of lines were off by cents.
    #[test]
    fn the_total_is_the_sum_of_its_parts(case in case::<30>()) {
        let priced = case.price();
        let not_included: i64 = priced.adjustments.iter().filter(|part| !part.included).map(|part| part.amount_minor).sum();
        prop_assert_eq!(priced.totals.total, priced.line_totals.iter().sum::<i64>() + not_included);
        let totals = priced.totals;
        prop_assert_eq!(totals.total, totals.item_total + totals.shipping_total - totals.discount_total + totals.additional_tax_total);
        prop_assert!(totals.total >= 0);
        prop_assert!(totals.included_tax_total <= totals.item_total + totals.shipping_total - totals.discount_total);
    }

    /// Solidus #2741: stacked promotions took totals below zero.
    #[test]
    fn stacked_promotions_never_take_a_line_or_shipping_below_zero(case in case::<20>()) {
        let priced = case.price();
        let off = |line: Option<usize>| -> i64 {
            let discounts = priced.adjustments.iter().filter(|part| part.kind == AdjustmentKind::Discount && part.line == line);
            discounts.map(|part| -part.amount_minor).sum()
        };
        for (index, total) in priced.line_totals.iter().enumerate() {
            prop_assert!((0..=*total).contains(&off(Some(index))), "line {}: {} of {}", index, off(Some(index)), total);
        }
        prop_assert!((0..=priced.totals.shipping_total).contains(&off(None)));
        prop_assert!(priced.adjustments.iter().filter(|part| part.kind == AdjustmentKind::Discount).all(|part| part.amount_minor < 0));
    }

    /// Medusa #14818: taxes were kept with fractions of a cent.
    #[test]
    fn the_summaries_hold_every_cent(case in case::<20>()) {
        let priced = case.price();
        let summed: i64 = priced.tax_summary().iter().map(|tax| tax.amount_minor).sum();
        prop_assert_eq!(summed, priced.totals.included_tax_total + priced.totals.additional_tax_total);
        let saved: i64 = priced.discount_summary().iter().map(|discount| discount.amount_minor).sum();
        prop_assert_eq!(saved, priced.totals.discount_total);
    }
}
