//! What other programs, and the customers themselves, are told of returns; and what is forgotten with an account.

use super::{approve, asked, receive_order};
use crate::support::{Buyer, PASSWORD};
use serde_json::{Value, json};
use tradewind::{
    domain::{access::Permission, ids::ReturnId},
    server::{http::api::event_data, store::db::select},
};

on_both! {
    async fn webhooks_tell_of_every_step_that_somebody_listens_to(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 2_000, 9).await, shop.staff().await);
        let (buyer, placed) = receive_order(&shop, &staff, &[(mug, 2)]).await;
        let settings = shop.staff_with(&[Permission::Settings]).await;
        let endpoint = json!({"url": "https://example.com/hook", "events": ["return.requested", "return.approved"]});
        settings.post_json("/api/v1/webhook-endpoints", &endpoint).await.expect(201);
        let number = asked(&buyer, &placed, &[1]).await;
        approve(&staff, number).await.expect(200);
        super::receive(&staff, number, &[1], "").await.expect(200);
        let events: Vec<(String, ReturnId)> =
            select(&shop.state.db, "SELECT kind, subject_id FROM webhook_event ORDER BY id").all().await.expect("events");
        assert_eq!(events, [("return.requested".to_owned(), number.0), ("return.approved".to_owned(), number.0)]);
        let told = event_data(&shop.state, "return.approved", number.0.0).await.expect("the return");
        assert_eq!((&told["number"], &told["status"]), (&json!(number.to_string()), &json!("received")));
        shop.assert_consistent().await;
    }

    async fn a_customer_can_read_what_is_kept_and_their_words_go_with_their_account(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 2_000, 9).await, shop.staff().await);
        let customer = Buyer { client: shop.customer().await };
        let placed = customer.buy(&shop, mug, "2").await;
        super::ship(&staff, &placed, &[]).await.expect(200);
        shop.run_jobs().await;
        asked(&customer, &placed, &[1]).await;
        shop.run_jobs().await;
        let file = customer.client.post_form_from("/account/data", "/account/data/export", &[]).await.expect(200);
        let returned = file.json::<Value>()["orders"][0]["returns"][0].clone();
        assert_eq!((&returned["reason"], &returned["note"]), (&json!("damaged"), &json!("A crack in the rim")));
        customer.client.post_action("account/delete", &[("password", PASSWORD)]).await.expect(200);
        let notes: Vec<(String,)> =
            select(&shop.state.db, "SELECT note FROM order_return_line").all().await.expect("the lines");
        assert_eq!(notes, [(String::new(),)]);
        shop.run_jobs().await;
        shop.assert_consistent().await;
    }
}
