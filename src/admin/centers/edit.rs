//! One fulfillment center, or a new one.

use crate::{
    actions::{
        admin::centers::{SaveCenter, get_center},
        page_data::page_data,
    },
    admin::{
        edit_frame::{EditAddress, EditForm, EditHead},
        parts::{CardSkeleton, FormOf, Loaded},
    },
    domain::{
        audit::AuditSubject,
        country::country_choices,
        shop_settings::Shop,
        staff::{CENTER_NAME_LENGTH, FulfillmentCenter},
    },
    storefront::form_errors::FormErrors,
    ui::{Field, Select},
};
use leptos::prelude::*;

const PATH: &str = "/admin/centers";

const LABELS: &[(&str, &str)] = &[
    ("fulfillment_center[name]", "Name"),
    ("fulfillment_center[country]", "Country"),
    ("fulfillment_center[priority]", "Priority"),
];

/// One center.
#[component]
pub fn CenterPage() -> impl IntoView {
    let address = EditAddress::current();
    let center = page_data(move || address.source(), |(id, _)| get_center(id));
    let save = ServerAction::new();
    view! {
        <div class="admin-page admin-page-narrow">
            <Loaded data=center fallback=|| view! { <CardSkeleton /> } what="center" back=PATH let:center>
                <Found center save is_saved=address.is_saved() />
            </Loaded>
        </div>
    }
}

#[component]
fn Found(center: Option<FulfillmentCenter>, save: ServerAction<SaveCenter>, is_saved: Signal<bool>) -> impl IntoView {
    let title = center.as_ref().map_or_else(|| "New center".to_owned(), |center| center.name.clone());
    let state = center.as_ref().map(|center| (center.id.0, center.version));
    view! {
        <EditHead list=(PATH, "Fulfillment centers") title subject=AuditSubject::FulfillmentCenter state is_saved />
        <FormOf state><Form center=center.clone() state action=save /></FormOf>
    }
}

#[component]
fn Form(
    center: Option<FulfillmentCenter>,
    state: Option<(i64, i64)>,
    action: ServerAction<SaveCenter>,
) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    let (name, country, priority) = center
        .map(|center| (center.name, center.country, center.priority.to_string()))
        .unwrap_or_else(|| (String::new(), use_context::<Shop>().unwrap_or_default().home_country, "0".into()));
    let countries = country_choices();
    view! {
        <EditForm action labels=LABELS path=PATH state>
            <section class="card">
                <Field
                    label="Name"
                    name="fulfillment_center[name]"
                    value=name
                    error=errors.field("fulfillment_center[name]")
                    hint="Like the town it is in"
                    autocomplete="off"
                    required=true
                    maxlength=CENTER_NAME_LENGTH
                />
                <Select label="Country" name="fulfillment_center[country]" options=countries value=country error=errors.field("fulfillment_center[country]") required=true />
                <Field
                    label="Priority"
                    name="fulfillment_center[priority]"
                    value=priority
                    inputmode="numeric"
                    error=errors.field("fulfillment_center[priority]")
                    hint="The lowest number ships first"
                    autocomplete="off"
                    required=true
                />
            </section>
        </EditForm>
    }
}
