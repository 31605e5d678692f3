//! Units of lines, lines removed and added, and the stock that follows.

use super::{added_field, buy, edit, refused, staff_order, units_of};
use crate::promotions::{add, tenth};
use tradewind::domain::{forms::Problem, order::OrderEventKind, order_edit::Settlement, staff::quantity_field};
use tradewind::error::AppError;

on_both! {
    async fn a_line_is_removed_another_added_and_stock_and_books_follow(shop: TestShop) {
        let (mug, tea, pan) = (shop.sell("Mug", 1_999, 5).await, shop.sell("Tea", 500, 5).await, shop.sell("Pan", 4_000, 5).await);
        let staff = shop.staff().await;
        let (buyer, placed) = buy(&shop, &[(mug, 2), (tea, 3)]).await;
        let field = units_of(&staff, &placed, 1).await;
        let told = edit(&staff, &placed, &[(&field, "0"), (&added_field(pan), "1"), ("edit_note", "tea is bitter")]).await;
        assert_eq!((told.total_before.minor, told.total_after.minor), (2 * 1_999 + 1_500 + 490, 2 * 1_999 + 4_000 + 490));
        assert_eq!(told.settlement, Settlement::Pay { amount: told.difference(), by: tradewind::domain::payment::GatewayKind::Online });
        assert_eq!((shop.stock(mug).await, shop.stock(tea).await, shop.stock(pan).await), ((5, 2), (5, 0), (5, 1)));
        shop.assert_consistent().await;
        let order = staff_order(&staff, &placed).await;
        let lines: Vec<_> = order.detail.lines.iter().map(|line| (line.title.as_str(), line.quantity)).collect();
        assert_eq!(lines, [("Mug", 2), ("Pan", 1)]);
        let event = order.detail.events.last().expect("an event");
        assert_eq!(event.kind, OrderEventKind::Edited);
        assert!(event.message.contains("tea is bitter") && event.message.contains("€59.88 → €84.88"), "{}", event.message);
        assert_eq!((order.edits.len(), order.edits[0].note.as_str()), (1, "tea is bitter"));
        let page = buyer.client.get(&placed.page()).await.expect(200).body;
        assert!(page.contains("Pan") && !page.contains("tea is bitter") && page.contains("Order changed"), "{page}");
    }

    async fn more_units_cost_what_the_line_costs_and_what_is_added_costs_what_it_costs_today(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 2_000, 9).await, shop.staff().await);
        let (_, placed) = buy(&shop, &[(mug, 1)]).await;
        shop.reprice(mug, 2_500).await;
        let field = units_of(&staff, &placed, 0).await;
        edit(&staff, &placed, &[(&field, "3"), (&added_field(mug), "1")]).await;
        let order = staff_order(&staff, &placed).await.detail;
        let lines: Vec<_> = order.lines.iter().map(|line| (line.unit_price.minor, line.quantity)).collect();
        assert_eq!((lines, shop.stock(mug).await), (vec![(2_000, 3), (2_500, 1)], (9, 4)));
        shop.assert_consistent().await;
    }

    async fn what_is_not_in_stock_cannot_be_added_and_nothing_is_half_done(shop: TestShop) {
        let (mug, pan) = (shop.sell("Mug", 2_000, 3).await, shop.sell("Pan", 4_000, 1).await);
        let staff = shop.staff().await;
        let (_, placed) = buy(&shop, &[(mug, 2)]).await;
        let field = units_of(&staff, &placed, 0).await;
        let pans = added_field(pan);
        let short = refused(&staff, &placed, &[(&field, "1"), (&pans, "2")]).await;
        assert_eq!(short, AppError::field(&pans, Problem::NotInStock(1)));
        assert_eq!(refused(&staff, &placed, &[(&field, "4")]).await, AppError::field(&field, Problem::NotInStock(1)));
        assert_eq!((shop.stock(mug).await, shop.stock(pan).await), ((3, 2), (1, 0)));
        assert_eq!(staff_order(&staff, &placed).await.detail.edits, 0);
        tradewind::server::store::db::execute(&shop.state.db, "UPDATE inventory_item SET backorder = TRUE").run().await.expect("backorder");
        edit(&staff, &placed, &[(&pans, "2")]).await;
        assert_eq!(shop.stock(pan).await, (1, 2));
        shop.assert_consistent().await;
    }

    async fn what_has_shipped_or_was_canceled_stays(shop: TestShop) {
        let (mug, tea) = (shop.sell("Mug", 2_000, 9).await, shop.sell("Tea", 500, 9).await);
        let staff = shop.staff().await;
        let (buyer, placed) = buy(&shop, &[(mug, 4), (tea, 1)]).await;
        let lines = staff_order(&staff, &placed).await.detail.lines;
        super::ship(&staff, &placed, &[(&quantity_field(lines[0].id), "1"), (&quantity_field(lines[1].id), "0")]).await.expect(200);
        let number = placed.number.to_string();
        let cancel = tradewind::domain::staff::cancel_field(lines[0].id);
        staff.post_action("admin/cancel_lines", &[("number", number.as_str()), (&cancel, "1")]).await.expect(200);
        shop.run_jobs().await;
        let field = units_of(&staff, &placed, 0).await;
        assert_eq!(refused(&staff, &placed, &[(&field, "0")]).await, AppError::field(&field, Problem::OutOfRange(1, 3)));
        let told = edit(&staff, &placed, &[(&field, "1")]).await;
        assert_eq!((told.difference().minor, told.settlement), (-4_000, Settlement::Refund(shop_money(4_000))));
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.lines[0].quantity, order.lines[0].shipped, order.lines[0].canceled), (2, 1, 1));
        assert_eq!((order.due().minor, order.credited.minor, shop.stock(mug).await), (0, 2_000, (8, 0)));
        shop.assert_consistent().await;
    }

    async fn an_order_keeps_something_to_send_and_something_has_to_change(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 2_000, 9).await, shop.staff().await);
        let (_, placed) = buy(&shop, &[(mug, 2)]).await;
        let field = units_of(&staff, &placed, 0).await;
        assert_eq!(refused(&staff, &placed, &[(&field, "0")]).await, AppError::field(&field, Problem::NothingLeft));
        assert_eq!(refused(&staff, &placed, &[(&field, "2")]).await, AppError::field(&field, Problem::Unchanged));
        let unknown = added_field(tradewind::domain::ids::VariantId(999_999));
        assert_eq!(refused(&staff, &placed, &[(&unknown, "1")]).await, AppError::field(&unknown, Problem::UnknownChoice));
        let stranger = tradewind::domain::order_edit::wanted_field(tradewind::domain::ids::OrderLineId(999_999));
        assert_eq!(refused(&staff, &placed, &[(&stranger, "1")]).await, AppError::field(&stranger, Problem::UnknownChoice));
        shop.assert_consistent().await;
    }

    async fn promotions_that_were_granted_stay_with_their_lines_and_their_uses_stay_counted(shop: TestShop) {
        let (mug, tea) = (shop.sell("Mug", 2_000, 9).await, shop.sell("Tea", 1_000, 9).await);
        let limited = tradewind::domain::promotion::PromotionInput { usage_limit: "1".into(), ..tenth() };
        add(&shop, &limited).await;
        let staff = shop.staff().await;
        let (buyer, placed) = buy(&shop, &[(mug, 2), (tea, 1)]).await;
        assert_eq!(buyer.load(&placed).await.totals.discount_total, 500);
        let field = units_of(&staff, &placed, 0).await;
        edit(&staff, &placed, &[(&field, "1"), (&added_field(tea), "2")]).await;
        let totals = buyer.load(&placed).await.totals;
        assert_eq!((totals.item_total, totals.discount_total), (2_000 + 3_000, 200 + 100));
        shop.assert_consistent().await;
        let field = units_of(&staff, &placed, 1).await;
        edit(&staff, &placed, &[(&field, "0")]).await;
        assert_eq!(buyer.load(&placed).await.totals.discount_total, 200);
        shop.run_jobs().await;
        shop.assert_consistent().await;
    }
}

fn shop_money(minor: i64) -> tradewind::domain::money::Money {
    tradewind::domain::money::Money::new(minor, tradewind::domain::money::Currency::Eur)
}
