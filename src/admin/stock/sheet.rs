//! Counting what a center has, page by page: one form over the list, of which only the rows with a number count.

use crate::{
    actions::{
        admin::stock::{TakeStock, get_stocktaking_sheet},
        page_data::page_data,
    },
    admin::{
        list_query::ListQuery,
        parts::{FormOf, Loaded, PageHead, SearchBar, TableFoot, TableSkeleton},
    },
    domain::{
        ids::{FulfillmentCenterId, InventoryItemId},
        staff::{
            InventoryFilter, InventoryRow, PageLinks, REASON_LENGTH, StocktakingSheet, counted_field, level_field,
        },
    },
    storefront::form_errors::{FormErrors, FormProblems, Labels},
    ui::{Badge, Breadcrumbs, Button, ButtonKind, EmptyState, Field, Glyph, LinkButton, Notice, Tone, field_id},
};
use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, params::ParamsMap};

const PATH: &str = "/admin/stocktaking";

/// What became of the form before, as the address has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Booked {
    /// How many items; empty where nothing was booked.
    counted: String,
    changed: Vec<InventoryItemId>,
    promised: Vec<InventoryItemId>,
    note: String,
    /// Tells one form from the next.
    at: String,
}

impl Booked {
    fn read(query: &ParamsMap) -> Self {
        let value = |name| query.get(name).unwrap_or_default();
        let items = |name| value(name).split(',').filter_map(|id| id.parse().ok()).collect();
        Self {
            counted: value("counted"),
            changed: items("changed"),
            promised: items("promised"),
            note: value("note"),
            at: value("at"),
        }
    }

    fn left(&self) -> usize {
        self.changed.len() + self.promised.len()
    }
}

/// The sheet of a center.
#[component]
pub fn StocktakingPage() -> impl IntoView {
    let (query, address) = (ListQuery::from_address(), use_query_map());
    let booked = Memo::new(move |_| address.with(Booked::read));
    let load =
        |(query, _): (ListQuery, Booked)| get_stocktaking_sheet(query.tab, query.words, query.older, query.newer);
    let sheet = page_data(move || (query.get(), booked.get()), load);
    view! {
        <div class="admin-page">
            <Breadcrumbs trail=vec![("/admin/stock".into(), "Stock".into())] current="Stocktaking" />
            <PageHead title="Stocktaking" />
            <Loaded data=sheet fallback=|| view! { <TableSkeleton /> } what="center" back="/admin/stock" let:sheet>
                <Found query=query.get_untracked() booked=booked.get_untracked() sheet />
            </Loaded>
        </div>
    }
}

#[component]
fn Found(query: ListQuery, booked: Booked, sheet: StocktakingSheet) -> impl IntoView {
    let StocktakingSheet { center, list } = sheet;
    let is_empty = list.items.is_empty();
    let state = (query.href(PATH), booked.at.clone());
    let (rows, words) = (StoredValue::new(list.items), query.clone());
    let (pages, shown) = (list.pages, booked.clone());
    view! {
        <Outcome booked />
        <Tabs query=query.clone() center centers=list.centers />
        <SearchBar path=PATH query=query.clone() label="Search stock" placeholder="SKU or title" />
        {if is_empty {
            view! {
                <EmptyState glyph=Glyph::Search title="Nothing to count" text="A part of a SKU or of a title finds what the center has.">
                    <LinkButton href=PATH>"Show all"</LinkButton>
                </EmptyState>
            }
            .into_any()
        } else {
            view! {
                <FormOf state>
                    <Sheet query=words.clone() center rows=rows.get_value() booked=shown.clone() pages />
                </FormOf>
            }
            .into_any()
        }}
    }
}

/// What was booked, and what has to be counted again.
#[component]
fn Outcome(booked: Booked) -> impl IntoView {
    if booked.counted.is_empty() {
        return ().into_any();
    }
    let items = |count: &str| if count == "1" { "1 item".to_owned() } else { format!("{count} items") };
    let title = format!("{} counted.", items(&booked.counted));
    let left = booked.left();
    let again = (left > 0).then(|| {
        view! { <p>{format!("{} left as they were: the rows say why. Look again, and count them again.", items(&left.to_string()))}</p> }
    });
    let tone = if left == 0 { Tone::Ok } else { Tone::Warn };
    view! { <Notice tone title=title>{again}</Notice> }.into_any()
}

/// The centers, and everything or what is low.
#[component]
fn Tabs(query: ListQuery, center: FulfillmentCenterId, centers: Vec<(FulfillmentCenterId, String)>) -> impl IntoView {
    let current = InventoryFilter { center: Some(center), ..InventoryFilter::from_slug(&query.tab) };
    let tab = move |filter: InventoryFilter, name: String| {
        let href = query.at_tab(&filter.slug()).href(PATH);
        view! { <a class="tab" href=href aria-current=(filter == current).then_some("page")>{name}</a> }
    };
    let low = [(false, "All"), (true, "Low")]
        .map(|(low, name)| tab(InventoryFilter { low, ..current }, name.to_owned()))
        .into_iter()
        .collect_view();
    let at = centers.into_iter().map(|(id, name)| tab(InventoryFilter { center: Some(id), ..current }, name));
    let at = at.collect_view();
    view! {
        <nav class="tabs" aria-label="Stock by center">{at}</nav>
        <nav class="tabs" aria-label="Stock by level">{low}</nav>
    }
}

