//! A product's shape, and its parts from the rows that hold them.

use super::{
    super::types::{Money, Picture, Reference, TaxedPrice, instant},
    super::variants::{Variant, variant},
    amount, price,
};
use crate::{
    domain::{
        ids::ProductId,
        product::{OptionKind, ProductStatus},
        tax::ShownPrices,
        timestamp::Timestamp,
    },
    server::{
        http::api::{auth::Viewer, include::Include, problem::ApiResult},
        markdown,
        services::price_display,
        state::State,
        store::catalog::{
            PictureRow, ValueRow,
            records::{self, CategoryOf, ProductRecord, RelatedTo, SpecificationOf, VariantRecord},
        },
    },
};
use serde::Serialize;
use utoipa::ToSchema;

/// A product.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Product {
    pub id: i64,
    /// Raised by every change; `If-Match: "v3"` writes over version 3 and no other.
    pub version: i64,
    pub slug: String,
    pub title: String,
    /// One sentence.
    pub summary: String,
    pub status: Status,
    /// When it is for sale from.
    #[schema(required = true, format = "date-time")]
    pub published_at: Option<String>,
    #[schema(format = "date-time")]
    pub created_at: String,
    #[schema(format = "date-time")]
    pub updated_at: String,
    /// Of the cheapest variant.
    pub price: Money,
    pub taxed_price: TaxedPrice,
    #[schema(required = true)]
    pub brand: Option<Reference>,
    #[schema(required = true)]
    pub material: Option<Reference>,
    #[schema(required = true)]
    pub primary_category_id: Option<i64>,
    pub tax_category_id: i64,
    pub rating: Rating,
    pub seo_title: String,
    pub seo_description: String,
    /// Of its page in the shop.
    #[schema(format = "uri")]
    pub url: String,
    /// With `include=description`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub description: Option<Description>,
    /// With `include=categories`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub categories: Option<Vec<Reference>>,
    /// With `include=tags`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub tags: Option<Vec<String>>,
    /// With `include=variants`: what is to be chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub options: Option<Vec<OptionOf>>,
    /// With `include=variants`, in order.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub variants: Option<Vec<Variant>>,
    /// With `include=images`, in order.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub images: Option<Vec<Image>>,
    /// With `include=specifications`, in order.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub specifications: Option<Vec<SpecificationValue>>,
    /// With `include=related`: what staff put beside it, in order.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub related: Option<Vec<RelatedProduct>>,
}

/// Whether shoppers see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, serde::Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Draft,
    Active,
    Archived,
}

impl From<ProductStatus> for Status {
    fn from(status: ProductStatus) -> Self {
        match status {
            ProductStatus::Draft => Self::Draft,
            ProductStatus::Active => Self::Active,
            ProductStatus::Archived => Self::Archived,
        }
    }
}

/// Of published reviews.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Rating {
    pub count: i64,
    /// From 1 to 5; `null` without reviews.
    #[schema(required = true)]
    pub average: Option<f64>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Description {
    /// As the editor wrote it.
    pub markdown: String,
    /// Rendered and sanitized.
    pub html: String,
}

/// A picture of a product.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Image {
    pub id: i64,
    #[serde(flatten)]
    pub picture: Picture,
    /// Ids of the variants that it shows; none means all of them.
    pub variant_ids: Vec<i64>,
}

/// What is to be chosen on a product.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OptionOf {
    pub name: String,
    pub kind: Kind,
    pub values: Vec<OptionValueOf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, serde::Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = OptionKind)]
pub enum Kind {
    Color,
    Size,
    Other,
}

