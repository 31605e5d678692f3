//! One inventory item.

use super::{forms::Forms, movements::Movements};
use crate::{
    actions::{admin::stock::get_inventory_item, page_data::page_data},
    admin::{
        list_query::ListQuery,
        parts::{CardSkeleton, FormOf, LoadError, PageHead},
        references::parts::{Done, HistoryLink},
    },
    domain::{
        access::{Permission, Visit},
        audit::AuditSubject,
        staff::{InventoryDetail, InventoryRow},
    },
    ui::{Badge, Breadcrumbs, Tone},
};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

const PATH: &str = "/admin/stock";

/// One item.
#[component]
pub fn InventoryItemPage() -> impl IntoView {
    let (params, address) = (use_params_map(), use_query_map());
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let query = ListQuery::from_address();
    let value = move |name| Memo::new(move |_| address.with(|address| address.get(name).unwrap_or_default()));
    // The movement that was just made: another one is another page.
    let (done, at) = (value("done"), value("at"));
    let item = page_data(
        move || (id.get(), query.get(), done.get(), at.get()),
        |(id, query, ..)| get_inventory_item(id, query.older, query.newer),
    );
    view! {
        <div class="admin-page">
            <Transition fallback=|| view! { <CardSkeleton /> }>
                {move || Suspend::new(async move {
                    let query = query.get_untracked();
                    let state = (id.get_untracked(), done.get_untracked(), at.get_untracked());
                    match item.await {
                        Ok(detail) => view! { <Found detail query state /> }.into_any(),
                        Err(error) => view! { <LoadError error what="item" back=PATH /> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

#[component]
fn Found(detail: InventoryDetail, query: ListQuery, state: (String, String, String)) -> impl IntoView {
    let InventoryDetail { item, elsewhere, other_centers, waiting, movements, pages } = detail;
    let title = format!("{} at {}", item.sku, item.center_name);
    let done = match state.1.as_str() {
        "received" => "Received.",
        "adjusted" => "Adjusted.",
        "counted" => "Counted.",
        "transferred" => "Transferred.",
        "level" => "The reorder level is saved.",
        _ => "",
    };
    let (forms, id, is_low) = (item.clone(), item.id, item.is_low());
    view! {
        <Breadcrumbs trail=vec![(PATH.into(), "Stock".into())] current=title.clone() />
        <PageHead title>
            {is_low.then(|| view! { <Badge tone=Tone::Warn text="Low" /> })}
            <HistoryLink subject=AuditSubject::InventoryItem id=id.0 />
        </PageHead>
        <Done when=Signal::stored(!done.is_empty()) text=done />
        <div class="edit-layout">
            <div>
                <Levels item elsewhere waiting />
                <Movements item=id movements links=pages query />
            </div>
            <div><FormOf state><Forms item=forms.clone() centers=other_centers.clone() /></FormOf></div>
        </div>
    }
}

#[component]
fn Levels(item: InventoryRow, elsewhere: Vec<InventoryRow>, waiting: i64) -> impl IntoView {
    let others = elsewhere.into_iter().map(|row| view! { <LevelRow row is_here=false /> }).collect_view();
    let reader = use_context::<Visit>().unwrap_or_default().account;
    let product = if reader.is_some_and(|reader| reader.may(Permission::Catalog)) {
        view! { <a class="link" href=format!("/admin/products/{}", item.product)>{item.title.clone()}</a> }.into_any()
    } else {
        view! { {item.title.clone()} }.into_any()
    };
    let people = if waiting == 1 { "1 shopper waits".to_owned() } else { format!("{waiting} shoppers wait") };
    view! {
        <section class="card" aria-labelledby="stock-levels">
            <h2 id="stock-levels">"Levels"</h2>
            <p>{product}</p>
            <div class="table-wrap" role="group" aria-labelledby="stock-levels" tabindex="0">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">"Center"</th>
                            <th scope="col" class="is-num">"On hand"</th>
                            <th scope="col" class="is-num">"Reserved"</th>
                            <th scope="col" class="is-num">"Available"</th>
                            <th scope="col" class="is-num">"Reorder level"</th>
                        </tr>
                    </thead>
                    <tbody><LevelRow row=item.clone() is_here=true />{others}</tbody>
                </table>
            </div>
            {item.backorder.then(|| view! { <p class="small muted">"It is sold beyond what is on hand."</p> })}
            {(waiting > 0).then(|| view! { <p class="small muted">{people} " to hear that it is back."</p> })}
        </section>
    }
}

#[component]
fn LevelRow(row: InventoryRow, is_here: bool) -> impl IntoView {
    let name = if is_here {
        view! { <strong>{row.center_name.clone()}</strong> }.into_any()
    } else {
        view! { <a class="link" href=format!("{PATH}/{}", row.id)>{row.center_name.clone()}</a> }.into_any()
    };
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td class="is-num">{row.on_hand}</td>
            <td class="is-num">{row.reserved}</td>
            <td class="is-num">{row.available()}</td>
            <td class="is-num">{row.reorder_level.map(|level| level.to_string())}</td>
        </tr>
    }
}
