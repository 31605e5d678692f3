//! Where an account is logged in, and logging out there.

use crate::{
    domain::{
        account::{Device, is_device_key},
        ids::AccountId,
    },
    error::AppError,
    server::{
        random,
        sessions::Identity,
        state::State,
        store::{StoreResult, devices as store},
    },
};

/// How long a session's last use may be out of date: not every request is worth a write.
const SEEN_MINUTES: i64 = 60;

/// The hash that the session which asks is kept under; of none when there is no session.
fn present(identity: &Identity) -> String {
    identity.session_token.as_deref().map(random::token_hash).unwrap_or_default()
}

/// The open sessions of an account, the one that asks first.
pub async fn list(state: &State, identity: &Identity, account: AccountId) -> Result<Vec<Device>, AppError> {
    Ok(store::list(&state.db, account, &present(identity), state.clock.now()).await?)
}

/// Logs an account out somewhere. A session that is gone already is no error: it is what was wanted.
///
/// # Errors
/// `NotFound` for what cannot be the key of a session.
pub async fn close(state: &State, account: AccountId, key: &str) -> Result<(), AppError> {
    if !is_device_key(key) {
        return Err(AppError::NotFound);
    }
    store::close(&state.db, account, key).await?;
    Ok(())
}

/// Logs an account out everywhere but here.
pub async fn close_others(state: &State, identity: &Identity, account: AccountId) -> Result<u64, AppError> {
    Ok(store::close_others(&state.db, account, &present(identity)).await?)
}

/// Notes that a session is in use, at most once an hour.
///
/// The node remembers what it noted, so that other requests neither write nor ask; of several nodes, one writes.
pub async fn note_seen(state: &State, session_token: &str) -> StoreResult<()> {
    let (hash, now) = (random::token_hash(session_token), state.clock.now());
    let since = now.plus_minutes(-SEEN_MINUTES);
    if state.caches.sessions_seen.get(&hash).await.is_some_and(|noted| noted > since) {
        return Ok(());
    }
    state.caches.sessions_seen.insert(hash.clone(), now).await;
    store::note_seen(&state.db, &hash, now, since).await
}
