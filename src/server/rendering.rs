//! Work that takes a core for a while: pictures and documents.

use super::state::State;

/// Why there is no result: the work panicked, or the node is shutting down.
#[derive(Debug, thiserror::Error)]
#[error("work off the async threads ended early: {0}")]
pub struct EndedEarly(String);

/// Does it off the async threads, no more of it at once than the node has cores.
///
/// Whoever stops waiting frees their place only when the work has ended: it cannot be stopped, so that asking and hanging up
/// gains nobody another core.
pub async fn render<T: Send + 'static>(
    state: &State,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, EndedEarly> {
    let ended = |error: &dyn std::fmt::Display| EndedEarly(error.to_string());
    let permit = state.rendering.clone().acquire_owned().await.map_err(|error| ended(&error))?;
    let working = tokio::task::spawn_blocking(move || {
        let made = work();
        drop(permit);
        made
    });
    working.await.map_err(|error| ended(&error))
}
