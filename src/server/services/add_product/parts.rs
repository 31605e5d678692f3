//! The parts of products into rows, table by table, so that many products are few statements.

use super::{AddProductError, NewProduct, NewVariant, SpecificationInput, check::micro};
use crate::{
    domain::{
        forms::{FieldErrors, Problem},
        ids::{OptionValueId, ProductId, TaxCategoryId, VariantId},
        product::{SpecificationKind, StockPolicy},
        timestamp::Timestamp,
    },
    server::store::{
        StoreError, Tx,
        catalog_write::{
            images::{self, ProductImageRow},
            products::{self, OptionRow, OptionValueRow, ProductRow, SpecificationValueRow, VariantRow},
            references::{self, Definition},
            stock::{self, StockRow},
        },
    },
};
use std::collections::HashMap;

/// A product with the id it got.
pub type Added<'a> = (ProductId, &'a NewProduct);

/// A product's own row; its tax category and the time it appears in the shop are known by now.
pub fn product_row(
    product: &NewProduct,
    tax_category: TaxCategoryId,
    published_at: Option<Timestamp>,
) -> ProductRow<'_> {
    ProductRow {
        slug: &product.slug,
        title: &product.title,
        summary: &product.summary,
        description: &product.description,
        brand: product.brand,
        primary_category: product.categories.first().copied(),
        material: product.material,
        tax_category,
        status: product.status,
        published_at,
        seo_title: &product.seo_title,
        seo_description: &product.seo_description,
        price_minor: product.variants.iter().map(|variant| variant.price_minor).min().unwrap_or_default(),
        sold: product.sold,
    }
}

pub async fn write_tags(tx: &mut Tx, added: &[Added<'_>]) -> Result<(), StoreError> {
    let of_product = |(id, product): &Added<'_>| {
        let id = *id;
        product.tags.iter().map(move |tag| (id, tag.clone())).collect::<Vec<_>>()
    };
    let rows: Vec<_> = added.iter().flat_map(of_product).collect();
    products::insert_tags(tx, &rows).await
}

pub async fn write_related(tx: &mut Tx, added: &[Added<'_>]) -> Result<(), StoreError> {
    let of_product = |(id, product): &Added<'_>| {
        let id = *id;
        product.related.iter().map(move |related| (id, *related)).collect::<Vec<_>>()
    };
    let rows: Vec<_> = added.iter().flat_map(of_product).collect();
    products::insert_related(tx, &rows).await
}

pub fn missing(what: &str) -> StoreError {
    StoreError::Inconsistent(format!("the database did not answer with the new {what}"))
}

/// Ids of the variants, per product in order.
pub async fn write_variants<'a>(tx: &mut Tx, added: &[Added<'a>]) -> Result<Vec<Vec<VariantId>>, StoreError> {
    let of_product = |(id, product): &Added<'a>| {
        let id = *id;
        (0_i64..)
            .zip(&product.variants)
            .map(move |(position, variant)| variant_row(id, position, variant))
            .collect::<Vec<_>>()
    };
    let rows: Vec<_> = added.iter().flat_map(of_product).collect();
    let ids = products::insert_variants(tx, &rows).await?;
    let of_product = |(_, product): &Added<'_>| {
        let id = |sku: &String| ids.get(sku).copied().ok_or_else(|| missing("variant"));
        product.variants.iter().map(|variant| id(&variant.sku)).collect()
    };
    added.iter().map(of_product).collect()
}

/// Adds variants to a product that is stored already, each at its position and with its first stock; the answer is
/// their ids in order.
pub async fn write_new_variants(
    tx: &mut Tx,
    now: Timestamp,
    actor: &str,
    product: ProductId,
    new: &[(i64, &NewVariant)],
) -> Result<Vec<VariantId>, StoreError> {
    if new.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<_> = new.iter().map(|(position, variant)| variant_row(product, *position, variant)).collect();
    let ids = products::insert_variants(tx, &rows).await?;
    let id = |(_, variant): &(i64, &NewVariant)| ids.get(&variant.sku).copied().ok_or_else(|| missing("variant"));
    let ids: Vec<VariantId> = new.iter().map(id).collect::<Result<_, _>>()?;
    let center = stock::first_center(tx).await?;
    let stock: Vec<_> = new.iter().zip(&ids).map(|((_, variant), id)| stock_row(variant, *id)).collect();
    stock::receive(tx, center, &stock, actor, now).await?;
    Ok(ids)
}

pub fn variant_row(product: ProductId, position: i64, variant: &NewVariant) -> VariantRow<'_> {
    VariantRow {
        product,
        sku: &variant.sku,
        barcode: &variant.barcode,
        price_minor: variant.price_minor,
        compare_at_minor: variant.compare_at_minor,
        cost_minor: variant.cost_minor,
        weight_grams: variant.weight_grams,
        length_mm: variant.length_mm,
        width_mm: variant.width_mm,
        height_mm: variant.height_mm,
        position,
        stock_policy: variant.stock_policy,
        track_stock: !variant.untracked,
    }
}

fn stock_row(variant: &NewVariant, id: VariantId) -> StockRow {
    let backorder = variant.untracked || variant.stock_policy == StockPolicy::Backorder;
    StockRow { variant: id, on_hand: variant.stock, backorder }
}

