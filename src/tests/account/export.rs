//! The file of everything the shop knows about a customer.

use super::{HOME, account, buy_and_get, save_address, unverify};
use crate::support::{Answer, Buyer, Client, PASSWORD};
use serde_json::Value;
use tradewind::server::store::db::execute;

async fn export(client: &Client) -> Answer {
    client.post_form_from("/account/data", "/account/data/export", &[]).await
}

on_both! {
    async fn it_has_everything(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let customer = Buyer { client: shop.customer().await };
        let (id, email) = account(&customer.client);
        save_address(&customer.client, &HOME).await.expect(200);
        customer.client.post_action("account/save_notifications", &[("kinds[]", "newsletter")]).await.expect(200);
        let token = "INSERT INTO api_token (account_id, name, token_hash, hint, scopes, created_at)
                     VALUES ($1, 'My script', 'secret hash', 'tw_abcd', 1, 0)";
        execute(&shop.state.db, token).bind(id).run().await.expect("a token");
        let placed = buy_and_get(&shop, &customer, mug).await;
        customer.add(mug, "2").await.expect(200);
        let answer = export(&customer.client).await.expect(200);
        assert_eq!(answer.header("content-disposition"), Some("attachment; filename=\"my-data-2026-11-22.json\""));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert_eq!(answer.header("content-type"), Some("application/json"));
        let data: Value = answer.json();
        assert_eq!(data["profile"]["email"], email.as_str());
        assert_eq!(data["addresses"][0]["address"]["street"], "Hafenstraße 1");
        assert_eq!(data["notification_choices"].as_array().map(Vec::len), Some(5));
        assert_eq!(data["sessions"][0]["user_agent"], "integration test");
        assert_eq!(data["api_tokens"][0]["name"], "My script");
        assert_eq!(data["carts"][0]["lines"][0]["quantity"], 2);
        let order = &data["orders"][0];
        assert_eq!(order["number"], placed.number.to_string());
        assert_eq!(order["shipping_address"]["city"], "Hamburg");
        assert_eq!(order["lines"][0]["title"], "Mug");
        assert_eq!(order["payments"][0]["status"], "captured");
        assert_eq!(order["shipments"][0]["tracking_number"], "JD0146");
        assert!(data["mails"].as_array().is_some_and(|mails| mails.len() >= 2), "{}", data["mails"]);
        for secret in ["secret hash", "argon2", "token_hash", &customer.client.cookie("session").expect("a session")] {
            assert!(!answer.body.contains(secret), "{secret} is in the file");
        }
    }

    async fn it_is_whole_also_when_there_is_nothing_and_when_there_is_much(shop: TestShop) {
        let customer = Buyer { client: shop.customer().await };
        let empty: Value = export(&customer.client).await.expect(200).json();
        assert_eq!((empty["orders"].as_array().map(Vec::len), empty["mails"].as_array().map(Vec::len)), (Some(0), Some(0)));
        let (id, email) = account(&customer.client);
        for number in 0..205 {
            let order = "INSERT INTO orders (account_id, email, status, currency, shipping_address, billing_address, shipping_method,
                    item_total_minor, shipping_total_minor, included_tax_total_minor, additional_tax_total_minor, total_minor,
                    idempotency_key, placed_at, payment_due_at, updated_at)
                VALUES ($1, $2, 'completed', 'EUR', '{}', '{}', '', 0, 0, 0, 0, 0, $3, 0, 0, 0)";
            execute(&shop.state.db, order).bind(id).bind(&email).bind(format!("key {number}")).run().await.expect("an order");
        }
        let full: Value = export(&customer.client).await.expect(200).json();
        let numbers: std::collections::BTreeSet<_> =
            full["orders"].as_array().expect("orders").iter().map(|order| order["number"].as_str()).collect();
        assert_eq!(numbers.len(), 205);
    }

    async fn nobody_gets_anothers(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let (ada, eve) = (Buyer { client: shop.customer().await }, shop.customer().await);
        ada.buy(&shop, mug, "1").await;
        save_address(&ada.client, &HOME).await.expect(200);
        let (id, email) = account(&ada.client);
        for path in [
            "/account/data/export".to_owned(),
            format!("/account/data/export?account={id}&account_id={id}&email={email}"),
        ] {
            let answer = eve.post_form(&path, &[("account_id", &id.to_string()), ("email", &email)]).await.expect(200);
            assert!(!answer.body.contains("Hafenstraße") && !answer.body.contains(&email), "{}", answer.body);
        }
        let visitor = export(&shop.visitor()).await.expect(303);
        assert_eq!(visitor.location().as_deref(), Some("/login?next=%2Faccount%2Fdata"));
        eve.get("/account/data/export").await.expect(405);
    }

    async fn what_a_guest_ordered_is_in_it_only_when_the_email_is_proven(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let customer = shop.customer().await;
        let email = account(&customer).1;
        let guest = Buyer::guest(&shop);
        guest.add(mug, "1").await.expect(200);
        guest.fill_checkout_with(&email, &crate::support::ADDRESS).await;
        guest.place().await.expect(200);
        assert!(export(&customer).await.expect(200).body.contains("Hafenstraße"));
        unverify(&shop, &customer).await;
        assert!(!export(&customer).await.expect(200).body.contains("Hafenstraße"), "a stranger's address is shown");
    }

    async fn an_open_browser_is_not_enough_for_it(shop: TestShop) {
        let customer = shop.customer().await;
        shop.clock.advance_minutes(16);
        let answer = export(&customer).await.expect(303);
        assert_eq!(answer.location().as_deref(), Some("/account/confirm?next=%2Faccount%2Fdata"));
        customer.post_action("security/confirm", &[("password", PASSWORD), ("next", "/account/data")]).await.expect(200);
        export(&customer).await.expect(200);
    }

    async fn the_links_in_mails_that_prove_an_address_are_not_in_it(shop: TestShop) {
        let customer = shop.customer().await;
        let mail = "INSERT INTO outbox_mail (recipient, subject, body_text, body_html, created_at)
                    VALUES ($1, 'Confirm your e-mail', 'https://shop.example/verify?token=sesame', 'sesame', 0)";
        execute(&shop.state.db, mail).bind(account(&customer).1).run().await.expect("a mail");
        let answer = export(&customer).await.expect(200);
        assert!(answer.body.contains("Confirm your e-mail") && !answer.body.contains("sesame"), "{}", answer.body);
    }
}
