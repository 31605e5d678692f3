//! What nobody honest would type.

use crate::support::{ADDRESS, Buyer, Placed, TestShop, address_with, card};
use reqwest::Method;
use tradewind::{
    domain::ids::VariantId,
    server::{services::add_product::NewProduct, store::db::select},
};

const HOSTILE: [&str; 12] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "'; DROP TABLE orders; --",
    "' OR '1'='1",
    "\0",
    "a\0b\r\nBcc: everyone@example.com",
    "{{ 7 * 7 }}{% include \"order.txt\" %}",
    "\u{202e}gnp.exe",
    "👩‍👩‍👧‍👦 ﷽ Ω≈ç√",
    "$1 ${jndi:ldap://x} %s %n",
    "\\'; SELECT pg_sleep(10); --",
    "null",
];

const ADDRESS_FIELDS: [&str; 9] =
    ["name", "company", "street", "extra", "postcode", "city", "region", "country", "phone"];

async fn buyer_with_a_mug(shop: &TestShop) -> (Buyer, VariantId) {
    let mug = shop.sell("Mug", 1_900, 9).await;
    let buyer = Buyer::guest(shop);
    buyer.add(mug, "1").await.expect(200);
    (buyer, mug)
}

/// Fails if a page has markup that came from a shopper.
fn assert_inert(page: &str, what: &str) {
    for markup in ["<script>alert", "<img src=x", "<b>bold"] {
        assert!(!page.contains(markup), "{what} shows {markup}");
    }
}

