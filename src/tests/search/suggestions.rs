//! What the search field suggests.

use super::suggest;
use crate::support::TestShop;
use tradewind::{
    domain::catalog::Suggestions,
    server::{
        demo::bulk,
        services::{
            add_category::{NewCategory, add_category},
            add_product::{NewProduct, add_product},
        },
        store::{
            catalog_write::references::{self, BrandRow},
            db::execute,
        },
    },
};

async fn small_shop(shop: &TestShop) {
    let lamps = NewCategory { slug: "lamps".into(), name: "Lamps & Lanterns".into(), ..NewCategory::default() };
    let lamps = add_category(&shop.state, lamps).await.expect("a category");
    let hidden = NewCategory { slug: "lancets".into(), name: "Lancets".into(), parent: None, ..NewCategory::default() };
    add_category(&shop.state, hidden).await.expect("a category");
    execute(&shop.state.db, "UPDATE category SET visible = FALSE WHERE slug = 'lancets'").run().await.expect("hidden");
    let mut tx = shop.state.db.begin().await.expect("a transaction");
    let rows = [BrandRow { slug: "lando", name: "Lando", description: "" }];
    references::add_brands(&mut tx, &rows).await.expect("a brand");
    tx.commit().await.expect("committed");
    for (title, sold) in [("Lantern", 2), ("Storm Lantern", 9), ("Landscape Print", 1), ("Mug", 5)] {
        let product = NewProduct { sold, ..NewProduct::simple(title, 1_000, 1) }.in_category(lamps);
        add_product(&shop.state, "test", product).await.expect("a product");
    }
}

fn products(suggestions: &Suggestions) -> Vec<&str> {
    suggestions.products.iter().map(|product| product.title.as_str()).collect()
}

on_both! {
    async fn suggestions_begin_with_what_was_typed(shop: TestShop) {
        small_shop(&shop).await;
        shop.catch_up().await;
        let found = suggest(&shop, "lan").await;
        assert_eq!(products(&found), ["Storm Lantern", "Lantern", "Landscape Print"]);
        assert_eq!(found.categories.iter().map(|category| category.href()).collect::<Vec<_>>(), ["/c/lamps"]);
        assert_eq!(found.brands.iter().map(|brand| brand.href()).collect::<Vec<_>>(), ["/search?brand=lando"]);
        assert_eq!(products(&suggest(&shop, "lantren").await), ["Storm Lantern", "Lantern"], "typing errors");
        assert!(suggest(&shop, "lantren").await.categories.len() == 1, "of categories as well");
        for nothing in ["", "   ", "%", "zzzz", "\u{0}"] {
            assert!(suggest(&shop, nothing).await.is_empty(), "{nothing:?}");
        }
    }

    async fn a_node_without_an_index_suggests_by_title(shop: TestShop) {
        small_shop(&shop).await;
        let found = suggest(&shop, "lan").await;
        assert_eq!(products(&found), ["Lantern", "Landscape Print"]);
        assert!(suggest(&shop, "%").await.is_empty());
    }

    async fn suggested_products_have_price_and_picture(shop: TestShop) {
        bulk::add_bulk_catalog(&shop.state, 20, &|_| ()).await.expect("a catalog");
        shop.catch_up().await;
        let found = suggest(&shop, "bulk-7").await;
        let first = found.products.first().expect("a product");
        assert!(first.picture.is_some() && first.price.minor > 0, "{first:?}");
    }
}
