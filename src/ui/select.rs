use super::field::{FieldFrame, described_by, field_id, invalid};
use leptos::prelude::*;

/// One of few choices: pairs of the submitted value and the shown label. `value` is the one chosen at first; without it,
/// the browser takes the first. Its label never says "optional": something is always chosen.
#[component]
pub fn Select(
    #[prop(into)] label: String,
    #[prop(into)] name: String,
    options: Vec<(String, String)>,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] autocomplete: Option<String>,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] class: String,
    /// Where a page has several forms with a choice of this name.
    #[prop(optional, into)]
    id: Option<String>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| field_id(&name));
    let described = described_by(&id, &hint, error);
    let options = options
        .into_iter()
        .map(|(option, label)| {
            let selected = option == value;
            view! { <option value=option selected=selected>{label}</option> }
        })
        .collect_view();
    view! {
        <FieldFrame id=id.clone() label hint error required=true class>
            <select
                class="select"
                id=id
                name=name
                required=required
                autocomplete=autocomplete
                aria-invalid=invalid(error)
                aria-describedby=described
            >
                {options}
            </select>
        </FieldFrame>
    }
}
