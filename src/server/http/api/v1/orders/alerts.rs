//! What orders need attention for, for staff.

use super::{super::types::instant, Number};
use crate::{
    domain::order_alert::OrderAlert,
    server::{
        http::api::{
            auth::{SalesReader, SalesWriter},
            page::Page,
            problem::{ApiResult, Problem},
        },
        services::{order_alerts, orders::get_for_staff},
        state::State,
    },
};
use axum::{
    Json,
    extract::{FromRequestParts, RawPathParams, State as AxumState},
    http::request::Parts,
};
use serde::Serialize;
use utoipa::ToSchema;

/// That an order's money did not go as it should.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OrderAlert)]
pub struct Alert {
    id: i64,
    /// "late_payment", "late_payment_honored", "paid_twice", "refund_failed", "capture_failed", "authorization_lost",
    /// "difference_open" or "payment_disputed".
    reason: &'static str,
    /// What happened.
    detail: String,
    #[schema(format = "date-time")]
    raised_at: String,
    /// When somebody had seen to it.
    #[schema(format = "date-time", required = true)]
    done_at: Option<String>,
    /// Who did: a staff e-mail, or a payment method where it settled itself; empty while it is open.
    actor: String,
}

impl From<OrderAlert> for Alert {
    fn from(alert: OrderAlert) -> Self {
        let OrderAlert { id, reason, detail, raised_at, done_at, actor } = alert;
        let reason = reason.slug();
        Self { id, reason, detail, raised_at: instant(raised_at), done_at: done_at.map(instant), actor }
    }
}

/// The alert that an address names.
#[derive(Clone, Copy, Debug)]
pub struct Named(i64);

impl<S: Send + Sync> FromRequestParts<S> for Named {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> ApiResult<Self> {
        let path = RawPathParams::from_request_parts(parts, state).await;
        let path = path.map_err(|_| Problem::malformed("The address is broken."))?;
        let id = path.iter().find(|(name, _)| *name == "alert").and_then(|(_, id)| id.parse().ok());
        id.map(Self).ok_or_else(Problem::not_found)
    }
}

/// What an order needs, or needed, attention for, the oldest first.
#[utoipa::path(get, path = "/orders/{number}/alerts", tag = "orders", operation_id = "list_order_alerts",
    params(("number" = String, Path, description = "T100042", pattern = "^[Tt][0-9]{1,19}$")),
    security(("token" = ["sales:read"]), ("session" = [])),
    responses((status = 200, description = "All of it", body = Page<Alert>)))]
pub async fn list(_reader: SalesReader, AxumState(state): AxumState<State>, number: Number) -> ApiResult<Page<Alert>> {
    get_for_staff(&state, number.0).await?;
    let items = order_alerts::list(&state, number.0).await?.into_iter().map(Alert::from).collect();
    Ok(Page { items, next: None, previous: None })
}

/// Notes that somebody saw to it. Once more changes nothing.
#[utoipa::path(post, path = "/orders/{number}/alerts/{alert}/done", tag = "orders", operation_id = "mark_order_alert_done",
    params(("number" = String, Path, description = "T100042", pattern = "^[Tt][0-9]{1,19}$"), ("alert" = i64, Path, minimum = 1)),
    security(("token" = ["sales:write"]), ("session" = [])),
    responses((status = 200, description = "The alert as it is now", body = Alert)))]
pub async fn mark_done(
    writer: SalesWriter,
    AxumState(state): AxumState<State>,
    (number, alert): (Number, Named),
) -> ApiResult<Json<Alert>> {
    order_alerts::mark_done(&state, &writer.0.email, number.0, alert.0).await?;
    let found = order_alerts::list(&state, number.0).await?.into_iter().find(|found| found.id == alert.0);
    found.map(|found| Json(found.into())).ok_or_else(Problem::not_found)
}
