//! Title, address and texts, the preview of the description, and when shoppers see it all.

use super::{SectionHead, Sections, Step};
use crate::{
    actions::admin::products::preview_description,
    domain::{
        product::ProductStatus,
        staff::{FormStep, Section},
    },
    ui::{ButtonKind, Field, Select, TextArea},
};
use leptos::{prelude::*, task::spawn_local, wasm_bindgen::JsCast, web_sys::HtmlTextAreaElement};
use std::time::Duration;

#[component]
pub fn Texts(sections: Sections) -> impl IntoView {
    let form = sections.form(Clone::clone);
    let is_new = form.id == 0;
    let (title, title_error) = sections.named("title");
    let (slug, slug_error) = sections.named("slug");
    let (summary, summary_error) = sections.named("summary");
    let slug_hint = if is_new {
        "The part after /p/. Left empty, it is made from the title."
    } else {
        "The part after /p/. Links to the old address lead to the new one."
    };
    view! {
        <section class="card" aria-labelledby="texts">
            <SectionHead section="texts" title="Text" />
            <Field label="Title" name=title value=form.title error=title_error autocomplete="off" required=true maxlength=150 />
            <Field label="Address" name=slug value=form.slug error=slug_error hint=slug_hint autocomplete="off" required=!is_new maxlength=120 />
            <Field
                label="Summary"
                name=summary
                value=form.summary
                error=summary_error
                hint="One sentence, for lists and search engines"
                autocomplete="off"
                maxlength=300
            />
            <Description sections />
        </section>
    }
}

/// How long the preview waits for the next key.
const PAUSE: Duration = Duration::from_millis(350);

/// The text beside what the shop makes of it. With scripts the preview follows what is typed; without, a button asks for it.
#[component]
fn Description(sections: Sections) -> impl IntoView {
    let (name, error) = sections.named("description");
    let preview = RwSignal::new(sections.editor.with_value(|editor| editor.preview.clone()));
    let asked = StoredValue::new(0_u32);
    let ask = move |text: String| {
        let number = asked.get_value().wrapping_add(1);
        asked.set_value(number);
        let still = move || asked.try_get_value() == Some(number);
        set_timeout(
            move || {
                if still() {
                    spawn_local(async move {
                        let html = preview_description(text).await;
                        if let (Ok(html), true) = (html, still()) {
                            preview.set(html);
                        }
                    });
                }
            },
            PAUSE,
        );
    };
    view! {
        <div class="text-and-preview" on:input=move |event| {
            let area = event.target().and_then(|target| target.dyn_into::<HtmlTextAreaElement>().ok());
            if let Some(area) = area {
                ask(area.value());
            }
        }>
            <TextArea
                label="Description"
                name=name
                value=sections.form(|form| form.description.clone())
                error=error
                hint="Markdown or HTML: **bold**, *italic*, - lists, [links](https://…)"
                rows=10
            />
            <div class="field">
                <div class="flex items-center justify-between gap-2">
                    <h3 class="field-label font-sans" id="preview">"Preview"</h3>
                    <span class="without-script">
                        <Step step=FormStep::Show(Section::Texts) kind=ButtonKind::Quiet>"Update the preview"</Step>
                    </span>
                </div>
                <div class="preview prose" role="region" aria-labelledby="preview" tabindex="0" inner_html=move || preview.get()></div>
            </div>
        </div>
    }
}

#[component]
pub fn Publishing(sections: Sections) -> impl IntoView {
    let (status, status_error) = sections.named("status");
    let (published, published_error) = sections.named("published_at");
    let statuses = ProductStatus::ALL.map(|status| (status.slug().to_owned(), status.label().to_owned()));
    view! {
        <section class="card" aria-labelledby="publishing">
            <SectionHead section="publishing" title="Publishing" />
            <Select
                label="State"
                name=status
                options=statuses.to_vec()
                value=sections.form(|form| form.status.clone())
                error=status_error
                hint="Only active products are for sale"
                required=true
            />
            <Field
                label="Publish date (UTC)"
                name=published
                value=sections.form(|form| form.published_at.clone())
                error=published_error
                kind="datetime-local"
                hint="An active product is in the shop from then on; left empty, at once"
            />
        </section>
    }
}
