//! What the shop sets about returns.

use crate::{
    actions::{
        admin::returns::{SaveReturnSettings, get_return_settings},
        page_data::page_data,
    },
    admin::parts::{CardSkeleton, LoadError, PageHead},
    domain::returns::{INSTRUCTIONS_LENGTH, ReturnSettings},
    storefront::{
        form_errors::{FormErrors, FormProblems},
        registration::query_value,
    },
    ui::{Button, ButtonKind, Field, Notice, TextArea, Tone},
};
use leptos::prelude::*;

const LABELS: &[(&str, &str)] =
    &[("window_days", "Days to ask for a return"), ("return_instructions", "How to send it")];

/// The page `/admin/settings/returns`.
#[component]
pub fn ReturnSettingsPage() -> impl IntoView {
    let action = ServerAction::<SaveReturnSettings>::new();
    let saved = query_value("saved") == "1";
    let is_saved = move || match action.value().get() {
        None => saved,
        Some(answer) => answer.is_ok(),
    };
    let errors = FormErrors::of(move || action.value().get());
    let settings = page_data(|| (), |()| get_return_settings());
    view! {
        <div class="admin-page">
            <PageHead title="Return settings" />
            {move || is_saved().then(|| view! { <Notice tone=Tone::Ok title="Saved." /> })}
            <FormProblems errors labels=LABELS />
            <Transition fallback=|| view! { <CardSkeleton cards=1 /> }>
                {move || Suspend::new(async move {
                    match settings.await {
                        Ok(settings) => view! { <SettingsForm action settings errors /> }.into_any(),
                        Err(error) => view! { <LoadError error what="page" back="/admin" /> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}

#[component]
fn SettingsForm(
    action: ServerAction<SaveReturnSettings>,
    settings: ReturnSettings,
    errors: FormErrors,
) -> impl IntoView {
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
