//! Calling off a part of an order.

use crate::{
    actions::admin::orders::CancelLines,
    domain::{
        order::{OrderDetail, OrderLine},
        staff::{CANCEL_REASON_LENGTH, cancel_field},
    },
    storefront::form_errors::{FormErrors, FormProblems, Labels},
    ui::{Button, ButtonKind, Checkbox, Field},
};
use leptos::prelude::*;

const LABELS: &[(&str, &str)] = &[("cancel_reason", "Reason")];

/// How many of which units; folded behind its name, and open where it was refused. Works without scripts.
#[component]
pub fn CancelLinesForm(order: OrderDetail, action: ServerAction<CancelLines>) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    let is_refused = move || action.value().with(|answer| matches!(answer, Some(Err(_))));
    let seen: i64 = order.lines.iter().map(|line| line.canceled).sum();
    let has_shipping = order.totals.shipping_total > 0;
    let lines: Vec<OrderLine> = order.lines.into_iter().filter(|line| line.open() > 0).collect();
    let labels = Labels::from(LABELS).with_rows(lines.iter().map(|line| (cancel_field(line.id), line.sku.clone())));
    let fields = lines.into_iter().map(|line| view! { <Units line errors /> }).collect_view();
    view! {
        <section class="card" aria-labelledby="order-cancel-lines">
            <h2 id="order-cancel-lines">"Cancel a part"</h2>
            <details class="delete-step" open=is_refused>
                <summary class="btn btn-secondary btn-block">"Choose units…"</summary>
                <div class="grid gap-3 pt-3">
                    <FormProblems errors labels />
                    <p class="small">"Their stock is released, and what was paid for them goes back. This cannot be undone."</p>
                    <ActionForm action attr:class="grid gap-4" attr:novalidate=true>
                        <input type="hidden" name="number" value=order.number.to_string() />
                        <input type="hidden" name="seen" value=seen.to_string() />
                        <input type="hidden" name="edits" value=order.edits.to_string() />
                        {fields}
                        {has_shipping.then(|| view! { <Checkbox label="Give up the price of shipping, too" name="cancel_shipping" /> })}
                        <Field
                            label="Reason"
                            name="cancel_reason"
                            hint="For the timeline, which the crew sees"
                            error=errors.field("cancel_reason")
                            autocomplete="off"
                            maxlength=CANCEL_REASON_LENGTH
                        />
                        <Button kind=ButtonKind::Danger class="btn-block" busy=action.pending()>"Cancel these units"</Button>
                    </ActionForm>
                </div>
            </details>
        </section>
    }
}

#[component]
fn Units(line: OrderLine, errors: FormErrors) -> impl IntoView {
    let name = cancel_field(line.id);
    let options = if line.options.is_empty() { String::new() } else { format!(", {}", line.options) };
    let hint = format!("{}{options}. {} open", line.title, line.open());
    let error = errors.field(name.clone());
    view! { <Field label=line.sku name value="0" hint inputmode="numeric" error autocomplete="off" required=true /> }
}
