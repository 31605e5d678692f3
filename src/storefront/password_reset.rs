//! A forgotten password: asking for the link, and what the link leads to.

use super::registration::{NewPassword, query_value};
use crate::{
    actions::registration::{RequestPasswordReset, ResetPassword},
    storefront::form_errors::{FormErrors, FormProblems},
    ui::{Button, ButtonKind, Field, LinkButton, Notice, Tone},
};
use leptos::prelude::*;
use leptos_meta::{Meta, Title};

/// With a link's token in the address it sets the password; without, it asks for the e-mail. Opening it changes nothing.
#[component]
pub fn PasswordResetPage() -> impl IntoView {
    let request = ServerAction::<RequestPasswordReset>::new();
    let reset = ServerAction::<ResetPassword>::new();
    let token = StoredValue::new(query_value("token"));
    let (done, sent) = (query_value("done") == "1", query_value("sent") == "1");
    let is_done = Memo::new(move |_| done || matches!(reset.value().get(), Some(Ok(()))));
    let is_sent = Memo::new(move |_| sent || matches!(request.value().get(), Some(Ok(()))));
    view! {
        <Title text="Set a new password" />
        <Meta name="robots" content="noindex" />
        <div class="auth">
            <h1>"Set a new password"</h1>
            {move || if is_done.get() {
                view! {
                    <Notice tone=Tone::Ok title="Your new password is set">
                        <p>"You were logged out everywhere. Log in with it now."</p>
                    </Notice>
                    <LinkButton href="/login" kind=ButtonKind::Primary class="btn-large btn-block">"Log in"</LinkButton>
                }.into_any()
            } else if is_sent.get() {
                view! { <Sent /> }.into_any()
            } else if token.with_value(|token| !token.is_empty()) {
                view! { <ResetForm reset token=token.get_value() /> }.into_any()
            } else {
                view! { <RequestForm request /> }.into_any()
            }}
        </div>
    }
    .into_any()
}

#[component]
fn Sent() -> impl IntoView {
    view! {
        <Notice tone=Tone::Ok title="Please look into your mail">
            <p>"If an account has this e-mail, a link is on its way. It works for an hour."</p>
        </Notice>
        <p class="small muted">
            "Nothing there after a few minutes? Look among the unwanted mail, or "
            <a class="link" href="/password-reset" rel="external">"try again"</a> "."
        </p>
    }
}

#[component]
fn RequestForm(request: ServerAction<RequestPasswordReset>) -> impl IntoView {
    let errors = FormErrors::of(move || request.value().get());
    view! {
        <FormProblems errors labels=&[("email", "E-mail")] />
        <p>"Tell us your e-mail, and we send you a link."</p>
        <ActionForm action=request attr:class="grid gap-5" attr:novalidate=true>
            <Field label="E-mail" name="email" kind="email" error=errors.field("email") autocomplete="username" required=true />
            <Button kind=ButtonKind::Primary class="btn-large btn-block" busy=request.pending()>"Send me a link"</Button>
        </ActionForm>
        <p class="small muted border-t border-line pt-5">
            "You remember it? " <a class="link" href="/login">"Log in"</a>
        </p>
    }
}

#[component]
fn ResetForm(reset: ServerAction<ResetPassword>, token: String) -> impl IntoView {
    let errors = FormErrors::of(move || reset.value().get());
    view! {
        <FormProblems errors labels=&[("password", "New password")] />
        <ActionForm action=reset attr:class="grid gap-5" attr:novalidate=true>
            <input type="hidden" name="token" value=token />
            <NewPassword name="password" label="New password" errors />
            <Button kind=ButtonKind::Primary class="btn-large btn-block" busy=reset.pending()>"Set the password"</Button>
        </ActionForm>
        <p class="small muted">
            "The link is too old? " <a class="link" href="/password-reset" rel="external">"Have another one sent"</a> "."
        </p>
    }
}
