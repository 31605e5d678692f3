//! What the owner asks of the staff's logins.

use super::settings_page::SettingsPage;
use crate::{
    actions::{
        admin::security::{SaveSecuritySettings, get_security_settings},
        page_data::page_data,
    },
    ui::{Button, ButtonKind, Checkbox},
};
use leptos::prelude::*;

/// The page `/admin/settings/security`.
#[component]
pub fn SecuritySettingsPage() -> impl IntoView {
    let action = ServerAction::<SaveSecuritySettings>::new();
    let required = page_data(move || action.version().get(), |_| get_security_settings());
    view! {
        <SettingsPage title="Security" labels=&[] settings=required result=action.value() let:required>
            <SettingsForm action required />
        </SettingsPage>
    }
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
