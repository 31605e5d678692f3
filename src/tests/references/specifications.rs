//! Specifications: kinds, choices, order.

use tradewind::{
    domain::{
        ids::SpecificationId,
        product::SpecificationKind,
        references::{ChoiceInput, Direction, SpecificationForm},
    },
    error::AppError,
    server::services::{
        add_product::{NewProduct, SpecificationInput, add_product},
        specifications,
    },
};

fn choice(id: i64, name: &str) -> ChoiceInput {
    ChoiceInput { id, name: name.into() }
}

fn care() -> SpecificationForm {
    SpecificationForm {
        name: "Care".into(),
        kind: "choice".into(),
        choices: vec![choice(0, "Hand wash"), choice(0, "Wipe clean")],
        ..SpecificationForm::default()
    }
}

async fn use_care(shop: &crate::support::TestShop, care: SpecificationId, choice: &str) {
    let values = vec![(care, SpecificationInput::Choice(choice.into()))];
    let product = NewProduct { specifications: values, ..NewProduct::simple("Bag", 100, 1) };
    add_product(&shop.state, "test", product).await.expect("a product");
}

on_both! {
    async fn choices_are_renamed_reordered_and_added_without_losing_values(shop: TestShop) {
        let state = &shop.state;
        let id = specifications::add(state, "ann", &care()).await.expect("a specification");
        use_care(&shop, id, "Hand wash").await;
        let before = specifications::find(state, id).await.expect("found");
        let (wash, wipe) = (before.choices[0].id, before.choices[1].id);
        // The two exchange their names, and a third comes between.
        let choices = vec![choice(wipe, "Hand wash"), choice(0, "Air"), choice(wash, "Wipe clean")];
        specifications::update(state, "ann", id, before.version, &SpecificationForm { choices, ..care() }).await.expect("saved");
        let after = specifications::find(state, id).await.expect("found");
        let shown: Vec<_> = after.choices.iter().map(|choice| (choice.name.as_str(), choice.uses)).collect();
        assert_eq!(shown, [("Hand wash", 0), ("Air", 0), ("Wipe clean", 1)], "the value kept its choice");
    }

    async fn a_choice_that_products_have_stays(shop: TestShop) {
        let state = &shop.state;
        let id = specifications::add(state, "ann", &care()).await.expect("a specification");
        use_care(&shop, id, "Hand wash").await;
        let before = specifications::find(state, id).await.expect("found");
        let (wash, wipe) = (before.choices[0].id, before.choices[1].id);
        let without_wash = SpecificationForm { choices: vec![choice(wipe, "Wipe clean")], ..care() };
        let refused = specifications::update(state, "ann", id, 1, &without_wash).await.expect_err("in use");
        assert_eq!(refused.field_message("choices").as_deref(), Some("1 product uses it."));
        let without_wipe = SpecificationForm { choices: vec![choice(wash, "Hand wash")], ..care() };
        specifications::update(state, "ann", id, 1, &without_wipe).await.expect("nobody has it");
        let foreign = SpecificationForm { choices: vec![choice(wash, "Hand wash"), choice(999, "Mine")], ..care() };
        let refused = specifications::update(state, "ann", id, 2, &foreign).await.expect_err("no such choice");
        assert!(refused.field_message("choices.1").is_some(), "{refused:?}");
    }

    async fn the_kind_is_settled_once_there_are_values(shop: TestShop) {
        let state = &shop.state;
        let id = specifications::add(state, "ann", &care()).await.expect("a specification");
        let text = SpecificationForm { kind: "text".into(), ..care() };
        specifications::update(state, "ann", id, 1, &text).await.expect("nobody has it");
        specifications::update(state, "ann", id, 2, &care()).await.expect("and back");
        use_care(&shop, id, "Hand wash").await;
        let known = specifications::find(state, id).await.expect("found").choices;
        let choices = known.iter().map(|known| choice(known.id, &known.name)).collect::<Vec<_>>();
        let refused = specifications::update(state, "ann", id, 3, &text).await.expect_err("settled");
        assert!(refused.field_message("kind").is_some_and(|message| message.contains("1 product")), "{refused:?}");
        assert_eq!(specifications::delete(state, "ann", id, 3).await, Err(AppError::InUse { uses: 1 }));
        specifications::update(state, "ann", id, 3, &SpecificationForm { choices, filterable: true, ..care() }).await.expect("the rest may change");
        let stored = specifications::find(state, id).await.expect("found");
        assert_eq!((stored.kind, stored.filterable, stored.version), (SpecificationKind::Choice, true, 4));
    }

    async fn specifications_change_places_and_versions(shop: TestShop) {
        let state = &shop.state;
        for name in ["A", "B", "C"] {
            let form = SpecificationForm { name: name.into(), kind: "text".into(), ..SpecificationForm::default() };
            specifications::add(state, "ann", &form).await.expect("a specification");
        }
        let all = specifications::list(state).await.expect("all");
        specifications::shift(state, "ann", all[2].id, Direction::Up).await.expect("up");
        let names: Vec<String> = specifications::list(state).await.expect("all").into_iter().map(|entry| entry.name).collect();
        assert_eq!(names, ["A", "C", "B"]);
        assert_eq!(specifications::shift(state, "ann", all[0].id, Direction::Up).await, Err(AppError::NoSuchPlace));
        specifications::delete(state, "ann", all[0].id, 1).await.expect("deleted");
        assert_eq!(specifications::delete(state, "ann", all[0].id, 1).await, Err(AppError::NotFound));
        let form = SpecificationForm { name: "B".into(), slug: "c".into(), kind: "text".into(), ..SpecificationForm::default() };
        let taken = specifications::update(state, "ann", all[1].id, 1, &form).await.expect_err("taken");
        assert!(taken.field_message("slug").is_some());
    }
}
