//! Catalogs, changes and choices by chance.

use super::dice::Dice;
use crate::support::{OPENING, TestShop};
use tradewind::{
    domain::{
        ids::{BrandId, CategoryId, ColorId, MaterialId, SizeId, SpecificationId},
        product::{OptionKind, ProductStatus, SpecificationKind, StockPolicy},
    },
    server::{
        services::{
            add_category::{NewCategory, add_category},
            add_product::{NewOptionValue, NewProduct, NewVariant, SpecificationInput, add_product},
        },
        store::{
            catalog_write::references::{self, BrandRow, ColorRow, SizeRow, SpecificationRow},
            db::execute,
        },
    },
};

/// Category by name and parent; "attic" is hidden.
const TREE: [(&str, Option<usize>); 7] = [
    ("home", None),
    ("kitchen", Some(0)),
    ("pans", Some(1)),
    ("attic", Some(0)),
    ("lamps", Some(3)),
    ("travel", None),
    ("bags", Some(5)),
];
const COLORS: [&str; 4] = ["navy", "oat", "moss", "rust"];
const SIZES: [&str; 3] = ["s", "m", "l"];
const BRANDS: [&str; 3] = ["tarn", "holm", "fell"];
const MATERIALS: [&str; 3] = ["wool", "linen", "steel"];
/// In titles, and nowhere else.
pub const WORDS: [&str; 6] = ["Alder", "Birch", "Cedar", "Dogwood", "Elmtree", "Fircone"];

/// What products of a random catalog can refer to.
pub struct Shelf {
    categories: Vec<CategoryId>,
    brands: Vec<BrandId>,
    colors: Vec<ColorId>,
    sizes: Vec<SizeId>,
    materials: Vec<MaterialId>,
    specifications: Vec<SpecificationId>,
}

pub async fn shelf(shop: &TestShop) -> Shelf {
    let mut categories: Vec<CategoryId> = Vec::new();
    for (name, parent) in TREE {
        let new = NewCategory {
            slug: name.into(),
            name: name.to_uppercase(),
            parent: parent.map(|parent: usize| categories[parent]),
            ..NewCategory::default()
        };
        categories.push(add_category(&shop.state, new).await.expect("a category"));
    }
    let hide = "UPDATE category SET visible = FALSE WHERE slug = 'attic'";
    execute(&shop.state.db, hide).run().await.expect("hidden");
    let mut tx = shop.state.db.begin().await.expect("a transaction");
    let rows = BRANDS.map(|slug| BrandRow { slug, name: slug, description: "" });
    let brands = references::add_brands(&mut tx, &rows).await.expect("brands");
    let rows = COLORS.map(|slug| ColorRow { slug, name: slug, hex: "#203050", position: 1 });
    let colors = references::add_colors(&mut tx, &rows).await.expect("colors");
    let systems = references::add_size_systems(&mut tx, &[("eu", "EU")]).await.expect("a size system");
    let rows = SIZES.map(|slug| SizeRow { system: systems["eu"], slug, name: slug, position: 0 });
    let sizes = references::add_sizes(&mut tx, &rows).await.expect("sizes");
    let materials = references::add_materials(&mut tx, &MATERIALS.map(|slug| (slug, slug))).await.expect("materials");
    let choices = ["Silk", "silk", "Fine cotton"].map(str::to_owned);
    let row = |slug, kind, filterable, choices| SpecificationRow {
        slug,
        name: slug,
        group: None,
        kind,
        unit: "kg",
        filterable,
        comparable: true,
        position: 0,
        choices,
    };
    let rows = [
        row("lining", SpecificationKind::Choice, true, &choices),
        row("washable", SpecificationKind::Boolean, true, &[]),
        row("weight", SpecificationKind::Number, true, &[]),
        row("secret", SpecificationKind::Boolean, false, &[]),
    ];
    let specifications = references::add_specifications(&mut tx, &rows).await.expect("specifications");
    tx.commit().await.expect("committed");
    Shelf {
        categories,
        brands: BRANDS.iter().map(|slug| brands[*slug]).collect(),
        colors: COLORS.iter().map(|slug| colors[*slug]).collect(),
        sizes: SIZES.iter().map(|slug| sizes[*slug]).collect(),
        materials: MATERIALS.iter().map(|slug| materials[*slug]).collect(),
        specifications: rows.iter().map(|row| specifications[row.slug]).collect(),
    }
}

