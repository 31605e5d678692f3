//! What staff do about returns.

use super::{approve, asked, came, center, open, receive, receive_order, refund};
use crate::support::TestShop;
use tradewind::{
    domain::{
        access::Permission,
        forms::Problem,
        ids::VariantId,
        money::{Currency, Money},
        returns::{ReturnList, ReturnStatus, received_field, restock_field},
        staff::MovementKind,
    },
    error::AppError,
    server::store::db::select,
};

async fn movements(shop: &TestShop, variant: VariantId) -> Vec<(MovementKind, i64, String)> {
    let text = "SELECT kind, on_hand_change, reason FROM stock_movement
                JOIN inventory_item ON inventory_item.id = stock_movement.inventory_item_id
                WHERE inventory_item.variant_id = $1 AND order_return_line_id IS NOT NULL ORDER BY stock_movement.id";
    select(&shop.state.db, text).bind(variant).all().await.expect("the movements")
}

on_both! {
    async fn what_came_is_put_back_where_staff_say_and_the_rest_can_be_sent_later(shop: TestShop) {
        let (mug, tea) = (shop.sell("Mug", 1_999, 5).await, shop.sell("Tea", 500, 5).await);
        let staff = shop.staff().await;
        let (buyer, placed) = receive_order(&shop, &staff, &[(mug, 3), (tea, 2)]).await;
        let number = asked(&buyer, &placed, &[3, 2]).await;
        approve(&staff, number).await.expect(200);
        let lines = open(&staff, number).await.detail.lines;
        let too_many = AppError::field(&received_field(lines[0].line), Problem::OutOfRange(0, 3));
        assert_eq!(receive(&staff, number, &[4, 0], "").await.expect(422).error(), too_many);
        let nothing = AppError::field(&received_field(lines[0].line), Problem::Required);
        assert_eq!(receive(&staff, number, &[0, 0], "").await.expect(422).error(), nothing);
        let nowhere = AppError::field(&restock_field(lines[0].line), Problem::UnknownChoice);
        assert_eq!(receive(&staff, number, &[1, 0], "999").await.expect(422).error(), nowhere);
        receive(&staff, number, &[2, 0], &center(&shop).await).await.expect(200);
        assert_eq!((shop.stock(mug).await, shop.stock(tea).await), ((4, 0), (3, 0)));
        let reason = format!("Return {number}");
        assert_eq!((movements(&shop, mug).await, movements(&shop, tea).await), (vec![(MovementKind::Receive, 2, reason)], vec![]));
        assert_eq!(receive(&staff, number, &[2, 0], "").await.expect(409).error(), AppError::OrderMovedOn);
        // The mug and the tea that did not come are still with the customer.
        let lines = buyer.load(&placed).await.lines;
        assert_eq!((lines[0].returnable(), lines[1].returnable()), (1, 2));
        refund(&staff, number, "39.98", &[]).await.expect(200);
        asked(&buyer, &placed, &[1, 2]).await;
        shop.run_jobs().await;
        shop.assert_consistent().await;
    }

    async fn a_center_that_never_had_it_gets_it(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 1_999, 5).await, shop.staff().await);
        let owner = shop.owner().await;
        let fields = [
            ("fulfillment_center[name]", "Leipzig"), ("fulfillment_center[country]", "DE"),
            ("fulfillment_center[priority]", "50"), ("id", ""), ("version", "0"),
        ];
        owner.post_action("admin/save_center", &fields).await.expect(200);
        let (buyer, placed) = receive_order(&shop, &staff, &[(mug, 2)]).await;
        let number = asked(&buyer, &placed, &[2]).await;
        approve(&staff, number).await.expect(200);
        let centers = open(&staff, number).await.centers;
        let (leipzig, _) = centers.iter().find(|(_, name)| name == "Leipzig").expect("the new center");
        receive(&staff, number, &[2], &leipzig.to_string()).await.expect(200);
        assert_eq!(open(&staff, number).await.detail.lines[0].restocked_at, "Leipzig");
        let text = "SELECT on_hand FROM inventory_item WHERE variant_id = $1 AND fulfillment_center_id = $2";
        let (on_hand,): (i64,) = select(&shop.state.db, text).bind(mug).bind(*leipzig).one().await.expect("an item");
        assert_eq!(on_hand, 2);
        shop.assert_consistent().await;
    }

    async fn less_is_given_back_for_a_reason_and_more_never(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 2_000, 5).await, shop.staff().await);
        let (buyer, placed) = receive_order(&shop, &staff, &[(mug, 2)]).await;
        let number = came(&staff, &buyer, &placed, &[1]).await;
        let euro = |minor| Money::new(minor, Currency::Eur);
        for (amount, problem) in [
            ("20.01", Problem::MoreThan(euro(2_000))),
            ("", Problem::Required),
            ("-1", Problem::NotAPrice),
            ("x", Problem::NotAPrice),
        ] {
            assert_eq!(refund(&staff, number, amount, &[]).await.error().field_message("amount"), Some(problem.message()));
        }
        let no_reason = AppError::field("deduction_reason", Problem::Required);
        assert_eq!(refund(&staff, number, "15", &[]).await.expect(422).error(), no_reason);
        refund(&staff, number, "15", &[("deduction_reason", "Scratched"), ("return_shipping", "true")]).await.expect(200);
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        let settled = &order.returns[0];
        assert_eq!((settled.refunded.minor, settled.deduction.minor, settled.shipping.minor), (1_990, 500, 490));
        assert_eq!((order.refunded.minor, settled.deduction_reason.as_str()), (1_990, "Scratched"));
        let mails = shop.mails().await;
        let mail = mails.iter().find(|mail| mail.subject.ends_with("has arrived")).expect("a mail");
        assert!(mail.body_text.contains("Kept: €5.00 (Scratched)"), "{}", mail.body_text);
        assert_eq!(refund(&staff, number, "20", &[]).await.expect(409).error(), AppError::OrderMovedOn);
        // The other mug is worth what was paid for it, and shipping is given back once.
        let second = came(&staff, &buyer, &placed, &[1]).await;
        let second_worth = open(&staff, second).await;
        assert_eq!((second_worth.worth.minor, second_worth.shipping.minor), (2_000, 0));
        refund(&staff, second, "0", &[("deduction_reason", "Broken by the customer")]).await.expect(200);
        assert_eq!(open(&staff, second).await.detail.status, ReturnStatus::Refunded);
        shop.run_jobs().await;
        assert_eq!(buyer.load(&placed).await.refunded.minor, 1_990);
        shop.assert_consistent().await;
    }

    async fn returns_are_found_by_state_number_order_and_customer(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 2_000, 9).await, shop.staff().await);
        let (buyer, placed) = receive_order(&shop, &staff, &[(mug, 3)]).await;
        let first = asked(&buyer, &placed, &[1]).await;
        let second = came(&staff, &buyer, &placed, &[1]).await;
        let found = async |tab: &str, query: &str| -> Vec<String> {
            let fields = [("tab", tab), ("query", query), ("older", ""), ("newer", "")];
            let list: ReturnList = staff.get_action("admin/list_returns", &fields).await.expect(200).json();
            list.returns.iter().map(|row| row.number.to_string()).collect()
        };
        let (first, second) = (first.to_string(), second.to_string());
        assert_eq!(found("", "").await, [second.clone(), first.clone()]);
        assert_eq!(found("requested", "").await, std::slice::from_ref(&first));
        assert_eq!(found("received", "ADA@example").await, std::slice::from_ref(&second));
        assert_eq!(found("", &second.to_lowercase()).await, std::slice::from_ref(&second));
        assert_eq!(found("", &placed.number.to_string()).await, [second, first]);
        assert_eq!(found("", "byron").await.len(), 2);
        assert_eq!(found("refunded", "").await, Vec::<String>::new());
        assert_eq!(found("", "nobody").await, Vec::<String>::new());
    }

    async fn only_staff_for_orders_work_on_returns(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 2_000, 9).await, shop.staff().await);
        let (buyer, placed) = receive_order(&shop, &staff, &[(mug, 3)]).await;
        let number = asked(&buyer, &placed, &[1]).await.to_string();
        let others = shop.staff_with(&[Permission::Catalog, Permission::Settings]).await;
        for endpoint in ["approve_return", "reject_return", "receive_return", "refund_return"] {
            let answer = others.post_action(&format!("admin/{endpoint}"), &[("return_number", number.as_str())]).await;
            answer.expect(403);
        }
        others.get(&format!("/admin/returns/{number}")).await.expect(403);
        let orders = shop.staff_with(&[Permission::Orders]).await;
        orders.post_action("admin/save_return_settings", &[("window_days", "3")]).await.expect(403);
        orders.post_action("admin/approve_return", &[("return_number", number.as_str())]).await.expect(200);
    }
}
