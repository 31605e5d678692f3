//! The password again, before something sensitive.

use crate::{
    actions::security::ConfirmIdentity,
    storefront::{
        form_errors::{FormErrors, FormProblems},
        full_load::leave_for_answer,
        registration::query_value,
    },
    ui::{Button, ButtonKind, Field},
};
use leptos::prelude::*;
use leptos_meta::{Meta, Title};

/// Takes the password and leads on to `next`.
#[component]
pub fn ConfirmPage() -> impl IntoView {
    let action = ServerAction::<ConfirmIdentity>::new();
    leave_for_answer(action);
    let errors = FormErrors::of(move || action.value().get());
    let next = query_value("next");
    view! {
        <Title text="Confirm that it is you" />
        <Meta name="robots" content="noindex" />
        <div class="auth">
            <h1>"Confirm that it is you"</h1>
            <p>"What comes next is sensitive, so we ask for your password again. Then it is good for a quarter of an hour."</p>
            <FormProblems errors labels=&[("password", "Password")] />
            <ActionForm action attr:class="grid gap-5" attr:novalidate=true>
                <input type="hidden" name="next" value=next />
                <Field
                    label="Password"
                    name="password"
                    kind="password"
                    error=errors.field("password")
                    autocomplete="current-password"
                    required=true
                />
                <Button kind=ButtonKind::Primary class="btn-large btn-block" busy=action.pending()>"Continue"</Button>
            </ActionForm>
        </div>
    }
    .into_any()
}
