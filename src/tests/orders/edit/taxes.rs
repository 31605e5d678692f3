//! Addresses with other taxes, other centers, or none that the shop ships to.

use super::{added_field, buy, edit, refused, staff_order, units_of};
use tradewind::{
    domain::{forms::Problem, order_edit::Settlement, tax::TaxAmount},
    error::AppError,
    server::store::db::execute,
};

/// Ada's address with some fields changed.
fn to<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    crate::support::address_with(changes)
}

fn of(label: &str, amount_minor: i64, included: bool) -> TaxAmount {
    TaxAmount { label: label.into(), amount_minor, included }
}

on_both! {
    async fn another_place_taxes_lines_and_shipping_anew_and_the_price_of_shipping_stays(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 5_000, 9).await, shop.staff().await);
        let text = "INSERT INTO tax_rate (country, postcodes, tax_category_id, name, rate_ppm, included)
                    SELECT 'DE', '27498', id, 'Island', 100000, FALSE FROM tax_category WHERE slug = 'standard'";
        execute(&shop.state.db, text).run().await.expect("a rate");
        let text = "INSERT INTO tax_rate (country, postcodes, tax_category_id, name, rate_ppm, included)
                    SELECT 'DE', '27498', id, 'VAT', 0, TRUE FROM tax_category WHERE slug = 'standard'";
        execute(&shop.state.db, text).run().await.expect("a rate");
        let (buyer, placed) = buy(&shop, &[(mug, 1)]).await;
        let told = edit(&staff, &placed, &to(&[("shipping_postcode", "27498"), ("shipping_city", "Helgoland")])).await;
        assert_eq!(told.taxes, [of("Island 10 %", 500 + 49, false)]);
        assert_eq!((told.difference().minor, told.after.shipping_total), (549, 490));
        shop.assert_consistent().await;
        let told = edit(&staff, &placed, &to(&[])).await;
        assert_eq!((told.taxes.len(), told.difference().minor, told.settlement), (1, -549, Settlement::Settled));
        let order = buyer.load(&placed).await;
        assert_eq!((order.totals.total, order.due().minor, order.edits), (5_490, 0, 2));
        let changes = &staff_order(&staff, &placed).await.edits[0].changes;
        assert!(changes.iter().any(|change| change.contains("20095 Hamburg") && change.contains("27498 Helgoland")), "{changes:?}");
        shop.run_jobs().await;
        shop.assert_consistent().await;
    }

    async fn taxes_are_those_of_the_day_of_the_order(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 11_900, 9).await, shop.staff().await);
        let (_, placed) = buy(&shop, &[(mug, 1)]).await;
        let change = shop.state.clock.now().plus_minutes(1);
        for text in [
            "UPDATE tax_rate SET valid_until = $1 WHERE country = 'DE'",
            "INSERT INTO tax_rate (country, tax_category_id, name, rate_ppm, included, valid_from)
             SELECT 'DE', tax_category_id, name, 160000, included, $1 FROM tax_rate WHERE country = 'DE' AND rate_ppm = 190000",
        ] {
            execute(&shop.state.db, text).bind(change).run().await.expect("a reform");
        }
        shop.clock.advance_minutes(10);
        let field = units_of(&staff, &placed, 0).await;
        let told = edit(&staff, &placed, &[(&field, "2"), (&added_field(mug), "1")]).await;
        assert_eq!(told.taxes, [of("VAT 19 %", 5_700, true)]);
        shop.run_jobs().await;
        shop.assert_consistent().await;
    }

    async fn a_country_that_is_not_shipped_to_is_refused(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 5_000, 9).await, shop.staff().await);
        let (_, placed) = buy(&shop, &[(mug, 1)]).await;
        shop.stop_shipping_to("FR").await;
        let paris = to(&[("shipping_country", "FR"), ("shipping_postcode", "75001"), ("shipping_city", "Paris")]);
        assert_eq!(refused(&staff, &placed, &paris).await, AppError::field("shipping_country", Problem::NotShippedTo));
    }

    async fn an_order_that_goes_to_another_country_is_served_by_another_center(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 12_000, 9).await, shop.staff().await);
        let text = "INSERT INTO fulfillment_center (slug, name, country, priority) VALUES ('lyon', 'Lyon', 'FR', 0)";
        execute(&shop.state.db, text).run().await.expect("a center");
        let text = "INSERT INTO inventory_item (variant_id, fulfillment_center_id) SELECT $1, id FROM fulfillment_center WHERE slug = 'lyon'";
        execute(&shop.state.db, text).bind(mug).run().await.expect("an item");
        let text = "SELECT item.id FROM inventory_item item JOIN fulfillment_center ON fulfillment_center.id = fulfillment_center_id
                    WHERE slug = 'lyon'";
        let (item,): (tradewind::domain::ids::InventoryItemId,) =
            tradewind::server::store::db::select(&shop.state.db, text).one().await.expect("the item");
        let mut tx = shop.state.db.begin().await.expect("a transaction");
        let note = tradewind::server::store::stock::Note {
            kind: tradewind::domain::staff::MovementKind::Receive, reason: "", transfer: None, actor: "test", at: shop.clock.now(),
        };
        tradewind::server::store::stock::change_on_hand(&mut tx, item, 5, note).await.expect("received").expect("changed");
        tx.commit().await.expect("committed");
        let (_, placed) = buy(&shop, &[(mug, 2)]).await;
        let names = async || staff_order(&staff, &placed).await.open.into_iter().map(|open| open.name).collect::<Vec<_>>();
        assert_ne!(names().await, ["Lyon"]);
        edit(&staff, &placed, &to(&[("shipping_country", "FR"), ("shipping_postcode", "75001"), ("shipping_city", "Paris")])).await;
        assert_eq!(names().await, ["Lyon"]);
        shop.run_jobs().await;
        shop.assert_consistent().await;
    }
}
