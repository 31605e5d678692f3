//! The sitemap.

use super::{add, category};
use tradewind::server::{demo::bulk, services::add_product::NewProduct, store::db::execute};

/// The addresses of a sitemap's file.
fn addresses(xml: &str) -> Vec<&str> {
    xml.split("<loc>").skip(1).filter_map(|rest| rest.split_once("</loc>")).map(|(address, _)| address).collect()
}

on_both! {
    async fn the_sitemap_leads_to_everything_that_shoppers_may_see_and_to_nothing_else(shop: TestShop) {
        let above = category(&shop, "above", None).await;
        category(&shop, "below", Some(above)).await;
        let hidden = category(&shop, "hidden", None).await;
        category(&shop, "in-hidden", Some(hidden)).await;
        execute(&shop.state.db, "UPDATE category SET visible = FALSE WHERE id = $1").bind(hidden).run().await.expect("hidden");
        add(&shop, NewProduct::simple("Bag", 100, 1)).await;
        let later = Some(shop.clock.now().plus_days(1));
        add(&shop, NewProduct { published_at: later, ..NewProduct::simple("Future", 100, 1) }).await;
        let visitor = shop.visitor();
        let index = visitor.get("/sitemap.xml").await.expect(200);
        assert_eq!(index.header("content-type"), Some("application/xml; charset=utf-8"));
        let mut found = Vec::new();
        for part in addresses(&index.body) {
            let part = visitor.get(part.strip_prefix(&shop.url).expect("the shop's")).await.expect(200);
            found.extend(addresses(&part.body).into_iter().map(|address| address[shop.url.len()..].to_owned()));
        }
        assert_eq!(found, ["/", "/c/above", "/c/below", "/p/bag"]);
        for address in found {
            visitor.get(&address).await.expect(200);
        }
        for missing in ["products-2.xml", "products-0.xml", "products--1.xml", "products-99999999999.xml", "x"] {
            visitor.get(&format!("/sitemaps/{missing}")).await.expect(404);
        }
    }

    async fn many_products_are_read_in_few_statements_and_listed_once(shop: TestShop) {
        bulk::add_bulk_catalog(&shop.state, 5_000, &|_| ()).await.expect("five thousand products");
        // The last part begins where ids do, far from the first.
        execute(&shop.state.db, "UPDATE product SET published_at = 0").run().await.expect("published");
        let visitor = shop.visitor();
        visitor.get("/sitemap.xml").await.expect(200);
        let before = shop.state.db.queries();
        let index = visitor.get("/sitemap.xml").await.expect(200);
        assert_eq!(shop.state.db.queries(), before, "the parts are remembered");
        assert!(index.body.contains("<lastmod>"));
        let part = visitor.get("/sitemaps/products-1.xml").await.expect(200).body;
        assert_eq!(shop.state.db.queries() - before, 3, "two thousand rows a statement");
        let mut found = addresses(&part);
        assert_eq!(found.len(), 5_000);
        assert!(part.ends_with("</urlset>\n"));
        found.sort_unstable();
        found.dedup();
        assert_eq!(found.len(), 5_000);
    }
}
