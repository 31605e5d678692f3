//! Bank transfer and cash on delivery: staff say what came and what went back.

use super::{balance, payment_of, set_up, staff::ship};
use crate::support::{Buyer, Client, Placed, TestShop, offer_unassisted_payments};
use tradewind::{
    domain::{
        forms::{FieldErrors, Problem},
        ids::VariantId,
        money::{Currency, Money},
        order::OrderStatus,
        payment::{GatewayKind, HowToPay},
        staff::StaffOrder,
    },
    error::AppError,
};

/// Places an order that no payment service collects; the answer leads to the order's page.
async fn place(shop: &TestShop, gateway: &str) -> (Buyer, Placed, VariantId) {
    let lamp = shop.sell("Lamp", 10_000, 3).await;
    let buyer = Buyer::guest(shop);
    let placed = buyer.order_unassisted(gateway, lamp, "1").await;
    (buyer, placed, lamp)
}

async fn mark_paid(shop: &TestShop, staff: &Client, placed: &Placed, amount: &str) -> Result<(), AppError> {
    let payment = payment_of(shop, placed).await;
    let (number, id, seen) = (placed.number.to_string(), payment.id.to_string(), payment.captured_minor.to_string());
    let fields = [("number", number.as_str()), ("payment", &id), ("seen", &seen), ("amount", amount)];
    let answer = staff.post_action("admin/mark_payment_paid", &fields).await;
    if answer.status == 200 { Ok(()) } else { Err(answer.error()) }
}

/// An order of 100.00 whose transfer came.
pub(super) async fn pay_by_transfer(shop: &TestShop, staff: &Client) -> (Buyer, Placed) {
    offer_unassisted_payments(shop).await;
    let (buyer, placed, _) = place(shop, GatewayKind::BANK_TRANSFER).await;
    mark_paid(shop, staff, &placed, "100").await.expect("paid");
    (buyer, placed)
}

fn more_than(minor: i64) -> AppError {
    AppError::Invalid(FieldErrors::one("amount", Problem::MoreThan(Money::new(minor, Currency::Eur))))
}

