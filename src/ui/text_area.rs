use super::field::{FieldFrame, described_by, field_id, invalid};
use leptos::prelude::*;

/// The content of a `<textarea>`. Leptos writes a child of one as it stands, so that a text with `</textarea>` in it would
/// end the field and be markup from there on.
pub fn text_area_html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// Several lines of text; grows with them where the browser can. Like [`super::Field`] otherwise.
#[component]
pub fn TextArea(
    #[prop(into)] label: String,
    #[prop(into)] name: String,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional, into)] hint: String,
    #[prop(optional)] required: bool,
    #[prop(optional)] maxlength: Option<u32>,
    #[prop(default = 4)] rows: u32,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    let id = field_id(&name);
    let described = described_by(&id, &hint, error);
    view! {
        <FieldFrame id=id.clone() label hint error required class>
            <textarea
                class="textarea"
                id=id
                name=name
                rows=rows
                required=required
                maxlength=maxlength
                aria-invalid=invalid(error)
                aria-describedby=described
                inner_html=text_area_html(&value)
            />
        </FieldFrame>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_the_field_that_it_is_in() {
        assert_eq!(text_area_html("</textarea><b>&lt;"), "&lt;/textarea>&lt;b>&amp;lt;");
    }
}
