//! The list: every order pages through every row once, every filter finds what it says.

use super::{add, category};
use crate::support::Client;
use std::collections::HashSet;
use tradewind::{
    domain::{
        product::{OptionKind, ProductStatus},
        staff::{ProductFilter, ProductList, ProductSort},
    },
    server::{
        services::{
            add_category::{NewCategory, add_category},
            add_product::{NewOptionValue, NewProduct},
        },
        store::catalog_write::references::{BrandRow, add_brands},
    },
};

async fn list(staff: &Client, filter: &ProductFilter) -> ProductList {
    let fields: Vec<(String, &str)> =
        filter.parameters().into_iter().map(|(name, value)| (format!("filter[{name}]"), value)).collect();
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    staff.get_action("admin/list_products", &fields).await.expect(200).json()
}

async fn titles(staff: &Client, filter: ProductFilter) -> Vec<String> {
    list(staff, &filter).await.products.into_iter().map(|product| product.title).collect()
}

fn searching(q: &str) -> ProductFilter {
    ProductFilter { q: q.into(), ..ProductFilter::default() }
}

on_both! {
    async fn every_order_pages_through_every_row_once_and_back(shop: TestShop) {
        let staff = shop.staff().await;
        for number in 0..60_i64 {
            // Titles and prices that several share.
            let product = NewProduct { slug: format!("thing-{number}"), ..NewProduct::simple(&format!("Thing {}", number % 7), 100 + number % 3, 1) };
            let mut product = product;
            product.variants[0].sku = format!("SKU-{number}");
            add(&shop, product).await;
            shop.clock.advance_minutes(number % 2);
        }
        for sort in ProductSort::ALL {
            let first = ProductFilter { sort: sort.slug().into(), ..ProductFilter::default() };
            let (mut filter, mut seen, mut pages) = (first.clone(), Vec::new(), Vec::new());
            loop {
                let page = list(&staff, &filter).await;
                pages.push(page.products.iter().map(|product| product.id).collect::<Vec<_>>());
                seen.extend(page.products.iter().map(|product| product.id));
                match page.after {
                    Some(after) => filter = ProductFilter { after, ..first.clone() },
                    None => break,
                }
            }
            assert_eq!((seen.len(), seen.iter().collect::<HashSet<_>>().len()), (60, 60), "{sort:?}");
            let last = list(&staff, &filter).await;
            let back = list(&staff, &ProductFilter { before: last.before.expect("a page before"), ..first.clone() }).await;
            assert_eq!(back.products.iter().map(|product| product.id).collect::<Vec<_>>(), pages[1], "{sort:?}");
            assert!(list(&staff, &first).await.before.is_none(), "{sort:?}");
        }
    }

    async fn a_search_finds_title_brand_sku_barcode_and_tag(shop: TestShop) {
        let staff = shop.staff().await;
        let mut tx = shop.state.db.begin().await.expect("a transaction");
        let brands = add_brands(&mut tx, &[BrandRow { slug: "tarn", name: "Tarn & Co", description: "" }]).await.expect("a brand");
        tx.commit().await.expect("committed");
        let mut bag = NewProduct { brand: Some(brands["tarn"]), tags: vec!["Winter wool".into()], ..NewProduct::simple("Bag 100%", 100, 1) };
        bag.variants[0].barcode = "4006381333931".into();
        add(&shop, bag).await;
        add(&shop, NewProduct::simple("Mug", 100, 1)).await;
        for words in ["bag", "100%", "TARN &", "bag-100", "4006381333931", "winter"] {
            assert_eq!(titles(&staff, searching(words)).await, ["Bag 100%"], "{words}");
        }
        for words in ["400638", "_ag", "' OR 1=1 --", "nothing"] {
            assert!(titles(&staff, searching(words)).await.is_empty(), "{words}");
        }
    }

    async fn filters_narrow_and_combine(shop: TestShop) {
        let staff = shop.staff().await;
        let top = add_category(&shop.state, category("Home")).await.expect("a category");
        let below = add_category(&shop.state, NewCategory { parent: Some(top), ..category("Mugs") }).await.expect("a category");
        add(&shop, NewProduct { tags: vec!["new".into()], ..NewProduct::simple("Mug", 100, 0) }.in_category(below)).await;
        add(&shop, NewProduct { status: ProductStatus::Draft, ..NewProduct::simple("Bowl", 100, 3) }.in_category(top)).await;
        let sizes = vec![NewOptionValue::named("S"), NewOptionValue::named("L")];
        let mut shirt = NewProduct::simple("Shirt", 100, 90).with_option("Size", OptionKind::Other, sizes).every_combination();
        shirt.variants[1].stock = 0;
        add(&shop, shirt).await;
        let filter = ProductFilter::default;
        for (filter, expected) in [
            (ProductFilter { category: top.to_string(), ..filter() }, vec!["Bowl", "Mug"]),
            (ProductFilter { category: below.to_string(), ..filter() }, vec!["Mug"]),
            (ProductFilter { tab: "draft".into(), ..filter() }, vec!["Bowl"]),
            (ProductFilter { stock: "out".into(), ..filter() }, vec!["Shirt", "Mug"]),
            (ProductFilter { stock: "low".into(), ..filter() }, vec!["Bowl"]),
            (ProductFilter { pictures: "none".into(), tag: "new".into(), ..filter() }, vec!["Mug"]),
            (ProductFilter { tag: "new".into(), tab: "draft".into(), ..filter() }, vec![]),
            (ProductFilter { category: "x".into(), brand: "'".into(), ..filter() }, vec!["Shirt", "Bowl", "Mug"]),
        ] {
            assert_eq!(titles(&staff, filter.clone()).await, expected, "{filter:?}");
        }
        let all = list(&staff, &filter()).await;
        let shirt = &all.products[0];
        assert_eq!((shirt.variants, shirt.available), (2, 90));
        assert_eq!(all.tabs.iter().map(|tab| tab.count).collect::<Vec<_>>(), [3, 2, 1, 0]);
    }

    async fn a_page_costs_the_same_number_of_statements_whatever_it_shows(shop: TestShop) {
        let staff = shop.staff().await;
        let cost = async || {
            let before = shop.state.db.queries();
            list(&staff, &searching("thing")).await;
            shop.state.db.queries() - before
        };
        add(&shop, NewProduct::simple("Thing", 100, 1)).await;
        let one = cost().await;
        for number in 0..30 {
            add(&shop, NewProduct::simple(&format!("Thing {number}"), 100, 1)).await;
        }
        assert_eq!(cost().await, one);
        assert!(one <= 8, "{one} statements");
    }
}
