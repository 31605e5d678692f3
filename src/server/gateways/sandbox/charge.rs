//! What the sandbox does with a card: its own records first, then the message to the shop, both
//! in one transaction.

use super::{
    cards::{Behavior, TestCard},
    webhook::{Event, EventKind},
};
use crate::{
    domain::timestamp::Timestamp,
    server::{
        jobs::Job,
        random,
        state::State,
        store::{
            self, StoreResult, Tx,
            sandbox::{Movement, MovementKind, SandboxPayment, SandboxStatus},
        },
    },
};

/// Seconds by which the late card's webhook comes after the browser.
const LATE_SECONDS: i64 = 30;
/// Seconds that the slow card takes.
const PROCESSING_SECONDS: i64 = 120;

/// What the shopper sees next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charged {
    Paid,
    /// The sandbox decides later.
    Processing,
    Challenge,
    Declined(&'static str),
    /// The payment was paid or canceled before.
    Closed,
}

/// How the shop is told of a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Telling {
    Once,
    Twice,
    Late,
    Never,
    /// A failure before it is told after it.
    OutOfOrder,
}

/// Charges a card that was entered on the payment page, and keeps it once it paid if its owner wants that.
pub async fn charge(state: &State, payment: &SandboxPayment, (card, keep): (&TestCard, bool)) -> StoreResult<Charged> {
    let (mut tx, now) = (state.db.begin().await?, state.clock.now());
    let Some(mut payment) = store::sandbox::lock(&mut tx, &payment.reference).await? else {
        return Ok(Charged::Closed);
    };
    if !payment.status.is_payable() {
        return Ok(Charged::Closed);
    }
    payment.saves = if keep && !payment.customer.is_empty() { card.last4().to_owned() } else { String::new() };
    store::sandbox::set_saves(&mut tx, &payment.reference, &payment.saves).await?;
    let charged = match card.behavior {
        Behavior::Decline(reason) => decline(&mut tx, &payment, reason, now).await?,
        behavior => accept(&mut tx, &payment, behavior, now).await?,
    };
    tx.commit().await?;
    state.wake.notify_waiters();
    Ok(charged)
}

/// What happens to a payment that nobody declines at once.
pub(super) async fn accept(
    tx: &mut Tx,
    payment: &SandboxPayment,
    behavior: Behavior,
    now: Timestamp,
) -> StoreResult<Charged> {
    let telling = match behavior {
        Behavior::Success | Behavior::Decline(_) => Telling::Once,
        Behavior::WebhookTwice => Telling::Twice,
        Behavior::WebhookLate => Telling::Late,
        Behavior::WebhookLost => Telling::Never,
        Behavior::OutOfOrder => Telling::OutOfOrder,
        Behavior::Delay => return delay(tx, payment, now).await,
        Behavior::Challenge => {
            store::sandbox::set_status(tx, &payment.reference, SandboxStatus::Challenge).await?;
            return Ok(Charged::Challenge);
        }
    };
    pay(tx, payment, telling, now).await
}

/// Ends the 3-D Secure challenge.
pub async fn answer_challenge(state: &State, payment: &SandboxPayment, approved: bool) -> StoreResult<Charged> {
    let (mut tx, now) = (state.db.begin().await?, state.clock.now());
    let Some(payment) = store::sandbox::lock(&mut tx, &payment.reference).await? else { return Ok(Charged::Closed) };
    if payment.status != SandboxStatus::Challenge {
        return Ok(Charged::Closed);
    }
    let charged = if approved {
        pay(&mut tx, &payment, Telling::Once, now).await?
    } else {
        decline(&mut tx, &payment, "3-D Secure was not confirmed.", now).await?
    };
    tx.commit().await?;
    state.wake.notify_waiters();
    Ok(charged)
}

/// Decides a payment that took its time, unless it was canceled meanwhile. For the worker.
pub async fn settle(state: &State, reference: &str) -> StoreResult<()> {
    let mut tx = state.db.begin().await?;
    let Some(payment) = store::sandbox::lock(&mut tx, reference).await? else { return Ok(()) };
    if payment.status == SandboxStatus::Processing {
        pay(&mut tx, &payment, Telling::Once, state.clock.now()).await?;
        tx.commit().await?;
        state.wake.notify_waiters();
    }
    Ok(())
}

async fn pay(tx: &mut Tx, payment: &SandboxPayment, telling: Telling, now: Timestamp) -> StoreResult<Charged> {
    let kind = if payment.capture_later { MovementKind::Authorize } else { MovementKind::Capture };
    if kind == MovementKind::Capture {
        store::sandbox::promise(tx, &payment.reference, payment.amount_minor).await?;
    }
    let movement = Movement {
        reference: payment.reference.clone(),
        kind,
        amount_minor: payment.amount_minor,
        event_id: event_id(),
        idempotency_key: format!("shopper-{}", payment.reference),
        created_at: now,
    };
    if !store::sandbox::move_money(tx, &movement).await? {
        return Ok(Charged::Closed);
    }
    if !payment.saves.is_empty() {
        keep_card(tx, payment, now).await?;
    }
    let event = Event::of(&movement);
    let failure = || failure(payment, "The connection to the bank was lost.");
    let messages = match telling {
        Telling::Once => vec![(event, 0)],
        Telling::Twice => vec![(event.clone(), 0), (event, 0)],
        Telling::Late => vec![(event, LATE_SECONDS)],
        Telling::OutOfOrder => vec![(event, 0), (failure(), LATE_SECONDS)],
        Telling::Never => Vec::new(),
    };
    for (event, delay) in messages {
        Job::SandboxWebhook { event }.enqueue_at(tx, now, now.plus_seconds(delay)).await?;
    }
    Ok(Charged::Paid)
}

/// A card that is kept already is not kept twice.
async fn keep_card(tx: &mut Tx, payment: &SandboxPayment, now: Timestamp) -> StoreResult<()> {
    match store::sandbox::find_card_of(&mut *tx, &payment.customer, &payment.saves).await? {
        Some(card) => store::sandbox::set_card(tx, &payment.reference, &card.token).await,
        None => store::sandbox::keep_card(tx, payment, &format!("card-{}", random::token()), now).await,
    }
}

async fn decline(tx: &mut Tx, payment: &SandboxPayment, reason: &'static str, now: Timestamp) -> StoreResult<Charged> {
    store::sandbox::set_status(tx, &payment.reference, SandboxStatus::Open).await?;
    Job::SandboxWebhook { event: failure(payment, reason) }.enqueue(tx, now).await?;
    Ok(Charged::Declined(reason))
}

async fn delay(tx: &mut Tx, payment: &SandboxPayment, now: Timestamp) -> StoreResult<Charged> {
    store::sandbox::set_status(tx, &payment.reference, SandboxStatus::Processing).await?;
    let settle = Job::SandboxSettle { reference: payment.reference.clone() };
    settle.enqueue_at(tx, now, now.plus_seconds(PROCESSING_SECONDS)).await?;
    Ok(Charged::Processing)
}

pub(super) fn failure(payment: &SandboxPayment, reason: &str) -> Event {
    Event {
        id: event_id(),
        reference: payment.reference.clone(),
        kind: EventKind::Failed,
        amount_minor: payment.amount_minor,
        reason: reason.to_owned(),
        key: String::new(),
    }
}

/// A fresh id.
pub(super) fn event_id() -> String {
    format!("evt-{}", random::token())
}
