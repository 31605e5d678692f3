//! `Idempotency-Key`: what is sent again is done once.

use super::{conventions::problem, shopper::Program, tokens::token};
use crate::support::{Buyer, TestShop, at_once};
use reqwest::Method;
use serde_json::{Value, json};
use tradewind::{
    domain::api_token::Scope,
    server::{
        jobs::Job,
        store::db::{execute, select},
    },
};

/// A program of staff that may work on orders and stock.
async fn of_staff(shop: &TestShop) -> Program {
    let staff = shop.staff().await.account.expect("somebody");
    let scopes = [Scope::SalesRead, Scope::SalesWrite, Scope::StockRead, Scope::StockWrite];
    Program::with_token(shop, token(shop, &staff, &scopes).await)
}

/// An order that was paid, and the path of its payment.
async fn paid(shop: &TestShop, staff: &Program) -> String {
    let mug = shop.sell("Mug", 1_900, 9).await;
    let placed = Buyer::guest(shop).buy(shop, mug, "1").await;
    let payments: Value = staff.get(&format!("/orders/{}/payments", placed.number)).await.expect(200).json();
    format!("/orders/{}/payments/{}", placed.number, payments["items"][0]["id"])
}

fn refund(minor: i64) -> Value {
    json!({"amount": {"amount": minor, "currency": "EUR"}, "reason": "Scratched"})
}

