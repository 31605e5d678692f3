//! Prices and stock of a product's variants, in one grid.

use crate::{
    domain::{
        product::StockPolicy,
        staff::{ProductInput, StaffVariant, StockLevel},
    },
    storefront::form_errors::FormErrors,
    ui::{Glyph, Icon, field_id},
};
use leptos::prelude::*;

#[component]
pub fn VariantGrid(variants: Vec<StaffVariant>, errors: FormErrors) -> impl IntoView {
    let rows =
        variants.into_iter().enumerate().map(|(row, variant)| view! { <Row row variant errors /> }).collect_view();
    view! {
        <section class="card" aria-labelledby="product-variants">
            <h2 id="product-variants">"Variants"</h2>
            <p class="field-hint">"Stock that open orders were promised cannot be taken away from them."</p>
            <div class="table-wrap is-wide" role="group" aria-labelledby="product-variants" tabindex="0">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">"Variant"</th>
                            <th scope="col">"Price"</th>
                            <th scope="col">"Compare at"</th>
                            <th scope="col">"On hand"</th>
                            <th scope="col" class="is-num">"Promised"</th>
                            <th scope="col">"When sold out"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

#[component]
fn Row(row: usize, variant: StaffVariant, errors: FormErrors) -> impl IntoView {
    let name = variant.name().to_owned();
    let field = move |field: &str| ProductInput::variant_field(row, field);
    let promised: i64 = variant.stock.iter().map(|level| level.reserved).sum();
    let compare_at = variant.compare_at.map(|money| money.decimal()).unwrap_or_default();
    view! {
        <tr>
            <th scope="row">
                <input type="hidden" name=field("id") value=variant.id.to_string() />
                {name.clone()}
                {(!variant.options.is_empty()).then(|| view! { <br /><span class="mono muted tiny font-normal">{variant.sku.clone()}</span> })}
            </th>
            <td>
                <Cell label=format!("Price of {name}") name=field("price") value=variant.price.decimal() inputmode="decimal" errors />
            </td>
            <td>
                <Cell label=format!("Price before, of {name}") name=field("compare_at") value=compare_at inputmode="decimal" errors />
            </td>
            <td><Levels row name=name.clone() stock=variant.stock errors /></td>
            <td class="is-num">{promised}</td>
            <td><Policy name=field("policy") variant=name policy=variant.policy errors /></td>
        </tr>
    }
}

/// One input per place; with one place only, its name goes without saying.
#[component]
fn Levels(row: usize, name: String, stock: Vec<StockLevel>, errors: FormErrors) -> impl IntoView {
    if stock.is_empty() {
        return view! { <span class="muted tiny">"Not counted"</span> }.into_any();
    }
    let is_single = stock.len() == 1;
    stock
        .into_iter()
        .enumerate()
        .map(|(place, level)| {
            let field = move |field: &str| ProductInput::stock_field(row, place, field);
            let label =
                if is_single { format!("On hand, {name}") } else { format!("On hand in {}, {name}", level.center) };
            view! {
                <input type="hidden" name=field("item") value=level.item.to_string() />
                <input type="hidden" name=field("seen") value=level.on_hand.to_string() />
                {(!is_single).then(|| view! { <span class="muted tiny">{level.center}</span> })}
                <Cell label name=field("on_hand") value=level.on_hand.to_string() inputmode="numeric" errors />
            }
        })
        .collect_view()
        .into_any()
}

/// An input in a cell: the column's head names it to the eye, `label` to a screen reader.
#[component]
fn Cell(label: String, name: String, value: String, inputmode: &'static str, errors: FormErrors) -> impl IntoView {
    let error = errors.field(name.clone());
    let id = field_id(&name);
    let error_id = format!("{id}-error");
    let described_by = error_id.clone();
    view! {
        <input
            class="input cell-input num w-24 text-right"
            id=id
            name=name
            value=value
            inputmode=inputmode
            autocomplete="off"
            aria-label=label
            aria-invalid=move || error.with(Option::is_some).then_some("true")
            aria-describedby=move || error.with(Option::is_some).then(|| described_by.clone())
        />
        <CellError id=error_id error />
    }
}

#[component]
fn CellError(id: String, error: Signal<Option<String>>) -> impl IntoView {
    move || {
        error.get().map(|message| {
            view! {
                <p class="field-error mt-1 w-40" id=id.clone()><Icon glyph=Glyph::Alert /><span>{message}</span></p>
            }
        })
    }
}

#[component]
fn Policy(name: String, variant: String, policy: StockPolicy, errors: FormErrors) -> impl IntoView {
    let error = errors.field(name.clone());
    let id = field_id(&name);
    let error_id = format!("{id}-error");
    let described_by = error_id.clone();
    let options = StockPolicy::ALL
        .map(|option| {
            view! {
                <option value=option.slug() selected=option == policy>{option.label()}</option>
            }
        })
        .into_iter()
        .collect_view();
    view! {
        <select
            class="select cell-input w-44"
            id=id
            name=name
            aria-label=format!("When {variant} is sold out")
            aria-invalid=move || error.with(Option::is_some).then_some("true")
            aria-describedby=move || error.with(Option::is_some).then(|| described_by.clone())
        >
            {options}
        </select>
        <CellError id=error_id error />
    }
}
