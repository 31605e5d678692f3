use super::*;

fn variant() -> VariantInput {
    VariantInput {
        id: 3,
        price: "49.00".into(),
        compare_at: String::new(),
        policy: "deny".into(),
        stock: vec![StockInput { item: 9, seen: 4, on_hand: "7".into() }],
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
fn a_form_without_mistakes_becomes_a_change() {
    let change = input().check(Currency::Eur).unwrap();
    assert_eq!((change.title.as_str(), change.slug.as_str()), ("Rode Backpack", "rode-backpack"));
    assert_eq!(change.variants.len(), 1);
    assert_eq!(change.variants[0].price_minor, 4_900);
    assert_eq!(change.variants[0].stock, [StockChange { item: InventoryItemId(9), seen: 4, on_hand: 7 }]);
}

#[test]
fn every_mistake_is_told_at_its_own_field() {
    let mut wrong = input();
    wrong.title = "  ".into();
    wrong.slug = "a--b".into();
    wrong.status = "gone".into();
    wrong.brand = "x".into();
    wrong.variants = vec![
        VariantInput { price: "-1".into(), ..variant() },
        VariantInput { compare_at: "49.00".into(), ..variant() },
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
            "product[variants][0][price]",
            "product[variants][1][compare_at]",
            "product[variants][2][policy]",
            "product[variants][2][stock][0][on_hand]",
        ]
    );
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
            stock: vec![StockInput { item: 1, seen: -3, on_hand: on_hand.into() }],
            ..variant()
        }],
        ..input()
    };
    assert!(owed("-3").check(Currency::Eur).is_ok());
    assert!(owed("-4").check(Currency::Eur).is_err());
}
