//! Suggestions while somebody types: a combobox whose list of links is walked with the arrow keys.

use crate::{
    actions::catalog::suggest,
    domain::catalog::{SuggestedProduct, Suggestions},
    ui::{Glyph, Icon},
};
use leptos::{
    ev, html, lazy,
    prelude::*,
    task::spawn_local,
    wasm_bindgen::{JsCast, closure::Closure},
};
use leptos_router::hooks::{use_location, use_navigate};
use std::time::Duration;

/// Nothing is asked for while somebody types faster than this.
const PAUSE: Duration = Duration::from_millis(120);

/// What the list is at.
#[derive(Clone, Copy)]
struct Combobox {
    id: &'static str,
    input: NodeRef<html::Input>,
    found: RwSignal<Suggestions>,
    open: RwSignal<bool>,
    /// Index of the suggestion that the arrow keys chose.
    active: RwSignal<Option<usize>>,
}

/// The list below a field, and what the field does from now on.
#[lazy]
pub fn suggestions(id: &'static str, input: NodeRef<html::Input>) -> AnyView {
    let combobox =
        Combobox { id, input, found: RwSignal::default(), open: RwSignal::new(false), active: RwSignal::new(None) };
    combobox.close_with_the_page();
    combobox.tell_readers();
    combobox.listen();
    let shown = move || combobox.open.get() && !combobox.found.read().is_empty();
    let status = move || match (combobox.open.get(), combobox.found.read().len()) {
        (false, _) => String::new(),
        (true, 0) => "No suggestions".into(),
        (true, 1) => "1 suggestion".into(),
        (true, count) => format!("{count} suggestions"),
    };
    view! {
        // The field keeps the focus while a suggestion is pressed.
        <div
            class="suggestions"
            role="listbox"
            id=combobox.list_id()
            aria-label="Suggestions"
            hidden=move || !shown()
            on:mousedown=|event| event.prevent_default()
        >
            {move || combobox.options()}
        </div>
        <p class="sr-only" role="status">{status}</p>
    }
    .into_any()
}

impl Combobox {
    fn list_id(self) -> String {
        format!("{}-suggestions", self.id)
    }

    fn option_id(self, index: usize) -> String {
        format!("{}-suggestion-{index}", self.id)
    }

    /// The links in their order: categories, brands, products.
    fn options(self) -> Vec<AnyView> {
        let Suggestions { categories, brands, products } = self.found.get();
        let categories =
            categories.into_iter().map(|category| (category.href(), category.name, "Category", Glyph::Menu));
        let brands = brands.into_iter().map(|brand| (brand.href(), brand.name, "Brand", Glyph::Search));
        let plain = categories.chain(brands).collect::<Vec<_>>();
        let count = plain.len();
        let plain = plain.into_iter().enumerate().map(|(index, (href, name, kind, glyph))| {
            self.option(
                index,
                href,
                view! { <Icon glyph /><span>{name}</span><span class="muted">{kind}</span> }.into_any(),
            )
        });
        let products = products.into_iter().enumerate().map(|(index, product)| {
            let SuggestedProduct { title, price, picture, .. } = &product;
            let picture = picture.as_ref().map(|picture| {
                view! { <img src=picture.url(160) alt="" width="40" height="50" loading="lazy" /> }
            });
            let inside = view! {
                {picture.map_or_else(|| view! { <span></span> }.into_any(), IntoAny::into_any)}
                <span>{title.clone()}</span>
                <span class="num">{price.to_string()}</span>
            };
            self.option(count + index, product.href(), inside.into_any())
        });
        plain.chain(products).collect()
    }

    fn option(self, index: usize, href: String, inside: AnyView) -> AnyView {
        let selected = move || if self.active.get() == Some(index) { "true" } else { "false" };
        view! {
            <a class="suggestion" role="option" id=self.option_id(index) href=href tabindex="-1" aria-selected=selected>
                {inside}
            </a>
        }
        .into_any()
    }

    fn close(self) {
        self.open.set(false);
        self.active.set(None);
    }

    fn close_with_the_page(self) {
        let location = use_location();
        Effect::new(move |_| {
            location.pathname.track();
            location.search.track();
            self.close();
        });
    }

    /// Keeps what the field says of its list up to date.
    fn tell_readers(self) {
        Effect::new(move |_| {
            let Some(input) = self.input.get() else { return };
            let expanded = self.open.get() && !self.found.read().is_empty();
            let active = self.active.get().map(|index| self.option_id(index)).unwrap_or_default();
            for (name, value) in [
                ("role", "combobox"),
                ("aria-autocomplete", "list"),
                ("aria-controls", self.list_id().as_str()),
                ("aria-expanded", if expanded { "true" } else { "false" }),
                ("aria-activedescendant", active.as_str()),
            ] {
                // Nothing but assistive technology depends on it.
                drop(input.set_attribute(name, value));
            }
        });
    }

    /// The field is there already, so its events are listened to from here. The list lives as long as the field.
    fn listen(self) {
        let Some(input) = self.input.get_untracked() else { return };
        let navigate = use_navigate();
        let pending = StoredValue::new(None::<TimeoutHandle>);
        let ask = move || {
            if let Some(pending) = pending.get_value() {
                pending.clear();
            }
            pending.set_value(set_timeout_with_handle(move || self.ask(), PAUSE).ok());
        };
        let typed = Closure::<dyn FnMut()>::new(ask);
        let left = Closure::<dyn FnMut()>::new(move || self.close());
        let pressed = Closure::<dyn FnMut(ev::KeyboardEvent)>::new(move |event: ev::KeyboardEvent| {
            if let Some(href) = self.press(&event) {
                navigate(&href, Default::default());
            }
        });
        for (name, listener) in [("input", typed.as_ref()), ("blur", left.as_ref()), ("keydown", pressed.as_ref())] {
            drop(input.add_event_listener_with_callback(name, listener.unchecked_ref()));
        }
        typed.forget();
        left.forget();
        pressed.forget();
        ask();
    }

    fn ask(self) {
        let Some(input) = self.input.get_untracked() else { return };
        let typed = input.value();
        if typed.trim().is_empty() {
            self.close();
            return;
        }
        spawn_local(async move {
            let found = suggest(typed.clone()).await.unwrap_or_default();
            // Somebody may have typed on, or left, while the answer came.
            let is_current =
                input.value() == typed && document().active_element().is_some_and(|element| element == **input);
            if is_current {
                self.found.set(found);
                self.active.set(None);
                self.open.set(true);
            }
        });
    }

    /// What a key does; the address if it chose a suggestion.
    fn press(self, event: &ev::KeyboardEvent) -> Option<String> {
        let count = self.found.read_untracked().len();
        let is_arrow = matches!(event.key().as_str(), "ArrowDown" | "ArrowUp");
        // An arrow opens the list again that Escape closed.
        if count == 0 || !(self.open.get_untracked() || is_arrow) {
            return None;
        }
        self.open.set(true);
        let active = self.active.get_untracked();
        match event.key().as_str() {
            "ArrowDown" => self.active.set(Some(active.map_or(0, |index| (index + 1) % count))),
            "ArrowUp" => self.active.set(Some(active.map_or(count - 1, |index| (index + count - 1) % count))),
            "Escape" => self.close(),
            "Enter" => {
                let chosen = document().get_element_by_id(&self.option_id(active?))?.get_attribute("href");
                event.prevent_default();
                self.close();
                return chosen;
            }
            _ => return None,
        }
        event.prevent_default();
        None
    }
}
