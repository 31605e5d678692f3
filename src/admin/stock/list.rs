//! The list of inventory items.

use crate::{
    actions::{admin::stock::list_inventory, page_data::page_data},
    admin::{
        list_query::ListQuery,
        parts::{LoadError, PageHead, SearchBar, TableFoot, TableSkeleton},
    },
    domain::{
        access::{Permission, Visit},
        ids::FulfillmentCenterId,
        staff::{InventoryFilter, InventoryList, InventoryRow},
    },
    ui::{Badge, EmptyState, Glyph, LinkButton, Tone},
};
use leptos::prelude::*;

const PATH: &str = "/admin/stock";

/// All inventory items.
#[component]
pub fn InventoryListPage() -> impl IntoView {
    let query = ListQuery::from_address();
    let load = |query: ListQuery| list_inventory(query.tab, query.words, query.older, query.newer);
    let items = page_data(move || query.get(), load);
    let reader = use_context::<Visit>().unwrap_or_default().account;
    let may_set_up = reader.is_some_and(|reader| reader.may(Permission::Settings));
    view! {
        <div class="admin-page">
            <PageHead title="Stock">
                <LinkButton href="/admin/stocktaking">"Stocktaking"</LinkButton>
                {may_set_up.then(|| view! { <LinkButton href="/admin/centers">"Fulfillment centers"</LinkButton> })}
            </PageHead>
            <Transition fallback=|| view! { <TableSkeleton /> }>
                {move || Suspend::new(async move {
                    let query = query.get_untracked();
                    match items.await {
                        Ok(list) => view! { <Found query list /> }.into_any(),
                        Err(error) => view! { <LoadError error what="list" back=PATH /> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

#[component]
fn Found(query: ListQuery, list: InventoryList) -> impl IntoView {
    let shown = list.items.len();
    let count = if shown == 1 { "1 item".to_owned() } else { format!("{shown} items on this page") };
    let rows = list.items.into_iter().map(|item| view! { <Row item /> }).collect_view();
    view! {
        <Tabs query=query.clone() centers=list.centers />
        <SearchBar path=PATH query=query.clone() label="Search stock" placeholder="SKU or title" />
        {if shown == 0 {
            view! { <Nothing query /> }.into_any()
        } else {
            view! {
                <div class="table-wrap" role="region" aria-label="Stock" tabindex="0">
                    <table class="table">
                        <caption class="sr-only">"Stock by variant and center"</caption>
                        <thead>
                            <tr>
                                <th scope="col">"SKU"</th>
                                <th scope="col">"Product"</th>
                                <th scope="col">"Center"</th>
                                <th scope="col" class="is-num">"On hand"</th>
                                <th scope="col" class="is-num">"Reserved"</th>
                                <th scope="col" class="is-num">"Available"</th>
                                <th scope="col" class="is-num">"Reorder level"</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                    <TableFoot path=PATH query links=list.pages count names=("Back", "Next") />
                </div>
            }
            .into_any()
        }}
    }
}

/// Everything or what is low, everywhere or at one center.
#[component]
fn Tabs(query: ListQuery, centers: Vec<(FulfillmentCenterId, String)>) -> impl IntoView {
    let current = InventoryFilter::from_slug(&query.tab);
    let tab = move |filter: InventoryFilter, name: String| {
        let href = query.at_tab(&filter.slug()).href(PATH);
        view! { <a class="tab" href=href aria-current=(filter == current).then_some("page")>{name}</a> }
    };
    let low = [(false, "All"), (true, "Low")]
        .map(|(low, name)| tab(InventoryFilter { low, ..current }, name.to_owned()))
        .into_iter()
        .collect_view();
    let has_several = centers.len() > 1;
    let everywhere = tab(InventoryFilter { center: None, ..current }, "Every center".into());
    let at = centers.into_iter().map(|(id, name)| tab(InventoryFilter { center: Some(id), ..current }, name));
    let at = at.collect_view();
    view! {
        <nav class="tabs" aria-label="Stock by level">{low}</nav>
        {has_several.then(|| view! { <nav class="tabs" aria-label="Stock by center">{everywhere}{at}</nav> })}
    }
}

#[component]
fn Row(item: InventoryRow) -> impl IntoView {
    let available = item.available();
    let badge = item.is_low().then(|| view! { " " <Badge tone=Tone::Warn text="Low" /> });
    let available = match (item.backorder, available) {
        (true, _) => view! { {available}" "<span class="muted tiny">"or more"</span> }.into_any(),
        (false, available) => view! { {available} }.into_any(),
    };
    view! {
        <tr>
            <th scope="row"><a class="link mono" href=format!("{PATH}/{}", item.id)>{item.sku}</a>{badge}</th>
            <td>{item.title}</td>
            <td>{item.center_name}</td>
            <td class="is-num">{item.on_hand}</td>
            <td class="is-num">{item.reserved}</td>
            <td class="is-num">{available}</td>
            <td class="is-num">{item.reorder_level.map(|level| level.to_string())}</td>
        </tr>
    }
}

#[component]
fn Nothing(query: ListQuery) -> impl IntoView {
    if query.words.is_empty() && InventoryFilter::from_slug(&query.tab).low {
        return view! {
            <EmptyState glyph=Glyph::Check title="Nothing is low" text="Items with a reorder level show up here when so few are left." />
        }
        .into_any();
    }
    view! {
        <EmptyState glyph=Glyph::Search title="No stock fits" text="A part of a SKU or of a title finds it.">
            <LinkButton href=PATH>"Show all"</LinkButton>
        </EmptyState>
    }
    .into_any()
}
