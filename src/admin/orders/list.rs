//! The list of orders.

use super::choose::ChooseOrders;
use crate::{
    actions::admin::orders::list_orders,
    actions::page_data::page_data,
    admin::{
        list_query::ListQuery,
        parts::{LoadError, PageHead, SearchBar, TableFoot, TableSkeleton},
    },
    domain::staff::{OrderList, OrderTab, TabCount},
    ui::{EmptyState, Glyph, LinkButton},
};
use leptos::prelude::*;

const PATH: &str = "/admin/orders";

/// All orders.
#[component]
pub fn OrderListPage() -> impl IntoView {
    let query = ListQuery::from_address();
    let load = |query: ListQuery| list_orders(query.tab, query.words, query.older, query.newer);
    let orders = page_data(move || query.get(), load);
    view! {
        <div class="admin-page">
            <PageHead title="Orders" />
            <Transition fallback=|| view! { <TableSkeleton /> }>
                {move || Suspend::new(async move {
                    let query = query.get_untracked();
                    match orders.await {
                        Ok(list) => view! { <Found query list /> }.into_any(),
                        Err(error) => view! { <LoadError error what="list" back=PATH /> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

#[component]
fn Found(query: ListQuery, list: OrderList) -> impl IntoView {
    let shown = list.orders.len();
    let count = if shown == 1 { "1 order".to_owned() } else { format!("{shown} orders on this page") };
    view! {
        <Tabs query=query.clone() tabs=list.tabs />
        <SearchBar path=PATH query=query.clone() label="Search orders" placeholder="Number, name or e-mail" />
        {(shown > 0).then(|| view! { <Files query=query.clone() /> })}
        {if list.orders.is_empty() {
            view! { <Nothing query /> }.into_any()
        } else {
            view! {
                <ChooseOrders orders=list.orders>
                    <TableFoot path=PATH query links=list.pages count />
                </ChooseOrders>
            }
            .into_any()
        }}
    }
}

/// What is listed, all pages of it, as files.
#[component]
fn Files(query: ListQuery) -> impl IntoView {
    let orders = ListQuery { words: query.words.clone(), ..query.at_tab(&query.tab) }.href("/admin/orders.csv");
    let lines = format!("{orders}{}rows=lines", if orders.contains('?') { '&' } else { '?' });
    view! {
        <p class="flex flex-wrap gap-x-4 gap-y-1 small">
            <a class="link" href=orders rel="external" download="orders.csv">"These orders as CSV"</a>
            <a class="link" href=lines rel="external" download="order-lines.csv">"Their lines as CSV"</a>
        </p>
    }
}

#[component]
fn Tabs(query: ListQuery, tabs: Vec<TabCount>) -> impl IntoView {
    let current = OrderTab::from_slug(&query.tab);
    let tabs = tabs
        .into_iter()
        .map(|TabCount { tab, count }| {
            let href = query.at_tab(tab.slug()).href(PATH);
            view! {
                <a class="tab" href=href aria-current=(tab == current).then_some("page")>
                    {tab.label()} " " <span class="count">{count}</span>
                </a>
            }
        })
        .collect_view();
    view! { <nav class="tabs" aria-label="Orders by state">{tabs}</nav> }
}

#[component]
fn Nothing(query: ListQuery) -> impl IntoView {
    if !query.words.is_empty() {
        let all = query.at_tab(&query.tab);
        let all = ListQuery { words: String::new(), ..all }.href(PATH);
        return view! {
            <EmptyState glyph=Glyph::Search title="No order fits" text="A number like T100042, an e-mail, or the name on the parcel finds one.">
                <LinkButton href=all>"Show all"</LinkButton>
            </EmptyState>
        }
        .into_any();
    }
    let (title, text) = match OrderTab::from_slug(&query.tab) {
        OrderTab::All => ("No orders yet", "The first one will stand here as soon as a shopper places it."),
        OrderTab::NeedsAttention => (
            "Nothing needs you",
            "Orders whose payment, capture or refund goes wrong gather here until somebody has seen to them.",
        ),
        OrderTab::ToShip => ("Nothing to ship", "Every paid order is on its way."),
        OrderTab::PendingPayment => {
            ("No order waits for payment", "What is not paid in time is canceled, and its stock is for sale again.")
        }
        OrderTab::Shipped => ("Nothing has shipped yet", "Orders that were handed to a carrier gather here."),
        OrderTab::Canceled => ("No order was canceled", "Long may it stay so."),
        OrderTab::Refunded => ("No order was refunded", "Long may it stay so."),
    };
    view! { <EmptyState glyph=Glyph::Box title=title text=text /> }.into_any()
}
