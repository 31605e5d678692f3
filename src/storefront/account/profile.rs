//! Name and phone.

use super::parts::{AccountFailure, AccountHead, Done};
use crate::{
    actions::{
        account::profile::{SaveProfile, get_profile},
        page_data::page_data,
    },
    domain::account::Profile,
    error::AppError,
    storefront::form_errors::{FormErrors, FormProblems},
    ui::{Button, ButtonKind, Field, SkeletonLines},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[component]
pub fn ProfilePage() -> impl IntoView {
    let query = use_query_map();
    let saved = Memo::new(move |_| query.with(|query| query.get("saved").unwrap_or_default()));
    let action = ServerAction::<SaveProfile>::new();
    let profile = page_data(move || saved.get(), |_| get_profile());
    let is_saved = Signal::derive(move || saved.with(|saved| !saved.is_empty()) && !failed(action));
    view! {
        <AccountHead title="Profile" />
        <Done when=is_saved text="Saved.".to_owned() />
        <Transition fallback=|| view! { <SkeletonLines count=6 /> }>
            {move || Suspend::new(async move {
                match profile.await {
                    Ok(profile) => view! { <ProfileForm profile action /> }.into_any(),
                    Err(error) => view! { <AccountFailure error /> }.into_any(),
                }
            })}
        </Transition>
    }
}

fn failed(action: ServerAction<SaveProfile>) -> bool {
    action.value().with(|value| matches!(value, Some(Err(_))))
}

#[component]
fn ProfileForm(profile: Profile, action: ServerAction<SaveProfile>) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    let is_stale = move || action.value().with(|value| matches!(value, Some(Err(AppError::Conflict))));
    view! {
        <ActionForm action attr:class="account-form" attr:novalidate=true>
            <FormProblems errors labels=&[("name", "Name"), ("phone", "Phone")] />
            {move || is_stale().then(|| view! {
                <p class="small"><a class="link" href="/account/profile" rel="external">"Load the page again"</a></p>
            })}
            <input type="hidden" name="version" value=profile.version.to_string() />
            <Field
                label="Name"
                name="name"
                value=profile.name
                error=errors.field("name")
                hint="As we write to you"
                autocomplete="name"
                required=true
            />
            <Field
                label="Phone"
                name="phone"
                kind="tel"
                value=profile.phone
                error=errors.field("phone")
                autocomplete="tel"
            />
            <div class="field">
                <p class="field-label">"E-mail"</p>
                <p>{profile.email}</p>
                <p class="field-hint">
                    "It is also what you log in with. " <a class="link" href="/account/security">"Change it"</a>
                </p>
            </div>
            <div class="form-actions"><Button kind=ButtonKind::Primary busy=action.pending()>"Save"</Button></div>
        </ActionForm>
    }
}