on_both! {
    async fn whatever_is_typed_into_an_address_is_kept_as_text_or_refused_by_name(shop: TestShop) {
        let (buyer, _) = buyer_with_a_mug(&shop).await;
        buyer.save("contact", &[("email", "ada@example.com")]).await.expect(200);
        let long = "x".repeat(10_000);
        for kind in ["shipping", "billing"] {
            for field in ADDRESS_FIELDS.map(|field| format!("{kind}_{field}")) {
                for value in HOSTILE.into_iter().chain([long.as_str()]) {
                    let mut fields = address_with(&[("billing", "different")]);
                    let billing: Vec<_> =
                        ADDRESS.iter().map(|(name, value)| (name.replace("shipping", "billing"), *value)).collect();
                    fields.extend(billing.iter().map(|(name, value)| (name.as_str(), *value)));
                    fields.retain(|(name, _)| *name != field);
                    fields.push((&field, value));
                    let answer = buyer.save("address", &fields).await;
                    match answer.status {
                        200 => {}
                        422 => {
                            let refused = answer.error();
                            assert!(refused.field_message(&field).is_some(), "{field}={value:?}: {refused:?}");
                        }
                        status => panic!("{field}={value:?} is answered {status}: {}", answer.body),
                    }
                }
                assert_inert(&buyer.client.get("/checkout/address").await.expect(200).body, &field);
            }
        }
        assert_eq!(shop.count("orders").await, 0, "the table is still there");
    }

    async fn whatever_is_typed_as_an_email_is_refused(shop: TestShop) {
        let (buyer, _) = buyer_with_a_mug(&shop).await;
        let long = format!("{}@example.com", "x".repeat(10_000));
        let others =
            ["a@b", "a@b.c\r\nBcc: x@example.com", "Ada <ada@example.com>", "<b>bold</b>@example.com", long.as_str()];
        for email in HOSTILE.into_iter().chain(others) {
            let refused = buyer.save("contact", &[("email", email)]).await.expect(422).error();
            assert!(refused.field_message("email").is_some(), "{email:?}");
            assert_inert(&buyer.client.get("/checkout/contact").await.expect(200).body, email);
        }
    }

    async fn names_are_text_on_every_page_and_in_every_mail(shop: TestShop) {
        let product = NewProduct { slug: "mug".into(), ..NewProduct::simple("Mug <b>bold</b>", 1_900, 9) };
        let mug = shop.sell_product(product).await;
        let buyer = Buyer::guest(&shop);
        buyer.add(mug, "1").await.expect(200);
        let name = "<script>alert(1)</script> O'Neil\"; DROP TABLE orders; --";
        buyer
            .fill_checkout_with(
                "ada@example.com",
                &address_with(&[("shipping_name", name), ("shipping_street", "<img src=x>")]),
            )
            .await;
        for page in ["/cart", "/checkout/address", "/checkout/review"] {
            assert_inert(&buyer.client.get(page).await.expect(200).body, page);
        }
        let payment: String = buyer.place().await.expect(200).json();
        let placed = Placed::behind(&shop, &payment).await;
        buyer.pay(&placed, card::SUCCESS).await.expect(303);
        assert_inert(&buyer.client.follow(&placed.back).await.expect(200).body, "the confirmation");
        shop.run_jobs().await;
        let staff = shop.staff().await;
        for page in ["/admin/orders".to_owned(), format!("/admin/orders/{}", placed.number)] {
            assert_inert(&staff.get(&page).await.expect(200).body, &page);
        }
        let mail = shop.mails().await.pop().expect("a mail");
        assert_inert(&mail.body_html, "the mail");
        assert!(mail.body_text.contains(name), "{}", mail.body_text);
        assert_eq!(buyer.load(&placed).await.shipping_address.name, name);
    }

    async fn keys_that_no_page_sends_are_refused(shop: TestShop) {
        let (buyer, _) = buyer_with_a_mug(&shop).await;
        buyer.fill_checkout().await;
        let version = buyer.checkout().await.cart.version.to_string();
        let long = "k".repeat(65);
        for key in ["", "\0", "key\0", "a key", "schlüssel", long.as_str()] {
            let status = buyer.place_with(&version, key).await.status;
            assert_eq!(status, 422, "{key:?}");
        }
        for version in ["", "one", "1.0", "99999999999999999999", "\0"] {
            assert_eq!(buyer.place_with(version, "key").await.status, 400, "{version:?}");
        }
        assert_eq!(shop.count("orders").await, 0);
        buyer.place_with(&version, &"k".repeat(64)).await.expect(200);
    }

    async fn forms_that_miss_fields_or_are_none_are_refused(shop: TestShop) {
        let (buyer, _) = buyer_with_a_mug(&shop).await;
        let functions =
            ["cart/add_line", "cart/set_quantity", "cart/remove_line", "checkout/place_order", "orders/retry_payment"];
        for function in functions {
            let status = buyer.client.post_action(function, &[("nonsense", "1")]).await.status;
            assert_eq!(status, 400, "{function}");
        }
        for step in ["contact", "address", "shipping", "payment"] {
            buyer.save(step, &[("nonsense", "1")]).await.expect(422);
        }
        for body in [
            &b"\xff\xfe\x00"[..],
            b"%",
            b"variant_id=%ff&quantity=%00",
            b"{\"variant_id\":1}",
            b"variant_id[]=1&quantity[a]=1",
        ] {
            let request = buyer.client.request(Method::POST, "/actions/cart/add_line");
            let request = request
                .header("content-type", "application/x-www-form-urlencoded")
                .header("accept", "application/json");
            let answer = buyer.client.send(request.body(body.to_vec())).await;
            assert!((400..500).contains(&answer.status), "{body:?} is answered {}", answer.status);
        }
        assert_eq!(buyer.cart().await.items(), 1);
    }

    async fn payment_pages_that_do_not_exist_are_not_found(shop: TestShop) {
        let (buyer, _) = buyer_with_a_mug(&shop).await;
        for reference in
            ["x", "%00", "a%00b", "%27%20OR%20%271%27=%271", &"0".repeat(64), &"0".repeat(5_000), "..%2f..%2fadmin"]
        {
            let path = format!("/sandbox/pay/{reference}");
            buyer.client.get(&path).await.expect(404);
            buyer.client.post_form(&path, &[("number", "4242 4242 4242 4242")]).await.expect(404);
            buyer.client.post_form(&format!("{path}/challenge"), &[("answer", "approve")]).await.expect(404);
        }
        assert_eq!(shop.count("job").await, 0);
    }

    async fn what_cannot_be_the_name_of_a_thing_is_not_found(shop: TestShop) {
        shop.sell("Mug", 1_900, 9).await;
        let visitor = shop.visitor();
        for name in ["%00", "mug%00", "%27%20OR%20%271%27=%271", "MUG", "mug%20", "%F0%9F%8D%B5", &"m".repeat(5_000)] {
            for path in ["p", "c"] {
                visitor.get(&format!("/{path}/{name}")).await.expect(404);
            }
        }
        for slug in HOSTILE.into_iter().chain([""]) {
            visitor.get_action("catalog/product", &[("slug", slug)]).await.expect(404);
            visitor.get_action("catalog/category", &[("slug", slug), ("query", "")]).await.expect(404);
        }
    }

    async fn staff_may_search_for_anything(shop: TestShop) {
        let (buyer, _) = buyer_with_a_mug(&shop).await;
        buyer.fill_checkout().await;
        buyer.place().await.expect(200);
        let staff = shop.staff().await;
        for query in HOSTILE.into_iter().chain(["%", "_", "\\", "%%%\\"]) {
            for list in ["admin/list_orders", "admin/list_mail"] {
                let arguments = [("tab", ""), ("query", query), ("older", ""), ("newer", "")];
                staff.get_action(list, &arguments).await.expect(200);
            }
        }
        let found: Vec<(i64,)> = select(&shop.state.db, "SELECT id FROM orders").all().await.expect("the orders");
        assert_eq!(found.len(), 1);
    }
}
