//! The second step of a login.

use super::registration::query_value;
use crate::{
    actions::accounts::LoginSecondFactor,
    storefront::{
        form_errors::{FormErrors, FormProblems},
        full_load::leave_for_answer,
    },
    ui::{Button, ButtonKind, Field},
};
use leptos::prelude::*;
use leptos_meta::{Meta, Title};

/// Asks for a code after the right password.
#[component]
pub fn SecondFactorLoginPage() -> impl IntoView {
    let action = ServerAction::<LoginSecondFactor>::new();
    leave_for_answer(action);
    let errors = FormErrors::of(move || action.value().get());
    let next = query_value("next");
    view! {
        <Title text="Enter your code" />
        <Meta name="robots" content="noindex" />
        <div class="auth">
            <h1>"Enter your code"</h1>
            <FormProblems errors labels=&[("code", "Code")] />
            <ActionForm action attr:class="grid gap-5" attr:novalidate=true>
                <input type="hidden" name="next" value=next />
                <Field
                    label="Code"
                    name="code"
                    error=errors.field("code")
                    hint="Six digits from your authenticator app, or one of your recovery codes"
                    autocomplete="one-time-code"
                    maxlength=40
                    required=true
                />
                <Button kind=ButtonKind::Primary class="btn-large btn-block" busy=action.pending()>"Log in"</Button>
            </ActionForm>
            <p class="small muted border-t border-line pt-5">
                "It took too long, or you are somebody else? " <a class="link" href="/login" rel="external">"Start again"</a>
            </p>
        </div>
    }
    .into_any()
}
