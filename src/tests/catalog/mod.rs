//! Pages of the catalog, their filters, and what they cost the database.

mod categories;
mod listing;
mod pages;
mod pictures;
mod product;
mod queries;
mod update;

use crate::support::TestShop;
use tradewind::{
    domain::{
        ids::{CategoryId, ProductId},
        product::OptionKind,
    },
    server::{
        services::{
            add_category::{NewCategory, add_category},
            add_product::{NewOptionValue, NewProduct, add_product},
        },
        store::catalog_write::references::{self, BrandRow, ColorRow, SizeRow},
    },
};

async fn category(shop: &TestShop, slug: &str, parent: Option<CategoryId>) -> CategoryId {
    let new = NewCategory { slug: slug.into(), name: slug.to_uppercase(), parent, ..NewCategory::default() };
    add_category(&shop.state, new).await.expect("a category")
}

async fn add(shop: &TestShop, product: NewProduct) -> ProductId {
    add_product(&shop.state, "test", product).await.expect("a product")
}

/// A tree and some products to find one's way in:
///
/// ```text
/// clothing      Field Tee    navy, oat   S, M    49.00 (M: 52.00)   Tarn    12 sold
///   shirts      Linen Shirt  oat         M       98.00              Holm     3 sold
/// bags          Harbor Tote  navy        -       69.00              Tarn    40 sold
/// ```
async fn small_catalog(shop: &TestShop) {
    let mut tx = shop.state.db.begin().await.expect("a transaction");
    let brand = |slug, name| BrandRow { slug, name, description: "" };
    let brands =
        references::add_brands(&mut tx, &[brand("tarn", "Tarn"), brand("holm", "Holm")]).await.expect("brands");
    let color = |slug, name, hex, position| ColorRow { slug, name, hex, position };
    let colors = [color("navy", "Navy", "#203050", 0), color("oat", "Oat", "#d8cdb8", 1)];
    let colors = references::add_colors(&mut tx, &colors).await.expect("colors");
    let systems = references::add_size_systems(&mut tx, &[("eu", "EU")]).await.expect("a size system");
    let size = |slug, name, position| SizeRow { system: systems["eu"], slug, name, position };
    let sizes = references::add_sizes(&mut tx, &[size("s", "S", 0), size("m", "M", 1)]).await.expect("sizes");
    tx.commit().await.expect("committed");

    let clothing = category(shop, "clothing", None).await;
    let shirts = category(shop, "shirts", Some(clothing)).await;
    let bags = category(shop, "bags", None).await;
    let navy = || NewOptionValue::color("Navy", colors["navy"]);
    let oat = || NewOptionValue::color("Oat", colors["oat"]);
    let (small, medium) = (|| NewOptionValue::size("S", sizes["s"]), || NewOptionValue::size("M", sizes["m"]));

    let mut tee = NewProduct::simple("Field Tee", 4_900, 5)
        .in_category(clothing)
        .with_option("Color", OptionKind::Color, vec![navy(), oat()])
        .with_option("Size", OptionKind::Size, vec![small(), medium()])
        .every_combination();
    tee.variants.iter_mut().filter(|variant| variant.choices[1] == 1).for_each(|variant| variant.price_minor = 5_200);
    add(shop, NewProduct { brand: Some(brands["tarn"]), sold: 12, ..tee }).await;
    let shirt = NewProduct::simple("Linen Shirt", 9_800, 2)
        .in_category(shirts)
        .with_option("Color", OptionKind::Color, vec![oat()])
        .with_option("Size", OptionKind::Size, vec![medium()])
        .every_combination();
    add(shop, NewProduct { brand: Some(brands["holm"]), sold: 3, ..shirt }).await;
    let tote = NewProduct::simple("Harbor Tote", 6_900, 9)
        .in_category(bags)
        .with_option("Color", OptionKind::Color, vec![navy()])
        .every_combination();
    add(shop, NewProduct { brand: Some(brands["tarn"]), sold: 40, ..tote }).await;
}
