use super::{AddedLine, LineToAmend, OrderChange, OrderEditForm, OrderToAmend, ShippingToAmend, amend};
use crate::domain::{
    forms::Problem,
    ids::{OrderLineId, VariantId},
    pricing::{Adjustment, AdjustmentKind},
    tax::{TaxRate, taxes},
};
use proptest::prelude::*;

fn rate(ppm: u32, included: bool) -> TaxRate {
    TaxRate { name: "VAT".into(), ppm, included }
}

fn adjustment(kind: AdjustmentKind, label: &str, amount_minor: i64, included: bool) -> Adjustment {
    Adjustment { line: None, kind, label: label.into(), amount_minor, included, promotion: None }
}

/// A line as it is written when an order is placed: its discount, and taxes on what that leaves.
fn line(unit_price_minor: i64, quantity: i64, off: i64, rates: &[TaxRate]) -> LineToAmend {
    let discount = (off > 0).then(|| adjustment(AdjustmentKind::Discount, "Sale", -off, false));
    let taxes = taxes(unit_price_minor * quantity - off, rates)
        .into_iter()
        .map(|tax| adjustment(AdjustmentKind::Tax, &tax.label, tax.amount_minor, tax.included));
    LineToAmend {
        unit_price_minor,
        quantity,
        settled: 0,
        wanted: quantity,
        adjustments: discount.into_iter().chain(taxes).collect(),
        tax_rates: rates.to_vec(),
    }
}

fn shipping(price_minor: i64, rates: &[TaxRate]) -> ShippingToAmend {
    let price = adjustment(AdjustmentKind::Shipping, "Standard", price_minor, false);
    let taxes = taxes(price_minor, rates)
        .into_iter()
        .map(|tax| adjustment(AdjustmentKind::Tax, &tax.label, tax.amount_minor, tax.included));
    ShippingToAmend {
        price_minor,
        adjustments: std::iter::once(price).chain(taxes).collect(),
        tax_rates: rates.to_vec(),
        is_open: true,
    }
}

fn order(lines: Vec<LineToAmend>, rates: &[TaxRate]) -> OrderToAmend {
    OrderToAmend { lines, added: Vec::new(), shipping: shipping(490, rates), is_elsewhere: false }
}

#[test]
fn an_order_that_is_not_touched_stays_as_it_is() {
    let rates = [rate(190_000, true)];
    let before = order(vec![line(1_999, 3, 100, &rates), line(500, 1, 0, &rates)], &rates);
    let after = amend(&before);
    assert_eq!(after.totals.total, 3 * 1_999 + 500 - 100 + 490);
    let kept: Vec<_> = before.lines[0].adjustments.iter().map(|kept| (kept.kind, kept.amount_minor)).collect();
    let own = after.adjustments.iter().filter(|own| own.line == Some(0));
    assert_eq!(own.map(|own| (own.kind, own.amount_minor)).collect::<Vec<_>>(), kept);
}

#[test]
fn the_first_units_keep_their_share_of_a_discount_and_more_units_get_none() {
    let rates = [rate(190_000, false)];
    for (wanted, discount, tax) in [(1, 34, 374), (2, 67, 747), (0, 0, 0), (5, 100, 1_881)] {
        let changed = LineToAmend { wanted, ..line(2_000, 3, 100, &rates) };
        let after = amend(&order(vec![changed], &rates)).totals;
        assert_eq!(after.discount_total, discount, "{wanted}");
        assert_eq!(after.additional_tax_total - 93, tax, "{wanted}");
    }
}

#[test]
fn what_is_added_is_taxed_and_has_no_discount() {
    let rates = [rate(190_000, false)];
    let added = vec![AddedLine { unit_price_minor: 1_000, quantity: 2, tax_rates: rates.to_vec() }];
    let after = amend(&OrderToAmend { added, ..order(vec![line(500, 1, 50, &rates)], &rates) });
    assert_eq!((after.totals.item_total, after.totals.discount_total), (2_500, 50));
    let own = after.adjustments.iter().filter(|own| own.line == Some(1)).collect::<Vec<_>>();
    assert_eq!((own.len(), own[0].amount_minor), (1, 380));
}

#[test]
fn elsewhere_what_is_open_is_taxed_anew_and_what_has_left_is_not() {
    let (here, there) = ([rate(190_000, false)], [TaxRate { name: "TVA".into(), ppm: 200_000, included: false }]);
    let half = LineToAmend { settled: 1, tax_rates: there.to_vec(), ..line(1_000, 2, 0, &here) };
    let moved = OrderToAmend { is_elsewhere: true, ..order(vec![half], &here) };
    let moved =
        OrderToAmend { shipping: ShippingToAmend { tax_rates: there.to_vec(), ..moved.shipping.clone() }, ..moved };
    let after = amend(&moved);
    let taxes: Vec<_> = after.adjustments.iter().filter(|own| own.kind == AdjustmentKind::Tax).collect();
    let told: Vec<_> = taxes.iter().map(|tax| (tax.line, tax.label.as_str(), tax.amount_minor)).collect();
    assert_eq!(told, [(Some(0), "VAT 19 %", 190), (Some(0), "TVA 20 %", 200), (None, "TVA 20 %", 98)]);
    let used = OrderToAmend { shipping: ShippingToAmend { is_open: false, ..moved.shipping.clone() }, ..moved };
    assert_eq!(amend(&used).adjustments.last().map(|tax| tax.amount_minor), Some(93), "as it was agreed on");
}

