//! Webhook endpoints, as staff set them up.

use super::audit::{self, Subject};
use crate::{
    domain::{
        audit::AuditSubject,
        forms::Problem,
        timestamp::Timestamp,
        webhook::{EndpointInput, MOST_ENDPOINTS, TEST},
    },
    error::AppError,
    server::{
        jobs::Job,
        random,
        state::State,
        store::{
            StoreResult, Tx,
            slice::{Slice, Sliced},
            webhooks::{self as store, Attempt, Delivery, Endpoint},
        },
    },
};
use base64::{Engine, prelude::BASE64_STANDARD};
use serde::Serialize;

/// A secret that was replaced signs along for so long.
const FORMER_HOURS: i64 = 24;

/// An endpoint with what it listens to.
#[derive(Clone, Debug)]
pub struct Listening {
    pub endpoint: Endpoint,
    pub events: Vec<String>,
}

/// What the audit log keeps; never the secret.
#[derive(Serialize)]
struct Noted<'a> {
    url: &'a str,
    events: &'a [String],
    active: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<&'static str>,
}

impl<'a> Noted<'a> {
    fn of(url: &'a str, events: &'a [String], active: bool) -> Self {
        Self { url, events, active, secret: None }
    }
}

async fn note(
    tx: &mut Tx,
    now: Timestamp,
    actor: &str,
    (id, url): (i64, &str),
    before: Option<&Noted<'_>>,
    after: Option<&Noted<'_>>,
) -> StoreResult<()> {
    audit::note(tx, now, actor, Subject::new(AuditSubject::Webhook, id, url), before, after).await
}

/// A new secret, as it is shown and stored.
fn secret() -> String {
    BASE64_STANDARD.encode(random::bytes::<32>())
}

/// What a receiver calls it.
pub fn shown(secret: &str) -> String {
    format!("whsec_{secret}")
}

pub async fn list(state: &State) -> Result<Vec<Listening>, AppError> {
    let subscriptions = store::subscriptions(&state.db).await?;
    let of = |id: i64| subscriptions.iter().filter(|(of, _)| *of == id).map(|(_, event)| event.clone()).collect();
    let endpoints = store::all(&state.db).await?.into_iter();
    Ok(endpoints.map(|endpoint| Listening { events: of(endpoint.id), endpoint }).collect())
}

pub async fn open(state: &State, id: i64) -> Result<Listening, AppError> {
    list(state).await?.into_iter().find(|listening| listening.endpoint.id == id).ok_or(AppError::NotFound)
}

/// Adds an endpoint; the answer has its secret, for once.
pub async fn add(state: &State, actor: &str, input: &EndpointInput) -> Result<(i64, String), AppError> {
    let input = input.check(state.config.webhook_private_hosts)?;
    let (now, secret) = (state.clock.now(), secret());
    let mut tx = state.db.begin().await?;
    if store::count(&mut tx).await? >= MOST_ENDPOINTS {
        return Err(AppError::field("url", Problem::TooMany(MOST_ENDPOINTS as u32)));
    }
    let id = store::insert(&mut tx, &input, &secret, now).await?;
    note(&mut tx, now, actor, (id, &input.url), None, Some(&Noted::of(&input.url, &input.events, input.active)))
        .await?;
    tx.commit().await?;
    Ok((id, shown(&secret)))
}

/// Changes an endpoint. Switched on, it starts anew.
pub async fn update(
    state: &State,
    actor: &str,
    (id, version): (i64, i64),
    input: &EndpointInput,
) -> Result<(), AppError> {
    let input = input.check(state.config.webhook_private_hosts)?;
    let before = open(state, id).await?;
    let mut tx = state.db.begin().await?;
    if !store::update(&mut tx, (id, version), &input).await? {
        return Err(AppError::Conflict);
    }
    let was = Noted::of(&before.endpoint.url, &before.events, before.endpoint.active);
    let is = Noted::of(&input.url, &input.events, input.active);
    note(&mut tx, state.clock.now(), actor, (id, &input.url), Some(&was), Some(&is)).await?;
    tx.commit().await?;
    Ok(())
}

/// Gives an endpoint another secret, which the answer has for once; the former one signs along for a day.
///
/// Whoever saw another version of it is refused: a form that is sent twice must not replace the secret that it made, as the
/// one that receivers have would sign no more.
pub async fn rotate(state: &State, actor: &str, id: i64, seen: Option<i64>) -> Result<String, AppError> {
    let (now, secret) = (state.clock.now(), secret());
    let Listening { endpoint, events } = open(state, id).await?;
    let mut tx = state.db.begin().await?;
    let version = (id, seen.unwrap_or(endpoint.version));
    if !store::rotate(&mut tx, version, &secret, now.plus_minutes(FORMER_HOURS * 60)).await? {
        return Err(AppError::Conflict);
    }
    let was = Noted::of(&endpoint.url, &events, endpoint.active);
    let is = Noted { secret: Some("replaced"), ..Noted::of(&endpoint.url, &events, endpoint.active) };
    note(&mut tx, now, actor, (id, &endpoint.url), Some(&was), Some(&is)).await?;
    tx.commit().await?;
    Ok(shown(&secret))
}

/// Deletes an endpoint with the log of its deliveries.
pub async fn delete(state: &State, actor: &str, id: i64, version: i64) -> Result<(), AppError> {
    let Listening { endpoint, events } = open(state, id).await?;
    let mut tx = state.db.begin().await?;
    if !store::delete(&mut tx, id, version).await? {
        return Err(AppError::Conflict);
    }
    let was = Noted::of(&endpoint.url, &events, endpoint.active);
    note(&mut tx, state.clock.now(), actor, (id, &endpoint.url), Some(&was), None).await?;
    tx.commit().await?;
    Ok(())
}

/// Sends an event to an endpoint that says nothing, to try it; also to one that is switched off.
pub async fn test(state: &State, id: i64) -> Result<(), AppError> {
    open(state, id).await?;
    let mut tx = state.db.begin().await?;
    store::insert_test(&mut tx, TEST, id, state.clock.now()).await?;
    tx.commit().await?;
    state.wake.notify_waiters();
    Ok(())
}

/// A slice of what went to an endpoint, with its tries.
pub async fn deliveries(state: &State, id: i64, slice: Slice) -> Result<(Sliced<Delivery>, Vec<Attempt>), AppError> {
    store::find(&state.db, id).await?.ok_or(AppError::NotFound)?;
    let page = store::deliveries(&state.db, id, slice).await?;
    let ids: Vec<i64> = page.rows.iter().map(|row| row.id).collect();
    Ok((page, store::attempts(&state.db, &ids).await?))
}

/// Sends a delivery once more, the same as it was.
pub async fn replay(state: &State, endpoint: i64, delivery: i64) -> Result<(), AppError> {
    let found = store::find_delivery(&state.db, delivery).await?.filter(|found| found.endpoint == endpoint);
    found.ok_or(AppError::NotFound)?;
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    // One that is still under way goes on by itself.
    if store::replay(&mut tx, delivery).await? {
        Job::DeliverWebhook { delivery }.enqueue(&mut tx, now).await?;
        tx.commit().await?;
        state.wake.notify_waiters();
    }
    Ok(())
}
