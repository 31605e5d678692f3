use super::{Icon, Tone};
use leptos::prelude::*;

/// A message in the flow of the page. Errors interrupt a screen reader, everything else waits its turn.
#[component]
pub fn Notice(
    #[prop(optional)] tone: Tone,
    #[prop(optional, into)] title: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let role = if tone == Tone::Error { "alert" } else { "status" };
    view! {
        <div class=tone.notice_class() role=role>
            <Icon glyph=tone.glyph() />
            <div>
                {(!title.is_empty()).then(|| view! { <p class="notice-title">{title}</p> })}
                {children.map(|children| children())}
            </div>
        </div>
    }
}
