//! Asking to be told when a sold-out variant is back.

use crate::{
    actions::back_in_stock::TellWhenBack as Tell,
    storefront::form_errors::FormErrors,
    ui::{Button, Field, Notice, Tone},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// A field for the e-mail; afterwards, that it is noted.
#[component]
pub fn TellWhenBack(variant: i64) -> impl IntoView {
    let action = ServerAction::<Tell>::new();
    let errors = FormErrors::of(move || action.value().get());
    // A plain form comes back to the page with this in its address.
    let told = use_query_map().with_untracked(|query| query.get("told").is_some());
    let is_noted = Memo::new(move |_| told || matches!(action.value().get(), Some(Ok(()))));
    let failure = move || {
        let error = action.value().get().and_then(Result::err)?;
        error.field_message("email").is_none().then(|| error.to_string())
    };
    move || {
        if is_noted.get() {
            return view! { <Notice tone=Tone::Ok title="Noted. We write to you when it is back, once." /> }.into_any();
        }
        view! {
            {move || failure().map(|failure| view! { <Notice tone=Tone::Error title=failure /> })}
            <ActionForm action attr:class="grid gap-3" attr:novalidate=true>
                <input type="hidden" name="variant_id" value=variant />
                <Field
                    label="Tell me when it is back"
                    name="email"
                    id="back-in-stock-email"
                    kind="email"
                    hint="We write one mail, and to this address only"
                    placeholder="name@example.com"
                    error=errors.field("email")
                    autocomplete="email"
                    required=true
                />
                <Button busy=action.pending()>"Tell me"</Button>
            </ActionForm>
        }
        .into_any()
    }
}
