//! What an address does not say: whose a thing is, and how refusals look to those who are refused.

use crate::support::Buyer;
use reqwest::{Method, header};
use tradewind::domain::access::Permission;

on_both! {
    async fn a_customer_sees_their_own_order_and_no_other_ones(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let (ada, jonas) = (Buyer { client: shop.customer().await }, Buyer { client: shop.customer().await });
        let number = ada.buy(&shop, mug, "1").await.number.to_string();
        let (page, arguments) = (format!("/orders/{number}"), [("number", number.as_str())]);
        ada.client.get(&page).await.expect(200);
        ada.client.get_action("orders/load", &arguments).await.expect(200);
        for stranger in [&jonas.client, &shop.visitor(), &shop.staff_with(&[Permission::Catalog]).await] {
            stranger.get(&page).await.expect(404);
            stranger.get_action("orders/load", &arguments).await.expect(404);
            stranger.post_action("orders/retry_payment", &arguments).await.expect(404);
        }
    }

    async fn who_is_not_logged_in_is_led_back_to_what_they_asked_for(shop: TestShop) {
        let visitor = shop.visitor();
        let page = visitor.get("/admin/orders?tab=to-ship").await.expect(303);
        assert_eq!(page.location().as_deref(), Some("/login?next=%2Fadmin%2Forders%3Ftab%3Dto-ship"));
        // A form without scripts leads back to the page it stands on.
        let form = visitor.post_form_from("/admin/brands/1", "/actions/admin/delete_reference", &[]).await.expect(303);
        assert_eq!(form.location().as_deref(), Some("/login?next=%2Fadmin%2Fbrands%2F1"));
        shop.staff_with(&[]).await.post_form("/actions/admin/delete_reference", &[]).await.expect(403);
    }

    async fn the_api_refuses_with_problem_details(shop: TestShop) {
        for (client, status) in [(shop.visitor(), 401), (shop.staff_with(&[Permission::Orders]).await, 403)] {
            let answer = client.post_json("/api/v1/brands", &serde_json::json!({ "name": "Tarn" })).await.expect(status);
            assert_eq!(answer.header("content-type"), Some("application/problem+json"));
        }
    }

    async fn a_method_that_is_not_declared_is_not_let_through(shop: TestShop) {
        let owner = shop.owner().await;
        let answer = owner.send(owner.request(Method::DELETE, "/api/v1/search")).await.expect(405);
        assert_eq!(answer.header(header::ALLOW.as_str()), Some("GET,HEAD"));
        owner.send(owner.request(Method::PUT, "/admin/orders")).await.expect(405);
        let head = owner.request(Method::HEAD, "/admin/orders").header(header::ACCEPT, "text/html");
        owner.send(head).await.expect(200);
        shop.visitor().send(shop.visitor().request(Method::HEAD, "/admin/orders")).await.expect(303);
    }

    async fn a_slash_too_many_opens_nothing(shop: TestShop) {
        let staff = shop.staff_with(&[]).await;
        for path in ["/admin/orders/", "/admin//orders", "/admin/customers/1/", "/admin/x/y/z"] {
            let answer = shop.visitor().get(path).await;
            assert!(answer.status == 303 || answer.status == 301, "{path}: {}", answer.status);
            let body = staff.get(path).await.body;
            assert!(!body.contains("list-search"), "{path} shows a list");
        }
    }
}
