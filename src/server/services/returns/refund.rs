//! Settling a return: what the units that came are worth is credited, and the money goes the way of every refund.

use super::{lock, moved, step};
use crate::{
    domain::{
        audit::AuditSubject,
        credit::{TakenBack, due},
        forms::{FieldErrors, Problem, optional_line},
        ids::{OrderId, OrderLineId},
        money::{Currency, Money},
        order::OrderNumber,
        returns::{DEDUCTION_LENGTH, RefundAmount, ReturnNumber, ReturnStatus},
        timestamp::Timestamp,
    },
    error::AppError,
    server::{
        services::{
            audit::{self, Subject},
            cancel_lines::ask_for_less,
            cancel_order::settle_payments,
            credits, refunds,
        },
        state::State,
        store::{
            self, Conn, StoreResult, Tx,
            accounts::Account,
            order_lines,
            orders::LockedOrder,
            returns::{LockedReturn, Outcome, ReturnedLine},
        },
    },
};
use serde::Serialize;

/// How staff settle a return.
#[derive(Clone, Debug)]
pub struct ReturnRefund {
    /// Of what the units are worth.
    pub amount: RefundAmount,
    /// Whether the price of shipping is given back as well.
    pub shipping: bool,
    /// Why less is given back; needed where less is.
    pub deduction_reason: String,
    /// Of the request: the same again changes nothing. Empty for a form, which a second one finds settled.
    pub key: String,
}

/// What can be given back for a return, in minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suggestion {
    pub worth: i64,
    pub shipping: i64,
}

/// What the customer paid for the units that came, and what is left of the price of shipping. Never more than is left of
/// the order: what goodwill gave back before is not given back again.
pub(super) async fn suggestion(
    on: impl Into<Conn<'_>>,
    order: OrderId,
    left: i64,
    came: &[ReturnedLine],
) -> StoreResult<Suggestion> {
    let mut on = on.into();
    let lines = order_lines::list(on.again(), order).await?;
    let (price, credited) = order_lines::shipping(on, order).await?;
    let of_line = |came: &ReturnedLine| -> Option<TakenBack> {
        Some(lines.iter().find(|line| line.line == came.line)?.take_back(came.received))
    };
    Ok(Suggestion { worth: due(came.iter().filter_map(of_line), 0, left), shipping: due([], price - credited, left) })
}

/// Settles a return that came. For staff; once more changes nothing.
pub async fn refund(state: &State, staff: &Account, number: ReturnNumber, wish: &ReturnRefund) -> Result<(), AppError> {
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let (order, locked) = lock(&mut tx, number).await?;
    if locked.status == ReturnStatus::Refunded && !wish.key.is_empty() && wish.key == locked.refund_key {
        return Ok(());
    }
    if !locked.status.may_become(ReturnStatus::Refunded) {
        return Err(AppError::OrderMovedOn);
    }
    let came = store::returns::lines(&mut tx, locked.id).await?;
    let left = order.total_minor - order.credited_minor;
    let most = suggestion(&mut tx, order.id, left, &came).await?;
    let (amount, reason) = checked(&order, wish, most)?;
    let outcome = Outcome {
        instructions: &locked.instructions,
        worth_minor: most.worth,
        shipping_minor: if wish.shipping { most.shipping.min(left - amount) } else { 0 },
        deduction_minor: most.worth - amount,
        deduction_reason: &reason,
        refund_key: &wish.key,
        ..Outcome::default()
    };
    let told = match reason.as_str() {
        "" => order.money(outcome.refunded()).to_string(),
        reason => format!("{}. {reason}", order.money(outcome.refunded())),
    };
    step(&mut tx, (&order, &locked), ReturnStatus::Refunded, &outcome, &told, (&staff.email, now)).await?;
    let units: Vec<(OrderLineId, i64)> =
        came.iter().map(|line| (line.line, line.received)).filter(|(_, received)| *received > 0).collect();
    moved(store::returns::settle(&mut tx, &units).await?, &locked)?;
    give_back(&mut tx, &order, &locked, &outcome, now).await?;
    log(&mut tx, staff, &order, number, &outcome, now).await?;
    tx.commit().await?;
    state.wake.notify_waiters();
    Ok(())
}

