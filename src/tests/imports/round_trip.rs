//! Out and in again is the same file.

use super::{export, own, shopify};
use crate::support::{OPENING, On, TestShop};
use tradewind::server::{clock::Clock, demo::bulk};

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

on_both! {
    async fn an_export_imported_into_an_empty_shop_is_exported_alike(shop: TestShop) {
        bulk::add_bulk_catalog(&shop.state, 60, &|_| ()).await.expect("a catalog");
        let hard = own(&shop, HARD).await;
        assert_eq!((hard.lines.len(), hard.products()), (0, (1, 0, 0, 0)), "{:?}", hard.lines);
        let apparel = shopify(&shop, super::apparel()).await;
        assert_eq!(apparel.products().3, 0);
        let first = export(&shop).await;
        assert!(first.contains("'=SKU") && first.contains("''quoted") && first.contains("\"bulk-2, bulk-1\""), "{first}");
        let other = another(&shop).await;
        let imported = own(&other, &first).await;
        assert_eq!(imported.lines, [], "nothing is left out");
        assert!(export(&other).await == first, "the files differ");
        let again = own(&other, &first).await;
        assert_eq!((again.summary.counts.products_added, again.summary.counts.products_changed), (0, 0));
        assert_eq!((again.summary.counts.others_added, again.summary.counts.others_changed), (0, 0));
    }
}
