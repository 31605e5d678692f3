//! Mail that the shop wrote, for staff to read.

use crate::{
    domain::{
        access::Role,
        ids::OutboxMailId,
        staff::{MailDetail, MailList, PageRequest},
    },
    error::AppError,
    server::{
        state::State,
        store::{accounts::Account, admin::mail},
    },
};

/// A page of the outbox, newest first.
pub async fn list_mail(state: &State, query: &str, page: PageRequest) -> Result<MailList, AppError> {
    let (mails, pages) = mail::list(&state.db, query, page).await?;
    Ok(MailList { mails, pages })
}

/// One mail, its HTML reduced to what cannot harm the page it is shown in.
///
/// Mails about accounts have links that open them, so they are for the owner only: somebody of the staff could otherwise
/// ask for another password of the owner's and read the link.
pub async fn read_mail(state: &State, reader: &Account, id: OutboxMailId) -> Result<MailDetail, AppError> {
    let stored = mail::find(&state.db, id).await?.ok_or(AppError::NotFound)?;
    if stored.row.order.is_none() && reader.role != Role::Owner {
        return Err(AppError::Forbidden);
    }
    Ok(MailDetail { row: stored.row, text: stored.text, html: presentable(&stored.html) })
}

/// A mail's HTML inside a page: without what could run or load, and without its title, which is a heading of the page.
fn presentable(html: &str) -> String {
    ammonia::Builder::default().rm_tags(["img", "h1"]).add_clean_content_tags(["title", "h1"]).clean(html).to_string()
}
