use super::{Glyph, Icon, words};
use leptos::prelude::*;

/// The id that the components give to a control: its name with everything but letters and digits as dashes,
/// none at the end: `address[street]` becomes `address-street`.
pub fn field_id(name: &str) -> String {
    let id: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    id.trim_end_matches('-').to_owned()
}

/// Label, hint and error around any control. The control must carry `id`, and `described_by` as `aria-describedby`.
#[component]
pub(super) fn FieldFrame(
    id: String,
    #[prop(into)] label: TextProp,
    hint: String,
    error: Signal<Option<String>>,
    #[prop(into)] required: Signal<bool>,
    class: String,
    children: Children,
) -> impl IntoView {
    let hint_id = format!("{id}-hint");
    let error_id = format!("{id}-error");
    view! {
        <div class=format!("field {class}")>
            <label class="field-label" for=id>
                {move || label.get()}
                {move || (!required.get()).then(|| view! { " " <span class="field-optional">{words().optional}</span> })}
            </label>
            {(!hint.is_empty()).then(|| view! { <p class="field-hint" id=hint_id>{hint}</p> })}
            {children()}
            {move || error.get().map(|error| view! {
                <p class="field-error" id=error_id.clone()><Icon glyph=Glyph::Alert /><span>{error}</span></p>
            })}
        </div>
    }
}

/// `aria-describedby` for a control in a [`FieldFrame`].
pub(super) fn described_by(
    id: &str,
    hint: &str,
    error: Signal<Option<String>>,
) -> impl Fn() -> Option<String> + Clone + Send + 'static {
    let hint_id = (!hint.is_empty()).then(|| format!("{id}-hint"));
    let error_id = format!("{id}-error");
    move || match (&hint_id, error.with(Option::is_some)) {
        (Some(hint), true) => Some(format!("{hint} {error_id}")),
        (Some(hint), false) => Some(hint.clone()),
        (None, true) => Some(error_id.clone()),
        (None, false) => None,
    }
}

/// `aria-invalid` for a control with this error.
pub(super) fn invalid(error: Signal<Option<String>>) -> impl Fn() -> Option<&'static str> + Copy + Send + 'static {
    move || error.with(Option::is_some).then_some("true")
}

/// One line of text. `value` is what it starts with; the browser keeps what was typed after that. `class` is put on the
/// frame, for its place in a grid (`span-3`). An optional field says so in its label; a required one says nothing. Label
/// and need may change with other fields.
#[component]
pub fn Field(
    #[prop(into)] label: TextProp,
    #[prop(into)] name: String,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] autocomplete: Option<String>,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional)] inputmode: Option<&'static str>,
    #[prop(optional, into)] required: Signal<bool>,
    #[prop(optional)] maxlength: Option<u32>,
    #[prop(optional, into)] placeholder: Option<String>,
    #[prop(optional, into)] class: String,
    /// Where a page has several forms with a field of this name.
    #[prop(optional, into)]
    id: Option<String>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| field_id(&name));
    let described = described_by(&id, &hint, error);
    view! {
        <FieldFrame id=id.clone() label hint error required class>
            <input
                class="input"
                id=id
                name=name
                type=kind
                value=value
                required=move || required.get()
                autocomplete=autocomplete
                inputmode=inputmode
                maxlength=maxlength
                placeholder=placeholder
                aria-invalid=invalid(error)
                aria-describedby=described
            />
        </FieldFrame>
    }
}
