//! What promotions can be narrowed to, and what their form shows.

use crate::{
    domain::ids::{BrandId, CategoryId, CustomerGroupId, ProductId, PromotionId},
    server::store::{Conn, StoreResult, db::select, sql},
};
use std::collections::HashMap;

/// What a promotion's form offers.
#[derive(Debug, Default)]
pub struct Choices {
    /// In the order of the tree, deeper ones with a dash for each level.
    pub categories: Vec<(CategoryId, String)>,
    pub brands: Vec<(BrandId, String)>,
    pub groups: Vec<(CustomerGroupId, String)>,
}

pub async fn choices(on: impl Into<Conn<'_>>) -> StoreResult<Choices> {
    let mut on = on.into();
    let categories: Vec<(CategoryId, String, i64)> =
        select(on.again(), "SELECT id, name, depth FROM category ORDER BY lft").all().await?;
    let indented = |(id, name, depth): (CategoryId, String, i64)| {
        let level = usize::try_from(depth).unwrap_or_default();
        (id, if level == 0 { name } else { format!("{} {name}", "–".repeat(level)) })
    };
    Ok(Choices {
        categories: categories.into_iter().map(indented).collect(),
        brands: select(on.again(), "SELECT id, name FROM brand ORDER BY name, id").all().await?,
        groups: select(on, "SELECT id, name FROM customer_group ORDER BY name, id").all().await?,
    })
}

/// The addresses of products.
pub async fn product_slugs(
    on: impl Into<Conn<'_>>,
    products: impl IntoIterator<Item = &ProductId>,
) -> StoreResult<HashMap<ProductId, String>> {
    let ids: Vec<ProductId> = products.into_iter().copied().collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let text = format!("SELECT id, slug FROM product WHERE id IN ({})", sql::list(1, ids.len()));
    let rows: Vec<(ProductId, String)> = select(on, text).bind_all(ids).all().await?;
    Ok(rows.into_iter().collect())
}

/// Orders that hold a promotion.
pub async fn held_by(on: impl Into<Conn<'_>>, id: PromotionId) -> StoreResult<i64> {
    let text = "SELECT CAST(COUNT(*) AS BIGINT) FROM promotion_claim WHERE promotion_id = $1 AND released_at IS NULL";
    let (count,): (i64,) = select(on, text).bind(id).one().await?;
    Ok(count)
}

/// A variant of a sample cart.
#[derive(Debug, sqlx::FromRow)]
pub struct SampleVariant {
    pub variant_id: crate::domain::ids::VariantId,
    pub sku: String,
    pub title: String,
    pub price_minor: i64,
    pub product_id: ProductId,
    pub brand_id: Option<BrandId>,
}

/// Variants by their SKUs; unknown ones are left out.
pub async fn variants(on: impl Into<Conn<'_>>, skus: &[String]) -> StoreResult<Vec<SampleVariant>> {
    if skus.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT variant.id AS variant_id, variant.sku, product.title, variant.price_minor, product.id AS product_id, product.brand_id
         FROM variant JOIN product ON product.id = variant.product_id WHERE variant.sku IN ({})",
        sql::list(1, skus.len())
    );
    select(on, text).bind_all(skus.iter().cloned()).all().await
}
