//! The audit log.

use super::{StoreResult, Tx, multi_row::insert_rows};
use crate::domain::{
    audit::{AuditAction, AuditSubject},
    timestamp::Timestamp,
};

/// One entry to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRow {
    pub action: AuditAction,
    pub subject: AuditSubject,
    pub subject_id: i64,
    pub label: String,
    /// JSON objects, or empty.
    pub before: String,
    pub after: String,
}

/// Writes entries of one actor.
pub async fn insert(tx: &mut Tx, actor: &str, rows: &[AuditRow], now: Timestamp) -> StoreResult<()> {
    let into = "audit_entry (created_at, actor, action, subject, subject_id, label, before, after)";
    insert_rows(tx, into, rows, "", |statement, row: &AuditRow| {
        statement
            .bind(now)
            .bind(actor)
            .bind(row.action)
            .bind(row.subject)
            .bind(row.subject_id)
            .bind(&row.label)
            .bind(&row.before)
            .bind(&row.after)
    })
    .await?;
    Ok(())
}
