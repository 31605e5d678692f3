//! Groups of customers, and promotions for one of them.

use super::{add, tenth};
use crate::support::Buyer;
use tradewind::{
    domain::{ids::CustomerGroupId, promotion::PromotionInput},
    server::store::db::select,
};

on_both! {
    async fn a_promotion_for_a_group_is_for_nobody_else(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let member = Buyer { client: shop.customer().await };
        let (id,): (i64,) = select(&shop.state.db, "SELECT id FROM account WHERE role = 'customer'").one().await.unwrap();
        let id = id.to_string();
        let office = shop.owner().await;
        let set = |groups: &'static str| {
            let (office, id) = (office.clone(), id.clone());
            async move { office.post_action("admin/set_customer_groups", &[("id", &id), ("groups", groups)]).await }
        };
        set("Wholesale\n\n Friends of the house ").await.expect(200);
        let (group,): (CustomerGroupId,) =
            select(&shop.state.db, "SELECT id FROM customer_group WHERE name = 'Wholesale'").one().await.unwrap();
        add(&shop, &PromotionInput { customer_group: group.to_string(), ..tenth() }).await;
        let guest = Buyer::guest(&shop);
        for (buyer, discount) in [(&member, 190), (&guest, 0)] {
            buyer.add(mug, "1").await.expect(200);
            assert_eq!(buyer.cart().await.totals.amounts.discount_total, discount);
        }
        set("").await.expect(200);
        assert_eq!(member.cart().await.totals.amounts.discount_total, 0);
        assert_eq!(shop.count("customer_group").await, 1, "only the one that a promotion is for is left");
        set(&"x".repeat(61)[..].to_owned().leak()[..]).await.expect(422);
    }
}
