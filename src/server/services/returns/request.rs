//! Asking for a return: the customer within the window, staff at any time.

use super::{note, step};
use crate::{
    domain::{
        forms::{FieldErrors, Problem, optional_text},
        order::{OrderNumber, OrderStatus},
        returns::{INSTRUCTIONS_LENGTH, ReturnNumber, ReturnRequest, ReturnStatus, quantity_field},
    },
    error::AppError,
    server::{
        services::orders,
        sessions::Identity,
        state::State,
        store::{
            self, StoreError, Tx,
            order_lines::{self, LineWorth},
            orders::LockedOrder,
            returns::{LockedReturn, Outcome},
        },
    },
};

/// Asks for a return on behalf of whoever may see the order: its customer, or the holder of its link.
pub async fn request(
    state: &State,
    identity: &Identity,
    (order, token): (OrderNumber, Option<&str>),
    wish: &ReturnRequest,
) -> Result<ReturnNumber, AppError> {
    let detail = orders::find_for_visitor(state, identity, order, token).await?;
    if detail.returnable_until.is_none() {
        return Err(AppError::NotReturnable);
    }
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let (order, locked, told) = write(&mut tx, order, wish, ("shopper", now)).await?;
    if matches!(order.status, OrderStatus::Canceled | OrderStatus::Refunded) {
        return Err(AppError::NotReturnable);
    }
    let number = ReturnNumber(locked.id);
    note(&mut tx, (&order, number), ReturnStatus::Requested, &told, ("shopper", now)).await?;
    tx.commit().await?;
    state.wake.notify_waiters();
    Ok(number)
}

/// Opens a return on a customer's behalf, also after the window. What staff open needs no approval: it is expected at once.
pub async fn open_for_customer(
    state: &State,
    actor: &str,
    order: OrderNumber,
    wish: &ReturnRequest,
    instructions: &str,
) -> Result<ReturnNumber, AppError> {
    let instructions = optional_text(instructions, INSTRUCTIONS_LENGTH)
        .map_err(|problem| AppError::field("return_instructions", problem))?;
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let (order, locked, told) = write(&mut tx, order, wish, (actor, now)).await?;
    let outcome = Outcome { instructions: &instructions, ..Outcome::default() };
    step(&mut tx, (&order, &locked), ReturnStatus::Approved, &outcome, &told, (actor, now)).await?;
    tx.commit().await?;
    state.wake.notify_waiters();
    Ok(ReturnNumber(locked.id))
}

/// Writes a return down and claims its units; the answer tells them as "2 x MUG".
///
/// Whoever saw fewer returns of the order than there are by now is refused, so that a form that is sent twice asks once.
async fn write(
    tx: &mut Tx,
    number: OrderNumber,
    wish: &ReturnRequest,
    by: super::By<'_>,
) -> Result<(LockedOrder, LockedReturn, String), AppError> {
    let order = store::orders::lock(&mut *tx, number.0).await?.ok_or(AppError::NotFound)?;
    if let Some(seen) = wish.seen
        && store::returns::count(&mut *tx, order.id).await? != seen
    {
        return Err(AppError::Conflict);
    }
    let lines = order_lines::list(&mut *tx, order.id).await?;
    check(wish, &lines)?;
    let locked = store::returns::insert(&mut *tx, order.id, &wish.lines, by).await?;
    let units: Vec<_> = wish.lines.iter().map(|wanted| (wanted.line, wanted.quantity)).collect();
    if !store::returns::claim(tx, &units).await? {
        return Err(StoreError::Inconsistent(format!("lines of order {} moved under its lock", order.id)).into());
    }
    let sku = |line| lines.iter().find(|known| known.line == line).map(|known| known.sku.as_str()).unwrap_or_default();
    let told: Vec<String> = units.iter().map(|(line, quantity)| format!("{quantity} x {}", sku(*line))).collect();
    Ok((order, locked, told.join(", ")))
}

/// Of each line no more than has shipped and is in no return yet, and something of some line.
fn check(wish: &ReturnRequest, lines: &[LineWorth]) -> Result<(), AppError> {
    let mut errors = FieldErrors::default();
    for wanted in &wish.lines {
        let most = lines.iter().find(|known| known.line == wanted.line).map_or(0, LineWorth::returnable);
        if !(1..=most).contains(&wanted.quantity) {
            errors.add(&quantity_field(wanted.line), Problem::OutOfRange(0, most));
        }
    }
    errors.into_result()?;
    if wish.lines.is_empty() {
        let first = lines.iter().find(|line| line.returnable() > 0).ok_or(AppError::NotReturnable)?;
        return Err(AppError::field(&quantity_field(first.line), Problem::Required));
    }
    Ok(())
}
