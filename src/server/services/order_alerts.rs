//! Telling the crew that an order's money did not go as it should, until one of them has seen to it.
//!
//! An alert is opened in the transaction of what it tells of, so there is none without it and none is lost. Everyone who
//! works on orders gets a mail of it.

use super::{
    account_mail::{
        AccountMailError,
        letters::{Letter, Link},
    },
    stock_mail,
};
use crate::{
    domain::{
        ids::{AccountId, JobId, OrderId},
        order::{OrderEventKind, OrderNumber},
        order_alert::{AlertReason, OrderAlert},
        timestamp::Timestamp,
    },
    error::AppError,
    server::{
        jobs::Job,
        state::State,
        store::{self, StoreResult, Tx, orders::LockedOrder},
    },
};

/// Longest text that is kept of what a gateway said.
const DETAIL_LENGTH: usize = 300;

/// Opens an alert about an order that the transaction has locked. While one for the same reason is open, nothing happens.
/// The answer is whether it is news.
pub async fn raise(
    tx: &mut Tx,
    order: OrderId,
    reason: AlertReason,
    detail: &str,
    now: Timestamp,
) -> StoreResult<bool> {
    raise_once(tx, order, reason, (detail, ""), now).await
}

/// The same about something that a gateway may tell of again, by its id: also after it was seen to, that is no news.
pub async fn raise_once(
    tx: &mut Tx,
    order: OrderId,
    reason: AlertReason,
    (detail, event): (&str, &str),
    now: Timestamp,
) -> StoreResult<bool> {
    let detail: String = detail.chars().take(DETAIL_LENGTH).collect();
    let Some(alert) = store::order_alerts::insert(tx, order, reason, (&detail, event), now).await? else {
        return Ok(false);
    };
    Job::OrderAlert { alert }.enqueue(tx, now).await?;
    Ok(true)
}

/// The same about something that stands nowhere else on the order's timeline.
pub async fn raise_with_note(
    tx: &mut Tx,
    order: OrderId,
    reason: AlertReason,
    (actor, detail): (&str, &str),
    now: Timestamp,
) -> StoreResult<()> {
    if raise(tx, order, reason, detail, now).await? {
        let message = format!("{}: {detail}", reason.label());
        store::orders::add_event(tx, order, OrderEventKind::Note, (None, None), (actor, &message, now)).await?;
    }
    Ok(())
}

/// Closes what is about missing money, once an order owes nothing any more.
pub async fn money_came(tx: &mut Tx, order: OrderId, actor: &str, now: Timestamp) -> StoreResult<()> {
    store::order_alerts::close_all(tx, order, &AlertReason::OF_MISSING_MONEY, actor, now).await
}

/// Tells of a changed order that leaves although its customer has not paid what it became dearer.
pub async fn check_difference(tx: &mut Tx, order: &LockedOrder, actor: &str, now: Timestamp) -> StoreResult<()> {
    if order.edits == 0 {
        return Ok(());
    }
    let open = super::payments::unpromised(tx, order).await?;
    if open > 0 {
        let detail = format!("{} are still to be paid.", order.money(open));
        raise_with_note(tx, order.id, AlertReason::DifferenceOpen, (actor, &detail), now).await?;
    }
    Ok(())
}

/// Notes that somebody of the staff saw to an alert. Once more changes nothing.
pub async fn mark_done(state: &State, actor: &str, number: OrderNumber, alert: i64) -> Result<(), AppError> {
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let order = store::orders::lock(&mut tx, number.0).await?.ok_or(AppError::NotFound)?;
    let (of, found) = store::order_alerts::find(&mut tx, alert).await?.ok_or(AppError::NotFound)?;
    if of != order.id {
        return Err(AppError::NotFound);
    }
    if store::order_alerts::close(&mut tx, order.id, alert, actor, now).await? {
        let message = format!("Seen to: {}", found.reason.label());
        let note = (actor, message.as_str(), now);
        store::orders::add_event(&mut tx, order.id, OrderEventKind::Note, (None, None), note).await?;
    }
    Ok(tx.commit().await?)
}

