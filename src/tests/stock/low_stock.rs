//! Staff are told once when something runs out.

use super::buy;
use crate::support::{Client, TestShop};
use tradewind::domain::{
    access::Permission,
    ids::VariantId,
    staff::{Dashboard, InventoryList},
};

async fn set_level(shop: &TestShop, staff: &Client, variant: VariantId, level: &str) {
    let item = shop.item_at(variant, shop.center("Main").await).await.to_string();
    staff.post_action("admin/set_reorder_level", &[("id", &item), ("reorder_level", level)]).await.expect(200);
}

async fn alerts(shop: &TestShop) -> usize {
    shop.run_jobs().await;
    shop.subjects().await.iter().filter(|subject| subject.contains("running low")).count()
}

on_both! {
    async fn staff_hear_of_it_once_and_again_after_it_was_above(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 1_900, 6).await, shop.staff().await);
        shop.staff_with(&[Permission::Catalog]).await;
        shop.customer().await;
        set_level(&shop, &staff, mug, "4").await;
        assert_eq!(alerts(&shop).await, 0);
        buy(&shop, &[(mug, "1")]).await;
        assert_eq!(alerts(&shop).await, 0, "five are more than four");
        buy(&shop, &[(mug, "1")]).await;
        assert_eq!(alerts(&shop).await, 1, "who works on orders, and nobody else");
        buy(&shop, &[(mug, "1")]).await;
        assert_eq!(alerts(&shop).await, 1);
        let item = shop.item_at(mug, shop.center("Main").await).await.to_string();
        staff.post_action("admin/receive_stock", &[("id", &item), ("receive_quantity", "9")]).await.expect(200);
        assert_eq!(alerts(&shop).await, 1);
        buy(&shop, &[(mug, "9")]).await;
        assert_eq!(alerts(&shop).await, 2);
    }

    async fn the_list_and_the_dashboard_show_what_is_low(shop: TestShop) {
        let (mug, lamp, staff) = (shop.sell("Mug", 1_900, 30).await, shop.sell("Lamp", 4_900, 30).await, shop.staff().await);
        set_level(&shop, &staff, mug, "30").await;
        set_level(&shop, &staff, lamp, "3").await;
        let list = |tab: &'static str, query: &'static str| {
            let staff = staff.clone();
            async move {
                let fields = [("tab", tab), ("query", query), ("older", ""), ("newer", "")];
                let list: InventoryList = staff.get_action("admin/list_inventory", &fields).await.expect(200).json();
                list.items.into_iter().map(|item| item.sku).collect::<Vec<_>>()
            }
        };
        assert_eq!(list("low", "").await, ["MUG"]);
        assert_eq!(list("", "la").await, ["LAMP"]);
        assert_eq!(list("low-999", "").await, Vec::<String>::new());
        assert_eq!(list("", "").await, ["LAMP", "MUG"]);
        let numbers: Dashboard = staff.get_action("admin/dashboard", &[]).await.expect(200).json();
        assert_eq!(numbers.low_stock.iter().map(|low| low.sku.as_str()).collect::<Vec<_>>(), ["MUG"]);
        let page = staff.get("/admin/stock?tab=low").await.expect(200).body;
        assert!(page.contains("MUG") && !page.contains("LAMP"));
    }
}
