//! Webhook endpoints, the events that they listen to, and what became of each delivery.

use super::{
    Conn, StoreResult, Tx,
    db::{execute, select},
    slice::{Position, Slice, Sliced},
    sql,
};
use crate::domain::{timestamp::Timestamp, webhook::EndpointInput};

/// An endpoint, with the secrets that sign what it gets.
#[derive(Clone, sqlx::FromRow)]
pub struct Endpoint {
    pub id: i64,
    pub version: i64,
    pub url: String,
    pub description: String,
    pub active: bool,
    pub failing_since: Option<Timestamp>,
    pub created_at: Timestamp,
    pub secret: String,
    pub former_secret: String,
    pub former_secret_until: Timestamp,
}

/// Without the secrets.
impl std::fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Endpoint").field("id", &self.id).field("url", &self.url).finish_non_exhaustive()
    }
}

const ENDPOINTS: &str =
    "SELECT id, version, url, description, active, failing_since, created_at, secret, former_secret,
    former_secret_until FROM webhook_endpoint";

pub async fn all(on: impl Into<Conn<'_>>) -> StoreResult<Vec<Endpoint>> {
    select(on, format!("{ENDPOINTS} ORDER BY id")).all().await
}

/// Of all; nobody adds another before the transaction ends.
pub async fn count(tx: &mut Tx) -> StoreResult<i64> {
    super::limits::count_locked(tx, "webhook_endpoint").await
}

pub async fn find(on: impl Into<Conn<'_>>, id: i64) -> StoreResult<Option<Endpoint>> {
    select(on, format!("{ENDPOINTS} WHERE id = $1")).bind(id).optional().await
}

/// What endpoints listen to, in pairs.
pub async fn subscriptions(on: impl Into<Conn<'_>>) -> StoreResult<Vec<(i64, String)>> {
    select(on, "SELECT webhook_endpoint_id, event FROM webhook_subscription ORDER BY webhook_endpoint_id, event")
        .all()
        .await
}

pub async fn insert(tx: &mut Tx, endpoint: &EndpointInput, secret: &str, now: Timestamp) -> StoreResult<i64> {
    let text = "INSERT INTO webhook_endpoint (url, description, active, secret, created_at) VALUES ($1, $2, $3, $4, $5)
                RETURNING id";
    let (id,): (i64,) = select(&mut *tx, text)
        .bind(&endpoint.url)
        .bind(&endpoint.description)
        .bind(endpoint.active)
        .bind(secret)
        .bind(now)
        .one()
        .await?;
    subscribe(tx, id, &endpoint.events).await?;
    Ok(id)
}

/// Changes an endpoint if it still has the version; tells whether it had. Switched on, it counts as well.
pub async fn update(tx: &mut Tx, (id, version): (i64, i64), endpoint: &EndpointInput) -> StoreResult<bool> {
    let text = "UPDATE webhook_endpoint SET url = $3, description = $4, active = $5, failing_since = NULL, version = version + 1
                WHERE id = $1 AND version = $2";
    let statement = execute(&mut *tx, text).bind(id).bind(version).bind(&endpoint.url).bind(&endpoint.description);
    if statement.bind(endpoint.active).run().await? != 1 {
        return Ok(false);
    }
    execute(&mut *tx, "DELETE FROM webhook_subscription WHERE webhook_endpoint_id = $1").bind(id).run().await?;
    subscribe(tx, id, &endpoint.events).await?;
    Ok(true)
}

async fn subscribe(tx: &mut Tx, id: i64, events: &[String]) -> StoreResult<()> {
    let text =
        format!("INSERT INTO webhook_subscription (webhook_endpoint_id, event) VALUES {}", sql::rows(events.len(), 2));
    let mut statement = execute(tx, text);
    for event in events {
        statement = statement.bind(id).bind(event);
    }
    statement.run().await?;
    Ok(())
}

/// Gives an endpoint another secret; the one that it had signs along until an instant.
pub async fn rotate(tx: &mut Tx, (id, version): (i64, i64), secret: &str, until: Timestamp) -> StoreResult<bool> {
    let text = "UPDATE webhook_endpoint SET former_secret = secret, former_secret_until = $3, secret = $2, version = version + 1
                WHERE id = $1 AND version = $4";
    Ok(execute(tx, text).bind(id).bind(secret).bind(until).bind(version).run().await? == 1)
}

