//! Rows are locked in one order: an order's, its payments', stock, promotions, products, and the series of invoices last.
//!
//! On PostgreSQL alone: SQLite has one writer. Each test holds what somebody has to wait for, and sees that they hold
//! nothing yet that comes after it; whoever held it could be waited for by one whom they wait for.

use super::{cancel_lines::cancel, order, set_up};
use crate::support::{Buyer, TestShop, card, until_somebody_waits};
use tradewind::{
    domain::{ids::VariantId, promotion::PromotionInput},
    server::{
        jobs::worker,
        services::promotions,
        store::{
            Tx,
            db::{execute, select},
        },
    },
};

async fn hold(tx: &mut Tx, rows: String) {
    let held: Vec<(i64,)> = select(tx, rows).all().await.expect("nobody else has it");
    assert_eq!(held.len(), 1, "one row is held");
}

fn product_of(variant: VariantId) -> String {
    format!("SELECT id FROM product WHERE id = (SELECT product_id FROM variant WHERE id = {variant})")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_for_nothing_claims_its_promotion_before_it_counts_what_is_sold() {
    let shop = TestShop::postgres().await;
    let lamp = shop.sell("Lamp", 10_000, 9).await;
    let free = PromotionInput {
        name: "All of it".into(),
        active: true,
        trigger: "automatic".into(),
        reward: "percent".into(),
        percent: "100".into(),
        usage_limit: "5".into(),
        ..PromotionInput::default()
    };
    promotions::add(&shop.state, "test", &free).await.expect("a promotion");
    let shipping =
        PromotionInput { name: "On us".into(), reward: "free_shipping".into(), usage_limit: String::new(), ..free };
    promotions::add(&shop.state, "test", &shipping).await.expect("a promotion");
    let buyer = Buyer::guest(&shop);
    buyer.add(lamp, "1").await.expect(200);
    buyer.fill_checkout().await;
    let mut other = shop.state.db.begin().await.expect("a transaction");
    hold(&mut other, "SELECT id FROM promotion WHERE usage_limit = 5 FOR NO KEY UPDATE".into()).await;
    let placing = tokio::spawn(async move { buyer.place().await.status });
    until_somebody_waits(&shop.state.db).await;
    hold(&mut other, format!("{} FOR UPDATE NOWAIT", product_of(lamp))).await;
    other.commit().await.expect("committed");
    assert_eq!(placing.await.expect("no panic"), 200);
    shop.run_jobs().await;
    shop.assert_consistent().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_that_is_paid_by_canceling_its_rest_counts_what_is_sold_before_its_credit_note() {
    let shop = TestShop::postgres().await;
    let lamp = shop.sell("Lamp", 10_000, 9).await;
    // The series of the year is there.
    Buyer::guest(&shop).buy(&shop, lamp, "1").await;
    let (_, placed) = order(&shop, &[(lamp, 2)]).await;
    // Half of it came, as by bank transfer.
    execute(&shop.state.db, "UPDATE orders SET captured_minor = 10000 WHERE id = $1")
        .bind(placed.number.0)
        .run()
        .await
        .expect("paid in part");
    let staff = shop.staff().await;
    let mut other = shop.state.db.begin().await.expect("a transaction");
    hold(&mut other, format!("{} FOR NO KEY UPDATE", product_of(lamp))).await;
    let canceling = tokio::spawn(async move { cancel(&staff, &placed, &[1], &[]).await.status });
    until_somebody_waits(&shop.state.db).await;
    hold(&mut other, "SELECT last FROM invoice_series FOR UPDATE NOWAIT".into()).await;
    other.commit().await.expect("committed");
    assert_eq!(canceling.await.expect("no panic"), 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn products_are_locked_in_the_order_of_their_ids() {
    let shop = TestShop::postgres().await;
    set_up(&shop, |_| ()).await;
    let (lamp, mug) = (shop.sell("Lamp", 10_000, 9).await, shop.sell("Mug", 1_900, 9).await);
    let (buyer, placed) = order(&shop, &[(mug, 1), (lamp, 1)]).await;
    // A row that was written last lies last, and is met last by whoever goes through the table.
    let moved = format!("UPDATE product SET sold = sold WHERE id IN ({})", product_of(lamp));
    execute(&shop.state.db, moved).run().await.expect("moved");
    buyer.pay(&placed, card::SUCCESS).await.expect(303);
    let mut other = shop.state.db.begin().await.expect("a transaction");
    hold(&mut other, format!("{} FOR NO KEY UPDATE", product_of(lamp))).await;
    let state = shop.state.clone();
    let paying = tokio::spawn(async move { worker::run_due(&state).await.expect("the queue answers") });
    until_somebody_waits(&shop.state.db).await;
    hold(&mut other, format!("{} FOR UPDATE NOWAIT", product_of(mug))).await;
    other.commit().await.expect("committed");
    paying.await.expect("no panic");
    shop.run_jobs().await;
    shop.assert_consistent().await;
}