/// Adds a product of everything that chance gives it.
pub async fn add(shop: &TestShop, shelf: &Shelf, dice: &mut Dice, number: usize) {
    let words: Vec<&str> = dice.some(&WORDS, 4);
    let status =
        *dice.pick(&[ProductStatus::Active, ProductStatus::Active, ProductStatus::Active, ProductStatus::Draft]);
    let published = OPENING.plus_days(if dice.once_in(8) { 3 } else { -(dice.roll(4) as i64) });
    let product = NewProduct {
        slug: format!("p{number}"),
        brand: (!dice.once_in(3)).then(|| *dice.pick(&shelf.brands)),
        material: (!dice.once_in(3)).then(|| *dice.pick(&shelf.materials)),
        categories: dice.some(&shelf.categories, 3),
        status,
        published_at: Some(published),
        sold: dice.roll(4) as i64,
        specifications: specifications(shelf, dice),
        variants: variants(dice, number),
        ..NewProduct::simple(&format!("{} {number}", words.join(" ")), 100, 1)
    }
    .with_option(
        "Color",
        OptionKind::Color,
        values(&COLORS, |index| NewOptionValue::color(COLORS[index], shelf.colors[index])),
    )
    .with_option(
        "Size",
        OptionKind::Size,
        values(&SIZES, |index| NewOptionValue::size(SIZES[index], shelf.sizes[index])),
    );
    let id = add_product(&shop.state, "test", product).await.expect("a product");
    let (count, sum) = (dice.roll(4) as i64, dice.roll(5) as i64 + 1);
    let rate = "UPDATE product SET rating_count = $2, rating_sum = $3 WHERE id = $1";
    execute(&shop.state.db, rate).bind(id).bind(count).bind(count * sum).run().await.expect("rated");
}

fn values(names: &[&str], value: impl Fn(usize) -> NewOptionValue) -> Vec<NewOptionValue> {
    (0..names.len()).map(value).collect()
}

fn variants(dice: &mut Dice, number: usize) -> Vec<NewVariant> {
    let pairs: Vec<(usize, usize)> =
        (0..COLORS.len()).flat_map(|color| (0..SIZES.len()).map(move |size| (color, size))).collect();
    let mut chosen = dice.some(&pairs, 4);
    if chosen.is_empty() {
        chosen.push(*dice.pick(&pairs));
    }
    let variant = |(index, (color, size)): (usize, (usize, usize))| NewVariant {
        sku: format!("P{number}-{index}"),
        price_minor: 1_000 * (1 + dice.roll(4) as i64),
        choices: vec![color, size],
        stock: dice.roll(2) as i64,
        stock_policy: if dice.once_in(6) { StockPolicy::Backorder } else { StockPolicy::Deny },
        untracked: dice.once_in(8),
        ..NewVariant::default()
    };
    chosen.into_iter().enumerate().map(variant).collect()
}

fn specifications(shelf: &Shelf, dice: &mut Dice) -> Vec<(SpecificationId, SpecificationInput)> {
    let inputs = [
        SpecificationInput::Choice((*dice.pick(&["Silk", "silk", "Fine cotton"])).into()),
        SpecificationInput::Boolean(dice.once_in(2)),
        SpecificationInput::Number((*dice.pick(&["0.5", "-1", "9", "10"])).into()),
        SpecificationInput::Boolean(true),
    ];
    let given = shelf.specifications.iter().copied().zip(inputs);
    given.filter(|_| !dice.once_in(3)).collect()
}

