//! The head of pages.

use super::{add, category, data};
use crate::support::TestShop;
use image::{DynamicImage, ImageFormat, RgbImage};
use std::io::Cursor;
use tradewind::{
    domain::product::OptionKind,
    server::{
        services::{
            add_product::{NewOptionValue, NewProduct},
            product_pictures,
        },
        store::db::execute,
    },
};

fn png() -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    DynamicImage::from(RgbImage::new(900, 1_125)).write_to(&mut file, ImageFormat::Png).expect("a PNG");
    file.into_inner()
}

fn content<'a>(page: &'a str, name: &str) -> Option<&'a str> {
    page.split_once(&format!("=\"{name}\" content=\""))?.1.split_once('"').map(|(content, _)| content)
}

/// A bag in two sizes, the large one dearer and sold out.
async fn bag(shop: &TestShop) {
    let bags = category(shop, "bags", None).await;
    let mut bag = NewProduct::simple("Bag", 4_900, 5)
        .in_category(bags)
        .with_option("Finish", OptionKind::Other, vec![NewOptionValue::named("Raw"), NewOptionValue::named("Waxed")])
        .every_combination();
    bag.variants[1].price_minor = 5_950;
    bag.variants[1].stock = 0;
    bag.summary = "A bag.".into();
    let bag = add(shop, bag).await;
    product_pictures::add(&shop.state, "test", bag, png().into(), "A bag").await.expect("a picture");
}

