//! What is packed before it ships.

use super::{buy, set_up, ship, staff_order};
use crate::support::{Buyer, Placed, TestShop};
use tradewind::domain::{
    access::Permission,
    ids::VariantId,
    order::OrderStatus,
    payment::GatewayKind,
    staff::{Fulfillment, OrderList, PackingSlip, quantity_field},
};

/// Places an order that is paid when the parcel arrives.
pub async fn at_the_door(shop: &TestShop, variant: VariantId) -> (Buyer, Placed) {
    set_up(shop, |settings| settings.cash_on_delivery = true).await;
    let buyer = Buyer::guest(shop);
    let placed = buyer.order_unassisted(GatewayKind::CASH_ON_DELIVERY, variant, "1").await;
    shop.run_jobs().await;
    (buyer, placed)
}

on_both! {
    async fn a_slip_says_what_is_to_be_packed_at_a_center_before_anything_left(shop: TestShop) {
        let (mug, tea) = (shop.sell("Mug", 1_900, 9).await, shop.sell("Tea", 900, 1).await);
        let south = shop.add_center("South", "NL", 5).await;
        shop.put(tea, south, 4).await;
        let staff = shop.staff().await;
        let (_, placed) = buy(&shop, &[(mug, 2), (tea, 3)]).await;
        let order = staff_order(&staff, &placed).await;
        let units = |slip: &PackingSlip| slip.lines.iter().map(|line| line.quantity).sum::<i64>();
        let mut packed = 0;
        for open in &order.open {
            let (number, center) = (placed.number.to_string(), open.center.to_string());
            let slip: PackingSlip =
                staff.get_action("admin/get_slip_to_pack", &[("number", &number), ("center", &center)]).await.expect(200).json();
            assert_eq!((slip.sent.is_none(), slip.center.as_str()), (true, open.name.as_str()));
            assert_eq!(slip.to_follow, 5 - units(&slip));
            packed += units(&slip);
            let path = format!("/admin/orders/{number}/pack/{center}");
            let page = staff.get(&path).await.expect(200).body;
            assert!(page.contains("Ada Byron") && page.contains(&slip.lines[0].sku), "{page}");
            let file = staff.download(&format!("{path}/slip.pdf"), "application/pdf").await;
            let text = pdf_extract::extract_text_from_mem(&file).expect("a readable PDF");
            let text: String = text.split_whitespace().collect();
            assert!(text.contains("Packingslip") && text.contains("AdaByron") && !text.contains("Tracking"), "{text}");
            let list = staff.get("/admin/fulfillment").await.expect(200).body;
            assert!(list.contains(&path), "the pick list leads there");
            let own = staff.get(&format!("/admin/orders/{number}")).await.expect(200).body;
            assert!(own.contains(&path), "and so does the order");
        }
        assert_eq!(packed, 5);
        let center = order.open[0].center;
        let line = quantity_field(order.open[0].lines[0].line);
        ship(&staff, &placed, &[("center", &center.to_string()), (&line, "1")]).await.expect(200);
        let arguments = [("number", placed.number.to_string()), ("center", center.to_string())];
        let arguments: Vec<_> = arguments.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let rest = staff.get_action("admin/get_slip_to_pack", &arguments).await;
        if rest.status == 200 {
            let rest: PackingSlip = rest.json();
            let left = staff_order(&staff, &placed).await.detail.open_units();
            assert_eq!(units(&rest) + rest.to_follow, left, "what has left is not packed again");
        }
    }

    async fn there_is_no_slip_of_what_may_not_ship(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 1_900, 9).await, shop.staff().await);
        let (_, unpaid) = super::order(&shop, &[(mug, 1)]).await;
        let center = staff_order(&staff, &unpaid).await.open[0].center;
        let path = |placed: &Placed| format!("/admin/orders/{}/pack/{center}", placed.number);
        for path in [path(&unpaid), format!("/admin/orders/T100999/pack/{center}")] {
            staff.get(&path).await.expect(404);
            staff.get(&format!("{path}/slip.pdf")).await.expect(404);
        }
        let (_, paid) = buy(&shop, &[(mug, 1)]).await;
        staff.get(&path(&paid)).await.expect(200);
        staff.get(&format!("/admin/orders/{}/pack/999", paid.number)).await.expect(404);
        shop.staff_with(&[Permission::Catalog]).await.get(&format!("{}/slip.pdf", path(&paid))).await.expect(403);
        ship(&staff, &paid, &[]).await.expect(200);
        staff.get(&path(&paid)).await.expect(404);
    }

    async fn what_is_paid_at_the_door_is_picked_packed_and_to_be_shipped(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 1_900, 9).await, shop.staff().await);
        let (_, placed) = at_the_door(&shop, mug).await;
        let (_, unpaid) = super::order(&shop, &[(mug, 1)]).await;
        let arguments = [("tab", "to-ship"), ("query", ""), ("older", ""), ("newer", "")];
        let list: OrderList = staff.get_action("admin/list_orders", &arguments).await.expect(200).json();
        let numbers: Vec<_> = list.orders.iter().map(|order| order.number).collect();
        assert_eq!(numbers, [placed.number], "and not {}", unpaid.number);
        let counts: Vec<_> = list.tabs.iter().map(|tab| (tab.tab.slug(), tab.count)).collect();
        assert!(counts.contains(&("to-ship", 1)) && counts.contains(&("pending-payment", 2)), "{counts:?}");
        let file = staff.get("/admin/orders.csv?tab=to-ship").await.expect(200).body;
        assert!(file.contains(&placed.number.to_string()) && !file.contains(&unpaid.number.to_string()), "{file}");
        let picked: Fulfillment = staff.get_action("admin/get_pick_lists", &[]).await.expect(200).json();
        assert_eq!(picked.centers[0].to_pack, [(placed.number, 1)]);
        let center = picked.centers[0].center;
        staff.get(&format!("/admin/orders/{}/pack/{center}", placed.number)).await.expect(200);
        ship(&staff, &placed, &[]).await.expect(200);
        assert_eq!(staff_order(&staff, &placed).await.detail.status, OrderStatus::Fulfilled);
        let list: OrderList = staff.get_action("admin/list_orders", &arguments).await.expect(200).json();
        assert!(list.orders.is_empty());
    }
}
