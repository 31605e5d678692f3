//! A page that could not be loaded.

use crate::{
    actions::status::set_status,
    error::AppError,
    storefront::not_found::NotFoundPage,
    ui::{ButtonKind, LinkButton},
};
use leptos::prelude::*;
use leptos_meta::{Meta, Title};

/// What stands in for a page: "not found", or what went wrong, with the status of the error.
#[component]
pub fn FailurePage(error: AppError) -> impl IntoView {
    if error == AppError::NotFound {
        return view! { <NotFoundPage /> }.into_any();
    }
    set_status(error.status());
    view! {
        <Title text="Something broke" />
        <Meta name="robots" content="noindex" />
        <div class="wrap">
            <div class="error-page">
                <p class="error-code" aria-hidden="true">{error.status()}</p>
                <h1>"That did not work"</h1>
                <p>{error.to_string()}</p>
                <LinkButton kind=ButtonKind::Primary href="/">"Back to the front page"</LinkButton>
            </div>
        </div>
    }
    .into_any()
}
