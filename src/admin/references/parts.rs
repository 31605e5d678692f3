//! Pieces of the pages on which staff keep up what products refer to.

use crate::{
    domain::audit::AuditSubject,
    error::AppError,
    ui::{Button, ButtonKind, Glyph, Icon, LinkButton, Notice, Tone},
};
use leptos::{prelude::*, wasm_bindgen::JsCast, web_sys::HtmlElement};

/// To what the audit log knows of a thing.
#[component]
pub fn HistoryLink(subject: AuditSubject, id: i64) -> impl IntoView {
    let href = format!("/admin/audit?subject={}&id={id}", subject.slug());
    view! { <LinkButton href kind=ButtonKind::Quiet class="btn-small">"History"</LinkButton> }
}

/// What was just done, as the address says it.
#[component]
pub fn Done(#[prop(into)] when: Signal<bool>, #[prop(into)] text: String) -> impl IntoView {
    let text = StoredValue::new(text);
    move || when.get().then(|| view! { <Notice tone=Tone::Ok title=text.get_value() /> })
}

/// The form was shown before somebody else saved theirs.
#[component]
pub fn OutOfDate(#[prop(into)] when: Signal<bool>, page: String) -> impl IntoView {
    let page = StoredValue::new(page);
    move || {
        when.get().then(|| {
            view! {
                <Notice tone=Tone::Warn>
                    <p>
                        "What you see is out of date, so nothing was saved. "
                        <a href=page.get_value() rel="external">"Load the page again"</a>
                    </p>
                </Notice>
            }
        })
    }
}

/// Whether an action was refused because its form was out of date.
pub fn is_conflict<T>(result: Option<&Result<T, AppError>>) -> bool {
    matches!(result, Some(Err(AppError::Conflict)))
}

/// Asks before something is deleted: opening it is the question, the button within the answer, so that it also asks where
/// no script runs. `children` are the form's fields and whatever must be chosen.
#[component]
pub fn DeleteStep(#[prop(into)] what: String, children: Children) -> impl IntoView {
    view! {
        <details class="delete-step">
            <summary class="btn btn-danger btn-block"><Icon glyph=Glyph::Trash />{format!("Delete {what}…")}</summary>
            <div class="grid gap-3 pt-3">{children()}</div>
        </details>
    }
}

/// Two buttons that submit `step` as "up" or "down" with the form around them.
#[component]
pub fn MoveButtons(
    /// Whose place it is, for those who do not see it.
    #[prop(into)]
    name: String,
    /// Makes the buttons' ids: `{key}-up`.
    #[prop(into)]
    key: String,
    is_first: bool,
    is_last: bool,
) -> impl IntoView {
    view! {
        <StepButton key=key.clone() step="up" label=format!("Move {name} up") glyph=Glyph::ArrowUp disabled=is_first />
        <StepButton key step="down" label=format!("Move {name} down") glyph=Glyph::ArrowDown disabled=is_last />
    }
}

/// One button of a form that moves something.
#[component]
pub fn StepButton(key: String, step: &'static str, label: String, glyph: Glyph, disabled: bool) -> impl IntoView {
    let id = format!("{key}-{step}");
    let pressed = use_context::<Pressed>();
    let own = id.clone();
    view! {
        <button
            class="btn btn-quiet btn-icon btn-small"
            id=id
            type="submit"
            name="step"
            value=step
            title=label.clone()
            aria-label=label
            disabled=disabled
            on:click=move |_| {
                if let Some(Pressed(pressed)) = pressed {
                    pressed.set_value(Some(own.clone()));
                }
            }
        >
            <Icon glyph />
        </button>
    }
}

/// The button of the last move: it gets the focus back when the list was loaded anew, so that one can press it again.
#[derive(Clone, Copy, Debug)]
pub struct Pressed(StoredValue<Option<String>>);

impl Pressed {
    /// For the [`StepButton`]s below; call it once, in the page.
    pub fn provide() -> Self {
        let pressed = Self(StoredValue::new(None));
        provide_context(pressed);
        pressed
    }

    /// Call it in the component that shows the loaded list.
    pub fn give_focus_back(self) {
        Effect::new(move |_| {
            let Some(id) = self.0.try_update_value(Option::take).flatten() else { return };
            request_animation_frame(move || focus(&id));
        });
    }
}

/// Focuses a button; one that cannot be pressed any more gives the focus to another of its form.
fn focus(id: &str) {
    let Some(button) = document().get_element_by_id(id) else { return };
    let button = if button.has_attribute("disabled") {
        button.parent_element().and_then(|form| form.query_selector("button:not([disabled])").ok().flatten())
    } else {
        Some(button)
    };
    if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
        let _ = button.focus();
    }
}

/// A color as a dot. The CSP forbids `style=`, so it is a picture.
#[component]
pub fn Swatch(#[prop(into)] hex: Signal<String>) -> impl IntoView {
    view! {
        <svg class="swatch-dot" viewBox="0 0 10 10" aria-hidden="true"><circle cx="5" cy="5" r="5" fill=move || hex.get() /></svg>
    }
}

/// The button at the end of a form.
#[component]
pub fn SaveButton(#[prop(into)] busy: Signal<bool>, #[prop(default = "Save")] name: &'static str) -> impl IntoView {
    view! { <div class="form-actions"><Button kind=ButtonKind::Primary busy>{name}</Button></div> }
}
