//! What came back: counted, and put up for sale again or not.

use super::{lock, moved, step};
use crate::{
    domain::{
        forms::{FieldErrors, Problem},
        ids::{FulfillmentCenterId, OrderLineId},
        returns::{ReceivedLine, ReceivedUnits, ReturnNumber, ReturnStatus, received_field, restock_field},
    },
    error::AppError,
    server::{
        services::stock_watch,
        state::State,
        store::{
            self,
            returns::{Came, Outcome, Restock, ReturnedLine},
        },
    },
};

/// Notes what came of a return: of each line no more than was announced, and something of some line. What is for sale again
/// is on its shelf at once; what did not come can be returned another time. For staff.
pub async fn receive(state: &State, actor: &str, number: ReturnNumber, came: &ReceivedUnits) -> Result<(), AppError> {
    let now = state.clock.now();
    let centers: Vec<FulfillmentCenterId> =
        store::centers::all(&state.db).await?.into_iter().map(|center| center.id).collect();
    let mut tx = state.db.begin().await?;
    let (order, locked) = lock(&mut tx, number).await?;
    if !locked.status.may_become(ReturnStatus::Received) {
        return Err(AppError::OrderMovedOn);
    }
    let lines = store::returns::lines(&mut tx, locked.id).await?;
    check(came, &lines, &centers)?;
    let received = |line: &ReturnedLine| came.lines.iter().find(|came| came.line == line.line && came.quantity > 0);
    let rows: Vec<Came> = lines
        .iter()
        .map(|line| {
            let came = received(line);
            Came {
                id: line.id,
                received: came.map_or(0, |came| came.quantity),
                center: came.and_then(|came| came.restock),
            }
        })
        .collect();
    moved(store::returns::set_received(&mut tx, &rows).await?, &locked)?;
    let missing: Vec<(OrderLineId, i64)> = lines
        .iter()
        .zip(&rows)
        .map(|(line, row)| (line.line, line.quantity - row.received))
        .filter(|(_, missing)| *missing > 0)
        .collect();
    moved(store::returns::let_go(&mut tx, &missing).await?, &locked)?;
    let outcome = Outcome { instructions: &locked.instructions, ..Outcome::default() };
    let told: i64 = rows.iter().map(|row| row.received).sum();
    let told = if told == 1 { "1 unit".to_owned() } else { format!("{told} units") };
    step(&mut tx, (&order, &locked), ReturnStatus::Received, &outcome, &told, (actor, now)).await?;
    let shelves: Vec<Restock> = lines
        .iter()
        .zip(&rows)
        .filter_map(|(line, row)| {
            Some(Restock { id: row.id, variant: line.variant?, center: row.center?, quantity: row.received })
        })
        .collect();
    let reason = format!("Return {number}");
    let items = store::returns::restock(&mut tx, &shelves, (order.id, &reason, actor, now)).await?;
    if !items.is_empty() {
        stock_watch::levels_changed(&mut tx, &items, now).await?;
    }
    tx.commit().await?;
    state.wake.notify_waiters();
    Ok(())
}

fn check(came: &ReceivedUnits, lines: &[ReturnedLine], centers: &[FulfillmentCenterId]) -> Result<(), AppError> {
    let mut errors = FieldErrors::default();
    let known = |came: &ReceivedLine| lines.iter().find(|line| line.line == came.line);
    for came in &came.lines {
        let most = known(came).map_or(0, |line| line.quantity);
        if !(0..=most).contains(&came.quantity) {
            errors.add(&received_field(came.line), Problem::OutOfRange(0, most));
        }
        // What is not in the catalog any more has no shelf.
        let can_restock = known(came).is_some_and(|line| line.variant.is_some());
        let is_known = |center: &FulfillmentCenterId| can_restock && centers.contains(center);
        if came.quantity > 0 && came.restock.is_some_and(|center| !is_known(&center)) {
            errors.add(&restock_field(came.line), Problem::UnknownChoice);
        }
    }
    errors.into_result()?;
    if came.lines.iter().all(|came| came.quantity == 0) {
        let field = lines.first().map(|line| received_field(line.line)).unwrap_or_default();
        return Err(AppError::field(&field, Problem::Required));
    }
    Ok(())
}
