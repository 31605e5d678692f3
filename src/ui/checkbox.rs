use leptos::prelude::*;

/// A yes or no. Sends `value` ("true" unless told) when it is checked and nothing otherwise, so the server function's
/// argument needs `#[server(default)]`.
#[component]
pub fn Checkbox(
    #[prop(into)] label: String,
    #[prop(into)] name: String,
    #[prop(default = "true".to_owned(), into)] value: String,
    #[prop(optional)] checked: bool,
    #[prop(optional)] required: bool,
) -> impl IntoView {
    view! {
        <label class="check">
            <input class="check-input" type="checkbox" name=name value=value checked=checked required=required />
            <span>{label}</span>
        </label>
    }
}
