//! Pieces that several admin pages share.

use super::list_query::ListQuery;
use crate::{
    actions::{page_data::PageData, status::set_status},
    domain::{order::OrderStatus, staff::PageLinks},
    error::AppError,
    ui::{Badge, Button, EmptyState, Glyph, Icon, LinkButton, Notice, Tone},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Form;

/// Title and main action of a page.
#[component]
pub fn PageHead(#[prop(into)] title: String, #[prop(optional)] children: Option<Children>) -> impl IntoView {
    view! {
        <Title text=format!("{title} · Admin") />
        <header class="admin-head"><h1>{title}</h1>{children.map(|children| children())}</header>
    }
}

/// Where an order stands, in its color.
#[component]
pub fn OrderBadge(status: OrderStatus) -> impl IntoView {
    let tone = match status {
        OrderStatus::PendingPayment | OrderStatus::PartlyFulfilled => Tone::Warn,
        OrderStatus::Paid => Tone::Ok,
        OrderStatus::Canceled => Tone::Error,
        OrderStatus::Fulfilled | OrderStatus::Completed | OrderStatus::PartlyRefunded | OrderStatus::Refunded => {
            Tone::Info
        }
    };
    view! { <Badge tone text=status.label() /> }
}

/// What stands in place of content that could not be loaded; the page answers with its status.
#[component]
pub fn LoadError(error: AppError, #[prop(into)] what: String, back: &'static str) -> impl IntoView {
    set_status(error.status());
    if error == AppError::NotFound {
        return view! {
            <PageHead title="Not found" />
            <EmptyState glyph=Glyph::Search title=format!("There is no such {what}") text="It may be gone, or the address has a typo.">
                <LinkButton href=back>"Back to the list"</LinkButton>
            </EmptyState>
        }
        .into_any();
    }
    view! {
        <Notice tone=Tone::Error title=error.to_string()>
            <p><a href="" rel="external">"Load the page again"</a></p>
        </Notice>
    }
    .into_any()
}

/// What stands on a page once its data are there. Until then `fallback` holds the place; without them a [`LoadError`] does.
#[component]
pub fn Loaded<T, Show, Shown>(
    data: PageData<Result<T, AppError>>,
    #[prop(into)] fallback: ViewFnOnce,
    /// What could not be found, as the error says it.
    what: &'static str,
    /// Address of the list that the error leads back to.
    back: &'static str,
    children: Show,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    Show: Fn(T) -> Shown + Clone + Send + Sync + 'static,
    Shown: IntoView + 'static,
{
    view! {
        <Transition fallback>
            {move || {
                let show = children.clone();
                Suspend::new(async move {
                    match data.await {
                        Ok(loaded) => show(loaded).into_any(),
                        Err(error) => view! { <LoadError error what back /> }.into_any(),
                    }
                })
            }}
        </Transition>
    }
}

/// A search of a list: an address, so it works without scripts.
#[component]
pub fn SearchBar(
    path: &'static str,
    query: ListQuery,
    #[prop(into)] label: String,
    #[prop(into)] placeholder: String,
) -> impl IntoView {
    let is_searching = !query.words.is_empty();
    let all = ListQuery { words: String::new(), ..query.at_tab(&query.tab) }.href(path);
    view! {
        <Form method="GET" action=path attr:class="toolbar" attr:role="search">
            {(!query.tab.is_empty()).then(|| view! { <input type="hidden" name="tab" value=query.tab.clone() /> })}
            <span class="search-form">
                <Icon glyph=Glyph::Search />
                <label class="sr-only" for="list-search">{label}</label>
                <input class="input" id="list-search" type="search" name="q" value=query.words.clone() placeholder=placeholder />
            </span>
            <Button>"Search"</Button>
            {is_searching.then(|| view! { <a class="link small" href=all>"Clear"</a> })}
        </Form>
    }
}

/// How many rows a page of a list shows, for its foot.
pub fn page_count(shown: usize, one: &str, many: &str) -> String {
    if shown == 1 { format!("1 {one}") } else { format!("{shown} {many} on this page") }
}

/// The foot of a table: on to newer and older rows.
#[component]
pub fn TableFoot(
    path: &'static str,
    query: ListQuery,
    links: PageLinks,
    #[prop(into)] count: String,
    /// Of the links to the pages before and after.
    #[prop(default = ("Newer", "Older"))]
    names: (&'static str, &'static str),
) -> impl IntoView {
    let step = |href: Option<String>, name: &'static str| match href {
        Some(href) => view! { <a class="btn btn-secondary btn-small" href=href>{name}</a> }.into_any(),
        None => view! { <span class="btn btn-secondary btn-small" aria-disabled="true">{name}</span> }.into_any(),
    };
    let newer = links.newer.map(|id| query.newer_than(id).href(path));
    let older = links.older.map(|id| query.older_than(id).href(path));
    let is_paged = newer.is_some() || older.is_some();
    view! {
        <div class="table-foot">
            <p>{count}</p>
            {is_paged.then(|| view! {
                <nav class="flex gap-2" aria-label="Pages">{step(newer, names.0)}{step(older, names.1)}</nav>
            })}
        </div>
    }
}

/// A form about one state of one thing. About another one it is made anew: changed in place, its fields would keep what
/// somebody typed into them about the last.
#[component]
pub fn FormOf<K>(
    /// Tells states apart.
    state: K,
    children: ChildrenFn,
) -> impl IntoView
where
    K: Clone + Eq + std::hash::Hash + Send + Sync + 'static,
{
    view! { <For each=move || [state.clone()] key=Clone::clone children=move |_| children() /> }
}

/// Rows to come, in their place.
#[component]
pub fn TableSkeleton(#[prop(default = 10)] rows: usize) -> impl IntoView {
    let rows = (0..rows)
        .map(|_| view! { <li class="px-4 py-3"><span class="skeleton skeleton-line"></span></li> })
        .collect_view();
    view! {
        <div class="table-wrap">
            <p class="sr-only" role="status">"Loading"</p>
            <ul class="divide-y divide-line" aria-hidden="true">{rows}</ul>
        </div>
    }
}

/// Cards to come, in their place.
#[component]
pub fn CardSkeleton(#[prop(default = 3)] cards: usize) -> impl IntoView {
    let cards = (0..cards)
        .map(|_| {
            view! {
                <div class="card" aria-hidden="true">
                    <span class="skeleton skeleton-line w-1/3"></span>
                    <span class="skeleton skeleton-line"></span>
                    <span class="skeleton skeleton-line w-2/3"></span>
                </div>
            }
        })
        .collect_view();
    view! { <p class="sr-only" role="status">"Loading"</p>{cards} }
}

/// Asks before something that hurts: opening it is the question, the button within the answer, so that it also asks where
/// no script runs. `children` are the consequences and the form.
#[component]
pub fn AskStep(label: &'static str, children: Children) -> impl IntoView {
    view! {
        <details class="delete-step">
            <summary class="btn btn-danger btn-block">{label}</summary>
            <div class="grid gap-3 pt-3">{children()}</div>
        </details>
    }
}
