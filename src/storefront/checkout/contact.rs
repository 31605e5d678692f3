//! Where the confirmation goes.

use super::steps::StepActions;
use crate::{
    actions::checkout::SaveContact,
    domain::access::Visit,
    storefront::form_errors::{FormErrors, FormProblems},
    ui::Field,
};
use leptos::prelude::*;

#[component]
pub fn ContactStep(email: String) -> impl IntoView {
    let action = ServerAction::<SaveContact>::new();
    let errors = FormErrors::of(move || action.value().get());
    let signed_in = use_context::<Visit>().unwrap_or_default().account.is_some();
    view! {
        <FormProblems errors labels=&[("email", "E-mail")] />
        <ActionForm action attr:class="grid gap-10" attr:novalidate=true>
            <section class="checkout-part" aria-labelledby="contact-title">
                <h2 id="contact-title">"How to reach you"</h2>
                {(!signed_in).then(|| view! {
                    <p class="small muted">"Been here before? " <a class="link" href="/login">"Sign in"</a> " and we fill in what we know."</p>
                })}
                <Field
                    label="E-mail"
                    name="email"
                    kind="email"
                    value=email
                    error=errors.field("email")
                    hint="For the confirmation and tracking, nothing else"
                    autocomplete="email"
                    required=true
                />
            </section>
            <StepActions label="Continue to address" back="/cart" back_label="Back to cart" busy=action.pending() />
        </ActionForm>
    }
}
