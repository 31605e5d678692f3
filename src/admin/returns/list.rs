//! The list of returns.

use super::ReturnBadge;
use crate::{
    actions::{admin::returns::list_returns, page_data::page_data},
    admin::{
        list_query::ListQuery,
        list_table::{
            Column::{Number, Text},
            ListTable,
        },
        parts::{Loaded, PageHead, SearchBar, TableFoot, TableSkeleton, page_count},
    },
    domain::returns::{ReturnList, ReturnRow, ReturnStatus},
    ui::{EmptyState, Glyph, LinkButton},
};
use leptos::prelude::*;

const PATH: &str = "/admin/returns";

/// All returns.
#[component]
pub fn ReturnListPage() -> impl IntoView {
    let query = ListQuery::from_address();
    let load = |query: ListQuery| list_returns(query.tab, query.words, query.older, query.newer);
    let returns = page_data(move || query.get(), load);
    view! {
        <div class="admin-page">
            <PageHead title="Returns" />
            <Loaded data=returns fallback=|| view! { <TableSkeleton /> } what="list" back=PATH let:list>
                <Found query=query.get_untracked() list />
            </Loaded>
        </div>
    }
    .into_any()
}

#[component]
fn Found(query: ListQuery, list: ReturnList) -> impl IntoView {
    let shown = list.returns.len();
    let count = page_count(shown, "return", "returns");
    view! {
        <Tabs query=query.clone() counts=list.counts />
        <SearchBar path=PATH query=query.clone() label="Search returns" placeholder="Return, order, name or e-mail" />
        {if list.returns.is_empty() {
            view! { <Nothing query /> }.into_any()
        } else {
            let rows = list.returns.into_iter().map(|row| view! { <Row row /> }).collect_view();
            view! {
                <ListTable
                    name="Returns"
                    caption="Returns, newest first"
                    columns=[Text("Return"), Text("Order"), Text("Customer"), Text("Asked for (UTC)"), Text("State"), Number("Items"), Number("Refunded")]
                    rows
                >
                    <TableFoot path=PATH query links=list.pages count />
                </ListTable>
            }
            .into_any()
        }}
    }
}

#[component]
fn Row(row: ReturnRow) -> impl IntoView {
    let refunded = if row.status == ReturnStatus::Refunded { row.refunded.to_string() } else { String::new() };
    view! {
        <tr>
            <th scope="row"><a class="link num" href=format!("{PATH}/{}", row.number)>{row.number.to_string()}</a></th>
            <td><a class="link num" href=format!("/admin/orders/{}", row.order)>{row.order.to_string()}</a></td>
            <td>{row.name}<br /><span class="muted tiny">{row.email}</span></td>
            <td class="num muted"><time datetime=row.created_at.iso()>{row.created_at.to_string()}</time></td>
            <td><ReturnBadge status=row.status /></td>
            <td class="is-num">{row.units}</td>
            <td class="is-num">{refunded}</td>
        </tr>
    }
}

#[component]
fn Tabs(query: ListQuery, counts: Vec<(ReturnStatus, i64)>) -> impl IntoView {
    let current = ReturnStatus::from_slug(&query.tab);
    let all: i64 = counts.iter().map(|(_, count)| count).sum();
    let of = |status| counts.iter().find(|(known, _)| *known == status).map_or(0, |(_, count)| *count);
    let tabs = [(None, all)].into_iter().chain(ReturnStatus::ALL.map(|status| (Some(status), of(status))));
    let tabs = tabs
        .map(|(tab, count)| {
            let href = query.at_tab(tab.map_or("", ReturnStatus::slug)).href(PATH);
            view! {
                <a class="tab" href=href aria-current=(tab == current).then_some("page")>
                    {tab.map_or("All", ReturnStatus::label)} " " <span class="count">{count}</span>
                </a>
            }
        })
        .collect_view();
    view! { <nav class="tabs" aria-label="Returns by state">{tabs}</nav> }
}

#[component]
fn Nothing(query: ListQuery) -> impl IntoView {
    if !query.words.is_empty() {
        let all = ListQuery { words: String::new(), ..query.at_tab(&query.tab) }.href(PATH);
        return view! {
            <EmptyState glyph=Glyph::Search title="No return fits" text="A number like R100042 or T100042, an e-mail, or a name finds one.">
                <LinkButton href=all>"Show all"</LinkButton>
            </EmptyState>
        }
        .into_any();
    }
    let title =
        if ReturnStatus::from_slug(&query.tab).is_some() { "No return is in this state" } else { "No returns yet" };
    view! {
        <EmptyState
            glyph=Glyph::Refund
            title=title
            text="Customers ask for one on the page of their order; you open one for them on the order\u{2019}s page here."
        />
    }
    .into_any()
}
