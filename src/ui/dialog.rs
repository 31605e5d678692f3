use super::{Glyph, Icon, words};
use leptos::{
    ev, html,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, EventTarget},
};

/// Where a [`Dialog`] appears.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DialogKind {
    #[default]
    Middle,
    /// In the middle, as large as the screen allows.
    Large,
    /// A drawer from the right edge.
    Drawer,
    /// A drawer from the left edge.
    DrawerLeft,
}

/// A modal dialog, shown while `open` is true. The browser traps the focus, closes on Escape and gives the focus back;
/// a press beside the panel closes it, too. `foot` stands below the scrolling part. Content that must be reachable without
/// scripts needs an address of its own beside it.
#[component]
pub fn Dialog(
    #[prop(into)] id: String,
    #[prop(into)] title: String,
    open: RwSignal<bool>,
    #[prop(optional)] kind: DialogKind,
    #[prop(optional, into)] foot: Option<ViewFnOnce>,
    children: Children,
) -> impl IntoView {
    let class = match kind {
        DialogKind::Middle => "dialog",
        DialogKind::Large => "dialog dialog-large",
        DialogKind::Drawer => "drawer",
        DialogKind::DrawerLeft => "drawer drawer-left",
    };
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let (Some(dialog), wanted) = (dialog.get(), open.get()) else { return };
        match (wanted, dialog.open()) {
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    let close_beside = move |event: ev::MouseEvent| {
        if event.target().is_some_and(|target| is_backdrop(&target, dialog)) {
            open.set(false);
        }
    };
    let title_id = format!("{id}-title");
    let labelled_by = title_id.clone();
    view! {
        <dialog
            class=class
            id=id
            aria-labelledby=labelled_by
            node_ref=dialog
            on:close=move |_| open.set(false)
            on:click=close_beside
        >
            <div class="panel-head">
                <h2 class="panel-title" id=title_id>{title}</h2>
                <button class="icon-link" type="button" aria-label=words().close on:click=move |_| open.set(false)>
                    <Icon glyph=Glyph::Close />
                </button>
            </div>
            <div class="panel-body">{children()}</div>
            {foot.map(|foot| view! { <div class="panel-foot">{foot.run()}</div> })}
        </dialog>
    }
}

/// The panel fills the dialog, so only a press on the backdrop has the dialog itself as its target.
fn is_backdrop(target: &EventTarget, dialog: NodeRef<html::Dialog>) -> bool {
    let dialog = dialog.get_untracked();
    match (target.dyn_ref::<Element>(), dialog.as_deref()) {
        (Some(target), Some(dialog)) => target == AsRef::<Element>::as_ref(dialog),
        _ => false,
    }
}