pub async fn delete(tx: &mut Tx, id: i64, version: i64) -> StoreResult<bool> {
    let text = "DELETE FROM webhook_endpoint WHERE id = $1 AND version = $2";
    Ok(execute(tx, text).bind(id).bind(version).run().await? == 1)
}

/// An event, before or after it was put into words.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Event {
    pub id: i64,
    pub kind: String,
    pub subject_id: i64,
    pub body: String,
    pub created_at: Timestamp,
}

pub async fn find_event(on: impl Into<Conn<'_>>, id: i64) -> StoreResult<Option<Event>> {
    select(on, "SELECT id, kind, subject_id, body, created_at FROM webhook_event WHERE id = $1")
        .bind(id)
        .optional()
        .await
}

/// Notes that something happened to things, each an event, if an endpoint listens to it. Most events are noted by triggers
/// of the database; see the migration.
pub async fn tell(tx: &mut Tx, kind: &str, subjects: &[i64], now: Timestamp) -> StoreResult<()> {
    if subjects.is_empty() {
        return Ok(());
    }
    let text = format!(
        "INSERT INTO webhook_event (kind, subject_id, created_at)
         SELECT $1, item.id, CAST($2 AS BIGINT) FROM inventory_item item
         WHERE item.id IN ({}) AND EXISTS (
            SELECT 1 FROM webhook_subscription JOIN webhook_endpoint ON webhook_endpoint.id = webhook_endpoint_id
            WHERE webhook_subscription.event = $1 AND webhook_endpoint.active)",
        sql::list(3, subjects.len())
    );
    execute(tx, text).bind(kind).bind(now).bind_all(subjects.iter().copied()).run().await?;
    Ok(())
}

/// An event that is for one endpoint alone, which need not listen to it; with its delivery.
pub async fn insert_test(tx: &mut Tx, kind: &str, endpoint: i64, now: Timestamp) -> StoreResult<i64> {
    let text = "INSERT INTO webhook_event (kind, subject_id, created_at) VALUES ($1, $2, $3) RETURNING id";
    let (event,): (i64,) = select(&mut *tx, text).bind(kind).bind(endpoint).bind(now).one().await?;
    Ok(event)
}

/// Keeps what is sent of an event, once.
pub async fn set_body(tx: &mut Tx, event: i64, body: &str) -> StoreResult<()> {
    execute(tx, "UPDATE webhook_event SET body = $2 WHERE id = $1 AND body = ''").bind(event).bind(body).run().await?;
    Ok(())
}

/// Puts an event on its way to whoever listens to it, and to `also`; the answer has the new deliveries.
pub async fn deliver(tx: &mut Tx, event: &Event, also: i64, now: Timestamp) -> StoreResult<Vec<i64>> {
    let text = "INSERT INTO webhook_delivery (webhook_event_id, webhook_endpoint_id, created_at)
                SELECT CAST($1 AS BIGINT), webhook_endpoint.id, CAST($4 AS BIGINT) FROM webhook_endpoint
                WHERE webhook_endpoint.id = $3 OR (webhook_endpoint.active AND EXISTS (
                    SELECT 1 FROM webhook_subscription
                    WHERE webhook_endpoint_id = webhook_endpoint.id AND webhook_subscription.event = $2))
                ON CONFLICT (webhook_event_id, webhook_endpoint_id) DO NOTHING RETURNING id";
    let statement = select(tx, text).bind(event.id).bind(&event.kind).bind(also).bind(now);
    let rows: Vec<(i64,)> = statement.all().await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// A delivery with its event.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Delivery {
    pub id: i64,
    pub endpoint: i64,
    pub event: i64,
    pub kind: String,
    pub body: String,
    /// "pending", "delivered" or "failed".
    pub status: String,
    pub tries: i64,
    pub created_at: Timestamp,
}

const DELIVERIES: &str =
    "SELECT delivery.id, delivery.webhook_endpoint_id AS endpoint, event.id AS event, event.kind, event.body,
    delivery.status, delivery.tries, delivery.created_at
    FROM webhook_delivery delivery JOIN webhook_event event ON event.id = delivery.webhook_event_id";

pub async fn find_delivery(on: impl Into<Conn<'_>>, id: i64) -> StoreResult<Option<Delivery>> {
    select(on, format!("{DELIVERIES} WHERE delivery.id = $1")).bind(id).optional().await
}

