//! Variants: what is sold.

use super::{
    products::{OptionOf, VariantInput, VariantPatch, amount, line, options_of, price, write::in_our_words},
    types::{Money, TaxedPrice},
};
use crate::{
    domain::{cart, forms::number, ids::ProductId, product::StockPolicy, tax::ShownPrices},
    server::{
        http::api::{
            answer::versioned,
            auth::{Editor, Viewer},
            etag::IfMatch,
            extract::{Id, MergePatch, Parameters, Sku},
            include::Include,
            page::{Order, Page, slice},
            problem::{ApiResult, Problem},
        },
        services::{change_product::change_product, price_display},
        state::State,
        store::{
            catalog::{
                ValueRow,
                records::{self, Seen, VariantFilter, VariantRecord},
            },
            slice::{Slice, Sliced},
        },
    },
};
use axum::{
    Json,
    extract::{OriginalUri, State as AxumState},
    response::Response,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A variant: one sellable combination of a product's options.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Variant {
    pub id: i64,
    pub product_id: i64,
    pub sku: String,
    /// Empty where it has none.
    pub barcode: String,
    pub price: Money,
    pub taxed_price: TaxedPrice,
    /// The former price, above the present one.
    #[schema(required = true)]
    pub compare_at: Option<Money>,
    pub availability: Availability,
    pub stock_policy: StockPolicyName,
    /// Whether its stock is counted.
    pub track_stock: bool,
    pub weight_grams: i64,
    pub length_mm: i64,
    pub width_mm: i64,
    pub height_mm: i64,
    /// What it is in every option of the product, each with one value.
    pub options: Vec<OptionOf>,
    /// For staff, with `include=inventory`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub inventory: Option<Inventory>,
}

/// Whether it can be bought now.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Availability {
    pub status: StockStatus,
    /// Whether a unit can leave now.
    pub in_stock: bool,
    /// Most units that one order can have; `null` where there is no limit.
    #[schema(required = true)]
    pub units: Option<i64>,
}

/// How things stand with something for sale.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StockStatus {
    InStock,
    /// Sold out for now: it can be ordered, and leaves when it is back.
    Backorder,
    OutOfStock,
}

impl From<cart::Availability> for StockStatus {
    fn from(availability: cart::Availability) -> Self {
        match (availability.in_stock(), availability.can_be_bought()) {
            (true, _) => Self::InStock,
            (false, true) => Self::Backorder,
            (false, false) => Self::OutOfStock,
        }
    }
}

impl From<cart::Availability> for Availability {
    fn from(availability: cart::Availability) -> Self {
        let units = match availability {
            cart::Availability::Unlimited | cart::Availability::Backorder(_) => None,
            cart::Availability::Units(units) => Some(units),
            cart::Availability::Withdrawn => Some(0),
        };
        Self { status: availability.into(), in_stock: availability.in_stock(), units }
    }
}

/// What happens when it is sold out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = StockPolicy)]
pub enum StockPolicyName {
    Deny,
    Backorder,
}

impl From<StockPolicy> for StockPolicyName {
    fn from(policy: StockPolicy) -> Self {
        match policy {
            StockPolicy::Deny => Self::Deny,
            StockPolicy::Backorder => Self::Backorder,
        }
    }
}

/// What only staff may know of a variant.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Inventory {
    /// What the shop paid.
    #[schema(required = true)]
    pub cost: Option<Money>,
    /// Over all fulfillment centers.
    pub on_hand: i64,
    /// Promised to open orders.
    pub reserved: i64,
}

