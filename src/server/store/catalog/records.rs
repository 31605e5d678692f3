//! Products and their parts as programs read them: any number of products, a statement for each kind of part.

mod parts;
mod variant;

pub use parts::{CategoryOf, RelatedTo, SpecificationOf, categories, pictures, related, specifications, tags, values};
pub use variant::{VariantFilter, VariantRecord, variant_page, variants};

use super::filter::{Binds, Without, variant_fits};
use crate::{
    domain::{
        catalog::ListingQuery,
        ids::{BrandId, CategoryId, MaterialId, ProductId, TaxCategoryId},
        product::ProductStatus,
        timestamp::Timestamp,
    },
    server::store::{
        Db, StoreResult,
        db::select,
        slice::{Position, Slice, Sliced},
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
