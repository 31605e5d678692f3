//! What the cart says before the checkout.

use crate::support::Buyer;
use tradewind::domain::cart::CartEstimate;

async fn estimate(buyer: &Buyer, fields: &[(&str, &str)]) -> CartEstimate {
    buyer.client.get_action("cart/estimate", fields).await.expect(200).json()
}

on_both! {
    async fn it_tells_methods_and_taxes_of_the_place_that_is_asked_for(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let buyer = Buyer::guest(&shop);
        buyer.add(mug, "1").await.expect(200);
        let none = estimate(&buyer, &[("country", ""), ("region", ""), ("postcode", "")]).await;
        assert!(none.place.is_empty() && none.offers.is_empty(), "a guest has not said where to");
        let germany = estimate(&buyer, &[("country", "DE"), ("region", ""), ("postcode", "20095")]).await;
        assert_eq!(germany.offers.iter().map(|offer| offer.price.minor).collect::<Vec<_>>(), [490, 990, 1_690]);
        assert_eq!((germany.totals.amounts.total, germany.totals.taxes[0].label.as_str()), (2_390, "VAT 19 %"));
        let page = buyer.client.get("/cart?country=GB&region=&postcode=").await.expect(200).body;
        assert!(page.contains("United Kingdom") && page.contains("VAT 20 %") && page.contains("€24.90"));
        assert!(shop.visitor().get("/cart?country=GB").await.expect(200).body.contains("Nothing in it yet"));
    }

    async fn a_place_that_is_none_is_refused_beside_its_field(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let buyer = Buyer::guest(&shop);
        buyer.add(mug, "1").await.expect(200);
        let long = "x".repeat(101);
        for (fields, field) in [
            ([("country", "XX"), ("region", ""), ("postcode", "")], "country"),
            ([("country", "DE"), ("region", long.as_str()), ("postcode", "")], "region"),
            ([("country", "DE"), ("region", ""), ("postcode", "1234567890123")], "postcode"),
        ] {
            let refused = buyer.client.get_action("cart/estimate", &fields).await.expect(422).error();
            assert!(refused.field_message(field).is_some(), "{field}");
        }
        let page = buyer.client.get("/cart?country=XX&region=%3Cb%3E").await.expect(200).body;
        assert!(page.contains("Please choose a country.") && !page.contains("value=\"<b>"));
    }
}
