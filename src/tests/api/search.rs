//! Searching and narrowing, as programs do.

use crate::support::{Client, TestShop};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tradewind::{
    domain::ids::CategoryId,
    server::{
        demo::bulk,
        services::{
            add_category::{NewCategory, add_category},
            add_product::{NewProduct, add_product},
        },
        store::db::execute,
    },
};

async fn json(client: &Client, path: &str) -> Value {
    client.send(client.request(Method::GET, path)).await.expect(200).json()
}

fn values<'a>(page: &'a Value, field: &str) -> Vec<&'a str> {
    page["items"].as_array().expect("items").iter().map(|item| item[field].as_str().expect("a text")).collect()
}

/// The counts of a facet, by slug.
fn counts(result: &Value, parameter: &str) -> Vec<(String, i64)> {
    let facets = result["facets"].as_array().expect("facets");
    let facet = facets.iter().find(|facet| facet["parameter"] == parameter).expect("the facet");
    let count = |value: &Value| {
        (value["slug"].as_str().unwrap_or_default().to_owned(), value["products"].as_i64().unwrap_or(0))
    };
    facet["values"].as_array().expect("values").iter().map(count).collect()
}

async fn category(shop: &TestShop, slug: &str, parent: Option<CategoryId>) -> CategoryId {
    let new = NewCategory { slug: slug.into(), name: slug.to_uppercase(), parent, ..NewCategory::default() };
    add_category(&shop.state, new).await.expect("a category")
}

/// Bags of which one is sold out and one has 4.5 stars, and a lamp.
async fn small_shop(shop: &TestShop) {
    let top = category(shop, "things", None).await;
    let bags = category(shop, "bags", Some(top)).await;
    let lamps = category(shop, "lamps", Some(top)).await;
    for (title, stock, category) in [("Harbor Bag", 3, bags), ("ark Bag", 0, bags), ("Quay Lamp", 2, lamps)] {
        let product = NewProduct::simple(title, 1_000, stock).in_category(category);
        add_product(&shop.state, "test", product).await.expect("a product");
    }
    execute(&shop.state.db, "UPDATE product SET rating_count = 2, rating_sum = 9 WHERE slug = 'harbor-bag'")
        .run()
        .await
        .expect("rated");
}

