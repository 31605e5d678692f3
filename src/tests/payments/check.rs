//! The check finds money that does not agree, and nothing where all is well.

use super::{ask_for_refund, buy_for_100, found, order_for_100, tamper};
use crate::support::card;
use tradewind::domain::{access::Permission, check::CheckReport};

on_both! {
    async fn a_payment_that_is_not_what_the_ledger_says_is_found(shop: TestShop) {
        buy_for_100(&shop).await;
        assert!(found(&shop).await.is_empty());
        assert!(tamper(&shop, "UPDATE payment SET captured_minor = 9000").await);
        let found = found(&shop).await;
        assert!(found.iter().any(|line| line.starts_with("Payments: payment")), "{found:?}");
        assert!(found.iter().any(|line| line.starts_with("Books: order")), "{found:?}");
    }

    async fn a_credit_that_is_not_in_the_books_is_found(shop: TestShop) {
        buy_for_100(&shop).await;
        assert!(tamper(&shop, "UPDATE orders SET credited_minor = 1").await);
        assert!(found(&shop).await.iter().any(|line| line.starts_with("Books: order")));
    }

    async fn a_refund_that_nobody_set_apart_is_found(shop: TestShop) {
        let (_, placed) = buy_for_100(&shop).await;
        ask_for_refund(&shop, &placed, 1_000, "one").await;
        assert!(found(&shop).await.is_empty());
        assert!(tamper(&shop, "UPDATE refund SET amount_minor = 999").await);
        assert!(found(&shop).await.iter().any(|line| line.contains("asked back: 1000, by refunds 999")));
    }

    async fn a_refund_that_is_pending_for_days_is_found(shop: TestShop) {
        let (_, placed) = buy_for_100(&shop).await;
        ask_for_refund(&shop, &placed, 1_000, "one").await;
        shop.clock.advance_minutes(4 * 24 * 60);
        assert!(found(&shop).await.iter().any(|line| line.contains("still pending")));
        shop.run_jobs().await;
        assert!(found(&shop).await.is_empty());
    }

    async fn what_the_gateway_took_and_the_shop_does_not_know_is_found(shop: TestShop) {
        let (buyer, placed) = order_for_100(&shop).await;
        buyer.pay(&placed, card::WEBHOOK_LOST).await.expect(303);
        assert!(found(&shop).await.is_empty(), "it may be on its way");
        shop.clock.advance_minutes(16);
        let found = found(&shop).await;
        assert!(found.len() == 1 && found[0].contains("captured 0, by the gateway 10000"), "{found:?}");
    }

    async fn what_the_shop_counts_and_the_gateway_does_not_know_is_found_at_once(shop: TestShop) {
        buy_for_100(&shop).await;
        assert!(tamper(&shop, "DELETE FROM sandbox_movement").await);
        let found = found(&shop).await;
        assert!(found.len() == 1 && found[0].contains("captured 10000, by the gateway 0"), "{found:?}");
    }

    async fn the_page_says_that_all_is_well_or_what_is_not(shop: TestShop) {
        buy_for_100(&shop).await;
        let reader = shop.staff_with(&[Permission::Reports]).await;
        let page = reader.get("/admin/check").await.expect(200).body;
        assert!(page.contains("Everything agrees"), "{page}");
        assert!(tamper(&shop, "UPDATE orders SET credited_minor = 1").await);
        let page = reader.get("/admin/check").await.expect(200).body;
        assert!(!page.contains("Everything agrees") && page.contains("owed by the customer"), "{page}");
        let report: CheckReport = reader.get_action("admin/run_check", &[]).await.expect(200).json();
        // The books, the reasons of the credits, and the invoice that has no credit note of it.
        assert_eq!(report.found.len(), 3);
        shop.staff_with(&[Permission::Orders]).await.get("/admin/check").await.expect(403);
    }
}
