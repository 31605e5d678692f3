//! What a method costs in a zone.

use super::PATH;
use crate::{
    actions::{
        admin::shipping::{SaveShippingRate, get_shipping_rate},
        page_data::page_data,
    },
    admin::{
        parts::{CardSkeleton, FormOf, Loaded, PageHead},
        references::parts::{Done, OutOfDate, SaveButton, is_conflict},
    },
    domain::{shipping::RateRowInput, staff::RateEditor},
    storefront::form_errors::{FormErrors, FormProblems, Labels},
    ui::{Breadcrumbs, Field, Select},
};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

const LABELS: &[(&str, &str)] = &[
    ("shipping_rate[calculator]", "How it is priced"),
    ("shipping_rate[price]", "Price"),
    ("shipping_rate[free_from]", "Free from"),
];

/// One rate.
#[component]
pub fn ShippingRatePage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let value =
        move |name: &'static str| Memo::new(move |_| params.with(|params| params.get(name).unwrap_or_default()));
    let (method, zone) = (value("id"), value("zone"));
    let saved = Memo::new(move |_| query.with(|query| query.get("saved").unwrap_or_default()));
    let source = move || (method.get(), zone.get(), saved.get());
    let editor = page_data(source, |(method, zone, _)| get_shipping_rate(method, zone));
    let save = ServerAction::new();
    let is_saved = Signal::derive(move || saved.with(|saved| !saved.is_empty()));
    view! {
        <div class="admin-page admin-page-narrow">
            <Loaded data=editor fallback=|| view! { <CardSkeleton /> } what="rate" back=PATH let:editor>
                <Found editor save is_saved />
            </Loaded>
        </div>
    }
}

#[component]
fn Found(editor: RateEditor, save: ServerAction<SaveShippingRate>, is_saved: Signal<bool>) -> impl IntoView {
    let title = format!("{} to {}", editor.method_name, editor.zone_name);
    let method = format!("{PATH}/methods/{}", editor.method);
    let state = (editor.method, editor.zone, editor.version);
    let form = editor.clone();
    view! {
        <Breadcrumbs trail=vec![(PATH.into(), "Shipping".into()), (method, editor.method_name)] current=editor.zone_name />
        <PageHead title />
        <Done when=is_saved text="Saved. Orders that were placed keep their shipping." />
        <FormOf state><Form editor=form.clone() action=save /></FormOf>
    }
}

#[component]
fn Form(editor: RateEditor, action: ServerAction<SaveShippingRate>) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    let out_of_date = Signal::derive(move || action.value().with(|result| is_conflict(result.as_ref())));
    let page = format!("{PATH}/methods/{}/zones/{}", editor.method, editor.zone);
    let field = move |name: &'static str| errors.field(format!("shipping_rate[{name}]"));
    let form = editor.form;
    let calculators = [
        ("none", "Not offered there"),
        ("flat", "One price"),
        ("weight", "A table by weight"),
        ("value", "A table by value, after discounts"),
    ];
    let calculators = calculators.map(|(value, label)| (value.to_owned(), label.to_owned())).to_vec();
    let row_labels = (0..form.rows.len()).flat_map(|index| {
        let RowField { up_to, price } = RowField::of(index);
        [up_to, price]
    });
    let labels = Labels::from(LABELS).with_rows(row_labels);
    let rows = form.rows.into_iter().enumerate().map(|(index, row)| view! { <Row index row errors /> }).collect_view();
    view! {
        <ActionForm action attr:class="rate-form grid gap-5 grid-cols-[minmax(0,1fr)]" attr:novalidate=true>
            <FormProblems errors labels />
            <OutOfDate when=out_of_date page />
            <input type="hidden" name="method" value=editor.method.0 />
            <input type="hidden" name="version" value=editor.version />
            <input type="hidden" name="zone" value=editor.zone.0 />
            <section class="card">
                <div class="form-grid">
                    <Select label="How it is priced" name="shipping_rate[calculator]" options=calculators value=form.calculator error=field("calculator") />
                    <Field class="span-3 only for-flat" label="Price" name="shipping_rate[price]" value=form.price error=field("price")
                        inputmode="decimal" autocomplete="off" required=true />
                    <Field class="span-3 only for-flat for-weight for-value" label="Free from" name="shipping_rate[free_from]" value=form.free_from
                        error=field("free_from") hint="Items before discounts" inputmode="decimal" autocomplete="off" />
                </div>
            </section>
            <section class="card only for-weight for-value">
                <h2>"Table"</h2>
                <p class="small muted">
                    "Grams or amounts. A row without an end is for everything above the others; without such a row, what is above them is not taken. Rows that stay empty do not count; saving brings new ones."
                </p>
                {rows}
            </section>
            <SaveButton busy=action.pending() />
        </ActionForm>
    }
}

/// Names and labels of a row's fields.
struct RowField {
    up_to: (String, String),
    price: (String, String),
}

impl RowField {
    fn of(index: usize) -> Self {
        let number = index + 1;
        let field = |part, label| (format!("shipping_rate[rows][{index}][{part}]"), format!("Row {number}: {label}"));
        Self { up_to: field("up_to", "up to"), price: field("price", "price") }
    }
}

#[component]
fn Row(index: usize, row: RateRowInput, errors: FormErrors) -> impl IntoView {
    let RowField { up_to: (end, end_label), price: (price, price_label) } = RowField::of(index);
    let number = index + 1;
    view! {
        <div class="form-grid pt-4" role="group" aria-label=format!("Row {number}")>
            <Field class="span-3" label=end_label name=end.clone() value=row.up_to error=errors.field(end)
                inputmode="decimal" autocomplete="off" />
            <Field class="span-3" label=price_label name=price.clone() value=row.price error=errors.field(price)
                inputmode="decimal" autocomplete="off" />
        </div>
    }
}
