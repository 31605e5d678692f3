//! What returns are worth.

use super::{
    balance, came, dice, field, lines_of, open, post, receive, receive_order, refund, ship, staff_order, wanted,
};
use crate::support::{ADDRESS, Buyer, Client, Placed, TestShop};
use tradewind::{
    domain::{
        ids::OrderLineId, order::OrderStatus, payment::PaymentSettings, returns::ReturnNumber, staff::cancel_field,
    },
    error::AppError,
    server::store::{self, db::select},
};

/// Cancels so many units of the lines.
async fn cancel_units(staff: &Client, placed: &Placed, units: &[(OrderLineId, i64)]) {
    let mut fields = vec![field("number", placed.number)];
    fields.extend(units.iter().map(|(line, quantity)| field(&cancel_field(*line), quantity)));
    post(staff, "admin/cancel_lines", &fields).await.expect(200);
}

/// Opens a return of so many units of the lines, and receives and refunds it as a whole.
async fn send_back(staff: &Client, placed: &Placed, units: &[i64], with_shipping: bool) {
    let mut fields = vec![field("number", placed.number)];
    fields.extend(wanted(&lines_of(staff, placed).await, units));
    post(staff, "admin/open_return", &fields).await.expect(200);
    let number: ReturnNumber = staff_order(staff, placed).await.detail.returns[0].number;
    let all: Vec<i64> = open(staff, number).await.detail.lines.iter().map(|line| line.quantity).collect();
    receive(staff, number, &all, "").await.expect(200);
    let worth = open(staff, number).await.worth.decimal();
    let more: &[(&str, &str)] = if with_shipping { &[("return_shipping", "true")] } else { &[] };
    refund(staff, number, &worth, more).await.expect(200);
}

async fn shipping_credited(shop: &TestShop, placed: &Placed) -> i64 {
    let text = "SELECT shipping_credited_minor FROM orders WHERE id = $1";
    let (credited,): (i64,) = select(&shop.state.db, text).bind(placed.number.0).one().await.expect("an order");
    credited
}

