//! A folder that goes with its test.

use std::path::{Path, PathBuf};
use tradewind::server::random;

/// A new, empty folder; deleted with everything in it when dropped.
#[derive(Debug)]
pub struct TempDir(PathBuf);

impl TempDir {
    pub fn create() -> Self {
        let name = format!("tradewind-test-{}", random::token().get(..16).expect("a long token"));
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir(&path).expect("a temporary folder");
        Self(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for TempDir {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}
