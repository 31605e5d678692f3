//! Passwords, hashed with Argon2id off the async threads.

use super::state::State;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};

/// Hashes a password with a fresh salt, in PHC string format.
///
/// The crate's defaults are OWASP's first choice: Argon2id, 19 MiB, 2 passes, 1 lane.
pub async fn hash(state: &State, password: String) -> Option<String> {
    on_a_core(state, move || Argon2::default().hash_password(password.as_bytes()).ok().map(|hash| hash.to_string()))
        .await
        .flatten()
}

/// Whether a password fits a stored hash. Without a stored hash it takes as long and answers no,
/// so that the time tells nobody which accounts exist.
pub async fn verify(state: &State, password: String, stored: Option<String>) -> bool {
    // Argon2id with the default cost, of a random password that nobody knows.
    const NOBODY: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$dHJhZGV3aW5kLW5vYm9keQ$0000000000000000000000000000000000000000000";
    let known = stored.is_some();
    let stored = stored.unwrap_or_else(|| NOBODY.to_owned());
    let fits =
        on_a_core(state, move || Argon2::default().verify_password(password.as_bytes(), stored.as_str()).is_ok()).await;
    known && fits == Some(true)
}

/// Runs the hashing where it blocks nobody, and no more of it at once than there are cores.
async fn on_a_core<T: Send + 'static>(state: &State, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let _permit = state.hashing.acquire().await.ok()?;
    tokio::task::spawn_blocking(work).await.ok()
}
