use super::*;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn wanted(variant: i64, quantity: i64) -> Wanted {
    Wanted { variant: VariantId(variant), quantity }
}

/// The item of a variant at a center has an id made of both.
fn level(variant: i64, center: i64, available: i64) -> StockLevel {
    StockLevel {
        item: InventoryItemId(variant * 100 + center),
        variant: VariantId(variant),
        center: FulfillmentCenterId(center),
        available,
        backorder: false,
    }
}

fn backorder(variant: i64, center: i64, available: i64) -> StockLevel {
    StockLevel { backorder: true, ..level(variant, center, available) }
}

fn center(id: i64, priority: i64, country: &str) -> Center {
    Center { id: FulfillmentCenterId(id), priority, country: country.into() }
}

/// Line, center and quantity of every share, for a parcel to Germany.
fn to_germany(lines: &[Wanted], levels: &[StockLevel], centers: &[Center]) -> Result<Vec<(usize, i64, i64)>, Shortage> {
    let shares = allocate(lines, levels, centers, "DE")?;
    Ok(shares.into_iter().map(|share| (share.line, share.center.0, share.quantity)).collect())
}

#[test]
fn one_parcel_goes_before_a_better_priority() {
    let centers = [center(1, 0, "DE"), center(2, 9, "NL")];
    let levels = [level(1, 1, 5), level(1, 2, 5), level(2, 2, 5)];
    assert_eq!(to_germany(&[wanted(1, 1), wanted(2, 1)], &levels, &centers), Ok(vec![(0, 2, 1), (1, 2, 1)]));
    assert_eq!(to_germany(&[wanted(1, 1)], &levels, &centers), Ok(vec![(0, 1, 1)]));
}

#[test]
fn of_equal_priorities_the_near_center_sends_and_then_the_first() {
    let levels = [level(1, 1, 5), level(1, 2, 5), level(1, 3, 5)];
    let centers = [center(1, 0, "NL"), center(2, 0, "DE"), center(3, 0, "DE")];
    assert_eq!(to_germany(&[wanted(1, 2)], &levels, &centers), Ok(vec![(0, 2, 2)]));
}

#[test]
fn a_line_is_split_where_nobody_has_all_of_it() {
    let centers = [center(1, 0, "DE"), center(2, 0, "DE"), center(3, 0, "DE")];
    let levels = [level(1, 1, 1), level(1, 2, 3), level(1, 3, 2)];
    assert_eq!(to_germany(&[wanted(1, 4)], &levels, &centers), Ok(vec![(0, 1, 1), (0, 2, 3)]));
    assert_eq!(to_germany(&[wanted(1, 7)], &levels, &centers), Err(Shortage { line: 0, available: 6 }));
}

#[test]
fn what_is_there_goes_before_what_is_to_come() {
    let centers = [center(1, 0, "DE"), center(2, 5, "DE")];
    let levels = [backorder(1, 1, -3), level(1, 2, 2)];
    assert_eq!(to_germany(&[wanted(1, 2)], &levels, &centers), Ok(vec![(0, 2, 2)]));
    assert_eq!(to_germany(&[wanted(1, 5)], &levels, &centers), Ok(vec![(0, 1, 3), (0, 2, 2)]));
    // Where the stock is not tracked at all, the usual order of centers holds.
    let untracked = [backorder(1, 1, 0), backorder(1, 2, 0)];
    assert_eq!(to_germany(&[wanted(1, 5)], &untracked, &centers), Ok(vec![(0, 1, 5)]));
}

#[test]
fn a_line_without_any_stock_is_named() {
    let centers = [center(1, 0, "DE")];
    let lines = [wanted(7, 1), wanted(3, 1)];
    assert_eq!(to_germany(&lines, &[level(7, 1, 1)], &centers), Err(Shortage { line: 1, available: 0 }));
    assert_eq!(to_germany(&[], &[], &[]), Ok(vec![]));
}

#[test]
fn two_lines_of_one_variant_do_not_take_the_same_units() {
    let centers = [center(1, 0, "DE"), center(2, 0, "DE")];
    let levels = [level(1, 1, 2), level(1, 2, 1)];
    let lines = [wanted(1, 1), wanted(1, 2)];
    assert_eq!(to_germany(&lines, &levels, &centers), Ok(vec![(0, 1, 1), (1, 1, 1), (1, 2, 1)]));
    assert_eq!(to_germany(&[wanted(1, 2), wanted(1, 2)], &levels, &centers), Err(Shortage { line: 0, available: 3 }));
}

type Case = (Vec<Wanted>, Vec<StockLevel>, Vec<Center>);