pub async fn write_options(tx: &mut Tx, added: &[Added<'_>], variants: &[Vec<VariantId>]) -> Result<(), StoreError> {
    let mut options = Vec::new();
    for (id, product) in added {
        options.extend((0_i64..).zip(&product.options).map(|(position, option)| option_row(*id, position, option)));
    }
    let option_ids = products::insert_options(tx, &options).await?;
    let mut values = Vec::new();
    for (id, product) in added {
        for (position, option) in (0_i64..).zip(&product.options) {
            let option_id = *option_ids.get(&(*id, position)).ok_or_else(|| missing("option"))?;
            values.extend((0_i64..).zip(&option.values).map(|(position, value)| OptionValueRow {
                option: option_id,
                name: &value.name,
                color: value.color,
                size: value.size,
                position,
            }));
        }
    }
    let value_ids = products::insert_option_values(tx, &values).await?;
    let mut chosen: Vec<(VariantId, OptionValueId)> = Vec::new();
    for ((id, product), variants) in added.iter().zip(variants) {
        for (variant, variant_id) in product.variants.iter().zip(variants) {
            for (position, choice) in (0_i64..).zip(&variant.choices) {
                let option_id = option_ids.get(&(*id, position)).ok_or_else(|| missing("option"))?;
                let choice = i64::try_from(*choice).unwrap_or(i64::MAX);
                chosen
                    .push((*variant_id, *value_ids.get(&(*option_id, choice)).ok_or_else(|| missing("option value"))?));
            }
        }
    }
    products::insert_variant_option_values(tx, &chosen).await
}

fn option_row(product: ProductId, position: i64, option: &super::NewOption) -> OptionRow<'_> {
    OptionRow { product, name: &option.name, kind: option.kind, position }
}

pub async fn write_specifications(tx: &mut Tx, added: &[Added<'_>]) -> Result<(), AddProductError> {
    if added.iter().all(|(_, product)| product.specifications.is_empty()) {
        return Ok(());
    }
    let definitions = references::definitions(tx).await?;
    let mut rows = Vec::new();
    for (id, product) in added {
        for (index, (specification, value)) in product.specifications.iter().enumerate() {
            let empty = SpecificationValueRow {
                product: *id,
                specification: *specification,
                text: None,
                number_micro: None,
                boolean: None,
                choice: None,
            };
            let row = definitions.get(specification).and_then(|definition| filled(empty, definition, value));
            let wrong = || FieldErrors::one(&format!("specifications.{index}"), Problem::UnknownChoice);
            rows.push(row.ok_or_else(|| AddProductError::Invalid(wrong()))?);
        }
    }
    Ok(products::insert_specification_values(tx, &rows).await?)
}

/// The row with the value in the column of the specification's kind; `None` if it is of another kind.
fn filled(
    row: SpecificationValueRow,
    definition: &Definition,
    value: &SpecificationInput,
) -> Option<SpecificationValueRow> {
    match (definition.kind, value) {
        (SpecificationKind::Text, SpecificationInput::Text(text)) => {
            Some(SpecificationValueRow { text: Some(text.clone()), ..row })
        }
        (SpecificationKind::Number, SpecificationInput::Number(number)) => {
            Some(SpecificationValueRow { number_micro: Some(micro(number).ok()?), ..row })
        }
        (SpecificationKind::Boolean, SpecificationInput::Boolean(yes)) => {
            Some(SpecificationValueRow { boolean: Some(*yes), ..row })
        }
        (SpecificationKind::Choice, SpecificationInput::Choice(name)) => {
            Some(SpecificationValueRow { choice: Some(*definition.choices.get(name)?), ..row })
        }
        _ => None,
    }
}

pub async fn write_images(tx: &mut Tx, added: &[Added<'_>], variants: &[Vec<VariantId>]) -> Result<(), StoreError> {
    let mut rows = Vec::new();
    for (id, product) in added {
        rows.extend((0_i64..).zip(&product.images).map(|(position, image)| ProductImageRow {
            product: *id,
            image: image.image,
            alt: &image.alt,
            position,
        }));
    }
    let ids: HashMap<_, _> = images::insert_product_images(tx, &rows).await?;
    let mut shown = Vec::new();
    for ((id, product), variants) in added.iter().zip(variants) {
        for (position, image) in (0_i64..).zip(&product.images) {
            let image_id = *ids.get(&(*id, position)).ok_or_else(|| missing("picture"))?;
            shown.extend(
                image.variants.iter().filter_map(|index| variants.get(*index)).map(|variant| (*variant, image_id)),
            );
        }
    }
    images::insert_variant_images(tx, &shown).await
}

pub async fn write_stock(
    tx: &mut Tx,
    added: &[Added<'_>],
    variants: &[Vec<VariantId>],
    actor: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let center = stock::first_center(tx).await?;
    let of_product = |((_, product), ids): (&Added<'_>, &Vec<VariantId>)| {
        product.variants.iter().zip(ids).map(|(variant, id)| stock_row(variant, *id)).collect::<Vec<_>>()
    };
    let rows: Vec<_> = added.iter().zip(variants).flat_map(of_product).collect();
    stock::receive(tx, center, &rows, actor, now).await
}
