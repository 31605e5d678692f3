//! Webhook endpoints, as their pages show them.

use super::webhooks::{self, Listening};
use crate::{
    domain::{
        staff::{AttemptRow, DeliveryRow, PageLinks, PageRequest, ROWS_PER_PAGE, WebhookPage, WebhookRow},
        webhook::EndpointInput,
    },
    error::AppError,
    server::{
        state::State,
        store::{
            slice::{Position, Slice},
            webhooks::Attempt,
        },
    },
};

/// Characters of a body that a page shows.
const SHOWN_OF_BODY: usize = 4_000;

pub async fn list(state: &State) -> Result<Vec<WebhookRow>, AppError> {
    let row = |Listening { endpoint, events }: Listening| WebhookRow {
        id: endpoint.id,
        url: endpoint.url,
        description: endpoint.description,
        events: events.len(),
        active: endpoint.active,
        failing_since: endpoint.failing_since,
    };
    Ok(webhooks::list(state).await?.into_iter().map(row).collect())
}

/// An endpoint with a page of its deliveries. `made` is its secret, where it was just made.
pub async fn open(state: &State, id: i64, request: PageRequest, made: Option<String>) -> Result<WebhookPage, AppError> {
    let Listening { endpoint, events } = webhooks::open(state, id).await?;
    let (page, attempts) = webhooks::deliveries(state, id, slice(request)).await?;
    let links = PageLinks { newer: page.before.map(|at| at.id), older: page.after.map(|at| at.id) };
    let of = |delivery: i64| attempts.iter().filter(move |attempt| attempt.delivery == delivery).map(tried).collect();
    let deliveries = page.rows.into_iter().map(|row| DeliveryRow {
        attempts: of(row.id),
        id: row.id,
        event: row.kind,
        status: row.status,
        body: beginning(row.body),
        created_at: row.created_at,
    });
    Ok(WebhookPage {
        id,
        version: endpoint.version,
        failing_since: endpoint.failing_since,
        made,
        deliveries: deliveries.collect(),
        links,
        form: EndpointInput { url: endpoint.url, description: endpoint.description, events, active: endpoint.active },
    })
}

fn tried(attempt: &Attempt) -> AttemptRow {
    AttemptRow {
        status: attempt.status,
        milliseconds: attempt.milliseconds,
        excerpt: attempt.excerpt.clone(),
        at: attempt.created_at,
    }
}

fn slice(request: PageRequest) -> Slice {
    let from = match request {
        PageRequest::Newest => None,
        PageRequest::OlderThan(id) | PageRequest::NewerThan(id) => Some(Position::of_id(id)),
    };
    Slice { from, backward: request.is_upward(), descending: true, limit: ROWS_PER_PAGE }
}

fn beginning(body: String) -> String {
    if body.chars().nth(SHOWN_OF_BODY).is_none() {
        return body;
    }
    body.chars().take(SHOWN_OF_BODY).chain(['…']).collect()
}
