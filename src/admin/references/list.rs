//! The list of one model.

use super::{
    kind_of_address,
    parts::{Done, MoveButtons, Pressed, Swatch},
};
use crate::{
    actions::{
        admin::references::{MoveReference, list_references},
        page_data::page_data,
    },
    admin::{
        list_query::ListQuery,
        parts::{LoadError, PageHead, SearchBar, TableFoot, TableSkeleton},
    },
    domain::references::{Entry, ReferenceInput, ReferenceKind, References, Sort},
    error::AppError,
    storefront::form_errors::{FormErrors, FormProblems},
    ui::{ButtonKind, EmptyState, Glyph, LinkButton},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// All entries of a model.
#[component]
pub fn ReferenceListPage() -> impl IntoView {
    let (kind, query) = (kind_of_address(), ListQuery::from_address());
    let shift = ServerAction::<MoveReference>::new();
    let load = |(kind, query, _): (Option<ReferenceKind>, ListQuery, usize)| {
        let kind = kind.map_or("", ReferenceKind::slug).to_owned();
        list_references(kind, query.words, query.tab, query.older, query.newer)
    };
    let list = page_data(move || (kind.get(), query.get(), shift.version().get()), load);
    let params = use_query_map();
    let is_deleted = Signal::derive(move || params.with(|params| params.get("deleted").is_some()));
    Pressed::provide();
    view! {
        <div class="admin-page">
            <Transition fallback=|| view! { <TableSkeleton /> }>
                {move || Suspend::new(async move {
                    let (kind, query) = (kind.get_untracked(), query.get_untracked());
                    match (kind, list.await) {
                        (Some(kind), Ok(list)) => view! { <Found kind query list shift is_deleted /> }.into_any(),
                        (_, result) => {
                            let error = result.err().unwrap_or(AppError::NotFound);
                            view! { <LoadError error what="page" back="/admin" /> }.into_any()
                        }
                    }
                })}
            </Transition>
        </div>
    }
}

#[component]
fn Found(
    kind: ReferenceKind,
    query: ListQuery,
    list: References<ReferenceInput>,
    shift: ServerAction<MoveReference>,
    is_deleted: Signal<bool>,
) -> impl IntoView {
    if let Some(pressed) = use_context::<Pressed>() {
        pressed.give_focus_back();
    }
    let path = kind.list_page();
    let sort = Sort::from_slug(&query.tab).unwrap_or(kind.usual_sort());
    // Neighbors in the list are neighbors in the shop only in its order, and without a search.
    let can_move = kind.is_ordered() && sort == Sort::Position && query.words.is_empty();
    let errors = FormErrors::of(move || shift.value().get());
    let (noun, title) = (kind.noun(), kind.title());
    let count = if list.total == 1 { format!("1 {noun}") } else { format!("{} {}", list.total, title.to_lowercase()) };
    view! {
        <PageHead title>
            <LinkButton href=format!("{path}/new") kind=ButtonKind::Primary>{format!("Add {noun}")}</LinkButton>
        </PageHead>
        <p class="page-hint">{hint(kind)}</p>
        <Done when=is_deleted text=format!("The {noun} is deleted.") />
        <FormProblems errors labels=&[] />
        <Sorts kind query=query.clone() sort />
        <SearchBar path query=query.clone() label=format!("Search {}", title.to_lowercase()) placeholder="Name or address" />
        {if list.entries.is_empty() {
            view! { <Nothing kind query /> }.into_any()
        } else {
            view! { <Table kind list=list.clone() can_move shift><TableFoot path query links=list.pages count names=("Back", "Next") /></Table> }.into_any()
        }}
    }
}

const fn hint(kind: ReferenceKind) -> &'static str {
    match kind {
        ReferenceKind::Brand => "Who makes the products. Shoppers filter by it.",
        ReferenceKind::Color => "The colors that products come in, with the swatch that shoppers see.",
        ReferenceKind::SizeSystem | ReferenceKind::Size => {
            "Sizes belong to a system, such as EU clothing or shoes, which puts them in order."
        }
        ReferenceKind::Material => "What products are mainly made of. Shoppers filter by it.",
        ReferenceKind::TaxCategory => {
            "Which tax rates a product falls under: most under the standard one, books or food under others."
        }
        ReferenceKind::SpecificationGroup => "The headings that specifications stand under.",
    }
}

