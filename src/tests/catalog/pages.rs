//! What the pages of categories and products show besides their products.

use super::{add, category, small_catalog};
use image::{DynamicImage, ImageFormat, RgbImage};
use std::io::Cursor;
use tradewind::{
    domain::{
        catalog::{CategoryView, FacetKind},
        product::OptionKind,
    },
    server::{
        services::{
            add_picture::store_picture,
            add_product::{NewOptionValue, NewProduct},
            product_pictures,
        },
        store::{
            catalog_write::references::{self, BrandRow, SizeRow},
            db::execute,
        },
    },
};

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    DynamicImage::from(RgbImage::new(width, height)).write_to(&mut file, ImageFormat::Png).expect("a PNG");
    file.into_inner()
}

/// The start tag of the first element of a class.
fn tag<'a>(page: &'a str, class: &str) -> &'a str {
    let mut tags = page.split('<').filter_map(|part| part.split('>').next());
    let class = format!("class=\"{class}\"");
    tags.find(|tag| tag.contains(&class)).unwrap_or_else(|| panic!("no {class} in {page}"))
}

/// The names of the brands that a page's filter shows without being unfolded, and of those that it folds away.
fn brands(page: &str) -> (Vec<String>, Vec<String>) {
    let group = page.split("name=\"brand\"").skip(1).map(|rest| rest.split_once("<span>").map_or("", |(_, rest)| rest));
    let names: Vec<String> = group.filter_map(|rest| Some(rest.split_once('<')?.0.to_owned())).collect();
    let before = page.split("facet-more").next().map_or(0, |before| before.matches("name=\"brand\"").count());
    let (first, others) = names.split_at(before);
    (first.to_vec(), others.to_vec())
}

on_both! {
    async fn a_category_shows_its_picture_and_shares_it(shop: TestShop) {
        category(&shop, "bags", None).await;
        let plain = shop.visitor().get("/c/bags").await.expect(200).body;
        assert!(!plain.contains("category-banner") && !plain.contains("og:image"), "{plain}");
        let picture = store_picture(&shop.state, png(1_700, 900).into()).await.expect("a picture");
        execute(&shop.state.db, "UPDATE category SET picture = $1").bind(picture.hash.clone()).run().await.expect("shown");
        let page = shop.visitor().get("/c/bags").await.expect(200).body;
        assert!(page.contains("category-banner") && page.contains(&format!("/media/{}-800.webp", picture.hash)), "{page}");
        assert!(page.contains(&format!("og:image\" content=\"{}/media/{}-800.webp\"", shop.url, picture.hash)), "{page}");
    }

    async fn a_long_facet_folds_away_what_few_products_have(shop: TestShop) {
        let bags = category(&shop, "bags", None).await;
        let names: Vec<(String, String)> = (0..11).map(|number| (format!("brand-{number}"), format!("Brand {number:02}"))).collect();
        let rows: Vec<_> = names.iter().map(|(slug, name)| BrandRow { slug, name, description: "" }).collect();
        let mut tx = shop.state.db.begin().await.expect("a transaction");
        let ids = references::add_brands(&mut tx, &rows).await.expect("brands");
        tx.commit().await.expect("committed");
        // The first three brands have one product, the others two.
        for (number, (slug, _)) in names.iter().enumerate() {
            for copy in 0..=usize::from(number > 2) {
                let product = NewProduct::simple(&format!("Bag {number} {copy}"), 100, 1).in_category(bags);
                add(&shop, NewProduct { brand: Some(ids[slug.as_str()]), ..product }).await;
            }
        }
        let visitor = shop.visitor();
        let page = visitor.get("/c/bags").await.expect(200).body;
        let expected: Vec<String> = (3..11).map(|number| format!("Brand {number:02}")).collect();
        assert_eq!(brands(&page), (expected, vec!["Brand 00".into(), "Brand 01".into(), "Brand 02".into()]));
        assert!(page.contains("All 11") && !tag(&page, "facet-more").contains(" open"), "{page}");
        let chosen = visitor.get("/c/bags?brand=brand-3").await.expect(200).body;
        assert!(!tag(&chosen, "facet-more").contains(" open"), "{chosen}");
        let chosen = visitor.get("/c/bags?brand=brand-1").await.expect(200).body;
        assert!(tag(&chosen, "facet-more").contains(" open"), "{chosen}");
    }

    async fn sizes_of_one_name_tell_their_system(shop: TestShop) {
        small_catalog(&shop).await;
        let mut tx = shop.state.db.begin().await.expect("a transaction");
        let systems = references::add_size_systems(&mut tx, &[("kids", "Kids")]).await.expect("a size system");
        let size = |slug, name, position| SizeRow { system: systems["kids"], slug, name, position };
        let sizes = references::add_sizes(&mut tx, &[size("kids-m", "m", 0), size("kids-xs", "XS", 1)]).await.expect("sizes");
        tx.commit().await.expect("committed");
        let small = ["kids-m", "kids-xs"].map(|slug| NewOptionValue::size(slug, sizes[slug]));
        add(&shop, NewProduct::simple("Kids Tee", 1_900, 1).with_option("Size", OptionKind::Size, small.into()).every_combination()).await;
        execute(
            &shop.state.db,
            "INSERT INTO product_category (product_id, category_id)
             SELECT product.id, category.id FROM product, category WHERE product.slug = 'kids-tee' AND category.slug = 'clothing'",
        ).run().await.expect("placed");
        for found_by in ["database", "index"] {
            if found_by == "index" {
                shop.catch_up().await;
            }
            let query = [("slug", "clothing"), ("query", "")];
            let view: CategoryView = shop.visitor().get_action("catalog/category", &query).await.expect(200).json();
            let names: Vec<_> = view.listing.facets.values(FacetKind::Size).iter().map(|value| value.name.as_str()).collect();
            assert_eq!(names, ["S", "M (EU)", "m (Kids)", "XS"], "{found_by}");
        }
    }

    async fn reviews_are_shown_where_they_are_told_of(shop: TestShop) {
        let bags = category(&shop, "bags", None).await;
        add(&shop, NewProduct::simple("Bag", 100, 1).in_category(bags)).await;
        let visitor = shop.visitor();
        for path in ["/p/bag", "/c/bags"] {
            let page = visitor.get(path).await.expect(200).body;
            assert!(!page.contains("of 5 stars"), "{path} shows stars that nobody gave: {page}");
        }
        execute(&shop.state.db, "UPDATE product SET rating_count = 3, rating_sum = 14").run().await.expect("rated");
        let page = visitor.get("/p/bag").await.expect(200).body;
        assert!(page.contains("4.7 of 5 stars") && page.contains("4.7 from 3 reviews"), "{page}");
        assert!(visitor.get("/c/bags").await.expect(200).body.contains("4.7 of 5 stars"));
    }

    async fn a_picture_leads_to_its_largest_rendition(shop: TestShop) {
        let bag = add(&shop, NewProduct::simple("Bag", 100, 1)).await;
        product_pictures::add(&shop.state, "test", bag, png(1_700, 2_000).into(), "A bag").await.expect("a picture");
        let visitor = shop.visitor();
        let page = visitor.get("/p/bag").await.expect(200).body;
        let link = tag(&page, "gallery-full").split("href=\"").nth(1).and_then(|rest| rest.split('"').next());
        let link = link.unwrap_or_else(|| panic!("no address in {page}"));
        assert!(link.ends_with("-1600.webp"), "{link}");
        visitor.get(link).await.expect(200);
        assert!(!page.contains("class=\"full-picture\""), "the large picture is not loaded with the page");
    }
}
