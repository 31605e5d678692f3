//! One tax rate, or a new one.

use super::PATH;
use crate::{
    actions::{
        admin::tax_rates::{DeleteTaxRate, SaveTaxRate, get_tax_rate},
        page_data::page_data,
    },
    admin::{
        edit_frame::{DeleteCard, EditAddress, EditForm, EditFrame},
        parts::{CardSkeleton, FormOf, Loaded},
    },
    domain::{
        audit::AuditSubject,
        country::country_choices,
        staff::{TAX_NAME_LENGTH, TaxRateEditor},
    },
    storefront::form_errors::FormErrors,
    ui::{Checkbox, Field, Select},
};
use leptos::prelude::*;

const LABELS: &[(&str, &str)] = &[
    ("rate[name]", "Name"),
    ("rate[percent]", "Percent"),
    ("rate[category]", "Tax category"),
    ("rate[country]", "Country"),
    ("rate[region]", "Region"),
    ("rate[postcodes]", "Postcodes"),
    ("rate[valid_from]", "From"),
    ("rate[valid_until]", "Until"),
];

/// One tax rate.
#[component]
pub fn TaxRatePage() -> impl IntoView {
    let address = EditAddress::current();
    let editor = page_data(move || address.source(), |(id, _)| get_tax_rate(id));
    let (save, delete) = (ServerAction::new(), ServerAction::new());
    view! {
        <div class="admin-page admin-page-narrow">
            <Loaded data=editor fallback=|| view! { <CardSkeleton /> } what="tax rate" back=PATH let:editor>
                <Found editor save delete is_saved=address.is_saved() />
            </Loaded>
        </div>
    }
}

#[component]
fn Found(
    editor: TaxRateEditor,
    save: ServerAction<SaveTaxRate>,
    delete: ServerAction<DeleteTaxRate>,
    is_saved: Signal<bool>,
) -> impl IntoView {
    let title = if editor.rate.is_some() { editor.form.name.clone() } else { "New tax rate".to_owned() };
    let state = editor.rate.map(|(id, version)| (id.0, version));
    view! {
        <EditFrame
            list=(PATH, "Tax rates")
            title
            subject=AuditSubject::TaxRate
            state
            is_saved
            saved="Saved. Orders that were placed keep their taxes."
        >
            <div><FormOf state><RateForm editor=editor.clone() state action=save /></FormOf></div>
            <div>{state.map(|state| view! {
                <DeleteCard what="this rate" action=delete state>
                    <p class="small muted">"To change a rate from a day on, end this one and add another."</p>
                    <p class="small">"Nothing new is taxed with it. Orders keep their taxes."</p>
                </DeleteCard>
            })}</div>
        </EditFrame>
    }
}

#[component]
fn RateForm(editor: TaxRateEditor, state: Option<(i64, i64)>, action: ServerAction<SaveTaxRate>) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    let form = editor.form;
    let categories = editor.categories.into_iter().map(|(id, name)| (id.to_string(), name)).collect::<Vec<_>>();
    let countries = country_choices();
    let field = move |name: &'static str| errors.field(format!("rate[{name}]"));
    view! {
        <EditForm action labels=LABELS path=PATH state>
            <section class="card">
                <div class="form-grid">
                    <Field class="span-4" label="Name" name="rate[name]" value=form.name error=field("name") hint="Like VAT; invoices show it with the rate"
                        autocomplete="off" required=true maxlength=TAX_NAME_LENGTH />
                    <Field class="span-2" label="Percent" name="rate[percent]" value=form.percent error=field("percent") inputmode="decimal"
                        autocomplete="off" required=true />
                    <Select label="Tax category" name="rate[category]" options=categories value=form.category error=field("category") />
                </div>
                <Checkbox label="The catalog's prices contain it" name="rate[included]" checked=form.included />
            </section>
            <section class="card">
                <h2>"Where"</h2>
                <div class="form-grid">
                    <Select label="Country" name="rate[country]" options=countries value=form.country error=field("country") />
                    <Field class="span-3" label="Region" name="rate[region]" value=form.region error=field("region") hint="A state or province, as addresses have it" autocomplete="off" />
                    <Field class="span-3" label="Postcodes" name="rate[postcodes]" value=form.postcodes error=field("postcodes")
                        hint="27498, 20000-20999 or 97*" autocomplete="off" />
                </div>
            </section>
            <section class="card">
                <h2>"When"</h2>
                <div class="form-grid">
                    <Field class="span-3" label="From" name="rate[valid_from]" kind="datetime-local" value=form.valid_from error=field("valid_from") hint="In UTC" />
                    <Field class="span-3" label="Until" name="rate[valid_until]" kind="datetime-local" value=form.valid_until error=field("valid_until") hint="In UTC" />
                </div>
            </section>
        </EditForm>
    }
}
