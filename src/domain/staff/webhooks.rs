//! Webhook endpoints as staff see them.

use super::PageLinks;
use crate::domain::{timestamp::Timestamp, webhook::EndpointInput};
use serde::{Deserialize, Serialize};

/// An endpoint in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookRow {
    pub id: i64,
    pub url: String,
    pub description: String,
    /// How many kinds of events it listens to.
    pub events: usize,
    pub active: bool,
    pub failing_since: Option<Timestamp>,
}

/// What the page of an endpoint shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookPage {
    pub id: i64,
    pub version: i64,
    pub form: EndpointInput,
    pub failing_since: Option<Timestamp>,
    /// A secret that was just made, for once.
    pub made: Option<String>,
    /// A page of them, the newest first.
    pub deliveries: Vec<DeliveryRow>,
    pub links: PageLinks,
}

/// An event on its way, or there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryRow {
    pub id: i64,
    pub event: String,
    /// "pending", "delivered" or "failed".
    pub status: String,
    /// What is sent, or its beginning.
    pub body: String,
    pub created_at: Timestamp,
    pub attempts: Vec<AttemptRow>,
}

/// A try to deliver.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttemptRow {
    /// What was answered, if anything was.
    pub status: Option<i64>,
    pub milliseconds: i64,
    /// The beginning of the answer, or why there is none.
    pub excerpt: String,
    pub at: Timestamp,
}
