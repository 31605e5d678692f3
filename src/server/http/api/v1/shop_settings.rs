//! What the shop sets about itself, prices and returns, and whether its records agree. For staff.

use super::types::instant;
use crate::{
    domain::{
        check::{CheckReport, CheckedArea, Disagreement},
        returns::{ReturnSettings as KeptReturns, ReturnSettingsInput},
        shop_settings::{ShopSettings as KeptShop, ShopSettingsInput},
        tax::PriceDisplay as Display,
    },
    server::{
        http::api::{
            auth::{ReportReader, SettingsReader, SettingsWriter},
            extract::JsonBody,
            problem::{ApiResult, renamed},
        },
        services::{check, price_display, return_settings, shop_settings},
        state::State,
    },
};
use axum::{Json, extract::State as AxumState};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What the shop is called and where it is.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShopSettings {
    /// Stands in headers, titles and mails.
    #[schema(min_length = 1, max_length = 40, example = "Blue Anchor")]
    name: String,
    /// ISO 3166-1 alpha-2: prices, taxes and shipping are shown for it until a shopper says where they live.
    #[schema(min_length = 2, max_length = 2, example = "DE")]
    home_country: String,
}

impl From<KeptShop> for ShopSettings {
    fn from(kept: KeptShop) -> Self {
        let KeptShop { name, home_country } = kept;
        Self { name, home_country }
    }
}

/// What the shop is called and where it is.
#[utoipa::path(get, path = "/settings/shop", tag = "shop", operation_id = "get_shop_settings",
    security(("token" = ["settings:read"]), ("session" = [])),
    responses((status = 200, description = "The settings", body = ShopSettings)))]
pub async fn get_shop(_: SettingsReader, AxumState(state): AxumState<State>) -> ApiResult<Json<ShopSettings>> {
    Ok(Json(shop_settings::load(&state.db).await?.into()))
}

/// Sets it. Pages show it within half a minute.
#[utoipa::path(put, path = "/settings/shop", tag = "shop", operation_id = "set_shop_settings",
    request_body = ShopSettings, security(("token" = ["settings:write"]), ("session" = [])),
    responses((status = 200, description = "The settings as they are now", body = ShopSettings)))]
pub async fn set_shop(
    writer: SettingsWriter,
    AxumState(state): AxumState<State>,
    JsonBody(input): JsonBody<ShopSettings>,
) -> ApiResult<Json<ShopSettings>> {
    let ShopSettings { name, home_country } = input;
    shop_settings::save(&state, &writer.0, ShopSettingsInput { name, home_country }).await?;
    Ok(Json(shop_settings::load(&state.db).await?.into()))
}

/// How the catalog and the cart show prices. What is charged does not depend on it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PriceDisplay {
    show: ShownPrice,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ShownPrice {
    WithTax,
    WithoutTax,
}

impl From<Display> for PriceDisplay {
    fn from(display: Display) -> Self {
        let show = match display {
            Display::WithTax => ShownPrice::WithTax,
            Display::WithoutTax => ShownPrice::WithoutTax,
        };
        Self { show }
    }
}

impl PriceDisplay {
    const fn slug(&self) -> &'static str {
        match self.show {
            ShownPrice::WithTax => Display::WithTax.slug(),
            ShownPrice::WithoutTax => Display::WithoutTax.slug(),
        }
    }
}

/// Whether prices are shown with tax.
#[utoipa::path(get, path = "/settings/price-display", tag = "shop", operation_id = "get_price_display",
    security(("token" = ["settings:read"]), ("session" = [])),
    responses((status = 200, description = "The setting", body = PriceDisplay)))]
pub async fn get_price_display(_: SettingsReader, AxumState(state): AxumState<State>) -> ApiResult<Json<PriceDisplay>> {
    Ok(Json(price_display::load(&state.db).await?.into()))
}

