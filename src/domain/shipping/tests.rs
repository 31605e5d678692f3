use super::*;
use proptest::prelude::*;

fn cart(weight_grams: i64, item_total: i64, value: i64) -> ShippedCart {
    ShippedCart { weight_grams, item_total, value }
}

fn table(rows: &[(Option<i64>, i64)]) -> RateTable {
    RateTable::new(
        rows.iter().map(|(up_to, price_minor)| RateRow { up_to: *up_to, price_minor: *price_minor }).collect(),
    )
}

#[test]
fn each_calculator_has_its_price() {
    let flat = Rate { calculator: Calculator::Flat { price_minor: 490 }, free_from_minor: Some(10_000) };
    let weight = Rate {
        calculator: Calculator::Weight { rows: table(&[(Some(5_000), 900), (Some(1_000), 500)]) },
        free_from_minor: Some(20_000),
    };
    let value = Rate {
        calculator: Calculator::Value { rows: table(&[(None, 100), (Some(5_000), 700)]) },
        free_from_minor: None,
    };
    for (rate, cart, price) in [
        (&flat, cart(0, 9_999, 9_999), Some(490)),
        (&flat, cart(0, 10_000, 10_000), Some(0)),
        // A coupon does not take free shipping away.
        (&flat, cart(0, 10_000, 5_000), Some(0)),
        (&weight, cart(0, 100, 100), Some(500)),
        (&weight, cart(1_000, 100, 100), Some(500)),
        (&weight, cart(1_001, 100, 100), Some(900)),
        (&weight, cart(5_001, 100, 100), None),
        // Free above never carries what is too heavy.
        (&weight, cart(5_001, 50_000, 50_000), None),
        (&weight, cart(5_000, 20_000, 100), Some(0)),
        (&value, cart(0, 9_000, 5_000), Some(700)),
        (&value, cart(0, 9_000, 5_001), Some(100)),
    ] {
        assert_eq!(rate.price(&cart), price, "{rate:?} {cart:?}");
    }
}

#[test]
fn limits_hold_at_both_ends() {
    let limits = Limits {
        minimum_weight_grams: Some(100),
        maximum_weight_grams: Some(200),
        minimum_value_minor: Some(10),
        maximum_value_minor: Some(20),
    };
    for (weight, value, fits) in
        [(100, 10, true), (200, 20, true), (99, 10, false), (201, 10, false), (100, 9, false), (100, 21, false)]
    {
        assert_eq!(limits.fit(&cart(weight, 1_000, value)), fits, "{weight} {value}");
    }
    assert!(Limits::default().fit(&cart(i64::MAX, 0, 0)));
}

#[test]
fn the_most_particular_zone_wins() {
    let places = || [(1, String::new()), (2, "alaska".to_owned())];
    assert_eq!(zone_of(places(), " ALASKA "), Some(2));
    assert_eq!(zone_of(places(), "Oregon"), Some(1));
    assert_eq!(zone_of(places(), ""), Some(1));
    assert_eq!(zone_of([(2, "alaska".to_owned())], "Oregon"), None);
}

#[test]
fn a_form_of_a_rate_survives_being_read_and_written() {
    let row = |up_to: &str, price: &str| RateRowInput { up_to: up_to.into(), price: price.into() };
    let input = RateInput {
        calculator: "weight".into(),
        free_from: "100.00".into(),
        rows: vec![row("1000", "4.90"), row("", ""), row("5000", "9.90"), row("", "19.90")],
        ..RateInput::default()
    };
    let checked = input.check(false).unwrap().unwrap();
    assert_eq!(checked.calculator.rows().map(|rows| rows.rows().len()), Some(3));
    assert_eq!(RateInput::of(&checked).check(false), Ok(Some(checked)));
    let none = RateInput { calculator: "none".into(), ..RateInput::default() };
    assert_eq!(none.check(false), Ok(None));
}