/// Deliveries to an endpoint, by id.
pub async fn deliveries(on: impl Into<Conn<'_>>, endpoint: i64, slice: Slice) -> StoreResult<Sliced<Delivery>> {
    let (key, id) = slice.bounds();
    let text = format!(
        "{DELIVERIES} WHERE delivery.webhook_endpoint_id = $1 AND {} {}",
        slice.condition("delivery.id", "delivery.id", ("$2", "$3")),
        slice.tail("delivery.id", "delivery.id")
    );
    let rows: Vec<Delivery> = select(on, text).bind(endpoint).bind(key).bind(id).all().await?;
    Ok(slice.finish(rows, |row| Position::of_id(row.id)))
}

/// A try to deliver.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Attempt {
    pub delivery: i64,
    pub status: Option<i64>,
    pub milliseconds: i64,
    pub excerpt: String,
    pub created_at: Timestamp,
}

/// The tries of some deliveries, the oldest first.
pub async fn attempts(on: impl Into<Conn<'_>>, deliveries: &[i64]) -> StoreResult<Vec<Attempt>> {
    if deliveries.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT webhook_delivery_id AS delivery, status, milliseconds, excerpt, created_at FROM webhook_attempt
         WHERE webhook_delivery_id IN ({}) ORDER BY id",
        sql::list(1, deliveries.len())
    );
    select(on, text).bind_all(deliveries.iter().copied()).all().await
}

/// Notes a try and what the delivery became by it.
pub async fn note_attempt(tx: &mut Tx, attempt: &Attempt, status: &str) -> StoreResult<()> {
    execute(&mut *tx, "UPDATE webhook_delivery SET status = $2, tries = tries + 1 WHERE id = $1")
        .bind(attempt.delivery)
        .bind(status)
        .run()
        .await?;
    let text = "INSERT INTO webhook_attempt (webhook_delivery_id, status, milliseconds, excerpt, created_at)
                VALUES ($1, $2, $3, $4, $5)";
    execute(tx, text)
        .bind(attempt.delivery)
        .bind(attempt.status)
        .bind(attempt.milliseconds)
        .bind(&attempt.excerpt)
        .bind(attempt.created_at)
        .run()
        .await?;
    Ok(())
}

/// Ends a delivery that is not tried any more.
pub async fn give_up(on: impl Into<Conn<'_>>, id: i64) -> StoreResult<()> {
    let text = "UPDATE webhook_delivery SET status = 'failed' WHERE id = $1 AND status = 'pending'";
    execute(on, text).bind(id).run().await?;
    Ok(())
}

/// Puts a delivery on its way once more, with all its tries.
pub async fn replay(tx: &mut Tx, id: i64) -> StoreResult<bool> {
    let text = "UPDATE webhook_delivery SET status = 'pending', tries = 0 WHERE id = $1 AND status <> 'pending'";
    Ok(execute(tx, text).bind(id).run().await? == 1)
}

/// Notes that something arrived at an endpoint.
pub async fn note_success(tx: &mut Tx, endpoint: i64) -> StoreResult<()> {
    let text = "UPDATE webhook_endpoint SET failing_since = NULL WHERE id = $1 AND failing_since IS NOT NULL";
    execute(tx, text).bind(endpoint).run().await?;
    Ok(())
}

/// Notes that something did not; an endpoint where nothing arrived since an instant is switched off, which the answer tells.
pub async fn note_failure(tx: &mut Tx, endpoint: i64, now: Timestamp, since: Timestamp) -> StoreResult<bool> {
    let text = "UPDATE webhook_endpoint SET failing_since = $2 WHERE id = $1 AND failing_since IS NULL";
    execute(&mut *tx, text).bind(endpoint).bind(now).run().await?;
    let text = "UPDATE webhook_endpoint SET active = FALSE, version = version + 1
                WHERE id = $1 AND active AND failing_since <= $2";
    Ok(execute(tx, text).bind(endpoint).bind(since).run().await? == 1)
}

/// Forgets events, with their deliveries, from before an instant.
pub async fn delete_older(on: impl Into<Conn<'_>>, than: Timestamp) -> StoreResult<u64> {
    execute(on, "DELETE FROM webhook_event WHERE created_at < $1").bind(than).run().await
}
