//! What other programs are told and what they asked for: nothing of it is stuck.

use super::{MOST, disagreements};
use crate::{
    domain::{
        check::{CheckedArea, Disagreement},
        timestamp::Timestamp,
    },
    server::store::{Conn, StoreResult, db::select},
};

fn found(subject: String, problem: impl Into<String>) -> Disagreement {
    Disagreement { area: CheckedArea::Programs, subject, problem: problem.into() }
}

/// Events that were never put into words, and that no job will.
pub async fn events_without_words(on: impl Into<Conn<'_>>) -> StoreResult<Vec<Disagreement>> {
    let sql = r#"SELECT id, kind FROM webhook_event
           WHERE body = '' AND NOT EXISTS (
               SELECT 1 FROM job WHERE job.status = 'queued' AND job.kind = 'dispatch_webhook'
                 AND job.payload = '{"kind":"dispatch_webhook","event":' || webhook_event.id || '}')
           ORDER BY id LIMIT $1"#;
    disagreements(on, sql, |(id, kind): (i64, String)| {
        found(format!("event evt_{id}, {kind}"), "nobody was told of it, and no job will")
    })
    .await
}

/// Deliveries that are on their way without a job, and those that count as delivered without having been answered.
pub async fn deliveries_that_disagree(on: impl Into<Conn<'_>>) -> StoreResult<Vec<Disagreement>> {
    let sql = r#"SELECT delivery.id, endpoint.url, delivery.status
           FROM webhook_delivery delivery JOIN webhook_endpoint endpoint ON endpoint.id = delivery.webhook_endpoint_id
           WHERE (delivery.status = 'pending' AND NOT EXISTS (
                   SELECT 1 FROM job WHERE job.status = 'queued' AND job.kind = 'deliver_webhook'
                     AND job.payload = '{"kind":"deliver_webhook","delivery":' || delivery.id || '}'))
              OR (delivery.status = 'delivered' AND NOT EXISTS (
                   SELECT 1 FROM webhook_attempt attempt WHERE attempt.webhook_delivery_id = delivery.id
                     AND attempt.status BETWEEN 200 AND 299))
           ORDER BY delivery.id LIMIT $1"#;
    disagreements(on, sql, |(id, url, status): (i64, String, String)| {
        let problem = match status.as_str() {
            "pending" => "it is on its way, and no job brings it",
            _ => "it counts as delivered, and no try of it was answered so",
        };
        found(format!("delivery {id} to {url}"), problem)
    })
    .await
}

/// Requests under keys whose runs died before an instant, and that nobody sent again: what became of them is not known.
pub async fn unanswered_requests(on: impl Into<Conn<'_>>, before: Timestamp) -> StoreResult<Vec<Disagreement>> {
    let rows: Vec<(i64, Timestamp)> = select(
        on,
        "SELECT id, created_at FROM idempotent_request WHERE status IS NULL AND lease_until < $1 AND created_at < $1
         ORDER BY id LIMIT $2",
    )
    .bind(before)
    .bind(MOST)
    .all()
    .await?;
    let told = |(id, at): (i64, Timestamp)| {
        found(format!("request {id} of {at}"), "it was begun and never answered; look up what became of it")
    };
    Ok(rows.into_iter().map(told).collect())
}
