//! Products with their options, variants and specification values.

use crate::{
    domain::{
        ids::{
            BrandId, CategoryId, ColorId, MaterialId, OptionValueId, ProductId, ProductOptionId, SizeId,
            SpecificationId, TaxCategoryId, VariantId,
        },
        product::{OptionKind, ProductStatus, StockPolicy},
        timestamp::Timestamp,
    },
    server::store::{
        Conn, StoreResult, Tx,
        db::{execute, select},
        multi_row::{insert_rows, insert_rows_returning},
        sql,
    },
};
use std::collections::{HashMap, HashSet};

#[derive(Debug)]
pub struct ProductRow<'a> {
    pub slug: &'a str,
    pub title: &'a str,
    pub summary: &'a str,
    pub description: &'a str,
    pub brand: Option<BrandId>,
    pub primary_category: Option<CategoryId>,
    pub material: Option<MaterialId>,
    pub tax_category: TaxCategoryId,
    pub status: ProductStatus,
    pub published_at: Option<Timestamp>,
    pub seo_title: &'a str,
    pub seo_description: &'a str,
    /// Lowest price of the variants.
    pub price_minor: i64,
    pub sold: i64,
}

/// Those of the slugs that products have.
pub async fn existing_slugs(on: impl Into<Conn<'_>>, slugs: &[&str]) -> StoreResult<HashSet<String>> {
    if slugs.is_empty() {
        return Ok(HashSet::new());
    }
    let text = format!("SELECT slug FROM product WHERE slug IN ({})", sql::list(1, slugs.len()));
    let rows: Vec<(String,)> = select(on, text).bind_all(slugs.iter().map(|slug| (*slug).to_owned())).all().await?;
    Ok(rows.into_iter().map(|(slug,)| slug).collect())
}

/// Inserts products; the answer is their ids by slug.
pub async fn insert_products(
    tx: &mut Tx,
    rows: &[ProductRow<'_>],
    now: Timestamp,
) -> StoreResult<HashMap<String, ProductId>> {
    let into =
        "product (slug, title, summary, description, brand_id, primary_category_id, material_id, tax_category_id,
        status, published_at, seo_title, seo_description, price_minor, sold, created_at, updated_at)";
    let ids: Vec<(String, ProductId)> =
        insert_rows_returning(tx, into, rows, "RETURNING slug, id", |statement, row: &ProductRow<'_>| {
            statement
                .bind(row.slug)
                .bind(row.title)
                .bind(row.summary)
                .bind(row.description)
                .bind(row.brand)
                .bind(row.primary_category)
                .bind(row.material)
                .bind(row.tax_category)
                .bind(row.status)
                .bind(row.published_at)
                .bind(row.seo_title)
                .bind(row.seo_description)
                .bind(row.price_minor)
                .bind(row.sold)
                .bind(now)
                .bind(now)
        })
        .await?;
    Ok(ids.into_iter().collect())
}

/// Sets the number and the sum of products' ratings.
pub async fn rate(tx: &mut Tx, ratings: &[(ProductId, i64, i64)]) -> StoreResult<()> {
    for part in ratings.chunks(1_000) {
        let row = |row| {
            format!(
                "(CAST(${} AS BIGINT), CAST(${} AS BIGINT), CAST(${} AS BIGINT))",
                row * 3 + 1,
                row * 3 + 2,
                row * 3 + 3
            )
        };
        let text = format!(
            "UPDATE product SET rating_count = rated.column2, rating_sum = rated.column3
             FROM (VALUES {}) AS rated WHERE product.id = rated.column1",
            (0..part.len()).map(row).collect::<Vec<_>>().join(", ")
        );
        let values = part.iter().flat_map(|(product, count, sum)| [product.0, *count, *sum]);
        execute(&mut *tx, text).bind_all(values).run().await?;
    }
    Ok(())
}

pub async fn insert_product_categories(tx: &mut Tx, rows: &[(ProductId, CategoryId)]) -> StoreResult<()> {
    insert_rows(tx, "product_category (product_id, category_id)", rows, "", |statement, (product, category)| {
        statement.bind(*product).bind(*category)
    })
    .await?;
    Ok(())
}

pub async fn insert_tags(tx: &mut Tx, rows: &[(ProductId, String)]) -> StoreResult<()> {
    insert_rows(tx, "product_tag (product_id, tag)", rows, "", |statement, (product, tag)| {
        statement.bind(*product).bind(tag)
    })
    .await?;
    Ok(())
}

/// Notes which products are shown beside others; they are shown in the order of the rows.
pub async fn insert_related(tx: &mut Tx, rows: &[(ProductId, ProductId)]) -> StoreResult<()> {
    let rows: Vec<_> = (0_i64..).zip(rows).collect();
    let into = "related_product (product_id, related_id, position)";
    insert_rows(tx, into, &rows, "", |statement, (position, (product, related))| {
        statement.bind(*product).bind(*related).bind(*position)
    })
    .await?;
    Ok(())
}

