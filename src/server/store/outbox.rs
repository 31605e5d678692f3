//! Mail the shop wrote, kept whether or not a server sends it.

use super::{
    Conn, StoreResult, Tx,
    db::{execute, select},
};
use crate::{
    domain::{
        ids::{JobId, OrderId, OutboxMailId},
        staff::OrderMailRow,
        timestamp::Timestamp,
    },
    server::gateways::mail::Mail,
};

#[derive(sqlx::FromRow)]
struct MailRow {
    id: OutboxMailId,
    recipient: String,
    subject: String,
    body_text: String,
    body_html: String,
    sent_at: Option<Timestamp>,
}

/// A mail in the outbox.
#[derive(Debug)]
pub struct OutboxMail {
    pub id: OutboxMailId,
    pub mail: Mail,
    pub sent_at: Option<Timestamp>,
}

/// The mail a job has written, if it has.
pub async fn find_by_job(on: impl Into<Conn<'_>>, job: JobId) -> StoreResult<Option<OutboxMail>> {
    let row: Option<MailRow> =
        select(on, "SELECT id, recipient, subject, body_text, body_html, sent_at FROM outbox_mail WHERE job_id = $1")
            .bind(job)
            .optional()
            .await?;
    Ok(row.map(|row| OutboxMail {
        id: row.id,
        mail: Mail {
            recipient: row.recipient,
            subject: row.subject,
            body_text: row.body_text,
            body_html: row.body_html,
        },
        sent_at: row.sent_at,
    }))
}

/// Keeps the mail of a job; a job that is run twice writes one mail.
pub async fn insert(
    on: impl Into<Conn<'_>>,
    job: JobId,
    order: Option<OrderId>,
    mail: &Mail,
    now: Timestamp,
) -> StoreResult<()> {
    execute(
        on,
        "INSERT INTO outbox_mail (job_id, order_id, recipient, subject, body_text, body_html, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (job_id) DO NOTHING",
    )
    .bind(job)
    .bind(order)
    .bind(&mail.recipient)
    .bind(&mail.subject)
    .bind(&mail.body_text)
    .bind(&mail.body_html)
    .bind(now)
    .run()
    .await?;
    Ok(())
}

/// Keeps a mail about an order once more, for where the order's mails go now; a job that is run twice writes one.
pub async fn copy(on: impl Into<Conn<'_>>, job: JobId, mail: OutboxMailId, now: Timestamp) -> StoreResult<()> {
    execute(
        on,
        "INSERT INTO outbox_mail (job_id, order_id, recipient, subject, body_text, body_html, created_at)
         SELECT CAST($1 AS BIGINT), outbox_mail.order_id, orders.email, subject, body_text, body_html, CAST($3 AS BIGINT)
         FROM outbox_mail JOIN orders ON orders.id = outbox_mail.order_id
         WHERE outbox_mail.id = $2 AND orders.email <> '' ON CONFLICT (job_id) DO NOTHING",
    )
    .bind(job)
    .bind(mail)
    .bind(now)
    .run()
    .await?;
    Ok(())
}

/// Notes that a mail is to be sent once more, unless that was asked for since an instant; tells whether it was noted.
pub async fn claim_resend(tx: &mut Tx, mail: OutboxMailId, now: Timestamp, since: Timestamp) -> StoreResult<bool> {
    let text = "UPDATE outbox_mail SET resend_asked_at = $2
                WHERE id = $1 AND (resend_asked_at IS NULL OR resend_asked_at <= $3)";
    Ok(execute(tx, text).bind(mail).bind(now).bind(since).run().await? == 1)
}

/// Mails about an order, oldest first.
pub async fn list_of_order(on: impl Into<Conn<'_>>, order: OrderId) -> StoreResult<Vec<OrderMailRow>> {
    select(on, "SELECT id, subject, recipient, created_at, sent_at FROM outbox_mail WHERE order_id = $1 ORDER BY id")
        .bind(order)
        .all()
        .await
}

pub async fn mark_sent(on: impl Into<Conn<'_>>, mail: OutboxMailId, now: Timestamp) -> StoreResult<()> {
    execute(on, "UPDATE outbox_mail SET sent_at = $2 WHERE id = $1").bind(mail).bind(now).run().await?;
    Ok(())
}

/// Replaces the texts of a mail that a server took: what it said is in the recipient's hands now.
pub async fn redact(on: impl Into<Conn<'_>>, mail: OutboxMailId, text: &str, html: &str) -> StoreResult<()> {
    execute(on, "UPDATE outbox_mail SET body_text = $2, body_html = $3 WHERE id = $1")
        .bind(mail)
        .bind(text)
        .bind(html)
        .run()
        .await?;
    Ok(())
}
