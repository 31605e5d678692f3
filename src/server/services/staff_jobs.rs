//! What staff do about jobs: see which wait, fail or are given up, have them tried again, or let go of them.

use super::audit::{self, Subject};
use crate::{
    domain::{
        audit::AuditSubject,
        ids::{JobId, OrderId, PaymentId, RefundId},
        order::OrderNumber,
        staff::{JobList, JobRow, JobTab, PageRequest, job_name, without_addresses},
    },
    error::AppError,
    server::{
        jobs::{About, Job},
        state::State,
        store::{
            StoreResult,
            accounts::Account,
            admin::jobs::{self, StoredJob},
        },
    },
};
use serde::Serialize;

/// A page of a tab of the queue.
pub async fn list(state: &State, tab: JobTab, page: PageRequest) -> Result<JobList, AppError> {
    let (stored, pages) = jobs::list(&state.db, tab, page).await?;
    let orders = Orders::of(state, &stored).await?;
    Ok(JobList {
        tabs: jobs::count_by_tab(&state.db).await?,
        given_up: jobs::given_up_by_kind(&state.db).await?,
        jobs: stored.into_iter().map(|job| row(job, &orders)).collect(),
        pages,
    })
}

/// The orders that jobs are about by their payments and refunds.
struct Orders {
    payments: Vec<(PaymentId, OrderId)>,
    refunds: Vec<(RefundId, OrderId)>,
}

impl Orders {
    async fn of(state: &State, jobs: &[StoredJob]) -> StoreResult<Self> {
        let about: Vec<About> = jobs.iter().map(about).collect();
        let payments: Vec<PaymentId> = about.iter().filter_map(|about| about.payment).collect();
        let refunds: Vec<RefundId> = about.iter().filter_map(|about| about.refund).collect();
        Ok(Self {
            payments: jobs::orders_of_payments(&state.db, &payments).await?,
            refunds: jobs::orders_of_refunds(&state.db, &refunds).await?,
        })
    }

    fn find(&self, about: &About) -> Option<OrderId> {
        let of_payment = || self.payments.iter().find(|(id, _)| Some(*id) == about.payment).map(|(_, order)| *order);
        let of_refund = || self.refunds.iter().find(|(id, _)| Some(*id) == about.refund).map(|(_, order)| *order);
        about.order.or_else(of_payment).or_else(of_refund)
    }
}

/// Of a job that another version of the shop wrote and this one cannot read, nothing is told.
fn about(job: &StoredJob) -> About {
    serde_json::from_str::<Job>(&job.payload).map(|job| job.about()).unwrap_or_default()
}

fn row(job: StoredJob, orders: &Orders) -> JobRow {
    let about = about(&job);
    JobRow {
        id: job.id,
        order: orders.find(&about).map(OrderNumber),
        about: about.text,
        is_grave: Job::GRAVE.contains(&job.kind.as_str()),
        kind: job.kind,
        attempts: job.attempts,
        last_error: without_addresses(&job.last_error),
        created_at: job.created_at,
        at: job.finished_at.unwrap_or(job.run_at),
    }
}

/// What the audit log keeps.
#[derive(Serialize)]
struct Noted {
    state: &'static str,
}

/// Has a job tried again, now.
pub async fn retry(state: &State, staff: &Account, id: JobId) -> Result<(), AppError> {
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let job = jobs::find(&mut tx, id).await?.ok_or(AppError::NotFound)?;
    if !jobs::retry(&mut tx, id, now).await? {
        return Err(AppError::Conflict);
    }
    let before = if job.finished_at.is_some() { "given up" } else { "waiting" };
    let (before, after) = (Noted { state: before }, Noted { state: "tried again" });
    audit::note(&mut tx, now, &staff.email, subject(&job), Some(&before), Some(&after)).await?;
    tx.commit().await?;
    state.wake.notify_waiters();
    Ok(())
}

/// Has all jobs of a kind tried again that are given up; tells how many there were.
pub async fn retry_all(state: &State, staff: &Account, kind: &str) -> Result<u64, AppError> {
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let count = jobs::retry_all(&mut tx, kind, now).await?;
    if count > 0 {
        let subject = Subject::new(AuditSubject::Job, 0, format!("{}: all {count}", job_name(kind)));
        let (before, after) = (Noted { state: "given up" }, Noted { state: "tried again" });
        audit::note(&mut tx, now, &staff.email, subject, Some(&before), Some(&after)).await?;
    }
    tx.commit().await?;
    state.wake.notify_waiters();
    Ok(count)
}

/// Lets go of a job that is given up: nobody does it any more.
pub async fn discard(state: &State, staff: &Account, id: JobId) -> Result<(), AppError> {
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let job = jobs::find(&mut tx, id).await?.ok_or(AppError::NotFound)?;
    if !jobs::discard(&mut tx, id, now).await? {
        return Err(AppError::Conflict);
    }
    let (before, after) = (Noted { state: "given up" }, Noted { state: "discarded" });
    audit::note(&mut tx, now, &staff.email, subject(&job), Some(&before), Some(&after)).await?;
    Ok(tx.commit().await?)
}

fn subject(job: &StoredJob) -> Subject {
    let about = about(job).text;
    let label = if about.is_empty() { job_name(&job.kind) } else { format!("{}: {about}", job_name(&job.kind)) };
    Subject::new(AuditSubject::Job, job.id.0, label)
}
