//! Out and in again is the same file.

use super::{export, own, shopify};
use crate::support::{OPENING, On, TestShop};
use tradewind::server::{
    clock::Clock,
    demo::{DrawnSize, bulk, seed},
};

/// A shop on the same kind of database that has the same picture files.
async fn another(shop: &TestShop) -> TestShop {
    let on = if shop.state.db.is_postgres() { On::Postgres } else { On::Sqlite };
    let other = TestShop::open(on, Clock::fixed(OPENING), |_| ()).await;
    let media = other.data.path().join("media");
    for file in std::fs::read_dir(shop.data.path().join("media")).expect("pictures").flatten() {
        if file.file_type().is_ok_and(|kind| kind.is_file()) {
            std::fs::copy(file.path(), media.join(file.file_name())).expect("a copy");
        }
    }
    other
}

/// Whatever is hard to carry: formulas, quotes, lines, links, related products.
const HARD: &str = "type,slug,name,parent,description,visible,hex,position,kind,unit,filterable,choices,specification_groups,status,published_at,brand,categories,material,tags,specifications,sku,price,compare_at,cost,barcode,stock,track_stock,when_sold_out,weight_g,length_mm,option1_name,option1_kind,option1_values,option1_links,option1,related\n\
    brand,plus,+Plus,,'=1+1,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,\n\
    material,oak,@Oak,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,\n\
    color,ink,Ink,,,,#101820,7,,,,,,,,,,,,,,,,,,,,,,,,,,,,\n\
    specification_group,body,Body,,,,,3,,,,,,,,,,,,,,,,,,,,,,,,,,,,\n\
    specification,weight,Weight,body,,,,1,number,g,yes,,,,,,,,,,,,,,,,,,,,,,,,,\n\
    specification,cut,Cut,body,,,,2,choice,,,\"Slim\nWide\",,,,,,,,,,,,,,,,,,,,,,,,\n\
    category,top,Top,,Above,yes,,,,,,,body,,,,,,,,,,,,,,,,,,,,,,,\n\
    category,hidden,Hidden,top,\"Two\nlines, \"\"quoted\"\"\",no,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,\n\
    product,hard,-Hard,,\"# A\n\n'quoted'\",,,,,,,,,draft,2020-01-02T03:04:05.678Z,plus,\"hidden, top\",oak,\"=tag\n@tag\",\"weight=1.25\ncut=Wide\",,,,,,,,,,,Color,color,\"Ink\nPlain\",\"color:ink\nnone\",,\n\
    variant,hard,,,,,,,,,,,,,,,,,,,'=SKU,10.00,12.00,3.10,0123,5,yes,backorder,250,120,,,,,Ink,\n\
    variant,hard,,,,,,,,,,,,,,,,,,,''quoted,11.00,,,,0,no,deny,0,0,,,,,Plain,\n\
    related,hard,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,bulk-2 bulk-1\n";

/// Exports the shop, imports the file into an empty one, and fails unless that one exports the same and a second import
/// changes nothing. Answers with the other shop.
async fn assert_comes_back(shop: &TestShop) -> TestShop {
    let first = export(shop).await;
    let other = another(shop).await;
    let imported = own(&other, &first).await;
    assert_eq!(imported.lines, [], "nothing is left out");
    let second = export(&other).await;
    let differs = first.lines().zip(second.lines()).find(|(first, second)| first != second);
    assert!(first == second, "the files differ: {differs:?}");
    let again = own(&other, &first).await.summary.counts;
    assert_eq!((again.products_added, again.products_changed, again.products_refused), (0, 0, 0));
    assert_eq!((again.others_added, again.others_changed), (0, 0));
    other
}

/// On one database: the statements are those of the small catalogs, and it takes its time.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_products_come_back_alike_on_sqlite() {
    let shop = TestShop::sqlite().await;
    bulk::add_bulk_catalog(&shop.state, 10_000, &|_| ()).await.expect("a catalog");
    let other = assert_comes_back(&shop).await;
    assert_eq!(other.count("product").await, 10_000);
    other.assert_consistent().await;
}

on_both! {
    async fn the_demo_shop_comes_back_alike(shop: TestShop) {
        seed::seed_demo_shop(&shop.state, DrawnSize::Small, &|_| ()).await.expect("the demo shop");
        let other = assert_comes_back(&shop).await;
        for table in ["product", "variant", "product_image", "category", "brand", "color", "specification_value"] {
            assert_eq!(other.count(table).await, shop.count(table).await, "{table}");
        }
        assert!(shop.count("product").await >= 50 && shop.count("product_image").await > 100);
        other.assert_consistent().await;
    }

    async fn old_links_lead_on_in_the_shop_that_a_catalog_moved_to(shop: TestShop) {
        let names = "type,slug,name,sku,price,former_slugs\n\
            category,bags,Bags,,,\"totes, sacks\"\n\
            product,field-bag,Field Bag,,,\"old-bag, bag\"\n\
            variant,field-bag,,BAG,10.00,\n";
        assert_eq!(own(&shop, names).await.lines, []);
        let other = assert_comes_back(&shop).await;
        for (old, new) in [("/p/bag", "/p/field-bag"), ("/p/old-bag", "/p/field-bag"), ("/c/totes", "/c/bags")] {
            assert_eq!(other.visitor().get(old).await.expect(301).location().as_deref(), Some(new), "{old}");
        }
        // A file without the column, as older versions wrote it, takes none away.
        let without = "type,slug,name,sku,price\nproduct,field-bag,Field Bag,,\nvariant,field-bag,,BAG,11.00\n";
        assert_eq!(own(&other, without).await.products(), (0, 1, 0, 0));
        other.visitor().get("/p/bag").await.expect(301);
    }

    async fn a_former_slug_stays_with_whom_it_leads_to(shop: TestShop) {
        let file = |former: &str| format!(
            "type,slug,name,sku,price,former_slugs\nproduct,one,One,,,bag\nvariant,one,,ONE,10.00,\n\
             product,two,Two,,,\"{former}\"\nvariant,two,,TWO,10.00,\n"
        );
        let imported = own(&shop, file("bag, two, Not-a-slug")).await;
        assert_eq!(imported.told(), [(4, "former_slugs", "warning")], "{:?}", imported.lines);
        assert_eq!(shop.visitor().get("/p/bag").await.expect(301).location().as_deref(), Some("/p/one"));
        shop.visitor().get("/p/two").await.expect(200);
    }

    async fn an_export_imported_into_an_empty_shop_is_exported_alike(shop: TestShop) {
        bulk::add_bulk_catalog(&shop.state, 60, &|_| ()).await.expect("a catalog");
        let hard = own(&shop, HARD).await;
        assert_eq!((hard.lines.len(), hard.products()), (0, (1, 0, 0, 0)), "{:?}", hard.lines);
        let apparel = shopify(&shop, super::apparel()).await;
        assert_eq!(apparel.products().3, 0);
        let first = export(&shop).await;
        assert!(first.contains("'=SKU") && first.contains("''quoted") && first.contains("\"bulk-2, bulk-1\""), "{first}");
        assert_comes_back(&shop).await;
    }
}
