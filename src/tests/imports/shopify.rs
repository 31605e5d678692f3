//! Shopify's product CSV.

use super::{apparel, export, run, shopify};
use tradewind::domain::staff::{ImportFormat, ImportStatus};

/// A file with the columns that matter here.
fn file(rows: &[&str]) -> String {
    const HEADER: &str = "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Price,Variant Compare At Price,Status";
    [&[HEADER], rows].concat().join("\n") + "\n"
}

on_both! {
    async fn the_apparel_file_imports_whole_and_twice_changes_nothing(shop: TestShop) {
        let first = shopify(&shop, apparel()).await;
        let refused: Vec<_> = first.lines.iter().filter(|line| line.severity.slug() == "refused").collect();
        assert_eq!((first.summary.status, refused.len()), (ImportStatus::Done, 0), "{refused:?}");
        let handles: std::collections::BTreeSet<_> = apparel().lines().skip(1).filter_map(|line| line.split(',').next().map(str::to_owned)).filter(|handle| handle.contains('-')).collect();
        assert_eq!(first.products(), (handles.len() as i64, 0, 0, 0));
        assert!(first.lines.iter().all(|line| line.field == "image"), "{:?}", first.lines);
        let catalog = export(&shop).await;
        for handle in handles {
            assert!(catalog.contains(&format!("product,{handle},")), "{handle}");
        }
        assert!(catalog.contains("CLASSIC-VARSITY-TOP-MEDIUM"), "{catalog}");
        let second = shopify(&shop, apparel()).await;
        assert_eq!(second.products(), (0, 0, first.products().0, 0));
        assert_eq!(export(&shop).await, catalog);
    }

    async fn a_dry_run_says_the_same_and_writes_nothing(shop: TestShop) {
        let before = export(&shop).await;
        let dry = run(&shop, ImportFormat::Shopify, true, apparel()).await;
        assert_eq!(export(&shop).await, before);
        let real = shopify(&shop, apparel()).await;
        assert_eq!(dry.products(), real.products());
    }

    async fn broken_rows_are_named_and_the_others_imported(shop: TestShop) {
        let broken = shopify(&shop, file(&[
            "good,Good,,,,,true,Title,Default Title,G-1,100,shopify,5,deny,10.00,,active",
            "price,Price,,,,,true,Size,S,P-1,100,shopify,5,deny,free,,active",
            "price,,,,,,,,M,P-2,100,shopify,5,deny,10.00,,",
            "notitle,,,,,,true,Title,Default Title,N-1,100,shopify,5,deny,10.00,,active",
            "status,Status,,,,,true,Title,Default Title,S-1,100,shopify,5,deny,10.00,,sold",
            "wide,Wide,,,,,true,Title,Default Title,W-1,100,shopify,5,deny,10.00,,active,more",
            "stock,Stock,,,,,true,Title,Default Title,T-1,100,shopify,many,deny,10.00,,active",
            "policy,Policy,,,,,true,Title,Default Title,L-1,100,shopify,1,maybe,10.00,,active",
            "sku,Same SKU,,,,,true,Title,Default Title,G-1,100,shopify,1,deny,10.00,,active",
            "twice,Twice,,,,,true,Size,S,D-1,100,shopify,1,deny,10.00,,active",
            "twice,,,,,,,,S,D-2,100,shopify,1,deny,10.00,,",
            ",,,,,,true,Title,Default Title,X-1,100,shopify,1,deny,10.00,,active",
            "last,Last,,,,,true,Title,Default Title,Z-1,100,shopify,5,deny,10.00,12.00,active",
        ])).await;
        let told: Vec<(i64, &str)> = broken.lines.iter().map(|line| (line.line, line.field.as_str())).collect();
        for expected in [(3, "Variant Price"), (5, "Title"), (6, "Status"), (7, "row"), (8, "Variant Inventory Qty"), (9, "Variant Inventory Policy"), (10, "sku"), (12, "option1"), (13, "Handle")] {
            assert!(told.contains(&expected), "{expected:?} in {:?}", broken.lines);
        }
        assert!(broken.lines.iter().all(|line| !line.reason.is_empty()));
        let catalog = export(&shop).await;
        for slug in ["good", "price", "twice", "last"] {
            assert!(catalog.contains(&format!("product,{slug},")), "{slug} is missing in {catalog}");
        }
        for slug in ["notitle", "status", "wide", "stock", "policy", "sku"] {
            assert!(!catalog.contains(&format!("product,{slug},")), "{slug} is there");
        }
        assert!(!catalog.contains("P-1") && catalog.contains("P-2"));
    }

    async fn newer_column_names_mean_the_same(shop: TestShop) {
        let text = "\u{feff}Title,URL handle,Description,Vendor,Product category,Type,Tags,Published on online store,Status,SKU,Barcode,Option1 name,Option1 value,Option1 Linked To,Price,Compare-at price,Cost per item,Inventory tracker,Inventory quantity,Continue selling when out of stock,Weight value (grams),Weight unit for display,SEO title,SEO description,Something else\r\n\
            Field Tee,field-tee,\"<p>Soft,\r\nplain</p>\",Tarn,Apparel > Tops,,\"summer, tee\",TRUE,Active,TEE-NAVY,'0123,Color,Navy,,29.00,35.00,9.5,shopify,7,TRUE,180,g,Tee,A tee,ignored\r\n\
            ,field-tee,,,,,,,,TEE-SEA,,,Sea,,29.00,29.00,,shopify,-2,FALSE,180,g,,,\r\n";
        let imported = shopify(&shop, text).await;
        assert_eq!((imported.products(), imported.told()), ((1, 0, 0, 0), vec![(4, "Inventory quantity", "warning")]));
        let catalog = export(&shop).await;
        for part in [
            "brand,tarn,Tarn", "color,navy,Navy", "#000080", "color,sea,Sea", "#8b9096", "category,apparel,Apparel",
            "category,tops,Tops,apparel", "summer\ntee", "color:navy\ncolor:sea",
            "TEE-NAVY,Navy,,,29.00,35.00,9.50,0123,7,yes,backorder,180", "TEE-SEA,Sea,,,29.00,,,,0,yes,deny,180",
            "<p>Soft,\r\nplain</p>",
        ] {
            assert!(catalog.contains(part), "{part} is missing in {catalog}");
        }
    }

    async fn files_that_are_none_of_shopifys_fail_with_a_reason(shop: TestShop) {
        for text in ["", "a,b\n1,2\n", "\u{fffe}"] {
            let failed = shopify(&shop, text).await;
            assert_eq!(failed.summary.status, ImportStatus::Failed, "{text:?}");
            assert!(!failed.summary.problem.is_empty());
        }
    }
}