/// Something that happens to the catalog, each by another way of writing it.
pub async fn change(shop: &TestShop, dice: &mut Dice) {
    let changes = [
        "UPDATE product SET status = 'archived' WHERE id = $1",
        "UPDATE product SET status = 'active', title = 'Alder Birch again', sold = sold + 2 WHERE id = $1",
        "UPDATE variant SET price_minor = price_minor + 1000, compare_at_minor = NULL WHERE product_id = $1",
        "DELETE FROM variant WHERE product_id = $1",
        "DELETE FROM product WHERE id = $1",
        "DELETE FROM specification_value WHERE product_id = $1",
        "DELETE FROM product_category WHERE product_id = $1",
        "UPDATE inventory_item SET on_hand = reserved
         WHERE variant_id IN (SELECT id FROM variant WHERE product_id = $1)",
        "UPDATE inventory_item SET on_hand = on_hand + 5
         WHERE variant_id IN (SELECT id FROM variant WHERE product_id = $1)",
        "UPDATE inventory_item SET reserved = on_hand + 3
         WHERE backorder AND variant_id IN (SELECT id FROM variant WHERE product_id = $1)",
        "UPDATE option_value SET color_id = (SELECT MIN(id) FROM color)
         WHERE product_option_id IN (SELECT id FROM product_option WHERE product_id = $1 AND kind = 'color')",
        "DELETE FROM variant_option_value WHERE variant_id IN (SELECT MIN(id) FROM variant WHERE product_id = $1)",
        "UPDATE product SET brand_id = NULL, material_id = NULL, rating_count = 2, rating_sum = 9 WHERE id = $1",
        "UPDATE brand SET name = 'Renamed', slug = 'renamed' WHERE id = $1",
        "UPDATE color SET position = 0, hex = '#000000' WHERE id = $1",
        "UPDATE category SET visible = NOT visible WHERE id = $1",
        "UPDATE category SET name = 'Other' WHERE id = $1",
        "UPDATE specification SET filterable = NOT filterable WHERE id = $1",
        "UPDATE specification_choice SET name = 'Velvet' WHERE id = $1",
    ];
    let (change, id) = (*dice.pick(&changes), 1 + dice.roll(12) as i64);
    execute(&shop.state.db, change).bind(id).run().await.unwrap_or_else(|error| panic!("{change}: {error}"));
}

/// A query string of what chance chooses.
pub fn choice(dice: &mut Dice) -> String {
    let mut parts = Vec::new();
    for (name, values, times) in [
        ("category", &["kitchen", "pans", "attic", "lamps", "bags", "nowhere"][..], 5),
        ("color", &COLORS[..], 3),
        ("size", &SIZES[..], 3),
        ("brand", &["tarn", "holm", "renamed", "nobody"][..], 4),
        ("material", &MATERIALS[..], 4),
        ("spec-lining", &["silk", "fine-cotton", "velvet", "plaid"][..], 5),
        ("spec-washable", &["yes", "no", "maybe"][..], 6),
        ("spec-secret", &["yes"][..], 20),
        ("spec-unknown", &["yes"][..], 20),
    ] {
        if dice.once_in(times) {
            parts.push(format!("{name}={}", dice.some(values, 3).join(",")));
        }
    }
    for (name, values, times) in [
        ("min", &["10", "20", "25"][..], 5),
        ("max", &["10", "20", "35"][..], 5),
        ("rating", &["4", "3", "1"][..], 6),
        ("stock", &["in"][..], 3),
        ("spec-weight-min", &["-1", "0.5", "9.5"][..], 6),
        ("spec-weight-max", &["0.5", "9", "10"][..], 6),
        ("spec-lining-min", &["1"][..], 30),
        ("sort", &["newest", "price-asc", "price-desc", "best-selling", "rating"][..], 1),
        ("page", &["2", "3", "400"][..], 6),
    ] {
        if dice.once_in(times) {
            parts.push(format!("{name}={}", dice.pick(values)));
        }
    }
    parts.join("&")
}
