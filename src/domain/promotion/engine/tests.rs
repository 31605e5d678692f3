use super::*;
use crate::domain::{
    ids::{BrandId, CategoryId, ProductId, VariantId},
    promotion::{Conditions, Item, Selection},
};
use std::collections::BTreeSet;

fn line(variant: i64, unit_price_minor: i64, quantity: i64) -> LineInput {
    LineInput {
        variant: VariantId(variant),
        item: Item {
            product: ProductId(variant),
            brand: Some(BrandId(variant % 2)),
            categories: BTreeSet::from([CategoryId(variant), CategoryId(100)]),
        },
        unit_price_minor,
        quantity,
        tax_rates: vec![],
    }
}

fn promotion(id: i64, reward: Reward) -> Promotion {
    Promotion {
        id: PromotionId(id),
        terms: Terms {
            name: format!("P{id}"),
            active: true,
            reward,
            selection: Selection::default(),
            conditions: Conditions::default(),
            usage_limit: None,
            customer_limit: None,
            priority: 0,
            exclusive: false,
        },
        code: None,
        used_up: false,
        customer_uses: 0,
    }
}

fn of_categories(categories: &[i64]) -> Selection {
    Selection { categories: categories.iter().copied().map(CategoryId).collect(), ..Selection::default() }
}

fn judged(promotions: &[Promotion], lines: &[LineInput], shipping_minor: Option<i64>) -> Vec<Outcome> {
    let basket = Basket { lines, shipping_minor };
    apply(promotions, basket, &Shopper::default(), Timestamp(1_000)).into_iter().map(|each| each.outcome).collect()
}

fn taken(lines: &[i64], shipping: i64) -> Outcome {
    Outcome::Applied(Discount { lines: lines.to_vec(), shipping })
}

#[test]
fn each_kind_of_reward_takes_off_what_it_says() {
    let lines = [line(1, 1_005, 1), line(2, 3_000, 2)];
    for (reward, expected) in [
        (Reward::Percent { ppm: 100_000 }, taken(&[101, 600], 0)),
        (Reward::Fixed { amount_minor: 1_000 }, taken(&[143, 857], 0)),
        (Reward::Fixed { amount_minor: 1_000_000 }, taken(&[1_005, 6_000], 0)),
        (Reward::FixedPerUnit { amount_minor: 1_200 }, taken(&[1_005, 2_400], 0)),
        (Reward::FreeShipping, taken(&[0, 0], 490)),
        (Reward::BuyGet { buy: 2, get: 1, ppm: 1_000_000, gets: Selection::default() }, taken(&[1_005, 0], 0)),
        (Reward::BuyGet { buy: 1, get: 1, ppm: 500_000, gets: of_categories(&[2]) }, taken(&[0, 1_500], 0)),
    ] {
        assert_eq!(judged(&[promotion(1, reward.clone())], &lines, Some(490)), [expected], "{reward:?}");
    }
}

#[test]
fn buy_three_get_one_counts_whole_sets_and_gives_the_cheapest() {
    let free = |quantities: &[(i64, i64)]| {
        let lines: Vec<LineInput> =
            (1..).zip(quantities).map(|(variant, (price, quantity))| line(variant, *price, *quantity)).collect();
        let reward = Reward::BuyGet { buy: 3, get: 1, ppm: 1_000_000, gets: Selection::default() };
        judged(&[promotion(1, reward)], &lines, None)
    };
    assert_eq!(free(&[(500, 3)]), [Outcome::Refused(WhyNot::TooFewItems { missing: 1 })]);
    assert_eq!(free(&[(500, 4)]), [taken(&[500], 0)]);
    assert_eq!(free(&[(500, 7)]), [taken(&[500], 0)]);
    assert_eq!(free(&[(900, 4), (500, 1), (700, 3)]), [taken(&[0, 500, 700], 0)]);
}

#[test]
fn a_unit_is_either_bought_or_got() {
    let reward = |gets| Reward::BuyGet { buy: 1, get: 1, ppm: 1_000_000, gets };
    let belt = Promotion {
        terms: Terms { selection: of_categories(&[1]), ..promotion(1, reward(of_categories(&[1, 2]))).terms },
        ..promotion(1, Reward::FreeShipping)
    };
    assert_eq!(
        judged(std::slice::from_ref(&belt), &[line(1, 500, 1)], None),
        [Outcome::Refused(WhyNot::TooFewItems { missing: 1 })]
    );
    assert_eq!(judged(std::slice::from_ref(&belt), &[line(1, 500, 2)], None), [taken(&[500], 0)]);
    assert_eq!(judged(&[belt], &[line(1, 500, 1), line(2, 300, 5)], None), [taken(&[0, 300], 0)]);
}

