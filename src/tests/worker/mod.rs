//! The loop that runs jobs: what panics, hangs or dies with its process keeps no other job from being done.

use crate::support::TestShop;
use futures::future::{BoxFuture, FutureExt};
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tradewind::server::{
    jobs::{Job, JobError, worker},
    state::State,
    store::{
        db::select,
        jobs::{self, ClaimedJob},
    },
};

/// After so long, a job is held to wait for another one.
const PATIENCE: Duration = Duration::from_secs(60);
/// As the worker has it.
const TRIES: i64 = 10;

async fn queue(shop: &TestShop, jobs: &[Job]) {
    let mut tx = shop.state.db.begin().await.expect("a transaction");
    for job in jobs {
        job.enqueue(&mut tx, shop.clock.now()).await.expect("queued");
    }
    tx.commit().await.expect("committed");
}

/// The job that is made to fail here.
fn bad() -> Job {
    Job::LowStock { items: Vec::new() }
}

fn good() -> Job {
    Job::BackInStock { variants: Vec::new() }
}

fn is_bad(job: &ClaimedJob) -> bool {
    job.payload.contains("low_stock")
}

fn panics(_: State, job: ClaimedJob) -> BoxFuture<'static, Result<(), JobError>> {
    async move {
        assert!(!is_bad(&job), "out of ink");
        Ok(())
    }
    .boxed()
}

/// State, tries and error of all jobs, oldest first.
async fn ended(shop: &TestShop) -> Vec<(String, i64, String)> {
    select(&shop.state.db, "SELECT status, attempts, last_error FROM job ORDER BY id").all().await.expect("the jobs")
}

async fn claim(shop: &TestShop) -> Vec<ClaimedJob> {
    let now = shop.clock.now();
    jobs::claim(&shop.state.db, now, now.plus_seconds(120), (8, TRIES)).await.expect("the queue answers")
}

on_both! {
    async fn a_job_that_panics_is_given_up_after_its_tries_and_the_next_one_is_done(shop: TestShop) {
        queue(&shop, &[bad(), good()]).await;
        for _ in 0..TRIES + 2 {
            worker::run_due_by(&shop.state, panics).await.expect("the queue answers");
            shop.clock.advance_minutes(61);
        }
        let done = ("done".to_owned(), 1, String::new());
        assert_eq!(ended(&shop).await, [("dead".to_owned(), TRIES, "it panicked: out of ink".to_owned()), done]);
    }

    async fn a_job_that_takes_its_process_with_it_every_time_is_given_up(shop: TestShop) {
        queue(&shop, &[bad(), good()]).await;
        assert_eq!(worker::run_due_by(&shop.state, |_, job: ClaimedJob| async move {
            if is_bad(&job) { Err(JobError::Webhook("no answer".into())) } else { Ok(()) }
        }).await.expect("the queue answers"), 2);
        for _ in 1..TRIES {
            shop.clock.advance_minutes(3);
            assert_eq!(claim(&shop).await.len(), 1, "its lease ended");
        }
        shop.clock.advance_minutes(3);
        assert_eq!(worker::run_due_by(&shop.state, panics).await.expect("the queue answers"), 0);
        let given_up = ("dead".to_owned(), TRIES, "webhook: no answer".to_owned());
        assert_eq!(ended(&shop).await[0], given_up, "and the last error that it lived to tell is kept");
    }

    async fn a_slow_job_keeps_no_other_waiting(shop: TestShop) {
        const OTHERS: usize = 20;
        let others: Vec<Job> = (0..OTHERS).map(|_| good()).collect();
        queue(&shop, &[vec![bad()], others].concat()).await;
        let (all_done, done, stop) = (Arc::new(Notify::new()), Arc::new(AtomicUsize::new(0)), CancellationToken::new());
        let stopped = stop.clone();
        let work = move |_: State, job: ClaimedJob| {
            let (all_done, done, stop) = (Arc::clone(&all_done), Arc::clone(&done), stop.clone());
            async move {
                if is_bad(&job) {
                    all_done.notified().await;
                    stop.cancel();
                } else if done.fetch_add(1, Ordering::SeqCst) + 1 == OTHERS {
                    all_done.notify_one();
                }
                Ok(())
            }
        };
        let running = worker::run_by(shop.state.clone(), stopped, work);
        tokio::time::timeout(PATIENCE, running).await.expect("the others are done while the first one waits for them");
        assert!(ended(&shop).await.iter().all(|(status, tries, _)| status == "done" && *tries == 1));
    }

    async fn whoever_outlived_their_lease_leaves_the_job_to_the_next(shop: TestShop) {
        queue(&shop, &[good()]).await;
        let late = claim(&shop).await.pop().expect("a job");
        shop.clock.advance_minutes(3);
        let holder = claim(&shop).await.pop().expect("the same job once more");
        assert_eq!((late.id, late.attempts, holder.attempts), (holder.id, 1, 2));
        let (db, now) = (&shop.state.db, shop.clock.now());
        assert!(!jobs::retry(db, &late, now, "too late").await.expect("an answer"));
        assert!(!jobs::bury(db, &late, now, "too late").await.expect("an answer"));
        assert!(!jobs::finish(db, &late, now).await.expect("an answer"));
        assert!(claim(&shop).await.is_empty(), "the lease of the holder stands");
        assert!(jobs::finish(db, &holder, now).await.expect("an answer"));
        assert!(!jobs::retry(db, &holder, now, "done before").await.expect("an answer"));
        assert_eq!(ended(&shop).await, [("done".to_owned(), 2, String::new())]);
    }

    async fn a_node_whose_worker_fell_silent_is_not_ready(shop: TestShop) {
        shop.visitor().get("/readyz").await.expect(200);
        shop.state.heartbeat.beat(shop.clock.now());
        shop.visitor().get("/readyz").await.expect(200);
        shop.clock.advance_minutes(2);
        assert!(shop.visitor().get("/readyz").await.expect(503).body.contains("worker"));
        shop.visitor().get("/healthz").await.expect(200);
        shop.state.heartbeat.beat(shop.clock.now());
        shop.visitor().get("/readyz").await.expect(200);
    }
}

#[tokio::test]
async fn a_worker_that_breaks_begins_again() {
    let (starts, stop) = (Arc::new(AtomicUsize::new(0)), CancellationToken::new());
    let (counted, stopped) = (Arc::clone(&starts), stop.clone());
    let start = move || {
        let (starts, stop) = (Arc::clone(&counted), stopped.clone());
        async move {
            assert!(starts.fetch_add(1, Ordering::SeqCst) > 0, "the first one breaks");
            stop.cancel();
        }
    };
    tokio::time::timeout(PATIENCE, worker::supervise(stop, start)).await.expect("it ends when it is told to");
    assert_eq!(starts.load(Ordering::SeqCst), 2);
}
