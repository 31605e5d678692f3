//! Answering a request for a return, and taking it back.

use super::{let_go, lock, step};
use crate::{
    domain::{
        forms::{Problem, optional_text},
        order::OrderNumber,
        returns::{INSTRUCTIONS_LENGTH, ReturnNumber, ReturnStatus},
    },
    error::AppError,
    server::{services::orders, sessions::Identity, state::State, store::returns::Outcome},
};

/// Approves a return; `instructions` tell the customer where to send it and how. For staff.
pub async fn approve(state: &State, actor: &str, number: ReturnNumber, instructions: &str) -> Result<(), AppError> {
    let instructions = optional_text(instructions, INSTRUCTIONS_LENGTH)
        .map_err(|problem| AppError::field("return_instructions", problem))?;
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let (order, locked) = lock(&mut tx, number).await?;
    let outcome = Outcome { instructions: &instructions, ..Outcome::default() };
    step(&mut tx, (&order, &locked), ReturnStatus::Approved, &outcome, "", (actor, now)).await?;
    tx.commit().await?;
    state.wake.notify_waiters();
    Ok(())
}

/// Rejects a return for a reason that the customer reads: what was asked for, or what was approved and never came. For
/// staff.
pub async fn reject(state: &State, actor: &str, number: ReturnNumber, reason: &str) -> Result<(), AppError> {
    let refused = |problem| AppError::field("rejection", problem);
    let reason = optional_text(reason, INSTRUCTIONS_LENGTH).map_err(refused)?;
    if reason.is_empty() {
        return Err(refused(Problem::Required));
    }
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let (order, locked) = lock(&mut tx, number).await?;
    let outcome = Outcome { instructions: &locked.instructions, rejection: &reason, ..Outcome::default() };
    step(&mut tx, (&order, &locked), ReturnStatus::Rejected, &outcome, &reason, (actor, now)).await?;
    let_go(&mut tx, &locked).await?;
    tx.commit().await?;
    state.wake.notify_waiters();
    Ok(())
}

/// Takes a request back before anybody has answered it; for whoever may see the order. A return of another order does not
/// exist for them.
pub async fn cancel(
    state: &State,
    identity: &Identity,
    (order, token): (OrderNumber, Option<&str>),
    number: ReturnNumber,
) -> Result<(), AppError> {
    let detail = orders::find_for_visitor(state, identity, order, token).await?;
    if detail.returns.iter().all(|known| known.number != number) {
        return Err(AppError::NotFound);
    }
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let (order, locked) = lock(&mut tx, number).await?;
    step(&mut tx, (&order, &locked), ReturnStatus::Canceled, &Outcome::default(), "", ("shopper", now)).await?;
    let_go(&mut tx, &locked).await?;
    tx.commit().await?;
    Ok(())
}
