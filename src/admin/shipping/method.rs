//! One method, or a new one.

use super::PATH;
use crate::{
    actions::{
        admin::shipping::{DeleteShippingMethod, SaveShippingMethod, get_shipping_method},
        page_data::page_data,
    },
    admin::{
        edit_frame::{DeleteCard, EditAddress, EditForm, EditFrame},
        parts::{CardSkeleton, FormOf, Loaded},
    },
    domain::{
        audit::AuditSubject,
        ids::{ShippingMethodId, ShippingZoneId},
        shipping::{NAME_LENGTH, PICKUP_PLACE_LENGTH},
        staff::MethodEditor,
    },
    storefront::form_errors::FormErrors,
    ui::{Checkbox, Field, Select, TextArea},
};
use leptos::prelude::*;

const LABELS: &[(&str, &str)] = &[
    ("shipping_method[name]", "Name"),
    ("shipping_method[carrier]", "Carrier"),
    ("shipping_method[kind]", "Kind"),
    ("shipping_method[days_min]", "Working days at least"),
    ("shipping_method[days_max]", "Working days at most"),
    ("shipping_method[position]", "Place in the list"),
    ("shipping_method[minimum_weight]", "Minimum weight"),
    ("shipping_method[maximum_weight]", "Maximum weight"),
    ("shipping_method[minimum_value]", "Minimum value"),
    ("shipping_method[maximum_value]", "Maximum value"),
    ("shipping_method[center]", "Center"),
    ("shipping_method[pickup_place]", "Where and when"),
];

/// One method.
#[component]
pub fn ShippingMethodPage() -> impl IntoView {
    let address = EditAddress::current();
    let editor = page_data(move || address.source(), |(id, _)| get_shipping_method(id));
    let (save, delete) = (ServerAction::new(), ServerAction::new());
    view! {
        <div class="admin-page admin-page-narrow">
            <Loaded data=editor fallback=|| view! { <CardSkeleton /> } what="method" back=PATH let:editor>
                <Found editor save delete is_saved=address.is_saved() />
            </Loaded>
        </div>
    }
}

#[component]
fn Found(
    editor: MethodEditor,
    save: ServerAction<SaveShippingMethod>,
    delete: ServerAction<DeleteShippingMethod>,
    is_saved: Signal<bool>,
) -> impl IntoView {
    let title = if editor.method.is_some() { editor.form.name.clone() } else { "New method".to_owned() };
    let zones = editor.zones.clone();
    let method = editor.method;
    let state = method.map(|(id, version)| (id.0, version));
    view! {
        <EditFrame
            list=(PATH, "Shipping")
            title
            subject=AuditSubject::ShippingMethod
            state
            is_saved
            saved="Saved. Orders that were placed keep their shipping."
        >
            <div>
                <FormOf state><Form editor=editor.clone() state action=save /></FormOf>
            </div>
            <div class="grid gap-5 content-start">
                {method.map(|(id, _)| view! { <Rates id zones /> })}
                {state.map(|state| view! {
                    <DeleteCard what="this method" action=delete state>
                        <p class="small">"Nobody can choose it any more. Orders keep its name; to stop it for a while, pause it instead."</p>
                    </DeleteCard>
                })}
            </div>
        </EditFrame>
    }
}

#[component]
fn Form(editor: MethodEditor, state: Option<(i64, i64)>, action: ServerAction<SaveShippingMethod>) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    let form = editor.form;
    let pairs = |pairs: Vec<(String, String)>| pairs;
    let carriers = pairs(editor.carriers.into_iter().map(|(id, name)| (id.to_string(), name)).collect());
    let centers = pairs(editor.centers.into_iter().map(|(id, name)| (id.to_string(), name)).collect());
    let kinds = pairs(vec![
        ("delivery".to_owned(), "A carrier brings it".to_owned()),
        ("pickup".to_owned(), "The customer picks it up".to_owned()),
    ]);
    let field = move |name: &'static str| errors.field(format!("shipping_method[{name}]"));
    view! {
        <EditForm action labels=LABELS path="/admin/shipping/methods" state>
            <section class="card">
                <div class="form-grid">
                    <Field class="span-4" label="Name" name="shipping_method[name]" value=form.name error=field("name") hint="Shoppers choose by it" autocomplete="off" required=true maxlength=NAME_LENGTH />
                    <Field class="span-2" label="Place in the list" name="shipping_method[position]" value=form.position error=field("position") hint="The lowest stands first" inputmode="numeric" autocomplete="off" />
                    <Select class="span-3" label="Carrier" name="shipping_method[carrier]" options=carriers value=form.carrier error=field("carrier") required=true />
                    <Select class="span-3" label="Kind" name="shipping_method[kind]" options=kinds value=form.kind error=field("kind") />
                    <Field class="span-3" label="Working days at least" name="shipping_method[days_min]" value=form.days_min error=field("days_min") inputmode="numeric" autocomplete="off" required=true />
                    <Field class="span-3" label="Working days at most" name="shipping_method[days_max]" value=form.days_max error=field("days_max") inputmode="numeric" autocomplete="off" required=true />
                </div>
                <Checkbox label="Offered to shoppers" name="shipping_method[active]" checked=form.active />
            </section>
            <section class="card">
                <h2>"Limits"</h2>
                <div class="form-grid">
                    <Field class="span-3" label="Minimum weight" name="shipping_method[minimum_weight]" value=form.minimum_weight error=field("minimum_weight") hint="In grams" inputmode="numeric" autocomplete="off" />
                    <Field class="span-3" label="Maximum weight" name="shipping_method[maximum_weight]" value=form.maximum_weight error=field("maximum_weight") hint="In grams" inputmode="numeric" autocomplete="off" />
                    <Field class="span-3" label="Minimum value" name="shipping_method[minimum_value]" value=form.minimum_value error=field("minimum_value") hint="After discounts" inputmode="decimal" autocomplete="off" />
                    <Field class="span-3" label="Maximum value" name="shipping_method[maximum_value]" value=form.maximum_value error=field("maximum_value") hint="After discounts" inputmode="decimal" autocomplete="off" />
                </div>
            </section>
            <section class="card">
                <h2>"Pickup"</h2>
                <p class="small muted">"Only for what the customer picks up. It is offered for addresses in the center's country, when all of the cart is there."</p>
                <Select label="Center" name="shipping_method[center]" options=centers value=form.center error=field("center") />
                <TextArea label="Where and when" name="shipping_method[pickup_place]" value=form.pickup_place error=field("pickup_place")
                    hint="Street and hours: the customer reads it" rows=3 maxlength=PICKUP_PLACE_LENGTH />
            </section>
        </EditForm>
    }
}

/// What it costs, zone by zone.
#[component]
fn Rates(id: ShippingMethodId, zones: Vec<(ShippingZoneId, String, Option<String>)>) -> impl IntoView {
    let row = |(zone, name, cost): (ShippingZoneId, String, Option<String>)| {
        let cost = cost.unwrap_or_else(|| "Not offered".to_owned());
        view! {
            <li class="leader small">
                <a class="link" href=format!("{PATH}/methods/{id}/zones/{zone}")>{name}</a>
                <span>{cost}</span>
            </li>
        }
    };
    let rows = zones.into_iter().map(row).collect_view();
    view! {
        <section class="card" aria-labelledby="method-rates">
            <h2 id="method-rates">"Costs by zone"</h2>
            <ul class="grid gap-2">{rows}</ul>
        </section>
    }
}
