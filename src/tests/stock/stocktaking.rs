//! Counting a whole center, page by page, while goods come and go.

use super::buy;
use crate::support::{Answer, Client, TestShop, at_once};
use futures::future::FutureExt;
use serde_json::{Value, json};
use tradewind::{
    domain::{
        access::Permission,
        forms::Problem,
        ids::{InventoryItemId, VariantId},
        staff::{StocktakingSheet, counted_field, level_field},
    },
    error::AppError,
    server::store::db::select,
};

/// A filled-in row: the item, what was counted, and what the form showed.
type Row<'a> = (InventoryItemId, &'a str, &'a str);

fn form(center: &str, rows: &[Row<'_>], reason: &str) -> Vec<(String, String)> {
    let mut fields = vec![("tab".to_owned(), center.to_owned()), ("sheet_reason".to_owned(), reason.to_owned())];
    for (item, counted, seen) in rows {
        fields.push((counted_field(*item), (*counted).to_owned()));
        fields.push((level_field(*item), (*seen).to_owned()));
    }
    fields
}

async fn book(staff: &Client, center: &str, rows: &[Row<'_>], reason: &str) -> Answer {
    let fields = form(center, rows, reason);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    staff.post_action("admin/take_stock", &fields).await
}

async fn item(shop: &TestShop, variant: VariantId) -> InventoryItemId {
    shop.item_at(variant, shop.center("Main").await).await
}

/// Change and reason of an item's newest movement.
async fn newest_movement(shop: &TestShop, item: InventoryItemId) -> (String, i64, String) {
    let text =
        "SELECT kind, on_hand_change, reason FROM stock_movement WHERE inventory_item_id = $1 ORDER BY id DESC LIMIT 1";
    select(&shop.state.db, text).bind(item).one().await.expect("a movement")
}

on_both! {
    async fn only_what_was_filled_in_is_booked_with_its_reason(shop: TestShop) {
        let (mug, lamp, tea) = (shop.sell("Mug", 1_900, 10).await, shop.sell("Lamp", 4_900, 3).await, shop.sell("Tea", 500, 7).await);
        let (staff, center) = (shop.staff().await, shop.center("Main").await.to_string());
        let (mug_item, lamp_item, tea_item) = (item(&shop, mug).await, item(&shop, lamp).await, item(&shop, tea).await);
        let rows = [(mug_item, "8", "10"), (lamp_item, "3", "3"), (tea_item, " ", "7")];
        let answer = book(&staff, &center, &rows, "Stocktaking June").await.expect(200);
        let page = answer.location().expect("the sheet again");
        assert!(page.starts_with("/admin/stocktaking?") && page.contains("counted=2"), "{page}");
        assert_eq!((shop.stock(mug).await, shop.stock(lamp).await, shop.stock(tea).await), ((8, 0), (3, 0), (7, 0)));
        let june = "Stocktaking June".to_owned();
        assert_eq!(newest_movement(&shop, mug_item).await, ("count".into(), -2, june.clone()));
        assert_eq!(newest_movement(&shop, lamp_item).await, ("count".into(), 0, june), "it was counted, too");
        assert_ne!(newest_movement(&shop, tea_item).await.0, "count");
        let shown = staff.get(&page).await.expect(200).body;
        assert!(shown.contains("2 items counted."), "{shown}");
        let log = shop.owner().await.get("/admin/audit?subject=inventory_item").await.expect(200).body;
        assert!(log.contains("Stocktaking June"), "{log}");
        shop.assert_consistent().await;
    }

    async fn what_was_sold_meanwhile_is_not_overwritten_and_the_sheet_says_so(shop: TestShop) {
        let (mug, lamp) = (shop.sell("Mug", 1_900, 10).await, shop.sell("Lamp", 4_900, 5).await);
        let (staff, center) = (shop.staff().await, shop.center("Main").await.to_string());
        let (mug_item, lamp_item) = (item(&shop, mug).await, item(&shop, lamp).await);
        let (_, placed) = buy(&shop, &[(mug, "2"), (lamp, "4")]).await;
        super::ship(&staff, &placed, &[]).await.expect(200);
        buy(&shop, &[(lamp, "1")]).await;
        // Counted before the parcel left, and fewer than the next order waits for.
        let rows = [(mug_item, "10", "10"), (lamp_item, "0", "1")];
        let page = book(&staff, &center, &rows, "").await.expect(200).location().expect("the sheet");
        assert!(page.contains("counted=0") && page.contains(&format!("changed={mug_item}")), "{page}");
        assert!(page.contains(&format!("promised={lamp_item}")), "{page}");
        assert_eq!((shop.stock(mug).await, shop.stock(lamp).await), ((8, 0), (1, 1)));
        let shown = staff.get(&page).await.expect(200).body;
        assert!(shown.contains("Changed meanwhile: count again") && shown.contains("1 are promised to orders"), "{shown}");
        let level = format!("name=\"{}\" value=\"8\"", level_field(mug_item));
        assert!(shown.contains(&level), "it is counted again from what is there now: {shown}");
        book(&staff, &center, &[(mug_item, "7", "8")], "").await.expect(200);
        assert_eq!(shop.stock(mug).await, (7, 0));
        shop.assert_consistent().await;
    }

    async fn a_mistake_in_a_row_stands_beside_it_and_nothing_is_booked(shop: TestShop) {
        let (mug, lamp) = (shop.sell("Mug", 1_900, 10).await, shop.sell("Lamp", 4_900, 3).await);
        let (staff, center) = (shop.staff().await, shop.center("Main").await.to_string());
        let (mug_item, lamp_item) = (item(&shop, mug).await, item(&shop, lamp).await);
        let refused = book(&staff, &center, &[(mug_item, "8", "10"), (lamp_item, "many", "3")], "").await.expect(422);
        assert_eq!(refused.error(), AppError::field(&counted_field(lamp_item), Problem::NotANumber));
        assert_eq!(book(&staff, &center, &[(mug_item, "", "10")], "").await.expect(422).error(), AppError::field("counts", Problem::Required));
        let south = shop.add_center("South", "DE", 5).await.to_string();
        let elsewhere = book(&staff, &south, &[(mug_item, "8", "10")], "").await.expect(422).error();
        assert_eq!(elsewhere, AppError::field(&counted_field(mug_item), Problem::UnknownChoice));
        assert_eq!(book(&staff, "999", &[(mug_item, "8", "10")], "").await.status, 422);
        assert_eq!((shop.stock(mug).await, shop.stock(lamp).await), ((10, 0), (3, 0)));
        let others = shop.staff_with(&[Permission::Catalog, Permission::Settings]).await;
        book(&others, &center, &[(mug_item, "8", "10")], "").await.expect(403);
        others.get("/admin/stocktaking").await.expect(403);
    }

    async fn the_sheet_is_of_one_center_and_works_without_scripts(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 1_900, 10).await, shop.staff().await);
        shop.sell("Lamp", 4_900, 3).await;
        let (main, south) = (shop.center("Main").await, shop.add_center("South", "DE", 5).await);
        shop.put(mug, south, 4).await;
        let at = async |tab: &str, query: &str| -> StocktakingSheet {
            let fields = [("tab", tab), ("query", query), ("older", ""), ("newer", "")];
            staff.get_action("admin/get_stocktaking_sheet", &fields).await.expect(200).json()
        };
        let (first, second) = (at("", "").await, at(&south.to_string(), "").await);
        assert_eq!((first.center, first.list.items.len()), (main, 2), "of the center that ships first");
        assert_eq!((second.center, second.list.items.len()), (south, 1));
        assert_eq!(at("", "mug").await.list.items.len(), 1);
        let unknown = [("tab", "999"), ("query", ""), ("older", ""), ("newer", "")];
        staff.get_action("admin/get_stocktaking_sheet", &unknown).await.expect(404);

        let page = "/admin/stocktaking?q=mug";
        let shown = staff.get(page).await.expect(200).body;
        let mug_item = item(&shop, mug).await;
        assert!(shown.contains("/actions/admin/take_stock") && shown.contains(&counted_field(mug_item)), "{shown}");
        let mut fields = form(&main.to_string(), &[(mug_item, "9", "10")], "By hand");
        fields.push(("query".to_owned(), "mug".to_owned()));
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let next = staff.post_form_from(page, "/actions/admin/take_stock", &fields).await.location().expect("a page");
        let shown = staff.get(&next).await.expect(200).body;
        assert!(shown.contains("1 item counted.") && shown.contains("Mug") && !shown.contains("Lamp"), "{shown}");
        assert_eq!(shop.stock_at(mug, main).await, (9, 0));
        assert!(staff.get("/admin/stock").await.expect(200).body.contains("/admin/stocktaking"), "the list leads there");
    }

    async fn a_booked_page_leads_to_the_next_with_its_note_and_one_with_open_rows_does_not(shop: TestShop) {
        // One of them is on the page after the mug's, whichever way the list goes.
        shop.sell("Lamp", 4_900, 3).await;
        let (mug, staff) = (shop.sell("Mug", 1_900, 10).await, shop.staff().await);
        shop.sell("Vase", 2_900, 3).await;
        let center = shop.center("Main").await.to_string();
        let mug_item = item(&shop, mug).await;
        let send = async |rows: &[Row<'_>]| -> String {
            let mut fields = form(&center, rows, "June & July");
            fields.push(("sheet_next".to_owned(), mug_item.to_string()));
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            staff.post_action("admin/take_stock", &fields).await.expect(200).location().expect("a page")
        };
        let next = send(&[(mug_item, "9", "10")]).await;
        assert!(next.contains(&format!("older={mug_item}&")) && next.contains("counted=1"), "{next}");
        let shown = staff.get(&next).await.expect(200).body;
        assert!(shown.contains(r#"value="June &amp; July""#), "{shown}");
        let stays = send(&[(mug_item, "8", "10")]).await;
        assert!(!stays.contains("older=") && stays.contains(&format!("changed={mug_item}")), "{stays}");
        assert_eq!(shop.stock(mug).await, (9, 0));
    }

    async fn sheets_that_cross_deliveries_overwrite_none(shop: TestShop) {
        let staff = shop.staff().await;
        let (mug, lamp) = (shop.sell("Mug", 1_900, 10).await, shop.sell("Lamp", 4_900, 10).await);
        let center = shop.center("Main").await.to_string();
        let items = [item(&shop, mug).await, item(&shop, lamp).await];
        for _ in 0..4 {
            let before = [shop.stock(mug).await.0, shop.stock(lamp).await.0];
            let seen = before.map(|level| level.to_string());
            let counted = before.map(|level| (level - 1).to_string());
            let sheets = [[0, 1], [1, 0]].map(|order| {
                let (staff, center, seen, counted) = (staff.clone(), center.clone(), seen.clone(), counted.clone());
                async move {
                    let rows = order.map(|row: usize| (items[row], counted[row].as_str(), seen[row].as_str()));
                    book(&staff, &center, &rows, "").await.expect(200).location().expect("a page")
                }
                .boxed()
            });
            let receipts = items.map(|item| {
                let staff = staff.clone();
                async move {
                    let id = item.to_string();
                    let fields = [("id", id.as_str()), ("receive_quantity", "5")];
                    staff.post_action("admin/receive_stock", &fields).await.expect(200);
                    String::new()
                }
                .boxed()
            });
            at_once(sheets.into_iter().chain(receipts)).await;
            let after = [shop.stock(mug).await.0, shop.stock(lamp).await.0];
            for (before, after) in before.into_iter().zip(after) {
                assert!([before + 5, before + 4].contains(&after), "{before} became {after}");
            }
            shop.assert_consistent().await;
        }
    }

    async fn a_long_sheet_costs_as_many_queries_as_a_short_one(shop: TestShop) {
        let staff = shop.staff().await;
        let mut items = Vec::new();
        for number in 0..12 {
            let variant = shop.sell(&format!("Mug {number}"), 1_900, 10).await;
            items.push(item(&shop, variant).await);
        }
        let center = shop.center("Main").await.to_string();
        let cost = async |rows: &[Row<'_>]| {
            let before = shop.state.db.queries();
            book(&staff, &center, rows, "").await.expect(200);
            shop.state.db.queries() - before
        };
        let short: Vec<Row<'_>> = items.iter().take(2).map(|item| (*item, "9", "10")).collect();
        let long: Vec<Row<'_>> = items.iter().skip(2).map(|item| (*item, "9", "10")).collect();
        assert_eq!(cost(&short).await, cost(&long).await);
    }

    async fn programs_count_a_center_at_once(shop: TestShop) {
        let (mug, lamp) = (shop.sell("Mug", 1_900, 10).await, shop.sell("Lamp", 4_900, 3).await);
        let (mug_item, lamp_item) = (item(&shop, mug).await.0, item(&shop, lamp).await.0);
        let program = crate::api::selling::of_staff(&shop).await;
        let path = format!("/fulfillment-centers/{}/stocktaking", shop.center("Main").await);
        let body = json!({"reason": "June", "items": [
            {"inventory_item_id": mug_item, "counted": 9, "on_hand_seen": 10},
            {"inventory_item_id": lamp_item, "counted": 1, "on_hand_seen": 4},
        ]});
        for _ in 0..2 {
            let report: Value = program.post_once(&path, "s1", body.clone()).await.expect(200).json();
            assert_eq!(report["counted"], json!([mug_item]), "{report}");
            assert_eq!((&report["refused"][0]["field"], &report["refused"][0]["code"]), (&json!("items.1"), &json!("level_changed")));
        }
        assert_eq!((shop.stock(mug).await, shop.stock(lamp).await), ((9, 0), (3, 0)));
        let wrong = |items: Value| json!({ "items": items });
        let field = async |key: &str, items: Value| -> String {
            let problem: Value = program.post_once(&path, key, wrong(items)).await.expect(422).json();
            problem["errors"][0]["field"].as_str().unwrap_or_default().to_owned()
        };
        assert_eq!(field("w1", json!([])).await, "items");
        assert_eq!(field("w2", json!([{"inventory_item_id": mug_item, "counted": -1}])).await, "items.0.counted");
        assert_eq!(field("w3", json!([{"inventory_item_id": 999, "counted": 1}])).await, "items.0.inventory_item_id");
        let twice = json!([{"inventory_item_id": mug_item, "counted": 1}, {"inventory_item_id": mug_item, "counted": 2}]);
        assert_eq!(field("w4", twice).await, "items");
        program.post_once("/fulfillment-centers/999/stocktaking", "w5", body).await.expect(404);
        shop.assert_consistent().await;
    }
}
