//! What search engines show, and how it will look there.

use super::{SectionHead, Sections};
use crate::ui::{Field, TextArea};
use leptos::{prelude::*, wasm_bindgen::JsCast, web_sys::HtmlInputElement};

/// Characters that search engines show, about.
const TITLE: usize = 60;
const DESCRIPTION: usize = 155;

#[component]
pub fn SearchEngines(sections: Sections) -> impl IntoView {
    let form = sections.form(Clone::clone);
    let (title, title_error) = sections.named("seo_title");
    let (description, description_error) = sections.named("seo_description");
    let typed_title = RwSignal::new(form.seo_title.clone());
    let typed_description = RwSignal::new(form.seo_description.clone());
    let fallback = StoredValue::new((form.title.clone(), form.summary.clone()));
    let shown = move |typed: RwSignal<String>, second: bool| {
        let typed = typed.get();
        if !typed.trim().is_empty() {
            return typed;
        }
        fallback.with_value(|(title, summary)| if second { summary.clone() } else { title.clone() })
    };
    let address = if form.slug.is_empty() { "…".to_owned() } else { form.slug };
    let typed = move |event: leptos::ev::Event| {
        let Some(target) = event.target() else { return };
        if let Some(input) = target.dyn_ref::<HtmlInputElement>() {
            typed_title.set(input.value());
        } else if let Some(area) = target.dyn_ref::<leptos::web_sys::HtmlTextAreaElement>() {
            typed_description.set(area.value());
        }
    };
    view! {
        <section class="card" aria-labelledby="seo" on:input=typed>
            <SectionHead section="seo" title="Search engines" />
            <Field label="Title for search engines" name=title value=form.seo_title error=title_error hint="Without one, the product's title" autocomplete="off" maxlength=150 />
            <Length text=Signal::derive(move || shown(typed_title, false)) most=TITLE />
            <TextArea label="Description for search engines" name=description value=form.seo_description error=description_error hint="Without one, the summary" rows=3 maxlength=300 />
            <Length text=Signal::derive(move || shown(typed_description, true)) most=DESCRIPTION />
            <div class="search-preview" role="group" aria-label="How it may look in a search">
                <p class="search-preview-address">{format!("/p/{address}")}</p>
                <p class="search-preview-title">{move || cut(&shown(typed_title, false), TITLE)}</p>
                <p class="search-preview-text">{move || cut(&shown(typed_description, true), DESCRIPTION)}</p>
            </div>
        </section>
    }
}

fn cut(text: &str, most: usize) -> String {
    if text.chars().count() > most { text.chars().take(most).chain([' ', '…']).collect() } else { text.to_owned() }
}

/// How long a text is, and that the rest may be cut.
#[component]
fn Length(text: Signal<String>, most: usize) -> impl IntoView {
    move || {
        let length = text.with(|text| text.chars().count());
        let is_long = length > most;
        view! {
            <p class=if is_long { "tiny text-amber -mt-2" } else { "tiny muted -mt-2" }>
                {format!("{length} of about {most} characters")}{is_long.then_some(": the rest is cut")}
            </p>
        }
    }
}
