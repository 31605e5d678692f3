//! The frame of a page on which something about the whole shop is set.

use super::parts::{CardSkeleton, Loaded, PageHead};
use crate::{
    actions::page_data::PageData,
    error::AppError,
    storefront::{
        form_errors::{FormErrors, FormProblems},
        registration::query_value,
    },
    ui::{Notice, Tone},
};
use leptos::prelude::*;

/// Title, that it was saved, and what was refused. `children` make the form of what is kept.
///
/// The address says that it was saved where the form was sent without scripts.
#[component]
pub fn SettingsPage<T, Form, Shown>(
    title: &'static str,
    labels: &'static [(&'static str, &'static str)],
    settings: PageData<Result<T, AppError>>,
    /// What became of saving: the value of the form's action.
    #[prop(into)]
    result: Signal<Option<Result<(), AppError>>>,
    /// What is said once it is saved.
    #[prop(default = "Saved.")]
    saved: &'static str,
    /// How many cards hold the place of the form.
    #[prop(default = 1)]
    cards: usize,
    children: Form,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    Form: Fn(T) -> Shown + Clone + Send + Sync + 'static,
    Shown: IntoView + 'static,
{
    let was_saved = query_value("saved") == "1";
    let is_saved = move || result.with(|result| result.as_ref().map_or(was_saved, Result::is_ok));
    let errors = FormErrors::of(move || result.get());
    view! {
        <div class="admin-page">
            <PageHead title />
            {move || is_saved().then(|| view! { <Notice tone=Tone::Ok title=saved /> })}
            <FormProblems errors labels />
            <Loaded data=settings fallback=move || view! { <CardSkeleton cards /> } what="page" back="/admin" children />
        </div>
    }
    .into_any()
}