on_both! {
    async fn canceling_and_returning_in_any_order_gives_back_exactly_what_was_paid(shop: TestShop) {
        let (mug, tea) = (shop.sell("Mug", 1_999, 99).await, shop.sell("Tea", 333, 99).await);
        let staff = shop.staff().await;
        for seed in 0..4 {
            let mut roll = dice(seed + 7);
            let (buyer, placed) = super::buy(&shop, &[(mug, roll(4) + 1), (tea, roll(5) + 2)]).await;
            // Something leaves first, so that the order is not canceled as a whole.
            let tea_line = lines_of(&staff, &placed).await[1].id;
            ship(&staff, &placed, &[(tea_line, 1)]).await.expect(200);
            loop {
                let lines = lines_of(&staff, &placed).await;
                let some = |of: i64, roll: &mut dyn FnMut(i64) -> i64| if of == 0 { 0 } else { roll(of + 1) };
                if lines.iter().all(|line| line.open() == 0 && line.returnable() == 0) {
                    break;
                }
                match roll(3) {
                    0 => {
                        let units: Vec<_> = lines.iter().map(|line| (line.id, some(line.open(), &mut roll))).collect();
                        if units.iter().any(|(_, units)| *units > 0) {
                            ship(&staff, &placed, &units).await.expect(200);
                        }
                    }
                    1 => {
                        let units: Vec<_> = lines.iter().map(|line| (line.id, some(line.open(), &mut roll))).collect();
                        if units.iter().any(|(_, units)| *units > 0) {
                            cancel_units(&staff, &placed, &units).await;
                        }
                    }
                    _ => {
                        let units: Vec<i64> = lines.iter().map(|line| some(line.returnable(), &mut roll)).collect();
                        if units.iter().any(|units| *units > 0) {
                            send_back(&staff, &placed, &units, roll(4) == 0).await;
                        }
                    }
                }
                if roll(2) == 0 {
                    shop.run_jobs().await;
                }
                shop.assert_consistent().await;
            }
            shop.run_jobs().await;
            let order = buyer.load(&placed).await;
            let kept = 490 - shipping_credited(&shop, &placed).await;
            let total = order.totals.total;
            assert_eq!((order.refunded.minor, order.credited.minor), (total - kept, total - kept), "seed {seed}");
            shop.assert_consistent().await;
        }
        for account in ["sales", "receivable", "unallocated"] {
            assert!(balance(&shop, account).await <= 0, "{account}");
        }
    }

    async fn an_order_that_came_back_as_a_whole_is_refunded_as_a_whole(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 1_999, 9).await, shop.staff().await);
        let (buyer, placed) = receive_order(&shop, &staff, &[(mug, 3)]).await;
        send_back(&staff, &placed, &[2], false).await;
        send_back(&staff, &placed, &[1], true).await;
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.status, order.refunded.minor), (OrderStatus::Refunded, order.totals.total));
        for account in ["receivable", "gateway", "sales", "shipping", "tax", "unallocated"] {
            assert_eq!(balance(&shop, account).await, 0, "{account}");
        }
        shop.assert_consistent().await;
    }

    async fn what_goodwill_gave_back_is_not_given_back_again(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 6_000, 9).await, shop.staff().await);
        let (buyer, placed) = receive_order(&shop, &staff, &[(mug, 2)]).await;
        let payment = staff_order(&staff, &placed).await.payments[0].id;
        let fields = vec![
            field("number", placed.number), field("payment", payment), field("seen", 0), field("amount", "100"),
            field("reason", "Sorry"),
        ];
        post(&staff, "admin/refund_payment", &fields).await.expect(200);
        shop.run_jobs().await;
        let number = came(&staff, &buyer, &placed, &[1]).await;
        assert_eq!(open(&staff, number).await.worth.minor, 2_000);
        refund(&staff, number, "20", &[]).await.expect(200);
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.refunded.minor, order.credited.minor), (12_000, 12_000));
        // The order is refunded as a whole, so only staff can take the rest back, for nothing.
        assert_eq!(super::ask(&buyer, &placed, &[1]).await.expect(409).error(), AppError::NotReturnable);
        send_back(&staff, &placed, &[1], false).await;
        shop.assert_consistent().await;
    }

    async fn of_an_order_that_is_not_paid_yet_less_is_to_be_paid(shop: TestShop) {
        let settings = PaymentSettings { cash_on_delivery: true, ..PaymentSettings::default() };
        let text = serde_json::to_string(&settings).expect("settings");
        store::settings::set(&shop.state.db, "payments", &text).await.expect("kept");
        let (mug, staff) = (shop.sell("Mug", 6_000, 9).await, shop.staff().await);
        let buyer = Buyer::guest(&shop);
        buyer.add(mug, "2").await.expect(200);
        buyer.fill_checkout_to_pay_with("cash-on-delivery", "ada@example.com", &ADDRESS).await;
        let page: String = buyer.place().await.expect(200).json();
        let (number, token) = page.strip_prefix("/orders/").and_then(|rest| rest.split_once("?token=")).expect("an order");
        let token = token.split('&').next().expect("a token").to_owned();
        let placed = Placed { number: number.parse().expect("a number"), token, payment: String::new(), back: String::new() };
        ship(&staff, &placed, &[]).await.expect(200);
        shop.run_jobs().await;
        let returned = came(&staff, &buyer, &placed, &[1]).await;
        refund(&staff, returned, "60", &[]).await.expect(200);
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.credited.minor, order.refunded.minor, order.due().minor), (6_000, 0, 6_000));
        let payment = store::payments::list(&shop.state.db, placed.number.0).await.expect("payments").remove(0);
        assert_eq!(payment.outstanding(), 6_000);
        shop.assert_consistent().await;
    }
}
