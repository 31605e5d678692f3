//! Products.

mod body;
pub mod images;
mod input;
mod stored;
pub mod write;

pub use body::Product;
pub(super) use body::{OptionOf, Rating, options_of, rating};
pub(super) use input::{VariantInput, VariantPatch};

use super::types::Money;
use crate::{
    domain::{
        catalog::ListingQuery,
        forms::Problem as Reason,
        ids::ProductId,
        money::{self, MAX_PRICE_MINOR},
        product::ProductStatus,
        slug,
        timestamp::Timestamp,
    },
    server::{
        http::api::{
            auth::Viewer,
            extract::{Key, Parameters},
            include::Include,
            page::{self, Order, Page, slice},
            problem::{ApiResult, FieldProblem, Problem},
        },
        services::pricing::CURRENCY,
        state::State,
        store::{
            catalog::records::{self, ProductFilter, ProductOrder, Seen},
            slugs,
        },
    },
};
use axum::{
    Json,
    extract::{OriginalUri, State as AxumState},
    http::{StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use body::{Parts, product};
use serde::Deserialize;
use utoipa::IntoParams;

/// What `include` may name.
pub const INCLUDES: [&str; 7] =
    ["categories", "description", "images", "related", "specifications", "tags", "variants"];
/// Orders of the list; the first is the default.
const ORDERS: [&str; 10] =
    ["id", "-id", "price", "-price", "-published", "-sold", "title", "-title", "updated", "-updated"];
/// Values of one facet.
const MAX_VALUES: usize = 20;

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ProductQuery {
    /// Most rows of the page.
    #[param(value_type = Option<u8>, minimum = 1, maximum = 100)]
    limit: Option<String>,
    /// From the address of another page.
    #[param(max_length = 300)]
    cursor: Option<String>,
    /// What to order by; `-` is from high to low.
    #[param(inline, value_type = Option<OrderName>)]
    order: Option<String>,
    /// Parts to include, comma-separated: categories, description, images, related, specifications, tags, variants.
    #[param(
        max_length = 200,
        pattern = "^((categories|description|images|related|specifications|tags|variants)(,(categories|description|images|related|specifications|tags|variants))*)?$"
    )]
    include: Option<String>,
    /// In the category with this slug or below it.
    #[param(max_length = 120)]
    category: Option<String>,
    /// Slugs of brands, comma-separated: one of them.
    #[param(max_length = 2000)]
    brand: Option<String>,
    /// Slugs of colors: one variant has one of them.
    #[param(max_length = 2000)]
    color: Option<String>,
    /// Slugs of sizes: the same variant has one of them.
    #[param(max_length = 2000)]
    size: Option<String>,
    /// Slug of the material.
    #[param(max_length = 120)]
    material: Option<String>,
    /// The same variant costs this much or more, in minor units.
    #[param(value_type = Option<i64>, minimum = 0, maximum = 10_000_000_000_i64)]
    min_price: Option<String>,
    /// The same variant costs this much or less, in minor units.
    #[param(value_type = Option<i64>, minimum = 0, maximum = 10_000_000_000_i64)]
    max_price: Option<String>,
    /// `true`: only what can be bought now, in a variant that fits the rest.
    #[param(value_type = Option<bool>)]
    in_stock: Option<String>,
    /// So many stars on average, or more.
    #[param(value_type = Option<u8>, minimum = 1, maximum = 5)]
    rating: Option<String>,
    /// The one with this slug.
    #[param(max_length = 120)]
    slug: Option<String>,
    /// The one with a variant of this SKU.
    #[param(max_length = 64)]
    sku: Option<String>,
    /// With this tag.
    #[param(max_length = 60)]
    tag: Option<String>,
    /// Changed at this instant (RFC 3339) or later.
    #[param(format = "date-time", max_length = 40)]
    updated_since: Option<String>,
    /// For staff: products of this status instead of those for sale.
    #[param(inline, value_type = Option<StatusName>)]
    status: Option<String>,
}

/// Names of the orders.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "only its schema is used")]
pub enum OrderName {
    #[schema(rename = "id")]
    Id,
    #[schema(rename = "-id")]
    IdDown,
    #[schema(rename = "price")]
    Price,
    #[schema(rename = "-price")]
    PriceDown,
    #[schema(rename = "-published")]
    PublishedDown,
    #[schema(rename = "-sold")]
    SoldDown,
    #[schema(rename = "title")]
    Title,
    #[schema(rename = "-title")]
    TitleDown,
    #[schema(rename = "updated")]
    Updated,
    #[schema(rename = "-updated")]
    UpdatedDown,
}

