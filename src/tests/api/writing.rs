//! Writing the catalog, as staff.

use super::conventions::problem;
use crate::support::{Answer, Client};
use reqwest::{Method, header};
use serde_json::{Value, json};

async fn send(client: &Client, method: Method, path: &str, version: Option<&str>, body: Value) -> Answer {
    let mut request = client.request(method, path).json(&body);
    if let Some(version) = version {
        request = request.header(header::IF_MATCH, version);
    }
    client.send(request).await
}

async fn read(client: &Client, path: &str) -> Answer {
    client.send(client.request(Method::GET, path)).await.expect(200)
}

fn bag() -> Value {
    let variant = |sku: &str, color: &str| json!({"sku": sku, "price": {"amount": 8_900, "currency": "EUR"}, "options": [color], "stock": 3});
    json!({
        "title": "Field Bag",
        "status": "active",
        "tags": ["canvas"],
        "options": [{"name": "Color", "kind": "other", "values": [{"name": "Navy"}, {"name": "Oat"}]}],
        "variants": [variant("BAG-NAVY", "Navy"), variant("BAG-OAT", "Oat")],
    })
}

on_both! {
    async fn a_product_is_added_changed_and_deleted(shop: TestShop) {
        let staff = shop.staff().await;
        let added = send(&staff, Method::POST, "/api/v1/products", None, bag()).await.expect(201);
        let product: Value = added.json();
        let path = added.header("location").expect("a location").to_owned();
        assert_eq!((product["slug"].as_str(), added.header("etag")), (Some("field-bag"), Some("\"v1\"")));

        let patch = json!({"title": "Field Bag II", "tags": null});
        problem(&send(&staff, Method::PATCH, &path, None, patch.clone()).await, 428);
        problem(&send(&staff, Method::PATCH, &path, Some("\"v9\""), patch.clone()).await, 412);
        let patched: Value = send(&staff, Method::PATCH, &path, Some("\"v1\""), patch.clone()).await.expect(200).json();
        assert_eq!((patched["title"].as_str(), patched["version"].as_i64()), (Some("Field Bag II"), Some(2)));
        problem(&send(&staff, Method::PATCH, &path, Some("\"v1\""), patch).await, 412);

        let source = read(&staff, &format!("{path}/source")).await;
        let tag = source.header("etag").expect("a tag").to_owned();
        let same: Value = send(&staff, Method::PUT, &path, Some(&tag), source.json()).await.expect(200).json();
        assert_eq!(same["version"], 2, "what source answers with changes nothing");

        problem(&staff.send(staff.request(Method::DELETE, &path)).await, 428);
        let delete = staff.request(Method::DELETE, &path).header(header::IF_MATCH, "\"v2\"");
        staff.send(delete).await.expect(204);
        assert_eq!(staff.send(staff.request(Method::GET, &path)).await.status, 404);
        assert_eq!(shop.count("audit_entry").await, 3, "added, changed, deleted");
    }

    async fn a_variant_takes_a_price_and_stock_that_was_seen(shop: TestShop) {
        let staff = shop.staff().await;
        send(&staff, Method::POST, "/api/v1/products", None, bag()).await.expect(201);
        let variant: Value = read(&staff, "/api/v1/skus/BAG-OAT").await.json();
        let path = format!("/api/v1/variants/{}", variant["id"]);
        let patch = json!({"price": {"amount": 7_900, "currency": "EUR"}, "stock": 5, "stock_seen": 3});
        let changed: Value = send(&staff, Method::PATCH, &path, Some("\"v1\""), patch.clone()).await.expect(200).json();
        assert_eq!((changed["price"]["amount"].as_i64(), changed["inventory"]["on_hand"].as_i64()), (Some(7_900), Some(5)));
        problem(&send(&staff, Method::PATCH, &path, Some("\"v2\""), patch).await, 412);
        for (patch, field) in [
            (json!({"price": {"amount": -1, "currency": "EUR"}}), "price"),
            (json!({"price": {"amount": 1, "currency": "USD"}}), "price.currency"),
            (json!({"price": null}), "price"),
            (json!({"weight_grams": -1}), "weight_grams"),
            (json!({"options": ["Red"]}), "options"),
            (json!({"sku": ""}), "sku"),
            (json!({"color": "Red"}), "color"),
            (json!({"stock": 1_000_000_001}), "stock"),
        ] {
            let refused = problem(&send(&staff, Method::PATCH, &path, Some("\"v2\""), patch).await, 422);
            assert_eq!(refused["errors"][0]["field"], field, "{refused}");
        }
        assert_eq!(read(&staff, "/api/v1/skus/BAG-NAVY").await.json::<Value>()["price"]["amount"], 8_900);
    }

    async fn pictures_are_added_described_ordered_and_taken_off(shop: TestShop) {
        let staff = shop.staff().await;
        let product: Value = send(&staff, Method::POST, "/api/v1/products", None, bag()).await.expect(201).json();
        let path = format!("/api/v1/products/{}/images", product["id"]);
        let mut version = 1;
        for shade in [10, 200] {
            let png = picture(shade);
            let answer = staff.upload(&path, ("file", "bag.png", &png), &[("alt", "A bag")]).await;
            answer.expect(201);
            version += 1;
        }
        let refused = staff.upload(&path, ("file", "bag.png", b"no picture"), &[("alt", "A bag")]).await;
        assert_eq!(problem(&refused, 422)["errors"][0]["field"], "file");
        let refused = staff.upload(&path, ("file", "bag.png", &picture(90)), &[("alt", "")]).await;
        assert_eq!(problem(&refused, 422)["errors"][0]["field"], "alt");

        let whole = format!("/api/v1/products/{}?include=images", product["id"]);
        let images = read(&staff, &whole).await.json::<Value>()["images"].clone();
        let (first, second) = (images[0]["id"].clone(), images[1]["id"].clone());
        let order = format!("/api/v1/products/{}/image-order", product["id"]);
        let tag = |version: i64| format!("\"v{version}\"");
        let body = json!({"image_ids": [second, first]});
        let ordered: Value = send(&staff, Method::PUT, &order, Some(&tag(version)), body).await.expect(200).json();
        assert_eq!(ordered[0]["id"], second);
        let one = format!("{path}/{first}");
        let body = json!({"alt": "The same bag"});
        let described: Value = send(&staff, Method::PUT, &one, Some(&tag(version + 1)), body).await.expect(200).json();
        assert_eq!(described[1]["alt"], "The same bag");
        let remove = staff.request(Method::DELETE, &one).header(header::IF_MATCH, tag(version + 2));
        staff.send(remove).await.expect(204);
        assert_eq!(read(&staff, &whole).await.json::<Value>()["images"].as_array().map(Vec::len), Some(1));
    }

    async fn references_are_kept_up_and_protected_while_in_use(shop: TestShop) {
        let staff = shop.staff().await;
        let system: Value =
            send(&staff, Method::POST, "/api/v1/size-systems", None, json!({"name": "EU shoes"})).await.expect(201).json();
        for (path, body) in [
            ("/api/v1/brands", json!({"name": "Tarn", "description": "Bags."})),
            ("/api/v1/colors", json!({"name": "Navy", "hex": "#1d3557"})),
            ("/api/v1/materials", json!({"name": "Canvas"})),
            ("/api/v1/sizes", json!({"name": "41", "slug": "eu-41", "size_system_id": system["id"]})),
            ("/api/v1/specification-groups", json!({"name": "Care"})),
            ("/api/v1/tax-categories", json!({"name": "Books"})),
            ("/api/v1/specifications", json!({"name": "Weight", "kind": "number", "unit": "g"})),
            ("/api/v1/categories", json!({"name": "Bags"})),
        ] {
            let added = send(&staff, Method::POST, path, None, body.clone()).await.expect(201);
            let one = added.header("location").expect("a location").to_owned();
            let taken = problem(&send(&staff, Method::POST, path, None, body.clone()).await, 422);
            assert_eq!(taken["errors"][0]["field"], "slug", "{taken}");
            let changed = send(&staff, Method::PUT, &one, Some("\"v1\""), body.clone()).await.expect(200);
            let tag = changed.header("etag").expect("a tag").to_owned();
            problem(&send(&staff, Method::PUT, &one, Some("\"v77\""), body).await, 412);
            if path != "/api/v1/sizes" {
                staff.send(staff.request(Method::DELETE, &one).header(header::IF_MATCH, &tag)).await.expect(204);
                problem(&staff.send(staff.request(Method::GET, &one)).await, 404);
            }
        }
        let used = format!("/api/v1/size-systems/{}", system["id"]);
        problem(&staff.send(staff.request(Method::DELETE, &used).header(header::IF_MATCH, "\"v1\"")).await, 409);
    }

    async fn categories_move_and_never_into_themselves(shop: TestShop) {
        let staff = shop.staff().await;
        let mut added = Vec::new();
        for name in ["Bags", "Totes", "Lamps"] {
            let category: Value = send(&staff, Method::POST, "/api/v1/categories", None, json!({"name": name})).await.expect(201).json();
            added.push(category["id"].as_i64().expect("an id"));
        }
        let to = |category: i64| format!("/api/v1/categories/{category}/move");
        let inside = |category: i64| json!({"place": "inside", "category_id": category});
        send(&staff, Method::POST, &to(added[1]), None, inside(added[0])).await.expect(200);
        problem(&send(&staff, Method::POST, &to(added[0]), None, inside(added[1])).await, 409);
        let refused = problem(&send(&staff, Method::POST, &to(added[0]), None, json!({"place": "before"})).await, 422);
        assert_eq!(refused["errors"][0]["field"], "category_id");
        let tree: Value = read(&staff, "/api/v1/category-tree").await.json();
        assert_eq!((tree[0]["slug"].as_str(), tree[0]["children"][0]["slug"].as_str()), (Some("bags"), Some("totes")));
    }
}

/// A small picture of one gray.
fn picture(shade: u8) -> Vec<u8> {
    let mut png = std::io::Cursor::new(Vec::new());
    let picture = image::GrayImage::from_pixel(200, 200, image::Luma([shade]));
    picture.write_to(&mut png, image::ImageFormat::Png).expect("a picture");
    png.into_inner()
}
