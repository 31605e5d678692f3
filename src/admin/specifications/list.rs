//! All specifications under their groups, in the order in which a product's page shows them.

use crate::{
    actions::{
        admin::{
            references::MoveReference,
            specifications::{MoveSpecification, list_specifications},
        },
        page_data::page_data,
    },
    admin::{
        parts::{CardSkeleton, Loaded, PageHead},
        references::parts::{Done, MoveButtons, Pressed},
    },
    domain::{
        product::SpecificationKind,
        references::{GroupLink, ReferenceKind, SpecificationBoard, SpecificationEntry},
    },
    storefront::form_errors::{FormErrors, FormProblems},
    ui::{ButtonKind, EmptyState, Glyph, LinkButton},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

const PATH: &str = "/admin/specifications";

/// What can be moved on the page.
#[derive(Clone, Copy)]
struct Moves {
    group: ServerAction<MoveReference>,
    specification: ServerAction<MoveSpecification>,
}

/// All specifications.
#[component]
pub fn SpecificationListPage() -> impl IntoView {
    let moves = Moves { group: ServerAction::new(), specification: ServerAction::new() };
    let source = move || (moves.group.version().get(), moves.specification.version().get());
    let board = page_data(source, |_| list_specifications());
    let query = use_query_map();
    let is_deleted = Signal::derive(move || query.with(|query| query.get("deleted").is_some()));
    Pressed::provide();
    view! {
        <div class="admin-page admin-page-narrow">
            <PageHead title="Specifications">
                <LinkButton href="/admin/specification-groups/new">"Add group"</LinkButton>
                <LinkButton href=format!("{PATH}/new") kind=ButtonKind::Primary>"Add specification"</LinkButton>
            </PageHead>
            <p class="page-hint">
                "What products can be described and compared by. A category says which groups its products have."
            </p>
            <Done when=is_deleted text="Deleted." />
            <Loaded data=board fallback=|| view! { <CardSkeleton /> } what="list" back=PATH let:board>
                <Found board moves />
            </Loaded>
        </div>
    }
}

#[component]
fn Found(board: SpecificationBoard, moves: Moves) -> impl IntoView {
    if let Some(pressed) = use_context::<Pressed>() {
        pressed.give_focus_back();
    }
    if board.groups.is_empty() && board.specifications.is_empty() {
        return view! {
            <EmptyState glyph=Glyph::List title="No specifications yet" text="Fabric weight, capacity, made in: what shoppers compare before they choose.">
                <LinkButton href=format!("{PATH}/new")>"Add the first one"</LinkButton>
            </EmptyState>
        }
        .into_any();
    }
    let group_errors = FormErrors::of(move || moves.group.value().get());
    let errors = FormErrors::of(move || moves.specification.value().get());
    let last = board.groups.len().saturating_sub(1);
    let (grouped, loose): (Vec<_>, Vec<_>) = board.specifications.into_iter().partition(|entry| entry.group.is_some());
    let groups = board
        .groups
        .into_iter()
        .enumerate()
        .map(|(index, group)| {
            let own = grouped.iter().filter(|entry| entry.group == Some(group.id)).cloned().collect();
            view! { <Group group own is_first=index == 0 is_last=index == last moves /> }
        })
        .collect_view();
    let loose = (!loose.is_empty()).then(|| {
        view! {
            <section class="card grid gap-4" aria-labelledby="no-group">
                <h2 id="no-group">"Without a group"</h2>
                <p class="small muted">"Every product can have these; they stand last on its page."</p>
                <Rows own=loose moves />
            </section>
        }
    });
    view! { <FormProblems errors=group_errors labels=&[] /><FormProblems errors labels=&[] />{groups}{loose} }
        .into_any()
}

#[component]
fn Group(group: GroupLink, own: Vec<SpecificationEntry>, is_first: bool, is_last: bool, moves: Moves) -> impl IntoView {
    let title = format!("group-{}", group.id);
    let labelled_by = title.clone();
    let (key, name, page) = (title.clone(), group.name.clone(), ReferenceKind::SpecificationGroup.page(group.id.0));
    let add = format!("Add a specification to {name}");
    let is_empty = own.is_empty();
    view! {
        <section class="card grid gap-4" aria-labelledby=labelled_by>
            <header class="flex flex-wrap items-center gap-3">
                <h2 class="mr-auto" id=title>
                    <a class="link-quiet" href=page>{group.name}</a>
                </h2>
                <LinkButton href=format!("{PATH}/new?group={}", group.id) kind=ButtonKind::Quiet class="btn-small">
                    <span aria-hidden="true">"Add"</span><span class="sr-only">{add}</span>
                </LinkButton>
                <ActionForm action=moves.group attr:class="move-form">
                    <input type="hidden" name="kind" value=ReferenceKind::SpecificationGroup.slug() />
                    <input type="hidden" name="id" value=group.id.to_string() />
                    <MoveButtons name key is_first is_last />
                </ActionForm>
            </header>
            {is_empty.then(|| view! { <p class="small muted">"Nothing stands under this heading yet."</p> })}
            <Rows own moves />
        </section>
    }
}

#[component]
fn Rows(own: Vec<SpecificationEntry>, moves: Moves) -> impl IntoView {
    let last = own.len().saturating_sub(1);
    let rows = own
        .into_iter()
        .enumerate()
        .map(|(index, entry)| {
            let facts = facts(&entry);
            let name = entry.name.clone();
            view! {
                <li class="order-row">
                    <div class="min-w-0">
                        <a class="link font-semibold" href=format!("{PATH}/{}", entry.id)>{entry.name}</a>
                        <p class="muted tiny">{facts}</p>
                    </div>
                    <ActionForm action=moves.specification attr:class="move-form">
                        <input type="hidden" name="id" value=entry.id.to_string() />
                        <MoveButtons name key=format!("specification-{}", entry.id) is_first=index == 0 is_last=index == last />
                    </ActionForm>
                </li>
            }
        })
        .collect_view();
    view! { <ol class="order-list">{rows}</ol> }
}

/// "Number in g/m² · filter · 4 products"
fn facts(entry: &SpecificationEntry) -> String {
    let kind = match entry.kind {
        SpecificationKind::Number if !entry.unit.is_empty() => format!("Number in {}", entry.unit),
        kind => kind.label().to_owned(),
    };
    let uses = if entry.uses == 1 { "1 product".to_owned() } else { format!("{} products", entry.uses) };
    let flags = [(entry.filterable, "filter"), (entry.comparable, "compared")];
    let flags = flags.into_iter().filter(|(is_set, _)| *is_set).map(|(_, name)| name.to_owned());
    [kind].into_iter().chain(flags).chain([uses]).collect::<Vec<_>>().join(" · ")
}
