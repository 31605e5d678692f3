//! One carrier, or a new one.

use super::PATH;
use crate::{
    actions::{
        admin::shipping::{DeleteShippingCarrier, SaveShippingCarrier, get_shipping_carrier},
        page_data::page_data,
    },
    admin::{
        edit_frame::{DeleteCard, EditAddress, EditFrame, FormStart},
        parts::{CardSkeleton, FormOf, LoadError},
        references::parts::{SaveButton, is_conflict},
    },
    domain::{
        audit::AuditSubject,
        shipping::{NAME_LENGTH, TRACKING_LENGTH},
        staff::CarrierEditor,
    },
    storefront::form_errors::FormErrors,
    ui::{Button, ButtonKind, Field},
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
    let is_saved = address.is_saved();
    view! {
        <div class="admin-page admin-page-narrow">
            <Transition fallback=|| view! { <CardSkeleton /> }>
                {move || Suspend::new(async move {
                    match editor.await {
                        Ok(editor) => view! { <Found editor save delete is_saved /> }.into_any(),
                        Err(error) => view! { <LoadError error what="carrier" back=PATH /> }.into_any(),
                    }
                })}
            </Transition>
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
    let (state, form) = (editor.carrier, editor.clone());
    let errors = FormErrors::of(move || delete.value().get());
    view! {
        <EditFrame
            list=(PATH, "Shipping")
            title
            history=state.map(|(id, _)| (AuditSubject::ShippingCarrier, id.0))
            is_saved
            saved="Saved. Orders that were placed keep their shipping."
        >
            <div>
                <FormOf state><Form editor=form.clone() action=save /></FormOf>
            </div>
            <div class="grid gap-5 content-start">
                {state.map(|(id, version)| view! {
                    <DeleteCard what="this carrier" errors>
                        <p class="small">"It has to have no methods, orders and parcels."</p>
                        <ActionForm action=delete>
                            <input type="hidden" name="id" value=id.0 />
                            <input type="hidden" name="version" value=version />
                            <Button kind=ButtonKind::Danger busy=delete.pending()>"Delete it"</Button>
                        </ActionForm>
                    </DeleteCard>
                })}
            </div>
        </EditFrame>
    }
}

#[component]
fn Form(editor: CarrierEditor, action: ServerAction<SaveShippingCarrier>) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    let out_of_date = Signal::derive(move || action.value().with(|result| is_conflict(result.as_ref())));
    let (id, version) = editor.carrier.map_or((String::new(), 0), |(id, version)| (id.to_string(), version));
    let page = if id.is_empty() { format!("{PATH}/carriers/new") } else { format!("{PATH}/carriers/{id}") };
    let form = editor.form;
    let field = move |name: &'static str| errors.field(format!("shipping_carrier[{name}]"));
    view! {
        <ActionForm action attr:class="grid gap-5 grid-cols-[minmax(0,1fr)]" attr:novalidate=true>
            <FormStart errors labels=LABELS out_of_date page id version />
            <section class="card">
                <Field label="Name" name="shipping_carrier[name]" value=form.name error=field("name") autocomplete="off" required=true maxlength=NAME_LENGTH />
                <Field label="Tracking link" name="shipping_carrier[tracking_url]" value=form.tracking_url error=field("tracking_url")
                    hint="{tracking} stands for the number: https://carrier.com/track/{tracking}" autocomplete="off" maxlength=TRACKING_LENGTH />
            </section>
            <SaveButton busy=action.pending() />
        </ActionForm>
    }
}