/// A variant from its row, and from those of the values that are its own.
pub(super) fn variant(row: VariantRecord, values: &[ValueRow], prices: &ShownPrices) -> Variant {
    Variant {
        options: options_of(values.iter().filter(|value| value.variant_id == row.id)),
        id: row.id.0,
        product_id: row.product_id.0,
        sku: row.sku,
        barcode: row.barcode,
        price: price(row.price_minor),
        taxed_price: TaxedPrice::of(prices, Some(row.tax_category_id), amount(row.price_minor)),
        compare_at: row.compare_at_minor.map(price),
        availability: cart::Availability::of(row.backorder, row.track_stock, row.available).into(),
        stock_policy: row.stock_policy.into(),
        track_stock: row.track_stock,
        weight_grams: row.weight_grams,
        length_mm: row.length_mm,
        width_mm: row.width_mm,
        height_mm: row.height_mm,
        inventory: None,
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct VariantQuery {
    /// Most rows of the page.
    #[param(value_type = Option<u8>, minimum = 1, maximum = 100)]
    limit: Option<String>,
    /// From the address of another page.
    #[param(max_length = 300)]
    cursor: Option<String>,
    /// Of the product with this id.
    #[param(value_type = Option<i64>, minimum = 1)]
    product: Option<String>,
    /// The one with this SKU.
    #[param(max_length = 64)]
    sku: Option<String>,
    /// With this barcode.
    #[param(max_length = 64)]
    barcode: Option<String>,
    /// Parts to include: inventory, for staff.
    #[param(max_length = 20, pattern = "^(inventory)?$")]
    include: Option<String>,
}

/// Variants of products that are for sale, by id. Staff see those of all products.
#[utoipa::path(get, path = "/variants", tag = "variants", operation_id = "list_variants", params(VariantQuery),
    responses((status = 200, description = "A page of variants", body = Page<Variant>)))]
pub async fn list(
    viewer: Viewer,
    AxumState(state): AxumState<State>,
    OriginalUri(uri): OriginalUri,
    Parameters(query): Parameters<VariantQuery>,
) -> ApiResult<Page<Variant>> {
    const ORDER: Order<'_> = Order { text: "id", name: "id", descending: false };
    let inventory = wants_inventory(viewer, query.include.as_deref())?;
    let slice = slice(query.limit.as_deref(), query.cursor.as_deref(), ORDER)?;
    let product = query.product.as_deref().map(|text| number(text, 1, i64::MAX)).transpose();
    let filter = VariantFilter {
        id: None,
        product: product.map_err(|reason| Problem::field("product", reason))?,
        sku: line("sku", query.sku.as_deref(), 64)?,
        barcode: line("barcode", query.barcode.as_deref(), 64)?,
    };
    Ok(Page::new(load(&state, viewer, &filter, slice, inventory).await?, ORDER, &uri))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct OneVariantQuery {
    /// Parts to include: inventory, for staff.
    #[param(max_length = 20, pattern = "^(inventory)?$")]
    include: Option<String>,
}

/// One variant, by id.
#[utoipa::path(get, path = "/variants/{variant}", tag = "variants", operation_id = "get_variant",
    params(("variant" = i64, Path, description = "Id", minimum = 1), OneVariantQuery),
    responses((status = 200, description = "The variant", body = Variant)))]
pub async fn get(
    viewer: Viewer,
    AxumState(state): AxumState<State>,
    id: Id,
    Parameters(query): Parameters<OneVariantQuery>,
) -> ApiResult<Json<Variant>> {
    let inventory = wants_inventory(viewer, query.include.as_deref())?;
    let filter = VariantFilter { id: Some(id.0), ..VariantFilter::default() };
    one(load(&state, viewer, &filter, ONE, inventory).await?)
}

/// One variant, by SKU.
#[utoipa::path(get, path = "/skus/{sku}", tag = "variants", operation_id = "get_variant_by_sku",
    params(("sku" = String, Path, description = "SKU", min_length = 1, max_length = 64), OneVariantQuery),
    responses((status = 200, description = "The variant", body = Variant)))]
