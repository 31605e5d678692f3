//! The steps of a return, each in one form.

use crate::{
    actions::admin::returns::{ApproveReturn, ReceiveReturn, RefundReturn, RejectReturn},
    domain::returns::{
        DEDUCTION_LENGTH, INSTRUCTIONS_LENGTH, ReturnLine, ReturnNumber, StaffReturn, received_field, restock_field,
    },
    storefront::form_errors::{FormErrors, FormProblems},
    ui::{Button, ButtonKind, Checkbox, Field, Select, TextArea},
};
use leptos::prelude::*;

/// What can be done to a return.
#[derive(Clone, Copy)]
pub struct Actions {
    pub approve: ServerAction<ApproveReturn>,
    pub reject: ServerAction<RejectReturn>,
    pub receive: ServerAction<ReceiveReturn>,
    pub refund: ServerAction<RefundReturn>,
}

impl Actions {
    pub fn new() -> Self {
        Self {
            approve: ServerAction::new(),
            reject: ServerAction::new(),
            receive: ServerAction::new(),
            refund: ServerAction::new(),
        }
    }
}

/// Says yes, and where to send it.
#[component]
pub fn ApproveForm(number: ReturnNumber, instructions: String, action: ServerAction<ApproveReturn>) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    view! {
        <section class="card" aria-labelledby="return-approve">
            <h2 id="return-approve">"Approve"</h2>
            <FormProblems errors labels=&[("return_instructions", "How to send it")] />
            <ActionForm action attr:class="grid gap-4" attr:novalidate=true>
                <input type="hidden" name="return_number" value=number.to_string() />
                <TextArea
                    label="How to send it"
                    name="return_instructions"
                    value=instructions
                    rows=5
                    hint="The customer reads it in the mail and on the order\u{2019}s page"
                    error=errors.field("return_instructions")
                    maxlength=INSTRUCTIONS_LENGTH
                />
                <Button kind=ButtonKind::Primary class="btn-block" busy=action.pending()>"Approve the return"</Button>
            </ActionForm>
        </section>
    }
}

/// Says no, behind a question.
#[component]
pub fn RejectForm(number: ReturnNumber, label: &'static str, action: ServerAction<RejectReturn>) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    let is_refused = move || action.value().with(|answer| matches!(answer, Some(Err(_))));
    view! {
        <section class="card" aria-labelledby="return-reject">
            <h2 id="return-reject">"Reject"</h2>
            <details class="delete-step" open=is_refused>
                <summary class="btn btn-danger btn-block">{label}</summary>
                <div class="grid gap-3 pt-3">
                    <FormProblems errors labels=&[("rejection", "Why not")] />
                    <p class="small">"The units count as not sent back. This cannot be undone."</p>
                    <ActionForm action attr:class="grid gap-4" attr:novalidate=true>
                        <input type="hidden" name="return_number" value=number.to_string() />
                        <TextArea
                            label="Why not"
                            name="rejection"
                            rows=3
                            hint="The customer reads it"
                            error=errors.field("rejection")
                            required=true
                            maxlength=INSTRUCTIONS_LENGTH
                        />
                        <Button kind=ButtonKind::Danger busy=action.pending()>"Reject the return"</Button>
                    </ActionForm>
                </div>
            </details>
        </section>
    }
}

/// Counts what came, and says where it goes.
#[component]
pub fn ReceiveForm(found: StaffReturn, action: ServerAction<ReceiveReturn>) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    let number = found.detail.number;
    let nowhere = (String::new(), "Nowhere: it cannot be sold".to_owned());
    let centers: Vec<(String, String)> =
        found.centers.into_iter().map(|(id, name)| (id.to_string(), format!("In {name}"))).chain([nowhere]).collect();
    let lines = found
        .detail
        .lines
        .into_iter()
        .map(|line| view! { <CameFields line centers=centers.clone() errors /> })
        .collect_view();
    view! {
        <section class="card" aria-labelledby="return-receive">
            <h2 id="return-receive">"Receive"</h2>
            <FormProblems errors labels=&[] />
            <ActionForm action attr:class="grid gap-4" attr:novalidate=true>
                <input type="hidden" name="return_number" value=number.to_string() />
                {lines}
                <Button kind=ButtonKind::Primary class="btn-block" busy=action.pending()>"This came back"</Button>
            </ActionForm>
        </section>
    }
}

#[component]
fn CameFields(line: ReturnLine, centers: Vec<(String, String)>, errors: FormErrors) -> impl IntoView {
    let (received, restock) = (received_field(line.line), restock_field(line.line));
    let options = if line.options.is_empty() { String::new() } else { format!(", {}", line.options) };
    let hint = format!("{}{options}. {} sent back", line.title, line.quantity);
    let (no_quantity, no_center) = (errors.field(received.clone()), errors.field(restock.clone()));
    let label = format!("{} for sale again", line.sku);
    view! {
        <Field label=line.sku name=received value=line.quantity.to_string() hint inputmode="numeric" error=no_quantity autocomplete="off" required=true maxlength=7 />
        <Select label name=restock options=centers error=no_center />
    }
}

/// Gives money back: what the units are worth, unless less is entered with a reason.
#[component]
pub fn RefundForm(found: StaffReturn, action: ServerAction<RefundReturn>) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    let number = found.detail.number;
    let hint = format!("The units that came are worth {}", found.worth);
    let shipping = (!found.shipping.is_zero()).then(|| {
        let label = format!("Give back the price of shipping as well, {}", found.shipping);
        view! { <Checkbox label name="return_shipping" /> }
    });
    view! {
        <section class="card" aria-labelledby="return-refund">
            <h2 id="return-refund">"Refund"</h2>
            <FormProblems errors labels=&[("amount", "Amount for the items"), ("deduction_reason", "Why less")] />
            <ActionForm action attr:class="grid gap-4" attr:novalidate=true>
                <input type="hidden" name="return_number" value=number.to_string() />
                <Field
                    label="Amount for the items"
                    name="amount"
                    value=found.worth.decimal()
                    hint
                    error=errors.field("amount")
                    inputmode="decimal"
                    autocomplete="off"
                    required=true
                    maxlength=16
                />
                <Field
                    label="Why less"
                    name="deduction_reason"
                    hint="Only where less is given back; the customer reads it"
                    error=errors.field("deduction_reason")
                    autocomplete="off"
                    maxlength=DEDUCTION_LENGTH
                />
                {shipping}
                <Button kind=ButtonKind::Primary class="btn-block" busy=action.pending()>"Refund"</Button>
            </ActionForm>
        </section>
    }
}
