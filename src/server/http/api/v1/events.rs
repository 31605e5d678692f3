//! What webhooks tell: the thing that an event happened to, as the API has it.

use super::{
    inventory::InventoryItem,
    orders::{body::SalesOrder, payments::OrderPayment},
    products, returns,
};
use crate::{
    domain::{
        ids::{InventoryItemId, OrderId, PaymentId, ReturnId},
        order::OrderNumber,
        returns::ReturnNumber,
    },
    error::AppError,
    server::{
        http::api::problem::ApiResult,
        services::{orders::get_for_staff, stock},
        state::State,
        store,
    },
};
use serde::Serialize;
use serde_json::{Value, json};

/// What an event of this kind happened to, as it is now; where it is gone, its id.
pub async fn data(state: &State, kind: &str, subject: i64) -> Result<Value, AppError> {
    let found = match kind.split('.').next().unwrap_or_default() {
        "order" => order(state, OrderNumber(OrderId(subject))).await,
        "payment" => payment(state, PaymentId(subject)).await,
        "return" => return_of(state, ReturnNumber(ReturnId(subject))).await,
        "stock" => item(state, InventoryItemId(subject)).await,
        "product" => product(state, subject).await,
        _ => Ok(json!({"message": "This is a test."})),
    };
    match found {
        Err(AppError::NotFound) => Ok(json!({"id": subject})),
        found => found,
    }
}

fn value(body: impl Serialize) -> Result<Value, AppError> {
    serde_json::to_value(body).map_err(|error| store::StoreError::Inconsistent(error.to_string()).into())
}

async fn order(state: &State, number: OrderNumber) -> Result<Value, AppError> {
    value(SalesOrder::from(get_for_staff(state, number).await?))
}

async fn payment(state: &State, id: PaymentId) -> Result<Value, AppError> {
    let payment = store::payments::find(&state.db, id).await?.ok_or(AppError::NotFound)?;
    let number = OrderNumber(payment.order_id);
    let currency = get_for_staff(state, number).await?.currency;
    let rows = store::admin::payments::payments(&state.db, payment.order_id, currency).await?;
    let row = rows.into_iter().find(|row| row.id == id).ok_or(AppError::NotFound)?;
    let mut told = value(OrderPayment::from(row))?;
    if let Some(fields) = told.as_object_mut() {
        fields.insert("order".into(), json!(number.to_string()));
    }
    Ok(told)
}

async fn return_of(state: &State, number: ReturnNumber) -> Result<Value, AppError> {
    value(returns::told(state, number).await?)
}

async fn item(state: &State, id: InventoryItemId) -> Result<Value, AppError> {
    value(InventoryItem::from(stock::find(state, id).await?))
}

async fn product(state: &State, id: i64) -> Result<Value, AppError> {
    let found: ApiResult<_> = products::told(state, id).await;
    match found {
        Ok(product) => value(product),
        Err(problem) if problem.status == 404 => Err(AppError::NotFound),
        Err(_) => Err(AppError::Internal),
    }
}
