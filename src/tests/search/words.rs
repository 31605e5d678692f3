//! What words find, and what comes first.

use super::{search, titles};
use crate::support::TestShop;
use tradewind::{
    domain::product::{OptionKind, SpecificationKind},
    server::{
        services::add_product::{NewOptionValue, NewProduct, SpecificationInput, add_product},
        store::catalog_write::references::{self, BrandRow, SpecificationRow},
    },
};

async fn words_catalog(shop: &TestShop) {
    let mut tx = shop.state.db.begin().await.expect("a transaction");
    let rows = [BrandRow { slug: "tarn", name: "Tarn", description: "" }];
    let brands = references::add_brands(&mut tx, &rows).await.expect("a brand");
    let materials = references::add_materials(&mut tx, &[("merino", "Merino wool")]).await.expect("a material");
    let choices = ["Corozo".to_owned()];
    let specification = |slug, name, kind, unit, choices| SpecificationRow {
        slug,
        name,
        group: None,
        kind,
        unit,
        filterable: true,
        comparable: true,
        position: 0,
        choices,
    };
    let rows = [
        specification("buttons", "Buttons", SpecificationKind::Choice, "", &choices[..]),
        specification("waterproof", "Waterproof", SpecificationKind::Boolean, "", &[]),
        specification("volume", "Volume", SpecificationKind::Number, "ml", &[]),
    ];
    let specifications = references::add_specifications(&mut tx, &rows).await.expect("specifications");
    tx.commit().await.expect("committed");
    let mut sweater = NewProduct {
        brand: Some(brands["tarn"]),
        material: Some(materials["merino"]),
        description: "Knitted slowly. It pairs well with a lantern.".into(),
        tags: vec!["gift".into()],
        specifications: vec![(specifications["buttons"], SpecificationInput::Choice("Corozo".into()))],
        ..NewProduct::simple("Harbor Sweater", 12_900, 5)
    };
    sweater.variants[0].barcode = "4006381333931".into();
    let bottle = NewProduct {
        summary: "A bottle in the color of fog.".into(),
        specifications: vec![
            (specifications["waterproof"], SpecificationInput::Boolean(true)),
            (specifications["volume"], SpecificationInput::Number("450".into())),
        ],
        ..NewProduct::simple("Steel Bottle", 3_000, 5)
    }
    .with_option("Finish", OptionKind::Other, vec![NewOptionValue::named("Brushed")])
    .every_combination();
    let lantern = NewProduct { sold: 3, ..NewProduct::simple("Lantern", 5_900, 5) };
    let big = NewProduct { sold: 9, ..NewProduct::simple("Big Lantern", 8_900, 5) };
    let wick = NewProduct { sold: 50, summary: "For every lantern.".into(), ..NewProduct::simple("Wick", 400, 5) };
    let cafe = NewProduct::simple("Café Crème Cup", 1_900, 5);
    for product in [sweater, bottle, lantern, big, wick, cafe] {
        add_product(&shop.state, "test", product).await.expect("a product");
    }
    shop.catch_up().await;
}

