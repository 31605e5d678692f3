//! Mail that the shop wrote, for staff to read.
//!
//! A mail to an account may hold a link that opens it, so that whoever reads all mail can be anybody in the shop: only the
//! owner does. Staff with the permission for orders read what is about orders.

use crate::{
    domain::{
        access::Role,
        ids::OutboxMailId,
        staff::{MailDetail, MailList, PageRequest},
    },
    error::AppError,
    server::{
        state::State,
        store::{
            accounts::Account,
            admin::mail::{self, Readable},
        },
    },
};

fn readable(reader: &Account) -> Readable {
    if reader.role == Role::Owner { Readable::All } else { Readable::AboutOrders }
}

/// A page of the outbox, newest first.
pub async fn list_mail(state: &State, reader: &Account, query: &str, page: PageRequest) -> Result<MailList, AppError> {
    let (mails, pages) = mail::list(&state.db, readable(reader), query, page).await?;
    Ok(MailList { mails, pages })
}

/// One mail, its HTML reduced to what cannot harm the page it is shown in.
pub async fn read_mail(state: &State, reader: &Account, id: OutboxMailId) -> Result<MailDetail, AppError> {
    let stored = mail::find(&state.db, readable(reader), id).await?.ok_or(AppError::NotFound)?;
    Ok(MailDetail { row: stored.row, text: stored.text, html: presentable(&stored.html) })
}

/// A mail's HTML inside a page: without what could run or load, and without its title, which is a heading of the page.
fn presentable(html: &str) -> String {
    ammonia::Builder::default().rm_tags(["img", "h1"]).add_clean_content_tags(["title", "h1"]).clean(html).to_string()
}
