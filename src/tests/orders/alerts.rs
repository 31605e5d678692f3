//! Orders whose money did not go as it should stay in sight until somebody has seen to them.

use super::{buy, edit_to_more, set_up, ship, staff_order};
use crate::{
    api::selling::of_staff,
    support::{Buyer, Client, Placed, TestShop, card},
};
use reqwest::Method;
use serde_json::{Value, json};
use tradewind::{
    domain::{
        access::Permission,
        order::{OrderEventKind, OrderStatus},
        order_alert::AlertReason,
        payment::CaptureTime,
        staff::{Dashboard, OrderList},
    },
    server::{
        gateways::payment::{GatewayEvent, Outcome},
        jobs::worker,
        services::{order_alerts, record_payment::record_payment},
        store::{self, db::execute, payments::Payment},
    },
};

async fn payment_of(shop: &TestShop, placed: &Placed) -> Payment {
    let payments = store::payments::list(&shop.state.db, placed.number.0).await.expect("the payments");
    payments.first().cloned().expect("a payment")
}

/// Somebody paid for two mugs whose time had run out, and which somebody else has by now.
async fn pay_too_late(shop: &TestShop) -> Placed {
    let mug = shop.sell("Mug", 1_900, 3).await;
    let buyer = Buyer::guest(shop);
    let placed = buyer.order(shop, mug, "2").await;
    shop.clock.advance_minutes(60);
    worker::run_due(&shop.state).await.expect("the queue answers");
    Buyer::guest(shop).order(shop, mug, "2").await;
    buyer.pay(&placed, card::SUCCESS).await.expect(303);
    shop.run_jobs().await;
    assert_eq!(buyer.load(&placed).await.status, OrderStatus::Canceled);
    placed
}

/// What an order needs attention for.
async fn open(staff: &Client, placed: &Placed) -> Vec<AlertReason> {
    let alerts = staff_order(staff, placed).await.alerts;
    alerts.into_iter().filter(|alert| alert.done_at.is_none()).map(|alert| alert.reason).collect()
}

async fn listed(staff: &Client) -> Vec<String> {
    let fields = [("tab", "needs-attention"), ("query", ""), ("older", ""), ("newer", "")];
    let list: OrderList = staff.get_action("admin/list_orders", &fields).await.expect(200).json();
    list.orders.iter().map(|order| order.number.to_string()).collect()
}

async fn waiting(staff: &Client) -> i64 {
    let numbers: Dashboard = staff.get_action("admin/dashboard", &[]).await.expect(200).json();
    numbers.needs_attention
}

async fn letters(shop: &TestShop) -> Vec<String> {
    shop.subjects().await.into_iter().filter(|subject| subject.contains("needs attention")).collect()
}

