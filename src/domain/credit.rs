//! Taking back a part of a sale: how an amount is spread over what the sale was posted as.

/// What the first units of so many are worth together, of what all of them are.
///
/// By largest remainder: of cents that cannot be split, the first units carry one each. So what a further unit is worth
/// depends only on how many were taken back before, and all of them are worth exactly the whole.
pub fn share(whole: i64, units: i64, taken: i64) -> i64 {
    if units <= 0 {
        return 0;
    }
    let taken = taken.clamp(0, units);
    let (each, rest) = (whole.div_euclid(units), whole.rem_euclid(units));
    each * taken + rest.min(taken)
}

/// What some more units are worth after others were taken back, however they were: canceled or returned.
///
/// One count of units serves both, so that parts in any sequence of cancellations and returns are worth exactly the line.
fn part(whole: i64, units: i64, taken: i64, more: i64) -> i64 {
    share(whole, units, taken.saturating_add(more)) - share(whole, units, taken)
}

/// Units of an order's line that are taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TakenBack {
    /// What all units of the line are worth.
    pub worth: i64,
    pub units: i64,
    /// Units that were taken back before.
    pub before: i64,
    pub more: i64,
}

/// What is given back for units of an order's lines, and for `shipping` with them. Never more than is `left` of the order:
/// goodwill may have given a part of it back already.
pub fn due(taken: impl IntoIterator<Item = TakenBack>, shipping: i64, left: i64) -> i64 {
    let units = taken.into_iter().map(|taken| part(taken.worth, taken.units, taken.before, taken.more)).sum::<i64>();
    (units + shipping).min(left).max(0)
}

/// Splits a credit over what is left of a sale, in proportion, by largest remainder.
///
/// `left` is what each account of the sale still holds; together that is what may still be credited. No piece takes more
/// than its account holds, so that any sequence of credits, in any order and of any sizes, ends in exactly the sale: the
/// last one empties every account. An account may be below zero (a discount of more than the items); it is then settled
/// by the credit that empties the others.
///
/// Answers `None` for an amount below zero or above what is left.
pub fn split(left: &[i64], amount: i64) -> Option<Vec<i64>> {
    let whole: i64 = left.iter().sum();
    if amount < 0 || amount > whole {
        return None;
    }
    if amount == whole {
        return Some(left.to_vec());
    }
    // What is below zero waits for the end; the others hold at least the whole.
    let weights: Vec<i128> = left.iter().map(|part| i128::from((*part).max(0))).collect();
    let weight: i128 = weights.iter().sum();
    let wanted = i128::from(amount);
    let mut pieces: Vec<i128> = weights.iter().map(|part| wanted * part / weight).collect();
    let missing = wanted - pieces.iter().sum::<i128>();
    let mut by_remainder: Vec<usize> = (0..left.len()).collect();
    let remainder = |index: &usize| weights.get(*index).map_or(0, |part| wanted * part % weight);
    by_remainder.sort_by_key(|index| std::cmp::Reverse(remainder(index)));
    for index in by_remainder.into_iter().take(usize::try_from(missing).unwrap_or(0)) {
        if let Some(piece) = pieces.get_mut(index) {
            *piece += 1;
        }
    }
    pieces.into_iter().map(|piece| i64::try_from(piece).ok()).collect()
}

