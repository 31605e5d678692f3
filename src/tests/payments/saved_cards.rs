//! Cards that customers keep: ticked at the gateway, charged without its page, refused, challenged, told of late, removed.

mod keeping;

use super::{capture_at_shipment, payment_of, staff::ship};
use crate::support::{ADDRESS, Answer, Buyer, Placed, TestShop, at_once, card};
use futures::FutureExt;
use tradewind::{
    domain::{
        account::SavedPaymentMethod,
        ids::{OrderId, VariantId},
        order::{OrderDetail, OrderEventKind, OrderNumber, OrderStatus},
    },
    error::AppError,
    server::{
        services::{self, orders::order_token},
        store::db::{execute, select},
    },
};

pub(super) async fn methods(buyer: &Buyer) -> Vec<SavedPaymentMethod> {
    buyer.client.get_action("account/payment_methods", &[]).await.expect(200).json()
}

/// Orders a lamp for 100.00, pays it on the gateway's page, and ticks "save this card".
async fn buy_and_keep(shop: &TestShop, buyer: &Buyer, lamp: VariantId, number: &str) -> Placed {
    let placed = buyer.order(shop, lamp, "1").await;
    let page = buyer.client.get(&placed.payment).await.expect(200).body;
    assert!(page.contains("Save this card for the next time"), "{page}");
    buyer.client.post_form(&placed.payment, &[("number", number), ("save", "true")]).await.expect(303);
    if number == card::CHALLENGE {
        buyer.answer_challenge(&placed, "approve").await.expect(303);
    }
    buyer.client.follow(&placed.back).await.expect(200);
    shop.run_jobs().await;
    placed
}

/// A customer who keeps a card; the shop sells lamps.
async fn keeper(shop: &TestShop, number: &str) -> (Buyer, VariantId) {
    let lamp = shop.sell("Lamp", 10_000, 50).await;
    let buyer = Buyer { client: shop.customer().await };
    buy_and_keep(shop, &buyer, lamp, number).await;
    (buyer, lamp)
}

/// Fills in the checkout to pay with a kept card.
pub(super) async fn fill(buyer: &Buyer, lamp: VariantId, method: &SavedPaymentMethod) {
    buyer.add(lamp, "1").await.expect(200);
    buyer.fill_checkout_to_pay_with(&format!("saved-{}", method.id), "ada@example.com", &ADDRESS).await;
}

/// The newest order.
pub(super) async fn newest(shop: &TestShop) -> Placed {
    let text = "SELECT id FROM orders ORDER BY id DESC LIMIT 1";
    let (id,): (OrderId,) = select(&shop.state.db, text).one().await.expect("an order");
    let token = order_token(&shop.state, id);
    let number = OrderNumber(id);
    Placed { number, back: format!("/orders/{number}/return?token={token}"), token, payment: String::new() }
}

/// Orders with the customer's default card; the answer is where the customer goes next.
async fn order_with_card(shop: &TestShop, buyer: &Buyer, lamp: VariantId) -> (Placed, String) {
    let method = methods(buyer).await.remove(0);
    fill(buyer, lamp, &method).await;
    let next: String = buyer.place().await.expect(200).json();
    (newest(shop).await, next)
}

pub(super) fn count(order: &OrderDetail, kind: OrderEventKind) -> usize {
    order.events.iter().filter(|event| event.kind == kind).count()
}

async fn movements(shop: &TestShop) -> Vec<(String, String)> {
    let text = "SELECT kind, status FROM payment_transaction ORDER BY id";
    select(&shop.state.db, text).all().await.expect("the ledger")
}

pub(super) async fn pay_with(buyer: &Buyer, placed: &Placed, way: &str) -> Answer {
    let (number, token) = (placed.number.to_string(), placed.token.as_str());
    let fields = [("number", number.as_str()), ("token", token), ("pay_with", way)];
    buyer.client.post_action("orders/retry_payment", &fields).await
}

