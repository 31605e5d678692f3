//! A color as a dot.

use leptos::prelude::*;

/// The dot alone, for the eye: the color's name stands beside it. The fill is an attribute, as the
/// security policy allows no styles.
#[component]
pub fn SwatchDot(#[prop(into)] hex: String) -> impl IntoView {
    view! {
        <svg class="swatch-dot" viewBox="0 0 2 2" aria-hidden="true"><rect width="2" height="2" fill=hex /></svg>
    }
}
