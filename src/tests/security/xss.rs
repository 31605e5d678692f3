//! Markup in every text field: typed by shoppers, by staff and into addresses, it must come out as text.
//!
//! Descriptions may have some markup of their own; `tests/xss` tries what is published against their sanitizer.

use crate::support::{Buyer, Client, TestShop, address_with, card};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::{BTreeSet, VecDeque};
use tradewind::server::services::api_tokens;

/// Breaks out of attributes and text, and fits into a name.
const PAYLOAD: &str = "\"'><img src=x onerror=alert(1)><script>alert(2)</script>";
/// Breaks out of elements whose content is text until they end.
const ENDING: &str = "</textarea></title></style></script><img src=x onerror=alert(1)><script>alert(2)</script>";
/// What no page may contain; as text, the signs in it are escaped.
const MARKUP: [&str; 2] = ["<img src=x", "<script>alert(2)"];
/// More pages than the shop of these tests has.
const MOST_PAGES: usize = 400;

fn assert_harmless(html: &str, what: &str) {
    for markup in MARKUP {
        assert!(!html.contains(markup), "{what} shows markup: {:.400}", &html[html.find(markup).unwrap_or(0)..]);
    }
}

async fn add(staff: &Client, path: &str, body: Value) -> i64 {
    let answer = staff.send(staff.request(Method::POST, path).json(&body)).await.expect(201);
    answer.json::<Value>()["id"].as_i64().expect("an id")
}

/// Every text of the catalog that staff can enter.
async fn fill_catalog(shop: &TestShop, staff: &Client) -> String {
    let named = |slug: &str| json!({"name": PAYLOAD, "slug": slug});
    let brand = json!({"name": PAYLOAD, "slug": "brand", "description": ENDING});
    let brand = add(staff, "/api/v1/brands", brand).await;
    let color = add(staff, "/api/v1/colors", json!({"name": PAYLOAD, "slug": "color", "hex": "#1d3557"})).await;
    let material = add(staff, "/api/v1/materials", named("material")).await;
    let system = add(staff, "/api/v1/size-systems", named("system")).await;
    add(staff, "/api/v1/sizes", json!({"name": PAYLOAD, "slug": "size", "size_system_id": system})).await;
    let group = add(staff, "/api/v1/specification-groups", named("group")).await;
    let choice = json!({"name": PAYLOAD, "slug": "cut", "group_id": group, "kind": "choice", "filterable": true,
        "comparable": true, "choices": [{"name": PAYLOAD}]});
    let choice = add(staff, "/api/v1/specifications", choice).await;
    let text = json!({"name": PAYLOAD, "slug": "text", "group_id": group, "kind": "text", "comparable": true});
    let text = add(staff, "/api/v1/specifications", text).await;
    add(staff, "/api/v1/tax-categories", named("tax")).await;
    let category =
        json!({"name": PAYLOAD, "slug": "category", "description": ENDING, "specification_group_ids": [group]});
    let category = add(staff, "/api/v1/categories", category).await;
    let product = json!({
        "title": PAYLOAD, "slug": "evil", "summary": ENDING, "description": ENDING, "status": "active",
        "brand_id": brand, "material_id": material, "category_ids": [category],
        "seo_title": PAYLOAD, "seo_description": PAYLOAD, "tags": [PAYLOAD],
        "options": [
            {"name": PAYLOAD, "kind": "other", "values": [{"name": PAYLOAD}, {"name": "Plain"}]},
            {"name": "Color", "kind": "color", "values": [{"name": PAYLOAD, "color_id": color}]},
        ],
        "specifications": [
            {"specification_id": text, "text": PAYLOAD},
            {"specification_id": choice, "choice": PAYLOAD},
        ],
        "variants": [
            {"sku": PAYLOAD, "barcode": PAYLOAD, "price": {"amount": 4_900, "currency": "EUR"}, "options": [PAYLOAD, PAYLOAD], "stock": 9},
            {"sku": "PLAIN", "price": {"amount": 4_900, "currency": "EUR"}, "options": ["Plain", PAYLOAD], "stock": 9},
        ],
    });
    let id = add(staff, "/api/v1/products", product).await;
    let picture = picture();
    for _ in 0..2 {
        let path = format!("/api/v1/products/{id}/images");
        staff.upload(&path, ("file", PAYLOAD, &picture), &[("alt", ENDING)]).await.expect(201);
    }
    shop.catch_up().await;
    let product: Value = staff.send(staff.request(Method::GET, "/api/v1/skus/PLAIN")).await.expect(200).json();
    product["id"].to_string()
}

fn picture() -> Vec<u8> {
    let mut png = std::io::Cursor::new(Vec::new());
    let picture = image::GrayImage::from_pixel(200, 200, image::Luma([90]));
    picture.write_to(&mut png, image::ImageFormat::Png).expect("a picture");
    png.into_inner()
}

/// Every text that a shopper can enter on the way to an order.
async fn buy(shop: &TestShop, variant: &str) {
    let buyer = Buyer { client: shop.customer().await };
    let payload_in =
        ["shipping_name", "shipping_street", "shipping_city", "shipping_company", "shipping_extra", "shipping_region"];
    let changes: Vec<(&str, &str)> = payload_in.map(|field| (field, PAYLOAD)).to_vec();
    buyer.client.post_action("cart/add_line", &[("variant_id", variant), ("quantity", "1")]).await.expect(200);
    buyer.fill_checkout_with("ann@example.com", &address_with(&changes)).await;
    let payment: String = buyer.place().await.expect(200).json();
    let placed = crate::support::Placed::behind(shop, &payment).await;
    buyer.pay(&placed, card::SUCCESS).await.expect(303);
    assert_harmless(&buyer.client.follow(&placed.back).await.expect(200).body, "the order's page");
    shop.run_jobs().await;
}

