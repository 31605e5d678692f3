//! The parts of products: a statement for each kind, however many products there are.

use crate::{
    domain::{
        ids::{CategoryId, ProductId, SpecificationId},
        product::{ProductStatus, SpecificationKind},
        timestamp::Timestamp,
    },
    server::store::{
        Conn, Db, StoreResult,
        catalog::variants::{self, PictureRow, ValueRow},
        db::{Record, select},
        sql,
    },
};

/// The values that products' variants have, in the order they are shown.
pub async fn values(db: &Db, products: &[ProductId]) -> StoreResult<Vec<ValueRow>> {
    if products.is_empty() { Ok(Vec::new()) } else { variants::values(db, products).await }
}

/// The pictures of products, in order; a picture of several variants is several rows.
pub async fn pictures(db: &Db, products: &[ProductId]) -> StoreResult<Vec<PictureRow>> {
    if products.is_empty() { Ok(Vec::new()) } else { variants::pictures(db, products).await }
}

/// A category that a product is in.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct CategoryOf {
    pub product_id: ProductId,
    pub id: CategoryId,
    pub slug: String,
    pub name: String,
}

pub async fn categories(db: &Db, products: &[ProductId]) -> StoreResult<Vec<CategoryOf>> {
    const CATEGORIES: &str = "
        SELECT product_category.product_id, category.id, category.slug, category.name
        FROM product_category JOIN category ON category.id = product_category.category_id";
    of_products(db, CATEGORIES, "product_category.product_id", "product_category.product_id, category.lft", products)
        .await
}

/// A tag of a product.
pub async fn tags(db: &Db, products: &[ProductId]) -> StoreResult<Vec<(ProductId, String)>> {
    let text = "SELECT product_id, tag FROM product_tag";
    of_products(db, text, "product_tag.product_id", "product_id, tag", products).await
}

/// A product that is shown beside another.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct RelatedTo {
    pub product_id: ProductId,
    pub id: ProductId,
    pub slug: String,
    pub title: String,
    pub status: ProductStatus,
    pub published_at: Option<Timestamp>,
    pub price_minor: i64,
}

/// The products that staff put beside others, in order, whether they are for sale or not.
pub async fn related(db: &Db, products: &[ProductId]) -> StoreResult<Vec<RelatedTo>> {
    const RELATED: &str = "
        SELECT related_product.product_id, product.id, product.slug, product.title, product.status,
               product.published_at, product.price_minor
        FROM related_product JOIN product ON product.id = related_product.related_id";
    let order = "related_product.product_id, related_product.position, product.id";
    of_products(db, RELATED, "related_product.product_id", order, products).await
}

/// What a product is in one specification.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct SpecificationOf {
    pub product_id: ProductId,
    pub id: SpecificationId,
    pub slug: String,
    pub name: String,
    pub kind: SpecificationKind,
    pub unit: String,
    pub text_value: Option<String>,
    /// In millionths.
    pub number_micro: Option<i64>,
    pub boolean_value: Option<bool>,
    pub choice: Option<String>,
}

pub async fn specifications(db: &Db, products: &[ProductId]) -> StoreResult<Vec<SpecificationOf>> {
    const SPECIFICATIONS: &str = "
        SELECT given.product_id, specification.id, specification.slug, specification.name, specification.kind,
               specification.unit, given.text_value, given.number_micro, given.boolean_value,
               specification_choice.name AS choice
        FROM specification_value given
        JOIN specification ON specification.id = given.specification_id
        LEFT JOIN specification_choice ON specification_choice.id = given.choice_id";
    let order = "given.product_id, specification.position, specification.id";
    of_products(db, SPECIFICATIONS, "given.product_id", order, products).await
}

/// A statement with its rows for some products.
pub(super) async fn of_products<T: Record>(
    db: &Db,
    text: &'static str,
    column: &str,
    order: &str,
    products: &[ProductId],
) -> StoreResult<Vec<T>> {
    if products.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!("{text} WHERE {column} IN ({}) ORDER BY {order}", sql::list(1, products.len()));
    select(Conn::from(db), text).bind_all(products.iter().copied()).all().await
}
