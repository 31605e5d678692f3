//! A catalog of any size for benchmarks: the same number is always the same catalog.

use super::{art::Form, pictures, seed::SeedError, selling};
use crate::{
    domain::{
        ids::{BrandId, CategoryId, ColorId, SizeId},
        product::OptionKind,
        timestamp::Timestamp,
    },
    server::{
        services::{
            add_category::{NewCategory, add_category},
            add_picture::StoredPicture,
            add_product::{NewImage, NewOptionValue, NewProduct, NewVariant, add_products},
        },
        state::State,
        store::catalog_write::{
            categories, products as product_rows,
            references::{self, BrandRow, ColorRow, SizeRow},
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
const PICTURES: [(Form, &str); 4] =
    [(Form::Tee, "#2f5d8a"), (Form::Tote, "#a33b2f"), (Form::Mug, "#4d6b4a"), (Form::Lamp, "#22262b")];

/// What the products share.
struct Shared {
    /// Those that have no others below them.
    categories: Vec<CategoryId>,
    brands: Vec<BrandId>,
    colors: Vec<ColorId>,
    sizes: Vec<SizeId>,
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
            let mut tx = state.db.begin().await?;
            let added = add_products(&mut tx, now, "seed", missing).await;
            added.map_err(|error| SeedError::Product(format!("{first} to {last}"), error))?;
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
    tx.commit().await?;
    Ok(Shared {
        categories,
        brands: brands.iter().filter_map(|(slug, _)| brand_ids.get(slug).copied()).collect(),
        colors: COLORS.iter().filter_map(|(slug, ..)| color_ids.get(*slug).copied()).collect(),
        sizes: SIZES.iter().filter_map(|(slug, _)| size_ids.get(*slug).copied()).collect(),
        pictures: plain,
    })
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

/// A number that looks random and is always the same for the same two.
fn scatter(number: u32, salt: u32) -> u32 {
    let mixed = number.wrapping_mul(0x9e37_79b9) ^ salt.wrapping_mul(0x85eb_ca6b);
    let mixed = (mixed ^ (mixed >> 16)).wrapping_mul(0x7feb_352d);
    let mixed = (mixed ^ (mixed >> 15)).wrapping_mul(0x846c_a68b);
    mixed ^ (mixed >> 16)
}
