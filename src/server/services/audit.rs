//! The audit log: every service that changes what staff edit notes the change in its own
//! transaction, so that the log holds exactly what was committed.

use crate::{
    domain::{
        audit::{AuditAction, AuditChange, AuditEntry, AuditFilter, AuditPage, AuditSubject},
        staff::PageRequest,
        timestamp::Timestamp,
    },
    error::AppError,
    server::{
        state::State,
        store::{
            StoreError, StoreResult, Tx,
            audit::{self, AuditRow, KeptEntry},
        },
    },
};
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// What was changed, for the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    pub kind: AuditSubject,
    pub id: i64,
    /// What it is called now, or was last.
    pub label: String,
}

impl Subject {
    pub fn new(kind: AuditSubject, id: i64, label: impl Into<String>) -> Self {
        Self { kind, id, label: label.into() }
    }
}

/// The entry for a change, with the fields that differ: `before` is `None` for something new, `after`
/// for something deleted. There is no entry where nothing differs.
///
/// States must serialize as objects.
pub fn entry<T: Serialize>(subject: Subject, before: Option<&T>, after: Option<&T>) -> StoreResult<Option<AuditRow>> {
    let action = match (before, after) {
        (None, None) => return Ok(None),
        (None, Some(_)) => AuditAction::Create,
        (Some(_), Some(_)) => AuditAction::Update,
        (Some(_), None) => AuditAction::Delete,
    };
    let (mut before, mut after) = (object(before)?, object(after)?);
    if action == AuditAction::Update {
        let same: Vec<String> = before
            .iter()
            .filter(|(name, value)| after.get(*name) == Some(value))
            .map(|(name, _)| name.clone())
            .collect();
        for name in same {
            before.remove(&name);
            after.remove(&name);
        }
        if before.is_empty() && after.is_empty() {
            return Ok(None);
        }
    }
    let Subject { kind, id, label } = subject;
    Ok(Some(AuditRow { action, subject: kind, subject_id: id, label, before: text(before), after: text(after) }))
}

/// Notes one change; see [`entry`].
pub async fn note<T: Serialize>(
    tx: &mut Tx,
    now: Timestamp,
    actor: &str,
    subject: Subject,
    before: Option<&T>,
    after: Option<&T>,
) -> StoreResult<()> {
    let entries: Vec<AuditRow> = entry(subject, before, after)?.into_iter().collect();
    note_all(tx, now, actor, &entries).await
}

/// Notes that something was put in another place of its list, counted from 0.
pub async fn note_place(
    tx: &mut Tx,
    now: Timestamp,
    actor: &str,
    subject: Subject,
    before: i64,
    after: i64,
) -> StoreResult<()> {
    #[derive(Serialize)]
    struct Place {
        position: i64,
    }
    note(tx, now, actor, subject, Some(&Place { position: before }), Some(&Place { position: after })).await
}

/// Notes many changes at once.
pub async fn note_all(tx: &mut Tx, now: Timestamp, actor: &str, entries: &[AuditRow]) -> StoreResult<()> {
    if entries.is_empty() { Ok(()) } else { audit::insert(tx, actor, entries, now).await }
}

/// A page of the entries that fit a filter, newest first, as far as the reader may know of what they are about; see
/// [`AuditSubject::visible_to`].
pub async fn list(
    state: &State,
    visible: &[AuditSubject],
    filter: &AuditFilter,
    page: PageRequest,
) -> Result<AuditPage, AppError> {
    if visible.is_empty() {
        return Ok(AuditPage::default());
    }
    let (rows, pages) = audit::list(&state.db, visible, filter, page).await?;
    let actors = audit::actors(&state.db, visible).await?;
    Ok(AuditPage { entries: rows.into_iter().map(read).collect(), pages, actors, subjects: visible.to_vec() })
}

fn read(row: KeptEntry) -> AuditEntry {
    AuditEntry {
        changes: changes(&row.before, &row.after),
        id: row.id,
        at: row.created_at,
        actor: row.actor,
        action: row.action,
        subject: row.subject,
        subject_id: row.subject_id,
        label: row.label,
    }
}

/// Field by field, in the order of their names.
fn changes(before: &str, after: &str) -> Vec<AuditChange> {
    let fields = |text: &str| serde_json::from_str::<BTreeMap<String, Value>>(text).unwrap_or_default();
    let (before, after) = (fields(before), fields(after));
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let value = |fields: &BTreeMap<String, Value>, name: &String| {
        fields.get(name).filter(|value| !value.is_null()).map(Value::to_string)
    };
    let change =
        |name: &String| AuditChange { field: name.clone(), before: value(&before, name), after: value(&after, name) };
    names.into_iter().map(change).collect()
}

fn object<T: Serialize>(state: Option<&T>) -> StoreResult<Map<String, Value>> {
    let Some(state) = state else { return Ok(Map::new()) };
    match serde_json::to_value(state) {
        Ok(Value::Object(fields)) => Ok(fields),
        _ => Err(StoreError::Inconsistent("only objects can be audited".into())),
    }
}

fn text(fields: Map<String, Value>) -> String {
    if fields.is_empty() { String::new() } else { Value::Object(fields).to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct Brand {
        name: &'static str,
        slug: &'static str,
    }

    const TARN: Brand = Brand { name: "Tarn", slug: "tarn" };

    fn subject() -> Subject {
        Subject::new(AuditSubject::Brand, 7, "Tarn")
    }

    #[test]
    fn only_what_differs_is_noted() {
        let renamed = Brand { name: "Tarn & Co.", ..TARN };
        let row = entry(subject(), Some(&TARN), Some(&renamed)).unwrap().unwrap();
        assert_eq!((row.action, row.before.as_str()), (AuditAction::Update, r#"{"name":"Tarn"}"#));
        assert_eq!(row.after, r#"{"name":"Tarn & Co."}"#);
        assert_eq!(entry(subject(), Some(&TARN), Some(&TARN)).unwrap(), None);
    }

    #[test]
    fn entries_are_read_field_by_field() {
        let change = |field: &str, before: Option<&str>, after: Option<&str>| AuditChange {
            field: field.into(),
            before: before.map(str::to_owned),
            after: after.map(str::to_owned),
        };
        assert_eq!(
            changes(r#"{"name":"Tarn","slug":null}"#, r#"{"name":"Tarn & Co.","position":3}"#),
            [
                change("name", Some("\"Tarn\""), Some("\"Tarn & Co.\"")),
                change("position", None, Some("3")),
                change("slug", None, None),
            ]
        );
        assert!(changes("", "no JSON").is_empty());
    }

    #[test]
    fn beginnings_and_ends_are_noted_whole() {
        let created = entry(subject(), None, Some(&TARN)).unwrap().unwrap();
        assert_eq!((created.action, created.before.as_str()), (AuditAction::Create, ""));
        let deleted = entry(subject(), Some(&TARN), None).unwrap().unwrap();
        assert_eq!((deleted.before, deleted.after), (created.after, String::new()));
    }
}
