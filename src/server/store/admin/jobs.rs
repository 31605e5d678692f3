//! The queue of jobs, for staff.

use super::order_and_limit;
use crate::{
    domain::{
        ids::{JobId, OrderId, PaymentId, RefundId},
        staff::{JobTab, PageLinks, PageRequest},
        timestamp::Timestamp,
    },
    server::store::{
        Conn, StoreResult, Tx,
        db::{execute, select},
        sql,
    },
};

/// A job as it is stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct StoredJob {
    pub id: JobId,
    pub kind: String,
    pub payload: String,
    pub attempts: i64,
    pub last_error: String,
    pub created_at: Timestamp,
    pub run_at: Timestamp,
    pub finished_at: Option<Timestamp>,
}

const COLUMNS: &str = "id, kind, payload, attempts, last_error, created_at, run_at, finished_at";

const fn condition(tab: JobTab) -> &'static str {
    match tab {
        JobTab::GivenUp => "status = 'dead'",
        JobTab::Failing => "status = 'queued' AND last_error <> ''",
        JobTab::Waiting => "status = 'queued' AND last_error = ''",
    }
}

/// A page of a tab, newest first.
pub async fn list(on: impl Into<Conn<'_>>, tab: JobTab, page: PageRequest) -> StoreResult<(Vec<StoredJob>, PageLinks)> {
    let text = format!(
        "SELECT {COLUMNS} FROM job WHERE {} AND id > $1 AND id < $2 {}",
        condition(tab),
        order_and_limit("id", page)
    );
    let (above, below) = page.bounds();
    let rows = select(on, text).bind(above).bind(below).all().await?;
    Ok(page.finish(rows, |row: &StoredJob| row.id.0))
}

/// How many jobs are given up, failing and waiting.
pub async fn count_by_tab(on: impl Into<Conn<'_>>) -> StoreResult<Vec<(JobTab, i64)>> {
    let (given_up, failing, waiting): (i64, i64, i64) = select(
        on,
        "SELECT CAST(COALESCE(SUM(CASE WHEN status = 'dead' THEN 1 ELSE 0 END), 0) AS BIGINT),
                CAST(COALESCE(SUM(CASE WHEN status = 'queued' AND last_error <> '' THEN 1 ELSE 0 END), 0) AS BIGINT),
                CAST(COALESCE(SUM(CASE WHEN status = 'queued' AND last_error = '' THEN 1 ELSE 0 END), 0) AS BIGINT)
         FROM job WHERE status IN ('dead', 'queued')",
    )
    .one()
    .await?;
    Ok(vec![(JobTab::GivenUp, given_up), (JobTab::Failing, failing), (JobTab::Waiting, waiting)])
}

/// The kinds of jobs that are given up, and how many there are of each.
pub async fn given_up_by_kind(on: impl Into<Conn<'_>>) -> StoreResult<Vec<(String, i64)>> {
    let text = "SELECT kind, CAST(COUNT(*) AS BIGINT) FROM job WHERE status = 'dead' GROUP BY kind ORDER BY kind";
    select(on, text).all().await
}

/// An unfinished job, or one that is given up.
pub async fn find(on: impl Into<Conn<'_>>, id: JobId) -> StoreResult<Option<StoredJob>> {
    let text = format!("SELECT {COLUMNS} FROM job WHERE id = $1 AND status IN ('dead', 'queued')");
    select(on, text).bind(id).optional().await
}

// Another job of the same key may wait by now: the one that comes back goes without.
const AGAIN: &str = "UPDATE job SET status = 'queued', attempts = 0, run_at = $1, lease_until = 0, finished_at = NULL,
    dedupe_key = CASE WHEN status = 'dead' THEN NULL ELSE dedupe_key END";

/// Puts a job back that is given up, or has one that waits tried now; `false` if it is at work or done.
pub async fn retry(tx: &mut Tx, id: JobId, now: Timestamp) -> StoreResult<bool> {
    let text = format!("{AGAIN} WHERE id = $2 AND (status = 'dead' OR (status = 'queued' AND lease_until <= $1))");
    Ok(execute(tx, text).bind(now).bind(id).run().await? == 1)
}

/// Puts all jobs of a kind back that are given up; tells how many there were.
pub async fn retry_all(tx: &mut Tx, kind: &str, now: Timestamp) -> StoreResult<u64> {
    execute(tx, format!("{AGAIN} WHERE kind = $2 AND status = 'dead'")).bind(now).bind(kind).run().await
}

/// Lets go of a job that is given up. Its row stays for a while, as mails know their jobs by id.
pub async fn discard(tx: &mut Tx, id: JobId, now: Timestamp) -> StoreResult<bool> {
    let text = "UPDATE job SET status = 'done', finished_at = $2 WHERE id = $1 AND status = 'dead'";
    Ok(execute(tx, text).bind(id).bind(now).run().await? == 1)
}

/// The orders of payments.
pub async fn orders_of_payments(
    on: impl Into<Conn<'_>>,
    payments: &[PaymentId],
) -> StoreResult<Vec<(PaymentId, OrderId)>> {
    if payments.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!("SELECT id, order_id FROM payment WHERE id IN ({})", sql::list(1, payments.len()));
    select(on, text).bind_all(payments.iter().copied()).all().await
}

/// The orders of refunds.
pub async fn orders_of_refunds(on: impl Into<Conn<'_>>, refunds: &[RefundId]) -> StoreResult<Vec<(RefundId, OrderId)>> {
    if refunds.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT refund.id, payment.order_id FROM refund JOIN payment ON payment.id = refund.payment_id
         WHERE refund.id IN ({})",
        sql::list(1, refunds.len())
    );
    select(on, text).bind_all(refunds.iter().copied()).all().await
}
