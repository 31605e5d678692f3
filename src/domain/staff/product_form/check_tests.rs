use super::*;
use crate::domain::staff::product_form::OptionInput;

fn variant() -> VariantInput {
    VariantInput {
        id: 3,
        on: true,
        sku: "RODE".into(),
        price: "49.00".into(),
        policy: "deny".into(),
        tracked: true,
        stock: vec![StockInput { center: 9, seen: "4".into(), on_hand: "7".into() }],
        ..VariantInput::default()
    }
}

fn input() -> ProductInput {
    ProductInput {
        id: 1,
        version: 2,
        title: " Rode Backpack ".into(),
        slug: "Rode-Backpack".into(),
        status: "active".into(),
        variants: vec![variant()],
        ..ProductInput::default()
    }
}

#[test]
fn a_form_without_mistakes_becomes_a_product() {
    let sent = ProductInput {
        primary: "5".into(),
        categories: vec!["4".into(), "5".into()],
        tags: "wool, new,wool".into(),
        related: vec!["9".into(), "1".into(), "9".into()],
        published_at: "2026-11-22T10:06".into(),
        ..input()
    };
    let product = sent.check(Currency::Eur).unwrap();
    assert_eq!((product.title.as_str(), product.slug.as_str()), ("Rode Backpack", "rode-backpack"));
    assert_eq!(product.variants[0].price_minor, 4_900);
    let level = CheckedLevel { place: 0, center: FulfillmentCenterId(9), seen: Some(4), on_hand: 7 };
    assert_eq!(product.variants[0].stock, [level]);
    assert_eq!(product.categories, [CategoryId(5), CategoryId(4)], "the primary one first, once");
    assert_eq!(product.tags, ["new", "wool"]);
    assert_eq!(product.related, [ProductId(9)], "never itself");
    assert_eq!(product.published_at, Some(Timestamp(1_795_341_960_000)));
}

#[test]
fn without_an_address_the_title_makes_one() {
    let product = ProductInput { slug: String::new(), ..input() }.check(Currency::Eur).unwrap();
    assert_eq!(product.slug, "rode-backpack");
}

#[test]
fn every_mistake_is_told_at_its_own_field() {
    let mut wrong = input();
    wrong.title = "  ".into();
    wrong.slug = "a--b".into();
    wrong.status = "gone".into();
    wrong.brand = "x".into();
    wrong.published_at = "tomorrow".into();
    wrong.categories = (0..21).map(|id| id.to_string()).collect();
    wrong.options = vec![OptionInput {
        name: String::new(),
        values: vec![super::super::ValueInput::default()],
        ..OptionInput::default()
    }];
    wrong.variants = vec![
        VariantInput { price: "-1".into(), ..variant() },
        VariantInput { compare_at: "49.00".into(), sku: "B".into(), ..variant() },
        VariantInput { sku: "B".into(), weight: "heavy".into(), ..variant() },
        VariantInput { price: "free".into(), on: false, ..variant() },
        VariantInput {
            policy: "maybe".into(),
            stock: vec![StockInput { on_hand: "-1".into(), ..StockInput::default() }],
            ..variant()
        },
    ];
    let errors = wrong.check(Currency::Eur).unwrap_err();
    let fields: Vec<&str> = errors.0.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(
        fields,
        [
            "product[title]",
            "product[slug]",
            "product[brand]",
            "product[status]",
            "product[published_at]",
            "product[categories]",
            "product[options][0][name]",
            "product[options][0][values][0][name]",
            "product[variants][0][price]",
            "product[variants][1][compare_at]",
            "product[variants][2][weight]",
            "product[variants][4][policy]",
            "product[variants][4][stock][0][on_hand]",
        ]
    );
}

#[test]
fn two_variants_with_one_sku_are_refused_at_the_second() {
    let wrong = ProductInput { variants: vec![variant(), variant()], ..input() };
    assert!(wrong.check(Currency::Eur).unwrap_err().message("product[variants][1][sku]").is_some());
}

#[test]
fn a_product_sells_at_least_one_combination() {
    let wrong = ProductInput { variants: vec![VariantInput { on: false, ..variant() }], ..input() };
    assert!(wrong.check(Currency::Eur).unwrap_err().message("variants").is_some());
}

#[test]
fn prices_that_are_none_are_refused() {
    for text in ["", " ", "free", "1.234", "1e3", "99999999999999", "4 9", "' OR 1=1"] {
        let wrong = ProductInput { variants: vec![VariantInput { price: text.into(), ..variant() }], ..input() };
        assert!(wrong.check(Currency::Eur).is_err(), "{text}");
    }
}

#[test]
fn what_is_owed_to_backorders_may_stay() {
    let owed = |on_hand: &str| ProductInput {
        variants: vec![VariantInput {
            stock: vec![StockInput { center: 1, seen: "-3".into(), on_hand: on_hand.into() }],
            ..variant()
        }],
        ..input()
    };
    assert!(owed("-3").check(Currency::Eur).is_ok());
    assert!(owed("-4").check(Currency::Eur).is_err());
}
