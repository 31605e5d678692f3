use super::{Icon, Tone};
use leptos::{ev, html, prelude::*, wasm_bindgen::JsCast, web_sys::HtmlElement};

/// All errors of a form as links to their fields: pairs of the field's id (see [`super::field_id`]) and the message.
/// Takes the focus whenever the list changes to a non-empty one in the browser. Pass it nothing and it prints nothing.
#[component]
pub fn ErrorSummary(#[prop(into)] errors: Signal<Vec<(String, String)>>, #[prop(into)] title: String) -> impl IntoView {
    let panel = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if errors.with(|errors| !errors.is_empty())
            && let Some(panel) = panel.get()
        {
            let _ = panel.focus();
        }
    });
    let links = move || {
        errors.get().into_iter().map(|(id, message)| {
            let href = format!("#{id}");
            view! { <li><a href=href rel="external" on:click=move |event| focus_field(&event, &id)>{message}</a></li> }
        }).collect_view()
    };
    let title = StoredValue::new(title);
    move || {
        errors.with(|errors| !errors.is_empty()).then(|| {
            view! {
                <div class=Tone::Error.notice_class() role="alert" tabindex="-1" node_ref=panel>
                    <Icon glyph=Tone::Error.glyph() />
                    <div>
                        <h2 class="notice-title">{title.get_value()}</h2>
                        <ul>{links}</ul>
                    </div>
                </div>
            }
        })
    }
}

fn focus_field(event: &ev::MouseEvent, id: &str) {
    let field = document().get_element_by_id(id).and_then(|field| field.dyn_into::<HtmlElement>().ok());
    if let Some(field) = field {
        event.prevent_default();
        let _ = field.focus();
    }
}
