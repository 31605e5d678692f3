//! Passwords that everybody tries first. Where the list comes from is in `common_passwords/README.md`.

use flate2::read::GzDecoder;
use std::{collections::HashSet, io::Read, sync::LazyLock};

static LIST: LazyLock<HashSet<Box<str>>> = LazyLock::new(|| {
    let mut text = String::new();
    if let Err(error) = GzDecoder::new(&include_bytes!("common_passwords/list.txt.gz")[..]).read_to_string(&mut text) {
        tracing::error!(%error, "the list of common passwords cannot be read");
    }
    text.lines().map(Box::from).collect()
});

/// Whether a password is among the common ones, in whatever case.
pub fn contains(password: &str) -> bool {
    LIST.contains(password.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_knows_what_everybody_tries() {
        assert!(LIST.len() > 40_000, "{}", LIST.len());
        for password in ["1234567890", "qwertyuiop", "Password123", "1Q2w3e4r5t"] {
            assert!(contains(password), "{password}");
        }
        assert!(!contains("correct horse battery staple"));
    }
}
