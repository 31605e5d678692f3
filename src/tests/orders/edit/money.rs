//! Differences: refunded, paid, asked for anew, captured less.

use super::{added_field, balance, buy, edit, order, pay_now, payments, set_up, ship, units_of};
use crate::support::{Buyer, Placed, TestShop, card, offer_unassisted_payments};
use tradewind::{
    domain::{
        ids::VariantId,
        money::{Currency, Money},
        order::{OrderEventKind, OrderStatus},
        order_edit::Settlement,
        payment::{CaptureTime, GatewayKind},
        staff::StaffOrder,
    },
    server::store::payments::PaymentStatus,
};

fn eur(minor: i64) -> Money {
    Money::new(minor, Currency::Eur)
}

/// An order by a way to pay that staff see to.
async fn place_by(shop: &TestShop, gateway: &str, variant: VariantId, units: &str) -> (Buyer, Placed) {
    offer_unassisted_payments(shop).await;
    let buyer = Buyer::guest(shop);
    let placed = buyer.order_unassisted(gateway, variant, units).await;
    (buyer, placed)
}

on_both! {
    async fn what_was_paid_too_much_goes_back_and_invoice_and_books_follow(shop: TestShop) {
        let (mug, tea) = (shop.sell("Mug", 10_000, 5).await, shop.sell("Tea", 500, 5).await);
        let staff = shop.staff().await;
        let (buyer, placed) = buy(&shop, &[(mug, 2), (tea, 1)]).await;
        let field = units_of(&staff, &placed, 0).await;
        let told = edit(&staff, &placed, &[(&field, "1"), (&added_field(tea), "2")]).await;
        assert_eq!((told.difference().minor, told.settlement), (-9_000, Settlement::Refund(eur(9_000))));
        shop.assert_consistent().await;
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.totals.total, order.captured.minor, order.due().minor), (11_500, 11_500, 0));
        assert_eq!((order.status, order.events.last().map(|event| event.kind)), (OrderStatus::Paid, Some(OrderEventKind::Returned)));
        assert_eq!((balance(&shop, "gateway").await, balance(&shop, "receivable").await), (11_500, 0));
        let kinds: Vec<_> = order.invoices.iter().map(|document| document.total.minor).collect();
        assert_eq!(kinds, [20_500, 20_500, 11_500], "the invoice, its credit note, and another one");
        let mails = shop.mails().await;
        let mail = mails.iter().find(|mail| mail.subject.ends_with("was changed")).expect("a mail");
        assert!(mail.body_text.contains("Its total was €205.00 and is €115.00 now."), "{}", mail.body_text);
        assert!(mail.body_text.contains("on its way back") && mail.body_text.contains(&placed.number.to_string()));
        assert!(shop.subjects().await.iter().any(|subject| subject.starts_with("Refund for your order")));
        ship(&staff, &placed, &[]).await.expect(200);
        shop.run_jobs().await;
        shop.assert_consistent().await;
    }

    async fn the_customer_pays_the_difference_and_the_order_is_paid_as_a_whole(shop: TestShop) {
        let (mug, tea) = (shop.sell("Mug", 10_000, 5).await, shop.sell("Tea", 500, 5).await);
        let staff = shop.staff().await;
        let (buyer, placed) = buy(&shop, &[(mug, 1)]).await;
        let told = edit(&staff, &placed, &[(&added_field(tea), "3")]).await;
        assert_eq!(told.settlement, Settlement::Pay { amount: eur(1_500), by: GatewayKind::Online });
        shop.run_jobs().await;
        let mails = shop.mails().await;
        let mail = mails.iter().find(|mail| mail.subject.ends_with("was changed")).expect("a mail");
        assert!(mail.body_text.contains("€15.00 are still to be paid, on the order's page."), "{}", mail.body_text);
        let page = buyer.client.get(&placed.page()).await.expect(200).body;
        assert!(page.contains("€15.00 are still to be paid") && page.contains("Pay now"), "{page}");
        let page = staff.get(&format!("/admin/orders/{}", placed.number)).await.expect(200).body;
        assert!(page.contains("€15.00 of the changed order are still to be paid"), "{page}");
        let due = pay_now(&buyer, &placed).await;
        assert_eq!(pay_now(&buyer, &placed).await.payment, due.payment, "one page, however often it is asked for");
        buyer.pay(&due, card::WEBHOOK_TWICE).await.expect(303);
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.status, order.captured.minor, order.due().minor), (OrderStatus::Paid, 11_500, 0));
        let amounts: Vec<_> = payments(&shop, &placed).await.iter().map(|payment| payment.captured_minor).collect();
        assert_eq!(amounts, [1_500, 10_000]);
        let again = [("number", placed.number.to_string()), ("token", placed.token.clone())];
        let again: Vec<_> = again.iter().map(|(name, value)| (*name, value.as_str())).collect();
        buyer.client.post_action("orders/retry_payment", &again).await.expect(409);
        shop.assert_consistent().await;
    }

    async fn nobody_pays_the_former_total_of_an_order_that_waits(shop: TestShop) {
        let (mug, tea) = (shop.sell("Mug", 10_000, 5).await, shop.sell("Tea", 500, 5).await);
        let staff = shop.staff().await;
        let (buyer, placed) = order(&shop, &[(mug, 1)]).await;
        shop.clock.advance_minutes(50);
        let told = edit(&staff, &placed, &[(&added_field(tea), "1")]).await;
        assert_eq!(told.settlement, Settlement::AskAnew { amount: eur(10_500), by: GatewayKind::Online });
        let again = pay_now(&buyer, &placed).await;
        assert_ne!(again.payment, placed.payment, "also before the gateway has heard of it");
        shop.run_jobs().await;
        let status = buyer.pay(&placed, card::SUCCESS).await.status;
        assert!(status >= 400 || buyer.load(&placed).await.captured.is_zero(), "the former page is closed");
        shop.clock.advance_minutes(20);
        shop.run_jobs().await;
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::PendingPayment, "there is time to pay anew");
        buyer.pay(&again, card::SUCCESS).await.expect(303);
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.status, order.captured.minor, order.due().minor), (OrderStatus::Paid, 10_500, 0));
        shop.assert_consistent().await;
    }

    async fn a_payment_of_the_former_total_that_comes_in_all_the_same_is_not_lost(shop: TestShop) {
        let (mug, tea) = (shop.sell("Mug", 10_000, 9).await, shop.sell("Tea", 500, 9).await);
        let staff = shop.staff().await;
        for (units, cards, captured, status) in [
            ("1", card::SUCCESS, 10_000, OrderStatus::PendingPayment),
            ("1", card::WEBHOOK_LOST, 10_000, OrderStatus::PendingPayment),
            ("0", card::SUCCESS, 500, OrderStatus::Paid),
            ("0", card::WEBHOOK_LOST, 500, OrderStatus::Paid),
        ] {
            let (buyer, placed) = order(&shop, &[(mug, 1)]).await;
            let field = units_of(&staff, &placed, 0).await;
            // Dearer by a tea, or a tea and its shipping instead of the mug.
            edit(&staff, &placed, &[(&field, units), (&added_field(tea), "1")]).await;
            buyer.pay(&placed, cards).await.expect(303);
            shop.run_jobs().await;
            let order = buyer.load(&placed).await;
            let at_hand: i64 = payments(&shop, &placed).await.iter().map(|payment| payment.captured_minor - payment.refunded_minor).sum();
            assert_eq!((order.captured.minor, order.status, at_hand), (captured, status, captured), "{units} {cards}");
            shop.assert_consistent().await;
            if status == OrderStatus::PendingPayment {
                let rest = pay_now(&buyer, &placed).await;
                buyer.pay(&rest, card::SUCCESS).await.expect(303);
                shop.run_jobs().await;
                let order = buyer.load(&placed).await;
                assert_eq!((order.status, order.captured.minor), (OrderStatus::Paid, 10_500));
            }
            shop.assert_consistent().await;
        }
    }

    async fn of_what_is_authorized_less_is_captured_and_the_difference_is_paid_at_once(shop: TestShop) {
        set_up(&shop, |settings| settings.capture = CaptureTime::AtShipment).await;
        let (mug, tea) = (shop.sell("Mug", 6_000, 9).await, shop.sell("Tea", 500, 9).await);
        let staff = shop.staff().await;
        let (buyer, placed) = buy(&shop, &[(mug, 2)]).await;
        let field = units_of(&staff, &placed, 0).await;
        let told = edit(&staff, &placed, &[(&field, "1")]).await;
        assert_eq!(told.settlement, Settlement::CaptureLess(eur(6_000)));
        let told = edit(&staff, &placed, &[(&field, "3")]).await;
        assert_eq!(told.settlement, Settlement::Pay { amount: eur(6_000), by: GatewayKind::Online });
        let due = pay_now(&buyer, &placed).await;
        buyer.pay(&due, card::SUCCESS).await.expect(303);
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.captured.minor, order.to_pay().minor, order.due().minor), (6_000, 0, 12_000));
        edit(&staff, &placed, &[(&field, "2"), (&added_field(tea), "1")]).await;
        shop.run_jobs().await;
        ship(&staff, &placed, &[]).await.expect(200);
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.captured.minor, order.due().minor, order.authorized.minor), (12_500, 0, 0));
        shop.assert_consistent().await;
    }

    async fn transfers_and_cash_are_expected_at_the_new_total(shop: TestShop) {
        let (mug, tea) = (shop.sell("Mug", 10_000, 9).await, shop.sell("Tea", 500, 9).await);
        let staff = shop.staff().await;
        let (buyer, placed) = place_by(&shop, GatewayKind::BANK_TRANSFER, mug, "1").await;
        shop.run_jobs().await;
        let told = edit(&staff, &placed, &[(&added_field(tea), "1")]).await;
        assert_eq!(told.settlement, Settlement::AskAnew { amount: eur(10_500), by: GatewayKind::BankTransfer });
        let mark = async |amount: &str| {
            let number = placed.number.to_string();
            let order: StaffOrder = super::staff_order(&staff, &placed).await;
            let payment = &order.payments[0];
            let (id, seen) = (payment.id.to_string(), payment.captured.minor.to_string());
            let fields = [("number", number.as_str()), ("payment", &id), ("seen", &seen), ("amount", amount)];
            staff.post_action("admin/mark_payment_paid", &fields).await.expect(200);
        };
        mark("105").await;
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::Paid);
        let told = edit(&staff, &placed, &[(&added_field(tea), "2")]).await;
        assert_eq!(told.settlement, Settlement::Pay { amount: eur(1_000), by: GatewayKind::BankTransfer });
        let page = buyer.client.get(&placed.page()).await.expect(200).body;
        assert!(page.contains("Please transfer €10.00"), "{page}");
        mark("10").await;
        assert_eq!(buyer.load(&placed).await.due().minor, 0);
        let field = units_of(&staff, &placed, 2).await;
        edit(&staff, &placed, &[(&field, "1")]).await;
        shop.run_jobs().await;
        let refund = &super::staff_order(&staff, &placed).await.payments[0].refunds[0];
        assert_eq!((refund.amount.minor, refund.status.as_str()), (500, "pending"), "staff see to it");
        shop.assert_consistent().await;

        let (buyer, placed) = place_by(&shop, GatewayKind::CASH_ON_DELIVERY, mug, "1").await;
        let told = edit(&staff, &placed, &[(&added_field(tea), "1")]).await;
        assert_eq!(told.settlement, Settlement::AskAnew { amount: eur(10_500), by: GatewayKind::CashOnDelivery });
        ship(&staff, &placed, &[]).await.expect(200);
        let page = buyer.client.get(&placed.page()).await.expect(200).body;
        assert!(page.contains("You pay €105.00 when the parcel arrives"), "{page}");
        shop.assert_consistent().await;
    }

    async fn an_edited_order_that_is_canceled_or_expires_and_is_paid_late_stays_true(shop: TestShop) {
        let (mug, tea) = (shop.sell("Mug", 10_000, 9).await, shop.sell("Tea", 500, 9).await);
        let staff = shop.staff().await;
        let (buyer, placed) = buy(&shop, &[(mug, 1)]).await;
        edit(&staff, &placed, &[(&added_field(tea), "1")]).await;
        staff.post_action("admin/cancel_order", &[("number", &placed.number.to_string())]).await.expect(200);
        shop.run_jobs().await;
        let canceled = buyer.load(&placed).await;
        assert_eq!((canceled.status, canceled.refunded.minor, canceled.due().minor), (OrderStatus::Refunded, 10_000, 0));
        assert_eq!((shop.stock(mug).await, shop.stock(tea).await), ((9, 0), (9, 0)));
        shop.assert_consistent().await;

        let (buyer, placed) = order(&shop, &[(mug, 1)]).await;
        edit(&staff, &placed, &[(&added_field(tea), "1")]).await;
        let due = pay_now(&buyer, &placed).await;
        buyer.pay(&due, card::DELAYED).await.expect(303);
        shop.clock.advance_minutes(61);
        shop.run_jobs().await;
        shop.assert_consistent().await;
    }

    async fn goodwill_is_not_edited_away(shop: TestShop) {
        let (mug, tea) = (shop.sell("Mug", 10_000, 9).await, shop.sell("Tea", 500, 9).await);
        let staff = shop.staff().await;
        let (_, placed) = buy(&shop, &[(mug, 1), (tea, 1)]).await;
        let payment = payments(&shop, &placed).await[0].id.to_string();
        let number = placed.number.to_string();
        let form = [("number", number.as_str()), ("payment", &payment), ("seen", "0"), ("amount", "20"), ("reason", "scratched")];
        staff.post_action("admin/refund_payment", &form).await.expect(200);
        shop.run_jobs().await;
        let field = units_of(&staff, &placed, 0).await;
        let error = super::refused(&staff, &placed, &[(&field, "0")]).await;
        assert_eq!(error, tradewind::error::AppError::field(&field, tradewind::domain::forms::Problem::LessThanCredited(eur(2_000))));
        let told = edit(&staff, &placed, &[(&added_field(tea), "4")]).await;
        assert_eq!(told.difference().minor, 2_000);
        assert!(payments(&shop, &placed).await.iter().all(|payment| payment.status != PaymentStatus::Failed));
        shop.assert_consistent().await;
    }
}
