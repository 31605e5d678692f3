//! One carrier, or a new one.

use super::PATH;
use crate::{
    actions::{
        admin::shipping::{DeleteShippingCarrier, SaveShippingCarrier, get_shipping_carrier},
        page_data::page_data,
    },
    admin::{
        edit_frame::{DeleteCard, EditAddress, EditForm, EditFrame},
        parts::{CardSkeleton, FormOf, Loaded},
    },
    domain::{
        audit::AuditSubject,
        shipping::{NAME_LENGTH, TRACKING_LENGTH},
        staff::CarrierEditor,
    },
    storefront::form_errors::FormErrors,
    ui::Field,
};
use leptos::prelude::*;

const LABELS: &[(&str, &str)] =
    &[("shipping_carrier[name]", "Name"), ("shipping_carrier[tracking_url]", "Tracking link")];

/// One carrier.
#[component]
pub fn ShippingCarrierPage() -> impl IntoView {
    let address = EditAddress::current();
    let editor = page_data(move || address.source(), |(id, _)| get_shipping_carrier(id));
    let (save, delete) = (ServerAction::new(), ServerAction::new());
    view! {
        <div class="admin-page admin-page-narrow">
            <Loaded data=editor fallback=|| view! { <CardSkeleton /> } what="carrier" back=PATH let:editor>
                <Found editor save delete is_saved=address.is_saved() />
            </Loaded>
        </div>
    }
}

#[component]
fn Found(
    editor: CarrierEditor,
    save: ServerAction<SaveShippingCarrier>,
    delete: ServerAction<DeleteShippingCarrier>,
    is_saved: Signal<bool>,
) -> impl IntoView {
    let title = if editor.carrier.is_some() { editor.form.name.clone() } else { "New carrier".to_owned() };
    let state = editor.carrier.map(|(id, version)| (id.0, version));
    view! {
        <EditFrame
            list=(PATH, "Shipping")
            title
            subject=AuditSubject::ShippingCarrier
            state
            is_saved
            saved="Saved. Orders that were placed keep their shipping."
        >
            <div>
                <FormOf state><Form editor=editor.clone() state action=save /></FormOf>
            </div>
            <div class="grid gap-5 content-start">
                {state.map(|state| view! {
                    <DeleteCard what="this carrier" action=delete state>
                        <p class="small">"It has to have no methods, orders and parcels."</p>
                    </DeleteCard>
                })}
            </div>
        </EditFrame>
    }
}

#[component]
fn Form(editor: CarrierEditor, state: Option<(i64, i64)>, action: ServerAction<SaveShippingCarrier>) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    let form = editor.form;
    let field = move |name: &'static str| errors.field(format!("shipping_carrier[{name}]"));
    view! {
        <EditForm action labels=LABELS path="/admin/shipping/carriers" state>
            <section class="card">
                <Field label="Name" name="shipping_carrier[name]" value=form.name error=field("name") autocomplete="off" required=true maxlength=NAME_LENGTH />
                <Field label="Tracking link" name="shipping_carrier[tracking_url]" value=form.tracking_url error=field("tracking_url")
                    hint="{tracking} stands for the number: https://carrier.com/track/{tracking}" autocomplete="off" maxlength=TRACKING_LENGTH />
            </section>
        </EditForm>
    }
}
