//! One zone, or a new one.

use super::PATH;
use crate::{
    actions::{
        admin::shipping::{DeleteShippingZone, SaveShippingZone, get_shipping_zone},
        page_data::page_data,
    },
    admin::{
        edit_frame::{DeleteCard, EditAddress, EditFrame, FormStart},
        parts::{CardSkeleton, FormOf, LoadError},
        references::parts::{SaveButton, is_conflict},
    },
    domain::{audit::AuditSubject, country::COUNTRIES, shipping::NAME_LENGTH, staff::ZoneEditor},
    storefront::form_errors::FormErrors,
    ui::{Button, ButtonKind, Field, TextArea},
};
use leptos::prelude::*;

const LABELS: &[(&str, &str)] = &[
    ("shipping_zone[name]", "Name"),
    ("shipping_zone[countries]", "Countries"),
    ("shipping_zone[regions]", "Regions"),
];

/// One zone.
#[component]
pub fn ShippingZonePage() -> impl IntoView {
    let address = EditAddress::current();
    let editor = page_data(move || address.source(), |(id, _)| get_shipping_zone(id));
    let (save, delete) = (ServerAction::new(), ServerAction::new());
    let is_saved = address.is_saved();
    view! {
        <div class="admin-page admin-page-narrow">
            <Transition fallback=|| view! { <CardSkeleton /> }>
                {move || Suspend::new(async move {
                    match editor.await {
                        Ok(editor) => view! { <Found editor save delete is_saved /> }.into_any(),
                        Err(error) => view! { <LoadError error what="zone" back=PATH /> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

#[component]
fn Found(
    editor: ZoneEditor,
    save: ServerAction<SaveShippingZone>,
    delete: ServerAction<DeleteShippingZone>,
    is_saved: Signal<bool>,
) -> impl IntoView {
    let title = if editor.zone.is_some() { editor.form.name.clone() } else { "New zone".to_owned() };
    let (state, form) = (editor.zone, editor.clone());
    let errors = FormErrors::of(move || delete.value().get());
    view! {
        <EditFrame
            list=(PATH, "Shipping")
            title
            history=state.map(|(id, _)| (AuditSubject::ShippingZone, id.0))
            is_saved
            saved="Saved. Orders that were placed keep their shipping."
        >
            <div>
                <FormOf state><Form editor=form.clone() action=save /></FormOf>
            </div>
            <div class="grid gap-5 content-start">
                {state.map(|(id, version)| view! {
                    <DeleteCard what="this zone" errors>
                        <p class="small">"What methods cost there goes with it, and nothing ships to its places any more."</p>
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
fn Form(editor: ZoneEditor, action: ServerAction<SaveShippingZone>) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    let out_of_date = Signal::derive(move || action.value().with(|result| is_conflict(result.as_ref())));
    let (id, version) = editor.zone.map_or((String::new(), 0), |(id, version)| (id.to_string(), version));
    let page = if id.is_empty() { format!("{PATH}/zones/new") } else { format!("{PATH}/zones/{id}") };
    let form = editor.form;
    let field = move |name: &'static str| errors.field(format!("shipping_zone[{name}]"));
    view! {
        <ActionForm action attr:class="grid gap-5 grid-cols-[minmax(0,1fr)]" attr:novalidate=true>
            <FormStart errors labels=LABELS out_of_date page id version />
            <section class="card">
                <Field label="Name" name="shipping_zone[name]" value=form.name error=field("name") hint="Shoppers read it where shipping is explained" autocomplete="off" required=true maxlength=NAME_LENGTH />
                <Countries chosen=form.countries error=field("countries") />
                <TextArea label="Regions" name="shipping_zone[regions]" value=form.regions error=field("regions")
                    hint="One a line: US: Alaska. A region wins over the zone of its country." rows=4 />
            </section>
            <SaveButton busy=action.pending() />
        </ActionForm>
    }
}

/// A box for every country.
#[component]
fn Countries(chosen: Vec<String>, error: Signal<Option<String>>) -> impl IntoView {
    let boxes = COUNTRIES.iter().map(|(code, name)| {
        let checked = chosen.iter().any(|chosen| chosen == code);
        view! {
            <label class="check">
                <input class="check-input" type="checkbox" name="shipping_zone[countries][]" value=*code checked=checked />
                <span>{*name}</span>
            </label>
        }
    });
    let boxes = boxes.collect_view();
    view! {
        <fieldset class="target-boxes" id="shipping-zone-countries" tabindex="-1">
            <legend class="field-label">"Countries"</legend>
            <div class="target-list" tabindex="0" role="group" aria-label="Countries">{boxes}</div>
            {move || error.get().map(|error| view! { <p class="field-error">{error}</p> })}
        </fieldset>
    }
}
