//! Asks before what was typed and not saved is lost.

use leptos::{
    ev, html,
    prelude::*,
    wasm_bindgen::{JsCast, closure::Closure},
    web_sys::{Element, Event, Node},
};

const QUESTION: &str = "What you changed here is not saved yet. Leave it?";

/// Watches the form that it stands in, until that form is gone: on saving, a new one takes its place.
///
/// Without scripts nothing is asked; the browser then keeps what was typed for the way back.
#[component]
pub fn UnsavedGuard(
    /// Whether something is not saved, where the form knows more about it than what is typed.
    #[prop(optional)]
    changed: Option<RwSignal<bool>>,
) -> impl IntoView {
    let (place, is_changed) = (NodeRef::<html::Span>::new(), changed.unwrap_or_default());
    Effect::new(move |_| {
        let Some(form) = place.get().and_then(|place| place.closest("form").ok().flatten()) else { return };
        let typed = window_event_listener(ev::input, move |event| {
            let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
            if form.contains(target.as_ref()) {
                is_changed.set(true);
            }
        });
        let left = window_event_listener(ev::beforeunload, move |event| {
            if is_changed.get_untracked() {
                event.prevent_default();
            }
        });
        let followed = LinkClicks::watch(move |event| {
            let stays = is_changed.get_untracked() && !window().confirm_with_message(QUESTION).unwrap_or(true);
            if stays {
                event.prevent_default();
                event.stop_propagation();
            } else {
                is_changed.set(false);
            }
        });
        let followed = StoredValue::new_local(Some(followed));
        on_cleanup(move || {
            typed.remove();
            left.remove();
            followed.update_value(|clicks| drop(clicks.take()));
        });
    });
    view! { <span node_ref=place hidden=true></span> }
}

/// Clicks on links to other pages, seen before the router sees them.
struct LinkClicks(Closure<dyn FnMut(Event)>);

impl LinkClicks {
    fn watch(mut followed: impl FnMut(Event) + 'static) -> Self {
        let closure = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            if leads_away(&event) {
                followed(event);
            }
        });
        // Fails for nothing that stands here.
        let _ = document().add_event_listener_with_callback_and_bool("click", closure.as_ref().unchecked_ref(), true);
        Self(closure)
    }
}

impl Drop for LinkClicks {
    fn drop(&mut self) {
        let callback = self.0.as_ref().unchecked_ref();
        let _ = document().remove_event_listener_with_callback_and_bool("click", callback, true);
    }
}

/// Whether a click follows a link in this tab, and not to a place on this page.
fn leads_away(event: &Event) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let link = target.and_then(|target| target.closest("a[href]").ok().flatten());
    let href = link.as_ref().and_then(|link| link.get_attribute("href")).unwrap_or_default();
    let is_elsewhere = link.is_some_and(|link| link.has_attribute("target") || link.has_attribute("download"));
    !href.is_empty() && !href.starts_with('#') && !is_elsewhere
}
