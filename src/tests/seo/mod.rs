//! What search engines and other sites find: addresses that last, previews, structured data, the sitemap.

mod addresses;
mod compare;
mod head;
mod robots;
mod sitemap;

use crate::support::TestShop;
use serde_json::Value;
use tradewind::{
    domain::ids::{CategoryId, ProductId},
    server::{
        services::{
            add_category::{NewCategory, add_category},
            add_product::{NewProduct, add_product},
        },
        store::{
            db::execute,
            slugs::{self, Named},
        },
    },
};

async fn add(shop: &TestShop, product: NewProduct) -> ProductId {
    add_product(&shop.state, "test", product).await.expect("a product")
}

async fn category(shop: &TestShop, slug: &str, parent: Option<CategoryId>) -> CategoryId {
    let new = NewCategory { slug: slug.into(), name: slug.to_uppercase(), parent, ..NewCategory::default() };
    add_category(&shop.state, new).await.expect("a category")
}

/// Gives something another slug, as the editor does.
async fn rename(shop: &TestShop, named: Named, old: &str, new: &str) {
    let mut tx = shop.state.db.begin().await.expect("a transaction");
    let (table, id) = match named {
        Named::Product(id) => ("product", id.0),
        Named::Category(id) => ("category", id.0),
    };
    let text = format!("UPDATE {table} SET slug = $2 WHERE id = $1");
    execute(&mut tx, text).bind(id).bind(new).run().await.expect("renamed");
    slugs::note_old(&mut tx, named, old, new, shop.clock.now()).await.expect("noted");
    tx.commit().await.expect("committed");
}

/// The structured data of a page, by type.
pub fn data(page: &str, kind: &str) -> Option<Value> {
    let scripts = page.split("<script type=\"application/ld+json\"").skip(1);
    let json = scripts.filter_map(|rest| rest.split_once('>')?.1.split_once("</script>"));
    json.map(|(json, _)| serde_json::from_str::<Value>(json).expect("JSON")).find(|data| data["@type"] == kind)
}