on_both! {
    async fn without_words_a_search_is_the_page_of_a_category(shop: TestShop) {
        small_shop(&shop).await;
        let visitor = shop.visitor();
        for found_by in ["database", "index"] {
            if found_by == "index" {
                shop.catch_up().await;
            }
            let all = json(&visitor, "/api/v1/search").await;
            assert_eq!((all["total"].as_i64(), counts(&all, "category")), (Some(3), vec![("things".into(), 3)]), "{found_by}");
            let within = json(&visitor, "/api/v1/search?within=things").await;
            assert_eq!(counts(&within, "category"), [("bags".into(), 2), ("lamps".into(), 1)], "{found_by}");
            let narrowed = json(&visitor, "/api/v1/search?within=things&category=bags&in_stock=true").await;
            assert_eq!(values(&narrowed, "slug"), ["harbor-bag"], "{found_by}");
            assert_eq!((within["in_stock"].as_i64(), within["close"].as_bool()), (Some(2), Some(false)), "{found_by}");
            let ratings = json!([4, 3, 2, 1].map(|stars| json!({"stars": stars, "products": 1})));
            assert_eq!(within["ratings"], ratings, "{found_by}");
            let bag = within["items"].as_array().expect("items").iter().find(|item| item["slug"] == "harbor-bag").expect("it");
            assert_eq!(bag["rating"], json!({"count": 2, "average": 4.5}), "{found_by}");
            let same = json(&visitor, &format!("/api/v1/products/{}", bag["id"])).await;
            assert_eq!((&same["slug"], &same["rating"]), (&bag["slug"], &bag["rating"]), "{found_by}");
        }
    }

    async fn what_only_comes_close_is_said_to(shop: TestShop) {
        small_shop(&shop).await;
        shop.catch_up().await;
        let visitor = shop.visitor();
        for (words, close) in [("harbor", false), ("harbro", true)] {
            let found = json(&visitor, &format!("/api/v1/search?q={words}")).await;
            assert_eq!((values(&found, "slug"), found["close"].as_bool()), (vec!["harbor-bag"], Some(close)), "{words}");
        }
    }

    async fn what_is_typed_is_completed(shop: TestShop) {
        small_shop(&shop).await;
        shop.catch_up().await;
        let found = json(&shop.visitor(), "/api/v1/search/suggestions?q=ba").await;
        assert_eq!(found["categories"], json!([{"slug": "bags", "name": "BAGS"}]));
        let slugs: BTreeSet<_> = found["products"].as_array().expect("products").iter().map(|one| one["slug"].as_str()).collect();
        assert_eq!(slugs, BTreeSet::from([Some("ark-bag"), Some("harbor-bag")]));
        assert_eq!(found["products"][0]["price"], json!({"amount": 1_000, "currency": "EUR"}));
        assert!(found["products"][0]["id"].is_i64());
    }

    async fn products_are_narrowed_by_stock_and_rating_and_ordered_by_title(shop: TestShop) {
        small_shop(&shop).await;
        let visitor = shop.visitor();
        for (query, expected) in [
            ("in_stock=true", vec!["harbor-bag", "quay-lamp"]),
            ("in_stock=false&order=title&category=bags", vec!["ark-bag", "harbor-bag"]),
            ("rating=4", vec!["harbor-bag"]),
            ("rating=5", vec![]),
            ("order=-title&category=bags", vec!["harbor-bag", "ark-bag"]),
        ] {
            assert_eq!(values(&json(&visitor, &format!("/api/v1/products?{query}")).await, "slug"), expected, "{query}");
        }
    }

    async fn products_with_one_title_are_paged_without_leaving_one_out(shop: TestShop) {
        bulk::add_bulk_catalog(&shop.state, 60, &|_| ()).await.expect("sixty products");
        execute(&shop.state.db, "UPDATE product SET title = 'The same' WHERE id % 3 > 0").run().await.expect("titles");
        let visitor = shop.visitor();
        for order in ["title", "-title"] {
            let mut pages = vec![json(&visitor, &format!("/api/v1/products?limit=7&order={order}")).await];
            while let Some(next) = pages.last().and_then(|page| page["next"].as_str()).map(str::to_owned) {
                pages.push(json(&visitor, &next).await);
            }
            let slugs: Vec<&str> = pages.iter().flat_map(|page| values(page, "slug")).collect();
            assert_eq!((slugs.len(), slugs.iter().collect::<BTreeSet<_>>().len()), (60, 60), "{order}");
            let back = pages[8]["previous"].as_str().expect("a page before").to_owned();
            assert_eq!(values(&json(&visitor, &back).await, "slug"), values(&pages[7], "slug"), "{order}");
        }
    }

    async fn a_former_slug_leads_to_the_present_one(shop: TestShop) {
        small_shop(&shop).await;
        let staff = shop.staff().await;
        let bag = json(&staff, "/api/v1/products/harbor-bag").await;
        let patch = staff.request(Method::PATCH, &format!("/api/v1/products/{}", bag["id"]));
        let patch = patch.header("if-match", format!("\"v{}\"", bag["version"])).json(&json!({"slug": "quay-bag"}));
        staff.send(patch).await.expect(200);
        let visitor = shop.visitor();
        let moved = visitor.send(visitor.request(Method::GET, "/api/v1/products/harbor-bag?include=tags")).await.expect(301);
        assert_eq!(moved.location().as_deref(), Some("/api/v1/products/quay-bag?include=tags"));
        assert_eq!(moved.header("cache-control"), Some("no-cache"));
        assert_eq!(json(&visitor, "/api/v1/products/quay-bag?include=tags").await["id"], bag["id"]);
        execute(&shop.state.db, "UPDATE product SET status = 'archived'").run().await.expect("archived");
        visitor.send(visitor.request(Method::GET, "/api/v1/products/harbor-bag")).await.expect(404);

        let lamps = json(&staff, "/api/v1/categories/lamps").await;
        let put = staff.request(Method::PUT, &format!("/api/v1/categories/{}", lamps["id"]));
        let put = put.header("if-match", format!("\"v{}\"", lamps["version"]));
        staff.send(put.json(&json!({"name": "Lighting", "slug": "lighting"}))).await.expect(200);
        let moved = visitor.send(visitor.request(Method::GET, "/api/v1/categories/lamps")).await.expect(301);
        assert_eq!(moved.location().as_deref(), Some("/api/v1/categories/lighting"));
    }
}
