//! A catalog of any size for benchmarks: the same number is always the same catalog.

use super::{art::Form, pictures, seed::SeedError, selling};
use crate::{
    domain::{
        ids::{BrandId, CategoryId, ColorId, MaterialId, ProductId, SizeId, SpecificationId},
        product::{OptionKind, SpecificationKind},
        timestamp::Timestamp,
    },
    server::{
        services::{
            add_category::{NewCategory, add_category},
            add_picture::StoredPicture,
            add_product::{NewImage, NewOptionValue, NewProduct, NewVariant, SpecificationInput, add_products},
        },
        state::State,
        store::{
            Tx,
            catalog_write::{
                categories, products as product_rows,
                references::{self, BrandRow, ColorRow, SizeRow, SpecificationRow},
            },
        },
    },
};

/// Most products that may be asked for.
pub const MAX_PRODUCTS: u32 = 5_000_000;

/// Products in one transaction.
const BATCH: u32 = 500;

const TOP_CATEGORIES: usize = 6;
const CATEGORIES_EACH: usize = 9;
const BRANDS: usize = 20;

const MAKES: [&str; 12] = [
    "Plain", "Coastal", "Folding", "Heavy", "Northern", "Light", "Harbor", "Double", "Woven", "Field", "Evening",
    "Spare",
];
const THINGS: [&str; 15] = [
    "Shirt", "Bag", "Mug", "Lamp", "Blanket", "Notebook", "Jacket", "Bowl", "Chair", "Bottle", "Tent", "Pan", "Candle",
    "Shoe", "Lantern",
];
const COLORS: [(&str, &str, &str); 8] = [
    ("bulk-red", "Red", "#a33b2f"),
    ("bulk-blue", "Blue", "#2f5d8a"),
    ("bulk-green", "Green", "#4d6b4a"),
    ("bulk-yellow", "Yellow", "#c9a13b"),
    ("bulk-black", "Black", "#22262b"),
    ("bulk-white", "White", "#efece4"),
    ("bulk-gray", "Gray", "#8b9096"),
    ("bulk-brown", "Brown", "#6d4c36"),
];
const SIZES: [(&str, &str); 4] = [("bulk-s", "S"), ("bulk-m", "M"), ("bulk-l", "L"), ("bulk-xl", "XL")];
const MATERIALS: [(&str, &str); 5] = [
    ("bulk-wool", "Wool"),
    ("bulk-linen", "Linen"),
    ("bulk-cotton", "Cotton"),
    ("bulk-steel", "Steel"),
    ("bulk-oak", "Oak"),
];
const FINISHES: [&str; 4] = ["Matte", "Brushed", "Polished", "Raw"];
const PICTURES: [(Form, &str); 4] =
    [(Form::Tee, "#2f5d8a"), (Form::Tote, "#a33b2f"), (Form::Mug, "#4d6b4a"), (Form::Lamp, "#22262b")];

/// What the products share.
struct Shared {
    /// Those that have no others below them.
    categories: Vec<CategoryId>,
    brands: Vec<BrandId>,
    colors: Vec<ColorId>,
    sizes: Vec<SizeId>,
    materials: Vec<MaterialId>,
    /// Finish, washable, weight.
    specifications: Vec<SpecificationId>,
    pictures: Vec<StoredPicture>,
}

/// Adds products 1 to `count`, as far as they are not there: in 60 categories, of 20 brands, with 2 to 4 variants
/// each. `told` hears how far it got.
pub async fn add_bulk_catalog(state: &State, count: u32, told: &(impl Fn(&str) + Sync)) -> Result<(), SeedError> {
    let shared = add_shared(state).await?;
    let now = state.clock.now();
    for first in (1..=count).step_by(BATCH as usize) {
        let last = first.saturating_add(BATCH - 1).min(count);
        let products: Vec<NewProduct> = (first..=last).map(|number| product(number, &shared, now)).collect();
        let slugs: Vec<&str> = products.iter().map(|product| product.slug.as_str()).collect();
        let present = product_rows::existing_slugs(&state.db, &slugs).await?;
        let missing: Vec<NewProduct> =
            products.into_iter().filter(|product| !present.contains(&product.slug)).collect();
        if !missing.is_empty() {
            let numbers: Vec<u32> =
                missing.iter().filter_map(|product| product.slug.strip_prefix("bulk-")?.parse().ok()).collect();
            let mut tx = state.db.begin().await?;
            let added = add_products(&mut tx, now, "seed", missing).await;
            let ids = added.map_err(|error| SeedError::Product(format!("{first} to {last}"), error))?;
            let ratings: Vec<_> = ids.into_iter().zip(numbers).map(|(id, number)| rated(id, number)).collect();
            product_rows::rate(&mut tx, &ratings).await?;
            tx.commit().await?;
        }
        told(&format!("{last} of {count} products"));
    }
    Ok(())
}

