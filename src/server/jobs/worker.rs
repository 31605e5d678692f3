//! The loop that runs jobs: so many at once, each in a task of its own, so that neither a slow one nor one that panics keeps
//! the others waiting.

use super::{Job, JobError};
use crate::server::{
    state::State,
    store::{self, StoreResult, jobs::ClaimedJob},
};
use futures::FutureExt;
use std::{any::Any, panic::AssertUnwindSafe, time::Duration};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// Jobs that run at once.
const SLOTS: usize = 8;
/// A job whose worker died is free again after so long. Whoever takes longer loses the claim to the next.
const LEASE_SECONDS: i64 = 120;
/// Jobs that other nodes committed are found by looking this often.
const POLL: Duration = Duration::from_secs(1);
const MAX_ATTEMPTS: i64 = 10;
const SWEEP_SECONDS: u32 = 3_600;
const LOOK_UP_SECONDS: u32 = 300;

/// Begins a part of the worker again whenever it breaks, until told to stop.
pub async fn supervise<F>(stop: CancellationToken, start: impl Fn() -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    while !stop.is_cancelled() {
        let Err(error) = tokio::spawn(start()).await else { return };
        tracing::error!(%error, "the worker broke and begins again");
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(POLL) => {}
        }
    }
}

/// Runs jobs until told to stop; the jobs in hand are finished first.
pub async fn run(state: State, stop: CancellationToken) {
    run_by(state, stop, run_job).await;
}

/// The same, where somebody else does what a job asks for.
pub async fn run_by<W, F>(state: State, stop: CancellationToken, work: W)
where
    W: Fn(State, ClaimedJob) -> F,
    F: Future<Output = Result<(), JobError>> + Send + 'static,
{
    let mut running = JoinSet::new();
    while !stop.is_cancelled() {
        state.heartbeat.beat(state.clock.now());
        let wake = state.wake.notified();
        let free = SLOTS.saturating_sub(running.len());
        if let Err(error) = start_due(&state, &mut running, free, &work).await {
            tracing::error!(%error, "the job queue does not answer");
        }
        let is_full = running.len() >= SLOTS;
        tokio::select! {
            () = stop.cancelled() => {}
            () = wake, if !is_full => {}
            Some(ended) = running.join_next() => {
                tell_of(ended);
                // Whatever else ended makes room for the same claim.
                while let Some(ended) = running.try_join_next() {
                    tell_of(ended);
                }
            }
            () = tokio::time::sleep(POLL) => {}
        }
    }
    while let Some(ended) = running.join_next().await {
        tell_of(ended);
    }
}

/// Runs the due jobs that fit in, each to its end; tells how many there were.
pub async fn run_due(state: &State) -> StoreResult<usize> {
    run_due_by(state, run_job).await
}

/// The same, where somebody else does what a job asks for.
pub async fn run_due_by<W, F>(state: &State, work: W) -> StoreResult<usize>
where
    W: Fn(State, ClaimedJob) -> F,
    F: Future<Output = Result<(), JobError>> + Send + 'static,
{
    let mut running = JoinSet::new();
    let started = start_due(state, &mut running, SLOTS, &work).await?;
    while let Some(ended) = running.join_next().await {
        match ended {
            Ok(settled) => settled?,
            ended => tell_of(ended),
        }
    }
    Ok(started)
}

async fn run_job(state: State, job: ClaimedJob) -> Result<(), JobError> {
    super::run(&state, &job).await
}

/// Claims as many due jobs as there are free slots and starts them; tells how many.
async fn start_due<W, F>(
    state: &State,
    running: &mut JoinSet<StoreResult<()>>,
    free: usize,
    work: &W,
) -> StoreResult<usize>
where
    W: Fn(State, ClaimedJob) -> F,
    F: Future<Output = Result<(), JobError>> + Send + 'static,
{
    let most = i64::try_from(free).unwrap_or(i64::MAX);
    if most == 0 {
        return Ok(0);
    }
    let now = state.clock.now();
    let claimed = store::jobs::claim(&state.db, now, now.plus_seconds(LEASE_SECONDS), (most, MAX_ATTEMPTS)).await?;
    let started = claimed.len();
    for job in claimed {
        let result = AssertUnwindSafe(work(state.clone(), job.clone())).catch_unwind();
        let state = state.clone();
        running.spawn(async move {
            let result = result.await.unwrap_or_else(|panic| Err(JobError::Panicked(message_of(panic.as_ref()))));
            settle(&state, &job, result).await
        });
    }
    Ok(started)
}

/// What a panic said.
fn message_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "without a message".into())
}

fn tell_of(ended: Result<StoreResult<()>, tokio::task::JoinError>) {
    let error: &dyn std::fmt::Display = match &ended {
        Ok(Ok(())) => return,
        Ok(Err(error)) => error,
        Err(error) => error,
    };
    // It runs again when its lease ends.
    tracing::error!(%error, "a job could not be settled");
}

/// Writes down how a job ended.
async fn settle(state: &State, job: &ClaimedJob, result: Result<(), JobError>) -> StoreResult<()> {
    let now = state.clock.now();
    let is_settled = match result {
        Ok(()) => store::jobs::finish(&state.db, job, now).await?,
        Err(error) if job.attempts >= MAX_ATTEMPTS => {
            // By its id only: what it is about may name a person.
            tracing::error!(job = %job.id, %error, "a job is given up");
            if let Err(error) = super::given_up(state, job, &error.to_string()).await {
                tracing::error!(job = %job.id, %error, "staff could not be told of it");
            }
            store::jobs::bury(&state.db, job, now, &error.to_string()).await?
        }
        Err(error) => {
            tracing::warn!(job = %job.id, attempt = job.attempts, %error, "a job failed and is tried again");
            let run_at = now.plus_seconds(pause_seconds(job.attempts));
            store::jobs::retry(&state.db, job, run_at, &error.to_string()).await?
        }
    };
    if !is_settled {
        tracing::warn!(job = %job.id, attempt = job.attempts, "a job outlived its lease; somebody else has it");
    }
    Ok(())
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
    Job::CompleteOrders.enqueue_at(&mut tx, now, now.plus_seconds(LOOK_UP_SECONDS.into())).await?;
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
