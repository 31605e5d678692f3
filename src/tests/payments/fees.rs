//! What gateways keep for themselves is in the books, once for each capture.

use super::{buy_for_100, capture_at_shipment, found, manual, order_for_100, payment_of, tamper};
use crate::{
    api::selling::of_staff,
    support::{TestShop, card},
};
use serde_json::{Value, json};
use tradewind::server::{
    gateways::payment::{GatewayEvent, Outcome},
    services::record_payment::{Recorded, record_payment},
    store::db::select,
};

/// What the books hold of fees, and what gateways hold less their fees.
async fn books(shop: &TestShop) -> (i64, i64) {
    let text = "SELECT CAST(COALESCE(SUM(CASE WHEN account = 'fee' THEN amount_minor ELSE 0 END), 0) AS BIGINT),
                       CAST(COALESCE(SUM(CASE WHEN account = 'gateway' THEN amount_minor ELSE 0 END), 0) AS BIGINT)
                FROM journal_posting";
    select(&shop.state.db, text).one().await.expect("balances")
}

on_both! {
    async fn the_fee_of_a_capture_is_posted_once_and_shown_to_staff(shop: TestShop) {
        let staff = shop.staff().await;
        let (buyer, placed) = order_for_100(&shop).await;
        buyer.pay(&placed, card::WEBHOOK_TWICE).await.expect(303);
        buyer.client.follow(&placed.back).await.expect(200);
        shop.run_jobs().await;
        // 1.4 % and 0.25 of 100.00.
        assert_eq!(books(&shop).await, (165, 9_835));
        let page = staff.get(&format!("/admin/orders/{}", placed.number)).await.expect(200).body;
        assert!(page.contains("Fee of the gateway") && page.contains("€1.65"), "{page}");
        let seen = buyer.client.get(&placed.page()).await.expect(200).body;
        assert!(!seen.contains("€1.65"), "the customer does not see it");
        let program = of_staff(&shop).await;
        let payments: Value = program.get(&format!("/orders/{}/payments", placed.number)).await.expect(200).json();
        assert_eq!(payments["items"][0]["fee"], json!({"amount": 165, "currency": "EUR"}));
        assert_eq!(payments["items"][0]["transactions"][0]["fee"]["amount"], 165);
        shop.assert_consistent().await;
    }

    async fn every_part_that_is_captured_has_its_fee_and_a_refund_gives_none_back(shop: TestShop) {
        capture_at_shipment(&shop).await;
        let (buyer, placed) = order_for_100(&shop).await;
        buyer.pay(&placed, card::SUCCESS).await.expect(303);
        shop.run_jobs().await;
        assert_eq!(books(&shop).await, (0, 0), "nothing was captured yet");
        let program = of_staff(&shop).await;
        let path = format!("/orders/{}/payments/{}", placed.number, payment_of(&shop, &placed).await.id);
        for (key, minor) in [("one", 2_000), ("two", 1_050)] {
            let amount = json!({"amount": {"amount": minor, "currency": "EUR"}});
            program.post_once(&format!("{path}/capture"), key, amount).await.expect(200);
        }
        // 28 + 25 and, rounded half-up from 14.7, 15 + 25.
        assert_eq!(books(&shop).await.0, 93);
        let back = json!({"amount": {"amount": 2_000, "currency": "EUR"}, "reason": "Scratched"});
        program.post_once(&format!("{path}/refunds"), "back", back).await.expect(201);
        shop.run_jobs().await;
        assert_eq!(books(&shop).await, (93, 1_050 - 93));
        shop.assert_consistent().await;
    }

    async fn a_gateway_that_tells_nothing_leaves_the_fee_unknown_and_may_tell_later(shop: TestShop) {
        let staff = shop.staff().await;
        let (_, placed) = manual::pay_by_transfer(&shop, &staff).await;
        let order: Value = staff.get_action("admin/get_order", &[("number", &placed.number.to_string())]).await.expect(200).json();
        assert_eq!(order["payments"][0]["fee"], Value::Null);
        assert_eq!(books(&shop).await, (0, 10_000));
        let payment = payment_of(&shop, &placed).await;
        let event = |amount_minor: i64, capture: &str| GatewayEvent {
            id: "fee-1".into(),
            reference: payment.reference.clone(),
            outcome: Outcome::Fee { capture: capture.into(), amount_minor },
        };
        let capture = format!("paid-{}-0", payment.id);
        for (told, recorded) in [
            (event(30, "another"), Recorded::Before),
            (event(30, &capture), Recorded::Now),
            (event(30, &capture), Recorded::Before),
            (event(99, &capture), Recorded::Before),
        ] {
            let answer = record_payment(&shop.state, "bank-transfer", &told).await.expect("an answer");
            assert_eq!(answer, recorded, "{told:?}");
        }
        assert_eq!(books(&shop).await, (30, 9_970));
        shop.assert_consistent().await;
    }

    async fn a_fee_that_is_not_in_the_books_is_found(shop: TestShop) {
        buy_for_100(&shop).await;
        assert!(found(&shop).await.is_empty());
        assert!(tamper(&shop, "UPDATE payment_transaction SET fee_minor = 1").await);
        assert!(found(&shop).await.iter().any(|line| line.contains("fees: 165 in the journal, 1 by the ledger")));
        assert!(!tamper(&shop, "UPDATE payment_transaction SET fee_minor = -1").await, "the schema refuses it");
    }
}
