//! The loop that runs jobs.

use super::Job;
use crate::server::{
    state::State,
    store::{self, StoreResult, jobs::ClaimedJob},
};
use futures::future::join_all;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Jobs taken at once.
const BATCH: i64 = 8;
/// A job whose worker died is free again after so long.
const LEASE_SECONDS: i64 = 120;
/// Jobs that other nodes committed are found by looking this often.
const POLL: Duration = Duration::from_secs(1);
const MAX_ATTEMPTS: i64 = 10;
const SWEEP_SECONDS: u32 = 3_600;
const LOOK_UP_SECONDS: u32 = 300;

/// Runs jobs until told to stop; the jobs in hand are finished first.
pub async fn run(state: State, stop: CancellationToken) {
    while !stop.is_cancelled() {
        let wake = state.wake.notified();
        let worked = match run_due(&state).await {
            Ok(done) => done > 0,
            Err(error) => {
                tracing::error!(%error, "the job queue does not answer");
                false
            }
        };
        if !worked {
            tokio::select! {
                () = stop.cancelled() => {}
                () = wake => {}
                () = tokio::time::sleep(POLL) => {}
            }
        }
    }
}

/// Runs one batch of due jobs; tells how many there were.
pub async fn run_due(state: &State) -> StoreResult<usize> {
    let now = state.clock.now();
    let claimed = store::jobs::claim(&state.db, now, now.plus_seconds(LEASE_SECONDS), BATCH).await?;
    let results = join_all(claimed.iter().map(|job| run_one(state, job))).await;
    results.into_iter().collect::<StoreResult<Vec<()>>>()?;
    Ok(claimed.len())
}

async fn run_one(state: &State, job: &ClaimedJob) -> StoreResult<()> {
    let result = super::run(state, job).await;
    let now = state.clock.now();
    match result {
        Ok(()) => store::jobs::finish(&state.db, job.id, now).await,
        Err(error) if job.attempts >= MAX_ATTEMPTS => {
            // By its id only: what it is about may name a person.
            tracing::error!(job = %job.id, %error, "a job is given up");
            if let Err(error) = super::given_up(state, job, &error.to_string()).await {
                tracing::error!(job = %job.id, %error, "staff could not be told of it");
            }
            store::jobs::bury(&state.db, job.id, now, &error.to_string()).await
        }
        Err(error) => {
            tracing::warn!(job = %job.id, attempt = job.attempts, %error, "a job failed and is tried again");
            store::jobs::retry(&state.db, job.id, now.plus_seconds(pause_seconds(job.attempts)), &error.to_string())
                .await
        }
    }
}

/// 2, 4, 8, ... seconds, at most an hour.
fn pause_seconds(attempts: i64) -> i64 {
    (1_i64 << attempts.clamp(1, 12)).min(3_600)
}

/// Makes sure that what runs by time is waiting; called at start and by time, on every node.
pub async fn schedule(state: State, stop: CancellationToken) {
    while !stop.is_cancelled() {
        if let Err(error) = enqueue_by_time(&state).await {
            tracing::error!(%error, "could not schedule what runs by time");
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(Duration::from_secs(LOOK_UP_SECONDS.into())) => {}
        }
    }
}

async fn enqueue_by_time(state: &State) -> StoreResult<()> {
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    Job::Sweep.enqueue_at(&mut tx, now, now.plus_seconds(SWEEP_SECONDS.into())).await?;
    Job::LookUpPayments.enqueue_at(&mut tx, now, now.plus_seconds(LOOK_UP_SECONDS.into())).await?;
    tx.commit().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_end_at_an_hour() {
        assert_eq!([0, 1, 2, 10, 12, 1000].map(pause_seconds), [2, 2, 4, 1_024, 3_600, 3_600]);
    }
}
