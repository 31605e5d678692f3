//! The variant grid: a row for every combination. On a phone a row is a card.

use super::{
    SectionHead, Sections, Step,
    cell::{Cell, CellError, CellProps},
};
use crate::{
    domain::{
        product::StockPolicy,
        staff::{Column, FormStep, OptionInput, ProductInput, StockInput, VariantInput},
    },
    storefront::form_errors::FormErrors,
    ui::{ButtonKind, field_id},
};
use leptos::prelude::*;

#[component]
pub fn Variants(sections: Sections) -> impl IntoView {
    let form = sections.form(Clone::clone);
    let count = form.variants.len();
    let has_options = !form.options.is_empty();
    let error = sections.errors.field("variants");
    let centers = sections.editor.with_value(|editor| editor.choices.centers.clone());
    let heads = centers.iter().map(|(_, name)| {
        let head = if centers.len() == 1 { "On hand".to_owned() } else { format!("On hand, {name}") };
        view! { <th scope="col">{head}</th> }
    });
    let heads = heads.collect_view();
    let options = StoredValue::new(form.options);
    let rows = form
        .variants
        .into_iter()
        .enumerate()
        .map(|(row, variant)| {
            let name = options.with_value(|options| name(&variant, options));
            view! { <Row sections row variant name has_options /> }
        })
        .collect_view();
    let summary = if count == 1 { "1 variant".to_owned() } else { format!("{count} combinations") };
    view! {
        <section class="card" aria-labelledby="variants">
            <SectionHead section="variants" title="Variants" />
            <p class="field-hint">
                {summary} ". Stock that open orders were promised cannot be taken away from them. Untick a combination that you do not sell."
            </p>
            {move || error.get().map(|error| view! { <p class="field-error" id="variants-error">{error}</p> })}
            {(count > 1).then(|| view! { <FillDown /> })}
            <div class="table-wrap is-wide variant-grid" role="group" aria-labelledby="variants" tabindex="0">
                <table class="table">
                    <thead>
                        <tr>
                            {has_options.then(|| view! { <th scope="col">"Sold"</th> })}
                            <th scope="col">"Variant"</th>
                            <th scope="col">"Price"</th>
                            <th scope="col">"Compare at"</th>
                            {heads}
                            <th scope="col">"SKU"</th>
                            <th scope="col">"More"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

/// Copies the first row's values to all.
#[component]
fn FillDown() -> impl IntoView {
    let buttons = Column::ALL
        .map(|column| {
            view! {
                <Step step=FormStep::Fill(column) kind=ButtonKind::Quiet label=format!("{} of the first variant to all", column.label())>
                    {column.label()}
                </Step>
            }
        })
        .into_iter()
        .collect_view();
    view! {
        <div class="fill-down" role="group" aria-label="Copy from the first variant to all">
            <span class="tiny muted">"Copy from the first to all:"</span>
            {buttons}
            <Step step=FormStep::AllOn kind=ButtonKind::Quiet>"Tick all"</Step>
            <Step step=FormStep::AllOff kind=ButtonKind::Quiet>"Untick all"</Step>
        </div>
    }
}

/// What to call a row: its values, else its SKU.
fn name(variant: &VariantInput, options: &[OptionInput]) -> String {
    let chosen = options.iter().zip(variant.choice_indexes());
    let names: Vec<&str> =
        chosen.filter_map(|(option, choice)| option.values.get(choice)).map(|value| value.name.as_str()).collect();
    match (names.is_empty(), variant.sku.is_empty()) {
        (false, _) => names.join(" / "),
        (true, false) => variant.sku.clone(),
        (true, true) => "The product".to_owned(),
    }
}

#[component]
fn Row(sections: Sections, row: usize, variant: VariantInput, name: String, has_options: bool) -> impl IntoView {
    let errors = sections.errors;
    let field = move |field: &str| ProductInput::variant_field(row, field);
    let price = Cell(cell(format!("Price of {name}"), field("price"), &variant.price, "decimal", errors));
    let compare =
        Cell(cell(format!("Price before, of {name}"), field("compare_at"), &variant.compare_at, "decimal", errors));
    let sku =
        Cell(CellProps { wide: true, ..cell(format!("SKU of {name}"), field("sku"), &variant.sku, "text", errors) });
    let levels = variant.stock.iter().cloned().enumerate();
    let levels = levels
        .map(|(place, level)| view! { <td data-label="On hand"><Level sections row place level variant=variant.id name=name.clone() /></td> })
        .collect_view();
    let (shown, is_on, is_new) = (name.clone(), variant.on, variant.id == 0);
    let (id, choices) = (variant.id.to_string(), variant.choices.clone());
    view! {
        <tr class=if is_on { "" } else { "is-off" }>
            {has_options.then(|| view! {
                <td class="is-check">
                    <label class="check">
                        <input class="check-input" type="checkbox" name=field("on") value="true" checked=is_on />
                        <span class="sr-only">{format!("{shown} is sold")}</span>
                    </label>
                </td>
            })}
            <th scope="row">
                <input type="hidden" name=field("id") value=id />
                <input type="hidden" name=field("choices") value=choices />
                {(!has_options).then(|| view! { <input type="hidden" name=field("on") value="true" /> })}
                {name.clone()}
                {is_new.then(|| view! { <span class="badge badge-plain ml-2">"New"</span> })}
            </th>
            <td data-label="Price">{price}</td>
            <td data-label="Compare at">{compare}</td>
            {levels}
            <td data-label="SKU">{sku}</td>
            <td data-label="More"><More row variant name errors /></td>
        </tr>
    }
}

fn cell(label: String, name: String, value: &str, inputmode: &'static str, errors: FormErrors) -> CellProps {
    CellProps { label, name, value: value.to_owned(), errors, inputmode, wide: false }
}

#[component]
fn Level(sections: Sections, row: usize, place: usize, level: StockInput, variant: i64, name: String) -> impl IntoView {
    let field = move |field: &str| ProductInput::stock_field(row, place, field);
    let center = level.center;
    let (center_name, promised) = sections.editor.with_value(|editor| {
        let name = editor.choices.centers.iter().find(|(id, _)| *id == center).map(|(_, name)| name.clone());
        let reserved = editor.reserved.iter().find(|units| units.variant == variant && units.center == center);
        (name.filter(|_| editor.choices.centers.len() > 1), reserved.map_or(0, |units| units.units))
    });
    let label = match center_name {
        Some(center) => format!("On hand in {center}, {name}"),
        None => format!("On hand, {name}"),
    };
    view! {
        <input type="hidden" name=field("center") value=level.center.to_string() />
        <input type="hidden" name=field("seen") value=level.seen />
        <Cell label name=field("on_hand") value=level.on_hand inputmode="numeric" errors=sections.errors />
        {(promised > 0).then(|| view! { <span class="tiny muted">{format!("{promised} promised")}</span> })}
    }
}

/// What is set once and seldom looked at again. It opens by itself where something in it is wrong.
#[component]
fn More(row: usize, variant: VariantInput, name: String, errors: FormErrors) -> impl IntoView {
    let field = move |field: &str| ProductInput::variant_field(row, field);
    let is_wrong =
        ["barcode", "cost", "weight", "length", "width", "height", "policy"].map(|name| errors.field(field(name)));
    let is_wrong = move || is_wrong.iter().any(|error| error.with(Option::is_some));
    let entry = |title: &'static str, key: &'static str, value: &str, mode: &'static str| {
        let cell = Cell(cell(format!("{title} of {name}"), field(key), value, mode, errors));
        view! { <div class="more-entry"><span class="tiny muted" aria-hidden="true">{title}</span>{cell}</div> }
    };
    let entries = [
        entry("Barcode", "barcode", &variant.barcode, "numeric"),
        entry("Cost", "cost", &variant.cost, "decimal"),
        entry("Weight, g", "weight", &variant.weight, "numeric"),
        entry("Length, mm", "length", &variant.length, "numeric"),
        entry("Width, mm", "width", &variant.width, "numeric"),
        entry("Height, mm", "height", &variant.height, "numeric"),
    ];
    view! {
        <details class="more" open=is_wrong>
            <summary class="btn btn-quiet btn-small">"Details" <span class="sr-only">{format!(" of {name}")}</span></summary>
            <div class="more-grid">
                {entries.into_iter().collect_view()}
                <Policy name=field("policy") variant=name.clone() policy=variant.policy errors />
                <label class="check">
                    <input class="check-input" type="checkbox" name=field("tracked") value="true" checked=variant.tracked />
                    <span>"Count stock" <span class="sr-only">{format!(" of {name}")}</span></span>
                </label>
            </div>
        </details>
    }
}

#[component]
fn Policy(name: String, variant: String, policy: String, errors: FormErrors) -> impl IntoView {
    let error = errors.field(name.clone());
    let id = field_id(&name);
    let error_id = format!("{id}-error");
    let described_by = error_id.clone();
    let options = StockPolicy::ALL
        .map(|option| {
            let selected = option.slug() == policy;
            view! { <option value=option.slug() selected=selected>{option.label()}</option> }
        })
        .into_iter()
        .collect_view();
    view! {
        <div class="more-entry">
            <span class="tiny muted" aria-hidden="true">"When sold out"</span>
            <select
                class="select cell-input"
                id=id
                name=name
                aria-label=format!("When {variant} is sold out")
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=move || error.with(Option::is_some).then(|| described_by.clone())
            >
                {options}
            </select>
            <CellError id=error_id error />
        </div>
    }
}
