//! What search engines and other sites read of a page, added to its head by the server alone.
//!
//! The browser never touches it, so it costs the bundle nothing: whoever reads it loads the page afresh.

use leptos::{nonce::use_nonce, prelude::use_context};
use std::sync::{Arc, OnceLock};

/// Where a request for a page keeps it until the page is sent.
#[derive(Clone, Debug, Default)]
pub struct Slot(Arc<OnceLock<String>>);

impl Slot {
    /// What the page had to say.
    pub fn html(&self) -> Option<&str> {
        self.0.get().map(String::as_str)
    }
}

/// The head of the page that is being rendered, if one is: a function that the browser calls has none.
#[derive(Clone, Debug)]
pub struct PageHead(Option<(Slot, String)>);

impl PageHead {
    /// Read it before the first `await`, after which the page's context may be gone.
    pub fn current() -> Self {
        let slot =
            use_context::<axum::http::request::Parts>().and_then(|parts| parts.extensions.get::<Slot>().cloned());
        Self(slot.zip(use_nonce().map(|nonce| nonce.to_string())))
    }

    /// Adds HTML that `build` makes, given the nonce of the page's scripts. Whoever comes first describes the page.
    pub fn describe(&self, build: impl FnOnce(&str) -> String) {
        if let Self(Some((slot, nonce))) = self {
            let html = build(nonce);
            // Somebody else was first.
            drop(slot.0.set(html));
        }
    }
}
