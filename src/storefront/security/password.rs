//! Another password.

use crate::{
    actions::security::ChangePassword,
    storefront::{
        form_errors::{FormErrors, FormProblems},
        registration::NewPassword,
    },
    ui::{Button, Field, Notice, Tone},
};
use leptos::prelude::*;

pub(super) const CHANGED: &str = "Your password is changed. Everywhere else you were logged out.";

#[component]
pub(super) fn PasswordSection(action: ServerAction<ChangePassword>) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    let is_done = move || matches!(action.value().get(), Some(Ok(())));
    view! {
        <section class="checkout-part" aria-labelledby="password-title">
            <h2 id="password-title">"Password"</h2>
            {move || is_done().then(|| view! { <Notice tone=Tone::Ok title=CHANGED /> })}
            <FormProblems errors labels=&[("password", "Present password"), ("new_password", "New password")] />
            <ActionForm action attr:class="grid gap-5" attr:novalidate=true>
                <Field
                    label="Present password"
                    name="password"
                    kind="password"
                    error=errors.field("password")
                    autocomplete="current-password"
                    required=true
                />
                <NewPassword name="new_password" label="New password" errors />
                <div><Button busy=action.pending()>"Change the password"</Button></div>
            </ActionForm>
        </section>
    }
}
