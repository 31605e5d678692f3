//! Paying on the gateway's page and coming back.

use crate::support::{Buyer, Placed, TestShop, card};
use tradewind::{
    domain::{
        ids::VariantId,
        order::{OrderDetail, OrderEventKind, OrderStatus},
    },
    error::AppError,
    server::{
        gateways::sandbox::Event,
        jobs::{Job, OrderMailKind},
        store::db::select,
    },
};

/// A buyer at the gateway's page, with two mugs of three ordered.
async fn order_two_mugs(shop: &TestShop) -> (Buyer, Placed, VariantId) {
    let mug = shop.sell("Mug", 1_900, 3).await;
    let buyer = Buyer::guest(shop);
    let placed = buyer.order(shop, mug, "2").await;
    (buyer, placed, mug)
}

fn kinds(order: &OrderDetail) -> Vec<OrderEventKind> {
    order.events.iter().map(|event| event.kind).collect()
}

fn confirmation(placed: &Placed) -> Job {
    Job::OrderMail { order: placed.number.0, mail: OrderMailKind::Confirmation }
}

/// Fails unless the order is paid, once.
async fn assert_paid_once(shop: &TestShop, buyer: &Buyer, placed: &Placed) {
    let order = buyer.load(placed).await;
    assert_eq!((order.status, order.captured.minor), (OrderStatus::Paid, order.totals.total));
    assert_eq!(kinds(&order).iter().filter(|kind| **kind == OrderEventKind::Paid).count(), 1);
    let text = "SELECT kind, status, amount_minor FROM payment_transaction WHERE status = 'succeeded'";
    let ledger: Vec<(String, String, i64)> = select(&shop.state.db, text).all().await.expect("the ledger");
    assert_eq!(ledger, [("capture".to_owned(), "succeeded".to_owned(), order.totals.total)]);
    let confirmations = shop.jobs().await.into_iter().filter(|job| *job == confirmation(placed)).count();
    assert_eq!((shop.count("orders").await, confirmations), (1, 1));
    shop.assert_consistent().await;
}

/// What the gateway told, or will tell, the shop.
async fn events(shop: &TestShop) -> Vec<Event> {
    let event = |job| match job {
        Job::SandboxWebhook { event } => Some(event),
        _ => None,
    };
    shop.jobs().await.into_iter().filter_map(event).collect()
}