async fn add_shared(state: &State) -> Result<Shared, SeedError> {
    let categories = add_categories(state).await?;
    let mut plain = Vec::new();
    for (form, color) in PICTURES {
        plain.push(pictures::add_plain_picture(state, form, color).await?);
    }
    let mut tx = state.db.begin().await?;
    selling::add_selling_terms(&mut tx).await?;
    let brands: Vec<(String, String)> =
        (1..=BRANDS).map(|number| (format!("bulk-brand-{number}"), format!("Brand {number}"))).collect();
    let rows: Vec<_> = brands.iter().map(|(slug, name)| BrandRow { slug, name, description: "" }).collect();
    let brand_ids = references::add_brands(&mut tx, &rows).await?;
    let rows: Vec<_> =
        (100_i64..).zip(COLORS).map(|(position, (slug, name, hex))| ColorRow { slug, name, hex, position }).collect();
    let color_ids = references::add_colors(&mut tx, &rows).await?;
    let system = references::add_size_systems(&mut tx, &[("bulk-sizes", "Sizes")]).await?;
    let system = system.get("bulk-sizes").copied().unwrap_or_default();
    let rows: Vec<_> =
        (0_i64..).zip(SIZES).map(|(position, (slug, name))| SizeRow { system, slug, name, position }).collect();
    let size_ids = references::add_sizes(&mut tx, &rows).await?;
    let material_ids = references::add_materials(&mut tx, &MATERIALS).await?;
    let specifications = add_specifications(&mut tx).await?;
    tx.commit().await?;
    Ok(Shared {
        materials: MATERIALS.iter().filter_map(|(slug, _)| material_ids.get(*slug).copied()).collect(),
        specifications,
        categories,
        brands: brands.iter().filter_map(|(slug, _)| brand_ids.get(slug).copied()).collect(),
        colors: COLORS.iter().filter_map(|(slug, ..)| color_ids.get(*slug).copied()).collect(),
        sizes: SIZES.iter().filter_map(|(slug, _)| size_ids.get(*slug).copied()).collect(),
        pictures: plain,
    })
}

async fn add_specifications(tx: &mut Tx) -> Result<Vec<SpecificationId>, SeedError> {
    let finishes = FINISHES.map(str::to_owned);
    let groups = references::add_specification_groups(tx, &[("bulk", "Bulk")]).await?;
    let group = groups.get("bulk").copied();
    let row = |slug, name, kind, unit, position, choices| SpecificationRow {
        slug,
        name,
        group,
        kind,
        unit,
        filterable: true,
        comparable: true,
        position,
        choices,
    };
    let rows = [
        row("bulk-finish", "Finish", SpecificationKind::Choice, "", 100, finishes.as_slice()),
        row("bulk-washable", "Machine washable", SpecificationKind::Boolean, "", 101, &[]),
        row("bulk-weight", "Weight", SpecificationKind::Number, "kg", 102, &[]),
    ];
    let ids = references::add_specifications(tx, &rows).await?;
    Ok(rows.iter().filter_map(|row| ids.get(row.slug).copied()).collect())
}

/// What stands for the reviews that nobody wrote; every fourth product has none.
fn rated(id: ProductId, number: u32) -> (ProductId, i64, i64) {
    let count = if scatter(number, 12).is_multiple_of(4) { 0 } else { i64::from(scatter(number, 13) % 60) };
    // Between two and a half and five stars on average.
    (id, count, count * (250 + i64::from(scatter(number, 14) % 251)) / 100)
}

