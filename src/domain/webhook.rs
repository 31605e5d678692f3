//! Webhooks: where the shop tells other programs what happened.

use super::forms::{FieldErrors, Problem, optional_line};
use serde::{Deserialize, Serialize};

/// Most endpoints of a shop.
pub const MOST_ENDPOINTS: i64 = 20;
pub const URL_LENGTH: u32 = 500;
pub const DESCRIPTION_LENGTH: u32 = 120;

/// Everything that is told.
pub const EVENTS: [&str; 23] = [
    "order.placed",
    "order.paid",
    "order.shipped",
    "order.completed",
    "order.canceled",
    "order.refunded",
    "payment.authorized",
    "payment.captured",
    "payment.failed",
    "payment.voided",
    "payment.refunded",
    "payment.refund_failed",
    "return.requested",
    "return.approved",
    "return.received",
    "return.refunded",
    "return.rejected",
    "return.canceled",
    "stock.changed",
    "stock.low",
    "product.created",
    "product.updated",
    // Instead of `product.updated`.
    "product.archived",
];

/// What staff send to try an endpoint; nobody has to listen to it.
pub const TEST: &str = "test";

/// Whether an event can be listened to.
pub fn is_event(name: &str) -> bool {
    EVENTS.contains(&name)
}

/// An endpoint as it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EndpointInput {
    pub url: String,
    pub description: String,
    pub events: Vec<String>,
    pub active: bool,
}

impl EndpointInput {
    /// What it says, or every field that is wrong. `local`: programs on this machine may be told without TLS.
    pub fn check(&self, local: bool) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let url = errors.take("url", url(&self.url, local)).unwrap_or_default();
        let description = errors.take("description", optional_line(&self.description, DESCRIPTION_LENGTH));
        let mut events = self.events.clone();
        events.sort_unstable();
        events.dedup();
        if events.is_empty() {
            errors.add("events", Problem::Required);
        } else if !events.iter().all(|event| is_event(event)) {
            errors.add("events", Problem::UnknownChoice);
        }
        errors.into_result()?;
        Ok(Self { url, description: description.unwrap_or_default(), events, active: self.active })
    }
}

/// An address of https without a name and a password; with `local` also http on this machine.
fn url(text: &str, local: bool) -> Result<String, Problem> {
    let text = optional_line(text, URL_LENGTH)?;
    if text.is_empty() {
        return Err(Problem::Required);
    }
    let (rest, is_plain) = match (text.strip_prefix("https://"), text.strip_prefix("http://")) {
        (Some(rest), _) => (rest, false),
        (_, Some(rest)) => (rest, true),
        _ => return Err(Problem::NotAWebhookUrl),
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_loopback = ["127.0.0.1", "localhost", "[::1]"]
        .iter()
        .any(|name| host.strip_prefix(name).is_some_and(|port| port.is_empty() || port.starts_with(':')));
    let fits = !host.is_empty() && !host.contains('@') && !text.contains(char::is_whitespace);
    if fits && (!is_plain || (local && is_loopback)) { Ok(text) } else { Err(Problem::NotAWebhookUrl) }
}

/// Seconds after a failed try until the next one: eight tries within a day.
pub const PAUSES: [i64; 7] = [60, 300, 900, 3_600, 10_800, 25_200, 43_200];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_https_are_told() {
        for good in ["https://example.com/hook", "https://example.com:8443/a?b=c"] {
            assert_eq!(url(good, false).as_deref(), Ok(good));
        }
        for bad in
            ["http://example.com", "ftp://example.com", "https://", "https://a:b@example.com", "https://a b", "x"]
        {
            assert_eq!(url(bad, true), Err(Problem::NotAWebhookUrl), "{bad}");
        }
        assert!(url("http://127.0.0.1:9/a", true).is_ok() && url("http://127.0.0.1:9/a", false).is_err());
        assert!(url("http://localhost.example.com/", true).is_err());
    }

    #[test]
    fn the_last_try_is_within_a_day() {
        let all: i64 = PAUSES.iter().sum();
        assert!((12 * 3_600..=24 * 3_600).contains(&all), "{all}");
    }
}
