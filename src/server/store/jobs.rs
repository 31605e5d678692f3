//! The queue of durable jobs.

use super::{
    Conn, Db, StoreResult, Tx,
    db::{execute, select},
    multi_row::insert_rows,
};
use crate::domain::{ids::JobId, timestamp::Timestamp};

/// A job that this worker holds the lease of.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ClaimedJob {
    pub id: JobId,
    pub payload: String,
    /// This try included.
    pub attempts: i64,
}

/// Adds a job; with a dedupe key, only if no unfinished job has the same.
pub async fn insert(
    on: impl Into<Conn<'_>>,
    (kind, payload): (&str, &str),
    dedupe_key: Option<&str>,
    now: Timestamp,
    run_at: Timestamp,
) -> StoreResult<()> {
    execute(
        on,
        "INSERT INTO job (kind, payload, dedupe_key, run_at, created_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (dedupe_key) WHERE status = 'queued' DO NOTHING",
    )
    .bind(kind)
    .bind(payload)
    .bind(dedupe_key.map(str::to_owned))
    .bind(run_at)
    .bind(now)
    .run()
    .await?;
    Ok(())
}

/// Adds jobs, each a kind and a payload, due now.
pub async fn insert_all(tx: &mut Tx, jobs: &[(&str, String)], now: Timestamp) -> StoreResult<()> {
    let into = "job (kind, payload, run_at, created_at)";
    insert_rows(tx, into, jobs, "", |statement, (kind, payload): &(&str, String)| {
        statement.bind((*kind).to_owned()).bind(payload.clone()).bind(now).bind(now)
    })
    .await?;
    Ok(())
}

/// Takes up to `most` due jobs that nobody holds, until the lease ends.
///
/// A job whose process died with it leaves no error; one that used up its `tries` so is given up here.
pub async fn claim(
    db: &Db,
    now: Timestamp,
    lease_until: Timestamp,
    (most, tries): (i64, i64),
) -> StoreResult<Vec<ClaimedJob>> {
    // Most polls find nothing; asking first spares them the write lock.
    if next_due(db).await?.is_none_or(|due| due > now) {
        return Ok(Vec::new());
    }
    let mut tx = db.begin().await?;
    bury_exhausted(&mut tx, now, tries).await?;
    let text = format!(
        "UPDATE job SET lease_until = $1, attempts = attempts + 1
         WHERE id IN (SELECT id FROM job WHERE status = 'queued' AND run_at <= $2 AND lease_until <= $2
                      ORDER BY run_at, id LIMIT $3 {})
         RETURNING id, payload, attempts",
        Conn::from(&mut tx).dialect().for_update_skip_locked()
    );
    let claimed = select(&mut tx, text).bind(lease_until).bind(now).bind(most).all().await?;
    tx.commit().await?;
    Ok(claimed)
}

/// When the next job can be taken: its due time, or the end of the lease it is under.
pub async fn next_due(on: impl Into<Conn<'_>>) -> StoreResult<Option<Timestamp>> {
    let (due,): (Option<Timestamp>,) = select(
        on,
        "SELECT MIN(CASE WHEN lease_until > run_at THEN lease_until ELSE run_at END) FROM job WHERE status = 'queued'",
    )
    .one()
    .await?;
    Ok(due)
}

/// Ends a job that succeeded. `false`, and nothing changes, if the claim is over: its lease ran out and somebody else took
/// the job.
pub async fn finish(on: impl Into<Conn<'_>>, claim: &ClaimedJob, now: Timestamp) -> StoreResult<bool> {
    let text = "UPDATE job SET status = 'done', finished_at = $3 WHERE id = $1 AND attempts = $2 AND status = 'queued'";
    Ok(execute(on, text).bind(claim.id).bind(claim.attempts).bind(now).run().await? == 1)
}

/// Puts a failed job back for later, with what went wrong. `false` as in [`finish`].
pub async fn retry(on: impl Into<Conn<'_>>, claim: &ClaimedJob, run_at: Timestamp, error: &str) -> StoreResult<bool> {
    let text = "UPDATE job SET run_at = $3, lease_until = 0, last_error = $4
                WHERE id = $1 AND attempts = $2 AND status = 'queued'";
    Ok(execute(on, text).bind(claim.id).bind(claim.attempts).bind(run_at).bind(error).run().await? == 1)
}

/// Gives a job up; it stays for staff to see. `false` as in [`finish`].
pub async fn bury(on: impl Into<Conn<'_>>, claim: &ClaimedJob, now: Timestamp, error: &str) -> StoreResult<bool> {
    let text = "UPDATE job SET status = 'dead', finished_at = $3, last_error = $4
                WHERE id = $1 AND attempts = $2 AND status = 'queued'";
    Ok(execute(on, text).bind(claim.id).bind(claim.attempts).bind(now).bind(error).run().await? == 1)
}

/// Gives up what was tried often enough and never came back to say how it ended.
async fn bury_exhausted(tx: &mut Tx, now: Timestamp, tries: i64) -> StoreResult<()> {
    let text = format!(
        "UPDATE job SET status = 'dead', finished_at = $1,
                last_error = CASE WHEN last_error = '' THEN $3 ELSE last_error END
         WHERE id IN (SELECT id FROM job WHERE status = 'queued' AND run_at <= $1 AND lease_until <= $1
                        AND attempts >= $2 {})",
        Conn::from(&mut *tx).dialect().for_update_skip_locked()
    );
    let error = "its last try ended without an answer: the process stopped, or it took longer than its lease";
    let buried = execute(tx, text).bind(now).bind(tries).bind(error).run().await?;
    if buried > 0 {
        tracing::error!(buried, "jobs are given up whose tries ended without an answer");
    }
    Ok(())
}

/// Unfinished jobs, and those given up.
pub async fn count_open_and_dead(on: impl Into<Conn<'_>>) -> StoreResult<(i64, i64)> {
    select(
        on,
        "SELECT CAST(COALESCE(SUM(CASE WHEN status = 'queued' THEN 1 ELSE 0 END), 0) AS BIGINT),
                CAST(COALESCE(SUM(CASE WHEN status = 'dead' THEN 1 ELSE 0 END), 0) AS BIGINT) FROM job",
    )
    .one()
    .await
}

/// Forgets what was finished before an instant.
pub async fn delete_finished(on: impl Into<Conn<'_>>, before: Timestamp) -> StoreResult<u64> {
    execute(on, "DELETE FROM job WHERE status = 'done' AND finished_at < $1").bind(before).run().await
}
