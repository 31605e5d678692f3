//! A product's pictures: what they show, for which variants, and their order. Each change is one of the product's.

use crate::{
    domain::{
        forms::{Problem, optional_line},
        ids::{ProductId, ProductImageId, VariantId},
        product::ProductStatus,
    },
    error::AppError,
    server::{
        services::{
            add_picture,
            add_product::{NewImage, NewProduct},
            stored_product::StoredProduct,
            update_product::{self, save},
        },
        state::State,
    },
};
use bytes::Bytes;

/// Longest description of a picture, in characters.
const ALT_LENGTH: u32 = 300;
const MAX_PICTURES: usize = 100;

/// Adds a picture to a product, behind the ones it has. Shoppers must not see it without a description; before they
/// see the product, one may be missing.
pub async fn add(state: &State, actor: &str, product: ProductId, file: Bytes, alt: &str) -> Result<(), AppError> {
    let alt = optional_line(alt, ALT_LENGTH).map_err(|problem| AppError::field("alt", problem))?;
    let picture = add_picture::store_picture(state, file).await?;
    let mut tx = state.db.begin().await?;
    let stored = update_product::lock(&mut tx, product).await?;
    let mut wanted = stored.product.clone();
    if alt.is_empty() && wanted.status == ProductStatus::Active {
        return Err(AppError::field("alt", Problem::Required));
    }
    wanted.images.push(NewImage { image: picture.id, alt, variants: Vec::new() });
    if wanted.images.len() > MAX_PICTURES {
        return Err(AppError::field("file", Problem::TooMany(MAX_PICTURES as u32)));
    }
    save(&mut tx, state.clock.now(), actor, &stored, wanted).await?;
    tx.commit().await?;
    Ok(())
}

/// Describes a picture for those who cannot see it, and says which variants it shows; none means all.
pub async fn describe(
    state: &State,
    actor: &str,
    product: ProductId,
    image: ProductImageId,
    (alt, variants): (&str, &[VariantId]),
) -> Result<(), AppError> {
    let alt = optional_line(alt, ALT_LENGTH).map_err(|problem| AppError::field("alt", problem))?;
    change(state, actor, product, image, |stored, wanted, place| {
        if alt.is_empty() && wanted.status == ProductStatus::Active {
            return Err(AppError::field("alt", Problem::Required));
        }
        let all = stored.product.variants.iter().enumerate();
        let shown = all.filter(|(_, variant)| variant.id.is_some_and(|id| variants.contains(&id)));
        let shown: Vec<usize> = shown.map(|(place, _)| place).collect();
        if let Some(image) = wanted.images.get_mut(place) {
            image.alt.clone_from(&alt);
            image.variants = if shown.len() == stored.product.variants.len() { Vec::new() } else { shown };
        }
        Ok(())
    })
    .await
}

/// Puts a picture at a place among the product's, counted from 0; past the end is the end. The first is the main one.
pub async fn place(
    state: &State,
    actor: &str,
    product: ProductId,
    image: ProductImageId,
    place: usize,
) -> Result<(), AppError> {
    change(state, actor, product, image, |_, wanted, now| {
        let image = wanted.images.remove(now);
        wanted.images.insert(place.min(wanted.images.len()), image);
        Ok(())
    })
    .await
}

/// Takes a picture off a product.
pub async fn delete(state: &State, actor: &str, product: ProductId, image: ProductImageId) -> Result<(), AppError> {
    change(state, actor, product, image, |_, wanted, place| {
        wanted.images.remove(place);
        Ok(())
    })
    .await
}

/// Changes the product's pictures; `with` gets the picture's place among them.
async fn change(
    state: &State,
    actor: &str,
    product: ProductId,
    image: ProductImageId,
    with: impl FnOnce(&StoredProduct, &mut NewProduct, usize) -> Result<(), AppError>,
) -> Result<(), AppError> {
    let mut tx = state.db.begin().await?;
    let stored = update_product::lock(&mut tx, product).await?;
    let place = stored.images.iter().position(|id| *id == image).ok_or(AppError::NotFound)?;
    let mut wanted = stored.product.clone();
    with(&stored, &mut wanted, place)?;
    save(&mut tx, state.clock.now(), actor, &stored, wanted).await?;
    tx.commit().await?;
    Ok(())
}