/// What an order needs, or needed, attention for; the oldest first.
pub async fn list(state: &State, number: OrderNumber) -> StoreResult<Vec<OrderAlert>> {
    store::order_alerts::list(&state.db, number.0).await
}

/// Leaves a mail about an alert for everyone of the staff who works on orders. For the worker.
pub async fn tell(state: &State, alert: i64) -> StoreResult<()> {
    let mut tx = state.db.begin().await?;
    let staff = store::staff::who_work_on_orders(&mut tx).await?;
    let jobs: Vec<Job> = staff.into_iter().map(|account| Job::OrderAlertMail { account, alert }).collect();
    Job::enqueue_all(&mut tx, &jobs, state.clock.now()).await?;
    tx.commit().await
}

/// Writes and sends one of them. Who has left the staff since gets none.
pub async fn send(state: &State, job: JobId, account: AccountId, alert: i64) -> Result<(), AccountMailError> {
    let recipient = store::staff::find(&state.db, account, state.clock.now()).await?;
    let found = store::order_alerts::find(&state.db, alert).await?;
    let letter = recipient.zip(found).map(|(recipient, (order, alert))| {
        letter(recipient.email, OrderNumber(order), &alert, &state.config.public_url())
    });
    stock_mail::send(state, job, letter).await
}

fn letter(recipient: String, number: OrderNumber, alert: &OrderAlert, shop: &str) -> Letter {
    let reason = alert.reason;
    Letter {
        recipient,
        subject: format!("Order {number} needs attention: {}", reason.label().to_lowercase()),
        lead: vec![alert.detail.clone(), reason.advice().to_owned()],
        link: Some(Link { label: "Open the order", url: format!("{shop}/admin/orders/{number}") }),
        rest: vec!["Press “Done” there once you have seen to it.".to_owned()],
    }
}

/// Leaves a mail about a new order for everyone of the staff who works on orders, if the owner wants that.
pub async fn queue_new_order(tx: &mut Tx, order: OrderId, now: Timestamp) -> StoreResult<()> {
    if super::payment_settings::load(&mut *tx).await?.tell_new_orders {
        Job::NewOrder { order }.enqueue(tx, now).await?;
    }
    Ok(())
}

/// The same as [`tell`], about a new order.
pub async fn tell_new_order(state: &State, order: OrderId) -> StoreResult<()> {
    let mut tx = state.db.begin().await?;
    let staff = store::staff::who_work_on_orders(&mut tx).await?;
    let jobs: Vec<Job> = staff.into_iter().map(|account| Job::NewOrderMail { account, order }).collect();
    Job::enqueue_all(&mut tx, &jobs, state.clock.now()).await?;
    tx.commit().await
}

/// Writes and sends the mail about a new order.
pub async fn send_new_order(
    state: &State,
    job: JobId,
    account: AccountId,
    order: OrderId,
) -> Result<(), AccountMailError> {
    let recipient = store::staff::find(&state.db, account, state.clock.now()).await?;
    let detail = store::orders::find_detail(&state.db, order).await?;
    let shop = state.config.public_url();
    let letter = recipient.zip(detail).map(|(recipient, (detail, _))| {
        let number = detail.number;
        let mut lead = vec![format!("{} for {}.", detail.money(detail.totals.total), detail.shipping_address.name)];
        lead.extend(detail.lines.iter().map(|line| format!("{} × {} ({})", line.quantity, line.title, line.sku)));
        Letter {
            recipient: recipient.email,
            subject: format!("New order {number}"),
            lead,
            link: Some(Link { label: "Open the order", url: format!("{shop}/admin/orders/{number}") }),
            rest: Vec::new(),
        }
    });
    stock_mail::send(state, job, letter).await
}
