//! The outbox, for staff.

use super::{contains, order_and_limit};
use crate::{
    domain::{
        ids::{OrderId, OutboxMailId},
        order::OrderNumber,
        staff::{MailRow, PageLinks, PageRequest},
        timestamp::Timestamp,
    },
    server::store::{Conn, StoreResult, db::select},
};

#[derive(sqlx::FromRow)]
struct Row {
    id: OutboxMailId,
    recipient: String,
    subject: String,
    created_at: Timestamp,
    sent_at: Option<Timestamp>,
    order_id: Option<OrderId>,
}

#[derive(sqlx::FromRow)]
struct WholeRow {
    #[sqlx(flatten)]
    row: Row,
    body_text: String,
    body_html: String,
}

/// A mail as it is stored: its HTML is not sanitized.
#[derive(Debug)]
pub struct StoredMail {
    pub row: MailRow,
    pub text: String,
    pub html: String,
}

/// Which mails somebody may read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readable {
    All,
    /// Those about orders: others may carry links that open an account.
    AboutOrders,
}

impl Readable {
    const fn condition(self) -> &'static str {
        match self {
            Self::All => "",
            Self::AboutOrders => "AND order_id IS NOT NULL",
        }
    }
}

/// A page of the readable mails whose recipient or subject fits the search.
pub async fn list(
    on: impl Into<Conn<'_>>,
    readable: Readable,
    query: &str,
    page: PageRequest,
) -> StoreResult<(Vec<MailRow>, PageLinks)> {
    let text = format!(
        "SELECT id, recipient, subject, created_at, sent_at, order_id FROM outbox_mail
         WHERE id > $1 AND id < $2 {}
           AND ($3 = '' OR LOWER(recipient) LIKE LOWER($3) ESCAPE '\\' OR LOWER(subject) LIKE LOWER($3) ESCAPE '\\')
         {}",
        readable.condition(),
        order_and_limit("id", page)
    );
    let (above, below) = page.bounds();
    let rows: Vec<Row> = select(on, text).bind(above).bind(below).bind(contains(query)).all().await?;
    let (rows, links) = page.finish(rows, |row| row.id.0);
    Ok((rows.into_iter().map(mail_row).collect(), links))
}

pub async fn find(on: impl Into<Conn<'_>>, readable: Readable, mail: OutboxMailId) -> StoreResult<Option<StoredMail>> {
    let text = format!(
        "SELECT id, recipient, subject, created_at, sent_at, order_id, body_text, body_html FROM outbox_mail
         WHERE id = $1 {}",
        readable.condition()
    );
    let found: Option<WholeRow> = select(on, text).bind(mail).optional().await?;
    Ok(found.map(|found| StoredMail { row: mail_row(found.row), text: found.body_text, html: found.body_html }))
}

fn mail_row(row: Row) -> MailRow {
    MailRow {
        id: row.id,
        recipient: row.recipient,
        subject: row.subject,
        created_at: row.created_at,
        sent_at: row.sent_at,
        order: row.order_id.map(OrderNumber),
    }
}
