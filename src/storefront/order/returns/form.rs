//! Asking for a return.

use crate::{
    actions::returns::RequestReturn,
    domain::{
        order::{OrderDetail, OrderLine},
        returns::{NOTE_LENGTH, ReturnReason, note_field, quantity_field, reason_field},
        timestamp::Timestamp,
    },
    storefront::form_errors::{FormErrors, FormProblems},
    ui::{Button, ButtonKind, Field, Select},
};
use leptos::prelude::*;

/// How many of which units, and why; folded behind its name, and open where it was refused. Works without scripts.
#[component]
pub fn RequestForm(
    order: OrderDetail,
    token: String,
    until: Timestamp,
    action: ServerAction<RequestReturn>,
) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    let is_refused = move || action.value().with(|answer| matches!(answer, Some(Err(_))));
    let seen = order.returns.len();
    let number = order.number.to_string();
    view! {
        <details class="account-ask" open=is_refused>
            <summary class="btn btn-secondary">"Return items…"</summary>
            <div class="grid gap-4 pt-2">
                <FormProblems errors labels=&[] />
                <p class="small">
                    "You can ask until " <time datetime=until.iso()>{until.date()}</time>
                    ". Please wait for our answer before you send anything."
                </p>
                <ActionForm action attr:class="account-form" attr:novalidate=true>
                    <input type="hidden" name="number" value=number />
                    <input type="hidden" name="token" value=token />
                    <input type="hidden" name="seen" value=seen.to_string() />
                    <WantedUnits lines=order.lines errors />
                    <div><Button kind=ButtonKind::Strong busy=action.pending()>"Ask for the return"</Button></div>
                </ActionForm>
            </div>
        </details>
    }
}

/// Quantity, reason and note of every line of which something can be sent back; for staff as well.
#[component]
pub fn WantedUnits(lines: Vec<OrderLine>, errors: FormErrors) -> impl IntoView {
    lines.into_iter().filter(|line| line.returnable() > 0).map(|line| view! { <Wanted line errors /> }).collect_view()
}

#[component]
fn Wanted(line: OrderLine, errors: FormErrors) -> impl IntoView {
    let (quantity, reason, note) = (quantity_field(line.id), reason_field(line.id), note_field(line.id));
    let options = if line.options.is_empty() { String::new() } else { format!(", {}", line.options) };
    let hint = format!("At most {}", line.returnable());
    let reasons = ReturnReason::ALL.map(|reason| (reason.slug().to_owned(), reason.label().to_owned()));
    let reasons = [(String::new(), "Please choose".to_owned())].into_iter().chain(reasons).collect();
    let (no_quantity, no_reason, no_note) =
        (errors.field(quantity.clone()), errors.field(reason.clone()), errors.field(note.clone()));
    view! {
        <fieldset class="grid gap-4 min-w-0">
            <legend class="font-semibold mb-2 break-words">{format!("{}{options}", line.title)}</legend>
            <Field label="How many" name=quantity value="0" hint inputmode="numeric" error=no_quantity autocomplete="off" required=true maxlength=7 />
            <Select label="Why" name=reason options=reasons error=no_reason />
            <Field label="In your words" name=note error=no_note autocomplete="off" maxlength=NOTE_LENGTH />
        </fieldset>
    }
}
