//! What protects an account: its password, its e-mail and its second factor.

mod confirm;
mod email;
mod password;
mod second_factor;

pub use confirm::ConfirmPage;

use crate::{
    actions::{page_data::page_data, security::load_security},
    domain::second_factor::AccountSecurity,
    error::AppError,
    storefront::{account::AccountHead, registration::query_value},
    ui::{LinkButton, Notice, SkeletonLines, Tone},
};
use email::EmailSection;
use leptos::prelude::*;
use leptos_router::components::Redirect;
use password::PasswordSection;
use second_factor::{SecondFactorActions, SecondFactorSection};

/// The page `/account/security`.
#[component]
pub fn SecurityPage() -> impl IntoView {
    let second_factor = SecondFactorActions::new();
    let (password, email) = (ServerAction::new(), ServerAction::new());
    let done = query_value("done");
    let data = page_data(move || second_factor.answers(), |_| load_security());
    view! {
        <AccountHead title="Security" text="What it takes to get into your account." />
        <div class="grid max-w-2xl gap-10">
            <Done done />
            <Transition fallback=|| view! { <SkeletonLines count=10 /> }>
                {move || Suspend::new(async move {
                    match data.await {
                        Ok(security) => view! { <Sections security password email second_factor /> }.into_any(),
                        Err(AppError::SignInRequired) => {
                            view! { <Redirect path="/login?next=%2Faccount%2Fsecurity" /> }.into_any()
                        }
                        Err(error) => view! { <Notice tone=Tone::Error title=error.to_string() /> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}

/// What a plain form has just done.
#[component]
fn Done(done: String) -> impl IntoView {
    let title = match done.as_str() {
        "password" => password::CHANGED,
        "email" => email::SENT,
        "off" => "Two-factor login is off.",
        _ => return ().into_any(),
    };
    view! { <Notice tone=Tone::Ok title /> }.into_any()
}

#[component]
fn Sections(
    security: AccountSecurity,
    password: ServerAction<crate::actions::security::ChangePassword>,
    email: ServerAction<crate::actions::security::ChangeEmail>,
    second_factor: SecondFactorActions,
) -> impl IntoView {
    view! {
        {security.second_factor_required.then(|| view! {
            <Notice tone=Tone::Warn title="Please set up two-factor login">
                <p>"The shop's owner wants everybody of the staff to have it. The admin opens as soon as it is on."</p>
            </Notice>
        })}
        <PasswordSection action=password />
        <EmailSection action=email email=security.email.clone() confirmed=security.confirmed />
        <SecondFactorSection actions=second_factor security />
    }
}

/// In place of what is offered only to whoever gave the password just now.
#[component]
fn ConfirmFirst(what: &'static str) -> impl IntoView {
    view! {
        <p class="small muted">{what}</p>
        <p><LinkButton href="/account/confirm?next=%2Faccount%2Fsecurity">"Confirm that it is you"</LinkButton></p>
    }
}
