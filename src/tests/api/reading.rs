//! Reading the catalog.

use crate::support::{Answer, Client};
use reqwest::Method;
use serde_json::Value;
use tradewind::{
    domain::product::ProductStatus,
    server::{
        demo::bulk,
        services::add_product::{NewProduct, add_product},
    },
};

async fn read(client: &Client, path: &str) -> Answer {
    client.send(client.request(Method::GET, path)).await
}

async fn json(client: &Client, path: &str) -> Value {
    read(client, path).await.expect(200).json()
}

fn ids(page: &Value) -> Vec<i64> {
    page["items"].as_array().expect("items").iter().map(|item| item["id"].as_i64().expect("an id")).collect()
}

fn slugs(page: &Value) -> Vec<&str> {
    page["items"].as_array().expect("items").iter().map(|item| item["slug"].as_str().expect("a slug")).collect()
}

const LISTS: [&str; 14] = [
    "/api/v1/products?limit=7",
    "/api/v1/products?limit=7&order=-id",
    "/api/v1/products?limit=7&order=price",
    "/api/v1/products?limit=7&order=-price&include=variants,images",
    "/api/v1/products?limit=7&order=-published",
    "/api/v1/products?limit=7&order=-sold",
    "/api/v1/products?limit=7&order=updated",
    "/api/v1/products?limit=7&order=title",
    "/api/v1/products?limit=7&order=-title",
    "/api/v1/variants?limit=17",
    "/api/v1/categories?limit=7",
    "/api/v1/brands?limit=7",
    "/api/v1/colors?limit=3",
    "/api/v1/sizes?limit=2",
];

