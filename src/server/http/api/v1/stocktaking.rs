//! Counting many items of a fulfillment center at once.

use crate::{
    domain::{
        ids::{FulfillmentCenterId, InventoryItemId},
        staff::{CountedItem, MOST_UNITS, REASON_LENGTH, Stocktaking, counted_field},
    },
    error::AppError,
    server::{
        http::api::{
            auth::StockWriter,
            extract::{Id, JsonBody},
            problem::{ApiResult, FieldProblem, Problem},
        },
        services::{centers, stocktaking},
        state::State,
    },
};
use axum::{Json, extract::State as AxumState};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What was counted of one item.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CountedInput {
    #[schema(minimum = 1)]
    inventory_item_id: i64,
    #[schema(minimum = 0, maximum = 1_000_000)]
    counted: i64,
    /// What was on hand by the books when somebody counted: with another level by now, the item is left as it is.
    #[serde(default)]
    on_hand_seen: Option<i64>,
}

/// What stocktaking found at a center.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StocktakingInput {
    /// Each item once.
    #[schema(min_items = 1, max_items = 100)]
    items: Vec<CountedInput>,
    /// Stands with every movement.
    #[serde(default)]
    #[schema(max_length = 200)]
    reason: String,
}

/// What became of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct StocktakingReport {
    /// Ids of the items whose levels are now what was counted.
    counted: Vec<i64>,
    /// Those that were left as they are, by their place in the body ("items.3"), and why: "level_changed" or
    /// "below_reserved".
    refused: Vec<FieldProblem>,
}

impl StocktakingInput {
    /// Field by field, named as the body has them.
    fn check(&self) -> ApiResult<Stocktaking> {
        let mut errors = crate::domain::forms::FieldErrors::default();
        let row = |(place, row): (usize, &CountedInput)| {
            let counted = crate::domain::forms::number(&row.counted.to_string(), 0, MOST_UNITS);
            let counted = errors.take(&format!("items.{place}.counted"), counted).unwrap_or_default();
            CountedItem { item: InventoryItemId(row.inventory_item_id), counted, seen: row.on_hand_seen }
        };
        let items = self.items.iter().enumerate().map(row).collect();
        let reason = crate::domain::forms::optional_line(&self.reason, REASON_LENGTH);
        let reason = errors.take("reason", reason).unwrap_or_default();
        errors.into_result().map_err(AppError::from)?;
        let stocktaking = Stocktaking { items, reason };
        stocktaking.check().map_err(|reason| Problem::field("items", reason))?;
        Ok(stocktaking)
    }

    fn place_of(&self, item: InventoryItemId) -> usize {
        self.items.iter().position(|row| row.inventory_item_id == item.0).unwrap_or_default()
    }

    /// A refusal by the form's field, as the body has it.
    fn renamed(&self, error: AppError) -> Problem {
        let mut problem = Problem::from(error);
        for problem in &mut problem.errors {
            let row = self
                .items
                .iter()
                .position(|row| counted_field(InventoryItemId(row.inventory_item_id)) == problem.field);
            if let Some(place) = row {
                problem.field = format!("items.{place}.inventory_item_id");
            }
        }
        problem
    }
}

/// Sets what is on hand of many items to what was counted. Items whose level is another than was seen, or of which more is
/// promised to orders, are left as they are and told of; the others are booked.
#[utoipa::path(post, path = "/fulfillment-centers/{center}/stocktaking", tag = "inventory", operation_id = "take_stock",
    params(("center" = i64, Path, minimum = 1)), request_body = StocktakingInput,
    security(("token" = ["stock:write"]), ("session" = [])),
    responses((status = 200, description = "What was booked, and what was not", body = StocktakingReport)))]
pub async fn create(
    writer: StockWriter,
    AxumState(state): AxumState<State>,
    center: Id,
    JsonBody(input): JsonBody<StocktakingInput>,
) -> ApiResult<Json<StocktakingReport>> {
    let center = centers::open(&state, FulfillmentCenterId(center.0)).await?.id;
    let stocktaking = input.check()?;
    let booked = stocktaking::book(&state, &writer.0.email, center, &stocktaking).await;
    let booked = booked.map_err(|error| input.renamed(error))?;
    let refused = booked
        .refused
        .into_iter()
        .flat_map(|(item, reason)| Problem::field(format!("items.{}", input.place_of(item)), reason).errors);
    Ok(Json(StocktakingReport {
        refused: refused.collect(),
        counted: booked.counted.into_iter().map(|item| item.0).collect(),
    }))
}
