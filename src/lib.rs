//! Tradewind: an online shop in one program.
//!
//! The first level of folders says where code may run. [`domain`] is pure and runs on both
//! sides; [`storefront`], [`admin`] and [`ui`] are pages; [`actions`] are the functions pages
//! call on the server; `server` never reaches the browser. Calls go one way:
//!
//! ```text
//! storefront | admin -> actions -> server::services -> server::store
//! ```
//!
//! `docs/architecture.md` has the tour and the walk of an order through the code.

#![recursion_limit = "256"]

pub mod actions;
pub mod admin;
pub mod app;
pub mod domain;
pub mod error;
#[cfg(feature = "ssr")]
pub mod server;
pub mod storefront;
pub mod ui;

/// Takes over the page that the server rendered, and marks the document `data-live` when that is done.
///
/// Until then links load and forms post by themselves. The browser tests wait for the mark.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    wasm_bindgen_futures::spawn_local(async {
        let document = leptos::prelude::document();
        let Some(body) = document.body() else { return };
        leptos::mount::hydrate_from_async(body, app::App).await.forget();
        if let Some(root) = document.document_element() {
            // Nothing but the tests depends on the mark.
            drop(root.set_attribute("data-live", ""));
        }
    });
}
