//! The audit log, as staff read it.

use tradewind::{
    domain::{
        audit::{AuditAction, AuditFilter, AuditSubject},
        references::{Brand, CategoryInput, CategoryMove, Material, ReferenceInput},
        staff::PageRequest,
    },
    server::services::{audit, categories, references},
};

fn input(name: &str) -> ReferenceInput {
    ReferenceInput { name: name.into(), ..ReferenceInput::default() }
}

on_both! {
    async fn every_change_is_told_with_before_and_after(shop: TestShop) {
        let state = &shop.state;
        let brand = references::add::<Brand>(state, "ann", &input("Tarn")).await.expect("a brand");
        let renamed = ReferenceInput { slug: "tarn".into(), ..input("Tarn & Co.") };
        references::update::<Brand>(state, "ben", brand, 1, &renamed).await.expect("renamed");
        references::update::<Brand>(state, "ben", brand, 2, &renamed).await.expect("saved without a change");
        references::delete::<Brand>(state, "ann", brand, 3).await.expect("deleted");
        let page = audit::list(state, &AuditSubject::ALL, &AuditFilter::default(), PageRequest::Newest).await.expect("the log");
        let told: Vec<_> = page.entries.iter().map(|entry| (entry.actor.as_str(), entry.action, entry.label.as_str())).collect();
        assert_eq!(told, [
            ("ann", AuditAction::Delete, "Tarn & Co."),
            ("ben", AuditAction::Update, "Tarn & Co."),
            ("ann", AuditAction::Create, "Tarn"),
        ]);
        let change = &page.entries[1].changes[0];
        assert_eq!((change.field.as_str(), change.before.as_deref(), change.after.as_deref()), ("name", Some("\"Tarn\""), Some("\"Tarn & Co.\"")));
        assert_eq!(page.entries[1].changes.len(), 1, "what stayed is not told");
        assert_eq!(page.actors, ["ann", "ben"]);
    }

    async fn the_log_is_filtered_by_kind_thing_person_and_name(shop: TestShop) {
        let state = &shop.state;
        references::add::<Brand>(state, "ann", &input("Tarn")).await.expect("a brand");
        let holm = references::add::<Brand>(state, "ben", &input("Holm")).await.expect("a brand");
        references::add::<Material>(state, "ann", &input("Holm oak")).await.expect("a material");
        let count = async |filter: AuditFilter| {
            audit::list(state, &AuditSubject::ALL, &filter, PageRequest::Newest).await.expect("the log").entries.len()
        };
        let brands = || AuditFilter { subject: Some(AuditSubject::Brand), ..AuditFilter::default() };
        assert_eq!(count(brands()).await, 2);
        assert_eq!(count(AuditFilter { subject_id: Some(holm), ..brands() }).await, 1);
        assert_eq!(count(AuditFilter { actor: "ann".into(), ..AuditFilter::default() }).await, 2);
        assert_eq!(count(AuditFilter { words: "holm".into(), ..AuditFilter::default() }).await, 2);
        assert_eq!(count(AuditFilter { words: "%".into(), ..AuditFilter::default() }).await, 0);
    }

    async fn moves_in_the_tree_are_told(shop: TestShop) {
        let state = &shop.state;
        let add = async |name: &str| {
            let input = CategoryInput { name: name.into(), ..CategoryInput::default() };
            categories::add(state, "ann", None, &input).await.expect("a category")
        };
        add("Bags").await;
        let totes = add("Totes").await;
        categories::move_category(state, "ann", totes, CategoryMove::In).await.expect("moved");
        let page = audit::list(state, &AuditSubject::ALL, &AuditFilter::default(), PageRequest::Newest).await.expect("the log");
        let fields: Vec<_> = page.entries[0].changes.iter().map(|change| change.field.as_str()).collect();
        assert_eq!((page.entries[0].label.as_str(), fields), ("Totes", vec!["parent", "position"]));
    }

    async fn the_log_is_paged(shop: TestShop) {
        for number in 0..30 {
            references::add::<Brand>(&shop.state, "ann", &input(&format!("Brand {number}"))).await.expect("a brand");
        }
        let first = audit::list(&shop.state, &AuditSubject::ALL, &AuditFilter::default(), PageRequest::Newest).await.expect("the log");
        let next = PageRequest::OlderThan(first.pages.older.expect("more"));
        let second = audit::list(&shop.state, &AuditSubject::ALL, &AuditFilter::default(), next).await.expect("the log");
        assert_eq!((first.entries.len(), second.entries.len(), second.pages.older), (25, 5, None));
    }
}