on_both! {
    async fn paging_visits_everything_once_in_both_directions(shop: TestShop) {
        bulk::add_bulk_catalog(&shop.state, 60, &|_| ()).await.expect("sixty products");
        let visitor = shop.visitor();
        for list in LISTS {
            let (whole, _) = list.split_once("limit=").expect("a limit");
            let rest = list.split_once('&').map_or("", |(_, rest)| rest);
            let whole = ids(&json(&visitor, &format!("{whole}limit=100&{rest}")).await);
            let mut pages = vec![json(&visitor, list).await];
            while let Some(next) = pages.last().and_then(|page| page["next"].as_str()).map(str::to_owned) {
                pages.push(json(&visitor, &next).await);
                assert!(pages.len() < 100, "{list} never ends");
            }
            let visited: Vec<i64> = pages.iter().flat_map(ids).collect();
            assert!(visited.starts_with(&whole) && pages.len() > 1, "{list}");
            assert_eq!(visited.iter().collect::<std::collections::BTreeSet<_>>().len(), visited.len(), "{list}");
            let back = pages.last().and_then(|page| page["previous"].as_str()).expect("a page before").to_owned();
            assert_eq!(ids(&json(&visitor, &back).await), ids(&pages[pages.len() - 2]), "{list}");
        }
        let linked = read(&visitor, LISTS[0]).await;
        let next = linked.json::<Value>()["next"].as_str().expect("a next page").to_owned();
        assert_eq!(linked.header("link"), Some(format!("<{next}>; rel=\"next\"").as_str()));
    }

    async fn lists_run_a_fixed_number_of_queries(shop: TestShop) {
        let visitor = shop.visitor();
        let every = "categories,description,images,related,specifications,tags,variants";
        let lists = [
            ("/api/v1/products?limit=100".to_owned(), 1),
            (format!("/api/v1/products?limit=100&include={every}"), 8),
            ("/api/v1/variants?limit=100".to_owned(), 2),
            ("/api/v1/categories?limit=100".to_owned(), 2),
            ("/api/v1/category-tree".to_owned(), 2),
            ("/api/v1/brands?limit=100".to_owned(), 1),
            ("/api/v1/specifications".to_owned(), 2),
        ];
        for products in [60, 600] {
            bulk::add_bulk_catalog(&shop.state, products, &|_| ()).await.expect("products");
            // How prices are taxed is remembered for a while.
            read(&visitor, "/api/v1/products?limit=1").await.expect(200);
            for (path, expected) in &lists {
                let before = shop.state.db.queries();
                read(&visitor, path).await.expect(200);
                assert_eq!(shop.state.db.queries() - before, *expected, "{path} with {products} products");
            }
        }
    }

    async fn products_are_narrowed_as_in_the_storefront(shop: TestShop) {
        bulk::add_bulk_catalog(&shop.state, 60, &|_| ()).await.expect("sixty products");
        let visitor = shop.visitor();
        let all = ids(&json(&visitor, "/api/v1/products?limit=100").await).len();
        for filter in ["category=bulk-1", "color=bulk-red", "color=bulk-red&size=bulk-m", "min_price=5000"] {
            let found = ids(&json(&visitor, &format!("/api/v1/products?limit=100&{filter}")).await).len();
            assert!(found > 0 && found < all, "{filter}: {found} of {all}");
        }
        let product = json(&visitor, "/api/v1/products/bulk-1?include=variants,categories").await;
        let sku = product["variants"][0]["sku"].as_str().expect("a SKU");
        let by_sku = json(&visitor, &format!("/api/v1/skus/{sku}")).await;
        assert_eq!(by_sku["product_id"], product["id"]);
        assert_eq!(ids(&json(&visitor, &format!("/api/v1/products?sku={sku}")).await), [product["id"].as_i64().expect("an id")]);
        assert!(product["categories"][0]["slug"].is_string() && product.get("images").is_none(), "{product}");
        let found = json(&visitor, "/api/v1/search?q=lamp").await;
        assert_eq!(found["total"].as_i64().map(|total| total > 0), Some(true), "{found}");
    }

    async fn a_search_is_paged_in_both_directions_without_showing_anything_twice(shop: TestShop) {
        bulk::add_bulk_catalog(&shop.state, 600, &|_| ()).await.expect("products");
        shop.catch_up().await;
        let visitor = shop.visitor();
        for order in ["relevance", "price", "-published", "-sold"] {
            let mut pages = vec![json(&visitor, &format!("/api/v1/search?q=lamp&order={order}")).await];
            while let Some(next) = pages.last().and_then(|page| page["next"].as_str()).map(str::to_owned) {
                pages.push(json(&visitor, &next).await);
                assert!(pages.len() < 100, "{order} never ends");
            }
            let visited: Vec<&str> = pages.iter().flat_map(slugs).collect();
            let different: std::collections::BTreeSet<&str> = visited.iter().copied().collect();
            assert_eq!((different.len(), pages[0]["total"].as_u64()), (visited.len(), Some(visited.len() as u64)), "{order}");
            assert!(pages.len() > 1, "{order}");
            let back = pages.last().and_then(|page| page["previous"].as_str()).expect("a page before").to_owned();
            assert_eq!(slugs(&json(&visitor, &back).await), slugs(&pages[pages.len() - 2]), "{order}");
        }
        read(&visitor, "/api/v1/search?q=lamp&cursor=nothing").await.expect(422);
    }

    async fn a_search_is_narrowed_by_specifications_to_what_their_counts_say(shop: TestShop) {
        bulk::add_bulk_catalog(&shop.state, 600, &|_| ()).await.expect("products");
        shop.catch_up().await;
        let visitor = shop.visitor();
        let found = json(&visitor, "/api/v1/search?q=lamp").await;
        let mut narrowed = 0;
        for specification in found["specifications"].as_array().expect("specifications") {
            let slug = specification["slug"].as_str().expect("a slug");
            for value in specification["values"].as_array().expect("values") {
                let choice = format!("/api/v1/search?q=lamp&specification={slug}:{}", value["slug"].as_str().expect("a slug"));
                assert_eq!(json(&visitor, &choice).await["total"], value["products"], "{choice}");
                narrowed += 1;
            }
            if let (Some(least), Some(most)) = (specification["range"]["least"].as_str(), specification["range"]["most"].as_str()) {
                let all = format!("/api/v1/search?q=lamp&specification={slug}:{least}..{most}");
                let one = format!("/api/v1/search?q=lamp&specification={slug}:{most}..");
                let (all, one) = (json(&visitor, &all).await, json(&visitor, &one).await);
                assert!(all["total"].as_i64() >= one["total"].as_i64() && one["total"].as_i64() > Some(0), "{slug}");
                narrowed += 1;
            }
        }
        assert!(narrowed > 0, "{found}");
        read(&visitor, "/api/v1/search?q=lamp&specification=what").await.expect(422);
    }

    async fn drafts_and_costs_are_for_staff_alone(shop: TestShop) {
        let draft = NewProduct { status: ProductStatus::Draft, ..NewProduct::simple("Secret Bag", 8_900, 3) };
        let id = add_product(&shop.state, "test", draft).await.expect("a draft");
        let (visitor, customer, staff) = (shop.visitor(), shop.customer().await, shop.staff().await);
        for client in [&visitor, &customer] {
            read(client, &format!("/api/v1/products/{id}")).await.expect(404);
            read(client, "/api/v1/products/secret-bag").await.expect(404);
            read(client, "/api/v1/skus/SECRET-BAG").await.expect(404);
            assert!(ids(&json(client, "/api/v1/products").await).is_empty());
            assert!(ids(&json(client, "/api/v1/variants").await).is_empty());
        }
        read(&customer, "/api/v1/products?status=any").await.expect(403);
        assert_eq!(ids(&json(&staff, "/api/v1/products?status=draft").await), [id.0]);
        let variant = json(&staff, "/api/v1/skus/SECRET-BAG?include=inventory").await;
        assert_eq!(variant["inventory"]["on_hand"], 3);
        assert!(json(&staff, "/api/v1/skus/SECRET-BAG").await.get("inventory").is_none());
    }
}
