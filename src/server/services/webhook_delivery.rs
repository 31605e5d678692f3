//! Bringing events to whoever listens: once put into words, then tried until it arrives or a day is over.
//!
//! Nothing of this is in the way of an order: its transaction writes a row, and only where somebody listens.

use crate::{
    domain::webhook::{PAUSES, TEST},
    server::{
        gateways::webhook_sender::Message,
        jobs::Job,
        state::State,
        store::{
            self, StoreResult,
            webhooks::{self as store_of, Attempt, Endpoint, Event},
        },
    },
};
use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Value, json};

/// An endpoint where nothing arrived for so long is switched off.
const PATIENCE_DAYS: i64 = 3;
/// Events are kept for so long, for being sent again.
const KEPT_DAYS: i64 = 30;
/// An answer that says that there is nobody any more.
const GONE: u16 = 410;

/// Puts an event into words, once, and on its way to everybody who listens. `data` is what it happened to, as it is now.
/// Running it again is safe at any point.
pub async fn dispatch(state: &State, event: &Event, data: Value) -> StoreResult<()> {
    let now = state.clock.now();
    let body = json!({"id": id_of(event.id), "type": event.kind, "created_at": event.created_at.iso(), "data": data});
    let mut tx = state.db.begin().await?;
    store_of::set_body(&mut tx, event.id, &body.to_string()).await?;
    let also = if event.kind == TEST { event.subject_id } else { 0 };
    let jobs: Vec<Job> = store_of::deliver(&mut tx, event, also, now)
        .await?
        .into_iter()
        .map(|delivery| Job::DeliverWebhook { delivery })
        .collect();
    if !jobs.is_empty() {
        Job::enqueue_all(&mut tx, &jobs, now).await?;
    }
    tx.commit().await?;
    state.wake.notify_waiters();
    Ok(())
}

fn id_of(event: i64) -> String {
    format!("evt_{event}")
}

/// Tries to deliver; if it does not arrive, another try is queued.
pub async fn deliver(state: &State, delivery: i64) -> StoreResult<()> {
    let Some(found) = store_of::find_delivery(&state.db, delivery).await? else { return Ok(()) };
    let Some(endpoint) = store_of::find(&state.db, found.endpoint).await? else { return Ok(()) };
    if found.status != "pending" {
        return Ok(());
    }
    if !endpoint.active && found.kind != TEST {
        // Staff may send it again once the endpoint is on.
        return store_of::give_up(&state.db, delivery).await;
    }
    let begun = state.clock.now();
    let id = id_of(found.event);
    let signature = signatures(&endpoint, &id, begun.0 / 1_000, &found.body, begun.0);
    let message = Message { id: &id, timestamp: begun.0 / 1_000, signature: &signature, body: &found.body };
    let answer = state.webhooks.send(&endpoint.url, &message).await;
    let now = state.clock.now();
    let milliseconds = (now.0 - begun.0).max(0);
    let status = answer.as_ref().ok().map(|(status, _)| *status);
    let arrived = status.is_some_and(|status| (200..300).contains(&status));
    let pause = usize::try_from(found.tries).ok().and_then(|tries| PAUSES.get(tries));
    let excerpt = answer.map_or_else(|reason| reason, |(_, excerpt)| excerpt);
    let attempt = Attempt { delivery, status: status.map(i64::from), milliseconds, excerpt, created_at: now };
    let mut tx = state.db.begin().await?;
    let mut switched_off = false;
    if arrived {
        store_of::note_success(&mut tx, endpoint.id).await?;
    } else {
        let since = if status == Some(GONE) { now } else { now.plus_days(-PATIENCE_DAYS) };
        switched_off = store_of::note_failure(&mut tx, endpoint.id, now, since).await?;
    }
    if switched_off {
        tracing::warn!(endpoint = endpoint.id, "a webhook endpoint was switched off: nothing arrives there");
        let staff = store::staff::who_set_up(&mut tx).await?;
        let mails: Vec<Job> =
            staff.into_iter().map(|account| Job::WebhookOffMail { account, endpoint: endpoint.id }).collect();
        Job::enqueue_all(&mut tx, &mails, now).await?;
    }
    let again = pause.filter(|_| !arrived && !switched_off && status != Some(GONE));
    let next = match (arrived, again) {
        (true, _) => "delivered",
        (false, Some(_)) => "pending",
        (false, None) => "failed",
    };
    store_of::note_attempt(&mut tx, &attempt, next).await?;
    if let Some(pause) = again {
        Job::DeliverWebhook { delivery }.enqueue_at(&mut tx, now, now.plus_seconds(*pause)).await?;
    }
    tx.commit().await
}

/// The signatures by every secret that holds (standardwebhooks.com): of the id, the time and the body.
fn signatures(endpoint: &Endpoint, id: &str, timestamp: i64, body: &str, now: i64) -> String {
    let message = format!("{id}.{timestamp}.{body}");
    let former = (endpoint.former_secret_until.0 > now).then_some(endpoint.former_secret.as_str());
    let sign = |secret: &str| {
        let key = BASE64_STANDARD.decode(secret).unwrap_or_default();
        format!("v1,{}", BASE64_STANDARD.encode(crate::server::random::sign_plain(&key, message.as_bytes())))
    };
    std::iter::once(endpoint.secret.as_str()).chain(former).map(sign).collect::<Vec<_>>().join(" ")
}

/// Forgets old events. For the worker.
pub async fn sweep(state: &State) -> StoreResult<u64> {
    store_of::delete_older(&state.db, state.clock.now().plus_days(-KEPT_DAYS)).await
}
