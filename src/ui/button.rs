use leptos::prelude::*;

/// The weight of a button. `Primary` is the accent: one on a page, for the one thing to do there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    Primary,
    #[default]
    Secondary,
    /// Ink on paper turned around: a page's second action, or the main one of a panel.
    Strong,
    Quiet,
    Danger,
}

impl ButtonKind {
    fn class(self, more: &str) -> String {
        let kind = match self {
            Self::Primary => "btn-primary",
            Self::Secondary => "btn-secondary",
            Self::Strong => "btn-strong",
            Self::Quiet => "btn-quiet",
            Self::Danger => "btn-danger",
        };
        format!("btn {kind} {more}").trim_end().to_owned()
    }
}

/// A button that submits its form unless `action` is "button" or "reset". While `busy` it turns a ring and ignores the pointer
/// but keeps its width and the focus. `class` adds `btn-small`, `btn-large`, `btn-block`, `btn-icon`.
#[component]
pub fn Button(
    #[prop(optional)] kind: ButtonKind,
    #[prop(default = "submit")] action: &'static str,
    #[prop(optional, into)] busy: Signal<bool>,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] name: Option<String>,
    #[prop(optional, into)] value: Option<String>,
    #[prop(optional, into)] class: String,
    children: Children,
) -> impl IntoView {
    view! {
        <button
            class=kind.class(&class)
            type=action
            name=name
            value=value
            disabled=move || disabled.get()
            aria-busy=move || busy.get().then_some("true")
        >
            {children()}
        </button>
    }
}

/// A link that looks like a button.
#[component]
pub fn LinkButton(
    #[prop(into)] href: String,
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional, into)] class: String,
    children: Children,
) -> impl IntoView {
    view! { <a class=kind.class(&class) href=href>{children()}</a> }
}
