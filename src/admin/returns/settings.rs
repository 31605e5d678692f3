//! What the shop sets about returns.

use crate::{
    actions::{
        admin::returns::{SaveReturnSettings, get_return_settings},
        page_data::page_data,
    },
    admin::settings_page::SettingsPage,
    domain::returns::{INSTRUCTIONS_LENGTH, ReturnSettings},
    storefront::form_errors::FormErrors,
    ui::{Button, ButtonKind, Field, TextArea},
};
use leptos::prelude::*;

const LABELS: &[(&str, &str)] =
    &[("window_days", "Days to ask for a return"), ("return_instructions", "How to send it")];

/// The page `/admin/settings/returns`.
#[component]
pub fn ReturnSettingsPage() -> impl IntoView {
    let action = ServerAction::<SaveReturnSettings>::new();
    let settings = page_data(|| (), |()| get_return_settings());
    view! {
        <SettingsPage title="Return settings" labels=LABELS settings result=action.value() let:settings>
            <SettingsForm action settings />
        </SettingsPage>
    }
}

#[component]
fn SettingsForm(action: ServerAction<SaveReturnSettings>, settings: ReturnSettings) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    view! {
        <ActionForm action attr:class="grid max-w-2xl gap-6" attr:novalidate=true>
            <div class="card grid gap-5">
                <Field
                    label="Days to ask for a return"
                    name="window_days"
                    value=settings.window_days.to_string()
                    hint="After the last parcel left. With 0, only you open returns"
                    error=errors.field("window_days")
                    inputmode="numeric"
                    required=true
                    maxlength=3
                />
                <TextArea
                    label="How to send it"
                    name="return_instructions"
                    value=settings.instructions
                    rows=5
                    hint="What the form of an approval begins with; there it can be changed"
                    error=errors.field("return_instructions")
                    maxlength=INSTRUCTIONS_LENGTH
                />
            </div>
            <div><Button kind=ButtonKind::Primary busy=action.pending()>"Save"</Button></div>
        </ActionForm>
    }
}
