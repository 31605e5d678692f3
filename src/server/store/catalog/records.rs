//! Products and their parts as programs read them: any number of products, a statement for each kind of part.

use super::{
    filter::{Binds, Without, variant_fits},
    variants::{self, PictureRow, ValueRow},
};
use crate::{
    domain::{
        catalog::ListingQuery,
        ids::{BrandId, CategoryId, MaterialId, ProductId, SpecificationId, TaxCategoryId, VariantId},
        product::{ProductStatus, SpecificationKind, StockPolicy},
        timestamp::Timestamp,
    },
    server::store::{
        Conn, Db, StoreResult,
        db::{Record, select},
        slice::{Position, Slice, Sliced},
        sql,
    },
};

/// A product without its parts.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ProductRecord {
    pub id: ProductId,
    pub version: i64,
    pub slug: String,
    pub title: String,
    pub summary: String,
    /// Markdown.
    pub description: String,
    pub status: ProductStatus,
    pub published_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub seo_title: String,
    pub seo_description: String,
    pub price_minor: i64,
    pub sold: i64,
    pub rating_count: i64,
    pub rating_sum: i64,
    pub primary_category_id: Option<CategoryId>,
    pub tax_category_id: TaxCategoryId,
    pub brand_id: Option<BrandId>,
    pub brand_slug: Option<String>,
    pub brand_name: Option<String>,
    pub material_id: Option<MaterialId>,
    pub material_slug: Option<String>,
    pub material_name: Option<String>,
}

/// Which products may be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// What is for sale at this time.
    ForSale(Timestamp),
    /// By staff: those of a status, or all.
    Any(Option<ProductStatus>),
}

/// What products are narrowed by; the facets as in the storefront's listings.
#[derive(Clone, Debug, Default)]
pub struct ProductFilter {
    /// Colors, sizes, brands, the price range and the stock of it count.
    pub facets: ListingQuery,
    /// In the category with this slug or below it.
    pub category: Option<String>,
    pub material: Option<String>,
    pub slug: Option<String>,
    /// Of one of its variants.
    pub sku: Option<String>,
    pub tag: Option<String>,
    /// So many stars on average, or more.
    pub rating: Option<i64>,
    pub updated_since: Option<Timestamp>,
}

/// What a list is ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProductOrder<'a> {
    Id,
    Price,
    Published,
    Sold,
    Updated,
    /// As the database compares texts, without regard to case. The title is that of the row that the slice goes on from.
    Title(&'a str),
}

impl ProductOrder<'_> {
    const fn column(self) -> &'static str {
        match self {
            Self::Id => "product.id",
            Self::Price => "product.price_minor",
            Self::Published => "product.published_at",
            Self::Sold => "product.sold",
            Self::Updated => "product.updated_at",
            Self::Title(_) => "LOWER(product.title)",
        }
    }

    fn position(self, product: &ProductRecord) -> Position {
        let id = product.id.0;
        let key = match self {
            Self::Id => id,
            Self::Price => product.price_minor,
            Self::Published => product.published_at.unwrap_or_default().0,
            Self::Sold => product.sold,
            Self::Updated => product.updated_at.0,
            // The title says where it stands.
            Self::Title(_) => 0,
        };
        Position { key, id }
    }

    /// The rows behind the one that a slice goes on from.
    fn condition(self, slice: Slice, binds: &mut Binds) -> String {
        match (self, slice.from) {
            (Self::Title(_), None) => "1 = 1".into(),
            (Self::Title(title), Some(from)) => {
                let (title, id) = (binds.text(title), binds.int(from.id));
                let (column, sign) = (self.column(), slice.sign());
                format!("({column}, product.id) {sign} (LOWER({title}), CAST({id} AS BIGINT))")
            }
            _ => {
                let (key, id) = slice.bounds();
                let (key, id) = (binds.int(key), binds.int(id));
                slice.condition(self.column(), "product.id", (&key, &id))
            }
        }
    }
}

const SELECT: &str = "
    SELECT product.id, product.version, product.slug, product.title, product.summary, product.description,
           product.status, product.published_at, product.created_at, product.updated_at, product.seo_title,
           product.seo_description, product.price_minor, product.sold, product.rating_count, product.rating_sum,
           product.primary_category_id, product.tax_category_id, brand.id AS brand_id, brand.slug AS brand_slug,
           brand.name AS brand_name, material.id AS material_id, material.slug AS material_slug,
           material.name AS material_name
    FROM product
    LEFT JOIN brand ON brand.id = product.brand_id
    LEFT JOIN material ON material.id = product.material_id";

