//! What the sandbox does with a card: its own records first, then the message to the shop, both
//! in one transaction.

use super::{
    cards::Behavior,
    webhook::{Event, EventKind},
};
use crate::server::{
    jobs::Job,
    random,
    state::State,
    store::{
        self, StoreResult, Tx,
        sandbox::{Movement, MovementKind, SandboxPayment, SandboxStatus},
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

/// Charges a card that was entered on the payment page.
pub async fn charge(state: &State, payment: &SandboxPayment, behavior: Behavior) -> StoreResult<Charged> {
    let mut tx = state.db.begin().await?;
    let Some(payment) = store::sandbox::lock(&mut tx, &payment.reference).await? else { return Ok(Charged::Closed) };
    if !payment.status.is_payable() {
        return Ok(Charged::Closed);
    }
    let charged = match behavior {
        Behavior::Success => pay(&mut tx, state, &payment, Telling::Once).await?,
        Behavior::WebhookTwice => pay(&mut tx, state, &payment, Telling::Twice).await?,
        Behavior::WebhookLate => pay(&mut tx, state, &payment, Telling::Late).await?,
        Behavior::WebhookLost => pay(&mut tx, state, &payment, Telling::Never).await?,
        Behavior::OutOfOrder => pay(&mut tx, state, &payment, Telling::OutOfOrder).await?,
        Behavior::Decline(reason) => decline(&mut tx, state, &payment, reason).await?,
        Behavior::Delay => delay(&mut tx, state, &payment).await?,
        Behavior::Challenge => {
            store::sandbox::set_status(&mut tx, &payment.reference, SandboxStatus::Challenge).await?;
            Charged::Challenge
        }
    };
    tx.commit().await?;
    state.wake.notify_waiters();
    Ok(charged)
}

/// Ends the 3-D Secure challenge.
pub async fn answer_challenge(state: &State, payment: &SandboxPayment, approved: bool) -> StoreResult<Charged> {
    let mut tx = state.db.begin().await?;
    let Some(payment) = store::sandbox::lock(&mut tx, &payment.reference).await? else { return Ok(Charged::Closed) };
    if payment.status != SandboxStatus::Challenge {
        return Ok(Charged::Closed);
    }
    let charged = if approved {
        pay(&mut tx, state, &payment, Telling::Once).await?
    } else {
        decline(&mut tx, state, &payment, "3-D Secure was not confirmed.").await?
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
        pay(&mut tx, state, &payment, Telling::Once).await?;
        tx.commit().await?;
        state.wake.notify_waiters();
    }
    Ok(())
}

async fn pay(tx: &mut Tx, state: &State, payment: &SandboxPayment, telling: Telling) -> StoreResult<Charged> {
    let now = state.clock.now();
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

async fn decline(tx: &mut Tx, state: &State, payment: &SandboxPayment, reason: &'static str) -> StoreResult<Charged> {
    store::sandbox::set_status(tx, &payment.reference, SandboxStatus::Open).await?;
    Job::SandboxWebhook { event: failure(payment, reason) }.enqueue(tx, state.clock.now()).await?;
    Ok(Charged::Declined(reason))
}

async fn delay(tx: &mut Tx, state: &State, payment: &SandboxPayment) -> StoreResult<Charged> {
    let now = state.clock.now();
    store::sandbox::set_status(tx, &payment.reference, SandboxStatus::Processing).await?;
    let settle = Job::SandboxSettle { reference: payment.reference.clone() };
    settle.enqueue_at(tx, now, now.plus_seconds(PROCESSING_SECONDS)).await?;
    Ok(Charged::Processing)
}

fn failure(payment: &SandboxPayment, reason: &str) -> Event {
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