/// A status, or all of them.
#[derive(utoipa::ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "only its schema is used")]
pub enum StatusName {
    Draft,
    Active,
    Archived,
    Any,
}

/// Products that are for sale, narrowed as in the storefront.
#[utoipa::path(get, path = "/products", tag = "products", operation_id = "list_products", params(ProductQuery),
    responses((status = 200, description = "A page of products", body = Page<Product>)))]
pub async fn list(
    viewer: Viewer,
    AxumState(state): AxumState<State>,
    OriginalUri(uri): OriginalUri,
    Parameters(query): Parameters<ProductQuery>,
) -> ApiResult<Page<Product>> {
    let now = state.clock.now();
    let order = Order::parse(query.order.as_deref(), &ORDERS)?;
    let seen = query.seen(viewer, now)?;
    if order.name == "published" && !matches!(seen, Seen::ForSale(_)) {
        // Drafts have no such date to stand at.
        return Err(Problem::field("order", Reason::UnknownChoice));
    }
    let include = Include::parse(query.include.as_deref(), &INCLUDES)?;
    let slice = slice(query.limit.as_deref(), query.cursor.as_deref(), order)?;
    let from = if order.name == "title" { page::text(query.cursor.as_deref())? } else { String::new() };
    let page = records::page(&state.db, seen, &query.filter()?, product_order(order, &from), slice).await?;
    let ids: Vec<ProductId> = page.rows.iter().map(|row| row.id).collect();
    let parts = Parts::load(&state, &ids, &include, viewer, now).await?;
    let title = |product: &Product, id| (order.name == "title" && product.id == id).then(|| product.title.clone());
    Ok(Page::by_text(page.map(|row| product(row, &parts, &state)), order, &uri, title))
}

fn product_order<'a>(order: Order<'_>, from: &'a str) -> ProductOrder<'a> {
    match order.name {
        "price" => ProductOrder::Price,
        "published" => ProductOrder::Published,
        "sold" => ProductOrder::Sold,
        "title" => ProductOrder::Title(from),
        "updated" => ProductOrder::Updated,
        _ => ProductOrder::Id,
    }
}

impl ProductQuery {
    fn seen(&self, viewer: Viewer, now: Timestamp) -> ApiResult<Seen> {
        let Some(status) = self.status.as_deref() else { return Ok(Seen::ForSale(now)) };
        let status = match status {
            "any" => None,
            status => {
                Some(ProductStatus::from_slug(status).ok_or_else(|| Problem::field("status", Reason::UnknownChoice))?)
            }
        };
        viewer.require_staff()?;
        Ok(Seen::Any(status))
    }

    fn filter(&self) -> ApiResult<ProductFilter> {
        let price = |field: &str, text: &Option<String>| {
            let number = |text: &String| crate::domain::forms::number(text, 0, MAX_PRICE_MINOR);
            let minor = text.as_ref().map(number).transpose().map_err(|reason| Problem::field(field, reason))?;
            ApiResult::Ok(minor.map(|minor| crate::domain::money::Money::new(minor, Default::default())))
        };
        let facets = ListingQuery {
            brands: slugs("brand", self.brand.as_deref())?,
            colors: slugs("color", self.color.as_deref())?,
            sizes: slugs("size", self.size.as_deref())?,
            min: price("min_price", &self.min_price)?,
            max: price("max_price", &self.max_price)?,
            in_stock: flag("in_stock", self.in_stock.as_deref())?,
            ..ListingQuery::default()
        };
        Ok(ProductFilter {
            facets,
            category: one_slug("category", self.category.as_deref())?,
            material: one_slug("material", self.material.as_deref())?,
            slug: one_slug("slug", self.slug.as_deref())?,
            sku: line("sku", self.sku.as_deref(), 64)?,
            tag: line("tag", self.tag.as_deref(), 60)?,
            rating: whole("rating", self.rating.as_deref(), 1, 5)?,
            updated_since: self.updated_since.as_deref().map(|text| instant("updated_since", text)).transpose()?,
        })
    }
}

/// Comma-separated slugs.
pub(super) fn slugs(field: &str, text: Option<&str>) -> ApiResult<Vec<String>> {
    let texts = text.unwrap_or_default().split(',').filter(|text| !text.is_empty());
    let slugs = texts.map(slug::slug).collect::<Result<Vec<_>, _>>().map_err(|reason| Problem::field(field, reason))?;
    if slugs.len() > MAX_VALUES {
        return Err(Problem::field(field, Reason::OutOfRange(0, MAX_VALUES as i64)));
    }
    Ok(slugs)
}

