//! The pages themselves: for whoever is logged in, and nobody else.

use super::{HOME, account, save_address};
use tradewind::error::AppError;

const PAGES: [&str; 10] = [
    "/account",
    "/account/orders",
    "/account/addresses",
    "/account/addresses/new",
    "/account/payment-methods",
    "/account/profile",
    "/account/devices",
    "/account/notifications",
    "/account/data",
    "/account/orders?older=7",
];

const READS: [&str; 8] = [
    "account/overview",
    "account/orders",
    "account/payment_methods",
    "account/profile",
    "account/addresses",
    "account/devices",
    "account/notifications",
    "account/deletion",
];

on_both! {
    async fn visitors_are_led_to_the_login_and_back(shop: TestShop) {
        for page in PAGES {
            let answer = shop.visitor().get(page).await.expect(303);
            let next = page.replace('/', "%2F").replace('?', "%3F").replace('=', "%3D");
            assert_eq!(answer.location(), Some(format!("/login?next={next}")), "{page}");
        }
    }

    async fn customers_see_all_of_their_pages(shop: TestShop) {
        let customer = shop.customer().await;
        for page in PAGES {
            let body = customer.get(page).await.expect(200).body;
            assert!(body.contains(r#"aria-label="Account""#), "{page} has no navigation");
            assert!(body.contains("noindex"), "{page} may be indexed");
        }
    }

    async fn what_belongs_to_an_account_is_read_by_nobody_without_one(shop: TestShop) {
        for read in READS {
            assert_eq!(shop.visitor().get_action(read, &[]).await.expect(401).error(), AppError::SignInRequired, "{read}");
        }
        for (action, fields) in [
            ("account/save_profile", &[("name", "x"), ("version", "1")][..]),
            ("account/save_address", &HOME),
            ("account/set_default_address", &[("id", "1"), ("usage", "shipping")]),
            ("account/delete_address", &[("id", "1")]),
            ("account/set_default_payment_method", &[("id", "1")]),
            ("account/remove_payment_method", &[("id", "1")]),
            ("account/close_device", &[("key", "0123456789abcdef")]),
            ("account/close_other_devices", &[]),
            ("account/save_notifications", &[("kinds[]", "newsletter")]),
            ("account/delete", &[("password", "x")]),
        ] {
            let refused = shop.visitor().post_action(action, fields).await.expect(401).error();
            assert_eq!(refused, AppError::SignInRequired, "{action}");
        }
        shop.visitor().post_form("/account/data/export", &[]).await.expect(303);
    }

    async fn the_header_leads_customers_to_their_account(shop: TestShop) {
        let page = shop.customer().await.get("/login").await.expect(200).body;
        assert!(page.contains(r#"href="/account""#));
        assert!(!shop.visitor().get("/login").await.expect(200).body.contains(r#"href="/account""#));
    }

    async fn the_overview_tells_where_one_stands(shop: TestShop) {
        let customer = shop.customer().await;
        save_address(&customer, &HOME).await.expect(200);
        let page = customer.get("/account").await.expect(200).body;
        for shown in ["Hello, Robin", "Hafenstraße 1", &account(&customer).1, "Verified", "Log out"] {
            assert!(page.contains(shown), "{shown} is not on the page");
        }
    }
}