#[test]
fn every_wrong_field_is_named() {
    let row = |up_to: &str, price: &str| RateRowInput { up_to: up_to.into(), price: price.into() };
    let of = |calculator: &str, rows: Vec<RateRowInput>| RateInput {
        calculator: calculator.into(),
        rows,
        ..RateInput::default()
    };
    for (input, field) in [
        (of("", vec![]), "calculator"),
        (of("flat", vec![]), "price"),
        (of("weight", vec![row("", "")]), "rows.0.price"),
        (of("weight", vec![row("x", "1")]), "rows.0.up_to"),
        (of("weight", vec![row("-5", "1")]), "rows.0.up_to"),
        (of("weight", vec![row("5", "-1")]), "rows.0.price"),
        (of("value", vec![row("5", "1"), row("5.00", "2")]), "rows.1.up_to"),
        (of("value", vec![row("", "1"), row("", "2")]), "rows.1.up_to"),
        (RateInput { free_from: "x".into(), price: "1".into(), ..of("flat", vec![]) }, "free_from"),
    ] {
        let errors = input.check(false).unwrap_err();
        assert!(errors.message(field).is_some(), "{input:?} {errors:?}");
    }
    let carrier = |url: &str| CarrierInput { name: "X".into(), tracking_url: url.into() };
    for url in [
        "http://x.de/{tracking}",
        "https://x.de/",
        "javascript:{tracking}",
        "https://{tracking}",
        "https:// x.de/{tracking}",
    ] {
        assert!(carrier(url).check().unwrap_err().message("tracking_url").is_some(), "{url}");
    }
    assert!(carrier("").check().is_ok() && carrier("https://x.de/?n={tracking}").check().is_ok());
    let zone = ZoneInput { name: "Z".into(), countries: vec!["US".into()], regions: "US, Alaska\nUS: alaska".into() };
    assert!(zone.check().unwrap_err().message("regions").is_some());
    let empty = ZoneInput { name: String::new(), ..ZoneInput::default() };
    assert_eq!(empty.check().unwrap_err().0.len(), 2);
}

#[test]
fn a_tracking_number_does_not_leave_its_place_in_the_link() {
    assert_eq!(tracking_url("https://x.de/?n={tracking}", "A 1/2&x=ä"), "https://x.de/?n=A%201%2F2%26x%3D%C3%A4");
    assert_eq!(tracking_url("", "A1"), "");
}

fn rows() -> impl Strategy<Value = Vec<RateRow>> {
    let row = (prop::option::of(1_i64..100_000), 0_i64..100_000);
    prop::collection::vec(row.prop_map(|(up_to, price_minor)| RateRow { up_to, price_minor }), 1..8)
}

fn rate() -> impl Strategy<Value = Rate> {
    let calculator = prop_oneof![
        (0_i64..100_000).prop_map(|price_minor| Calculator::Flat { price_minor }),
        rows().prop_map(|rows| Calculator::Weight { rows: RateTable::new(rows) }),
        rows().prop_map(|rows| Calculator::Value { rows: RateTable::new(rows) }),
    ];
    (calculator, prop::option::of(0_i64..100_000))
        .prop_map(|(calculator, free_from_minor)| Rate { calculator, free_from_minor })
}

proptest! {
    #[test]
    fn a_price_is_never_below_zero(rate in rate(), weight in any::<i64>(), total in any::<i64>(), value in any::<i64>()) {
        prop_assert!(rate.price(&cart(weight, total, value)).is_none_or(|price| price >= 0));
    }

    #[test]
    fn where_rows_rise_more_weight_is_never_cheaper(mut rows in rows(), one in 0_i64..120_000, other in 0_i64..120_000) {
        rows.sort_by_key(|row| (row.up_to.is_none(), row.up_to));
        let mut prices: Vec<i64> = rows.iter().map(|row| row.price_minor).collect();
        prices.sort_unstable();
        for (row, price) in rows.iter_mut().zip(prices) { row.price_minor = price; }
        let rate = Rate { calculator: Calculator::Weight { rows: RateTable::new(rows) }, free_from_minor: None };
        let price = |weight| rate.price(&cart(weight, 0, 0)).unwrap_or(i64::MAX);
        prop_assert!(price(one.min(other)) <= price(one.max(other)));
    }

    #[test]
    fn lines_weigh_the_same_in_any_order(mut lines in prop::collection::vec((-10_i64..i64::MAX, 0_i64..100), 0..20)) {
        let weight = ShippedCart::weigh(lines.clone());
        lines.reverse();
        prop_assert_eq!(ShippedCart::weigh(lines), weight);
        prop_assert!(weight >= 0);
    }

    #[test]
    fn a_table_is_the_same_however_its_rows_were_entered(mut rows in rows(), weight in 0_i64..120_000) {
        rows.sort_by_key(|row| row.up_to);
        rows.dedup_by_key(|row| row.up_to);
        let one = RateTable::new(rows.clone());
        rows.reverse();
        prop_assert_eq!(&one, &RateTable::new(rows));
        let rate = Rate { calculator: Calculator::Weight { rows: one }, free_from_minor: None };
        prop_assert!(rate.price(&cart(weight, 0, 0)).is_none_or(|price| price < 100_000));
    }
}
