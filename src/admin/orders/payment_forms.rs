//! The forms of a payment. Each is folded behind its name and opens where it was refused; each works without scripts.

use crate::{
    actions::admin::payments::{CapturePayment, MarkPaymentPaid, MarkRefundDone, RefundPayment, VoidPayment},
    domain::{ids::RefundId, order::OrderNumber, staff::PaymentRow},
    error::AppError,
    storefront::form_errors::FormErrors,
    ui::{Button, ButtonKind, Field, Notice, Tone},
};
use leptos::prelude::*;

/// What went wrong that is not about a field.
fn failure(answer: Option<Result<(), AppError>>) -> Option<String> {
    match answer {
        Some(Err(AppError::Invalid(_))) | Some(Ok(())) | None => None,
        Some(Err(error)) => Some(error.to_string()),
    }
}

/// A form behind its name.
#[component]
fn Step(
    label: &'static str,
    #[prop(into)] answer: Signal<Option<Result<(), AppError>>>,
    children: Children,
) -> impl IntoView {
    let is_refused = move || answer.with(|answer| matches!(answer, Some(Err(_))));
    view! {
        <details class="delete-step" open=is_refused>
            <summary class="btn btn-secondary btn-small">{label}</summary>
            <div class="grid gap-3 pt-3">
                {move || failure(answer.get()).map(|failure| view! { <Notice tone=Tone::Error title=failure /> })}
                {children()}
            </div>
        </details>
    }
}

/// How much, for which payment of which order.
#[component]
fn AmountFields(
    number: OrderNumber,
    payment: PaymentRow,
    /// What the form is for, in its field's id: a page has several.
    form: &'static str,
    #[prop(into)] value: String,
    #[prop(into)] hint: String,
    errors: FormErrors,
) -> impl IntoView {
    view! {
        <input type="hidden" name="number" value=number.to_string() />
        <input type="hidden" name="payment" value=payment.id.to_string() />
        <Field
            label="Amount"
            name="amount"
            id=format!("{form}-amount-{}", payment.id)
            value=value
            hint=hint
            error=errors.field("amount")
            inputmode="decimal"
            autocomplete="off"
            required=true
            maxlength=16
        />
    }
}

/// Takes what was authorized.
#[component]
pub fn CaptureForm(number: OrderNumber, payment: PaymentRow) -> impl IntoView {
    let action = ServerAction::<CapturePayment>::new();
    let errors = FormErrors::of(move || action.value().get());
    let (value, hint) = (payment.capturable.decimal(), format!("{} is authorized", payment.capturable));
    let seen = payment.captured.minor;
    view! {
        <Step label="Capture" answer=Signal::derive(move || action.value().get())>
            <ActionForm action attr:class="grid gap-4" attr:novalidate=true>
                <AmountFields number payment form="capture" value hint errors />
                <input type="hidden" name="seen" value=seen.to_string() />
                <div><Button kind=ButtonKind::Primary busy=action.pending()>"Capture this amount"</Button></div>
            </ActionForm>
        </Step>
    }
}

/// Gives money back.
#[component]
pub fn RefundForm(number: OrderNumber, payment: PaymentRow) -> impl IntoView {
    let action = ServerAction::<RefundPayment>::new();
    let errors = FormErrors::of(move || action.value().get());
    let (seen, hint) = (payment.refunds.len(), format!("At most {}", payment.refundable));
    let reason_id = format!("refund-reason-{}", payment.id);
    view! {
        <Step label="Refund" answer=Signal::derive(move || action.value().get())>
            <ActionForm action attr:class="grid gap-4" attr:novalidate=true>
                <AmountFields number payment form="refund" value="" hint errors />
                <input type="hidden" name="seen" value=seen.to_string() />
                <Field
                    label="Reason"
                    name="reason"
                    id=reason_id
                    hint="For the books; the gateway may show it to the customer"
                    error=errors.field("reason")
                    autocomplete="off"
                    required=true
                    maxlength=120
                />
                <div><Button kind=ButtonKind::Primary busy=action.pending()>"Refund this amount"</Button></div>
            </ActionForm>
        </Step>
    }
}

/// Says that money came which no gateway tells of.
#[component]
pub fn MarkPaidForm(number: OrderNumber, payment: PaymentRow) -> impl IntoView {
    let action = ServerAction::<MarkPaymentPaid>::new();
    let errors = FormErrors::of(move || action.value().get());
    let (value, hint) = (payment.outstanding.decimal(), format!("{} is outstanding", payment.outstanding));
    let seen = payment.captured.minor;
    view! {
        <Step label="Mark as paid" answer=Signal::derive(move || action.value().get())>
            <ActionForm action attr:class="grid gap-4" attr:novalidate=true>
                <AmountFields number payment form="paid" value hint errors />
                <input type="hidden" name="seen" value=seen.to_string() />
                <div><Button kind=ButtonKind::Primary busy=action.pending()>"This amount came in"</Button></div>
            </ActionForm>
        </Step>
    }
}

/// Lets go of an authorization, or closes a payment that nobody paid.
#[component]
pub fn VoidForm(number: OrderNumber, payment: PaymentRow) -> impl IntoView {
    let action = ServerAction::<VoidPayment>::new();
    let consequence = if payment.capturable.is_zero() {
        "Nobody can pay on its page any more. While the order waits for its money, the customer can begin a new payment."
    } else {
        "What is authorized and not captured is free on the customer's card again."
    };
    view! {
        <Step label="Void" answer=Signal::derive(move || action.value().get())>
            <p class="small">{consequence} " This cannot be undone."</p>
            <ActionForm action>
                <input type="hidden" name="number" value=number.to_string() />
                <input type="hidden" name="payment" value=payment.id.to_string() />
                <Button kind=ButtonKind::Danger busy=action.pending()>"Void this payment"</Button>
            </ActionForm>
        </Step>
    }
}

/// Says that a refund was made which no gateway makes.
#[component]
pub fn MarkRefundedForm(number: OrderNumber, refund: RefundId) -> impl IntoView {
    let action = ServerAction::<MarkRefundDone>::new();
    view! {
        {move || failure(action.value().get()).map(|failure| view! { <Notice tone=Tone::Error title=failure /> })}
        <ActionForm action>
            <input type="hidden" name="number" value=number.to_string() />
            <input type="hidden" name="refund" value=refund.to_string() />
            <Button class="btn-small" busy=action.pending()>"Mark as done"</Button>
        </ActionForm>
    }
}