#[component]
fn Sorts(kind: ReferenceKind, query: ListQuery, sort: Sort) -> impl IntoView {
    let tabs = Sort::ALL
        .into_iter()
        .filter(|sort| kind.is_ordered() || *sort != Sort::Position)
        .map(|each| {
            let href = query.at_tab(each.slug()).href(kind.list_page());
            view! { <a class="tab" href=href aria-current=(each == sort).then_some("page")>{each.label()}</a> }
        })
        .collect_view();
    view! { <nav class="tabs" aria-label="Order of the list">{tabs}</nav> }
}

#[component]
fn Table(
    kind: ReferenceKind,
    list: References<ReferenceInput>,
    can_move: bool,
    shift: ServerAction<MoveReference>,
    children: Children,
) -> impl IntoView {
    let last = list.entries.len().saturating_sub(1);
    let (has_before, has_after) = (list.pages.newer.is_some(), list.pages.older.is_some());
    let rows = list
        .entries
        .into_iter()
        .enumerate()
        .map(|(index, entry)| {
            let is_first = index == 0 && !has_before;
            let is_last = index == last && !has_after;
            view! { <Row kind entry can_move shift is_first is_last /> }
        })
        .collect_view();
    view! {
        <div class="table-wrap" role="region" aria-label=kind.title() tabindex="0">
            <table class="table table-narrow">
                <caption class="sr-only">{kind.title()}</caption>
                <thead>
                    <tr>
                        <th scope="col">"Name"</th>
                        <th scope="col" class="max-sm:hidden">"Address"</th>
                        <th scope="col" class="is-num">{uses_title(kind)}</th>
                        {can_move.then(|| view! { <th scope="col" class="is-actions"><span class="sr-only">"Order"</span></th> })}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            {children()}
        </div>
    }
}

const fn uses_title(kind: ReferenceKind) -> &'static str {
    match kind {
        ReferenceKind::SizeSystem => "Sizes",
        ReferenceKind::SpecificationGroup => "Specifications",
        ReferenceKind::TaxCategory => "Products and rates",
        _ => "Products",
    }
}

#[component]
fn Row(
    kind: ReferenceKind,
    entry: Entry<ReferenceInput>,
    can_move: bool,
    shift: ServerAction<MoveReference>,
    is_first: bool,
    is_last: bool,
) -> impl IntoView {
    let ReferenceInput { name, slug, hex, .. } = entry.value;
    let id = entry.id;
    let label = name.clone();
    view! {
        <tr>
            <th scope="row">
                <span class="swatch-name">
                    {kind.has_hex().then(|| view! { <Swatch hex=Signal::stored(hex) /> })}
                    <a class="link" href=kind.page(id)>{name}</a>
                </span>
            </th>
            <td class="muted max-sm:hidden">{slug}</td>
            <td class="is-num">{entry.uses}</td>
            {can_move.then(|| view! {
                <td class="is-actions">
                    <ActionForm action=shift attr:class="move-form">
                        <input type="hidden" name="kind" value=kind.slug() />
                        <input type="hidden" name="id" value=id.to_string() />
                        <MoveButtons name=label key=format!("entry-{id}") is_first is_last />
                    </ActionForm>
                </td>
            })}
        </tr>
    }
}

#[component]
fn Nothing(kind: ReferenceKind, query: ListQuery) -> impl IntoView {
    let path = kind.list_page();
    let noun = kind.noun();
    if query.words.is_empty() {
        return view! {
            <EmptyState glyph=Glyph::Tag title=format!("No {} yet", kind.title().to_lowercase()) text=hint(kind)>
                <LinkButton href=format!("{path}/new")>{format!("Add the first {noun}")}</LinkButton>
            </EmptyState>
        }
        .into_any();
    }
    let all = ListQuery { words: String::new(), ..query.at_tab(&query.tab) }.href(path);
    view! {
        <EmptyState glyph=Glyph::Search title=format!("No {noun} fits") text="A part of its name or address finds it.">
            <LinkButton href=all>"Show all"</LinkButton>
        </EmptyState>
    }
    .into_any()
}
