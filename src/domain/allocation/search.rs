//! The smallest set that will do.

/// Most sets that are looked at: all those of up to five out of twenty centers. With more, a set is found that none of its
/// members can be left out of, which may not be the smallest one.
const MOST_SETS: usize = 25_000;

/// The smallest set of candidates that is enough; of several, the one with the lowest cost. All candidates together must
/// be enough. Candidates stand by rank, the best first.
pub fn fewest<C: Ord>(
    candidates: &[usize],
    is_enough: impl Fn(&[usize]) -> bool,
    cost: impl Fn(&[usize]) -> C,
) -> Vec<usize> {
    let mut tried = 0;
    for size in 1..=candidates.len() {
        let mut best: Option<(C, Vec<usize>)> = None;
        let mut places: Vec<usize> = (0..size).collect();
        loop {
            tried += 1;
            if tried > MOST_SETS {
                return without_needless(candidates, is_enough);
            }
            let set: Vec<usize> = places.iter().filter_map(|place| candidates.get(*place)).copied().collect();
            if is_enough(&set) {
                let found = cost(&set);
                if best.as_ref().is_none_or(|(known, _)| found < *known) {
                    best = Some((found, set));
                }
            }
            if !advance(&mut places, candidates.len()) {
                break;
            }
        }
        if let Some((_, set)) = best {
            return set;
        }
    }
    candidates.to_vec()
}

/// The next set of as many places below `count`; `false` after the last.
fn advance(places: &mut [usize], count: usize) -> bool {
    let size = places.len();
    let movable = places.iter().enumerate().rev().find(|(index, place)| **place < count - size + index);
    let Some((index, place)) = movable.map(|(index, place)| (index, *place)) else { return false };
    for (step, place_after) in places.iter_mut().skip(index).enumerate() {
        *place_after = place + 1 + step;
    }
    true
}

/// All candidates but those that are not needed, the worst ranks gone first.
fn without_needless(candidates: &[usize], is_enough: impl Fn(&[usize]) -> bool) -> Vec<usize> {
    let mut kept = candidates.to_vec();
    for candidate in candidates.iter().rev() {
        let fewer: Vec<usize> = kept.iter().copied().filter(|other| other != candidate).collect();
        if is_enough(&fewer) {
            kept = fewer;
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_set_is_looked_at_once() {
        let mut places = vec![0, 1, 2];
        let mut seen = vec![places.clone()];
        while advance(&mut places, 5) {
            seen.push(places.clone());
        }
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 10);
        assert!(seen.iter().all(|set| set.is_sorted() && set.iter().all(|place| *place < 5)));
    }

    #[test]
    fn with_very_many_candidates_none_of_those_kept_is_needless() {
        let candidates: Vec<usize> = (0..60).collect();
        // Whoever serves must have all multiples of seven: nine of them.
        let is_enough = |set: &[usize]| (0..60).step_by(7).all(|wanted| set.contains(&wanted));
        assert_eq!(fewest(&candidates, is_enough, <[usize]>::to_vec), [0, 7, 14, 21, 28, 35, 42, 49, 56]);
    }
}