on_both! {
    async fn a_product_says_what_its_page_shows(shop: TestShop) {
        bag(&shop).await;
        let page = shop.visitor().get("/p/bag").await.expect(200).body;
        let product = data(&page, "Product").expect("a product");
        assert_eq!(product["name"], "Bag");
        assert_eq!(product["description"], "A bag.");
        let picture = product["image"][0].as_str().expect("a picture");
        assert!(picture.starts_with(&format!("{}/media/", shop.url)), "{picture}");
        shop.visitor().get(&picture[shop.url.len()..]).await;
        let offers = &product["offers"];
        assert_eq!((offers["@type"].as_str(), offers["lowPrice"].as_str(), offers["highPrice"].as_str()), (Some("AggregateOffer"), Some("49.00"), Some("59.50")));
        assert_eq!((offers["priceCurrency"].as_str(), offers["offerCount"].as_i64()), (Some("EUR"), Some(2)));
        assert_eq!(offers["availability"], "https://schema.org/InStock");
        assert!(product.get("aggregateRating").is_none(), "nobody has rated it");
        for (offer, (price, stock)) in offers["offers"].as_array().expect("offers").iter().zip([("49.00", "InStock"), ("59.50", "OutOfStock")]) {
            assert_eq!(offer["price"], price);
            assert_eq!(offer["availability"], format!("https://schema.org/{stock}"));
            let address = offer["url"].as_str().expect("an address").strip_prefix(&shop.url).expect("the shop's");
            let shown = shop.visitor().get(address).await.expect(200).body;
            assert!(shown.contains(&format!("€{price}")) && shown.contains("Sold out in this choice") == (stock == "OutOfStock"));
        }
        let trail = data(&page, "BreadcrumbList").expect("breadcrumbs");
        let names: Vec<_> = trail["itemListElement"].as_array().expect("steps").iter().map(|step| step["name"].as_str().expect("a name")).collect();
        assert_eq!(names, ["Home", "BAGS", "Bag"]);
        assert_eq!(content(&page, "og:type"), Some("product"));
        assert_eq!(content(&page, "og:url"), Some(format!("{}/p/bag", shop.url).as_str()));
        assert!(content(&page, "og:image").is_some_and(|url| url.starts_with(&shop.url)));
        assert_eq!((content(&page, "og:image:width"), content(&page, "og:image:height")), (Some("800"), Some("1000")));
        assert_eq!(content(&page, "twitter:card"), Some("summary_large_image"));
        assert!(page.contains(&format!("href=\"{}/p/bag\" rel=\"canonical\"", shop.url)), "{page}");
    }

    async fn ratings_are_told_once_there_are_any(shop: TestShop) {
        bag(&shop).await;
        execute(&shop.state.db, "UPDATE product SET rating_count = 3, rating_sum = 14").run().await.expect("rated");
        let page = shop.visitor().get("/p/bag").await.expect(200).body;
        let rating = &data(&page, "Product").expect("a product")["aggregateRating"];
        assert_eq!((rating["ratingValue"].as_str(), rating["reviewCount"].as_i64()), (Some("4.7"), Some(3)));
    }

    async fn barcodes_are_told_where_they_are_trade_numbers(shop: TestShop) {
        let mut bag = NewProduct::simple("Bag", 4_900, 5)
            .with_option("Finish", OptionKind::Other, vec![NewOptionValue::named("Raw"), NewOptionValue::named("Waxed")])
            .every_combination();
        bag.variants[0].barcode = "4006381333931".into();
        bag.variants[1].barcode = "SHELF 7".into();
        add(&shop, bag).await;
        let page = shop.visitor().get("/p/bag").await.expect(200).body;
        let offers = data(&page, "Product").expect("a product")["offers"]["offers"].clone();
        assert_eq!((offers[0]["gtin"].as_str(), offers[1].get("gtin")), (Some("4006381333931"), None));
        let mut cup = NewProduct::simple("Cup", 1_200, 1);
        cup.variants[0].barcode = "96385074".into();
        add(&shop, cup).await;
        let page = shop.visitor().get("/p/cup").await.expect(200).body;
        assert_eq!(data(&page, "Product").expect("a product")["gtin"], "96385074");
    }

    async fn the_only_variant_is_a_single_offer(shop: TestShop) {
        add(&shop, NewProduct::simple("Cup", 1_200, 0)).await;
        let page = shop.visitor().get("/p/cup").await.expect(200).body;
        let offer = &data(&page, "Product").expect("a product")["offers"];
        assert_eq!((offer["@type"].as_str(), offer["price"].as_str()), (Some("Offer"), Some("12.00")));
        assert_eq!(offer["availability"], "https://schema.org/OutOfStock");
    }

    async fn no_title_gets_out_of_the_head(shop: TestShop) {
        let evil = "</script><script>alert(1)</script>\"><img src=x onerror=alert(2)>";
        let cup = NewProduct { title: evil.into(), summary: evil.into(), ..NewProduct::simple("Cup", 100, 1) };
        add(&shop, cup).await;
        let page = shop.visitor().get("/p/cup").await.expect(200).body;
        assert!(!page.contains("<script>alert") && !page.contains("<img src=x"), "{page}");
        assert_eq!(data(&page, "Product").expect("a product")["name"], evil);
    }

    async fn every_script_of_a_described_page_has_the_nonce(shop: TestShop) {
        bag(&shop).await;
        for path in ["/", "/c/bags", "/p/bag"] {
            let page = shop.visitor().get(path).await.expect(200);
            let policy = page.header("content-security-policy").expect("a policy");
            let nonce = policy.split_once("'nonce-").and_then(|(_, rest)| rest.split_once('\'')).expect("a nonce").0;
            assert!(page.body.contains("application/ld+json"), "{path} describes nothing");
            for tag in page.body.split("<script").skip(1) {
                assert!(tag.split('>').next().is_some_and(|tag| tag.contains(nonce)), "{path}: {tag}");
            }
        }
    }

    async fn narrowed_listings_are_not_filed(shop: TestShop) {
        bag(&shop).await;
        for (path, filed) in [("/c/bags", true), ("/c/bags?color=navy", false), ("/c/bags?sort=newest", false)] {
            let page = shop.visitor().get(path).await.expect(200).body;
            assert_eq!(content(&page, "robots").is_none(), filed, "{path}");
            assert!(page.contains(&format!("href=\"{}/c/bags\" rel=\"canonical\"", shop.url)), "{path}");
        }
        for path in ["/search?q=bag", "/compare"] {
            assert!(content(&shop.visitor().get(path).await.expect(200).body, "robots").is_some(), "{path}");
        }
    }

    async fn the_front_page_says_whose_it_is_and_how_to_search(shop: TestShop) {
        let page = shop.visitor().get("/").await.expect(200).body;
        assert_eq!(data(&page, "Organization").expect("an organization")["name"], "Tradewind");
        let target = &data(&page, "WebSite").expect("a site")["potentialAction"]["target"]["urlTemplate"];
        assert_eq!(target.as_str(), Some(format!("{}/search?q={{search_term_string}}", shop.url).as_str()));
        assert!(page.contains(&format!("href=\"{}/\" rel=\"canonical\"", shop.url)));
    }
}
