//! The tree.

use super::category;
use tradewind::{
    error::AppError,
    server::{
        services::add_category::{NewCategory, add_category},
        store::db::select,
    },
};

on_both! {
    async fn a_tree_grows_without_gaps_or_overlaps(shop: TestShop) {
        let clothing = category(&shop, "clothing", None).await;
        let bags = category(&shop, "bags", None).await;
        let shirts = category(&shop, "shirts", Some(clothing)).await;
        category(&shop, "totes", Some(bags)).await;
        category(&shop, "tees", Some(shirts)).await;
        category(&shop, "shoes", Some(clothing)).await;
        let text = "SELECT slug, lft, rgt, depth FROM category ORDER BY lft";
        let rows: Vec<(String, i64, i64, i64)> = select(&shop.state.db, text).all().await.expect("the tree");
        let rows: Vec<_> = rows.iter().map(|(slug, lft, rgt, depth)| (slug.as_str(), *lft, *rgt, *depth)).collect();
        assert_eq!(rows, [
            ("clothing", 1, 8, 0), ("shirts", 2, 5, 1), ("tees", 3, 4, 2), ("shoes", 6, 7, 1),
            ("bags", 9, 12, 0), ("totes", 10, 11, 1),
        ]);
    }

    async fn categories_added_at_once_do_not_break_the_tree(shop: TestShop) {
        let top = category(&shop, "top", None).await;
        let adding = (0..8).map(|number| {
            let state = shop.state.clone();
            tokio::spawn(async move {
                let (slug, parent) = (format!("c{number}"), (number % 2 == 0).then_some(top));
                let new = NewCategory { slug, name: "C".into(), parent, ..NewCategory::default() };
                add_category(&state, new).await.expect("a category")
            })
        });
        for added in adding.collect::<Vec<_>>() {
            added.await.expect("added");
        }
        let text = "SELECT lft, rgt FROM category";
        let rows: Vec<(i64, i64)> = select(&shop.state.db, text).all().await.expect("the tree");
        let mut ends: Vec<i64> = rows.into_iter().flat_map(|(lft, rgt)| [lft, rgt]).collect();
        ends.sort_unstable();
        assert_eq!(ends, (1..=18).collect::<Vec<_>>(), "every place is taken once");
    }

    async fn a_wrong_category_is_refused_by_field(shop: TestShop) {
        category(&shop, "bags", None).await;
        for (field, slug, name, parent) in [
            ("slug", "Not a slug", "Bags", None),
            ("slug", "bags", "Bags", None),
            ("name", "totes", " ", None),
            ("parent", "totes", "Totes", Some(tradewind::domain::ids::CategoryId(99))),
        ] {
            let new = NewCategory { slug: slug.into(), name: name.into(), parent, ..NewCategory::default() };
            let error: AppError = add_category(&shop.state, new).await.expect_err(field);
            assert!(error.field_message(field).is_some(), "{field}: {error:?}");
        }
    }

    async fn a_category_page_has_its_way_up_and_down(shop: TestShop) {
        super::small_catalog(&shop).await;
        let page = shop.visitor().get("/c/shirts").await.expect(200).body;
        assert!(page.contains(r#"href="/c/clothing""#), "the way up");
        assert!(shop.visitor().get("/c/clothing").await.expect(200).body.contains(r#"href="/c/shirts""#), "the way down");
        for slug in ["nowhere", "Shirts", "%27%20OR%201=1", "a--b"] {
            shop.visitor().get(&format!("/c/{slug}")).await.expect(404);
        }
    }
}