#[test]
fn a_promotion_takes_off_only_what_it_is_for() {
    let lines = [line(1, 1_000, 1), line(2, 1_000, 1), line(3, 1_000, 1)];
    let half = |selection| Promotion {
        terms: Terms { selection, ..promotion(1, Reward::Percent { ppm: 500_000 }).terms },
        ..promotion(1, Reward::FreeShipping)
    };
    let by_brand = Selection { brands: BTreeSet::from([BrandId(1)]), ..Selection::default() };
    let by_product = Selection { products: BTreeSet::from([ProductId(2)]), ..Selection::default() };
    assert_eq!(judged(&[half(by_brand)], &lines, None), [taken(&[500, 0, 500], 0)]);
    assert_eq!(judged(&[half(by_product)], &lines, None), [taken(&[0, 500, 0], 0)]);
    assert_eq!(judged(&[half(of_categories(&[100]))], &lines, None), [taken(&[500, 500, 500], 0)]);
    assert_eq!(judged(&[half(of_categories(&[9]))], &lines, None), [Outcome::Refused(WhyNot::NothingMatches)]);
}

#[test]
fn each_takes_off_what_those_before_it_left_by_priority() {
    let mut later = promotion(1, Reward::Fixed { amount_minor: 900 });
    later.terms.priority = 5;
    let earlier = promotion(2, Reward::Percent { ppm: 500_000 });
    assert_eq!(judged(&[later, earlier], &[line(1, 1_000, 1)], None), [taken(&[500], 0), taken(&[500], 0)]);
}

#[test]
fn an_exclusive_promotion_stands_alone() {
    let ten = promotion(1, Reward::Percent { ppm: 100_000 });
    let exclusive = |id| {
        let mut alone = promotion(id, Reward::Percent { ppm: 200_000 });
        alone.terms.exclusive = true;
        alone
    };
    let lines = [line(1, 1_000, 1)];
    let with = |other: &str| Outcome::Refused(WhyNot::NotWith(other.into()));
    assert_eq!(judged(&[ten.clone(), exclusive(2)], &lines, None), [taken(&[100], 0), with("P1")]);
    assert_eq!(judged(&[exclusive(0), ten], &lines, None), [taken(&[200], 0), with("P0")]);
}

#[test]
fn what_does_not_apply_says_why() {
    let judge = |change: fn(&mut Promotion)| {
        let mut one = promotion(1, Reward::Percent { ppm: 100_000 });
        change(&mut one);
        judged(&[one], &[line(1, 1_000, 2)], None)
    };
    type Change = fn(&mut Promotion);
    let cases: [(Change, WhyNot); 9] = [
        (|one| one.terms.active = false, WhyNot::Paused),
        (|one| one.terms.conditions.starts_at = Some(Timestamp(1_001)), WhyNot::NotYet(Timestamp(1_001))),
        (|one| one.terms.conditions.ends_at = Some(Timestamp(1_000)), WhyNot::Over),
        (|one| one.used_up = true, WhyNot::UsedUp),
        (|one| (one.customer_uses, one.terms.customer_limit) = (1, Some(1)), WhyNot::UsedByCustomer),
        (|one| one.terms.conditions.customer_group = Some(CustomerGroupId(3)), WhyNot::OtherCustomers),
        (|one| one.terms.conditions.minimum_minor = Some(2_500), WhyNot::BelowMinimum { missing_minor: 500 }),
        (|one| one.terms.conditions.minimum_quantity = Some(5), WhyNot::TooFewItems { missing: 3 }),
        (|one| one.terms.selection = of_categories(&[7]), WhyNot::NothingMatches),
    ];
    for (change, why) in cases {
        assert_eq!(judge(change), [Outcome::Refused(why)]);
    }
}

#[test]
fn a_first_order_and_a_group_depend_on_who_buys() {
    let mut first = promotion(1, Reward::Percent { ppm: 100_000 });
    first.terms.conditions.first_order = true;
    let mut group = promotion(2, Reward::Percent { ppm: 100_000 });
    group.terms.conditions.customer_group = Some(CustomerGroupId(3));
    let lines = [line(1, 1_000, 1)];
    let basket = Basket { lines: &lines, shipping_minor: None };
    let regular = Shopper { groups: vec![CustomerGroupId(3)], has_ordered: true };
    let outcomes: Vec<Outcome> =
        apply(&[first, group], basket, &regular, Timestamp(0)).into_iter().map(|each| each.outcome).collect();
    assert_eq!(outcomes, [Outcome::Refused(WhyNot::NotFirstOrder), taken(&[100], 0)]);
}

#[test]
fn free_shipping_waits_for_a_method_and_is_not_spent_on_nothing() {
    let free = promotion(1, Reward::FreeShipping);
    let lines = [line(1, 1_000, 1)];
    assert_eq!(judged(std::slice::from_ref(&free), &lines, None), [Outcome::WaitsForShipping]);
    assert_eq!(judged(&[free], &lines, Some(0)), [Outcome::Refused(WhyNot::NothingLeft)]);
}
