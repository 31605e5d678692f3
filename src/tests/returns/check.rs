//! The check finds returns that do not agree with the rest.

use super::{approve, asked, center, receive, receive_order, refund};
use tradewind::server::{services::check::check, store::db::execute};

on_both! {
    async fn returns_that_disagree_are_found(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 2_000, 9).await, shop.staff().await);
        let (buyer, placed) = receive_order(&shop, &staff, &[(mug, 3)]).await;
        let number = asked(&buyer, &placed, &[2]).await;
        approve(&staff, number).await.expect(200);
        receive(&staff, number, &[2], &center(&shop).await).await.expect(200);
        refund(&staff, number, "40", &[]).await.expect(200);
        shop.run_jobs().await;
        shop.assert_consistent().await;
        let tamper = async |text: &'static str| execute(&shop.state.db, text).run().await.is_ok();
        // The schema keeps what must never be.
        for text in [
            "UPDATE order_line SET return_settled = 3",
            "UPDATE order_line SET returned = 1",
            "UPDATE order_line SET returned = 4",
            "UPDATE order_return_line SET received = 3",
            "UPDATE order_return SET refunded_minor = 5000",
            "UPDATE order_return SET deduction_minor = 100, refunded_minor = 3900",
            "UPDATE order_return SET status = 'lost'",
            "INSERT INTO order_return_event (order_return_id, status, actor, created_at) SELECT id, 'refunded', 'x', 0 FROM order_return",
        ] {
            assert!(!tamper(text).await, "{text}");
        }
        assert!(tamper("UPDATE order_line SET returned = 3").await);
        assert!(tamper("UPDATE stock_movement SET order_return_line_id = NULL").await);
        assert!(tamper("UPDATE order_credit SET order_return_id = NULL").await);
        let found: Vec<String> = check(&shop.state).await.expect("a check").iter().map(ToString::to_string).collect();
        for claim in ["the line counts 3 units as returned", "2 units were restocked; movements put back 0", "it refunded 4000, and 0 was credited"] {
            assert!(found.iter().any(|line| line.contains(claim)), "{claim} is not in {found:?}");
        }
    }
}