on_both! {
    async fn money_that_came_too_late_is_in_sight_until_somebody_has_seen_to_it(shop: TestShop) {
        let staff = shop.staff().await;
        shop.staff_with(&[Permission::Catalog]).await;
        shop.customer().await;
        let placed = pay_too_late(&shop).await;
        let number = placed.number.to_string();
        assert_eq!(open(&staff, &placed).await, [AlertReason::LatePayment]);
        assert_eq!((listed(&staff).await, waiting(&staff).await), (vec![number.clone()], 1));
        assert_eq!(letters(&shop).await, [format!("Order {number} needs attention: paid too late")], "whoever works on orders");
        let mails = shop.mails().await;
        let mail = mails.iter().find(|mail| mail.subject.contains("needs attention")).expect("a mail");
        assert!(mail.body_text.contains(&format!("/admin/orders/{number}")) && mail.body_text.contains("€42.90"), "{}", mail.body_text);
        let page = staff.get(&format!("/admin/orders/{number}")).await.expect(200).body;
        assert!(page.contains("Needs attention: Paid too late") && page.contains("/actions/admin/mark_alert_done"), "{page}");
        assert!(staff.get("/admin").await.expect(200).body.contains("1 order needs attention"));
        let list = staff.get("/admin/orders?tab=needs-attention").await.expect(200).body;
        assert!(list.contains(&number));

        let alert = staff_order(&staff, &placed).await.alerts[0].id.to_string();
        for _ in 0..2 {
            staff.post_action("admin/mark_alert_done", &[("number", &number), ("alert", &alert)]).await.expect(200);
        }
        let order = staff_order(&staff, &placed).await;
        let notes: Vec<_> = order.detail.events.iter().filter(|event| event.kind == OrderEventKind::Note).collect();
        assert_eq!(notes.len(), 1, "pressed twice, done once");
        let me = staff.account.as_ref().expect("somebody").email.clone();
        assert_eq!((notes[0].message.as_str(), &notes[0].actor), ("Seen to: Paid too late", &me));
        assert_eq!((order.alerts[0].done_at, &order.alerts[0].actor), (Some(shop.clock.now()), &me));
        assert_eq!((listed(&staff).await, waiting(&staff).await), (Vec::new(), 0));
        let page = staff.get(&format!("/admin/orders/{number}")).await.expect(200).body;
        assert!(!page.contains("mark_alert_done"));
        shop.assert_consistent().await;
    }

    async fn staff_are_told_of_money_that_came_late_and_was_honored(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 1_900, 3).await, shop.staff().await);
        let buyer = Buyer::guest(&shop);
        let placed = buyer.order(&shop, mug, "2").await;
        shop.clock.advance_minutes(60);
        worker::run_due(&shop.state).await.expect("the queue answers");
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::Canceled);
        assert!(open(&staff, &placed).await.is_empty());
        buyer.pay(&placed, card::SUCCESS).await.expect(303);
        shop.run_jobs().await;
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::Paid);
        assert_eq!(open(&staff, &placed).await, [AlertReason::LatePaymentHonored]);
        let number = placed.number.to_string();
        assert_eq!(letters(&shop).await, [format!("Order {number} needs attention: paid late, and honored")]);
        let page = staff.get(&format!("/admin/orders/{number}")).await.expect(200).body;
        assert!(page.contains("Needs attention: Paid late, and honored") && page.contains("€42.90"), "{page}");
        shop.assert_consistent().await;
    }

    async fn a_late_authorization_that_is_honored_is_told_of_as_well(shop: TestShop) {
        set_up(&shop, |settings| settings.capture = CaptureTime::AtShipment).await;
        let (mug, staff) = (shop.sell("Mug", 10_000, 3).await, shop.staff().await);
        let buyer = Buyer::guest(&shop);
        let placed = buyer.order(&shop, mug, "1").await;
        shop.clock.advance_minutes(60);
        worker::run_due(&shop.state).await.expect("the queue answers");
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::Canceled);
        let late = GatewayEvent {
            id: "late".into(),
            reference: payment_of(&shop, &placed).await.reference,
            outcome: Outcome::Authorized { amount_minor: 10_000 },
        };
        record_payment(&shop.state, "sandbox", &late).await.expect("noted");
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::Paid);
        assert_eq!(open(&staff, &placed).await, [AlertReason::LatePaymentHonored]);
        // When the order expired, it was decided to let go of the payment.
        shop.run_jobs().await;
        assert_eq!(payment_of(&shop, &placed).await.capturable(), 10_000, "kept until it ships");
        assert_eq!(open(&staff, &placed).await, [AlertReason::LatePaymentHonored]);
    }

    async fn the_same_reason_adds_nothing_while_it_is_open(shop: TestShop) {
        let staff = shop.staff().await;
        let placed = pay_too_late(&shop).await;
        let again = async || {
            let mut tx = shop.state.db.begin().await.expect("a transaction");
            let news = order_alerts::raise(&mut tx, placed.number.0, AlertReason::LatePayment, "again", shop.clock.now());
            let news = news.await.expect("an answer");
            tx.commit().await.expect("committed");
            shop.run_jobs().await;
            news
        };
        assert!(!again().await);
        assert_eq!((letters(&shop).await.len(), open(&staff, &placed).await.len()), (1, 1));
        let number = placed.number.to_string();
        let alert = staff_order(&staff, &placed).await.alerts[0].id.to_string();
        staff.post_action("admin/mark_alert_done", &[("number", &number), ("alert", &alert)]).await.expect(200);
        assert!(again().await, "what happens once more after it was seen to is news");
        assert_eq!((letters(&shop).await.len(), open(&staff, &placed).await.len()), (2, 1));
    }

    async fn a_refund_that_the_gateway_refuses_needs_attention(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 10_000, 3).await, shop.staff().await);
        let (_, placed) = buy(&shop, &[(mug, 1)]).await;
        execute(&shop.state.db, "UPDATE sandbox_payment SET refunded_minor = 10000, status = 'refunded'").run().await.expect("tampered");
        let (number, payment) = (placed.number.to_string(), payment_of(&shop, &placed).await.id.to_string());
        let fields = [("number", number.as_str()), ("payment", &payment), ("seen", "0"), ("amount", "30"), ("reason", "scratch")];
        staff.post_action("admin/refund_payment", &fields).await.expect(200);
        shop.run_jobs().await;
        assert_eq!(open(&staff, &placed).await, [AlertReason::RefundFailed]);
        assert!(staff_order(&staff, &placed).await.alerts[0].detail.contains("€30.00"));
        assert_eq!(letters(&shop).await, [format!("Order {number} needs attention: a refund failed")]);
    }

    async fn a_capture_that_fails_after_the_order_shipped_needs_attention_until_the_money_came(shop: TestShop) {
        set_up(&shop, |settings| settings.capture = CaptureTime::AtShipment).await;
        let (mug, staff) = (shop.sell("Mug", 10_000, 3).await, shop.staff().await);
        let (_, placed) = buy(&shop, &[(mug, 1)]).await;
        // The gateway has no such promise any more, and nobody has told the shop.
        execute(&shop.state.db, "UPDATE sandbox_payment SET voided_minor = 10000").run().await.expect("tampered");
        ship(&staff, &placed, &[]).await.expect(200);
        while worker::run_due(&shop.state).await.expect("the queue answers") > 0 {}
        assert_eq!(open(&staff, &placed).await, [AlertReason::CaptureFailed]);
        let order = staff_order(&staff, &placed).await;
        assert!(order.alerts[0].detail.contains("€100.00 could not be captured"), "{}", order.alerts[0].detail);
        assert_eq!(order.detail.events.iter().filter(|event| event.kind == OrderEventKind::Note).count(), 1);
        assert_eq!(letters(&shop).await.len(), 1);
        shop.clock.advance_minutes(1);
        while worker::run_due(&shop.state).await.expect("the queue answers") > 0 {}
        assert_eq!((open(&staff, &placed).await.len(), letters(&shop).await.len()), (1, 1), "told once");
        execute(&shop.state.db, "UPDATE sandbox_payment SET voided_minor = 0").run().await.expect("as it was");
        shop.clock.advance_minutes(60);
        while worker::run_due(&shop.state).await.expect("the queue answers") > 0 {}
        let order = staff_order(&staff, &placed).await;
        assert_eq!(order.detail.captured.minor, 10_000);
        assert_eq!(order.alerts[0].actor, "sandbox", "it settled itself");
        assert!(open(&staff, &placed).await.is_empty());
        shop.assert_consistent().await;
    }

    async fn an_authorization_that_the_gateway_lets_go_of_needs_attention(shop: TestShop) {
        set_up(&shop, |settings| settings.capture = CaptureTime::AtShipment).await;
        let (mug, staff) = (shop.sell("Mug", 10_000, 3).await, shop.staff().await);
        let (_, placed) = buy(&shop, &[(mug, 1)]).await;
        let reference = payment_of(&shop, &placed).await.reference;
        shop.state.gateways.get("sandbox").expect("the sandbox").void(&reference).await.expect("let go of");
        shop.run_jobs().await;
        assert_eq!(open(&staff, &placed).await, [AlertReason::AuthorizationLost]);
    }

    async fn a_changed_order_that_ships_before_its_difference_is_paid_needs_attention(shop: TestShop) {
        let (mug, tea, staff) = (shop.sell("Mug", 10_000, 5).await, shop.sell("Tea", 500, 5).await, shop.staff().await);
        let (_, placed) = buy(&shop, &[(mug, 1)]).await;
        edit_to_more(&staff, &placed, tea).await;
        let edits = staff_order(&staff, &placed).await.detail.edits.to_string();
        ship(&staff, &placed, &[("edits", &edits)]).await.expect(200);
        assert_eq!(open(&staff, &placed).await, [AlertReason::DifferenceOpen]);
        let order = staff_order(&staff, &placed).await;
        assert!(order.alerts[0].detail.contains("€5.00"), "{}", order.alerts[0].detail);
    }

    async fn a_dispute_is_told_of_once_however_often_the_gateway_tells_of_it(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 10_000, 3).await, shop.staff().await);
        let (buyer, placed) = buy(&shop, &[(mug, 1)]).await;
        let dispute = GatewayEvent {
            id: "dispute-dp_1".into(),
            reference: payment_of(&shop, &placed).await.reference,
            outcome: Outcome::Disputed { reason: "The customer disputes it at their bank: fraudulent.".into() },
        };
        let number = placed.number.to_string();
        for round in 0..2 {
            record_payment(&shop.state, "sandbox", &dispute).await.expect("noted");
            let alerts = staff_order(&staff, &placed).await.alerts;
            assert_eq!((alerts.len(), alerts[0].reason), (1, AlertReason::PaymentDisputed), "{round}");
            let alert = alerts[0].id.to_string();
            staff.post_action("admin/mark_alert_done", &[("number", &number), ("alert", &alert)]).await.expect(200);
        }
        let customer = buyer.load(&placed).await;
        assert!(customer.events.iter().all(|event| !event.message.contains("disputes")), "the customer reads nothing of it");
        shop.run_jobs().await;
        shop.assert_consistent().await;
    }

    async fn alerts_are_for_those_who_work_on_orders_and_each_for_its_own_order(shop: TestShop) {
        let staff = shop.staff().await;
        let placed = pay_too_late(&shop).await;
        let alert = staff_order(&staff, &placed).await.alerts[0].id.to_string();
        let number = placed.number.to_string();
        let others = shop.staff_with(&[Permission::Catalog, Permission::Settings]).await;
        others.post_action("admin/mark_alert_done", &[("number", &number), ("alert", &alert)]).await.expect(403);
        let tea = shop.sell("Tea", 500, 5).await;
        let (_, other) = buy(&shop, &[(tea, 1)]).await;
        let fields = [("number", other.number.to_string()), ("alert", alert.clone())];
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        staff.post_action("admin/mark_alert_done", &fields).await.expect(404);
        assert_eq!(open(&staff, &placed).await.len(), 1);
    }

    async fn programs_find_them_and_note_that_they_were_seen_to(shop: TestShop) {
        let number = pay_too_late(&shop).await.number.to_string();
        let program = of_staff(&shop).await;
        let numbers = async |wanted: &str| -> Vec<Value> {
            let list: Value = program.get(&format!("/orders?needs_attention={wanted}")).await.expect(200).json();
            list["items"].as_array().expect("items").iter().map(|order| order["number"].clone()).collect()
        };
        assert_eq!(numbers("true").await, [json!(number)]);
        assert_eq!(numbers("false").await.len(), 1, "the order that has the stock");
        program.get("/orders?needs_attention=perhaps").await.expect(422);
        let path = format!("/orders/{number}/alerts");
        let alerts: Value = program.get(&path).await.expect(200).json();
        assert_eq!((&alerts["items"][0]["reason"], &alerts["items"][0]["done_at"]), (&json!("late_payment"), &Value::Null));
        let done = format!("{path}/{}/done", alerts["items"][0]["id"]);
        let alert: Value = program.send(Method::POST, &done, "d1", None).await.expect(200).json();
        assert!(alert["done_at"].is_string(), "{alert}");
        assert_eq!(numbers("true").await, Vec::<Value>::new());
        program.send(Method::POST, &format!("{path}/999/done"), "d2", None).await.expect(404);
    }

    async fn staff_hear_of_new_orders_only_if_the_owner_wants_it(shop: TestShop) {
        let mug = shop.sell("Mug", 10_000, 9).await;
        shop.staff().await;
        let told = async || shop.subjects().await.into_iter().filter(|subject| subject.starts_with("New order")).count();
        buy(&shop, &[(mug, 1)]).await;
        assert_eq!(told().await, 0);
        set_up(&shop, |settings| settings.tell_new_orders = true).await;
        let (_, placed) = buy(&shop, &[(mug, 2)]).await;
        assert_eq!(told().await, 1);
        let mails = shop.mails().await;
        let mail = mails.iter().find(|mail| mail.subject == format!("New order {}", placed.number)).expect("a mail");
        assert!(mail.body_text.contains("2 × Mug") && mail.body_text.contains("€200.00"), "{}", mail.body_text);
    }
}
