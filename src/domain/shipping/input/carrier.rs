//! Carriers as they are sent.

use super::{NAME_LENGTH, TRACKING_LENGTH, TRACKING_PLACE};
use crate::domain::forms::{FieldErrors, Problem, optional_line, required_line};
use serde::{Deserialize, Serialize};

/// A carrier's link for a parcel, the number encoded; empty if the carrier has none.
pub fn tracking_url(template: &str, number: &str) -> String {
    let mut encoded = String::new();
    for byte in number.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    template.replace(TRACKING_PLACE, &encoded)
}

/// A carrier as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CarrierInput {
    pub name: String,
    pub tracking_url: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CheckedCarrier {
    pub name: String,
    /// Empty, or https with [`TRACKING_PLACE`] behind the host.
    pub tracking_url: String,
}

impl CarrierInput {
    pub fn check(&self) -> Result<CheckedCarrier, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.take("name", required_line(&self.name, NAME_LENGTH)).unwrap_or_default();
        let tracking_url = errors.take("tracking_url", link(&self.tracking_url)).unwrap_or_default();
        errors.into_result()?;
        Ok(CheckedCarrier { name, tracking_url })
    }
}

/// The number stands behind the host, so that no number leads elsewhere.
fn link(text: &str) -> Result<String, Problem> {
    let link = optional_line(text, TRACKING_LENGTH)?;
    if link.is_empty() {
        return Ok(link);
    }
    let rest = link.strip_prefix("https://").ok_or(Problem::NotATrackingLink)?;
    let (host, path) = rest.split_once('/').ok_or(Problem::NotATrackingLink)?;
    let is_host = !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:".contains(&byte));
    let is_path = path.contains(TRACKING_PLACE) && !path.chars().any(char::is_whitespace);
    if is_host && is_path { Ok(link) } else { Err(Problem::NotATrackingLink) }
}
