//! The methods of the checkout.

use super::{flat, named, table};
use crate::support::{Buyer, TestShop, address_with};
use tradewind::{
    domain::{
        ids::VariantId,
        shipping::{MethodInput, ZoneInput},
    },
    error::AppError,
    server::services::shipping,
};

async fn buyer_with(mug: VariantId, shop: &TestShop, quantity: &str) -> Buyer {
    let buyer = Buyer::guest(shop);
    buyer.add(mug, quantity).await.expect(200);
    buyer.fill_checkout().await;
    buyer
}

/// Price by slug; `None` if it is not offered.
async fn price_of(buyer: &Buyer, slug: &str) -> Option<i64> {
    let offers = buyer.checkout().await.offers;
    offers.iter().find(|offer| offer.slug == slug).map(|offer| offer.price.minor)
}

on_both! {
    async fn a_weight_table_prices_the_cart_and_takes_nothing_above_its_last_row(shop: TestShop) {
        let mug = shop.sell("Mug", 1_000, 99).await;
        shop.weigh(mug, 400).await;
        shop.add_method(named("Parcel"), "germany", &table("weight", &[("2000", "6.90"), ("1000", "4.20")])).await;
        for (units, price) in [("2", Some(420)), ("3", Some(690)), ("5", Some(690)), ("6", None)] {
            assert_eq!(price_of(&buyer_with(mug, &shop, units).await, "parcel").await, price, "{units}");
        }
    }

    async fn a_value_table_looks_at_what_discounts_leave(shop: TestShop) {
        let mug = shop.sell("Mug", 1_000, 99).await;
        shop.add_method(named("Insured"), "germany", &table("value", &[("25", "9"), ("", "3")])).await;
        let buyer = buyer_with(mug, &shop, "3").await;
        assert_eq!(price_of(&buyer, "insured").await, Some(300));
        let half = tradewind::domain::promotion::PromotionInput {
            name: "Half".into(), active: true, trigger: "automatic".into(), reward: "percent".into(), percent: "50".into(),
            ..Default::default()
        };
        tradewind::server::services::promotions::add(&shop.state, "test", &half).await.expect("a promotion");
        assert_eq!(price_of(&buyer, "insured").await, Some(900));
    }

    async fn a_zone_of_a_region_wins_over_that_of_its_country(shop: TestShop) {
        let mug = shop.sell("Mug", 1_000, 99).await;
        let zone = ZoneInput { name: "Far".into(), regions: "US: Alaska".into(), ..ZoneInput::default() };
        shipping::save_zone(&shop.state, "test", None, &zone).await.expect("a zone");
        shop.add_method(named("Plane"), "far", &flat("80")).await;
        let buyer = Buyer::guest(&shop);
        buyer.add(mug, "1").await.expect(200);
        buyer.save("contact", &[("email", "ada@example.com")]).await.expect(200);
        let slugs = |region: &'static str| {
            let buyer = buyer.clone();
            async move {
                let changes = [("shipping_country", "US"), ("shipping_region", region), ("shipping_postcode", "99501")];
                buyer.save("address", &address_with(&changes)).await.expect(200);
                buyer.checkout().await.offers.into_iter().map(|offer| offer.slug).collect::<Vec<_>>()
            }
        };
        assert_eq!(slugs(" alaska").await, ["plane"]);
        assert_eq!(slugs("Oregon").await, ["standard", "express"]);
    }

    async fn the_checkout_lists_where_the_shop_ships_also_places_without_postcodes(shop: TestShop) {
        let mug = shop.sell("Mug", 1_000, 99).await;
        let zone = ZoneInput { name: "Far East".into(), countries: vec!["HK".into(), "TW".into()], ..ZoneInput::default() };
        shipping::save_zone(&shop.state, "test", None, &zone).await.expect("a zone");
        let listed = |page: &str, country: &str| page.matches(&format!(r#"<option value="{country}""#)).count();
        let buyer = Buyer::guest(&shop);
        buyer.add(mug, "1").await.expect(200);
        buyer.save("contact", &[("email", "ada@example.com")]).await.expect(200);
        let page = buyer.client.get("/checkout/address").await.expect(200).body;
        // The invoice may go anywhere.
        assert_eq!((listed(&page, "DE"), listed(&page, "HK")), (2, 1), "nothing goes to a zone without methods");
        shop.add_method(named("Ship"), "far-east", &flat("30")).await;
        let page = buyer.client.get("/checkout/address").await.expect(200).body;
        assert_eq!((listed(&page, "HK"), listed(&page, "JP")), (2, 1));
        let address = [("shipping_country", "HK"), ("shipping_city", "Kowloon"), ("shipping_postcode", "")];
        buyer.save("address", &address_with(&address)).await.expect(200);
        assert_eq!(price_of(&buyer, "ship").await, Some(3_000));
        let nowhere = address_with(&[("shipping_country", "TW"), ("shipping_postcode", "")]);
        let refused = buyer.save("address", &nowhere).await.expect(422).error();
        assert!(refused.field_message("shipping_postcode").is_some(), "Taiwan has postcodes");
    }

    async fn a_chosen_method_that_does_not_fit_any_more_is_refused_by_name(shop: TestShop) {
        let mug = shop.sell("Mug", 1_000, 99).await;
        shop.weigh(mug, 400).await;
        let limited = MethodInput { maximum_weight: "1000".into(), ..named("Letter") };
        let (id, version) = shop.add_method(limited.clone(), "germany", &flat("2")).await;
        let buyer = buyer_with(mug, &shop, "2").await;
        buyer.choose_shipping("letter").await.expect(200);
        let shown = buyer.checkout().await;
        assert_eq!(shown.cart.totals.amounts.shipping_total, 200);
        shop.weigh(mug, 600).await;
        let refused = buyer.place_shown(&shown).await.expect(422).error();
        assert!(refused.field_message("shipping_method").is_some(), "{refused:?}");
        assert!(buyer.save("shipping", &[("shipping_method", &id.to_string())]).await.expect(422).error().field_message("shipping_method").is_some());
        assert_eq!((shop.count("orders").await, shop.stock(mug).await), (0, (99, 0)));
        shop.weigh(mug, 400).await;
        let carrier = shipping::overview(&shop.state).await.expect("carriers").carriers[0].id.to_string();
        let paused = MethodInput { carrier, active: false, days_min: "1".into(), days_max: "1".into(), ..limited };
        shipping::save_method(&shop.state, "test", Some((id, version)), &paused).await.expect("paused");
        assert_eq!(price_of(&buyer, "letter").await, None);
        let refused = buyer.place_shown(&shown).await.expect(422).error();
        assert!(refused.field_message("shipping_method").is_some(), "{refused:?}");
        buyer.choose_shipping("standard").await.expect(200);
        buyer.place().await.expect(200);
        shop.assert_consistent().await;
    }

    async fn another_price_than_the_one_that_was_seen_is_not_charged(shop: TestShop) {
        let mug = shop.sell("Mug", 1_000, 99).await;
        let (id, version) = shop.add_method(named("Bike"), "germany", &flat("2")).await;
        let buyer = buyer_with(mug, &shop, "1").await;
        buyer.choose_shipping("bike").await.expect(200);
        let shown = buyer.checkout().await;
        let zone = shop.zone("germany").await;
        shipping::save_rate(&shop.state, "test", (id, version), zone, &flat("3")).await.expect("a rate");
        assert_eq!(buyer.place_shown(&shown).await.expect(409).error(), AppError::CartChanged);
        buyer.place().await.expect(200);
        shop.assert_consistent().await;
    }
}
