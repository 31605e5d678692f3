//! An address that leads nowhere.

use crate::{
    actions::status::set_status,
    domain::catalog::Navigation,
    ui::{ButtonKind, LinkButton},
};
use leptos::prelude::*;
use leptos_meta::{Meta, Title};

/// An address that leads nowhere, with the ways that lead on.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    set_status(404);
    let navigation = use_context::<Navigation>().unwrap_or_default();
    let ways = navigation
        .0
        .iter()
        .map(|top| view! { <li><a class="chip pr-3" href=top.category.href()>{top.category.name.clone()}</a></li> })
        .collect_view();
    view! {
        <Title text="Nothing moored here" />
        <Meta name="robots" content="noindex" />
        <div class="wrap">
            <div class="error-page">
                <p class="error-code" aria-hidden="true">"404"</p>
                <h1>"Nothing moored here"</h1>
                <p>"The page may have moved, or the address has a typo. Everything else is where it was."</p>
                <LinkButton kind=ButtonKind::Primary href="/">"Back to the front page"</LinkButton>
                <ul class="chips">{ways}</ul>
            </div>
        </div>
    }
    .into_any()
}