/// Up to four variants in up to five centers.
fn cases() -> impl Strategy<Value = Case> {
    let place = (any::<bool>(), -1_i64..5, prop::bool::weighted(0.1));
    let centers = prop::collection::vec((0_i64..3, any::<bool>()), 1..6);
    let lines = prop::collection::vec(1_i64..7, 1..5);
    (lines, centers, prop::collection::vec(place, 20)).prop_map(|(lines, centers, places)| {
        let lines: Vec<Wanted> = (1..).zip(lines).map(|(variant, quantity)| wanted(variant, quantity)).collect();
        let centers: Vec<Center> = (1..)
            .zip(centers)
            .map(|(id, (priority, is_near))| center(id, priority, if is_near { "DE" } else { "NL" }))
            .collect();
        let pairs = lines.iter().flat_map(|line| centers.iter().map(|center| (line.variant.0, center.id.0)));
        let levels = pairs
            .zip(places)
            .filter(|(_, (exists, ..))| *exists)
            .map(|((variant, center), (_, available, backorder))| StockLevel {
                backorder,
                ..level(variant, center, available)
            })
            .collect();
        (lines, levels, centers)
    })
}

fn available(levels: &[StockLevel], variant: VariantId) -> i64 {
    levels.iter().filter(|level| level.variant == variant).map(|level| level.available.max(0)).sum()
}

/// Whether these centers can serve everything, with as much of it from what is on hand as all centers could.
fn can_serve(set: &[FulfillmentCenterId], lines: &[Wanted], levels: &[StockLevel]) -> bool {
    lines.iter().all(|line| {
        let inside: Vec<StockLevel> = levels.iter().filter(|level| set.contains(&level.center)).copied().collect();
        let on_hand = line.quantity.min(available(levels, line.variant));
        let can_wait = inside.iter().any(|level| level.variant == line.variant && level.backorder);
        available(&inside, line.variant) >= on_hand && (on_hand == line.quantity || can_wait)
    })
}

/// Every set of centers that can serve everything, by what the rule says of it: fewest, priorities, abroad, ids.
fn best_by_force((lines, levels, centers): &Case) -> Option<Vec<FulfillmentCenterId>> {
    let sets = 1_u32..1 << centers.len();
    let sets = sets.map(|bits| centers.iter().enumerate().filter(move |(place, _)| bits & (1 << place) != 0));
    let rated = sets.filter_map(|set| {
        let set: Vec<&Center> = set.map(|(_, center)| center).collect();
        let ids: Vec<FulfillmentCenterId> = set.iter().map(|center| center.id).collect();
        let priorities: i64 = set.iter().map(|center| center.priority).sum();
        let abroad = set.iter().filter(|center| center.country != "DE").count();
        can_serve(&ids, lines, levels).then_some((set.len(), priorities, abroad, ids))
    });
    rated.min().map(|(.., ids)| ids)
}

proptest! {
    #[test]
    fn everything_is_served_when_the_sum_allows_and_nothing_is_taken_twice(case in cases()) {
        let (lines, levels, centers) = &case;
        let servable = lines.iter().all(|line| {
            let backorder = levels.iter().any(|level| level.variant == line.variant && level.backorder);
            backorder || available(levels, line.variant) >= line.quantity
        });
        let Ok(shares) = allocate(lines, levels, centers, "DE") else {
            prop_assert!(!servable);
            return Ok(());
        };
        prop_assert!(servable);
        for (index, line) in lines.iter().enumerate() {
            let of_line: i64 = shares.iter().filter(|share| share.line == index).map(|share| share.quantity).sum();
            prop_assert_eq!(of_line, line.quantity);
        }
        for level in levels {
            let taken: i64 = shares.iter().filter(|share| share.item == level.item).map(|share| share.quantity).sum();
            prop_assert!(level.backorder || taken <= level.available.max(0));
        }
        prop_assert!(shares.iter().all(|share| share.quantity > 0));
    }

    #[test]
    fn the_centers_are_those_that_trying_all_sets_finds(case in cases()) {
        let (lines, levels, centers) = &case;
        let found = allocate(lines, levels, centers, "DE").ok().map(|shares| {
            shares.iter().map(|share| share.center).collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>()
        });
        prop_assert_eq!(found, best_by_force(&case));
    }

    #[test]
    fn the_order_in_which_things_are_told_does_not_matter(case in cases(), turn in 0_usize..20) {
        let (lines, levels, centers) = case;
        let by_variant = |lines: &[Wanted], shares: Result<Vec<Share>, Shortage>| {
            let told = |line: usize| lines[line].variant;
            shares
                .map(|shares| {
                    let mut told: Vec<_> =
                        shares.iter().map(|share| (told(share.line), share.item, share.quantity)).collect();
                    told.sort();
                    told
                })
                .map_err(|shortage| (told(shortage.line), shortage.available))
        };
        let before = by_variant(&lines, allocate(&lines, &levels, &centers, "DE"));
        let (mut lines, mut levels, mut centers) = (lines, levels, centers);
        let turned = |count: usize| if count == 0 { 0 } else { turn % count };
        let (by_lines, by_levels, by_centers) = (turned(lines.len()), turned(levels.len()), turned(centers.len()));
        lines.rotate_left(by_lines);
        levels.rotate_left(by_levels);
        centers.rotate_left(by_centers);
        prop_assert_eq!(by_variant(&lines, allocate(&lines, &levels, &centers, "DE")), before);
    }
}
