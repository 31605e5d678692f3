//! Who may change an order, when, and of whom it is too late.

use super::{added_field, apply, buy, draft, edit, preview, ship, staff_order, units_of};
use tradewind::{domain::access::Permission, error::AppError};

on_both! {
    async fn whoever_saw_the_order_before_it_was_changed_is_refused(shop: TestShop) {
        let (mug, staff, other) = (shop.sell("Mug", 5_000, 9).await, shop.staff().await, shop.staff().await);
        let (_, placed) = buy(&shop, &[(mug, 2)]).await;
        let seen = staff_order(&staff, &placed).await.detail;
        let (version, edits) = (seen.version.to_string(), seen.edits.to_string());
        let field = units_of(&staff, &placed, 0).await;
        let late = draft(&other, &placed, &[("version", &version), (&field, "3")]).await;
        preview(&other, &placed, &late).await.expect("still fine");
        edit(&staff, &placed, &[("version", &version), (&field, "1")]).await;
        assert_eq!(preview(&other, &placed, &late).await, Err(AppError::Conflict));
        assert_eq!(apply(&other, &placed, &late).await.expect(409).error(), AppError::Conflict);
        let number = placed.number.to_string();
        let stale = [("number", number.as_str()), ("edits", edits.as_str())];
        assert_eq!(other.post_action("admin/cancel_order", &stale).await.error(), AppError::Conflict);
        assert_eq!(ship(&other, &placed, &[("edits", &edits)]).await.error(), AppError::Conflict);
        let cancel = tradewind::domain::staff::cancel_field(seen.lines[0].id);
        let part = [("number", number.as_str()), ("edits", edits.as_str()), (&cancel, "1")];
        assert_eq!(other.post_action("admin/cancel_lines", &part).await.error(), AppError::Conflict);
        assert_eq!(staff_order(&staff, &placed).await.detail.lines[0].quantity, 1);
        ship(&other, &placed, &[("edits", "1")]).await.expect(200);
        shop.run_jobs().await;
        shop.assert_consistent().await;
    }

    async fn a_change_is_applied_once_and_by_whoever_drafted_it(shop: TestShop) {
        let (mug, staff, other) = (shop.sell("Mug", 5_000, 9).await, shop.staff().await, shop.staff().await);
        let (_, placed) = buy(&shop, &[(mug, 1)]).await;
        let (_, elsewhere) = buy(&shop, &[(mug, 1)]).await;
        let typed = draft(&staff, &placed, &[(&added_field(mug), "1")]).await;
        assert_eq!(apply(&other, &placed, &typed).await.expect(404).error(), AppError::NotFound);
        assert_eq!(apply(&staff, &elsewhere, &typed).await.expect(404).error(), AppError::NotFound);
        for _ in 0..2 {
            apply(&staff, &placed, &typed).await.expect(200);
        }
        let order = staff_order(&staff, &placed).await;
        assert_eq!((order.detail.edits, order.edits.len(), shop.stock(mug).await), (1, 1, (9, 3)));
        let stranger = shop.staff_with(&[Permission::Catalog]).await;
        let number = placed.number.to_string();
        stranger.post_action("admin/draft_order_edit", &[("number", &number)]).await.expect(403);
        stranger.post_action("admin/apply_order_edit", &[("number", &number), ("draft", "1")]).await.expect(403);
        stranger.get_action("admin/preview_order_edit", &[("number", &number), ("draft", "1")]).await.expect(403);
        shop.assert_consistent().await;
    }

    async fn a_price_that_changed_since_the_preview_is_shown_first(shop: TestShop) {
        let (mug, pan, staff) = (shop.sell("Mug", 5_000, 9).await, shop.sell("Pan", 4_000, 9).await, shop.staff().await);
        let (_, placed) = buy(&shop, &[(mug, 1)]).await;
        let typed = draft(&staff, &placed, &[(&added_field(pan), "1")]).await;
        let seen = preview(&staff, &placed, &typed).await.expect("a preview").total_after.minor.to_string();
        shop.reprice(pan, 4_500).await;
        let number = placed.number.to_string();
        let save = [("number", number.as_str()), ("draft", &typed), ("seen_total", &seen)];
        assert_eq!(staff.post_action("admin/apply_order_edit", &save).await.error(), AppError::Conflict);
        assert_eq!(shop.stock(pan).await, (9, 0));
        shop.assert_consistent().await;
    }

    async fn what_has_left_or_was_called_off_is_not_changed(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 5_000, 9).await, shop.staff().await);
        let (_, shipped) = buy(&shop, &[(mug, 1)]).await;
        let late = draft(&staff, &shipped, &[(&added_field(mug), "1")]).await;
        ship(&staff, &shipped, &[]).await.expect(200);
        assert_eq!(apply(&staff, &shipped, &late).await.expect(409).error(), AppError::OrderMovedOn);
        let (_, canceled) = buy(&shop, &[(mug, 1)]).await;
        let number = canceled.number.to_string();
        staff.post_action("admin/cancel_order", &[("number", &number)]).await.expect(200);
        let fields = [("number", number.as_str()), ("email", "new@example.com")];
        assert_eq!(staff.post_action("admin/draft_order_edit", &fields).await.error(), AppError::OrderMovedOn);
        let page = staff.get(&format!("/admin/orders/{number}")).await.expect(200).body;
        assert!(!page.contains("Edit order"), "nothing is left to edit");
        staff.get(&format!("/admin/orders/{number}/edit")).await.expect(409);
        shop.run_jobs().await;
        shop.assert_consistent().await;
    }
}
