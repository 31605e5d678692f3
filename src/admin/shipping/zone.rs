//! One zone, or a new one.

use super::PATH;
use crate::{
    actions::{
        admin::shipping::{DeleteShippingZone, SaveShippingZone, get_shipping_zone},
        page_data::page_data,
    },
    admin::{
        edit_frame::{DeleteCard, EditAddress, EditForm, EditFrame},
        parts::{CardSkeleton, FormOf, Loaded},
    },
    domain::{audit::AuditSubject, country::Continent, shipping::NAME_LENGTH, staff::ZoneEditor},
    storefront::form_errors::FormErrors,
    ui::{Field, Glyph, Icon, TextArea},
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
    view! {
        <div class="admin-page admin-page-narrow">
            <Loaded data=editor fallback=|| view! { <CardSkeleton /> } what="zone" back=PATH let:editor>
                <Found editor save delete is_saved=address.is_saved() />
            </Loaded>
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
    let state = editor.zone.map(|(id, version)| (id.0, version));
    view! {
        <EditFrame
            list=(PATH, "Shipping")
            title
            subject=AuditSubject::ShippingZone
            state
            is_saved
            saved="Saved. Orders that were placed keep their shipping."
        >
            <div>
                <FormOf state><Form editor=editor.clone() state action=save /></FormOf>
            </div>
            <div class="grid gap-5 content-start">
                {state.map(|state| view! {
                    <DeleteCard what="this zone" action=delete state>
                        <p class="small">"What methods cost there goes with it, and nothing ships to its places any more."</p>
                    </DeleteCard>
                })}
            </div>
        </EditFrame>
    }
}

#[component]
fn Form(editor: ZoneEditor, state: Option<(i64, i64)>, action: ServerAction<SaveShippingZone>) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    let form = editor.form;
    let field = move |name: &'static str| errors.field(format!("shipping_zone[{name}]"));
    view! {
        <EditForm action labels=LABELS path="/admin/shipping/zones" state>
            <section class="card">
                <Field label="Name" name="shipping_zone[name]" value=form.name error=field("name") hint="Shoppers read it where shipping is explained" autocomplete="off" required=true maxlength=NAME_LENGTH />
                <Countries chosen=form.countries error=field("countries") />
                <TextArea label="Regions" name="shipping_zone[regions]" value=form.regions error=field("regions")
                    hint="One a line: US: Alaska. A region wins over the zone of its country." rows=4 />
            </section>
        </EditForm>
    }
}

/// A box for every country, by continent; continents with chosen ones are open.
#[component]
fn Countries(chosen: Vec<String>, error: Signal<Option<String>>) -> impl IntoView {
    let chosen = RwSignal::new(chosen);
    let continents = Continent::ALL.map(|continent| view! { <Boxes continent chosen /> }).collect_view();
    view! {
        <fieldset class="target-boxes" id="shipping-zone-countries" tabindex="-1">
            <legend class="field-label">"Countries"</legend>
            {continents}
            {move || error.get().map(|error| view! { <p class="field-error">{error}</p> })}
        </fieldset>
    }
}

#[component]
fn Boxes(continent: Continent, chosen: RwSignal<Vec<String>>) -> impl IntoView {
    let codes: Vec<&'static str> = continent.countries().map(|(code, _)| code).collect();
    let all = codes.len();
    let codes = StoredValue::new(codes);
    let count =
        move || chosen.with(|chosen| codes.with_value(|codes| codes.iter().filter(|code| is_in(chosen, code)).count()));
    let open = chosen.with_untracked(|chosen| codes.with_value(|codes| codes.iter().any(|code| is_in(chosen, code))));
    let set = move |code: &str, on: bool| {
        chosen.update(|chosen| {
            chosen.retain(|chosen| chosen != code);
            if on {
                chosen.push(code.to_owned());
            }
        });
    };
    let toggle_all = move |_| {
        let on = count() < all;
        codes.with_value(|codes| codes.iter().for_each(|code| set(code, on)));
    };
    let boxes = continent.countries().map(|(code, name)| {
        let first = chosen.with_untracked(|chosen| is_in(chosen, code));
        view! {
            <label class="check">
                <input
                    class="check-input"
                    type="checkbox"
                    name="shipping_zone[countries][]"
                    value=code
                    checked=first
                    prop:checked=move || chosen.with(|chosen| is_in(chosen, code))
                    on:change=move |event| set(code, event_target_checked(&event))
                />
                <span>{name}</span>
            </label>
        }
    });
    let boxes = boxes.collect_view();
    let label = format!("Countries of {}", continent.name());
    view! {
        <details class="country-group" open=open>
            <summary>
                <span class="font-semibold">{continent.name()}</span>
                <span class="small muted">{move || chosen.with(|chosen| summary(continent, chosen))}</span>
                <Icon glyph=Glyph::ChevronDown />
            </summary>
            <div class="target-list country-list" tabindex="0" role="group" aria-label=label>
                <button class="btn btn-quiet btn-small needs-script" type="button" on:click=toggle_all>
                    {move || if count() < all { "Choose all" } else { "Choose none" }}
                </button>
                {boxes}
            </div>
        </details>
    }
}

/// The first few that are chosen and how many more there are.
fn summary(continent: Continent, chosen: &[String]) -> String {
    const SHOWN: usize = 3;
    let mut names = continent.countries().filter(|(code, _)| is_in(chosen, code)).map(|(_, name)| name);
    let first = names.by_ref().take(SHOWN).collect::<Vec<_>>().join(", ");
    match (first.is_empty(), names.count()) {
        (true, _) => "none".to_owned(),
        (false, 0) => first,
        (false, more) => format!("{first} and {more} more"),
    }
}

fn is_in(chosen: &[String], code: &str) -> bool {
    chosen.iter().any(|chosen| chosen == code)
}
