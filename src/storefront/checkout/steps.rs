//! Where in the checkout one is, and the end of each of its forms.

use crate::{
    domain::checkout::CheckoutStep,
    ui::{Button, ButtonKind},
};
use leptos::prelude::*;

/// All steps; those that can be reached are links.
#[component]
pub fn StepList(current: CheckoutStep, next: CheckoutStep) -> impl IntoView {
    let steps = CheckoutStep::ALL
        .into_iter()
        .map(|step| {
            let name = if step != current && step <= next {
                view! { <a href=step.path()>{step.title()}</a> }.into_any()
            } else {
                view! { <span>{step.title()}</span> }.into_any()
            };
            view! { <li aria-current=(step == current).then_some("step")>{name}</li> }
        })
        .collect_view();
    view! { <nav aria-label="Checkout"><ol class="steps">{steps}</ol></nav> }
}

/// The button that goes on, and the way back.
#[component]
pub fn StepActions(
    #[prop(into)] label: String,
    #[prop(into)] back: String,
    #[prop(into)] back_label: String,
    #[prop(into)] busy: Signal<bool>,
) -> impl IntoView {
    view! {
        <div class="form-actions">
            <Button kind=ButtonKind::Primary class="btn-large" busy>{label}</Button>
            <a class="link small" href=back>{back_label}</a>
        </div>
    }
}
