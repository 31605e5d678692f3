//! What a reward comes to on a basket of which others have taken their part.

use super::{Discount, Reward, Selection};
use crate::domain::{
    pricing::LineInput,
    tax::{share, split},
};

/// The whole in parts per million.
const WHOLE: u64 = 1_000_000;

/// What is left to take off: of each line, and of shipping.
#[derive(Debug)]
pub(super) struct Left {
    pub lines: Vec<i64>,
    pub shipping: i64,
}

/// What the reward takes off the lines and shipping; never more than is left of them.
pub(super) fn discount(reward: &Reward, selection: &Selection, lines: &[LineInput], left: &Left) -> Discount {
    let is_for = |line: &LineInput| selection.contains(&line.item);
    let each = |amount: &dyn Fn(&LineInput, i64) -> i64| {
        let of = |(line, left): (&LineInput, &i64)| if is_for(line) { amount(line, *left).min(*left) } else { 0 };
        Discount { lines: lines.iter().zip(&left.lines).map(of).collect(), shipping: 0 }
    };
    match reward {
        Reward::Percent { ppm } => each(&|_, left| share(left, part(*ppm), WHOLE)),
        Reward::FixedPerUnit { amount_minor } => each(&|line, _| amount_minor.saturating_mul(line.quantity)),
        Reward::Fixed { amount_minor } => {
            let of = |(line, left): (&LineInput, &i64)| if is_for(line) { *left } else { 0 };
            let weights: Vec<i64> = lines.iter().zip(&left.lines).map(of).collect();
            Discount { lines: split_by_variant(*amount_minor, &weights, lines), shipping: 0 }
        }
        Reward::FreeShipping => Discount { lines: vec![0; lines.len()], shipping: left.shipping },
        Reward::BuyGet { buy, get, ppm, gets } => {
            let got = got_units((*buy, *get), selection, gets, lines);
            let of = |((line, left), got): ((&LineInput, &i64), i64)| {
                let units = u64::try_from(line.quantity).unwrap_or(1).max(1);
                share(*left, part(*ppm) * u64::try_from(got).unwrap_or(0), WHOLE * units).min(*left)
            };
            Discount { lines: lines.iter().zip(&left.lines).zip(got).map(of).collect(), shipping: 0 }
        }
    }
}

fn part(ppm: i64) -> u64 {
    u64::try_from(ppm).unwrap_or(0).min(WHOLE)
}

/// Splits at most what the weights sum to in proportion to them. Cents left over go to lines by their variant, so that the
/// order of the lines does not decide.
fn split_by_variant(amount: i64, weights: &[i64], lines: &[LineInput]) -> Vec<i64> {
    let mut order: Vec<usize> = (0..lines.len()).collect();
    order.sort_by_key(|index| lines.get(*index).map(|line| line.variant));
    let weight = |index: &usize| weights.get(*index).map_or(0, |weight| u64::try_from(*weight).unwrap_or(0));
    let ordered: Vec<u64> = order.iter().map(weight).collect();
    let whole = amount.min(weights.iter().sum());
    let mut parts = vec![0; lines.len()];
    for (index, part) in order.into_iter().zip(split(whole, &ordered)) {
        if let Some(slot) = parts.get_mut(index) {
            *slot = part;
        }
    }
    parts
}

/// Units of each line that are got cheaper: as many whole sets as the basket holds, the cheapest units first. A unit is
/// either bought or got, never both.
fn got_units((buy, get): (i64, i64), buys: &Selection, gets: &Selection, lines: &[LineInput]) -> Vec<i64> {
    let gets = if gets.is_empty() { buys } else { gets };
    let units = |selection: &Selection| -> i64 {
        lines.iter().filter(|line| selection.contains(&line.item)).map(|line| line.quantity).sum()
    };
    let is_enough = |sets: i64, got: &[i64]| {
        let of_both: i64 =
            lines.iter().zip(got).filter(|(line, _)| buys.contains(&line.item)).map(|(_, got)| *got).sum();
        units(buys) - of_both >= sets * buy
    };
    let most = units(gets) / get.max(1);
    let sets = (1..=most).map(|sets| (sets, cheapest(sets * get, gets, lines)));
    sets.take_while(|(sets, got)| is_enough(*sets, got)).last().map_or_else(|| vec![0; lines.len()], |(_, got)| got)
}

/// So many units of a selection, the cheapest first.
fn cheapest(count: i64, selection: &Selection, lines: &[LineInput]) -> Vec<i64> {
    let mut order: Vec<(usize, &LineInput)> =
        lines.iter().enumerate().filter(|(_, line)| selection.contains(&line.item)).collect();
    order.sort_by_key(|(_, line)| (line.unit_price_minor, line.variant));
    let mut taken = vec![0; lines.len()];
    let mut wanted = count;
    for (index, line) in order {
        let units = line.quantity.min(wanted);
        wanted -= units;
        if let Some(slot) = taken.get_mut(index) {
            *slot = units;
        }
    }
    taken
}

/// Units that are missing to the first set; zero when there is one.
pub(super) fn missing_units((buy, get): (i64, i64), buys: &Selection, gets: &Selection, lines: &[LineInput]) -> i64 {
    let got = got_units((buy, get), buys, gets, lines);
    if got.iter().any(|units| *units > 0) {
        return 0;
    }
    let in_buys = |line: &&LineInput| buys.contains(&line.item);
    let in_gets = |line: &&LineInput| {
        gets.is_empty() && buys.contains(&line.item) || !gets.is_empty() && gets.contains(&line.item)
    };
    let units: i64 = lines.iter().filter(|line| in_buys(line) || in_gets(line)).map(|line| line.quantity).sum();
    (buy + get - units).max(1)
}