on_both! {
    async fn a_card_is_kept_at_the_first_order_and_pays_the_second_without_the_page(shop: TestShop) {
        let (buyer, lamp) = keeper(&shop, card::SUCCESS).await;
        let kept = methods(&buyer).await;
        assert_eq!(kept.len(), 1);
        assert_eq!((kept[0].title().as_str(), kept[0].is_default, kept[0].is_expired), ("Visa ending in 4242", true, false));
        // The checkout has it chosen before anything is.
        buyer.add(lamp, "1").await.expect(200);
        buyer.save("contact", &[("email", "ada@example.com")]).await.expect(200);
        buyer.save("address", &ADDRESS).await.expect(200);
        buyer.choose_shipping("standard").await.expect(200);
        let page = buyer.client.get("/checkout/payment").await.expect(200).body;
        let chosen = format!(r#"value="saved-{}" checked"#, kept[0].id);
        assert!(page.contains("Visa ending in 4242") && page.contains(&chosen), "{page}");
        buyer.save("payment", &[("gateway", &format!("saved-{}", kept[0].id))]).await.expect(200);
        let review = buyer.client.get("/checkout/review").await.expect(200).body;
        assert!(review.contains("Your card is charged now") && review.contains("Visa ending in 4242"), "{review}");
        let next: String = buyer.place().await.expect(200).json();
        let placed = newest(&shop).await;
        assert_eq!(next, format!("{}&placed=1", placed.page()));
        let order = buyer.load(&placed).await;
        assert_eq!((order.status, order.captured.minor), (OrderStatus::Paid, 10_000));
        shop.run_jobs().await;
        assert_eq!((count(&buyer.load(&placed).await, OrderEventKind::Paid), methods(&buyer).await.len()), (1, 1));
        shop.assert_consistent().await;
    }

    async fn guests_and_those_who_do_not_tick_keep_nothing(shop: TestShop) {
        let lamp = shop.sell("Lamp", 10_000, 9).await;
        let guest = Buyer::guest(&shop);
        let placed = guest.order(&shop, lamp, "1").await;
        assert!(!guest.client.get(&placed.payment).await.expect(200).body.contains("Save this card"));
        guest.client.post_form(&placed.payment, &[("number", card::SUCCESS), ("save", "true")]).await.expect(303);
        let customer = Buyer { client: shop.customer().await };
        customer.buy(&shop, lamp, "1").await;
        assert_eq!(shop.count("saved_payment_method").await, 0);
        assert_eq!(shop.count("sandbox_card").await, 0);
    }

    async fn a_card_is_kept_once_however_often_its_owner_ticks(shop: TestShop) {
        let (buyer, lamp) = keeper(&shop, card::SUCCESS).await;
        let placed = buy_and_keep(&shop, &buyer, lamp, card::SUCCESS).await;
        let payment = payment_of(&shop, &placed).await;
        for _ in 0..2 {
            services::saved_payment_methods::keep(&shop.state, payment.id).await.expect("kept");
        }
        assert_eq!(methods(&buyer).await.len(), 1);
        buy_and_keep(&shop, &buyer, lamp, card::WEBHOOK_LATE).await;
        let kept = methods(&buyer).await;
        let told: Vec<_> = kept.iter().map(|method| (method.last4.as_str(), method.is_default)).collect();
        assert_eq!(told, [("4242", true), ("0341", false)]);
    }

    async fn pressing_twice_and_at_once_charges_once(shop: TestShop) {
        let (buyer, lamp) = keeper(&shop, card::SUCCESS).await;
        fill(&buyer, lamp, &methods(&buyer).await[0]).await;
        let shown = buyer.checkout().await;
        let presses = (0..6).map(|_| {
            let (buyer, shown) = (buyer.clone(), shown.clone());
            async move { buyer.place_shown(&shown).await.status }.boxed()
        });
        let statuses = at_once(presses).await;
        assert!(statuses.iter().all(|status| *status == 200), "{statuses:?}");
        let placed = newest(&shop).await;
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.status, order.captured.minor, shop.count("orders").await), (OrderStatus::Paid, 10_000, 2));
        assert_eq!(count(&order, OrderEventKind::Paid), 1);
        assert_eq!(shop.count("sandbox_payment").await, 2);
        shop.assert_consistent().await;
    }

    async fn a_refused_card_says_why_and_the_customer_pays_otherwise(shop: TestShop) {
        let (buyer, lamp) = keeper(&shop, card::SUCCESS).await;
        execute(&shop.state.db, "UPDATE sandbox_card SET last4 = '9995'").run().await.expect("another card");
        fill(&buyer, lamp, &methods(&buyer).await[0]).await;
        let shown = buyer.checkout().await;
        let next: String = buyer.place_shown(&shown).await.expect(200).json();
        assert!(next.starts_with("/orders/"), "{next}");
        let placed = newest(&shop).await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.status, order.payment_problem.as_deref()), (OrderStatus::PendingPayment, Some("The card has not enough funds.")));
        // Its webhook tells the same once more, and the press of the button, too.
        shop.run_jobs().await;
        let again: String = buyer.place_shown(&shown).await.expect(200).json();
        assert!(again.starts_with("/orders/"), "{again}");
        let order = buyer.load(&placed).await;
        assert_eq!(count(&order, OrderEventKind::PaymentFailed), 1);
        let page = buyer.client.get(&next).await.expect(200).body;
        assert!(page.contains("The card has not enough funds.") && page.contains("Pay with"), "{page}");
        let ways: Vec<&str> = order.ways_to_pay.iter().map(|way| way.value.as_str()).collect();
        let method = methods(&buyer).await.remove(0);
        assert_eq!(ways, ["sandbox", &format!("saved-{}", method.id)]);
        let url: String = pay_with(&buyer, &placed, "sandbox").await.expect(200).json();
        let placed = Placed { payment: url, ..placed };
        buyer.pay(&placed, card::SUCCESS).await.expect(303);
        buyer.client.follow(&placed.back).await.expect(200);
        shop.run_jobs().await;
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::Paid);
        shop.assert_consistent().await;
    }

    async fn another_kept_card_pays_after_a_refusal_and_closes_a_page_that_was_opened(shop: TestShop) {
        let (buyer, lamp) = keeper(&shop, card::SUCCESS).await;
        let method = methods(&buyer).await.remove(0);
        let placed = buyer.order(&shop, lamp, "1").await;
        let way = format!("saved-{}", method.id);
        for _ in 0..2 {
            let next = pay_with(&buyer, &placed, &way).await;
            assert!(next.status == 200 || next.error() == AppError::OrderMovedOn, "{}", next.body);
        }
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::Paid);
        // The page that was open before takes nothing any more.
        buyer.pay(&placed, card::SUCCESS).await.expect(303);
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.captured.minor, order.refunded.minor), (10_000, 0));
        shop.assert_consistent().await;
    }

    async fn a_card_whose_bank_asks_leads_to_the_question(shop: TestShop) {
        let (buyer, lamp) = keeper(&shop, card::CHALLENGE).await;
        let (placed, next) = order_with_card(&shop, &buyer, lamp).await;
        let again: String = pay_with(&buyer, &placed, "").await.expect(200).json();
        assert_eq!(next, again);
        assert!(buyer.client.get(&next).await.expect(200).body.contains("Confirm your payment"));
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::PendingPayment);
        let placed = Placed { payment: next, ..placed };
        let back = buyer.answer_challenge(&placed, "approve").await.expect(303).location().expect("a way back");
        buyer.client.follow(back.strip_prefix(&shop.url).expect("to the shop")).await.expect(200);
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::Paid);
        shop.run_jobs().await;
        shop.assert_consistent().await;
    }

    async fn awkward_cards_stay_awkward_and_are_counted_once(shop: TestShop) {
        let lamp = shop.sell("Lamp", 10_000, 50).await;
        for number in [card::WEBHOOK_TWICE, card::WEBHOOK_LATE, card::WEBHOOK_LOST, card::OUT_OF_ORDER] {
            let buyer = Buyer { client: shop.customer().await };
            buy_and_keep(&shop, &buyer, lamp, number).await;
            let (placed, _) = order_with_card(&shop, &buyer, lamp).await;
            shop.run_jobs().await;
            shop.clock.advance_minutes(1);
            shop.run_jobs().await;
            let order = buyer.load(&placed).await;
            assert_eq!((order.status, count(&order, OrderEventKind::Paid)), (OrderStatus::Paid, 1), "{number}");
        }
        let buyer = Buyer { client: shop.customer().await };
        let slow = buyer.order(&shop, lamp, "1").await;
        buyer.client.post_form(&slow.payment, &[("number", card::DELAYED), ("save", "true")]).await.expect(303);
        shop.clock.advance_minutes(3);
        shop.run_jobs().await;
        let (placed, _) = order_with_card(&shop, &buyer, lamp).await;
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::PendingPayment);
        shop.clock.advance_minutes(3);
        shop.run_jobs().await;
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::Paid);
        shop.assert_consistent().await;
    }

    async fn a_lost_answer_is_found_again_and_not_charged_twice(shop: TestShop) {
        let (buyer, lamp) = keeper(&shop, card::WEBHOOK_LOST).await;
        let (placed, _) = order_with_card(&shop, &buyer, lamp).await;
        // As if the shop had died while the gateway answered: what it did is forgotten here, and not there.
        let payment = payment_of(&shop, &placed).await;
        for text in [
            "DELETE FROM payment_transaction WHERE payment_id = $1",
            "UPDATE payment SET reference = '', status = 'pending', captured_minor = 0, authorized_minor = 0 WHERE id = $1",
            "DELETE FROM order_event WHERE kind = 'paid' AND order_id = (SELECT order_id FROM payment WHERE id = $1)",
            "UPDATE orders SET status = 'pending_payment', captured_minor = 0 WHERE id = (SELECT order_id FROM payment WHERE id = $1)",
            "DELETE FROM journal_posting WHERE journal_entry_id IN (SELECT id FROM journal_entry
                WHERE description = 'payment captured' AND order_id = (SELECT order_id FROM payment WHERE id = $1))",
            "DELETE FROM journal_entry
                WHERE description = 'payment captured' AND order_id = (SELECT order_id FROM payment WHERE id = $1)",
            "DELETE FROM invoice WHERE order_id = (SELECT order_id FROM payment WHERE id = $1)",
        ] {
            execute(&shop.state.db, text).bind(payment.id).run().await.expect("forgotten");
        }
        services::payments::look_up(&shop.state, placed.number.0).await.expect("asked");
        let order = buyer.load(&placed).await;
        assert_eq!((order.status, order.captured.minor), (OrderStatus::Paid, 10_000));
        assert_eq!(shop.count("sandbox_payment").await, 2, "nothing is charged anew");
    }

    async fn money_is_taken_when_the_order_ships_if_the_owner_wants_it_so(shop: TestShop) {
        let (buyer, lamp) = keeper(&shop, card::SUCCESS).await;
        capture_at_shipment(&shop).await;
        let (placed, _) = order_with_card(&shop, &buyer, lamp).await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.status, order.captured.minor), (OrderStatus::Paid, 0));
        ship(&shop, &placed).await;
        shop.run_jobs().await;
        assert_eq!(buyer.load(&placed).await.captured.minor, 10_000);
        assert_eq!(movements(&shop).await.iter().filter(|(kind, _)| kind == "authorize").count(), 1);
        shop.assert_consistent().await;
    }
}
