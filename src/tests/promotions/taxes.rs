//! Taxes by region, postcode and date, on what discounts leave.

use crate::support::{Buyer, TestShop, address_with};
use tradewind::{
    domain::{order::OrderDetail, tax::TaxAmount},
    server::store::db::execute,
};

/// Adds a rate for the standard category.
async fn tax(shop: &TestShop, place: (&str, &str, &str), name: &str, ppm: i64, included: bool) {
    let text = "INSERT INTO tax_rate (country, region, postcodes, tax_category_id, name, rate_ppm, included)
                SELECT $1, $2, $3, id, $4, $5, $6 FROM tax_category WHERE slug = 'standard'";
    let (country, region, postcodes) = place;
    let statement = execute(&shop.state.db, text).bind(country).bind(region).bind(postcodes);
    statement.bind(name).bind(ppm).bind(included).run().await.expect("a rate");
}

async fn order_to(
    shop: &TestShop,
    buyer: &Buyer,
    mug: tradewind::domain::ids::VariantId,
    changes: &[(&str, &str)],
) -> OrderDetail {
    buyer.add(mug, "1").await.expect(200);
    buyer.fill_checkout_with("ada@example.com", &address_with(changes)).await;
    let payment: String = buyer.place().await.expect(200).json();
    let placed = crate::support::Placed::behind(shop, &payment).await;
    buyer.load(&placed).await
}

fn of(label: &str, amount_minor: i64, included: bool) -> TaxAmount {
    TaxAmount { label: label.into(), amount_minor, included }
}

on_both! {
    async fn several_taxes_of_one_place_are_added_each_on_items_and_shipping(shop: TestShop) {
        let mug = shop.sell("Mug", 10_000, 9).await;
        tax(&shop, ("US", "California", ""), "State", 72_500, false).await;
        tax(&shop, ("US", "California", "900*"), "County", 22_500, false).await;
        let buyer = Buyer::guest(&shop);
        let california = [
            ("shipping_country", "US"), ("shipping_region", "california"), ("shipping_city", "Los Angeles"), ("shipping_postcode", "90012"),
        ];
        let order = order_to(&shop, &buyer, mug, &california).await;
        assert_eq!(order.taxes, [of("State 7.25 %", 906, false), of("County 2.25 %", 281, false)]);
        assert_eq!(order.totals.total, 10_000 + 2_490 + 906 + 281);
        let oregon = [("shipping_country", "US"), ("shipping_region", "Oregon"), ("shipping_postcode", "97201")];
        assert_eq!(order_to(&shop, &buyer, mug, &oregon).await.totals.additional_tax_total, 0);
        shop.assert_consistent().await;
    }

    async fn an_island_outside_the_tax_area_has_its_own_rate(shop: TestShop) {
        let mug = shop.sell("Mug", 11_900, 9).await;
        tax(&shop, ("DE", "", "27498"), "VAT", 0, true).await;
        let buyer = Buyer::guest(&shop);
        let hamburg = order_to(&shop, &buyer, mug, &[]).await;
        assert_eq!(hamburg.taxes, [of("VAT 19 %", 1_900, true)]);
        let heligoland = order_to(&shop, &buyer, mug, &[("shipping_postcode", "27498"), ("shipping_city", "Helgoland")]).await;
        assert!(heligoland.taxes.is_empty(), "{:?}", heligoland.taxes);
        shop.assert_consistent().await;
    }

    async fn a_new_rate_applies_from_its_date_on(shop: TestShop) {
        let mug = shop.sell("Mug", 11_900, 9).await;
        let change = shop.state.clock.now().plus_minutes(10);
        for text in [
            "UPDATE tax_rate SET valid_until = $1 WHERE country = 'DE'",
            "INSERT INTO tax_rate (country, tax_category_id, name, rate_ppm, included, valid_from)
             SELECT 'DE', tax_category_id, name, 160000, included, $1 FROM tax_rate WHERE country = 'DE' AND rate_ppm = 190000",
        ] {
            execute(&shop.state.db, text).bind(change).run().await.expect("a reform");
        }
        let buyer = Buyer::guest(&shop);
        assert_eq!(order_to(&shop, &buyer, mug, &[]).await.taxes, [of("VAT 19 %", 1_900, true)]);
        shop.clock.advance_minutes(10);
        assert_eq!(order_to(&shop, &buyer, mug, &[]).await.taxes, [of("VAT 16 %", 1_641, true)]);
        shop.assert_consistent().await;
    }
}