on_both! {
    async fn a_payment_is_confirmed_when_the_browser_returns(shop: TestShop) {
        let (buyer, placed, _) = order_two_mugs(&shop).await;
        let page = buyer.client.get(&placed.payment).await.expect(200).body;
        assert!(page.contains("Pay €42.90") && page.contains(&format!("Order {}", placed.number)), "{page}");
        let answer = buyer.pay(&placed, "4242-4242 42424242").await.expect(303);
        assert_eq!(answer.location(), Some(format!("{}{}", shop.url, placed.back)));
        let answer = buyer.client.get(&placed.back).await.expect(303);
        assert_eq!(answer.location(), Some(format!("{}&placed=1", placed.page())));
        let confirmed = buyer.client.follow(&placed.back).await.expect(200).body;
        for shown in ["Thank you, Ada", "is paid and being packed", "ada@example.com", "Mug", "€42.90"] {
            assert!(confirmed.contains(shown), "the confirmation does not show {shown}");
        }
        assert_paid_once(&shop, &buyer, &placed).await;
        shop.run_jobs().await;
        assert_paid_once(&shop, &buyer, &placed).await;
        assert_eq!(shop.subjects().await, [format!("Your order {}", placed.number)]);
        let (sold,): (i64,) = select(&shop.state.db, "SELECT sold FROM product").one().await.expect("the product");
        assert_eq!(sold, 2);
    }

    async fn a_declined_card_loses_nothing(shop: TestShop) {
        let (buyer, placed, mug) = order_two_mugs(&shop).await;
        let declined = buyer.pay(&placed, card::DECLINED).await.expect(402);
        assert!(declined.body.contains("The card was declined.") && declined.body.contains("name=\"number\""));
        buyer.client.follow(&placed.back).await.expect(200);
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.status, order.captured.minor), (OrderStatus::PendingPayment, 0));
        assert_eq!(order.payment_problem.as_deref(), Some("The card was declined."));
        assert_eq!(kinds(&order), [OrderEventKind::Placed, OrderEventKind::PaymentFailed]);
        assert_eq!(shop.stock(mug).await, (3, 2), "the stock stays reserved");
        let page = buyer.client.get(&placed.page()).await.expect(200).body;
        assert!(page.contains("The payment did not go through") && page.contains("Pay now"), "{page}");
        let mails = shop.mails().await;
        assert_eq!(mails.len(), 1);
        assert!(mails[0].subject.contains("did not go through") && mails[0].body_text.contains(&placed.page()));
        let again = [("number", placed.number.to_string()), ("token", placed.token.clone())];
        let again: Vec<_> = again.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer =
            buyer.client.post_form_from(&placed.page(), "/actions/orders/retry_payment", &again).await.expect(302);
        assert_eq!(answer.location(), Some(placed.payment.clone()));
        buyer.pay(&placed, card::SUCCESS).await.expect(303);
        buyer.client.follow(&placed.back).await.expect(200);
        assert_paid_once(&shop, &buyer, &placed).await;
        assert_eq!(buyer.load(&placed).await.payment_problem, None);
        let answer = buyer.client.post_action("orders/retry_payment", &again).await.expect(409);
        assert_eq!(answer.error(), AppError::OrderMovedOn);
    }

    async fn a_card_that_is_none_of_the_test_cards_is_refused(shop: TestShop) {
        let (buyer, placed, _) = order_two_mugs(&shop).await;
        for number in ["", "4111 1111 1111 1111", "<script>alert(1)</script>", "' OR 1=1 --", "\0"] {
            let refused = buyer.pay(&placed, number).await.expect(422).body;
            assert!(refused.contains("role=\"alert\"") && !refused.contains("<script"), "{number}: {refused}");
        }
        assert!(events(&shop).await.is_empty());
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::PendingPayment);
    }

    async fn a_challenge_decides_about_the_payment(shop: TestShop) {
        let (buyer, placed, _) = order_two_mugs(&shop).await;
        buyer.answer_challenge(&placed, "approve").await.expect(303);
        assert!(events(&shop).await.is_empty(), "an answer that nobody asked for pays nothing");
        let answer = buyer.pay(&placed, card::CHALLENGE).await.expect(303);
        assert_eq!(answer.location(), Some(placed.payment.clone()));
        assert!(buyer.client.get(&placed.payment).await.expect(200).body.contains("Yes, it is me"));
        let refused = buyer.answer_challenge(&placed, "refuse").await.expect(402).body;
        assert!(refused.contains("3-D Secure was not confirmed."), "{refused}");
        shop.run_jobs().await;
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::PendingPayment);
        buyer.pay(&placed, card::CHALLENGE).await.expect(303);
        buyer.answer_challenge(&placed, "").await.expect(402);
        buyer.pay(&placed, card::CHALLENGE).await.expect(303);
        buyer.answer_challenge(&placed, "approve").await.expect(303);
        buyer.client.follow(&placed.back).await.expect(200);
        shop.run_jobs().await;
        assert_paid_once(&shop, &buyer, &placed).await;
    }

    async fn the_webhook_alone_confirms_the_payment(shop: TestShop) {
        let (buyer, placed, _) = order_two_mugs(&shop).await;
        buyer.pay(&placed, card::SUCCESS).await.expect(303);
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::PendingPayment, "nobody has told the shop");
        shop.run_jobs().await;
        assert_paid_once(&shop, &buyer, &placed).await;
        buyer.client.follow(&placed.back).await.expect(200);
        assert_paid_once(&shop, &buyer, &placed).await;
    }

    async fn a_webhook_that_comes_twice_counts_once(shop: TestShop) {
        let (buyer, placed, _) = order_two_mugs(&shop).await;
        buyer.pay(&placed, card::WEBHOOK_TWICE).await.expect(303);
        assert_eq!(events(&shop).await.len(), 2);
        shop.run_jobs().await;
        assert_paid_once(&shop, &buyer, &placed).await;
    }

    async fn a_webhook_that_comes_late_changes_nothing(shop: TestShop) {
        let (buyer, placed, _) = order_two_mugs(&shop).await;
        buyer.pay(&placed, card::WEBHOOK_LATE).await.expect(303);
        shop.run_jobs().await;
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::PendingPayment, "the webhook is still on its way");
        buyer.client.follow(&placed.back).await.expect(200);
        assert_paid_once(&shop, &buyer, &placed).await;
        let paid = buyer.load(&placed).await;
        shop.clock.advance_minutes(1);
        shop.run_jobs().await;
        assert_eq!(buyer.load(&placed).await, paid);
        assert_paid_once(&shop, &buyer, &placed).await;
    }

    async fn a_paid_order_cannot_be_paid_again(shop: TestShop) {
        let (buyer, placed, _) = order_two_mugs(&shop).await;
        buyer.pay(&placed, card::SUCCESS).await.expect(303);
        buyer.pay(&placed, card::SUCCESS).await.expect(303);
        buyer.pay(&placed, card::DECLINED).await.expect(303);
        let closed = buyer.client.get(&placed.payment).await.expect(303);
        assert_eq!(closed.location(), Some(format!("{}{}", shop.url, placed.back)));
        assert_eq!(events(&shop).await.len(), 1);
        shop.run_jobs().await;
        assert_paid_once(&shop, &buyer, &placed).await;
    }

    async fn leaving_the_payment_page_keeps_the_order(shop: TestShop) {
        let (buyer, placed, _) = order_two_mugs(&shop).await;
        let page = buyer.client.follow(&placed.back).await.expect(200).body;
        assert!(page.contains("Almost there") && page.contains("Pay now"), "{page}");
        shop.run_jobs().await;
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::PendingPayment);
        assert!(shop.mails().await.is_empty(), "nothing is confirmed that is not paid");
        shop.assert_consistent().await;
    }

    async fn only_the_links_token_returns_from_the_gateway(shop: TestShop) {
        let (buyer, placed, _) = order_two_mugs(&shop).await;
        buyer.pay(&placed, card::SUCCESS).await.expect(303);
        for query in ["", "?token=", "?token=00", &format!("?token={}", "0".repeat(64)), "?token=%00", "?placed=1"] {
            shop.visitor().get(&format!("/orders/{}/return{query}", placed.number)).await.expect(404);
        }
        for number in ["T0", "T100000", "T-1", "1", "x", "T99999999999999999999", "%00"] {
            shop.visitor().get(&format!("/orders/{number}/return?token={}", placed.token)).await.expect(404);
        }
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::PendingPayment);
    }
}
