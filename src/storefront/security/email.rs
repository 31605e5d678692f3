//! Another e-mail.

use super::ConfirmFirst;
use crate::{
    actions::security::ChangeEmail,
    storefront::form_errors::{FormErrors, FormProblems},
    ui::{Button, Field, Notice, Tone},
};
use leptos::prelude::*;

pub(super) const SENT: &str = "A link is on its way to the new address. Your e-mail changes once you use it.";

#[component]
pub(super) fn EmailSection(action: ServerAction<ChangeEmail>, email: String, confirmed: bool) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    let is_done = move || matches!(action.value().get(), Some(Ok(())));
    view! {
        <section class="checkout-part" aria-labelledby="email-title">
            <h2 id="email-title">"E-mail"</h2>
            <p>"You log in with " <strong class="break-words">{email}</strong> "."</p>
            {if confirmed {
                view! {
                    {move || is_done().then(|| view! { <Notice tone=Tone::Ok title=SENT /> })}
                    <FormProblems errors labels=&[("email", "New e-mail")] />
                    <ActionForm action attr:class="grid gap-5" attr:novalidate=true>
                        <Field
                            label="New e-mail"
                            name="email"
                            kind="email"
                            error=errors.field("email")
                            autocomplete="email"
                            required=true
                        />
                        <div><Button busy=action.pending()>"Change the e-mail"</Button></div>
                    </ActionForm>
                }.into_any()
            } else {
                view! { <ConfirmFirst what="To change it, please give your password again." /> }.into_any()
            }}
        </section>
    }
}