/// Yes or no; no without it.
pub(super) fn flag(field: &str, text: Option<&str>) -> ApiResult<bool> {
    match text.unwrap_or("false") {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(Problem::field(field, Reason::UnknownChoice)),
    }
}

/// A whole number within bounds.
pub(super) fn whole(field: &str, text: Option<&str>, least: i64, most: i64) -> ApiResult<Option<i64>> {
    let number = text.map(|text| crate::domain::forms::number(text, least, most));
    number.transpose().map_err(|reason| Problem::field(field, reason))
}

/// A slug that is looked for.
pub(super) fn one_slug(field: &str, text: Option<&str>) -> ApiResult<Option<String>> {
    text.map(slug::slug).transpose().map_err(|reason| Problem::field(field, reason))
}

/// A line that is looked for as it is.
pub(super) fn line(field: &str, text: Option<&str>, most: u32) -> ApiResult<Option<String>> {
    let line = text.map(|text| crate::domain::forms::required_line(text, most));
    line.transpose().map_err(|reason| Problem::field(field, reason))
}

/// Reads what RFC 3339 writes.
pub(super) fn instant(field: &str, text: &str) -> ApiResult<Timestamp> {
    use time::{OffsetDateTime, format_description::well_known::Rfc3339};
    let read = OffsetDateTime::parse(text, &Rfc3339).ok();
    let millis = read.and_then(|instant| i64::try_from(instant.unix_timestamp_nanos() / 1_000_000).ok());
    millis.map(Timestamp).ok_or_else(|| {
        let message = "An instant like 2026-11-22T10:06:40Z.";
        Problem::invalid(vec![FieldProblem::new(field, "not_an_instant", message)])
    })
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct OneProductQuery {
    /// Parts to include, comma-separated: categories, description, images, related, specifications, tags, variants.
    #[param(
        max_length = 200,
        pattern = "^((categories|description|images|related|specifications|tags|variants)(,(categories|description|images|related|specifications|tags|variants))*)?$"
    )]
    include: Option<String>,
}

/// One product, by id or slug. Staff also see those that are not for sale. A slug that a product for sale had before
/// leads to the one that it has.
#[utoipa::path(get, path = "/products/{product}", tag = "products", operation_id = "get_product",
    params(("product" = String, Path, description = "Id or slug", min_length = 1, max_length = 120, pattern = "^[a-z0-9]+(-[a-z0-9]+)*$"), OneProductQuery),
    responses((status = 200, description = "The product", body = Product),
        (status = 301, description = "The slug is a former one", headers(("Location" = String, description = "Where the product is, with the same parameters")))))]
pub async fn get(
    viewer: Viewer,
    AxumState(state): AxumState<State>,
    OriginalUri(uri): OriginalUri,
    key: Key,
    Parameters(query): Parameters<OneProductQuery>,
) -> ApiResult<Response> {
    let now = state.clock.now();
    let include = Include::parse(query.include.as_deref(), &INCLUDES)?;
    let seen = if viewer.is_staff { Seen::Any(None) } else { Seen::ForSale(now) };
    let Some(found) = records::find(&state.db, seen, key.id, &key.slug).await? else {
        let present = slugs::present_of_product(&state.db, &key.slug, now).await?.ok_or_else(Problem::not_found)?;
        return Ok(moved(&format!("/api/v1/products/{present}"), &uri));
    };
    let parts = Parts::load(&state, &[found.id], &include, viewer, now).await?;
    Ok(Json(product(found, &parts, &state)).into_response())
}

/// Leads to where something is now. Kept by nobody: the slug may become another product's.
pub(super) fn moved(path: &str, uri: &Uri) -> Response {
    let address = uri.query().map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"));
    let headers = [(header::LOCATION, address), (header::CACHE_CONTROL, "no-cache".to_owned())];
    (StatusCode::MOVED_PERMANENTLY, headers).into_response()
}

/// A product with its variants, as webhooks tell of it.
pub(super) async fn told(state: &State, id: i64) -> ApiResult<Product> {
    let include = Include::parse(Some("variants"), &INCLUDES)?;
    let found = records::find(&state.db, Seen::Any(None), Some(id), "").await?.ok_or_else(Problem::not_found)?;
    let parts = Parts::load(state, &[found.id], &include, Viewer::STAFF, state.clock.now()).await?;
    Ok(product(found, &parts, state))
}

/// A price in the shop's currency.
pub(super) fn price(minor: i64) -> Money {
    amount(minor).into()
}

/// The same, to be computed with.
pub(super) fn amount(minor: i64) -> money::Money {
    money::Money::new(minor, CURRENCY)
}
