//! Every admin page and every admin server function, asked for by those it is not for.

use crate::support::{Answer, Client};
use leptos::server_fn::axum::server_fn_paths;
use reqwest::Method;
use tradewind::error::AppError;

const PAGES: &[&str] = &[
    "/admin/check",
    "/admin/settings/payments",
    "/admin/promotions",
    "/admin/promotions/1",
    "/admin/tax-rates",
    "/admin/tax-rates/1",
    "/admin/settings/legal",
    "/admin/shipping",
    "/admin/shipping/carriers/1",
    "/admin/shipping/zones/1",
    "/admin/shipping/methods/1",
    "/admin/shipping/methods/1/zones/1",
    "/admin/imports",
    "/admin/imports/1",
    "/admin",
    "/admin/orders",
    "/admin/orders/T100001",
    "/admin/returns",
    "/admin/returns/R100001",
    "/admin/settings/shop",
    "/admin/settings/orders",
    "/admin/settings/returns",
    "/admin/orders/T100001/edit",
    "/admin/orders/T100001/pack/1",
    "/admin/fulfillment",
    "/admin/shipments/1/slip",
    "/admin/stock",
    "/admin/stock/1",
    "/admin/stocktaking",
    "/admin/centers",
    "/admin/centers/1",
    "/admin/products",
    "/admin/products/1",
    "/admin/products/bulk",
    "/admin/products/new",
    "/admin/jobs",
    "/admin/mail",
    "/admin/mail/1",
    "/admin/audit",
    "/admin/categories",
    "/admin/categories/new",
    "/admin/categories/1",
    "/admin/brands",
    "/admin/brands/new",
    "/admin/specifications",
    "/admin/specifications/1",
    "/admin/webhooks",
    "/admin/webhooks/1",
    "/admin/webhooks/new",
];

/// Every argument that any admin function has. A function with a new one answers 400 in these tests: add it here.
const ARGUMENTS: &[(&str, &str)] = &[
    ("promotion[name]", ""),
    ("rate[name]", ""),
    ("groups", ""),
    ("lines", ""),
    ("shipping", ""),
    ("has_ordered", "false"),
    ("customer_group", ""),
    ("tab", ""),
    ("query", "' OR 1=1 --"),
    ("older", ""),
    ("newer", ""),
    ("sheet_next", ""),
    ("number", "T100001"),
    ("return_number", "R100001"),
    ("carrier", "1"),
    ("center", "1"),
    ("tracking_number", "X1"),
    ("status", ""),
    ("id", "1"),
    ("product[id]", "1"),
    ("product[version]", "1"),
    ("draft", ""),
    ("text", "# A bag"),
    ("place", "0"),
    ("done", "1"),
    ("selection[ids]", "1"),
    ("change[action]", "archive"),
    ("product_id", "1"),
    ("image_id", "1"),
    ("alt", "A bag"),
    ("kind", "brands"),
    ("sort", ""),
    ("version", "1"),
    ("step", "up"),
    ("reference[name]", "Tarn"),
    ("category[name]", ""),
    ("specification[name]", ""),
    ("subject", ""),
    ("subject_id", ""),
    ("actor", ""),
    ("disabled", "true"),
    ("position", "customer"),
    ("role[name]", ""),
    ("invitation[name]", ""),
    ("alert", "1"),
    ("payment", "1"),
    ("refund", "1"),
    ("shipment", "1"),
    ("seen", "0"),
    ("seen_total", "0"),
    ("edits", "0"),
    ("fulfillment_center[name]", ""),
    ("shipping_carrier[name]", ""),
    ("shipping_zone[name]", ""),
    ("shipping_method[name]", ""),
    ("shipping_rate[calculator]", ""),
    ("mail", "1"),
    ("endpoint[url]", ""),
    ("show", ""),
    ("delivery", "1"),
    ("method", "1"),
    ("zone", "1"),
    ("into", "2"),
];

/// Calls an admin function as anyone can who reads the page's source.
async fn call(client: &Client, path: &str, method: &Method) -> Answer {
    let endpoint = path.strip_prefix("/actions/").expect("a server function");
    if *method == Method::GET {
        client.get_action(endpoint, ARGUMENTS).await
    } else {
        client.post_action(endpoint, ARGUMENTS).await
    }
}

fn admin_functions() -> Vec<(&'static str, Method)> {
    server_fn_paths().filter(|(path, _)| path.starts_with("/actions/admin/")).collect()
}

on_both! {
    async fn admin_pages_lead_visitors_to_the_login_and_refuse_customers(shop: TestShop) {
        let (visitor, customer) = (shop.visitor(), shop.customer().await);
        for page in PAGES {
            let answer = visitor.get(page).await.expect(303);
            let next = page.replace('/', "%2F");
            assert_eq!(answer.location(), Some(format!("/login?next={next}")), "{page}");
            let refused = customer.get(page).await.expect(403);
            assert!(!refused.body.contains("admin-nav"), "not even the empty frame of {page}");
        }
    }

    async fn admin_functions_answer_nobody_but_staff(shop: TestShop) {
        // The owner, as some functions answer nobody else of the staff.
        let (visitor, customer, owner) = (shop.visitor(), shop.customer().await, shop.owner().await);
        let functions = admin_functions();
        assert!(functions.len() >= 12, "only {functions:?} are registered");
        for (path, method) in &functions {
            let refused = call(&visitor, path, method).await;
            assert_eq!((refused.status, refused.error()), (401, AppError::SignInRequired), "{path}");
            let refused = call(&customer, path, method).await;
            assert_eq!((refused.status, refused.error()), (403, AppError::Forbidden), "{path}");
        }
        for (path, method) in &functions {
            let let_in = call(&owner, path, method).await.status;
            assert!([200, 404, 409, 422].contains(&let_in), "{path} answers the owner {let_in}");
        }
    }

    async fn reading_functions_only_read(shop: TestShop) {
        let staff = shop.staff().await;
        let before = shop.state.db.queries();
        for (path, method) in admin_functions() {
            let other = if method == Method::GET { Method::POST } else { Method::GET };
            let status = call(&staff, path, &other).await.status;
            assert!((400..500).contains(&status), "{path} answers {other} with {status}");
        }
        assert!(shop.state.db.queries() > before, "the session was looked up");
    }

    async fn staff_see_every_page_of_an_empty_shop(shop: TestShop) {
        let staff = shop.staff().await;
        let lists = ["brands", "colors", "size-systems", "materials", "tax-categories", "specifications", "categories"];
        let lists = lists.map(|list| format!("/admin/{list}"));
        let new = lists.iter().map(|list| format!("{list}/new"));
        let others = [
            "/admin", "/admin/orders", "/admin/products", "/admin/products/bulk", "/admin/products/new", "/admin/mail", "/admin/audit",
        ].map(str::to_owned);
        for page in lists.iter().cloned().chain(new).chain(others) {
            let page = page.as_str();
            let body = staff.get(page).await.expect(200).body;
            assert_eq!(body.matches("<h1").count(), 1, "{page}");
        }
        for page in ["/admin/orders/T100001", "/admin/orders/x", "/admin/products/1", "/admin/products/x", "/admin/mail/1", "/admin/mail/%27", "/admin/brands/9", "/admin/sizes/new", "/admin/categories/9", "/admin/specifications/x", "/admin/specification-groups/%27"] {
            let answer = staff.get(page).await;
            assert_eq!(answer.status, 404, "{page}");
            assert!(answer.body.contains("There is no such"), "{page}");
        }
    }
}
