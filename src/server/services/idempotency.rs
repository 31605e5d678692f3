//! Requests that programs send again until they are answered, each done once for its key
//! (draft-ietf-httpapi-idempotency-key-header).
//!
//! A request is claimed by its sender and key before it is done, atomically in the database. What was done is answered
//! again for a day. A refusal did nothing and is forgotten, so that the same key may be tried again. A run that died
//! loses its claim after a lease, and the next one does it again: so what moves money must be safe to be done twice, for
//! which it takes [`Run::name`] along, to the gateway as well.

use crate::{
    domain::timestamp::Timestamp,
    server::{
        random,
        state::State,
        store::{
            StoreError, StoreResult,
            idempotency::{self as store, Wanted},
        },
    },
};

/// How long an answer is kept.
pub const KEPT_HOURS: i64 = 24;
/// A run that has not answered for so long is dead; gateways are waited for half as long at most.
const LEASE_SECONDS: i64 = 120;

/// A request under a key.
#[derive(Clone, Debug)]
pub struct Request {
    /// Whose key it is.
    pub principal: String,
    pub key: String,
    /// Of method, address and body.
    pub fingerprint: String,
    /// Whether it is safe to be done again where nobody knows what became of it.
    pub repeatable: bool,
}

/// The claim of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    holder: String,
    /// As its sender named it.
    pub key: String,
    /// Names what it does wherever it leads: the same for the same sender and key.
    pub name: String,
    /// Whether a run before this one had found it allowed.
    pub was_checked: bool,
}

/// What a request was answered with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    /// As JSON.
    pub headers: String,
    pub body: String,
}

/// What is to be done about a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claimed {
    Now(Run),
    Before(Answer),
    /// The key was used for another request.
    OtherRequest,
    /// It is being done; the lease ends in so many seconds.
    InFlight {
        seconds: i64,
    },
    /// Its run died, and it must not be done twice.
    Unknown,
}

/// Claims a request. One of those that come at the same moment gets it.
pub async fn claim(state: &State, request: &Request) -> StoreResult<Claimed> {
    let (now, holder) = (state.clock.now(), random::token());
    let Request { principal, key, fingerprint, repeatable } = request;
    let wanted = Wanted {
        principal,
        key,
        fingerprint,
        holder: &holder,
        repeatable: *repeatable,
        now,
        lease_until: now.plus_seconds(LEASE_SECONDS),
        forget_before: oldest(now),
    };
    let mut tx = state.db.begin().await?;
    let claimed = store::claim(&mut tx, &wanted).await?;
    tx.commit().await?;
    if let Some(was_checked) = claimed {
        let name = random::token_hash(&format!("{principal}\n{key}")).chars().take(40).collect();
        return Ok(Claimed::Now(Run { holder, key: key.clone(), name, was_checked }));
    }
    let Some(kept) = store::find(&state.db, principal, key).await? else {
        // It was refused in this very moment.
        return Ok(Claimed::InFlight { seconds: 1 });
    };
    Ok(match kept.status {
        _ if kept.fingerprint != *fingerprint => Claimed::OtherRequest,
        Some(status) => Claimed::Before(Answer {
            status: u16::try_from(status)
                .map_err(|_| StoreError::Inconsistent(format!("a kept answer has the status {status}")))?,
            headers: kept.headers,
            body: kept.body,
        }),
        None if kept.lease_until <= now && !repeatable => Claimed::Unknown,
        None => Claimed::InFlight { seconds: ((kept.lease_until.0 - now.0) / 1_000).clamp(1, 5) },
    })
}

/// Keeps the answer to what was done.
pub async fn answer(state: &State, run: &Run, answer: &Answer) -> StoreResult<()> {
    store::answer(&state.db, &run.holder, (i64::from(answer.status), &answer.headers, &answer.body)).await
}

/// Forgets a request that was refused.
pub async fn forget(state: &State, run: &Run) -> StoreResult<()> {
    store::forget(&state.db, &run.holder).await
}

/// Lets the next run have a request that failed half-way.
pub async fn let_go(state: &State, run: &Run) -> StoreResult<()> {
    store::let_go(&state.db, &run.holder).await
}

impl Run {
    /// Notes that what is about to be done was allowed. From here on it is done by its name alone: what the shop knows may
    /// have changed by its own first half.
    pub async fn set_checked(&self, state: &State) -> StoreResult<()> {
        store::set_checked(&state.db, &self.holder).await.map(drop)
    }
}

/// Forgets answers that are older than they are kept. For the worker.
pub async fn sweep(state: &State) -> StoreResult<u64> {
    store::delete_older(&state.db, oldest(state.clock.now())).await
}

const fn oldest(now: Timestamp) -> Timestamp {
    now.plus_minutes(-KEPT_HOURS * 60)
}
