//! Changing many products: what is meant, what becomes of it, and the one button that does it.
//!
//! The address has it all until that button, so that looking costs nothing and works without scripts.

use super::{PATH, filters};
use crate::{
    actions::{
        admin::products::{BulkProducts, preview_bulk},
        page_data::page_data,
    },
    admin::{
        list_table::{
            Column::{Number, Text},
            ListTable,
        },
        parts::{CardSkeleton, LoadError, PageHead},
    },
    domain::staff::{BulkInput, BulkKind, BulkPreview, PricePreview, Rounding, Selection},
    storefront::form_errors::{FormErrors, FormProblems},
    ui::{Breadcrumbs, Button, ButtonKind, EmptyState, Field, Glyph, LinkButton, Select},
};
use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, params::ParamsMap};

/// Changing many products.
#[component]
pub fn ProductBulkPage() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(read));
    let preview = page_data(move || asked.get(), |(selection, change, _)| preview_bulk(selection, change));
    let action = ServerAction::<BulkProducts>::new();
    view! {
        <div class="admin-page admin-page-narrow">
            <Breadcrumbs trail=vec![(PATH.into(), "Products".into())] current="Change several" />
            <PageHead title="Change several products" />
            <Transition fallback=|| view! { <CardSkeleton /> }>
                {move || Suspend::new(async move {
                    let (selection, change, is_chosen) = asked.get_untracked();
                    match preview.await {
                        Ok(preview) if is_chosen && preview.count > 0 => {
                            view! { <Found selection change preview action /> }.into_any()
                        }
                        Ok(_) => view! { <Nothing /> }.into_any(),
                        Err(error) => view! { <LoadError error what="selection" back=PATH /> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

/// What the address asks for; whether it says which products at all.
fn read(query: &ParamsMap) -> (Selection, BulkInput, bool) {
    let value = |name| query.get(name).unwrap_or_default();
    let is_all = query.get("all").is_some();
    let ids = if is_all { String::new() } else { query.get_all("ids").unwrap_or_default().join(",") };
    let is_chosen = is_all || !ids.is_empty();
    let change = BulkInput {
        action: value("action"),
        percent: value("percent"),
        rounding: value("rounding"),
        category: value("to"),
        brand: value("to"),
        tax_category: value("to"),
        tag: value("word"),
    };
    (Selection { ids, filter: filters::read(query).first_page() }, change, is_chosen)
}

#[component]
fn Nothing() -> impl IntoView {
    view! {
        <EmptyState glyph=Glyph::Tag title="No products are chosen" text="Tick some in the list first, or take all that fit a filter.">
            <LinkButton href=PATH>"To the list"</LinkButton>
        </EmptyState>
    }
}

#[component]
fn Found(
    selection: Selection,
    change: BulkInput,
    preview: BulkPreview,
    action: ServerAction<BulkProducts>,
) -> impl IntoView {
    let count = if preview.count == 1 { "1 product".to_owned() } else { format!("{} products", preview.count) };
    let more = preview.count - i64::try_from(preview.titles.len()).unwrap_or_default();
    let titles = preview.titles.iter().map(|title| view! { <li>{title.clone()}</li> }).collect_view();
    let kind = BulkKind::from_slug(&change.action);
    view! {
        <section class="card grid gap-3" aria-labelledby="meant">
            <h2 id="meant">{count.clone()}</h2>
            <ul class="meant-list">{titles}{(more > 0).then(|| view! { <li class="muted">{format!("and {more} more")}</li> })}</ul>
        </section>
        <Choose
            selection=selection.clone()
            change=change.clone()
            categories=preview.categories
            brands=preview.brands
            tax_categories=preview.tax_categories
        />
        {kind.map(|kind| view! { <Confirm selection change kind count prices=preview.prices action /> })}
    }
}

/// What is to become of them: a form that only changes the address.
#[component]
fn Choose(
    selection: Selection,
    change: BulkInput,
    categories: Vec<crate::domain::staff::CategoryChoice>,
    brands: Vec<(i64, String)>,
    tax_categories: Vec<(i64, String)>,
) -> impl IntoView {
    let kind = BulkKind::from_slug(&change.action);
    let kinds = BulkKind::ALL.map(|kind| (kind.slug().to_owned(), kind.label().to_owned()));
    let kinds = [(String::new(), "Choose…".to_owned())].into_iter().chain(kinds).collect();
    let ids = selection.ids.split(',').filter(|id| !id.is_empty());
    let ids = ids.map(|id| view! { <input type="hidden" name="ids" value=id.to_owned() /> }).collect_view();
    let is_all = selection.ids.is_empty();
    let filter = selection.filter.parameters().into_iter();
    let filter =
        filter.map(|(name, value)| view! { <input type="hidden" name=name value=value.to_owned() /> }).collect_view();
    let categories = categories.into_iter().map(|category| {
        let depth = usize::try_from(category.depth).unwrap_or_default();
        (category.id.to_string(), format!("{}{}", "\u{2003}".repeat(depth.min(5)), category.name))
    });
    let categories = [(String::new(), "Choose…".to_owned())].into_iter().chain(categories).collect::<Vec<_>>();
    let roundings = Rounding::ALL.map(|rounding| (rounding.slug().to_owned(), rounding.label().to_owned())).to_vec();
    let more = match kind {
        Some(BulkKind::Price) => view! {
            <Field label="Percent" name="percent" value=change.percent hint="10 is a tenth more, -10 a tenth less" inputmode="decimal" autocomplete="off" required=true class="span-3" />
            <Select label="Rounding" name="rounding" options=roundings value=change.rounding class="span-3" />
        }
        .into_any(),
        Some(BulkKind::AddCategory | BulkKind::RemoveCategory | BulkKind::MoveCategory) => view! {
            <Select label="Category" name="to" options=categories value=change.category class="span-3" />
        }
        .into_any(),
        Some(BulkKind::Brand) => {
            let none = ("none".to_owned(), "No brand".to_owned());
            view! { <Select label="Brand" name="to" options=named(Some(none), brands) value=change.brand class="span-3" /> }
                .into_any()
        }
        Some(BulkKind::TaxCategory) => view! {
            <Select label="Tax category" name="to" options=named(None, tax_categories) value=change.tax_category class="span-3" />
        }
        .into_any(),
        Some(BulkKind::AddTag | BulkKind::RemoveTag) => view! {
            <Field label="Tag" name="word" value=change.tag autocomplete="off" required=true maxlength=60 class="span-3" />
        }
        .into_any(),
        _ => ().into_any(),
    };
    view! {
        <section class="card grid gap-3" aria-labelledby="change">
            <h2 id="change">"What becomes of them"</h2>
            <form method="get" action=format!("{PATH}/bulk") class="grid gap-4">
                {ids}{filter}
                {is_all.then(|| view! { <input type="hidden" name="all" value="1" /> })}
                <div class="form-grid">
                    <Select label="Change" name="action" options=kinds value=change.action hint="" class="span-3" />
                    {more}
                </div>
                <p class="form-actions">
                    <Button>{if kind.is_some() { "Show what happens" } else { "Go on" }}</Button>
                    <a class="link small" href=PATH>"Back to the list"</a>
                </p>
            </form>
        </section>
    }
}

/// Choices of a list, behind what stands for none of them.
fn named(none: Option<(String, String)>, list: Vec<(i64, String)>) -> Vec<(String, String)> {
    let choose = (String::new(), "Choose…".to_owned());
    let list = list.into_iter().map(|(id, name)| (id.to_string(), name));
    [choose].into_iter().chain(none).chain(list).collect()
}

const LABELS: &[(&str, &str)] = &[
    ("change[action]", "Change"),
    ("change[percent]", "Percent"),
    ("change[category]", "Category"),
    ("change[brand]", "Brand"),
    ("change[tax_category]", "Tax category"),
    ("change[tag]", "Tag"),
];

/// What happens, and the button that makes it happen.
#[component]
fn Confirm(
    selection: Selection,
    change: BulkInput,
    kind: BulkKind,
    count: String,
    prices: Vec<PricePreview>,
    action: ServerAction<BulkProducts>,
) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    let is_ready = change.check().is_ok();
    if !is_ready {
        return ().into_any();
    }
    let tone = if kind == BulkKind::Delete { ButtonKind::Danger } else { ButtonKind::Primary };
    let mut hidden = vec![
        ("selection[ids]".to_owned(), selection.ids.clone()),
        ("change[action]".to_owned(), change.action),
        ("change[percent]".to_owned(), change.percent),
        ("change[rounding]".to_owned(), change.rounding),
        ("change[category]".to_owned(), change.category),
        ("change[brand]".to_owned(), change.brand),
        ("change[tax_category]".to_owned(), change.tax_category),
        ("change[tag]".to_owned(), change.tag),
    ];
    let filter = selection.filter.parameters().into_iter();
    hidden.extend(filter.map(|(name, value)| (format!("selection[filter][{name}]"), value.to_owned())));
    let hidden =
        hidden.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value /> }).collect_view();
    view! {
        <section class="card grid gap-3" aria-labelledby="confirm">
            <h2 id="confirm">{format!("{}: {count}", kind.label())}</h2>
            <p class="small muted">{kind.explanation()}</p>
            <FormProblems errors labels=LABELS />
            {(!prices.is_empty()).then(|| view! { <Prices prices /> })}
            <ActionForm action>
                {hidden}
                <Button kind=tone busy=action.pending()>{format!("{} – {count}", kind.label())}</Button>
            </ActionForm>
        </section>
    }
    .into_any()
}

/// Prices before and after, of the first variants.
#[component]
fn Prices(prices: Vec<PricePreview>) -> impl IntoView {
    let rows = prices
        .into_iter()
        .map(|price| {
            let after = price.after.map_or("Too high: left as it is".to_owned(), |price| price.to_string());
            view! {
                <tr>
                    <th scope="row">{price.title}<br /><span class="mono muted tiny font-normal">{price.sku}</span></th>
                    <td class="is-num">{price.before.to_string()}</td>
                    <td class="is-num">{after}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <ListTable
            name="Prices before and after"
            caption="Prices before and after, of the first variants"
            columns=[Text("Variant"), Number("Before"), Number("After")]
            class="table table-narrow"
            rows
        />
    }
}
