//! Whoever asked is told when something can be bought again, once.

use super::buy;
use crate::support::{Answer, Buyer, Client, TestShop, at_once};
use futures::future::FutureExt;
use tradewind::{domain::ids::VariantId, error::AppError};

async fn ask(visitor: &Client, variant: VariantId, email: &str) -> Answer {
    let fields = [("variant_id", variant.to_string()), ("email", email.to_owned())];
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    visitor.post_action("catalog/tell_when_back", &fields).await
}

/// Subjects of the mails that say that something is back.
async fn told(shop: &TestShop) -> Vec<String> {
    shop.run_jobs().await;
    let mut told: Vec<String> = shop
        .mails()
        .await
        .into_iter()
        .filter(|mail| mail.subject.contains("is back"))
        .map(|mail| mail.recipient)
        .collect();
    told.sort();
    told
}

async fn receive(shop: &TestShop, staff: &Client, variant: VariantId, quantity: &str) {
    let item = shop.item_at(variant, shop.center("Main").await).await.to_string();
    staff.post_action("admin/receive_stock", &[("id", &item), ("receive_quantity", quantity)]).await.expect(200);
}

on_both! {
    async fn everyone_who_asked_is_told_once(shop: TestShop) {
        let (mug, lamp, staff) = (shop.sell("Mug", 1_900, 0).await, shop.sell("Lamp", 4_900, 0).await, shop.staff().await);
        let visitor = shop.visitor();
        let first = ask(&visitor, mug, "Ada@example.com").await.expect(200);
        let again = ask(&visitor, mug, "ada@example.com").await.expect(200);
        assert_eq!(first.body, again.body, "nobody learns who asked before");
        ask(&shop.visitor(), mug, "bob@example.com").await.expect(200);
        ask(&visitor, lamp, "ada@example.com").await.expect(200);
        assert!(told(&shop).await.is_empty());
        receive(&shop, &staff, mug, "1").await;
        assert_eq!(told(&shop).await, ["ada@example.com", "bob@example.com"]);
        receive(&shop, &staff, mug, "5").await;
        assert_eq!(told(&shop).await.len(), 2);
        let mail = shop.mails().await.into_iter().find(|mail| mail.subject == "Mug is back").expect("a mail");
        assert!(mail.body_text.contains(&format!("{}/p/mug", shop.url)), "{}", mail.body_text);
        // Who asks again is told again, at once if it is there.
        ask(&visitor, mug, "ada@example.com").await.expect(200);
        assert_eq!(told(&shop).await.len(), 3);
    }

    async fn customers_who_want_no_such_mails_get_none_and_guests_get_theirs(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 1_900, 0).await, shop.staff().await);
        let (ada, bob) = (shop.customer().await, shop.customer().await);
        let email = |client: &Client| client.account.as_ref().expect("an account").email.clone();
        ada.post_action("account/save_notifications", &[("kinds[]", "newsletter")]).await.expect(200);
        for address in [&email(&ada), &email(&bob), "guest@example.com"] {
            ask(&shop.visitor(), mug, address).await.expect(200);
        }
        receive(&shop, &staff, mug, "1").await;
        let mut expected = vec![email(&bob), "guest@example.com".to_owned()];
        expected.sort();
        assert_eq!(told(&shop).await, expected);
        // Asked for anew once they are wanted again.
        ada.post_action("account/save_notifications", &[("kinds[]", "back_in_stock")]).await.expect(200);
        assert_eq!(told(&shop).await.len(), 2, "what was answered stays answered");
        ask(&ada, mug, &email(&ada)).await.expect(200);
        assert_eq!(told(&shop).await.len(), 3);
    }

    async fn a_canceled_order_and_a_transfer_bring_things_back(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 1_900, 1).await, shop.staff().await);
        let (_, placed) = buy(&shop, &[(mug, "1")]).await;
        ask(&shop.visitor(), mug, "ada@example.com").await.expect(200);
        assert!(told(&shop).await.is_empty());
        staff.post_action("admin/cancel_order", &[("number", &placed.number.to_string())]).await.expect(200);
        assert_eq!(told(&shop).await, ["ada@example.com"]);
    }

    async fn many_changes_at_once_write_one_mail(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 1_900, 0).await, shop.staff().await);
        ask(&shop.visitor(), mug, "ada@example.com").await.expect(200);
        let item = shop.item_at(mug, shop.center("Main").await).await.to_string();
        let receipts = (0..6).map(|_| {
            let (staff, item) = (staff.clone(), item.clone());
            async move {
                staff.post_action("admin/receive_stock", &[("id", &item), ("receive_quantity", "1")]).await.status
            }
            .boxed()
        });
        assert_eq!(at_once(receipts).await, [200; 6]);
        assert_eq!(told(&shop).await, ["ada@example.com"]);
        shop.assert_consistent().await;
    }

    async fn a_sold_out_product_offers_it_without_scripts(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 0).await;
        let visitor = shop.visitor();
        let page = visitor.get("/p/mug").await.expect(200).body;
        assert!(page.contains("/actions/catalog/tell_when_back"), "{page}");
        let fields = [("variant_id", mug.to_string()), ("email", "ada@example.com".into())];
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = visitor.post_form_from("/p/mug", "/actions/catalog/tell_when_back", &fields).await;
        let page = visitor.get(&answer.location().expect("a page")).await.expect(200).body;
        assert!(page.contains("We write to you"), "{page}");
        assert_eq!(ask(&visitor, mug, "nonsense").await.status, 422);
        assert_eq!(ask(&visitor, VariantId(999), "ada@example.com").await.error(), AppError::NotFound);
        let there = shop.sell("Lamp", 1_900, 3).await;
        assert!(!visitor.get("/p/lamp").await.body.contains("tell_when_back"));
        Buyer::guest(&shop).add(there, "1").await.expect(200);
    }
}
