//! Reading the audit log.

use crate::{domain::audit::AuditPage, error::AppError};
use leptos::prelude::*;

/// A page of the entries that the caller may read: of a kind of thing, of one thing, by somebody, and with a part of a
/// name; what is empty does not matter. `older` and `newer` as in [`crate::domain::staff::PageRequest::parse`].
#[server(prefix = "/actions", endpoint = "admin/list_audit_entries", input = leptos::server_fn::codec::GetUrl)]
pub async fn list_audit_entries(
    subject: String,
    subject_id: String,
    actor: String,
    query: String,
    older: String,
    newer: String,
) -> Result<AuditPage, AppError> {
    use crate::{
        domain::{
            audit::{AuditFilter, AuditSubject},
            forms::optional_line,
            staff::PageRequest,
        },
        server::{permissions, services::audit},
    };
    let (caller, account) = permissions::any_staff()?;
    let visible = AuditSubject::visible_to(account.role, account.permissions);
    let filter = AuditFilter {
        subject: AuditSubject::from_slug(&subject),
        subject_id: subject_id.parse().ok(),
        actor: optional_line(&actor, 254).unwrap_or_default(),
        words: query,
    };
    audit::list(&caller.state, &visible, &filter, PageRequest::parse(&older, &newer)).await
}
