//! Registering, and confirming the e-mail by the link of a mail.

use crate::{
    actions::registration::{Register, ResendVerification, VerifyEmail},
    storefront::form_errors::{FormErrors, FormProblems},
    ui::{Button, ButtonKind, Field, LinkButton, Notice, Tone},
};
use leptos::prelude::*;
use leptos_meta::{Meta, Title};
use leptos_router::hooks::use_query_map;

/// A value of the page's address, as it was when the page was opened.
pub fn query_value(name: &'static str) -> String {
    use_query_map().with_untracked(|query| query.get(name)).unwrap_or_default()
}

/// Name, e-mail and password. The answer is the same for an e-mail that has an account already.
#[component]
pub fn RegisterPage() -> impl IntoView {
    let action = ServerAction::<Register>::new();
    let errors = FormErrors::of(move || action.value().get());
    let sent = query_value("sent") == "1";
    let is_sent = Memo::new(move |_| sent || matches!(action.value().get(), Some(Ok(()))));
    view! {
        <Title text="Register" />
        <Meta name="robots" content="noindex" />
        <div class="auth">
            <h1>"Register"</h1>
            {move || if is_sent.get() {
                view! { <CheckYourMail /> }.into_any()
            } else {
                view! {
                    <FormProblems errors labels=&[("name", "Name"), ("email", "E-mail"), ("password", "Password")] />
                    <ActionForm action attr:class="grid gap-5" attr:novalidate=true>
                        <Field label="Name" name="name" error=errors.field("name") autocomplete="name" maxlength=100 required=true />
                        <Field label="E-mail" name="email" kind="email" error=errors.field("email") autocomplete="username" required=true />
                        <NewPassword name="password" label="Password" errors />
                        <Button kind=ButtonKind::Primary class="btn-large btn-block" busy=action.pending()>"Register"</Button>
                    </ActionForm>
                    <p class="small muted border-t border-line pt-5">
                        "You have an account? " <a class="link" href="/login">"Log in"</a>
                    </p>
                }.into_any()
            }}
        </div>
    }
    .into_any()
}

/// A field for a password that is chosen.
#[component]
pub fn NewPassword(name: &'static str, label: &'static str, errors: FormErrors) -> impl IntoView {
    view! {
        <Field
            label=label
            name=name
            kind="password"
            error=errors.field(name)
            hint="At least 10 characters. A few words that only you would put together do well."
            autocomplete="new-password"
            required=true
        />
    }
}

#[component]
fn CheckYourMail() -> impl IntoView {
    view! {
        <Notice tone=Tone::Ok title="Please look into your mail">
            <p>"We sent you a link. It confirms your e-mail and opens your account."</p>
        </Notice>
        <p class="small muted">
            "Nothing there after a few minutes? Look among the unwanted mail, or "
            <a class="link" href="/verify-email">"have it sent again"</a> "."
        </p>
    }
}

/// Where the links of mails lead. Opening the page changes nothing, so that programs that look at mails use nothing up;
/// the button does. Without a link, it sends one again.
#[component]
pub fn VerifyEmailPage() -> impl IntoView {
    let verify = ServerAction::<VerifyEmail>::new();
    let resend = ServerAction::<ResendVerification>::new();
    let token = StoredValue::new(query_value("token"));
    let (done, sent) = (query_value("done") == "1", query_value("sent") == "1");
    let is_done = Memo::new(move |_| done || matches!(verify.value().get(), Some(Ok(()))));
    let is_sent = Memo::new(move |_| sent || matches!(resend.value().get(), Some(Ok(()))));
    view! {
        <Title text="Confirm your e-mail" />
        <Meta name="robots" content="noindex" />
        <div class="auth">
            <h1>"Confirm your e-mail"</h1>
            {move || if is_done.get() {
                view! {
                    <Notice tone=Tone::Ok title="Your e-mail is confirmed" />
                    <LinkButton href="/login" kind=ButtonKind::Primary class="btn-large btn-block">"Log in"</LinkButton>
                }.into_any()
            } else if is_sent.get() {
                view! { <CheckYourMail /> }.into_any()
            } else if token.with_value(|token| !token.is_empty()) {
                view! { <VerifyForm verify token=token.get_value() /> }.into_any()
            } else {
                view! { <ResendForm resend /> }.into_any()
            }}
        </div>
    }
    .into_any()
}

#[component]
fn VerifyForm(verify: ServerAction<VerifyEmail>, token: String) -> impl IntoView {
    let errors = FormErrors::of(move || verify.value().get());
    view! {
        <FormProblems errors labels=&[] />
        <p>"One more step: press the button, and the address is yours here."</p>
        <ActionForm action=verify attr:class="grid gap-5">
            <input type="hidden" name="token" value=token />
            <Button kind=ButtonKind::Primary class="btn-large btn-block" busy=verify.pending()>"Confirm my e-mail"</Button>
        </ActionForm>
        <p class="small muted">
            "The link is too old? " <a class="link" href="/verify-email" rel="external">"Have another one sent"</a> "."
        </p>
    }
}

#[component]
fn ResendForm(resend: ServerAction<ResendVerification>) -> impl IntoView {
    let errors = FormErrors::of(move || resend.value().get());
    view! {
        <FormProblems errors labels=&[("email", "E-mail")] />
        <p>"We send the link of a new account again."</p>
        <ActionForm action=resend attr:class="grid gap-5" attr:novalidate=true>
            <Field label="E-mail" name="email" kind="email" error=errors.field("email") autocomplete="email" required=true />
            <Button kind=ButtonKind::Primary class="btn-large btn-block" busy=resend.pending()>"Send the link"</Button>
        </ActionForm>
    }
}