/// Sets whether prices are shown with tax.
#[utoipa::path(put, path = "/settings/price-display", tag = "shop", operation_id = "set_price_display",
    request_body = PriceDisplay, security(("token" = ["settings:write"]), ("session" = [])),
    responses((status = 200, description = "The setting as it is now", body = PriceDisplay)))]
pub async fn set_price_display(
    writer: SettingsWriter,
    AxumState(state): AxumState<State>,
    JsonBody(input): JsonBody<PriceDisplay>,
) -> ApiResult<Json<PriceDisplay>> {
    price_display::save(&state, &writer.0.email, input.slug()).await?;
    Ok(Json(price_display::load(&state.db).await?.into()))
}

/// What the shop sets about returns.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnSettings {
    /// Days after the last parcel left in which customers may ask for a return; with none, only staff open one.
    #[schema(minimum = 0, maximum = 365)]
    window_days: i64,
    /// Where to send it and how: what an approval tells the customer unless it says otherwise.
    #[schema(max_length = 1000)]
    instructions: String,
}

impl From<KeptReturns> for ReturnSettings {
    fn from(kept: KeptReturns) -> Self {
        let KeptReturns { window_days, instructions } = kept;
        Self { window_days, instructions }
    }
}

/// What the shop sets about returns.
#[utoipa::path(get, path = "/settings/returns", tag = "shop", operation_id = "get_return_settings",
    security(("token" = ["settings:read"]), ("session" = [])),
    responses((status = 200, description = "The settings", body = ReturnSettings)))]
pub async fn get_returns(_: SettingsReader, AxumState(state): AxumState<State>) -> ApiResult<Json<ReturnSettings>> {
    Ok(Json(return_settings::load(&state.db).await?.into()))
}

/// Sets it. The window counts for orders of before as well.
#[utoipa::path(put, path = "/settings/returns", tag = "shop", operation_id = "set_return_settings",
    request_body = ReturnSettings, security(("token" = ["settings:write"]), ("session" = [])),
    responses((status = 200, description = "The settings as they are now", body = ReturnSettings)))]
pub async fn set_returns(
    writer: SettingsWriter,
    AxumState(state): AxumState<State>,
    JsonBody(input): JsonBody<ReturnSettings>,
) -> ApiResult<Json<ReturnSettings>> {
    let form =
        ReturnSettingsInput { window_days: input.window_days.to_string(), return_instructions: input.instructions };
    let saved = return_settings::save(&state, &writer.0, form).await;
    saved.map_err(|error| renamed(error, &[("return_instructions", "instructions")]))?;
    Ok(Json(return_settings::load(&state.db).await?.into()))
}

/// What a check of the shop's records found, as `tradewind check` prints it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CheckReport)]
pub struct Report {
    #[schema(format = "date-time")]
    at: String,
    /// Whether everything agrees.
    ok: bool,
    found: Vec<Found>,
}

/// Two records that should agree and do not.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Disagreement)]
pub struct Found {
    /// "stock", "books", "payments" and so on.
    #[schema(value_type = String)]
    area: CheckedArea,
    /// "order T100042", for example.
    subject: String,
    /// Both figures and where each comes from.
    problem: String,
}

impl From<CheckReport> for Report {
    fn from(report: CheckReport) -> Self {
        let found = |Disagreement { area, subject, problem }| Found { area, subject, problem };
        Self {
            at: instant(report.at),
            ok: report.found.is_empty(),
            found: report.found.into_iter().map(found).collect(),
        }
    }
}

/// Whether books, payments, orders, stock, invoices, returns and promotions agree.
#[utoipa::path(get, path = "/check", tag = "shop", operation_id = "check",
    security(("token" = ["reports:read"]), ("session" = [])),
    responses((status = 200, description = "What was found", body = Report)))]
pub async fn run_check(_: ReportReader, AxumState(state): AxumState<State>) -> ApiResult<Json<Report>> {
    Ok(Json(check::report(&state).await?.into()))
}
