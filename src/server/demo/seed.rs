//! Making the demo shop. Begun and cut off, it goes on where it was.

use super::{
    catalog::{self, Catalog},
    logins,
    pictures::{self, Colors, DrawnSize},
    products::{self, References},
    promotions, selling, shipping, stock,
};
use crate::{
    domain::ids::{CategoryId, SpecificationGroupId},
    error::AppError,
    server::{
        services::{
            accounts,
            add_category::{NewCategory, add_category},
            add_picture::AddPictureError,
            add_product::{AddProductError, add_product},
            legal_settings, shop_settings,
        },
        state::State,
        store::{
            StoreError,
            catalog_write::{
                categories, products as product_rows,
                references::{self, BrandRow, ColorRow, Named, SizeRow, SpecificationRow},
            },
            settings,
        },
    },
};
use std::collections::HashMap;

/// Named in stock movements.
pub(super) const ACTOR: &str = "seed";

/// Why the demo shop could not be made.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    #[error("the demo catalog: {0}")]
    Catalog(#[from] toml::de::Error),
    #[error("{0}: {1}")]
    Refused(String, AppError),
    #[error("product {0}: {1}")]
    Product(String, AddProductError),
    #[error("pictures: {0}")]
    Pictures(#[from] AddPictureError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Makes the demo shop; `told` hears what is being done.
pub async fn seed_demo_shop(state: &State, size: DrawnSize, told: &(impl Fn(&str) + Sync)) -> Result<(), SeedError> {
    let catalog = catalog::read()?;
    told("shipping, taxes, brands, colors, sizes, materials and specifications");
    let mut known = add_references(state, &catalog).await?;
    told("categories");
    known.categories = add_categories(state, &catalog, size).await?;
    told("products, with pictures drawn for each: the longest part");
    add_products(state, &catalog, &known, size, told).await?;
    told("the front page, the accounts and some coupon codes");
    for (name, dark) in [("home_hero_light", false), ("home_hero_dark", true)] {
        let picture = pictures::add_hero(state, dark, size).await?;
        settings::set(&state.db, name, &picture.hash).await?;
    }
    shop_settings::set_up(state, &selling::shop()).await?;
    legal_settings::set_up(state, &selling::seller()).await?;
    add_accounts(state).await?;
    promotions::add_promotions(state).await?;
    shipping::add_methods(state).await?;
    shop_settings::mark_as_demo(state).await?;
    Ok(())
}

async fn add_references(state: &State, catalog: &Catalog) -> Result<References, SeedError> {
    let mut tx = state.db.begin().await?;
    selling::add_selling_terms(&mut tx).await?;
    stock::add_centers(&mut tx).await?;
    let brands: Vec<_> = catalog
        .brands
        .iter()
        .map(|brand| BrandRow { slug: &brand.slug, name: &brand.name, description: &brand.description })
        .collect();
    let colors: Vec<_> = (0_i64..)
        .zip(&catalog.colors)
        .map(|(position, color)| ColorRow { slug: &color.slug, name: &color.name, hex: &color.hex, position })
        .collect();
    let systems: Vec<Named<'_>> = named(&catalog.size_systems);
    let systems = references::add_size_systems(&mut tx, &systems).await?;
    let sizes: Vec<_> = (0_i64..)
        .zip(&catalog.sizes)
        .filter_map(|(position, size)| {
            Some(SizeRow { system: *systems.get(&size.system)?, slug: &size.slug, name: &size.name, position })
        })
        .collect();
    let groups = references::add_specification_groups(&mut tx, &named(&catalog.specification_groups)).await?;
    let specification_row = |row| specification_row(row, &groups);
    let specifications: Vec<_> = (0_i64..).zip(&catalog.specifications).map(specification_row).collect();
    let ids = references::add_specifications(&mut tx, &specifications).await?;
    let specification = |row: &SpecificationRow<'_>| Some((row.slug.to_owned(), (*ids.get(row.slug)?, row.kind)));
    let color_names = catalog.colors.iter().map(|color| (color.slug.clone(), color.name.clone()));
    let size_names = catalog.sizes.iter().map(|size| (size.slug.clone(), size.name.clone()));
    let known = References {
        brands: references::add_brands(&mut tx, &brands).await?,
        colors: references::add_colors(&mut tx, &colors).await?,
        sizes: references::add_sizes(&mut tx, &sizes).await?,
        materials: references::add_materials(&mut tx, &named(&catalog.materials)).await?,
        tax_categories: references::add_tax_categories(&mut tx, &[]).await?,
        specifications: specifications.iter().filter_map(specification).collect(),
        names: color_names.chain(size_names).collect(),
        categories: HashMap::new(),
    };
    tx.commit().await?;
    Ok(known)
}

fn named(list: &[catalog::Named]) -> Vec<Named<'_>> {
    list.iter().map(|named| (named.slug.as_str(), named.name.as_str())).collect()
}

fn specification_row<'a>(
    (position, specification): (i64, &'a catalog::Specification),
    groups: &HashMap<String, SpecificationGroupId>,
) -> SpecificationRow<'a> {
    SpecificationRow {
        slug: &specification.slug,
        name: &specification.name,
        group: groups.get(&specification.group).copied(),
        kind: specification.kind,
        unit: &specification.unit,
        filterable: specification.filterable,
        comparable: specification.comparable,
        position,
        choices: &specification.choices,
    }
}