on_both! {
    async fn the_same_key_twenty_times_at_once_is_one_order(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 50).await;
        let program = Program::of_nobody(&shop);
        let (cart, total) = program.fill(mug, 1, "sandbox").await;
        let path = format!("{cart}/order");
        let sends = (0..20).map(|_| {
            let (program, path, body) = (program.clone(), path.clone(), json!({"expected_total": total}));
            let send: futures::future::BoxFuture<'static, crate::support::Answer> =
                Box::pin(async move { program.post_once(&path, "one-order", body).await });
            send
        });
        let answers = at_once(sends).await;
        for answer in &answers {
            match answer.status {
                201 => {}
                409 => assert!(answer.header("retry-after").is_some(), "{}", answer.body),
                status => panic!("{status}: {}", answer.body),
            }
        }
        assert!(answers.iter().any(|answer| answer.status == 201));
        assert_eq!(shop.count("orders").await, 1);
        let again = program.post_once(&path, "one-order", json!({"expected_total": total})).await.expect(201);
        assert_eq!(again.header("idempotency-replayed"), Some("true"));
        let first = answers.iter().find(|answer| answer.status == 201).expect("the first");
        assert_eq!((&again.body, again.location()), (&first.body, first.location()));
        assert_eq!(shop.stock(mug).await, (50, 1));
        shop.assert_consistent().await;
    }

    async fn a_key_stands_for_one_request(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let program = Program::of_nobody(&shop);
        let (cart, total) = program.fill(mug, 1, "sandbox").await;
        let path = format!("{cart}/order");
        let missing = program.post(&path, json!({"expected_total": total})).await;
        assert!(problem(&missing, 400)["detail"].as_str().expect("a detail").contains("Idempotency-Key"));
        for bad in ["a b", "\"", &"x".repeat(65), "ä"] {
            problem(&program.post_once(&path, bad, json!({"expected_total": total})).await, 400);
        }
        // A refusal did nothing: the key is free for the corrected request.
        let wrong = json!({"expected_total": {"amount": 1, "currency": "EUR"}});
        problem(&program.post_once(&path, "k1", wrong.clone()).await, 409);
        program.post_once(&path, "k1", json!({"expected_total": total})).await.expect(201);
        problem(&program.post_once(&path, "k1", wrong).await, 422);
        // Somebody else's key of the same name is another one.
        let other = Program::of_nobody(&shop);
        let (cart, total) = other.fill(mug, 1, "sandbox").await;
        other.post_once(&format!("{cart}/order"), "k1", json!({"expected_total": total})).await.expect(201);
        assert_eq!(shop.count("orders").await, 2);
        shop.assert_consistent().await;
    }

    async fn a_refund_sent_again_gives_back_once(shop: TestShop) {
        let staff = of_staff(&shop).await;
        let path = format!("{}/refunds", paid(&shop, &staff).await);
        let first = staff.post_once(&path, "r1", refund(500)).await.expect(201);
        let again = staff.post_once(&path, "r1", refund(500)).await.expect(201);
        assert_eq!((again.header("idempotency-replayed"), &again.body), (Some("true"), &first.body));
        problem(&staff.post_once(&path, "r1", refund(600)).await, 422);
        // The answer was lost and forgotten: the refund's own key holds.
        execute(&shop.state.db, "DELETE FROM idempotent_request").run().await.expect("forgotten");
        let after: Value = staff.post_once(&path, "r1", refund(500)).await.expect(201).json();
        assert_eq!(after["id"], first.json::<Value>()["id"]);
        shop.run_jobs().await;
        staff.post_once(&path, "r2", refund(500)).await.expect(201);
        shop.run_jobs().await;
        assert_eq!(shop.count("refund").await, 2);
        let too_much = staff.post_once(&path, "r3", refund(100_000)).await;
        assert_eq!(problem(&too_much, 422)["errors"][0]["field"], "amount");
        shop.assert_consistent().await;
    }

    async fn a_capture_whose_run_died_is_made_once(shop: TestShop) {
        let fields = [
            ("capture", "at_shipment"), ("sandbox", "true"), ("bank_holder", ""), ("bank_iban", ""), ("bank_days", "7"),
            ("cash_days", "14"),
        ];
        shop.owner().await.post_action("admin/save_payment_settings", &fields).await.expect(200);
        let staff = of_staff(&shop).await;
        let payment = paid(&shop, &staff).await;
        let path = format!("{payment}/capture");
        let captured = async || -> Value {
            let list: Value = staff.get(payment.rsplit_once('/').expect("a path").0).await.expect(200).json();
            list["items"][0]["captured"]["amount"].clone()
        };
        let amount = |minor: i64| json!({"amount": {"amount": minor, "currency": "EUR"}});
        let too_much = staff.post_once(&path, "c0", amount(100_000)).await;
        assert_eq!(problem(&too_much, 422)["errors"][0]["field"], "amount");
        staff.post_once(&path, "c1", amount(2_000)).await.expect(200);
        assert_eq!(captured().await, 2_000);
        let die = "UPDATE idempotent_request SET status = NULL, body = '', headers = ''";
        execute(&shop.state.db, die).run().await.expect("dead");
        shop.clock.advance_minutes(3);
        // There is less left than the request asks for; but it was allowed when it began, and it was done.
        staff.post_once(&path, "c1", amount(2_000)).await.expect(200);
        assert_eq!(captured().await, 2_000);
        shop.run_jobs().await;
        shop.assert_consistent().await;
    }

    async fn a_cancellation_whose_run_died_is_answered_as_done(shop: TestShop) {
        let staff = of_staff(&shop).await;
        let mug = shop.sell("Mug", 1_900, 9).await;
        let number = Buyer::guest(&shop).buy(&shop, mug, "1").await.number;
        let path = format!("/orders/{number}/cancel");
        staff.send(Method::POST, &path, "x1", None).await.expect(200);
        let die = "UPDATE idempotent_request SET status = NULL, body = '', headers = ''";
        execute(&shop.state.db, die).run().await.expect("dead");
        shop.clock.advance_minutes(3);
        let taken: Value = staff.send(Method::POST, &path, "x1", None).await.expect(200).json();
        assert_eq!(taken["status"], "canceled");
        problem(&staff.send(Method::POST, &path, "x2", None).await, 409);
        shop.run_jobs().await;
        shop.assert_consistent().await;
    }

    async fn what_a_dead_run_began_is_taken_over_after_its_lease(shop: TestShop) {
        let staff = of_staff(&shop).await;
        let path = format!("{}/refunds", paid(&shop, &staff).await);
        staff.post_once(&path, "r1", refund(500)).await.expect(201);
        // As if the process had died before it answered.
        let die = "UPDATE idempotent_request SET status = NULL, body = '', headers = ''";
        execute(&shop.state.db, die).run().await.expect("dead");
        let waiting = staff.post_once(&path, "r1", refund(500)).await;
        problem(&waiting, 409);
        assert!(waiting.header("retry-after").is_some());
        shop.clock.advance_minutes(3);
        let taken = staff.post_once(&path, "r1", refund(500)).await.expect(201);
        assert_eq!(taken.header("idempotency-replayed"), None);
        assert_eq!(shop.count("refund").await, 1);
        shop.run_jobs().await;
        shop.assert_consistent().await;
    }

    async fn what_must_not_happen_twice_is_not_taken_over(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let staff = of_staff(&shop).await;
        let items: Value = staff.get("/inventory-items").await.expect(200).json();
        let path = format!("/inventory-items/{}/receive", items["items"][0]["id"]);
        staff.post_once(&path, "in-1", json!({"quantity": 5})).await.expect(200);
        staff.post_once(&path, "in-1", json!({"quantity": 5})).await.expect(200);
        assert_eq!(shop.stock(mug).await, (14, 0));
        let die = "UPDATE idempotent_request SET status = NULL, body = '', headers = ''";
        execute(&shop.state.db, die).run().await.expect("dead");
        shop.clock.advance_minutes(3);
        problem(&staff.post_once(&path, "in-1", json!({"quantity": 5})).await, 409);
        // Without a key it is done as often as it is sent.
        staff.post(&path, json!({"quantity": 1})).await.expect(200);
        assert_eq!(shop.stock(mug).await, (15, 0));
        shop.assert_consistent().await;
    }

    async fn answers_are_kept_for_a_day(shop: TestShop) {
        let staff = of_staff(&shop).await;
        shop.sell("Mug", 1_900, 9).await;
        let items: Value = staff.get("/inventory-items").await.expect(200).json();
        let path = format!("/inventory-items/{}/receive", items["items"][0]["id"]);
        staff.post_once(&path, "in-1", json!({"quantity": 5})).await.expect(200);
        shop.clock.advance_minutes(24 * 60 - 1);
        let kept = staff.post_once(&path, "in-1", json!({"quantity": 5})).await.expect(200);
        assert_eq!(kept.header("idempotency-replayed"), Some("true"));
        shop.clock.advance_minutes(2);
        let mut tx = shop.state.db.begin().await.expect("a transaction");
        Job::Sweep.enqueue(&mut tx, shop.clock.now()).await.expect("a job");
        tx.commit().await.expect("committed");
        shop.run_jobs().await;
        let (kept,): (i64,) = select(&shop.state.db, "SELECT CAST(COUNT(*) AS BIGINT) FROM idempotent_request")
            .one()
            .await
            .expect("a number");
        assert_eq!(kept, 0);
    }
}

#[tokio::test]
async fn a_key_of_one_token_is_not_anothers() {
    let shop = TestShop::sqlite().await;
    let (one, other) = (of_staff(&shop).await, of_staff(&shop).await);
    shop.sell("Mug", 1_900, 9).await;
    let items: Value = one.get("/inventory-items").await.expect(200).json();
    let path = format!("/inventory-items/{}/receive", items["items"][0]["id"]);
    for program in [&one, &other] {
        let answer = program.post_once(&path, "in-1", json!({"quantity": 5})).await.expect(200);
        assert_eq!(answer.header("idempotency-replayed"), None);
    }
    let nobody = Program::of_nobody(&shop).send(Method::POST, &path, "in-1", Some(json!({"quantity": 5}))).await;
    problem(&nobody, 401);
}
