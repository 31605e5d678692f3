//! Writing something beside an order.

use crate::{
    actions::admin::orders::AddOrderNote,
    domain::{order::OrderNumber, staff::NOTE_LENGTH},
    storefront::form_errors::{FormErrors, FormProblems},
    ui::{Button, Checkbox, TextArea},
};
use leptos::prelude::*;

/// The form; what was written stands on the timeline.
#[component]
pub fn NoteForm(number: OrderNumber, action: ServerAction<AddOrderNote>) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    view! {
        <section class="card" aria-labelledby="order-note">
            <h2 id="order-note">"Add a note"</h2>
            <FormProblems errors labels=&[("note", "Note")] />
            <ActionForm action attr:class="grid gap-4" attr:novalidate=true>
                <input type="hidden" name="number" value=number.to_string() />
                <TextArea label="Note" name="note" rows=3 error=errors.field("note") required=true maxlength=NOTE_LENGTH />
                <Checkbox label="The customer reads it on the order\u{2019}s page" name="for_customer" />
                <Button busy=action.pending()>"Add the note"</Button>
            </ActionForm>
        </section>
    }
}