/// Every page that links lead to from some, as one visitor sees them.
async fn crawl(client: &Client, start: &[&str]) -> BTreeSet<String> {
    let mut seen: BTreeSet<String> = start.iter().map(|path| (*path).to_owned()).collect();
    let mut open: VecDeque<String> = seen.iter().cloned().collect();
    while let Some(path) = open.pop_front() {
        let page = client.get(&path).await;
        assert!(page.status < 500, "{path} answers {}", page.status);
        if !page.header("content-type").is_some_and(|kind| kind.starts_with("text/html")) {
            continue;
        }
        assert_harmless(&page.body, &path);
        for link in page.body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            let link = link.replace("&amp;", "&");
            let link = link.split('#').next().unwrap_or_default().to_owned();
            let own = link.starts_with('/')
                && !link.starts_with("//")
                && !link.contains("/pkg/")
                && !link.contains("/media/");
            if own && seen.len() < MOST_PAGES && seen.insert(link.clone()) {
                open.push_back(link);
            }
        }
    }
    seen
}

on_both! {
    async fn markup_in_any_text_field_is_shown_as_text(shop: TestShop) {
        shop.sell("Field Tee", 4_900, 3).await;
        let owner = shop.owner().await;
        let variant = fill_catalog(&shop, &owner).await;
        buy(&shop, &variant).await;
        let tracking = [("number", "T100001"), ("carrier", "1"), ("tracking_number", "<script>alert(2)</script>")];
        owner.post_action("admin/ship_order", &tracking).await;
        let account = owner.account.clone().expect("an owner");
        let input = tradewind::domain::api_token::TokenInput {
            name: PAYLOAD.into(), scopes: vec!["account:read".into()], expires: "30".into(),
        };
        api_tokens::make(&shop.state, &account, &input).await.expect("a token");
        let search = "/search?q=%22%27%3E%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E%3Cscript%3Ealert(2)%3C/script%3E";
        let start = ["/", "/cart", "/checkout", "/compare", "/login", search, "/p/evil", "/c/category", "/account/tokens", "/admin"];
        let pages = crawl(&shop.visitor(), &start).await;
        assert!(pages.len() > 10, "{pages:?}");
        let pages = crawl(&owner, &start).await;
        for kind in ["/admin/products/", "/admin/brands/", "/admin/orders/", "/admin/mail/", "/admin/categories/", "/admin/audit"] {
            assert!(pages.iter().any(|page| page.starts_with(kind)), "no page of {kind} was reached: {pages:?}");
        }
        for mail in shop.mails().await {
            assert_harmless(&mail.body_html, &mail.subject);
        }
        assert!(shop.count("outbox_mail").await > 0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn markup_in_addresses_is_shown_as_text() {
    let shop = TestShop::sqlite().await;
    shop.sell("Field Tee", 4_900, 3).await;
    let owner = shop.owner().await;
    let evil = "%22%27%3E%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E%3Cscript%3Ealert(2)%3C/script%3E";
    let error = "%7B%22Invalid%22%3A%5B%7B%22field%22%3A%22%3Cscript%3Ealert(2)%3C%2Fscript%3E%22%2C%22problem%22%3A%22Required%22%7D%5D%7D";
    let script = "PHNjcmlwdD5hbGVydCgyKTwvc2NyaXB0Pg==";
    for page in [
        "/",
        "/search",
        "/c/all",
        "/p/field-tee",
        "/cart",
        "/checkout",
        "/checkout/address",
        "/compare",
        "/login",
        "/register",
        "/password-reset",
        "/account",
        "/account/tokens",
        "/orders/T100001",
        "/admin",
        "/admin/orders",
        "/admin/products",
        "/admin/products/1",
        "/admin/products/bulk",
        "/admin/imports",
        "/admin/mail",
        "/admin/audit",
        "/admin/brands",
        "/admin/categories",
        "/api/docs",
        "/nothing",
        "/sandbox/pay/x",
    ] {
        for query in [
            format!("q={evil}&query={evil}&next={evil}&token={evil}&done={evil}&picture={evil}&tab={evil}&sort={evil}"),
            format!(
                "color={evil}&min={evil}&max={evil}&page={evil}&size={evil}&brand={evil}&older={evil}&saved={evil}&ids={evil}"
            ),
            format!("refused={error}&error={evil}"),
            format!("__path={evil}&__err={script}"),
            format!("{evil}={evil}"),
        ] {
            for client in [&owner, &shop.visitor()] {
                let answer = client.get(&format!("{page}?{query}")).await;
                assert!(answer.status < 500, "{page}?{query} answers {}", answer.status);
                assert_harmless(&answer.body, page);
            }
        }
        let below = owner.get(&format!("{}/{evil}", page.trim_end_matches('/'))).await;
        assert!(below.status < 500, "{page}/{evil} answers {}", below.status);
        assert_harmless(&below.body, page);
    }
}
