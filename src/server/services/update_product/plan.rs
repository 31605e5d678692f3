//! What differs between a stored product and what it shall be.

use super::UpdateProductError;
use crate::{
    domain::{
        forms::{FieldErrors, Problem},
        ids::{InventoryItemId, VariantId},
        product::{ProductStatus, StockPolicy},
        timestamp::Timestamp,
    },
    server::services::{
        add_product::{NewProduct, NewVariant, SpecificationInput, micro, number_text},
        stored_product::{StoredProduct, StoredStock},
    },
};
use std::collections::HashSet;

/// What has to be written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    pub own_fields: bool,
    pub categories: bool,
    pub tags: bool,
    pub related: bool,
    pub options: bool,
    pub specifications: bool,
    pub images: bool,
    /// Per variant as it shall be, in order.
    pub variants: Vec<VariantPlan>,
    /// Stored variants that are not wanted any more.
    pub removed: Vec<VariantId>,
}

/// What becomes of a variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VariantPlan {
    Add,
    Keep { id: VariantId, own_fields: bool, sku: bool, stock: Vec<StockPlan> },
}

/// A level that has to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StockPlan {
    /// `None`: the variant has none yet in the center that ships first.
    pub item: Option<InventoryItemId>,
    pub on_hand: i64,
    pub change: i64,
    pub backorder: bool,
}

impl Plan {
    pub fn is_nothing(&self) -> bool {
        let same = |variant: &VariantPlan| matches!(variant, VariantPlan::Keep { own_fields: false, sku: false, stock, .. } if stock.is_empty());
        self.removed.is_empty()
            && self.variants.iter().all(same)
            && !(self.own_fields
                || self.categories
                || self.tags
                || self.related
                || self.options
                || self.specifications
                || self.images)
    }

    /// Whether there are other variants than before, or the same in another order.
    pub fn matrix_moved(&self, stored: &StoredProduct) -> bool {
        let id = |variant: &VariantPlan| match variant {
            VariantPlan::Add => None,
            VariantPlan::Keep { id, .. } => Some(*id),
        };
        !self.variants.iter().map(id).eq(stored.product.variants.iter().map(|variant| variant.id))
    }
}

/// The wanted product checked, with what it left open filled in from the stored one, in the order of the stored one
/// where order says nothing.
pub fn complete(stored: &StoredProduct, wanted: NewProduct, now: Timestamp) -> Result<NewProduct, UpdateProductError> {
    let mut wanted = wanted.check().map_err(UpdateProductError::Invalid)?;
    let before = &stored.product;
    wanted.tax_category = wanted.tax_category.or(before.tax_category);
    if wanted.status == ProductStatus::Active {
        wanted.published_at = wanted.published_at.or(before.published_at).or(Some(now));
    }
    if let Some((_, others)) = wanted.categories.split_first_mut() {
        others.sort_unstable();
    }
    let place = |(id, _): &(_, SpecificationInput)| {
        before.specifications.iter().position(|(known, _)| known == id).unwrap_or(usize::MAX)
    };
    wanted.specifications.sort_by_key(place);
    for (_, value) in &mut wanted.specifications {
        if let SpecificationInput::Number(number) = value {
            let micro = micro(number).map_err(|problem| invalid("specifications", problem))?;
            *number = number_text(micro);
        }
    }
    if wanted.related.contains(&stored.id) {
        return Err(invalid("related", Problem::UnknownChoice));
    }
    for image in &mut wanted.images {
        image.variants.sort_unstable();
        image.variants.dedup();
    }
    Ok(wanted)
}

fn invalid(field: &str, problem: Problem) -> UpdateProductError {
    UpdateProductError::Invalid(FieldErrors::one(field, problem))
}

/// Compares; `wanted` is [`complete`].
pub fn plan(stored: &StoredProduct, wanted: &NewProduct) -> Result<Plan, UpdateProductError> {
    let before = &stored.product;
    let matched = match_variants(stored, wanted)?;
    let removed = removed(stored, &matched)?;
    let mut errors = FieldErrors::default();
    let mut variants = Vec::with_capacity(wanted.variants.len());
    for (index, (variant, place)) in wanted.variants.iter().zip(&matched).enumerate() {
        variants.push(match place {
            None => VariantPlan::Add,
            Some(place) => keep(stored, *place, variant, index, &mut errors)?,
        });
    }
    errors.into_result().map_err(UpdateProductError::Invalid)?;
    // Pictures name variants by their place, which may mean another one now.
    let moved = !matched.iter().copied().eq((0..before.variants.len()).map(Some));
    let chosen =
        |product: &NewProduct| product.variants.iter().map(|variant| variant.choices.clone()).collect::<Vec<_>>();
    Ok(Plan {
        own_fields: own_fields(before) != own_fields(wanted),
        categories: before.categories != wanted.categories,
        tags: before.tags != wanted.tags,
        related: before.related != wanted.related,
        options: before.options != wanted.options || moved || chosen(before) != chosen(wanted),
        specifications: before.specifications != wanted.specifications,
        images: before.images != wanted.images || (moved && !wanted.images.is_empty()),
        variants,
        removed,
    })
}

