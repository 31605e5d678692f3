//! The outbox.

use crate::{
    domain::staff::{MailDetail, MailList},
    error::AppError,
};
use leptos::prelude::*;

/// A page of the mails that the caller may read and whose recipient or subject fits the search; `older` and `newer` as in
/// [`crate::domain::staff::PageRequest::parse`].
#[server(prefix = "/actions", endpoint = "admin/list_mail", input = leptos::server_fn::codec::GetUrl)]
pub async fn list_mail(query: String, older: String, newer: String) -> Result<MailList, AppError> {
    use crate::{
        domain::{access::Permission, staff::PageRequest},
        server::{permissions, services::outbox},
    };
    let (caller, account) = permissions::staff(Permission::Orders)?;
    outbox::list_mail(&caller.state, &account, &query, PageRequest::parse(&older, &newer)).await
}

/// One mail; an id that is no number is one that does not exist.
#[server(prefix = "/actions", endpoint = "admin/get_mail", input = leptos::server_fn::codec::GetUrl)]
pub async fn get_mail(id: String) -> Result<MailDetail, AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::outbox},
    };
    let (caller, account) = permissions::staff(Permission::Orders)?;
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    outbox::read_mail(&caller.state, &account, id).await
}