impl From<OptionKind> for Kind {
    fn from(kind: OptionKind) -> Self {
        match kind {
            OptionKind::Color => Self::Color,
            OptionKind::Size => Self::Size,
            OptionKind::Other => Self::Other,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct OptionValueOf {
    pub name: String,
    /// Slug of the color or size of the shop that it is.
    #[schema(required = true)]
    pub slug: Option<String>,
    /// Of a color: "#rrggbb".
    #[schema(required = true)]
    pub hex: Option<String>,
}

/// What a product is in one specification: the value of its kind is set, the others are absent.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SpecificationValue {
    pub id: i64,
    pub slug: String,
    pub name: String,
    /// Of a number.
    pub unit: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub text: Option<String>,
    /// A decimal number, exact: "1.25".
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub boolean: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub choice: Option<String>,
}

/// A product in short.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RelatedProduct {
    pub id: i64,
    pub slug: String,
    pub title: String,
    pub price: Money,
}

/// The parts of products that an answer includes; `None` is not asked for.
#[derive(Debug, Default)]
pub(super) struct Parts {
    description: bool,
    categories: Option<Vec<CategoryOf>>,
    tags: Option<Vec<(ProductId, String)>>,
    variants: Option<(Vec<VariantRecord>, Vec<ValueRow>)>,
    images: Option<Vec<PictureRow>>,
    specifications: Option<Vec<SpecificationOf>>,
    related: Option<Vec<RelatedTo>>,
    prices: ShownPrices,
}

impl Parts {
    /// Reads what is asked for, with a statement or two for each part however many products there are.
    pub(super) async fn load(
        state: &State,
        ids: &[ProductId],
        include: &Include<'_>,
        viewer: Viewer,
        now: Timestamp,
    ) -> ApiResult<Self> {
        let (db, prices) = (&state.db, price_display::current(state).await?);
        let mut parts = Self { description: include.has("description"), prices, ..Self::default() };
        if include.has("categories") {
            parts.categories = Some(records::categories(db, ids).await?);
        }
        if include.has("tags") {
            parts.tags = Some(records::tags(db, ids).await?);
        }
        if include.has("variants") {
            parts.variants = Some((records::variants(db, ids).await?, records::values(db, ids).await?));
        }
        if include.has("images") {
            parts.images = Some(records::pictures(db, ids).await?);
        }
        if include.has("specifications") {
            parts.specifications = Some(records::specifications(db, ids).await?);
        }
        if include.has("related") {
            let mut related = records::related(db, ids).await?;
            let for_sale = |row: &RelatedTo| {
                row.status == ProductStatus::Active && row.published_at.is_some_and(|published| published <= now)
            };
            related.retain(|row| viewer.is_staff || for_sale(row));
            parts.related = Some(related);
        }
        Ok(parts)
    }
}

/// A product with the parts that were loaded.
pub(super) fn product(row: ProductRecord, parts: &Parts, state: &State) -> Product {
    let id = row.id;
    let reference = |id: Option<i64>, slug: Option<String>, name: Option<String>| {
        Some(Reference { id: id?, slug: slug?, name: name? })
    };
    let values = parts.variants.as_ref().map(|(_, values)| values.as_slice()).unwrap_or_default();
    let own_variants = |(variants, _): &(Vec<VariantRecord>, Vec<ValueRow>)| -> Vec<VariantRecord> {
        variants.iter().filter(|variant| variant.product_id == id).cloned().collect()
    };
    let variants = parts.variants.as_ref().map(own_variants);
    let options = variants.as_ref().map(|variants| {
        let own = |value: &&ValueRow| variants.iter().any(|variant| variant.id == value.variant_id);
        options_of(values.iter().filter(own))
    });
    Product {
        id: id.0,
        version: row.version,
        url: format!("{}/p/{}", state.config.public_url(), row.slug),
        slug: row.slug,
        title: row.title,
        summary: row.summary,
        status: row.status.into(),
        published_at: row.published_at.map(instant),
        created_at: instant(row.created_at),
        updated_at: instant(row.updated_at),
        price: price(row.price_minor),
        taxed_price: TaxedPrice::of(&parts.prices, Some(row.tax_category_id), amount(row.price_minor)),
        brand: reference(row.brand_id.map(|id| id.0), row.brand_slug, row.brand_name),
        material: reference(row.material_id.map(|id| id.0), row.material_slug, row.material_name),
        primary_category_id: row.primary_category_id.map(|id| id.0),
        tax_category_id: row.tax_category_id.0,
        rating: rating(row.rating_count, row.rating_sum),
        seo_title: row.seo_title,
        seo_description: row.seo_description,
        description: parts
            .description
            .then(|| Description { html: markdown::to_html(&row.description), markdown: row.description }),
        categories: parts.categories.as_ref().map(|rows| of(rows, |row| row.product_id == id, category)),
        tags: parts.tags.as_ref().map(|rows| of(rows, |row| row.0 == id, |row| row.1.clone())),
        options,
        variants: variants.map(|rows| rows.into_iter().map(|row| variant(row, values, &parts.prices)).collect()),
        images: parts.images.as_ref().map(|rows| images(rows.iter().filter(|row| row.product_id == id))),
        specifications: parts.specifications.as_ref().map(|rows| of(rows, |row| row.product_id == id, specification)),
        related: parts.related.as_ref().map(|rows| of(rows, |row| row.product_id == id, related)),
    }
}

fn of<T, U>(rows: &[T], is_own: impl Fn(&T) -> bool, into: impl Fn(&T) -> U) -> Vec<U> {
    rows.iter().filter(|row| is_own(row)).map(into).collect()
}

fn category(row: &CategoryOf) -> Reference {
    Reference { id: row.id.0, slug: row.slug.clone(), name: row.name.clone() }
}

fn related(row: &RelatedTo) -> RelatedProduct {
    RelatedProduct { id: row.id.0, slug: row.slug.clone(), title: row.title.clone(), price: price(row.price_minor) }
}

fn specification(row: &SpecificationOf) -> SpecificationValue {
    SpecificationValue {
        id: row.id.0,
        slug: row.slug.clone(),
        name: row.name.clone(),
        unit: row.unit.clone(),
        text: row.text_value.clone(),
        number: row.number_micro.map(|micro| rust_decimal::Decimal::new(micro, 6).normalize().to_string()),
        boolean: row.boolean_value,
        choice: row.choice.clone(),
    }
}

/// To two digits.
pub fn rating(count: i64, sum: i64) -> Rating {
    #[expect(clippy::cast_precision_loss, reason = "a sum of stars is far below 2^53")]
    let average = (count > 0).then(|| (sum as f64 / count as f64 * 100.0).round() / 100.0);
    Rating { count, average }
}

/// Pictures from their rows, one for each variant that one shows.
pub fn images<'a>(rows: impl Iterator<Item = &'a PictureRow>) -> Vec<Image> {
    let mut images: Vec<Image> = Vec::new();
    for row in rows {
        let variant = row.variant_id.map(|id| id.0);
        match images.last_mut().filter(|image| image.id == row.id.0) {
            Some(image) => image.variant_ids.extend(variant),
            None => images.push(Image {
                id: row.id.0,
                picture: row.picture().into(),
                variant_ids: variant.into_iter().collect(),
            }),
        }
    }
    images
}

/// The options that values belong to, each with its values once.
pub(crate) fn options_of<'a>(values: impl Iterator<Item = &'a ValueRow>) -> Vec<OptionOf> {
    let mut ids = Vec::new();
    let mut options: Vec<OptionOf> = Vec::new();
    for row in values {
        let place = ids.iter().position(|id| *id == row.option_id).unwrap_or_else(|| {
            ids.push(row.option_id);
            options.push(OptionOf { name: row.option_name.clone(), kind: row.kind.into(), values: Vec::new() });
            options.len() - 1
        });
        let slug = row.color_slug.clone().or_else(|| row.size_slug.clone());
        let value = OptionValueOf { name: row.name.clone(), slug, hex: row.hex.clone() };
        if let Some(option) = options.get_mut(place)
            && !option.values.contains(&value)
        {
            option.values.push(value);
        }
    }
    options
}
