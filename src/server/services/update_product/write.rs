//! Writing what differs.

use super::{
    UpdateProductError,
    plan::{Plan, StockPlan, VariantPlan},
};
use crate::{
    domain::{
        ids::{InventoryItemId, ProductImageId, VariantId},
        timestamp::Timestamp,
    },
    server::{
        services::{
            add_product::{AddProductError, NewProduct, NewVariant, parts, refusal},
            stored_product::StoredProduct,
            unused_media,
        },
        store::{
            StoreError, StoreResult, Tx,
            admin::product_edit,
            catalog_write::{
                images::{self, ProductImageRow},
                products,
                stock::{self, StockRow},
                update::{self, Part},
            },
            slugs::{self, Named},
        },
    },
};

pub async fn write(
    tx: &mut Tx,
    now: Timestamp,
    actor: &str,
    stored: &StoredProduct,
    wanted: &NewProduct,
    plan: &Plan,
) -> Result<(), UpdateProductError> {
    let added = [(stored.id, wanted)];
    write_own_fields(tx, now, stored, wanted).await?;
    if plan.categories {
        update::clear(tx, stored.id, Part::Categories).await?;
        let rows: Vec<_> = wanted.categories.iter().map(|category| (stored.id, *category)).collect();
        products::insert_product_categories(tx, &rows).await.map_err(refused)?;
    }
    if plan.tags {
        update::clear(tx, stored.id, Part::Tags).await?;
        parts::write_tags(tx, &added).await?;
    }
    if plan.related {
        update::clear(tx, stored.id, Part::Related).await?;
        parts::write_related(tx, &added).await.map_err(refused)?;
    }
    if plan.options {
        // Before variants go or come: they have no choices then that could collide.
        update::clear(tx, stored.id, Part::Options).await?;
    }
    let variants = write_variants(tx, now, actor, stored, wanted, plan).await?;
    if plan.options {
        parts::write_options(tx, &added, std::slice::from_ref(&variants)).await.map_err(refused)?;
    }
    if plan.specifications {
        update::clear(tx, stored.id, Part::Specifications).await?;
        parts::write_specifications(tx, &added).await?;
    }
    if plan.images {
        // A job looks which of them nobody shows any more.
        unused_media::release_pictures_of(tx, &[stored.id], now).await?;
        write_images(tx, stored, wanted, &variants).await.map_err(refused)?;
    }
    Ok(())
}

/// What the schema refuses because of what is stored is the caller's mistake.
fn refused(error: StoreError) -> UpdateProductError {
    refusal(AddProductError::Store(error)).into()
}

async fn write_own_fields(
    tx: &mut Tx,
    now: Timestamp,
    stored: &StoredProduct,
    wanted: &NewProduct,
) -> Result<(), UpdateProductError> {
    let Some(tax_category) = wanted.tax_category else {
        return Err(StoreError::Inconsistent(format!("product {} has no tax category", stored.id)).into());
    };
    let fields = parts::product_row(wanted, tax_category, wanted.published_at);
    update::update_product(tx, stored.id, &fields, now).await.map_err(refused)?;
    if stored.product.slug != wanted.slug {
        slugs::note_old(tx, Named::Product(stored.id), &stored.product.slug, &wanted.slug, now).await?;
    }
    Ok(())
}