#[test]
fn a_form_says_every_field_that_is_wrong() {
    let form = OrderEditForm {
        version: "7".into(),
        wanted: [("1".into(), "-1".into()), ("2".into(), " 3 ".into()), ("x".into(), "1".into())].into(),
        added: [("4".into(), String::new()), ("5".into(), "2".into())].into(),
        email: "nobody".into(),
        shipping_name: "Ada".into(),
        edit_note: "x".repeat(201),
        ..OrderEditForm::default()
    };
    let refused = form.check().expect_err("several");
    for field in ["wanted[1]", "email", "shipping_street", "shipping_country", "edit_note"] {
        assert!(refused.message(field).is_some(), "{field} in {refused:?}");
    }
    let form = OrderEditForm {
        wanted: [("2".into(), " 3 ".into())].into(),
        email: String::new(),
        shipping_name: String::new(),
        edit_note: " why ".into(),
        ..form
    };
    let change = form.check().expect("all fine");
    let wanted = OrderChange {
        version: Some(7),
        wanted: vec![(OrderLineId(2), 3)],
        added: vec![(VariantId(5), 2)],
        note: "why".into(),
        ..OrderChange::default()
    };
    assert_eq!(change, wanted);
    let many = OrderEditForm {
        wanted: (1..=201).map(|id: i64| (id.to_string(), "1".to_owned())).collect(),
        ..OrderEditForm::default()
    };
    assert_eq!(many.check().expect_err("too many").0[0].problem, Problem::TooMany(200));
}

fn rates_strategy() -> impl Strategy<Value = Vec<TaxRate>> {
    prop::collection::vec((0_u32..400_000, any::<bool>()).prop_map(|(ppm, included)| rate(ppm, included)), 0..3)
}

fn line_strategy() -> impl Strategy<Value = LineToAmend> {
    (0_i64..100_000, 1_i64..20, 0.0_f64..=1.0, 0_i64..20, 0_i64..25, rates_strategy(), rates_strategy()).prop_map(
        |(price, quantity, off, settled, open, here, there)| {
            #[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "any discount will do")]
            let off = ((price * quantity) as f64 * off) as i64;
            let settled = settled.min(quantity);
            let line = line(price, quantity, off.min(price * quantity), &here);
            LineToAmend { settled, wanted: settled + open, tax_rates: there, ..line }
        },
    )
}

proptest! {
    #[test]
    fn a_changed_order_is_the_sum_of_its_parts_and_never_below_zero(
        lines in prop::collection::vec(line_strategy(), 1..6),
        added in prop::collection::vec((0_i64..100_000, 1_i64..20, rates_strategy()), 0..3),
        price in 0_i64..10_000, is_open in any::<bool>(), is_elsewhere in any::<bool>(), rates in rates_strategy(),
    ) {
        let added: Vec<AddedLine> = added
            .into_iter()
            .map(|(unit_price_minor, quantity, tax_rates)| AddedLine { unit_price_minor, quantity, tax_rates })
            .collect();
        let shipping = ShippingToAmend { is_open, ..shipping(price, &rates) };
        let order = OrderToAmend { lines, added, shipping, is_elsewhere };
        let after = amend(&order);
        let items: i64 = order.lines.iter().map(|line| line.unit_price_minor * line.wanted).sum::<i64>()
            + order.added.iter().map(|line| line.unit_price_minor * line.quantity).sum::<i64>();
        let parts: i64 = after.adjustments.iter().filter(|own| !own.included).map(|own| own.amount_minor).sum();
        prop_assert_eq!(after.totals.item_total, items);
        prop_assert_eq!(after.totals.total, items + parts);
        prop_assert!(after.totals.total >= 0 && after.totals.discount_total >= 0);
        for (index, line) in order.lines.iter().enumerate() {
            let own = || after.adjustments.iter().filter(move |own| own.line == Some(index));
            let worth = line.unit_price_minor * line.wanted
                + own().filter(|own| !own.included).map(|own| own.amount_minor).sum::<i64>();
            prop_assert!(worth >= 0, "a line is worth {}", worth);
            let included: i64 = own().filter(|own| own.included).map(|own| own.amount_minor).sum();
            // The first units carry the cents that cannot be split: of discounts and of each tax.
            prop_assert!((0..=worth + 2).contains(&included), "{} of {}", included, worth);
        }
    }

    #[test]
    fn removing_all_and_placing_it_again_costs_the_same(
        price in 1_i64..100_000, quantity in 1_i64..20, rates in rates_strategy(),
    ) {
        let whole = amend(&order(vec![line(price, quantity, 0, &rates)], &rates)).totals;
        let gone = LineToAmend { wanted: 0, ..line(price, quantity, 0, &rates) };
        let added = vec![AddedLine { unit_price_minor: price, quantity, tax_rates: rates.clone() }];
        let again = amend(&OrderToAmend { added, ..order(vec![gone], &rates) }).totals;
        prop_assert_eq!(again, whole);
    }
}