/// A slice of the products that fit: one statement.
pub async fn page(
    db: &Db,
    seen: Seen,
    filter: &ProductFilter,
    order: ProductOrder<'_>,
    slice: Slice,
) -> StoreResult<Sliced<ProductRecord>> {
    let mut binds = Binds::default();
    let mut conditions = vec![is_seen(seen, order, &mut binds)];
    conditions.extend(fits(filter, &mut binds));
    conditions.push(order.condition(slice, &mut binds));
    let tail = slice.tail(order.column(), "product.id");
    let text = format!("{SELECT} WHERE {} {tail}", conditions.join(" AND "));
    let rows: Vec<ProductRecord> = binds.apply(select(db, text)).all().await?;
    Ok(slice.finish(rows, |row| order.position(row)))
}

/// A product by id or, failing that, by slug.
pub async fn find(db: &Db, seen: Seen, id: Option<i64>, slug: &str) -> StoreResult<Option<ProductRecord>> {
    let mut binds = Binds::default();
    let is_seen = is_seen(seen, ProductOrder::Id, &mut binds);
    let (id, slug) = (binds.int(id.unwrap_or(0)), binds.text(slug));
    let text = format!(
        "{SELECT} WHERE {is_seen} AND (product.id = {id} OR product.slug = {slug})
         ORDER BY CASE WHEN product.id = {id} THEN 0 ELSE 1 END LIMIT 1"
    );
    binds.apply(select(db, text)).optional().await
}

/// Most products are for sale, so that is written such that no index is used for it but the one of the order.
fn is_seen(seen: Seen, order: ProductOrder<'_>, binds: &mut Binds) -> String {
    let is_active = match order {
        // Their indexes begin with the status.
        ProductOrder::Published | ProductOrder::Sold => "product.status = 'active'",
        ProductOrder::Id | ProductOrder::Price | ProductOrder::Updated | ProductOrder::Title(_) => {
            "(product.status = 'active') IS TRUE"
        }
    };
    match seen {
        Seen::ForSale(now) => format!(
            "{is_active} AND product.published_at + 0 <= {}
             AND EXISTS (SELECT 1 FROM variant WHERE variant.product_id = product.id)",
            binds.int(now.0)
        ),
        Seen::Any(Some(status)) => format!("product.status = {}", binds.text(status.slug())),
        Seen::Any(None) => "1 = 1".into(),
    }
}

fn fits(filter: &ProductFilter, binds: &mut Binds) -> Vec<String> {
    let mut conditions = Vec::new();
    if !filter.facets.brands.is_empty() {
        conditions.push(format!("brand.slug IN ({})", binds.texts(&filter.facets.brands)));
    }
    if filter.facets.narrows_variants() {
        let fits = variant_fits(&filter.facets, Without::Nothing, binds);
        conditions.push(format!("EXISTS (SELECT 1 FROM variant WHERE variant.product_id = product.id AND {fits})"));
    }
    if let Some(category) = &filter.category {
        conditions.push(format!(
            "EXISTS (SELECT 1 FROM category base
                     JOIN category below ON below.lft BETWEEN base.lft AND base.rgt
                     JOIN product_category ON product_category.category_id = below.id
                     WHERE base.slug = {} AND product_category.product_id = product.id)",
            binds.text(category)
        ));
    }
    if let Some(sku) = &filter.sku {
        let sku = binds.text(sku);
        conditions.push(format!("product.id IN (SELECT variant.product_id FROM variant WHERE variant.sku = {sku})"));
    }
    if let Some(tag) = &filter.tag {
        let tag = binds.text(tag);
        conditions.push(format!("product.id IN (SELECT product_tag.product_id FROM product_tag WHERE tag = {tag})"));
    }
    if let Some(stars) = filter.rating {
        let stars = binds.int(stars);
        conditions.push(format!("product.rating_count > 0 AND product.rating_sum >= {stars} * product.rating_count"));
    }
    if let Some(since) = filter.updated_since {
        conditions.push(format!("product.updated_at >= {}", binds.int(since.0)));
    }
    for (column, value) in [("material.slug", &filter.material), ("product.slug", &filter.slug)] {
        if let Some(value) = value {
            conditions.push(format!("{column} = {}", binds.text(value)));
        }
    }
    conditions
}