/// The amount that is given back for the units, and why it is less than they are worth, if it is.
fn checked(order: &LockedOrder, wish: &ReturnRefund, most: Suggestion) -> Result<(i64, String), AppError> {
    let mut errors = FieldErrors::default();
    let currency = Currency::from_code(&order.currency).unwrap_or_default();
    let wanted = match &wish.amount {
        RefundAmount::Whole => Ok(order.money(most.worth)),
        RefundAmount::Typed(text) if text.trim().is_empty() => Err(Problem::Required),
        RefundAmount::Typed(text) => Money::parse(text, currency).ok_or(Problem::NotAPrice),
        RefundAmount::Exact(money) if money.currency != currency => Err(Problem::UnknownChoice),
        RefundAmount::Exact(money) => Ok(*money),
    };
    let wanted = wanted.and_then(|wanted| match wanted.minor {
        minor if minor < 0 => Err(Problem::NotAPrice),
        minor if minor > most.worth => Err(Problem::MoreThan(order.money(most.worth))),
        minor => Ok(minor),
    });
    let amount = errors.take("amount", wanted);
    let reason =
        errors.take("deduction_reason", optional_line(&wish.deduction_reason, DEDUCTION_LENGTH)).unwrap_or_default();
    let is_less = amount.is_some_and(|amount| amount < most.worth);
    if is_less && reason.is_empty() && errors.message("deduction_reason").is_none() {
        errors.add("deduction_reason", Problem::Required);
    }
    errors.into_result()?;
    Ok((amount.unwrap_or_default(), if is_less { reason } else { String::new() }))
}

/// Credits the order and sends the money on its way: what was captured too much goes back, what is still to be paid is
/// asked for anew.
async fn give_back(
    tx: &mut Tx,
    order: &LockedOrder,
    locked: &LockedReturn,
    outcome: &Outcome<'_>,
    now: Timestamp,
) -> StoreResult<()> {
    let amount = outcome.refunded();
    if amount == 0 {
        return Ok(());
    }
    let reason = format!("Return {}", ReturnNumber(locked.id));
    order_lines::give_up_shipping(&mut *tx, order.id, outcome.shipping_minor).await?;
    credits::credit(&mut *tx, order.id, amount, &reason, now).await?;
    store::returns::link_credit(&mut *tx, order.id, locked.id).await?;
    refunds::request_all_owed(&mut *tx, order.id, &reason, now).await?;
    let Some(order) = store::orders::lock(&mut *tx, order.id).await? else { return Ok(()) };
    if order.owed() <= 0 {
        settle_payments(tx, order.id, &reason, now).await
    } else {
        ask_for_less(tx, &order, now).await
    }
}

/// What the audit log keeps.
#[derive(Serialize)]
struct Noted {
    #[serde(rename = "return")]
    number: String,
    refunded: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    deduction: Option<String>,
}

async fn log(
    tx: &mut Tx,
    staff: &Account,
    order: &LockedOrder,
    number: ReturnNumber,
    outcome: &Outcome<'_>,
    now: Timestamp,
) -> StoreResult<()> {
    let deduction = (outcome.deduction_minor > 0)
        .then(|| format!("{}: {}", order.money(outcome.deduction_minor), outcome.deduction_reason));
    let refunded = order.money(outcome.refunded()).to_string();
    let noted = Noted { number: number.to_string(), refunded, deduction };
    let label = OrderNumber(order.id).to_string();
    let subject = Subject::new(AuditSubject::Order, order.id.0, label);
    audit::note(tx, now, &staff.email, subject, None, Some(&noted)).await
}
