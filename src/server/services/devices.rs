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
/// The session was read with what was noted last, so that other requests do not write; of several nodes, one does.
pub async fn note_seen(state: &State, identity: &Identity) -> StoreResult<()> {
    let now = state.clock.now();
    let since = now.plus_minutes(-SEEN_MINUTES);
    match (&identity.account, &identity.session_token) {
        (Some(_), Some(token)) if identity.seen_at < since => {
            store::note_seen(&state.db, &random::token_hash(token), now, since).await
        }
        _ => Ok(()),
    }
}
