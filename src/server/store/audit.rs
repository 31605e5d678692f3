//! The audit log.

use super::{
    Conn, StoreResult, Tx,
    admin::{contains, order_and_limit},
    db::select,
    multi_row::insert_rows,
};
use crate::domain::{
    audit::{AuditAction, AuditFilter, AuditSubject},
    staff::{PageLinks, PageRequest},
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

/// One entry as it is kept.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct KeptEntry {
    pub id: i64,
    pub created_at: Timestamp,
    pub actor: String,
    pub action: AuditAction,
    pub subject: AuditSubject,
    pub subject_id: i64,
    pub label: String,
    /// JSON objects, or empty.
    pub before: String,
    pub after: String,
}

/// A page of the entries about visible things that fit a filter, newest first.
pub async fn list(
    on: impl Into<Conn<'_>>,
    visible: &[AuditSubject],
    filter: &AuditFilter,
    page: PageRequest,
) -> StoreResult<(Vec<KeptEntry>, PageLinks)> {
    // Only what is filtered by stands in the statement, so that each goes by its own index.
    let subject = filter.subject.map(|subject| subject.slug().to_owned());
    let mut conditions = String::new();
    let mut condition = |wanted: bool, text: &str| {
        if wanted {
            conditions.push_str(" AND ");
            conditions.push_str(text);
        }
    };
    condition(visible.len() < AuditSubject::ALL.len(), &is_visible("subject", visible));
    condition(subject.is_some(), "subject = $3");
    condition(filter.subject_id.is_some(), "subject_id = $4");
    condition(!filter.actor.is_empty(), "actor = $5");
    condition(!filter.words.trim().is_empty(), "LOWER(label) LIKE LOWER($6) ESCAPE '\\'");
    let text = format!(
        "SELECT id, created_at, actor, action, subject, subject_id, label, before, after FROM audit_entry
         WHERE id > $1 AND id < $2 AND $3 = $3 AND $4 = $4 AND $5 = $5 AND $6 = $6 {conditions} {}",
        order_and_limit("id", page)
    );
    let (above, below) = page.bounds();
    let rows: Vec<KeptEntry> = select(on, text)
        .bind(above)
        .bind(below)
        .bind(subject.unwrap_or_default())
        .bind(filter.subject_id.unwrap_or_default())
        .bind(&filter.actor)
        .bind(contains(&filter.words))
        .all()
        .await?;
    Ok(page.finish(rows, |row| row.id))
}

/// The slugs are constants of ours, so they stand in the statement.
fn is_visible(column: &str, visible: &[AuditSubject]) -> String {
    let slugs: Vec<String> = visible.iter().map(|subject| format!("'{}'", subject.slug())).collect();
    format!("{column} IN ({})", slugs.join(", "))
}

/// Everyone who is named in entries about visible things; one step in the index for each.
pub async fn actors(on: impl Into<Conn<'_>>, visible: &[AuditSubject]) -> StoreResult<Vec<String>> {
    // Who sees all of the log is not asked to look at the rows.
    let condition = match visible.len() == AuditSubject::ALL.len() {
        true => String::new(),
        false => format!(" AND {}", is_visible("entry.subject", visible)),
    };
    let text = format!(
        "WITH RECURSIVE known (actor) AS (
            SELECT MIN(entry.actor) FROM audit_entry entry WHERE entry.actor >= ''{condition}
            UNION ALL
            SELECT (SELECT MIN(entry.actor) FROM audit_entry entry WHERE entry.actor > known.actor{condition}) FROM known
            WHERE known.actor IS NOT NULL
        ) SELECT actor FROM known WHERE actor IS NOT NULL LIMIT 200"
    );
    let rows: Vec<(String,)> = select(on, text).all().await?;
    Ok(rows.into_iter().map(|(actor,)| actor).collect())
}
