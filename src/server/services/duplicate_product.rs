//! A product once more, as a draft to begin another one from.

use crate::{
    domain::{
        ids::ProductId,
        product::ProductStatus,
        slug::{SLUG_LENGTH, slugify},
    },
    error::AppError,
    server::{
        services::{
            add_product::{NewProduct, NewVariant, add_product},
            stored_product,
        },
        state::State,
        store::catalog_write::{lookup, products},
    },
};

/// Copies that are numbered; who makes more changes their addresses first.
const MOST: usize = 20;
const TITLE_CHARS: usize = 150;
const SKU_CHARS: usize = 64;

/// Adds a draft with all that a product has but what can be only one product's: address, SKUs, barcodes and stock. Its
/// pictures are the same files; each product goes on to have its own list of them. Answers with the draft's id.
pub async fn duplicate_product(state: &State, actor: &str, id: ProductId) -> Result<ProductId, AppError> {
    let stored = stored_product::load_one(&state.db, id).await?.ok_or(AppError::NotFound)?;
    let copies: Vec<NewProduct> = (1..=MOST).map(|number| copy(&stored.product, number)).collect();
    let slugs: Vec<&str> = copies.iter().map(|copy| copy.slug.as_str()).collect();
    let skus: Vec<&str> = copies.iter().flat_map(|copy| &copy.variants).map(|variant| variant.sku.as_str()).collect();
    let taken_slugs = products::existing_slugs(&state.db, &slugs).await?;
    let taken_skus = lookup::products_by_sku(&state.db, &skus).await?;
    let is_free = |copy: &NewProduct| {
        !taken_slugs.contains(&copy.slug) && copy.variants.iter().all(|variant| !taken_skus.contains_key(&variant.sku))
    };
    let copy = copies.iter().find(|copy| is_free(copy)).ok_or(AppError::Conflict)?;
    Ok(add_product(state, actor, copy.clone()).await?)
}

fn copy(product: &NewProduct, number: usize) -> NewProduct {
    let mark = if number == 1 { "copy".to_owned() } else { format!("copy {number}") };
    let slug = slugify(&mark);
    let variant = |variant: &NewVariant| NewVariant {
        id: None,
        sku: marked(&variant.sku, &format!("-{}", slug.to_uppercase()), SKU_CHARS),
        barcode: String::new(),
        stock: 0,
        stock_seen: None,
        ..variant.clone()
    };
    NewProduct {
        title: marked(&product.title, &format!(" ({mark})"), TITLE_CHARS),
        slug: marked(&product.slug, &format!("-{slug}"), SLUG_LENGTH as usize),
        status: ProductStatus::Draft,
        published_at: None,
        sold: 0,
        variants: product.variants.iter().map(variant).collect(),
        ..product.clone()
    }
}

/// A text with a mark behind it, cut so that both fit.
fn marked(text: &str, mark: &str, most: usize) -> String {
    let kept: String = text.chars().take(most.saturating_sub(mark.chars().count())).collect();
    format!("{}{mark}", kept.trim_end_matches(['-', ' ']))
}
