//! What the crew writes beside an order.

use crate::{
    domain::{
        forms::{Problem, optional_text},
        order::{OrderEventKind, OrderNumber},
        staff::NOTE_LENGTH,
    },
    error::AppError,
    server::{state::State, store},
};

/// Adds a note to an order's timeline: for the crew, or for the customer to read on the order's page.
pub async fn add(
    state: &State,
    actor: &str,
    number: OrderNumber,
    (text, is_for_customer): (&str, bool),
) -> Result<(), AppError> {
    let refused = |problem| AppError::field("note", problem);
    let text = optional_text(text, NOTE_LENGTH).map_err(refused)?;
    if text.is_empty() {
        return Err(refused(Problem::Required));
    }
    let kind = if is_for_customer { OrderEventKind::Message } else { OrderEventKind::Note };
    let mut tx = state.db.begin().await?;
    let order = store::orders::lock(&mut tx, number.0).await?.ok_or(AppError::NotFound)?;
    store::orders::add_event(&mut tx, order.id, kind, (None, None), (actor, &text, state.clock.now())).await?;
    Ok(tx.commit().await?)
}
