//! Products as the search index keeps them.

use crate::{
    domain::{
        ids::{ProductId, SpecificationId, VariantId},
        timestamp::Timestamp,
    },
    server::store::{
        Db, StoreResult,
        catalog::{IN_STOCK, VALUE},
        db::{Record, select},
        sql,
    },
};
use std::collections::HashMap;

/// Everything about a product that is searched, filtered or sorted by.
#[derive(Clone, Debug, Default)]
pub struct Document {
    pub product: Product,
    pub categories: Vec<i64>,
    pub tags: Vec<String>,
    /// At least one.
    pub variants: Vec<Variant>,
    pub specifications: Vec<Specification>,
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Product {
    pub id: ProductId,
    pub title: String,
    pub summary: String,
    pub description: String,
    pub published_at: Timestamp,
    pub sold: i64,
    pub rating_count: i64,
    pub rating_sum: i64,
    pub brand_id: Option<i64>,
    pub brand: Option<String>,
    pub material_id: Option<i64>,
    pub material: Option<String>,
    pub price_minor: i64,
}

impl Default for Product {
    fn default() -> Self {
        Self {
            id: ProductId(0),
            title: String::new(),
            summary: String::new(),
            description: String::new(),
            published_at: Timestamp::default(),
            sold: 0,
            rating_count: 0,
            rating_sum: 0,
            brand_id: None,
            brand: None,
            material_id: None,
            material: None,
            price_minor: 0,
        }
    }
}

#[derive(Clone, Debug, Default)]
pub struct Variant {
    pub sku: String,
    pub barcode: String,
    pub price_minor: i64,
    pub in_stock: bool,
    pub colors: Vec<i64>,
    pub sizes: Vec<i64>,
    /// Names of its option values, and of the colors and sizes they stand for.
    pub values: Vec<String>,
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Specification {
    product_id: ProductId,
    pub specification_id: SpecificationId,
    pub name: String,
    pub unit: String,
    pub text_value: Option<String>,
    pub number_micro: Option<i64>,
    /// As `catalog::filterable` counts values: the id of a choice, or yes or no.
    pub value: Option<i64>,
    pub is_boolean: bool,
    pub choice: Option<String>,
}

#[derive(sqlx::FromRow)]
struct VariantRow {
    id: VariantId,
    product_id: ProductId,
    sku: String,
    barcode: String,
    price_minor: i64,
    in_stock: bool,
}

#[derive(sqlx::FromRow)]
struct ValueRow {
    variant_id: VariantId,
    name: String,
    color_id: Option<i64>,
    color: Option<String>,
    size_id: Option<i64>,
    size: Option<String>,
}

/// Ids of products after one, in order, at most so many.
pub async fn ids_after(db: &Db, after: ProductId, count: i64) -> StoreResult<Vec<ProductId>> {
    let rows: Vec<(ProductId,)> =
        select(db, "SELECT id FROM product WHERE id > $1 ORDER BY id LIMIT $2").bind(after).bind(count).all().await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Those of the products that can be found: active ones with a publish date, even a later one, and a variant.
/// Six statements for any number of products, at most some thousands.
pub async fn load(db: &Db, ids: &[ProductId]) -> StoreResult<Vec<Document>> {
    const PRODUCTS: &str = "
        SELECT product.id, product.title, product.summary, product.description, product.published_at, product.sold,
               product.rating_count, product.rating_sum, product.price_minor, product.brand_id, brand.name AS brand,
               product.material_id, material.name AS material
        FROM product
        LEFT JOIN brand ON brand.id = product.brand_id
        LEFT JOIN material ON material.id = product.material_id
        WHERE product.status = 'active' AND product.published_at IS NOT NULL AND product.id";
    const CATEGORIES: &str = "SELECT product_id, category_id FROM product_category WHERE product_id";
    const TAGS: &str = "SELECT product_id, tag FROM product_tag WHERE product_id";
    let products: Vec<Product> = of(db, PRODUCTS, ids).await?;
    let ids: Vec<ProductId> = products.iter().map(|product| product.id).collect();
    let categories: Vec<(ProductId, i64)> = of(db, CATEGORIES, &ids).await?;
    let tags: Vec<(ProductId, String)> = of(db, TAGS, &ids).await?;
    let mut variants = variants(db, &ids).await?;
    let specifications: Vec<Specification> = of(db, &specifications_text(), &ids).await?;
    let mut categories = grouped(categories, |(product, category)| (product, category));
    let mut tags = grouped(tags, |(product, tag)| (product, tag));
    let mut specifications = grouped(specifications, |row| (row.product_id, row));
    let document = |product: Product| {
        let id = product.id;
        Some(Document {
            variants: variants.remove(&id)?,
            categories: categories.remove(&id).unwrap_or_default(),
            tags: tags.remove(&id).unwrap_or_default(),
            specifications: specifications.remove(&id).unwrap_or_default(),
            product,
        })
    };
    Ok(products.into_iter().filter_map(document).collect())
}

async fn variants(db: &Db, ids: &[ProductId]) -> StoreResult<HashMap<ProductId, Vec<Variant>>> {
    const VALUES: &str = "
        SELECT variant.id AS variant_id, option_value.name, option_value.color_id, color.name AS color,
               option_value.size_id, size.name AS size
        FROM variant
        JOIN variant_option_value ON variant_option_value.variant_id = variant.id
        JOIN option_value ON option_value.id = variant_option_value.option_value_id
        LEFT JOIN color ON color.id = option_value.color_id
        LEFT JOIN size ON size.id = option_value.size_id
        WHERE variant.product_id";
    let text = format!(
        "SELECT variant.id, variant.product_id, variant.sku, variant.barcode, variant.price_minor,
                {IN_STOCK} AS in_stock
         FROM variant WHERE variant.product_id"
    );
    let mut rows: Vec<VariantRow> = of(db, &text, ids).await?;
    rows.sort_by_key(|row| row.id);
    let values: Vec<ValueRow> = of(db, VALUES, ids).await?;
    let mut values = grouped(values, |row| (row.variant_id, row));
    let variant = |row: VariantRow| {
        let values = values.remove(&row.id).unwrap_or_default();
        let names = |value: &ValueRow| [Some(value.name.clone()), value.color.clone(), value.size.clone()];
        let variant = Variant {
            colors: values.iter().filter_map(|value| value.color_id).collect(),
            sizes: values.iter().filter_map(|value| value.size_id).collect(),
            values: values.iter().flat_map(names).flatten().collect(),
            sku: row.sku,
            barcode: row.barcode,
            price_minor: row.price_minor,
            in_stock: row.in_stock,
        };
        (row.product_id, variant)
    };
    Ok(grouped(rows, variant))
}

fn specifications_text() -> String {
    format!(
        "SELECT given.product_id, given.specification_id, specification.name, specification.unit, given.text_value,
                given.number_micro, CAST({VALUE} AS BIGINT) AS value, given.boolean_value IS NOT NULL AS is_boolean,
                specification_choice.name AS choice
         FROM specification_value given
         JOIN specification ON specification.id = given.specification_id
         LEFT JOIN specification_choice ON specification_choice.id = given.choice_id
         WHERE given.product_id"
    )
}

/// Runs a text that ends with the column of the products' ids.
async fn of<T: Record>(db: &Db, text: &str, ids: &[ProductId]) -> StoreResult<Vec<T>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!("{text} IN ({})", sql::list(1, ids.len()));
    select(db, text).bind_all(ids.iter().copied()).all().await
}

fn grouped<R, K: Eq + std::hash::Hash, T>(rows: Vec<R>, mut part: impl FnMut(R) -> (K, T)) -> HashMap<K, Vec<T>> {
    let mut groups: HashMap<K, Vec<T>> = HashMap::new();
    for row in rows {
        let (key, value) = part(row);
        groups.entry(key).or_default().push(value);
    }
    groups
}