on_both! {
    async fn gateways_are_offered_once_they_are_set_up(shop: TestShop) {
        let lamp = shop.sell("Lamp", 10_000, 3).await;
        let buyer = Buyer::guest(&shop);
        buyer.add(lamp, "1").await.expect(200);
        let offered = async || {
            let gateways = buyer.checkout().await.gateways;
            gateways.into_iter().map(|gateway| gateway.slug).collect::<Vec<_>>()
        };
        assert_eq!(offered().await, ["sandbox"]);
        buyer.save("payment", &[("gateway", "bank-transfer")]).await.expect(422);
        offer_unassisted_payments(&shop).await;
        assert_eq!(offered().await, ["sandbox", "bank-transfer", "cash-on-delivery"]);
        set_up(&shop, |settings| settings.sandbox = false).await;
        assert!(offered().await.is_empty());
        buyer.save("payment", &[("gateway", "sandbox")]).await.expect(422);
    }

    async fn page_and_mail_tell_how_to_transfer_and_the_order_waits_for_days(shop: TestShop) {
        offer_unassisted_payments(&shop).await;
        let (buyer, placed, lamp) = place(&shop, GatewayKind::BANK_TRANSFER).await;
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        let how = HowToPay::BankTransfer {
            holder: "Halyard GmbH".into(),
            iban: "DE89 3704 0044 0532 0130 00".into(),
            bic: String::new(),
            purpose: placed.number.to_string(),
        };
        assert_eq!((order.status, order.how_to_pay), (OrderStatus::PendingPayment, Some(how)));
        let page = buyer.client.get(&placed.page()).await.expect(200).body;
        assert!(page.contains("DE89 3704 0044 0532 0130 00") && page.contains("Halyard GmbH"), "{page}");
        assert!(!page.contains("Pay now"), "there is no page to pay on");
        let mail = &shop.mails().await[0].body_text;
        assert!(mail.contains("transfer €100.00 to Halyard GmbH, IBAN DE89 3704 0044 0532 0130 00"), "{mail}");
        shop.clock.advance_minutes(7 * 24 * 60 - 1);
        shop.run_jobs().await;
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::PendingPayment);
        shop.clock.advance_minutes(1);
        shop.run_jobs().await;
        assert_eq!((buyer.load(&placed).await.status, shop.stock(lamp).await), (OrderStatus::Canceled, (3, 0)));
        shop.assert_consistent().await;
    }

    async fn a_transfer_in_two_parts_pays_the_order_and_too_much_is_refused(shop: TestShop) {
        offer_unassisted_payments(&shop).await;
        let (buyer, placed, _) = place(&shop, GatewayKind::BANK_TRANSFER).await;
        let staff = shop.staff().await;
        assert_eq!(mark_paid(&shop, &staff, &placed, "100.01").await, Err(more_than(10_000)));
        for amount in ["", "0", "-1", "ten"] {
            assert!(matches!(mark_paid(&shop, &staff, &placed, amount).await, Err(AppError::Invalid(_))), "{amount}");
        }
        assert_eq!(mark_paid(&shop, &staff, &placed, "40,00").await, Ok(()));
        let order = buyer.load(&placed).await;
        assert_eq!((order.status, order.captured.minor), (OrderStatus::PendingPayment, 4_000));
        shop.assert_consistent().await;
        assert_eq!(mark_paid(&shop, &staff, &placed, "60.01").await, Err(more_than(6_000)));
        assert_eq!(mark_paid(&shop, &staff, &placed, "60").await, Ok(()));
        let order = buyer.load(&placed).await;
        assert_eq!((order.status, order.captured.minor), (OrderStatus::Paid, 10_000));
        shop.run_jobs().await;
        shop.assert_consistent().await;
    }

    async fn a_form_sent_twice_marks_the_order_paid_once(shop: TestShop) {
        offer_unassisted_payments(&shop).await;
        let (buyer, placed, _) = place(&shop, GatewayKind::BANK_TRANSFER).await;
        let staff = shop.staff().await;
        let payment = payment_of(&shop, &placed).await.id.to_string();
        let number = placed.number.to_string();
        let fields = [("number", number.as_str()), ("payment", &payment), ("seen", "0"), ("amount", "50")];
        staff.post_action("admin/mark_payment_paid", &fields).await.expect(200);
        staff.post_action("admin/mark_payment_paid", &fields).await.expect(409);
        assert_eq!(buyer.load(&placed).await.captured.minor, 5_000);
    }

    async fn a_transfer_back_is_done_when_staff_say_so(shop: TestShop) {
        offer_unassisted_payments(&shop).await;
        let (buyer, placed, _) = place(&shop, GatewayKind::BANK_TRANSFER).await;
        let staff = shop.staff().await;
        mark_paid(&shop, &staff, &placed, "100").await.expect("paid");
        super::staff::refund(&shop, &staff, &placed, "30", "a scratch").await.expect(200);
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.refunded.minor, order.credited.minor), (0, 3_000), "nobody has transferred it yet");
        shop.assert_consistent().await;
        let number = placed.number.to_string();
        let detail: StaffOrder = staff.get_action("admin/get_order", &[("number", &number)]).await.expect(200).json();
        let refund = detail.payments[0].refunds[0].id.to_string();
        for _ in 0..2 {
            staff.post_action("admin/mark_refund_done", &[("number", &number), ("refund", &refund)]).await.expect(200);
        }
        shop.run_jobs().await;
        assert_eq!(buyer.load(&placed).await.refunded.minor, 3_000);
        assert_eq!(balance(&shop, "gateway").await, 7_000);
        shop.assert_consistent().await;
    }

    async fn an_order_to_be_paid_on_delivery_ships_before_it_is_paid(shop: TestShop) {
        offer_unassisted_payments(&shop).await;
        let (buyer, placed, lamp) = place(&shop, GatewayKind::CASH_ON_DELIVERY).await;
        shop.run_jobs().await;
        assert!(shop.mails().await[0].body_text.contains("have €100.00 ready for the carrier"));
        ship(&shop, &placed).await;
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.status, order.captured.minor, order.due().minor), (OrderStatus::Fulfilled, 0, 10_000));
        assert_eq!(shop.stock(lamp).await, (2, 0));
        shop.clock.advance_minutes(30 * 24 * 60);
        shop.run_jobs().await;
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::Fulfilled, "what has left does not expire");
        shop.assert_consistent().await;
        let staff = shop.staff().await;
        mark_paid(&shop, &staff, &placed, "100").await.expect("paid");
        let order = buyer.load(&placed).await;
        assert_eq!((order.status, order.captured.minor, order.due().minor), (OrderStatus::Fulfilled, 10_000, 0));
        shop.run_jobs().await;
        shop.assert_consistent().await;
    }

    async fn an_order_paid_by_transfer_does_not_ship_before_it_is_paid(shop: TestShop) {
        offer_unassisted_payments(&shop).await;
        let (_, placed, _) = place(&shop, GatewayKind::BANK_TRANSFER).await;
        assert_eq!(super::staff::try_to_ship(&shop, &placed).await, 409);
    }

    async fn a_transfer_that_comes_after_the_order_expired_is_honored_while_there_is_stock(shop: TestShop) {
        offer_unassisted_payments(&shop).await;
        let (buyer, placed, lamp) = place(&shop, GatewayKind::BANK_TRANSFER).await;
        shop.clock.advance_minutes(7 * 24 * 60);
        shop.run_jobs().await;
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::Canceled);
        let staff = shop.staff().await;
        mark_paid(&shop, &staff, &placed, "100").await.expect("paid");
        let order = buyer.load(&placed).await;
        assert_eq!((order.status, order.credited.minor), (OrderStatus::Paid, 0));
        assert_eq!(shop.stock(lamp).await, (3, 1));
        shop.assert_consistent().await;
    }
}
