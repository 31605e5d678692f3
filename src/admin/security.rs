//! What the owner asks of the staff's logins.

use super::parts::{CardSkeleton, LoadError, PageHead};
use crate::{
    actions::{
        admin::security::{SaveSecuritySettings, get_security_settings},
        page_data::page_data,
    },
    storefront::{
        form_errors::{FormErrors, FormProblems},
        registration::query_value,
    },
    ui::{Button, ButtonKind, Checkbox, Notice, Tone},
};
use leptos::prelude::*;

/// The page `/admin/settings/security`.
#[component]
pub fn SecuritySettingsPage() -> impl IntoView {
    let action = ServerAction::<SaveSecuritySettings>::new();
    let saved = query_value("saved") == "1";
    let is_saved = move || match action.value().get() {
        None => saved,
        Some(answer) => answer.is_ok(),
    };
    let errors = FormErrors::of(move || action.value().get());
    let required = page_data(move || action.version().get(), |_| get_security_settings());
    view! {
        <div class="admin-page">
            <PageHead title="Security" />
            {move || is_saved().then(|| view! { <Notice tone=Tone::Ok title="Saved." /> })}
            <FormProblems errors labels=&[] />
            <Transition fallback=|| view! { <CardSkeleton cards=1 /> }>
                {move || Suspend::new(async move {
                    match required.await {
                        Ok(required) => view! { <SettingsForm action required /> }.into_any(),
                        Err(error) => view! { <LoadError error what="page" back="/admin" /> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}

#[component]
fn SettingsForm(action: ServerAction<SaveSecuritySettings>, required: bool) -> impl IntoView {
    view! {
        <div class="card max-w-2xl">
            <ActionForm action attr:class="grid gap-5">
                <h2 class="text-base">"Logins of the staff"</h2>
                <Checkbox label="Everybody of the staff must have two-factor login" name="second_factor" checked=required />
                <p class="small muted">
                    "Whoever has none is led to set it up and is let into nothing else, you included. Set up your own first: "
                    <a class="link" href="/account/security">"your account's security"</a> "."
                </p>
                <div><Button kind=ButtonKind::Primary busy=action.pending()>"Save"</Button></div>
            </ActionForm>
        </div>
    }
}