#[derive(Debug)]
pub struct OptionRow<'a> {
    pub product: ProductId,
    pub name: &'a str,
    pub kind: OptionKind,
    pub position: i64,
}

/// Inserts options; the answer is their ids by product and position.
pub async fn insert_options(
    tx: &mut Tx,
    rows: &[OptionRow<'_>],
) -> StoreResult<HashMap<(ProductId, i64), ProductOptionId>> {
    let into = "product_option (product_id, name, kind, position)";
    let ids: Vec<(ProductId, i64, ProductOptionId)> = insert_rows_returning(
        tx,
        into,
        rows,
        "RETURNING product_id, position, id",
        |statement, row: &OptionRow<'_>| statement.bind(row.product).bind(row.name).bind(row.kind).bind(row.position),
    )
    .await?;
    Ok(ids.into_iter().map(|(product, position, id)| ((product, position), id)).collect())
}

#[derive(Debug)]
pub struct OptionValueRow<'a> {
    pub option: ProductOptionId,
    pub name: &'a str,
    pub color: Option<ColorId>,
    pub size: Option<SizeId>,
    pub position: i64,
}

/// Inserts option values; the answer is their ids by option and position.
pub async fn insert_option_values(
    tx: &mut Tx,
    rows: &[OptionValueRow<'_>],
) -> StoreResult<HashMap<(ProductOptionId, i64), OptionValueId>> {
    let into = "option_value (product_option_id, name, color_id, size_id, position)";
    let tail = "RETURNING product_option_id, position, id";
    let ids: Vec<(ProductOptionId, i64, OptionValueId)> =
        insert_rows_returning(tx, into, rows, tail, |statement, row: &OptionValueRow<'_>| {
            statement.bind(row.option).bind(row.name).bind(row.color).bind(row.size).bind(row.position)
        })
        .await?;
    Ok(ids.into_iter().map(|(option, position, id)| ((option, position), id)).collect())
}

#[derive(Debug)]
pub struct VariantRow<'a> {
    pub product: ProductId,
    pub sku: &'a str,
    pub barcode: &'a str,
    pub price_minor: i64,
    pub compare_at_minor: Option<i64>,
    pub cost_minor: Option<i64>,
    pub weight_grams: i64,
    pub length_mm: i64,
    pub width_mm: i64,
    pub height_mm: i64,
    pub position: i64,
    pub stock_policy: StockPolicy,
    pub track_stock: bool,
}

/// Inserts variants; the answer is their ids by SKU.
pub async fn insert_variants(tx: &mut Tx, rows: &[VariantRow<'_>]) -> StoreResult<HashMap<String, VariantId>> {
    let into = "variant (product_id, sku, barcode, price_minor, compare_at_minor, cost_minor, weight_grams, length_mm,
        width_mm, height_mm, position, stock_policy, track_stock)";
    let ids: Vec<(String, VariantId)> =
        insert_rows_returning(tx, into, rows, "RETURNING sku, id", |statement, row: &VariantRow<'_>| {
            statement
                .bind(row.product)
                .bind(row.sku)
                .bind(row.barcode)
                .bind(row.price_minor)
                .bind(row.compare_at_minor)
                .bind(row.cost_minor)
                .bind(row.weight_grams)
                .bind(row.length_mm)
                .bind(row.width_mm)
                .bind(row.height_mm)
                .bind(row.position)
                .bind(row.stock_policy)
                .bind(row.track_stock)
        })
        .await?;
    Ok(ids.into_iter().collect())
}

pub async fn insert_variant_option_values(tx: &mut Tx, rows: &[(VariantId, OptionValueId)]) -> StoreResult<()> {
    insert_rows(tx, "variant_option_value (variant_id, option_value_id)", rows, "", |statement, (variant, value)| {
        statement.bind(*variant).bind(*value)
    })
    .await?;
    Ok(())
}

/// A value in the column of its specification's kind.
#[derive(Debug)]
pub struct SpecificationValueRow {
    pub product: ProductId,
    pub specification: SpecificationId,
    pub text: Option<String>,
    pub number_micro: Option<i64>,
    pub boolean: Option<bool>,
    pub choice: Option<i64>,
}

pub async fn insert_specification_values(tx: &mut Tx, rows: &[SpecificationValueRow]) -> StoreResult<()> {
    let into = "specification_value (product_id, specification_id, text_value, number_micro, boolean_value, choice_id)";
    insert_rows(tx, into, rows, "", |statement, row: &SpecificationValueRow| {
        statement
            .bind(row.product)
            .bind(row.specification)
            .bind(row.text.clone())
            .bind(row.number_micro)
            .bind(row.boolean)
            .bind(row.choice)
    })
    .await?;
    Ok(())
}
