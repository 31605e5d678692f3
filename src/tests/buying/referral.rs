//! By whose link a customer came.

use crate::support::{Buyer, TestShop};
use tradewind::domain::staff::StaffOrder;

/// The cookie that an answer sets, with its attributes.
async fn cookie_of(shop: &TestShop, path: &str) -> Option<String> {
    let answer = shop.visitor().get(path).await;
    let cookies = answer.headers.get_all("set-cookie").into_iter().filter_map(|cookie| cookie.to_str().ok());
    cookies.map(str::to_owned).find(|cookie| cookie.starts_with("ref="))
}

on_both! {
    async fn an_order_knows_by_whose_link_its_customer_came_last(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let buyer = Buyer::guest(&shop);
        for page in ["/?ref=Ada", "/p/mug?color=blue&ref=Grace_H", "/search?q=mug", "/cart?ref=no%20code"] {
            buyer.client.get(page).await;
        }
        let placed = buyer.buy(&shop, mug, "1").await;
        let order = buyer.load(&placed).await;
        assert_eq!(order.referral_code, "", "customers are not told");
        let staff = shop.staff().await;
        let number = placed.number.to_string();
        let seen: StaffOrder = staff.get_action("admin/get_order", &[("number", &number)]).await.expect(200).json();
        assert_eq!(seen.detail.referral_code, "grace_h");
        let page = staff.get(&format!("/admin/orders/{number}")).await.expect(200).body;
        assert!(page.contains("Sent by") && page.contains("grace_h"));
        let file = staff.get("/admin/orders.csv").await.expect(200).body;
        assert!(file.lines().next().is_some_and(|head| head.ends_with(",referral_code")), "{file}");
        assert!(file.contains(",grace_h"), "{file}");
        let api: serde_json::Value =
            staff.send(staff.request(reqwest::Method::GET, &format!("/api/v1/orders/{number}"))).await.expect(200).json();
        assert_eq!(api["referral_code"], "grace_h");

        let other = Buyer::guest(&shop).buy(&shop, mug, "1").await.number.to_string();
        let seen: StaffOrder = staff.get_action("admin/get_order", &[("number", &other)]).await.expect(200).json();
        assert_eq!(seen.detail.referral_code, "");
    }
}

#[tokio::test]
async fn only_pages_of_the_storefront_with_a_code_set_the_cookie() {
    let shop = TestShop::sqlite().await;
    let cookie = cookie_of(&shop, "/?ref=Ada").await.expect("a cookie");
    assert_eq!(cookie, "ref=ada; HttpOnly; SameSite=Lax; Path=/; Max-Age=2592000");
    let longest = "a".repeat(41);
    let too_long = format!("/?ref={longest}");
    for path in [
        "/",
        "/?pref=ada",
        "/?ref=",
        "/?ref=%22%3Cscript%3E",
        &too_long,
        "/nothing-here?ref=ada",
        "/admin?ref=ada",
        "/api/v1/products?ref=ada",
        "/healthz/none?ref=ada",
    ] {
        assert_eq!(cookie_of(&shop, path).await, None, "{path}");
    }
}
