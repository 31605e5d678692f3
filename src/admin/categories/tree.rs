//! The tree: dragged with the pointer, moved with its buttons by keyboard and without scripts.

use super::PATH;
use crate::{
    actions::{
        admin::categories::{MoveCategory, list_categories},
        page_data::page_data,
    },
    admin::{
        parts::{Loaded, PageHead, TableSkeleton},
        references::parts::{Done, Pressed, StepButton},
    },
    domain::{ids::CategoryId, references::CategoryNode},
    storefront::form_errors::{FormErrors, FormProblems},
    ui::{Badge, ButtonKind, EmptyState, Glyph, Icon, LinkButton, Tone},
};
use leptos::{
    ev,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::js_sys::{Function, Reflect},
};
use leptos_router::hooks::use_query_map;

/// What is being dragged, and over which part of which row.
#[derive(Clone, Copy)]
struct Drag {
    category: RwSignal<Option<CategoryId>>,
    over: RwSignal<Option<(CategoryId, &'static str)>>,
    action: ServerAction<MoveCategory>,
}

/// The whole tree.
#[component]
pub fn CategoryTreePage() -> impl IntoView {
    let action = ServerAction::<MoveCategory>::new();
    let query = use_query_map();
    let value = move |name| query.with(|query| query.get(name));
    let moved = Memo::new(move |_| value("moved").unwrap_or_default());
    let is_deleted = Signal::derive(move || value("deleted").is_some());
    let tree = page_data(move || (action.version().get(), moved.get()), |_| list_categories());
    let drag = Drag { category: RwSignal::new(None), over: RwSignal::new(None), action };
    let errors = FormErrors::of(move || action.value().get());
    Pressed::provide();
    view! {
        <div class="admin-page admin-page-narrow">
            <PageHead title="Categories">
                <LinkButton href=format!("{PATH}/new") kind=ButtonKind::Primary>"Add category"</LinkButton>
            </PageHead>
            <p class="page-hint">
                <span class="needs-script">"Drag a category to its place, or use the arrows: "</span>
                <span class="without-script">"The arrows move a category: "</span>
                "up and down among its neighbors, right into the one above it, left out of the one it lies in."
            </p>
            <Done when=is_deleted text="The category is deleted." />
            <FormProblems errors labels=&[("target", "Place")] />
            <Loaded data=tree fallback=|| view! { <TableSkeleton /> } what="tree" back="/admin" let:tree>
                <Found tree moved drag />
            </Loaded>
        </div>
    }
}

#[component]
fn Found(tree: Vec<CategoryNode>, moved: Memo<String>, drag: Drag) -> impl IntoView {
    if let Some(pressed) = use_context::<Pressed>() {
        pressed.give_focus_back();
    }
    if tree.is_empty() {
        return view! {
            <EmptyState glyph=Glyph::Layers title="No categories yet" text="They are the shop's menu: a handful at the top, more below where a list grows long.">
                <LinkButton href=format!("{PATH}/new")>"Add the first category"</LinkButton>
            </EmptyState>
        }
        .into_any();
    }
    let rows = tree
        .iter()
        .map(|node| {
            let ways = Ways::of(node, &tree);
            view! { <Row node=node.clone() ways moved drag /> }
        })
        .collect_view();
    view! {
        <ol class="tree" class:is-dragging=move || drag.category.get().is_some() aria-label="Categories">{rows}</ol>
    }
    .into_any()
}

/// Which steps lead somewhere.
#[derive(Clone, Copy)]
struct Ways {
    up: bool,
    down: bool,
    out: bool,
}

impl Ways {
    fn of(node: &CategoryNode, tree: &[CategoryNode]) -> Self {
        let mut siblings = tree.iter().filter(|other| other.parent == node.parent);
        let first = siblings.next().map(|other| other.id);
        let last = siblings.next_back().map(|other| other.id).or(first);
        Self { up: first != Some(node.id), down: last != Some(node.id), out: node.parent.is_some() }
    }
}

#[component]
fn Row(node: CategoryNode, ways: Ways, moved: Memo<String>, drag: Drag) -> impl IntoView {
    let (id, name) = (node.id, node.name.clone());
    let depth = node.depth.min(5);
    let key = format!("category-{id}");
    let row = key.clone();
    let products = if node.products == 1 { "1 product".to_owned() } else { format!("{} products", node.products) };
    let label = move |what: &str| format!("Move {name} {what}");
    let start = move |event: ev::DragEvent| {
        name_dragged(&event, &id.to_string());
        // Changing the page at once would end the drag that just begins.
        set_timeout(move || drag.category.set(Some(id)), std::time::Duration::ZERO);
    };
    view! {
        <li
            class=format!("tree-row tree-depth-{depth}")
            class:is-moved=move || moved.with(|moved| *moved == id.to_string())
            class:is-dragged=move || drag.category.get() == Some(id)
            id=row
            draggable="true"
            on:dragstart=start
            on:dragend=move |_| drag.category.set(None)
        >
            <span class="tree-grip needs-script" aria-hidden="true"><Icon glyph=Glyph::Grip /></span>
            <span class="tree-name">
                <span class="sr-only">{format!("Level {}: ", node.depth + 1)}</span>
                <a class="link" href=format!("{PATH}/{id}") draggable="false">{node.name}</a>
                {(!node.visible).then(|| view! { <Badge tone=Tone::Warn text="Hidden" /> })}
            </span>
            <span class="tree-products">{products}</span>
            <ActionForm action=drag.action attr:class="move-form">
                <input type="hidden" name="id" value=id.to_string() />
                <StepButton key=key.clone() step="up" label=label("up") glyph=Glyph::ArrowUp disabled=!ways.up />
                <StepButton key=key.clone() step="down" label=label("down") glyph=Glyph::ArrowDown disabled=!ways.down />
                <StepButton key=key.clone() step="out" label=label("out of its category") glyph=Glyph::ArrowLeft disabled=!ways.out />
                <StepButton key step="in" label=label("into the category above it") glyph=Glyph::ArrowRight disabled=!ways.up />
            </ActionForm>
            <DropZone id place="before" drag />
            <DropZone id place="inside" drag />
            <DropZone id place="after" drag />
        </li>
    }
}

/// Firefox drags nothing that has no data.
fn name_dragged(event: &ev::DragEvent, data: &str) {
    let Ok(transfer) = Reflect::get(event, &"dataTransfer".into()) else { return };
    let set = Reflect::get(&transfer, &"setData".into()).ok().and_then(|set| set.dyn_into::<Function>().ok());
    if let Some(set) = set {
        let _ = set.call2(&transfer, &"text/plain".into(), &data.into());
    }
}

/// A part of a row that takes what is dropped there.
#[component]
fn DropZone(id: CategoryId, place: &'static str, drag: Drag) -> impl IntoView {
    let allow = move |event: ev::DragEvent| {
        if drag.category.get_untracked().is_some_and(|dragged| dragged != id) {
            event.prevent_default();
            if drag.over.get_untracked() != Some((id, place)) {
                drag.over.set(Some((id, place)));
            }
        }
    };
    let take = move |event: ev::DragEvent| {
        event.prevent_default();
        drag.over.set(None);
        if let Some(dragged) = drag.category.try_update(Option::take).flatten() {
            let (step, target) = (place.to_owned(), id.to_string());
            drag.action.dispatch(MoveCategory { id: dragged, step, target });
        }
    };
    let leave = move |_| {
        if drag.over.get_untracked() == Some((id, place)) {
            drag.over.set(None);
        }
    };
    view! {
        <span
            class=format!("drop drop-{place}")
            class:is-over=move || drag.over.get() == Some((id, place))
            aria-hidden="true"
            on:dragover=allow
            on:dragleave=leave
            on:drop=take
        ></span>
    }
}
