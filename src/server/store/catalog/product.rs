//! A product's page.

use super::{
    cards::{self, CardBase},
    categories, listing, stated,
    variants::{self, PictureRow, ValueRow, VariantRow},
};
use crate::{
    domain::{
        catalog::{
            BrandLink, ListingQuery, OptionKind, OptionValue, ProductDetail, ProductOption, ProductVariant,
            address_part,
        },
        ids::{CategoryId, OptionValueId, ProductId, ProductImageId, ProductOptionId, TaxCategoryId},
        money::{Currency, Money},
        timestamp::Timestamp,
    },
    server::store::{Db, StoreResult, db::select},
};

const RELATED: i64 = 4;

#[derive(sqlx::FromRow)]
struct ProductRow {
    id: ProductId,
    slug: String,
    title: String,
    summary: String,
    description: String,
    brand_slug: Option<String>,
    brand_name: Option<String>,
    primary_category_id: Option<CategoryId>,
    seo_title: String,
    seo_description: String,
    rating_count: i64,
    rating_sum: i64,
    tax_category_id: TaxCategoryId,
}

const PRODUCT: &str = "
    SELECT product.id, product.slug, product.title, product.summary, product.description,
           brand.slug AS brand_slug, brand.name AS brand_name, product.primary_category_id,
           product.seo_title, product.seo_description, product.rating_count, product.rating_sum,
           product.tax_category_id
    FROM product LEFT JOIN brand ON brand.id = product.brand_id
    WHERE product.slug = $1";

/// A product that shoppers may see, and what its page needs besides.
pub struct Found {
    pub id: ProductId,
    /// Without its description.
    pub product: ProductDetail,
    /// As the editor wrote it; whoever shows it renders and sanitizes it first.
    pub description: String,
}

/// A product that shoppers may see, with those of `seen` that they may see: seven statements, one more if any were seen.
pub async fn find(db: &Db, slug: &str, seen: &[ProductId], now: Timestamp) -> StoreResult<Option<Found>> {
    let text = format!("{PRODUCT} AND product.status = 'active' AND product.published_at <= $2");
    let row: Option<ProductRow> = select(db, text).bind(slug).bind(now).optional().await?;
    let Some(product) = row else { return Ok(None) };
    complete(db, product, seen, now).await.map(Some)
}

/// A product whether shoppers may see it or not: for those who work on it.
pub async fn find_any(db: &Db, slug: &str, now: Timestamp) -> StoreResult<Option<Found>> {
    let row: Option<ProductRow> = select(db, PRODUCT).bind(slug).optional().await?;
    let Some(product) = row else { return Ok(None) };
    complete(db, product, &[], now).await.map(Some)
}

async fn complete(db: &Db, product: ProductRow, seen: &[ProductId], now: Timestamp) -> StoreResult<Found> {
    let breadcrumbs = categories::path(db, product.primary_category_id).await?;
    let specifications = stated::of_product(db, product.id).await?;
    let related = related(db, product.id, product.primary_category_id, now).await?;
    let recent = recent(db, product.id, seen, now).await?;
    let others = related.iter().chain(&recent).map(|card| card.id);
    let mut ids: Vec<ProductId> = std::iter::once(product.id).chain(others).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut variants = variants::variants(db, &ids).await?;
    let values = variants::values(db, &ids).await?;
    let mut pictures = variants::pictures(db, &ids).await?;

    let own_variants: Vec<VariantRow> = variants.extract_if(.., |row| row.product_id == product.id).collect();
    let own_pictures: Vec<PictureRow> = pictures.extract_if(.., |row| row.product_id == product.id).collect();
    let is_own = |row: &&ValueRow| own_variants.iter().any(|variant| variant.id == row.variant_id);
    let own_values: Vec<ValueRow> = values.iter().filter(is_own).cloned().collect();
    let (parts, query) = (cards::Parts::new(variants, values, pictures), ListingQuery::default());
    let (related, recent) = (cards::build(related, &parts, &query), cards::build(recent, &parts, &query));
    let assembled = assemble(own_variants, &own_values, &own_pictures);
    let detail = ProductDetail {
        slug: product.slug,
        title: product.title,
        summary: product.summary,
        description_html: String::new(),
        brand: product.brand_slug.zip(product.brand_name).map(|(slug, name)| BrandLink { slug, name }),
        breadcrumbs,
        options: assembled.options,
        variants: assembled.variants,
        pictures: assembled.pictures,
        specifications,
        related,
        recent,
        seo_title: product.seo_title,
        seo_description: product.seo_description,
        rating_count: product.rating_count,
        rating_sum: product.rating_sum,
        public_url: String::new(),
        tax_note: String::new(),
        preview: false,
        with_tax: true,
        tax_category: Some(product.tax_category_id),
    };
    Ok(Found { id: product.id, product: detail, description: product.description })
}

