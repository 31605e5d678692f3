//! Limits hold exactly, whatever happens at the same moment.

use super::{add, by_code, carts::enter, tenth};
use crate::support::{ADDRESS, Buyer, TestShop, at_once, card};
use futures::future::{FutureExt, join_all};
use std::time::Duration;
use tradewind::{
    domain::{ids::VariantId, order::OrderStatus, promotion::PromotionInput},
    error::AppError,
    server::{jobs::worker, store::db::select},
};

/// After so long, an order is held to wait for another one.
const PATIENCE: Duration = Duration::from_secs(60);

/// Somebody on the review page with a mug and the code.
async fn at_review(shop: &TestShop, mug: VariantId, email: &str) -> Buyer {
    let buyer = Buyer::guest(shop);
    buyer.add(mug, "1").await.expect(200);
    enter(&buyer, "TENTH").await.expect(200);
    buyer.fill_checkout_with(email, &ADDRESS).await;
    buyer
}

/// All place their order at the same moment, as they saw it; how many got one.
async fn place_all(buyers: Vec<Buyer>) -> usize {
    let shown = join_all(buyers.iter().map(Buyer::checkout)).await;
    let places = buyers.into_iter().zip(shown).map(|(buyer, shown)| {
        async move {
            let answer = buyer.place_shown(&shown).await;
            assert!(answer.status == 200 || answer.error() == AppError::CartChanged, "{}", answer.body);
            answer.status
        }
        .boxed()
    });
    at_once(places).await.into_iter().filter(|status| *status == 200).count()
}

async fn used(shop: &TestShop) -> i64 {
    let (used,): (i64,) = select(&shop.state.db, "SELECT used FROM promotion").one().await.expect("a promotion");
    used
}