#[component]
fn Sheet(
    query: ListQuery,
    center: FulfillmentCenterId,
    rows: Vec<InventoryRow>,
    booked: Booked,
    pages: PageLinks,
) -> impl IntoView {
    let action = ServerAction::<TakeStock>::new();
    let errors = FormErrors::of(move || action.value().get());
    let shown = rows.len();
    let count = if shown == 1 { "1 item".to_owned() } else { format!("{shown} items on this page") };
    let labels = Labels::from(&[("counts", "Counted"), ("sheet_reason", "Note")])
        .with_rows(rows.iter().map(|row| (counted_field(row.id), row.sku.clone())));
    let go_on = pages.older.map(|last| {
        view! {
            <Button kind=ButtonKind::Primary name="sheet_next" value=last.to_string() busy=action.pending()>"Book, and to the next page"</Button>
        }
    });
    let kind = if go_on.is_some() { ButtonKind::Secondary } else { ButtonKind::Primary };
    let note = booked.note.clone();
    let rows = rows.into_iter().map(|row| view! { <Row booked=booked.clone() row errors /> }).collect_view();
    // Names the center also where the address does not.
    let tab = InventoryFilter { center: Some(center), ..InventoryFilter::from_slug(&query.tab) }.slug();
    let hidden = [("tab", &tab), ("query", &query.words), ("older", &query.older), ("newer", &query.newer)]
        .map(|(name, value)| view! { <input type="hidden" name=name value=value.clone() /> })
        .into_iter()
        .collect_view();
    view! {
        <FormProblems errors labels />
        <ActionForm action attr:class="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-5" attr:novalidate=true>
            {hidden}
            <div class="table-wrap" id="counts" role="region" aria-label="Stock to count" tabindex="0">
                <table class="table count-table">
                    <caption class="sr-only">"What the books say, and what was counted"</caption>
                    <thead>
                        <tr>
                            <th scope="col">"SKU"</th>
                            <th scope="col">"Product"</th>
                            <th scope="col" class="is-num">"On hand"</th>
                            <th scope="col" class="is-num">"Reserved"</th>
                            <th scope="col">"Counted"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
                <TableFoot path=PATH query links=pages count names=("Back", "Next") />
            </div>
            <section class="card grid gap-4" aria-labelledby="sheet-book">
                <h2 id="sheet-book">"Book this page"</h2>
                <p class="small muted">
                    "Rows without a number stay as they are. What is sold or received while you count is not overwritten: such rows are to be counted again."
                </p>
                <Field label="Note" name="sheet_reason" value=note hint="Stands with every movement, like “Stocktaking June”" error=errors.field("sheet_reason") autocomplete="off" maxlength=REASON_LENGTH />
                <div class="flex flex-wrap gap-3">
                    {go_on}
                    <Button kind busy=action.pending()>"Set to what was counted"</Button>
                </div>
            </section>
        </ActionForm>
    }
}

#[component]
fn Row(row: InventoryRow, booked: Booked, errors: FormErrors) -> impl IntoView {
    let name = counted_field(row.id);
    let (id, error) = (field_id(&name), errors.field(name.clone()));
    let (error_id, described) = (format!("{id}-error"), format!("{id}-error"));
    let why = if booked.changed.contains(&row.id) {
        Some("Changed meanwhile: count again".to_owned())
    } else if booked.promised.contains(&row.id) {
        Some(format!("{} are promised to orders: not fewer", row.reserved))
    } else {
        None
    };
    let why = why.map(|why| view! { " " <Badge tone=Tone::Warn text=why /> });
    view! {
        <tr>
            <th scope="row"><a class="link mono" href=format!("/admin/stock/{}", row.id)>{row.sku.clone()}</a>{why}</th>
            <td>{row.title}</td>
            <td class="is-num" data-label="On hand">{row.on_hand}</td>
            <td class="is-num" data-label="Reserved">{row.reserved}</td>
            <td>
                <input type="hidden" name=level_field(row.id) value=row.on_hand.to_string() />
                <label class="sr-only" for=id.clone()>{format!("Counted of {}", row.sku)}</label>
                <input
                    class="input w-28"
                    id=id
                    name=name
                    inputmode="numeric"
                    autocomplete="off"
                    maxlength="9"
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    aria-describedby=move || error.with(Option::is_some).then(|| described.clone())
                />
                {move || error.get().map(|error| view! { <p class="field-error" id=error_id.clone()>{error}</p> })}
            </td>
        </tr>
    }
}