/// A variant with everything that is no secret.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct VariantRecord {
    pub id: VariantId,
    pub product_id: ProductId,
    /// Of the product.
    pub tax_category_id: TaxCategoryId,
    pub sku: String,
    pub barcode: String,
    pub price_minor: i64,
    pub compare_at_minor: Option<i64>,
    /// What the shop paid; for staff alone.
    pub cost_minor: Option<i64>,
    pub weight_grams: i64,
    pub length_mm: i64,
    pub width_mm: i64,
    pub height_mm: i64,
    pub stock_policy: StockPolicy,
    pub track_stock: bool,
    /// More than there is may be ordered.
    pub backorder: bool,
    /// Most units that one order can have.
    pub available: i64,
    /// Over all fulfillment centers; for staff alone.
    pub on_hand: i64,
    pub reserved: i64,
}

const VARIANTS: &str = "
    SELECT variant.id, variant.product_id,
           (SELECT tax_category_id FROM product WHERE product.id = variant.product_id) AS tax_category_id,
           variant.sku, variant.barcode, variant.price_minor, variant.compare_at_minor,
           variant.cost_minor, variant.weight_grams, variant.length_mm, variant.width_mm, variant.height_mm,
           variant.stock_policy, variant.track_stock,
           (NOT variant.track_stock OR variant.stock_policy = 'backorder'
            OR EXISTS (SELECT 1 FROM inventory_item WHERE inventory_item.variant_id = variant.id AND inventory_item.backorder)
           ) AS backorder,
           CAST(COALESCE((SELECT SUM(inventory_item.on_hand - inventory_item.reserved) FROM inventory_item
                          WHERE inventory_item.variant_id = variant.id
                            AND inventory_item.on_hand > inventory_item.reserved), 0) AS BIGINT) AS available,
           CAST(COALESCE((SELECT SUM(inventory_item.on_hand) FROM inventory_item
                          WHERE inventory_item.variant_id = variant.id), 0) AS BIGINT) AS on_hand,
           CAST(COALESCE((SELECT SUM(inventory_item.reserved) FROM inventory_item
                          WHERE inventory_item.variant_id = variant.id), 0) AS BIGINT) AS reserved
    FROM variant";

/// The variants of products, in order.
pub async fn variants(db: &Db, products: &[ProductId]) -> StoreResult<Vec<VariantRecord>> {
    of_products(db, VARIANTS, "variant.product_id", "variant.product_id, variant.position, variant.id", products).await
}

/// What variants are narrowed by.
#[derive(Clone, Debug, Default)]
pub struct VariantFilter {
    pub id: Option<i64>,
    pub product: Option<i64>,
    pub sku: Option<String>,
    pub barcode: Option<String>,
}

/// A slice of the variants whose products may be seen, by id.
pub async fn variant_page(
    db: &Db,
    seen: Seen,
    filter: &VariantFilter,
    slice: Slice,
) -> StoreResult<Sliced<VariantRecord>> {
    let mut binds = Binds::default();
    let mut conditions = vec![is_seen(seen, ProductOrder::Id, &mut binds)];
    for (column, value) in [("variant.id", filter.id), ("variant.product_id", filter.product)] {
        if let Some(value) = value {
            conditions.push(format!("{column} = {}", binds.int(value)));
        }
    }
    for (column, value) in [("variant.sku", &filter.sku), ("variant.barcode", &filter.barcode)] {
        if let Some(value) = value {
            conditions.push(format!("{column} = {}", binds.text(value)));
        }
    }
    let (key, id) = slice.bounds();
    let (key, id) = (binds.int(key), binds.int(id));
    conditions.push(slice.condition("variant.id", "variant.id", (&key, &id)));
    let tail = slice.tail("variant.id", "variant.id");
    let text =
        format!("{VARIANTS} JOIN product ON product.id = variant.product_id WHERE {} {tail}", conditions.join(" AND "));
    let rows: Vec<VariantRecord> = binds.apply(select(db, text)).all().await?;
    Ok(slice.finish(rows, |row| Position::of_id(row.id.0)))
}

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

async fn of_products<T: Record>(
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
