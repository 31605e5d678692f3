//! Returns: asked for, decided, received and settled. Every step is one transaction under the lock of the order.
//!
//! Units are claimed when they are asked for (`order_line.returned`), so that each is sent back once, and let go of when the
//! return is rejected or canceled, or when fewer come than were announced. The locks of a step are those of
//! `services::invoices`: the order, then stock, and the series of invoices last.

mod decide;
mod read;
mod receive;
mod refund;
mod request;

pub use decide::{approve, cancel, reject};
pub use read::{find, list, open, slice, tell};
pub use receive::receive;
pub use refund::{ReturnRefund, refund};
pub use request::{open_for_customer, request};

use crate::{
    domain::{
        ids::OrderLineId,
        order::{OrderEventKind, OrderNumber},
        returns::{ReturnNumber, ReturnStatus},
        timestamp::Timestamp,
    },
    error::AppError,
    server::{
        jobs::{Job, ReturnMailKind},
        query::encode,
        state::State,
        store::{
            self, StoreError, StoreResult, Tx,
            orders::LockedOrder,
            returns::{LockedReturn, Outcome, ReturnedLine},
        },
    },
};

/// The order's page after something was done about a return; another address each time, so that an open page loads itself
/// anew.
pub fn page_after(state: &State, order: OrderNumber, token: Option<&str>, done: &str) -> String {
    let token = token.map(|token| format!("token={}&", encode(token))).unwrap_or_default();
    format!("/orders/{order}?{token}return={done}&at={}#returns", state.clock.now().0)
}

/// Who does a step, and when.
type By<'a> = (&'a str, Timestamp);

/// A return with its order, both as they are while the order is locked.
async fn lock(tx: &mut Tx, number: ReturnNumber) -> Result<(LockedOrder, LockedReturn), AppError> {
    let order = store::returns::order_of(&mut *tx, number.0).await?.ok_or(AppError::NotFound)?;
    let order = store::orders::lock(&mut *tx, order).await?.ok_or(AppError::NotFound)?;
    let locked = store::returns::find(tx, number.0).await?.ok_or(AppError::NotFound)?;
    Ok((order, locked))
}

/// Moves a return on, and notes it on its own timeline and the order's.
async fn step(
    tx: &mut Tx,
    (order, locked): (&LockedOrder, &LockedReturn),
    next: ReturnStatus,
    outcome: &Outcome<'_>,
    message: &str,
    (actor, now): By<'_>,
) -> Result<(), AppError> {
    let moved =
        locked.status.may_become(next) && store::returns::change(&mut *tx, locked, next, outcome, (actor, now)).await?;
    if !moved {
        return Err(AppError::OrderMovedOn);
    }
    Ok(note(tx, (order, ReturnNumber(locked.id)), next, message, (actor, now)).await?)
}

/// Notes on the order's timeline what became of a return, and tells the customer where that is news to them.
async fn note(
    tx: &mut Tx,
    (order, number): (&LockedOrder, ReturnNumber),
    status: ReturnStatus,
    message: &str,
    (actor, now): By<'_>,
) -> StoreResult<()> {
    let (kind, mail) = match status {
        ReturnStatus::Requested => (OrderEventKind::ReturnRequested, Some(ReturnMailKind::Requested)),
        ReturnStatus::Approved => (OrderEventKind::ReturnApproved, Some(ReturnMailKind::Approved)),
        ReturnStatus::Received => (OrderEventKind::ReturnReceived, None),
        ReturnStatus::Refunded => (OrderEventKind::ReturnRefunded, Some(ReturnMailKind::Refunded)),
        ReturnStatus::Rejected => (OrderEventKind::ReturnRejected, Some(ReturnMailKind::Rejected)),
        ReturnStatus::Canceled => (OrderEventKind::ReturnCanceled, None),
    };
    let message = format!("{number}: {message}");
    store::orders::add_event(&mut *tx, order.id, kind, (None, None), (actor, message.trim_end_matches(": "), now))
        .await?;
    store::shipments::touch_order(&mut *tx, order.id, now).await?;
    match mail {
        Some(mail) => Job::ReturnMail { number: number.0, mail }.enqueue(tx, now).await,
        None => Ok(()),
    }
}

/// Lets go of everything that a return claimed.
async fn let_go(tx: &mut Tx, locked: &LockedReturn) -> StoreResult<()> {
    let lines = store::returns::lines(&mut *tx, locked.id).await?;
    let units: Vec<(OrderLineId, i64)> = lines.iter().map(|line: &ReturnedLine| (line.line, line.quantity)).collect();
    moved(store::returns::let_go(tx, &units).await?, locked)
}

/// Counts of units change under the lock of their order, and never else.
fn moved(is_done: bool, locked: &LockedReturn) -> StoreResult<()> {
    let broken = || StoreError::Inconsistent(format!("units of return {} moved under its lock", locked.id));
    if is_done { Ok(()) } else { Err(broken()) }
}
