//! Work on money and stock that nobody does any more.

use super::disagreements;
use crate::{
    domain::{
        check::{CheckedArea, Disagreement},
        staff::{job_name, without_addresses},
    },
    server::store::{Conn, StoreResult},
};

/// Jobs of these kinds that are given up.
pub async fn given_up(on: impl Into<Conn<'_>>, kinds: &[&str]) -> StoreResult<Vec<Disagreement>> {
    let kinds: Vec<String> = kinds.iter().map(|kind| format!("'{kind}'")).collect();
    let text = format!(
        "SELECT id, kind, attempts, last_error FROM job WHERE status = 'dead' AND kind IN ({}) ORDER BY id LIMIT $1",
        kinds.join(", ")
    );
    disagreements(on, text, |(id, kind, attempts, error): (i64, String, i64, String)| Disagreement {
        area: CheckedArea::Jobs,
        subject: format!("job {id}, {}", job_name(&kind).to_lowercase()),
        problem: format!("given up after {attempts} tries: {}", without_addresses(&error)),
    })
    .await
}