/// Ids of the variants as they shall be, in order.
async fn write_variants(
    tx: &mut Tx,
    now: Timestamp,
    actor: &str,
    stored: &StoredProduct,
    wanted: &NewProduct,
    plan: &Plan,
) -> Result<Vec<VariantId>, UpdateProductError> {
    update::delete_variants(tx, stored.id, &plan.removed).await?;
    let renamed = plan.variants.iter().filter_map(|variant| match variant {
        VariantPlan::Keep { id, sku: true, .. } => Some(*id),
        _ => None,
    });
    let renamed: Vec<VariantId> = renamed.collect();
    update::free_skus(tx, &renamed).await?;
    let moved = plan.matrix_moved(stored);
    let mut adjusted: Vec<(InventoryItemId, i64)> = Vec::new();
    for (position, (variant, plan)) in (0_i64..).zip(wanted.variants.iter().zip(&plan.variants)) {
        // Statements run only for what differs: usually a row or two of the grid.
        let VariantPlan::Keep { id, own_fields, sku, stock } = plan else { continue };
        if *own_fields || *sku || moved {
            update::update_variant(tx, *id, &parts::variant_row(stored.id, position, variant))
                .await
                .map_err(refused)?;
        }
        for level in stock {
            adjusted.extend(write_level(tx, now, actor, *id, level).await?);
        }
    }
    product_edit::note_adjustments(tx, &adjusted, actor, now).await?;
    let new: Vec<(i64, &NewVariant)> = (0_i64..)
        .zip(wanted.variants.iter().zip(&plan.variants))
        .filter(|(_, (_, plan))| **plan == VariantPlan::Add)
        .map(|(position, (variant, _))| (position, variant))
        .collect();
    let ids = parts::write_new_variants(tx, now, actor, stored.id, &new).await.map_err(refused)?;
    let mut ids = ids.into_iter();
    let id = |plan: &VariantPlan| match plan {
        VariantPlan::Keep { id, .. } => Some(*id),
        VariantPlan::Add => ids.next(),
    };
    Ok(plan.variants.iter().filter_map(id).collect())
}

/// Writes a level; the answer is what its movement has to say.
async fn write_level(
    tx: &mut Tx,
    now: Timestamp,
    actor: &str,
    variant: VariantId,
    level: &StockPlan,
) -> StoreResult<Option<(InventoryItemId, i64)>> {
    let Some(item) = level.item else {
        let center = stock::first_center(tx).await?;
        let row = StockRow { variant, on_hand: level.on_hand, backorder: level.backorder };
        stock::receive(tx, center, &[row], actor, now).await?;
        return Ok(None);
    };
    update::set_stock(tx, item, level.on_hand, level.backorder).await?;
    Ok((level.change != 0).then_some((item, level.change)))
}

/// Pictures keep their ids where they stay, so that pages that show them stay true.
async fn write_images(
    tx: &mut Tx,
    stored: &StoredProduct,
    wanted: &NewProduct,
    variants: &[VariantId],
) -> StoreResult<()> {
    let mut before: Vec<_> = stored.product.images.iter().zip(&stored.images).enumerate().collect();
    let mut kept: Vec<Option<ProductImageId>> = Vec::with_capacity(wanted.images.len());
    for (position, image) in (0_i64..).zip(&wanted.images) {
        let found = before.iter().position(|(_, (known, _))| known.image == image.image);
        let Some((_, (_, id))) = found.map(|index| before.remove(index)) else {
            kept.push(None);
            continue;
        };
        update::update_image(tx, *id, &image.alt, position).await?;
        kept.push(Some(*id));
    }
    let gone: Vec<ProductImageId> = before.into_iter().map(|(_, (_, id))| *id).collect();
    update::delete_images(tx, stored.id, &gone).await?;
    let new = (0_i64..).zip(wanted.images.iter().zip(&kept)).filter(|(_, (_, kept))| kept.is_none());
    let rows: Vec<ProductImageRow<'_>> = new
        .map(|(position, (image, _))| ProductImageRow {
            product: stored.id,
            image: image.image,
            alt: &image.alt,
            position,
        })
        .collect();
    let added = images::insert_product_images(tx, &rows).await?;
    update::clear(tx, stored.id, Part::ShownVariants).await?;
    let mut shown = Vec::new();
    for (position, (image, kept)) in (0_i64..).zip(wanted.images.iter().zip(kept)) {
        let Some(id) = kept.or_else(|| added.get(&(stored.id, position)).copied()) else { continue };
        shown.extend(image.variants.iter().filter_map(|index| variants.get(*index)).map(|variant| (*variant, id)));
    }
    images::insert_variant_images(tx, &shown).await
}