on_both! {
    async fn words_are_found_in_everything_that_describes_a_product(shop: TestShop) {
        words_catalog(&shop).await;
        for (query, expected, close) in [
            // Title, with other endings, without accents.
            ("sweater", vec!["Harbor Sweater"], false),
            ("SWEATERS", vec!["Harbor Sweater"], false),
            ("cafe creme", vec!["Café Crème Cup"], false),
            // Brand, material, tag, option value, specifications, description.
            ("tarn", vec!["Harbor Sweater"], false),
            ("merino", vec!["Harbor Sweater"], false),
            ("gifts", vec!["Harbor Sweater"], false),
            ("brushed", vec!["Steel Bottle"], false),
            ("corozo", vec!["Harbor Sweater"], false),
            ("waterproof", vec!["Steel Bottle"], false),
            ("450 ml", vec!["Steel Bottle"], false),
            ("knitting slowly", vec!["Harbor Sweater"], false),
            // Words of different fields together; words that say nothing.
            ("tarn merino sweater", vec!["Harbor Sweater"], false),
            ("a sweater for the gift", vec!["Harbor Sweater"], false),
            ("sweater brushed", vec![], false),
            // Codes, however they are written.
            ("HARBOR-SWEATER", vec!["Harbor Sweater"], false),
            ("4006381333931", vec!["Harbor Sweater"], false),
            ("40063813", vec!["Harbor Sweater"], false),
            ("steel-bottle-br", vec!["Steel Bottle"], false),
            // The last word may be only begun.
            ("harbor swea", vec!["Harbor Sweater"], false),
            ("harb sweater", vec!["Harbor Sweater"], true),
            // Typing errors, by the length of the word.
            ("sweeter", vec!["Harbor Sweater"], true),
            ("harbro", vec!["Harbor Sweater"], true),
            ("wikc", vec!["Wick"], true),
            ("cpu", vec![], false),
            ("stele botle", vec!["Steel Bottle"], true),
            // One word too many.
            ("tarn merino sweater zebra", vec!["Harbor Sweater"], true),
            ("sweater zebra", vec![], false),
            ("%", vec![], false),
            ("' OR 1=1 --", vec![], false),
        ] {
            let listing = search(&shop, &format!("q={}", query.replace(' ', "+").replace('%', "%25"))).await;
            assert_eq!((titles(&listing), listing.close), (expected, close), "{query}");
        }
    }

    async fn what_fits_best_comes_first(shop: TestShop) {
        words_catalog(&shop).await;
        for (query, expected) in [
            // The whole title, a part of it by what sold, the summary, the description.
            ("lantern", ["Lantern", "Big Lantern", "Wick", "Harbor Sweater"]),
            ("lanterns", ["Big Lantern", "Lantern", "Wick", "Harbor Sweater"]),
            ("lant", ["Big Lantern", "Lantern", "", ""]),
        ] {
            let listing = search(&shop, &format!("q={query}")).await;
            let expected: Vec<&str> = expected.into_iter().filter(|title| !title.is_empty()).collect();
            assert_eq!(titles(&listing), expected, "{query}");
        }
    }

    async fn an_exact_sku_comes_before_every_title(shop: TestShop) {
        words_catalog(&shop).await;
        let mut odd = NewProduct::simple("Plain Thing", 100, 1);
        odd.variants[0].sku = "LANTERN-1".into();
        add_product(&shop.state, "test", odd).await.expect("a product");
        add_product(&shop.state, "test", NewProduct::simple("Lantern 1", 100, 1)).await.expect_err("the SKU is taken");
        let mut rival = NewProduct::simple("Lantern 1", 100, 1);
        rival.variants[0].sku = "OTHER".into();
        add_product(&shop.state, "test", rival).await.expect("a product");
        shop.catch_up().await;
        assert_eq!(titles(&search(&shop, "q=lantern-1").await), ["Plain Thing", "Lantern 1"]);
        assert_eq!(titles(&search(&shop, "q=LANTERN-1").await)[0], "Plain Thing");
    }

    async fn products_of_tomorrow_are_found_tomorrow(shop: TestShop) {
        let tomorrow = shop.clock.now().plus_days(1);
        let product = NewProduct { published_at: Some(tomorrow), ..NewProduct::simple("Early Bird", 100, 1) };
        add_product(&shop.state, "test", product).await.expect("a product");
        shop.catch_up().await;
        assert_eq!(titles(&search(&shop, "q=early").await), [""; 0]);
        shop.clock.advance_minutes(24 * 60);
        assert_eq!(titles(&search(&shop, "q=early").await), ["Early Bird"]);
    }

    async fn everything_of_a_brand_is_found_without_words(shop: TestShop) {
        words_catalog(&shop).await;
        assert_eq!(titles(&search(&shop, "brand=tarn").await), ["Harbor Sweater"]);
        assert_eq!(search(&shop, "").await.total, 0);
    }
}
