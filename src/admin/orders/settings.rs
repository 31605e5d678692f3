//! What the shop sets about the life of its orders.

use crate::{
    actions::{
        admin::order_settings::{SaveOrderSettings, get_order_settings},
        page_data::page_data,
    },
    admin::settings_page::SettingsPage,
    domain::order_settings::{MOST_DAYS, OrderSettings},
    storefront::form_errors::FormErrors,
    ui::{Button, ButtonKind, Checkbox, Field},
};
use leptos::prelude::*;

const LABELS: &[(&str, &str)] = &[("complete_after_days", "Days until a shipped order is complete")];

/// The page `/admin/settings/orders`.
#[component]
pub fn OrderSettingsPage() -> impl IntoView {
    let action = ServerAction::<SaveOrderSettings>::new();
    let settings = page_data(|| (), |()| get_order_settings());
    view! {
        <SettingsPage title="Order settings" labels=LABELS settings result=action.value() let:settings>
            <SettingsForm action settings />
        </SettingsPage>
    }
}

#[component]
fn SettingsForm(action: ServerAction<SaveOrderSettings>, settings: OrderSettings) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    let days = settings.complete_after_days.map(|days| days.to_string()).unwrap_or_default();
    view! {
        <ActionForm action attr:class="grid max-w-2xl gap-6" attr:novalidate=true>
            <div class="card grid gap-5">
                <Field
                    label="Days until a shipped order is complete"
                    name="complete_after_days"
                    value=days
                    hint=format!(
                        "After its last parcel left, from 1 to {MOST_DAYS}, and only if it is paid. Left empty, an order is complete once you \
                         marked every parcel as delivered",
                    )
                    error=errors.field("complete_after_days")
                    inputmode="numeric"
                    maxlength=2
                />
                <Checkbox
                    label="Customers may cancel an order themselves as long as nothing of it has shipped"
                    name="customers_cancel"
                    checked=settings.customers_cancel
                />
            </div>
            <div><Button kind=ButtonKind::Primary busy=action.pending()>"Save"</Button></div>
        </ActionForm>
    }
}
