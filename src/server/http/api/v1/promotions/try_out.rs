//! The try-it box: what a promotion does to a sample cart.

use super::{
    super::{carts::body::PromotionOfCart, types::Money},
    body::decimal,
};
use crate::{
    domain::{
        forms::Problem as Reason,
        ids::PromotionId,
        staff::{SampleCart as Sample, Tried},
    },
    server::{
        http::api::{
            auth::PromotionReader,
            extract::{Id, JsonBody},
            problem::{ApiResult, Problem, renamed},
        },
        services::try_promotion,
        state::State,
    },
};
use axum::{Json, extract::State as AxumState};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A cart that nobody has.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SampleCart {
    #[schema(min_items = 1, max_items = 50)]
    lines: Vec<SampleLine>,
    /// Left out: no method is chosen yet.
    #[serde(default)]
    shipping: Option<Money>,
    /// Whether the customer has ordered before.
    #[serde(default)]
    has_ordered: bool,
    #[serde(default)]
    #[schema(minimum = 1)]
    customer_group_id: Option<i64>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SampleLine {
    #[schema(min_length = 1, max_length = 60)]
    sku: String,
    #[schema(minimum = 1, maximum = 99)]
    quantity: i64,
}

impl SampleCart {
    fn sample(&self) -> ApiResult<Sample> {
        let broken = |line: &SampleLine| line.sku.trim().is_empty() || line.sku.contains(['\n', '\r']);
        if let Some(index) = self.lines.iter().position(broken) {
            return Err(Problem::field(format!("lines.{index}.sku"), Reason::UnknownChoice));
        }
        let lines: Vec<String> = self.lines.iter().map(|line| format!("{} {}", line.quantity, line.sku)).collect();
        Ok(Sample {
            lines: lines.join("\n"),
            shipping: decimal("shipping", self.shipping)?,
            has_ordered: self.has_ordered,
            customer_group: self.customer_group_id.map(|id| id.to_string()).unwrap_or_default(),
        })
    }
}

/// What a sample cart comes to, without taxes.
#[derive(Debug, Serialize, ToSchema)]
pub struct TriedPromotion {
    items: Money,
    /// What is saved.
    discount: Money,
    shipping: Money,
    total: Money,
    /// Every running promotion and the one at hand, in the order in which they apply.
    promotions: Vec<PromotionOfCart>,
}

impl From<Tried> for TriedPromotion {
    fn from(tried: Tried) -> Self {
        let currency = tried.total.currency;
        Self {
            items: tried.items.into(),
            discount: Money { amount: tried.discount.minor.abs(), currency },
            shipping: tried.shipping.into(),
            total: tried.total.into(),
            promotions: tried.promotions.into_iter().map(|each| PromotionOfCart::of(each, currency)).collect(),
        }
    }
}

/// Judges a sample cart by a promotion among all automatic ones that run, as if it were active and nobody had used it.
/// Nothing is stored.
#[utoipa::path(post, path = "/promotions/{promotion}/try", tag = "promotions", operation_id = "try_promotion",
    params(("promotion" = i64, Path, minimum = 1)), request_body = SampleCart,
    security(("token" = ["promotions:read"]), ("session" = [])),
    responses((status = 200, description = "What it comes to", body = TriedPromotion)))]
pub async fn try_out(
    _: PromotionReader,
    AxumState(state): AxumState<State>,
    id: Id,
    JsonBody(input): JsonBody<SampleCart>,
) -> ApiResult<Json<TriedPromotion>> {
    let tried = try_promotion::try_out(&state, PromotionId(id.0), &input.sample()?).await;
    Ok(Json(tried.map_err(|error| renamed(error, &[("customer_group", "customer_group_id")]))?.into()))
}