/// Of what somebody looked at before, what shoppers may still see, in that order.
async fn recent(db: &Db, product: ProductId, seen: &[ProductId], now: Timestamp) -> StoreResult<Vec<CardBase>> {
    let seen: Vec<ProductId> = seen.iter().copied().filter(|id| *id != product).collect();
    listing::bases(db, &seen, now).await
}

/// What staff relate to it, in their order; then others of the same category, best selling first.
pub(super) async fn related(
    db: &Db,
    product: ProductId,
    category: Option<CategoryId>,
    now: Timestamp,
) -> StoreResult<Vec<CardBase>> {
    // What finds nearly everything is written such that no index is used for it: the few ids lead.
    const CHOSEN_THEN_SAME_CATEGORY: &str = "
        SELECT product.id, product.slug, product.title, product.summary, brand.name AS brand_name,
               product.rating_count, product.rating_sum
        FROM product LEFT JOIN brand ON brand.id = product.brand_id
             LEFT JOIN related_product ON related_product.product_id = $2 AND related_product.related_id = product.id
        WHERE (product.status = 'active') IS TRUE AND product.published_at + 0 <= $3 AND product.id IN (
            SELECT related_id FROM related_product WHERE product_id = $2
            UNION
            SELECT id FROM (
                SELECT same.id FROM product AS same
                WHERE same.primary_category_id = $1 AND same.id <> $2
                  AND same.status = 'active' AND same.published_at + 0 <= $3
                ORDER BY same.sold DESC, same.id DESC LIMIT $4) AS best_selling)
        ORDER BY CASE WHEN related_product.position IS NULL THEN 1 ELSE 0 END, related_product.position,
                 product.sold DESC, product.id DESC
        LIMIT $4";
    let category = category.unwrap_or(CategoryId(0));
    select(db, CHOSEN_THEN_SAME_CATEGORY).bind(category).bind(product).bind(now).bind(RELATED).all().await
}

struct Assembled {
    options: Vec<ProductOption>,
    variants: Vec<ProductVariant>,
    pictures: Vec<crate::domain::picture::Picture>,
}

/// Turns ids into indexes: a page has no use for ids.
fn assemble(variants: Vec<VariantRow>, values: &[ValueRow], pictures: &[PictureRow]) -> Assembled {
    let mut option_ids: Vec<ProductOptionId> = Vec::new();
    let mut value_ids: Vec<Vec<OptionValueId>> = Vec::new();
    let mut options: Vec<ProductOption> = Vec::new();
    for row in values {
        let place = option_ids.iter().position(|id| *id == row.option_id).unwrap_or_else(|| {
            option_ids.push(row.option_id);
            value_ids.push(Vec::new());
            options.push(option(row));
            options.len() - 1
        });
        if let (Some(ids), Some(option)) = (value_ids.get_mut(place), options.get_mut(place))
            && !ids.contains(&row.value_id)
        {
            ids.push(row.value_id);
            option.values.push(option_value(row));
        }
    }
    let mut picture_ids: Vec<ProductImageId> = pictures.iter().map(|row| row.id).collect();
    picture_ids.dedup();
    let first_rows = picture_ids.iter().filter_map(|id| pictures.iter().find(|row| row.id == *id));
    let money = |minor| Money::new(minor, Currency::default());
    let variant = |row: VariantRow| {
        let value = |ids: &Vec<OptionValueId>| {
            let mut has = values.iter().filter(|value| value.variant_id == row.id);
            has.find_map(|value| ids.iter().position(|id| *id == value.value_id))
        };
        let shown = |link: Option<_>| {
            let rows = pictures.iter().filter(move |picture| picture.variant_id == link);
            rows.filter_map(|picture| picture_ids.iter().position(|id| *id == picture.id))
        };
        ProductVariant {
            availability: row.availability(),
            price: money(row.price_minor),
            compare_at: row.compare_at_minor.map(money),
            values: value_ids.iter().map(value).collect(),
            pictures: shown(Some(row.id)).chain(shown(None)).collect(),
            id: row.id,
            sku: row.sku,
            barcode: row.barcode,
        }
    };
    let pictures = first_rows.map(PictureRow::picture).collect();
    Assembled { variants: variants.into_iter().map(variant).collect(), options, pictures }
}

fn option(row: &ValueRow) -> ProductOption {
    let key = match row.kind {
        OptionKind::Color => "color".into(),
        OptionKind::Size => "size".into(),
        OptionKind::Other => address_part(&row.option_name),
    };
    ProductOption { key, name: row.option_name.clone(), kind: row.kind, values: Vec::new() }
}

fn option_value(row: &ValueRow) -> OptionValue {
    let slug = row.color_slug.clone().or_else(|| row.size_slug.clone());
    OptionValue { key: slug.unwrap_or_else(|| address_part(&row.name)), name: row.name.clone(), hex: row.hex.clone() }
}