/// What stands in the product's own row, apart from what is kept in step.
fn own_fields(product: &NewProduct) -> impl PartialEq + use<'_> {
    let NewProduct { title, slug, summary, description, seo_title, seo_description, .. } = product;
    (
        (title, slug, summary, description, seo_title, seo_description),
        (product.brand, product.material, product.tax_category, product.categories.first().copied()),
        (product.status, product.published_at, product.sold),
    )
}

/// For every wanted variant the place of the stored one that it is.
fn match_variants(stored: &StoredProduct, wanted: &NewProduct) -> Result<Vec<Option<usize>>, UpdateProductError> {
    let named: HashSet<VariantId> = wanted.variants.iter().filter_map(|variant| variant.id).collect();
    let mut taken = HashSet::new();
    let mut places = Vec::with_capacity(wanted.variants.len());
    for (index, variant) in wanted.variants.iter().enumerate() {
        let known = &stored.product.variants;
        let place = match variant.id {
            Some(id) => {
                let place = known.iter().position(|known| known.id == Some(id));
                Some(place.ok_or_else(|| invalid(&format!("variants.{index}.id"), Problem::UnknownChoice))?)
            }
            None => {
                let free =
                    |known: &NewVariant| known.sku == variant.sku && known.id.is_none_or(|id| !named.contains(&id));
                known.iter().position(free)
            }
        };
        if place.is_some_and(|place| !taken.insert(place)) {
            return Err(invalid(&format!("variants.{index}.id"), Problem::AlreadyTaken));
        }
        places.push(place);
    }
    Ok(places)
}

/// The stored variants that go; refused while units of one are promised to open orders.
fn removed(stored: &StoredProduct, matched: &[Option<usize>]) -> Result<Vec<VariantId>, UpdateProductError> {
    let mut removed = Vec::new();
    for (place, (variant, stock)) in stored.product.variants.iter().zip(&stored.stock).enumerate() {
        if matched.contains(&Some(place)) {
            continue;
        }
        let reserved: i64 = stock.iter().map(|stock| stock.reserved).sum();
        if reserved > 0 {
            return Err(invalid("variants", Problem::BelowReserved(reserved)));
        }
        removed.extend(variant.id);
    }
    Ok(removed)
}

fn keep(
    stored: &StoredProduct,
    place: usize,
    wanted: &NewVariant,
    index: usize,
    errors: &mut FieldErrors,
) -> Result<VariantPlan, UpdateProductError> {
    let (Some(before), Some(levels)) = (stored.product.variants.get(place), stored.stock.get(place)) else {
        return Err(UpdateProductError::Conflict);
    };
    let Some(id) = before.id else { return Err(UpdateProductError::Conflict) };
    let on_hand = wanted_level(wanted, levels.first().map_or(0, |level| level.on_hand))?;
    Ok(VariantPlan::Keep {
        id,
        sku: before.sku != wanted.sku,
        own_fields: place != index || variant_fields(before) != variant_fields(wanted),
        stock: stock_plans(levels, on_hand, wanted, index, errors),
    })
}

fn variant_fields(variant: &NewVariant) -> impl PartialEq + use<'_> {
    (
        (&variant.barcode, variant.price_minor, variant.compare_at_minor, variant.cost_minor),
        (variant.weight_grams, variant.length_mm, variant.width_mm, variant.height_mm),
        (variant.stock_policy, variant.untracked),
    )
}

/// The units that shall be on hand: those that are, if whoever asks did not change what was seen.
fn wanted_level(wanted: &NewVariant, on_hand: i64) -> Result<i64, UpdateProductError> {
    match wanted.stock_seen {
        Some(seen) if seen == wanted.stock => Ok(on_hand),
        Some(seen) if seen != on_hand => Err(UpdateProductError::Conflict),
        _ => Ok(wanted.stock),
    }
}

fn stock_plans(
    levels: &[StoredStock],
    on_hand: i64,
    wanted: &NewVariant,
    index: usize,
    errors: &mut FieldErrors,
) -> Vec<StockPlan> {
    let backorder = wanted.untracked || wanted.stock_policy == StockPolicy::Backorder;
    if levels.is_empty() {
        let first = StockPlan { item: None, on_hand, change: on_hand, backorder };
        return vec![first];
    }
    let mut plans = Vec::new();
    for (center, level) in levels.iter().enumerate() {
        let on_hand = if center == 0 { on_hand } else { level.on_hand };
        if !backorder && level.reserved > on_hand {
            errors.add(&format!("variants.{index}.stock"), Problem::BelowReserved(level.reserved));
        } else if on_hand != level.on_hand || backorder != level.backorder {
            plans.push(StockPlan { item: Some(level.item), on_hand, change: on_hand - level.on_hand, backorder });
        }
    }
    plans
}
