//! Whether the worker of a node still goes round.

use crate::domain::timestamp::Timestamp;
use std::sync::atomic::{AtomicI64, Ordering};

/// A worker looks for jobs every second. Silent for so long, it is stuck or gone.
const SILENT_SECONDS: i64 = 90;

/// When the worker of this node last looked for jobs; never, on a node that has none.
#[derive(Debug, Default)]
pub struct Heartbeat(AtomicI64);

impl Heartbeat {
    pub fn beat(&self, now: Timestamp) {
        self.0.store(now.0, Ordering::Relaxed);
    }

    /// Whether a worker began and fell silent since.
    pub fn is_silent(&self, now: Timestamp) -> bool {
        let last = Timestamp(self.0.load(Ordering::Relaxed));
        last.0 != 0 && last.plus_seconds(SILENT_SECONDS) < now
    }
}
