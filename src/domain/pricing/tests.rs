use super::*;
use crate::domain::{
    ids::{BrandId, CategoryId, ProductId},
    promotion::{Conditions, Reward, Selection, Terms},
};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn rates() -> impl Strategy<Value = Vec<TaxRate>> {
    let rate = (0_u32..=400_000, any::<bool>(), 0..3_u8);
    prop::collection::vec(rate, 0..3).prop_map(|rates| {
        rates.into_iter().map(|(ppm, included, name)| TaxRate { name: format!("T{name}"), ppm, included }).collect()
    })
}

/// Lines of different variants, as a cart has them; few products, brands and categories, so that promotions meet them.
fn lines(most: usize) -> impl Strategy<Value = Vec<LineInput>> {
    let line = (0_i64..10_000_000_000, 1_i64..=99, rates(), 0_i64..6, 0_i64..3, 0_i64..4);
    prop::collection::vec(line, 0..most).prop_map(|lines| {
        let numbered = (0_i64..).zip(lines);
        numbered
            .map(|(variant, (unit_price_minor, quantity, tax_rates, product, brand, category))| LineInput {
                variant: VariantId(variant),
                item: Item {
                    product: ProductId(product),
                    brand: Some(BrandId(brand)),
                    categories: BTreeSet::from([CategoryId(category), CategoryId(100)]),
                },
                unit_price_minor,
                quantity,
                tax_rates,
            })
            .collect()
    })
}

fn shipping() -> impl Strategy<Value = Option<ShippingInput>> {
    let shipping = (0_i64..100_000, rates()).prop_map(|(price_minor, tax_rates)| ShippingInput {
        label: "Standard".into(),
        price_minor,
        tax_rates,
    });
    prop::option::of(shipping)
}

fn selection() -> impl Strategy<Value = Selection> {
    let ids = |most| prop::collection::btree_set(0_i64..most, 0..2);
    (ids(6), ids(4), ids(3)).prop_map(|(products, categories, brands)| Selection {
        products: products.into_iter().map(ProductId).collect(),
        categories: categories.into_iter().map(CategoryId).collect(),
        brands: brands.into_iter().map(BrandId).collect(),
    })
}

fn reward() -> impl Strategy<Value = Reward> {
    prop_oneof![
        (1_i64..=1_000_000).prop_map(|ppm| Reward::Percent { ppm }),
        (1_i64..20_000_000_000).prop_map(|amount_minor| Reward::Fixed { amount_minor }),
        (1_i64..20_000_000_000).prop_map(|amount_minor| Reward::FixedPerUnit { amount_minor }),
        Just(Reward::FreeShipping),
        (1_i64..5, 1_i64..5, 1_i64..=1_000_000, selection()).prop_map(|(buy, get, ppm, gets)| Reward::BuyGet {
            buy,
            get,
            ppm,
            gets
        }),
    ]
}

fn promotions() -> impl Strategy<Value = Vec<Promotion>> {
    let terms = (reward(), selection(), prop::option::of(0_i64..1_000_000), 0_i64..3, any::<bool>());
    prop::collection::vec(terms, 0..6).prop_map(|all| {
        let numbered = (0_i64..).zip(all);
        numbered
            .map(|(id, (reward, selection, minimum_minor, priority, exclusive))| Promotion {
                id: PromotionId(id),
                terms: Terms {
                    name: format!("P{id}"),
                    active: true,
                    reward,
                    selection,
                    conditions: Conditions { minimum_minor, ..Conditions::default() },
                    usage_limit: None,
                    customer_limit: None,
                    priority,
                    exclusive: exclusive && id % 3 == 0,
                },
                code: None,
                used_up: false,
                customer_uses: 0,
            })
            .collect()
    })
}

fn promoting(promotions: &[Promotion]) -> Promoting<'_> {
    Promoting { promotions, ..Promoting::NONE }
}

proptest! {
    /// Vendure #2662: the totals of lines were off by cents.
    #[test]
    fn the_total_is_the_sum_of_its_parts(lines in lines(30), shipping in shipping(), promotions in promotions()) {
        let priced = price(&lines, shipping.as_ref(), &promoting(&promotions));
        let not_included: i64 = priced.adjustments.iter().filter(|part| !part.included).map(|part| part.amount_minor).sum();
        prop_assert_eq!(priced.totals.total, priced.line_totals.iter().sum::<i64>() + not_included);
        let totals = priced.totals;
        prop_assert_eq!(totals.total, totals.item_total + totals.shipping_total - totals.discount_total + totals.additional_tax_total);
        prop_assert!(totals.total >= 0);
        prop_assert!(totals.included_tax_total <= totals.item_total + totals.shipping_total - totals.discount_total);
    }

    /// Solidus #2741: stacked promotions took totals below zero.
    #[test]
    fn stacked_promotions_never_take_a_line_or_shipping_below_zero(
        lines in lines(20), shipping in shipping(), promotions in promotions(),
    ) {
        let priced = price(&lines, shipping.as_ref(), &promoting(&promotions));
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

    #[test]
    fn the_order_of_lines_and_promotions_does_not_change_the_total(
        lines in lines(12), shipping in shipping(), promotions in promotions(), seed in any::<u64>(),
    ) {
        let (mut shuffled, mut others) = (lines.clone(), promotions.clone());
        let len = shuffled.len().max(1);
        shuffled.rotate_left(usize::try_from(seed).unwrap_or(0) % len);
        if seed % 2 == 0 { shuffled.reverse(); }
        others.reverse();
        let (one, other) =
            (price(&lines, shipping.as_ref(), &promoting(&promotions)), price(&shuffled, shipping.as_ref(), &promoting(&others)));
        prop_assert_eq!(one.totals, other.totals);
        prop_assert_eq!(one.discount_summary(), other.discount_summary());
    }

    /// Medusa #14818: taxes were kept with fractions of a cent.
    #[test]
    fn the_summaries_hold_every_cent(lines in lines(20), shipping in shipping(), promotions in promotions()) {
        let priced = price(&lines, shipping.as_ref(), &promoting(&promotions));
        let summed: i64 = priced.tax_summary().iter().map(|tax| tax.amount_minor).sum();
        prop_assert_eq!(summed, priced.totals.included_tax_total + priced.totals.additional_tax_total);
        let saved: i64 = priced.discount_summary().iter().map(|discount| discount.amount_minor).sum();
        prop_assert_eq!(saved, priced.totals.discount_total);
    }
}
