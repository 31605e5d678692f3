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
        self, StoreResult,
        sandbox::{SandboxPayment, SandboxStatus},
    },
};

/// Seconds by which the late card's webhook comes after the browser.
const LATE_SECONDS: i64 = 30;

/// What the shopper sees next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charged {
    Paid,
    Challenge,
    Declined(&'static str),
    /// The payment was paid or canceled before.
    Closed,
}

/// Charges a card that was entered on the payment page.
pub async fn charge(state: &State, payment: &SandboxPayment, behavior: Behavior) -> StoreResult<Charged> {
    match behavior {
        Behavior::Success => capture(state, payment, 1, 0).await,
        Behavior::WebhookTwice => capture(state, payment, 2, 0).await,
        Behavior::WebhookLate => capture(state, payment, 1, LATE_SECONDS).await,
        Behavior::Decline(reason) => decline(state, payment, reason).await,
        Behavior::Challenge => {
            let open = [SandboxStatus::Open, SandboxStatus::Challenge];
            let waits =
                store::sandbox::advance(&state.db, &payment.reference, open, SandboxStatus::Challenge, "").await?;
            Ok(if waits { Charged::Challenge } else { Charged::Closed })
        }
    }
}

/// Ends the 3-D Secure challenge.
pub async fn answer_challenge(state: &State, payment: &SandboxPayment, approved: bool) -> StoreResult<Charged> {
    if payment.status != SandboxStatus::Challenge {
        return Ok(Charged::Closed);
    }
    if approved {
        capture(state, payment, 1, 0).await
    } else {
        decline(state, payment, "3-D Secure was not confirmed.").await
    }
}

async fn capture(state: &State, payment: &SandboxPayment, webhooks: usize, delay_seconds: i64) -> StoreResult<Charged> {
    let now = state.clock.now();
    let event = event(payment, EventKind::Captured, "");
    let mut tx = state.db.begin().await?;
    let open = [SandboxStatus::Open, SandboxStatus::Challenge];
    if !store::sandbox::advance(&mut tx, &payment.reference, open, SandboxStatus::Captured, &event.id).await? {
        return Ok(Charged::Closed);
    }
    for _ in 0..webhooks {
        Job::SandboxWebhook { event: event.clone() }.enqueue_at(&mut tx, now, now.plus_seconds(delay_seconds)).await?;
    }
    tx.commit().await?;
    state.wake.notify_waiters();
    Ok(Charged::Paid)
}

async fn decline(state: &State, payment: &SandboxPayment, reason: &'static str) -> StoreResult<Charged> {
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let open = [SandboxStatus::Open, SandboxStatus::Challenge];
    if !store::sandbox::advance(&mut tx, &payment.reference, open, SandboxStatus::Open, "").await? {
        return Ok(Charged::Closed);
    }
    Job::SandboxWebhook { event: event(payment, EventKind::Failed, reason) }.enqueue(&mut tx, now).await?;
    tx.commit().await?;
    state.wake.notify_waiters();
    Ok(Charged::Declined(reason))
}

fn event(payment: &SandboxPayment, kind: EventKind, reason: &str) -> Event {
    Event {
        id: format!("evt-{}", random::token()),
        reference: payment.reference.clone(),
        kind,
        amount_minor: payment.amount_minor,
        reason: reason.to_owned(),
    }
}