#[cfg(test)]
mod whole_orders;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_credit_is_spread_in_proportion_and_no_cent_is_lost() {
        for (left, amount, pieces) in [
            (vec![3_193, 412, 685], 4_290, vec![3_193, 412, 685]),
            (vec![3_193, 412, 685], 1_000, vec![744, 96, 160]),
            (vec![100, 100, 100], 100, vec![34, 33, 33]),
            (vec![1, 1, 1], 2, vec![1, 1, 0]),
            (vec![10, 0, 0], 1, vec![1, 0, 0]),
            (vec![-500, 1_000], 100, vec![0, 100]),
            (vec![-500, 1_000], 500, vec![-500, 1_000]),
            (vec![-5, 5], 0, vec![-5, 5]),
        ] {
            assert_eq!(split(&left, amount), Some(pieces), "{amount} of {left:?}");
        }
    }

    #[test]
    fn more_than_is_left_cannot_be_credited() {
        assert_eq!(split(&[100, 20], 121), None);
        assert_eq!(split(&[100, 20], -1), None);
        assert_eq!(split(&[], 1), None);
    }

    #[test]
    fn the_first_units_carry_the_cents_that_cannot_be_split() {
        let worth = |taken| share(1_000, 3, taken) - share(1_000, 3, taken - 1);
        assert_eq!([worth(1), worth(2), worth(3)], [334, 333, 333]);
        assert_eq!((share(1_000, 3, 7), share(1_000, 0, 1), share(0, 2, 1)), (1_000, 0, 0));
    }

    proptest! {
        #[test]
        fn parts_in_any_sequence_are_worth_the_whole(
            whole in 0_i64..10_000_000, parts in prop::collection::vec(1_i64..20, 1..8),
        ) {
            let units: i64 = parts.iter().sum();
            let (mut taken, mut sum) = (0, 0);
            for part in parts {
                let worth = share(whole, units, taken + part) - share(whole, units, taken);
                prop_assert!(worth >= 0);
                (taken, sum) = (taken + part, sum + worth);
            }
            prop_assert_eq!(sum, whole);
        }

        #[test]
        fn canceling_and_returning_in_any_order_is_worth_what_was_paid(
            whole in 0_i64..10_000_000, steps in prop::collection::vec((0_i64..5, any::<bool>()), 1..20),
        ) {
            let units: i64 = steps.iter().map(|(more, _)| more).sum();
            let (mut canceled, mut returned, mut credited) = (0, 0, 0);
            for (more, is_return) in steps {
                credited += part(whole, units, canceled + returned, more);
                prop_assert!(credited <= whole);
                if is_return { returned += more } else { canceled += more }
            }
            prop_assert_eq!(credited, if units == 0 { 0 } else { whole });
        }

        #[test]
        fn any_sequence_of_credits_sums_exactly_to_the_sale(
            sale in prop::collection::vec(0_i64..1_000_000, 1..6),
            shares in prop::collection::vec(0.0_f64..1.0, 0..12),
        ) {
            let mut left = sale.clone();
            let mut credited = vec![0; sale.len()];
            let amounts = shares.into_iter().map(Some).chain([None]);
            for share in amounts {
                let whole: i64 = left.iter().sum();
                #[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "any amount will do")]
                let amount = share.map_or(whole, |share| (whole as f64 * share) as i64);
                let pieces = split(&left, amount).expect("no more than is left");
                prop_assert_eq!(pieces.iter().sum::<i64>(), amount);
                for ((left, credited), piece) in left.iter_mut().zip(&mut credited).zip(pieces) {
                    prop_assert!((0..=*left).contains(&piece), "{} of {}", piece, left);
                    *left -= piece;
                    *credited += piece;
                }
            }
            prop_assert_eq!(credited, sale);
        }

        #[test]
        fn discounts_beyond_the_items_are_settled_in_the_end(
            below in -1_000_i64..0, above in 1_000_i64..100_000, shares in prop::collection::vec(0.0_f64..1.0, 0..6),
        ) {
            let mut left = vec![below, above];
            for share in shares.into_iter().map(Some).chain([None]) {
                let whole: i64 = left.iter().sum();
                #[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "any amount will do")]
                let amount = share.map_or(whole, |share| (whole as f64 * share) as i64);
                let pieces = split(&left, amount).expect("no more than is left");
                prop_assert_eq!(pieces.iter().sum::<i64>(), amount);
                left.iter_mut().zip(pieces).for_each(|(left, piece)| *left -= piece);
            }
            prop_assert_eq!(left, vec![0, 0]);
        }
    }
}
