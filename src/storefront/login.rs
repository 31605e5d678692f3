//! Signing in.

use crate::{
    actions::accounts::{Login, get_login_form},
    actions::page_data::page_data,
    domain::{
        access::Visit,
        login::{DemoLogin, LoginForm},
    },
    storefront::{
        form_errors::{FormErrors, FormProblems},
        full_load::leave_for_answer,
    },
    ui::{Button, ButtonKind, Checkbox, Field, SkeletonLines},
};
use leptos::prelude::*;
use leptos_meta::{Meta, Title};
use leptos_router::hooks::use_query_map;

/// Signing in; leads back to the address in `next`.
#[component]
pub fn LoginPage() -> impl IntoView {
    let action = ServerAction::<Login>::new();
    // The next page shows who is signed in, which the server tells it: so it is loaded, not navigated to.
    leave_for_answer(action);
    let form = page_data(|| (), |()| get_login_form());
    let visit = use_context::<Visit>().unwrap_or_default();
    let next = use_query_map().with_untracked(|query| query.get("next")).unwrap_or_default();
    let next = StoredValue::new(next);
    view! {
        <Title text="Log in" />
        <Meta name="robots" content="noindex" />
        <div class="auth">
            <h1>"Log in"</h1>
            {visit.account.map(|account| view! {
                <p class="small">
                    "You are logged in as " <strong>{account.email}</strong> ". "
                    <a class="link" href="/account/security">"Password and security"</a>
                </p>
                <LogoutForm />
            })}
            <Suspense fallback=|| view! { <SkeletonLines count=6 /> }>
                {move || Suspend::new(async move {
                    let form = form.await.unwrap_or_default();
                    view! { <LoginFields form action next=next.get_value() /> }
                })}
            </Suspense>
        </div>
    }
}

#[component]
fn LoginFields(form: LoginForm, action: ServerAction<Login>, next: String) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    view! {
        <FormProblems errors labels=&[("email", "E-mail"), ("password", "Password")] />
        <ActionForm action attr:class="grid gap-5" attr:novalidate=true>
            <input type="hidden" name="next" value=next />
            <Field
                label="E-mail"
                name="email"
                kind="email"
                value=form.email
                error=errors.field("email")
                autocomplete="username"
                required=true
            />
            <Field
                label="Password"
                name="password"
                kind="password"
                error=errors.field("password")
                autocomplete="current-password"
                required=true
            />
            <Checkbox label="Keep me logged in on this device" name="remember" />
            <Button kind=ButtonKind::Primary class="btn-large btn-block" busy=action.pending()>"Log in"</Button>
        </ActionForm>
        <p class="small flex flex-wrap justify-between gap-x-5 gap-y-2">
            <a class="link" href="/password-reset">"Forgot your password?"</a>
            <a class="link" href="/register">"Register"</a>
        </p>
        <DemoLogins logins=form.demo />
        <p class="small muted border-t border-line pt-5">
            "You need no account to order: everything works as a guest. "
            <a class="link" href="/">"Back to the shop"</a>
        </p>
    }
}

#[component]
fn DemoLogins(logins: Vec<DemoLogin>) -> impl IntoView {
    if logins.is_empty() {
        return ().into_any();
    }
    let rows = logins
        .into_iter()
        .map(|login| {
            view! {
                <tr>
                    <th scope="row">{login.role}</th>
                    <td>{login.email}</td>
                    <td><code class="mono">{login.password}</code></td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section class="grid gap-3" aria-labelledby="demo-logins">
            <h2 class="text-base" id="demo-logins">"This is a demo shop. Come in as"</h2>
            <div class="table-wrap" role="group" aria-labelledby="demo-logins" tabindex="0">
                <table class="table table-narrow">
                    <thead><tr><th scope="col">"Who"</th><th scope="col">"E-mail"</th><th scope="col">"Password"</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

/// A button that logs out. A plain form: every page afterwards is loaded without the account.
#[component]
pub fn LogoutForm(#[prop(default = "btn btn-secondary btn-small")] class: &'static str) -> impl IntoView {
    view! {
        <form method="post" action="/actions/accounts/logout">
            <button class=class type="submit">"Log out"</button>
        </form>
    }
}