async fn add_categories(state: &State) -> Result<Vec<CategoryId>, SeedError> {
    let present = categories::ids_by_slug(&state.db).await?;
    let add = |slug: String, name: String, parent| {
        let known = present.get(&slug).copied();
        async move {
            match known {
                Some(id) => Ok(id),
                None => {
                    let category = NewCategory { slug: slug.clone(), name, parent, ..NewCategory::default() };
                    let added = add_category(state, category).await;
                    added.map_err(|error| SeedError::Refused(format!("category {slug}"), error))
                }
            }
        }
    };
    let mut leaves = Vec::new();
    for top in 1..=TOP_CATEGORIES {
        let parent = add(format!("bulk-{top}"), format!("Department {top}"), None).await?;
        for number in 1..=CATEGORIES_EACH {
            leaves.push(add(format!("bulk-{top}-{number}"), format!("Shelf {top}.{number}"), Some(parent)).await?);
        }
    }
    Ok(leaves)
}

fn product(number: u32, shared: &Shared, now: Timestamp) -> NewProduct {
    let pick = |salt: u32, count: usize| scatter(number, salt) as usize % count.max(1);
    let take = |list: &[&'static str], salt| list.get(pick(salt, list.len())).copied().unwrap_or_default();
    let (make, thing) = (take(&MAKES, 1), take(&THINGS, 2));
    let title = format!("{make} {thing} {number}");
    let price = 500 + i64::from(scatter(number, 3) % 40_000);
    let sizes = 2 + pick(4, 3);
    let color = pick(5, COLORS.len());
    let variants = (0..sizes).map(|size| NewVariant {
        sku: format!("BULK-{number}-{size}"),
        price_minor: price + i64::try_from(size).unwrap_or(0) * 100,
        weight_grams: 300,
        choices: vec![0, size],
        stock: i64::from(scatter(number, 6) % 40),
        ..NewVariant::default()
    });
    let color_value = COLORS
        .get(color)
        .map(|(_, name, _)| NewOptionValue { color: shared.colors.get(color).copied(), ..NewOptionValue::named(name) });
    let size_values =
        SIZES.iter().zip(&shared.sizes).take(sizes).map(|((_, name), id)| NewOptionValue::size(name, *id));
    let picture = shared.pictures.get(pick(7, shared.pictures.len()));
    NewProduct {
        slug: format!("bulk-{number}"),
        summary: format!("{make} {} number {number}, as good as the others.", thing.to_lowercase()),
        description: format!(
            "A {} of the bulk catalog.\n\n- Number {number}\n- Made to be counted",
            thing.to_lowercase()
        ),
        brand: shared.brands.get(pick(8, shared.brands.len())).copied(),
        categories: shared.categories.get(pick(9, shared.categories.len())).copied().into_iter().collect(),
        published_at: Some(now.plus_days(-i64::from(scatter(number, 10) % 700))),
        sold: i64::from(scatter(number, 11) % 1_000),
        material: shared.materials.get(pick(15, shared.materials.len())).copied(),
        specifications: specifications(number, shared),
        images: picture
            .into_iter()
            .map(|picture| NewImage { image: picture.id, alt: title.clone(), variants: vec![] })
            .collect(),
        variants: variants.collect(),
        title,
        ..NewProduct::default()
    }
    .with_option("Color", OptionKind::Color, color_value.into_iter().collect())
    .with_option("Size", OptionKind::Size, size_values.collect())
}

/// Most products have most of them.
fn specifications(number: u32, shared: &Shared) -> Vec<(SpecificationId, SpecificationInput)> {
    let finish = FINISHES.get(scatter(number, 16) as usize % FINISHES.len()).copied().unwrap_or_default();
    let inputs = [
        SpecificationInput::Choice(finish.to_owned()),
        SpecificationInput::Boolean(scatter(number, 17).is_multiple_of(3)),
        SpecificationInput::Number(format!("{}.{}", scatter(number, 18) % 9, scatter(number, 19) % 10)),
    ];
    let given = shared.specifications.iter().copied().zip(inputs).zip(20..);
    given.filter(|(_, salt)| !scatter(number, *salt).is_multiple_of(5)).map(|(given, _)| given).collect()
}

/// A number that looks random and is always the same for the same two.
fn scatter(number: u32, salt: u32) -> u32 {
    let mixed = number.wrapping_mul(0x9e37_79b9) ^ salt.wrapping_mul(0x85eb_ca6b);
    let mixed = (mixed ^ (mixed >> 16)).wrapping_mul(0x7feb_352d);
    let mixed = (mixed ^ (mixed >> 15)).wrapping_mul(0x846c_a68b);
    mixed ^ (mixed >> 16)
}