pub async fn get_by_sku(
    viewer: Viewer,
    AxumState(state): AxumState<State>,
    Sku(sku): Sku,
    Parameters(query): Parameters<OneVariantQuery>,
) -> ApiResult<Json<Variant>> {
    let inventory = wants_inventory(viewer, query.include.as_deref())?;
    let filter = VariantFilter { sku: Some(sku), ..VariantFilter::default() };
    one(load(&state, viewer, &filter, ONE, inventory).await?)
}

const ONE: Slice = Slice { from: None, backward: false, descending: false, limit: 1 };

fn one(found: Sliced<Variant>) -> ApiResult<Json<Variant>> {
    found.rows.into_iter().next().map(Json).ok_or_else(Problem::not_found)
}

fn wants_inventory(viewer: Viewer, include: Option<&str>) -> ApiResult<bool> {
    let wanted = Include::parse(include, &["inventory"])?.has("inventory");
    if wanted {
        viewer.require_staff()?;
    }
    Ok(wanted)
}

async fn load(
    state: &State,
    viewer: Viewer,
    filter: &VariantFilter,
    slice: Slice,
    inventory: bool,
) -> ApiResult<Sliced<Variant>> {
    let seen = if viewer.is_staff { Seen::Any(None) } else { Seen::ForSale(state.clock.now()) };
    let page = records::variant_page(&state.db, seen, filter, slice).await?;
    let mut products: Vec<ProductId> = page.rows.iter().map(|row| row.product_id).collect();
    products.dedup();
    let values = records::values(&state.db, &products).await?;
    let prices = price_display::current(state).await?;
    Ok(page.map(|row| {
        let secret = inventory.then(|| Inventory {
            cost: row.cost_minor.map(price),
            on_hand: row.on_hand,
            reserved: row.reserved,
        });
        Variant { inventory: secret, ..variant(row, &values, &prices) }
    }))
}

/// Changes some fields of a variant: a JSON merge patch (RFC 7396) of what the product's `source` says of it.
/// Versions are those of the product. Stock is set by `stock`, and by nothing else.
#[utoipa::path(patch, path = "/variants/{variant}", tag = "variants", operation_id = "patch_variant",
    request_body(content = VariantPatch, content_type = "application/merge-patch+json"),
    params(("variant" = i64, Path, description = "Id", minimum = 1)),
    responses((status = 200, description = "It is so now", body = Variant)))]
pub async fn patch(
    editor: Editor,
    AxumState(state): AxumState<State>,
    id: Id,
    version: IfMatch,
    patch: MergePatch,
) -> ApiResult<Response> {
    let filter = VariantFilter { id: Some(id.0), ..VariantFilter::default() };
    let found = load(&state, Viewer::STAFF, &filter, ONE, false).await?.rows.pop().ok_or_else(Problem::not_found)?;
    let product = ProductId(found.product_id);
    let changed = change_product(&state, editor.actor(), product, Some(version.0), |stored| {
        let mut wanted = stored.product.clone();
        let place = wanted.variants.iter().position(|variant| variant.id.is_some_and(|known| known.0 == id.0));
        let place = place.ok_or_else(Problem::not_found)?;
        if let Some(variant) = wanted.variants.get_mut(place) {
            let input = patch.apply(&VariantInput::new(variant, &stored.product.options))?;
            *variant = VariantInput { id: Some(id.0), ..input }.onto(place, &stored.product.options, Some(stored))?;
        }
        ApiResult::Ok(wanted)
    });
    let updated = changed.await.map_err(about_variant)?;
    let Json(variant) = one(load(&state, Viewer::STAFF, &filter, ONE, true).await?)?;
    Ok(versioned(updated.version, variant))
}

/// The service names the variant by its place in the product; here there is one.
fn about_variant(problem: Problem) -> Problem {
    let mut problem = in_our_words(problem);
    for error in &mut problem.errors {
        if let Some((_, field)) = error.field.strip_prefix("variants.").and_then(|field| field.split_once('.')) {
            error.field = field.to_owned();
        }
    }
    problem
}