on_both! {
    /// django-oscar #2101 and #4580, Vendure #4660: a single-use voucher was used twice.
    async fn a_voucher_for_one_use_is_used_once_by_twenty_at_once(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 99).await;
        add(&shop, &PromotionInput { code_limit: "1".into(), ..by_code() }).await;
        let buyers = join_all((0..20).map(|number| {
            let shop = &shop;
            async move { at_review(shop, mug, &format!("buyer{number}@example.com")).await }
        }))
        .await;
        assert_eq!(place_all(buyers).await, 1);
        assert_eq!(shop.stock(mug).await, (99, 1), "who was refused reserved nothing");
        shop.assert_consistent().await;
    }

    async fn a_promotion_for_three_orders_goes_to_three_of_twenty(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 99).await;
        add(&shop, &PromotionInput { usage_limit: "3".into(), ..by_code() }).await;
        let buyers = join_all((0..20).map(|number| {
            let shop = &shop;
            async move { at_review(shop, mug, &format!("buyer{number}@example.com")).await }
        }))
        .await;
        let last = buyers.last().cloned().expect("a buyer");
        assert_eq!(place_all(buyers).await, 3);
        assert_eq!(used(&shop).await, 3);
        let page = last.client.get("/cart").await.expect(200).body;
        assert!(page.contains("used as often as it may be") || last.cart().await.lines.is_empty());
        shop.assert_consistent().await;
    }

    async fn a_coupon_for_one_use_by_each_customer_is_used_once_by_each(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 99).await;
        add(&shop, &PromotionInput { customer_limit: "1".into(), ..by_code() }).await;
        let emails = ["ada@example.com", "jonas@example.com"];
        let buyers = join_all((0..16).map(|number| at_review(&shop, mug, emails[number % 2]))).await;
        assert_eq!(place_all(buyers).await, 2);
        let again = at_review(&shop, mug, "ADA@example.com").await;
        assert_eq!(again.cart().await.totals.amounts.discount_total, 0, "upper case is no other customer");
        shop.assert_consistent().await;
    }

    async fn a_customer_who_is_signed_in_and_a_guest_at_once_uses_a_coupon_once(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 99).await;
        add(&shop, &PromotionInput { customer_limit: "1".into(), ..by_code() }).await;
        for round in 1..=5 {
            let client = shop.customer().await;
            let email = client.account.as_ref().expect("somebody").email.clone();
            let signed_in = Buyer { client };
            signed_in.add(mug, "1").await.expect(200);
            enter(&signed_in, "TENTH").await.expect(200);
            signed_in.fill_checkout_with(&email, &ADDRESS).await;
            let guests = [at_review(&shop, mug, &email).await, at_review(&shop, mug, &email.to_uppercase()).await];
            let buyers = std::iter::once(signed_in).chain(guests).collect();
            assert_eq!(place_all(buyers).await, 1);
            assert_eq!(shop.count("promotion_claim").await, round);
            shop.assert_consistent().await;
        }
    }

    async fn a_promotion_without_a_limit_is_for_everyone_and_counts_nothing(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 99).await;
        add(&shop, &by_code()).await;
        let buyers = join_all((0..10).map(|_| at_review(&shop, mug, "ada@example.com"))).await;
        assert_eq!(place_all(buyers).await, 10);
        assert_eq!((used(&shop).await, shop.count("promotion_customer").await), (0, 0), "no shared row is touched");
        assert_eq!(shop.count("promotion_claim").await, 10);
        shop.assert_consistent().await;
    }

    async fn a_first_order_is_first_once(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 99).await;
        add(&shop, &PromotionInput { first_order: true, ..by_code() }).await;
        let buyers = join_all((0..8).map(|_| at_review(&shop, mug, "ada@example.com"))).await;
        assert_eq!(place_all(buyers).await, 1);
        let again = at_review(&shop, mug, "ada@example.com").await;
        assert_eq!(again.cart().await.totals.amounts.discount_total, 0);
        assert_eq!(at_review(&shop, mug, "new@example.com").await.cart().await.totals.amounts.discount_total, 190);
        shop.assert_consistent().await;
    }

    async fn an_order_that_is_not_paid_gives_its_coupon_back(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 99).await;
        add(&shop, &PromotionInput { usage_limit: "1".into(), customer_limit: "1".into(), code_limit: "1".into(), ..by_code() }).await;
        assert_eq!(place_all(vec![at_review(&shop, mug, "ada@example.com").await]).await, 1);
        assert_eq!(used(&shop).await, 1);
        shop.clock.advance_minutes(60);
        shop.run_jobs().await;
        assert_eq!(used(&shop).await, 0);
        shop.assert_consistent().await;
        assert_eq!(place_all(vec![at_review(&shop, mug, "ada@example.com").await]).await, 1);
        shop.assert_consistent().await;
    }

    async fn a_late_payment_is_honored_only_while_its_coupon_is_left(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 99).await;
        add(&shop, &PromotionInput { usage_limit: "1".into(), ..by_code() }).await;
        for (somebody_else_was_faster, status) in [(false, OrderStatus::Paid), (true, OrderStatus::Canceled)] {
            let buyer = Buyer::guest(&shop);
            buyer.add(mug, "1").await.expect(200);
            enter(&buyer, "TENTH").await.expect(200);
            let placed = buyer.order(&shop, mug, "1").await;
            // The order expires before the gateway knows of it.
            shop.clock.advance_minutes(60);
            worker::run_due(&shop.state).await.expect("the queue answers");
            assert_eq!(used(&shop).await, 0);
            if somebody_else_was_faster {
                assert_eq!(place_all(vec![at_review(&shop, mug, "jonas@example.com").await]).await, 1);
            }
            buyer.pay(&placed, card::SUCCESS).await.expect(303);
            shop.run_jobs().await;
            assert_eq!((buyer.load(&placed).await.status, used(&shop).await), (status, 1));
            shop.assert_consistent().await;
            if !somebody_else_was_faster {
                cancel(&shop, &placed.number.to_string()).await;
            }
        }
    }

    async fn exclusive_promotions_and_limits_work_together(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 99).await;
        add(&shop, &PromotionInput { exclusive: true, usage_limit: "1".into(), ..tenth() }).await;
        add(&shop, &PromotionInput { name: "Always".into(), percent: "5".into(), ..tenth() }).await;
        let buyer = Buyer::guest(&shop);
        buyer.buy(&shop, mug, "1").await;
        buyer.add(mug, "1").await.expect(200);
        assert_eq!(buyer.cart().await.totals.amounts.discount_total, 95, "the other one applies when it is used up");
        shop.assert_consistent().await;
    }
}

async fn cancel(shop: &TestShop, number: &str) {
    let staff = shop.staff().await;
    staff.post_action("admin/cancel_order", &[("number", number)]).await.expect(200);
    shop.run_jobs().await;
}

/// Sylius #18960: a lock that kept coupons from being used twice made every order wait for every other one.
///
/// On PostgreSQL alone: SQLite has one writer, whatever it writes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_waits_for_no_other_where_nothing_is_limited() {
    let shop = TestShop::postgres().await;
    let (mug, lamp) = (shop.sell("Mug", 1_900, 99).await, shop.sell("Lamp", 4_999, 99).await);
    add(&shop, &by_code()).await;
    let buyer = at_review(&shop, mug, "ada@example.com").await;
    // What an order of a lamp would hold until it ends, if its promotion were counted.
    let mut other = shop.state.db.begin().await.expect("a transaction");
    for held in [
        "SELECT id FROM promotion FOR NO KEY UPDATE".to_owned(),
        "SELECT id FROM coupon_code FOR NO KEY UPDATE".to_owned(),
        format!("SELECT variant_id FROM inventory_item WHERE variant_id = {lamp} FOR UPDATE"),
    ] {
        let rows: Vec<(i64,)> = select(&mut other, held.clone()).all().await.expect("rows to hold");
        assert_eq!(rows.len(), 1, "{held}");
    }
    let placed = tokio::time::timeout(PATIENCE, buyer.place()).await.expect("nobody waits for the other order");
    placed.expect(200);
    drop(other);
    shop.assert_consistent().await;
}
