//! Passwords, hashed with Argon2id off the async threads.

use super::state::State;
use crate::error::AppError;
use argon2::{Argon2, Params, PasswordHasher, PasswordVerifier};
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};
use tokio::sync::Semaphore;

/// Where a node hashes passwords. One takes 19 MiB and a core, so no more are hashed at once than there are cores, and
/// no more wait than can be answered in a few seconds.
#[derive(Debug)]
pub struct Hashing {
    cores: Arc<Semaphore>,
    /// Of those that are hashed and those that wait.
    places: Arc<Semaphore>,
    runs: AtomicU64,
}

impl Hashing {
    /// Passwords that wait on a node, each for about 25 ms of the ones before it.
    pub const WAITING: usize = 256;

    pub fn new(cores: usize, waiting: usize) -> Self {
        let (cores, places) = (Semaphore::new(cores), Semaphore::new(cores + waiting));
        Self { cores: Arc::new(cores), places: Arc::new(places), runs: AtomicU64::new(0) }
    }

    /// Passwords hashed so far, so that a test can compare the work that two answers took.
    pub fn runs(&self) -> u64 {
        self.runs.load(Ordering::Relaxed)
    }
}

/// Why a password was neither hashed nor verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HashingError {
    #[error("too many passwords wait to be hashed")]
    Busy,
    #[error("a password could not be hashed")]
    Failed,
}

impl From<HashingError> for AppError {
    fn from(error: HashingError) -> Self {
        tracing::warn!(%error);
        match error {
            HashingError::Busy => Self::TooManyTries,
            HashingError::Failed => Self::Internal,
        }
    }
}

/// Hashes a password with a fresh salt, in PHC string format.
///
/// The crate's defaults are OWASP's first choice: Argon2id, 19 MiB, 2 passes, 1 lane.
pub async fn hash(state: &State, password: String) -> Result<String, HashingError> {
    on_a_core(state, move || Argon2::default().hash_password(password.as_bytes()).ok().map(|hash| hash.to_string()))
        .await?
        .ok_or(HashingError::Failed)
}

/// Whether a password fits a stored hash. Without a stored hash it takes as long and answers no,
/// so that the time tells nobody which accounts exist.
pub async fn verify(state: &State, password: String, stored: Option<String>) -> Result<bool, HashingError> {
    // Argon2id with the default cost, of a random password that nobody knows.
    const NOBODY: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$dHJhZGV3aW5kLW5vYm9keQ$0000000000000000000000000000000000000000000";
    let known = stored.is_some();
    let stored = stored.unwrap_or_else(|| NOBODY.to_owned());
    let fits =
        on_a_core(state, move || Argon2::default().verify_password(password.as_bytes(), stored.as_str()).is_ok())
            .await?;
    Ok(known && fits)
}

/// Whether a hash was made at the cost that [`hash`] has now.
pub fn is_current(stored: &str) -> bool {
    let (memory, passes, lanes) = (Params::DEFAULT_M_COST, Params::DEFAULT_T_COST, Params::DEFAULT_P_COST);
    stored.starts_with(&format!("$argon2id$v=19$m={memory},t={passes},p={lanes}$"))
}

/// Runs the hashing where it blocks nobody.
async fn on_a_core<T: Send + 'static>(
    state: &State,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, HashingError> {
    let hashing = &state.hashing;
    let place = Arc::clone(&hashing.places).try_acquire_owned().map_err(|_| HashingError::Busy)?;
    let core = Arc::clone(&hashing.cores).acquire_owned().await.map_err(|_| HashingError::Failed)?;
    hashing.runs.fetch_add(1, Ordering::Relaxed);
    // Whoever hangs up meanwhile gains nobody another core: what has begun cannot be stopped.
    let working = tokio::task::spawn_blocking(move || {
        let done = work();
        drop((place, core));
        done
    });
    working.await.map_err(|_| HashingError::Failed)
}