/// Parents stand before their children in the file; the top ones have pictures.
async fn add_categories(
    state: &State,
    catalog: &Catalog,
    size: DrawnSize,
) -> Result<HashMap<String, CategoryId>, SeedError> {
    let mut ids = categories::ids_by_slug(&state.db).await?;
    for category in &catalog.categories {
        if ids.contains_key(&category.slug) {
            continue;
        }
        let picture = match category.parent {
            None => Some(pictures::add_category_picture(state, &category.slug, size).await?.hash),
            Some(_) => None,
        };
        let new = NewCategory {
            slug: category.slug.clone(),
            name: category.name.clone(),
            description: category.description.clone(),
            parent: category.parent.as_ref().and_then(|parent| ids.get(parent).copied()),
            picture,
        };
        let added = add_category(state, new).await;
        let id = added.map_err(|error| SeedError::Refused(format!("category {}", category.slug), error))?;
        ids.insert(category.slug.clone(), id);
    }
    let mut tx = state.db.begin().await?;
    let groups = references::add_specification_groups(&mut tx, &named(&catalog.specification_groups)).await?;
    let group = |category: CategoryId, slug: &String| Some((category, *groups.get(slug)?));
    let known = catalog.categories.iter().filter_map(|category| Some((*ids.get(&category.slug)?, &category.groups)));
    let rows: Vec<_> = known.flat_map(|(id, slugs)| slugs.iter().filter_map(move |slug| group(id, slug))).collect();
    references::add_category_groups(&mut tx, &rows).await?;
    tx.commit().await?;
    Ok(ids)
}

/// One product after the other; the pictures of each are drawn on all cores.
async fn add_products(
    state: &State,
    catalog: &Catalog,
    known: &References,
    size: DrawnSize,
    told: &(impl Fn(&str) + Sync),
) -> Result<(), SeedError> {
    let slugs: Vec<&str> = catalog.products.iter().map(|product| product.slug.as_str()).collect();
    let present = product_rows::existing_slugs(&state.db, &slugs).await?;
    let missing = (0_u32..).zip(&catalog.products).filter(|(_, product)| !present.contains(&product.slug));
    for (variation, product) in missing {
        let color = |slug: &String| catalog.colors.iter().find(|color| color.slug == *slug);
        let colors: Colors<'_> =
            product.colors.iter().filter_map(color).map(|color| (color.hex.as_str(), color.name.as_str())).collect();
        let pictures = pictures::add_product_pictures(state, product, &colors, variation, size).await?;
        let new = products::new_product(product, known, pictures, state.clock.now());
        let added = add_product(state, ACTOR, new).await;
        added.map_err(|error| SeedError::Product(product.slug.clone(), error))?;
        told(&product.title);
    }
    let mut tx = state.db.begin().await?;
    stock::add_second_stock(&mut tx, &slugs, state.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// The accounts of the demo shop, as far as they are not there yet.
async fn add_accounts(state: &State) -> Result<(), SeedError> {
    for account in logins::ACCOUNTS {
        let added = accounts::create_account(state, account.email, account.name, account.password, account.role).await;
        match added {
            Ok(_) => {}
            Err(error) if error.field_message("email").is_some() => {}
            Err(error) => return Err(SeedError::Refused(format!("account {}", account.email), error)),
        }
    }
    Ok(())
}
