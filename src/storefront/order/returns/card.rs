//! One return: where it stands, and what happens next.

use crate::{
    actions::returns::CancelReturn,
    domain::{
        order::OrderNumber,
        returns::{OrderReturn, ReturnLine, ReturnStatus},
    },
    storefront::form_errors::{FormErrors, FormProblems},
    ui::{Badge, Button, Step, StepState, Timeline, Tone},
};
use leptos::prelude::*;

#[component]
pub fn ReturnCard(
    detail: OrderReturn,
    number: OrderNumber,
    token: String,
    action: ServerAction<CancelReturn>,
) -> impl IntoView {
    let title = format!("return-{}", detail.number);
    let is_open = detail.status == ReturnStatus::Requested;
    let return_number = detail.number;
    let lines = detail.lines.iter().cloned().map(|line| view! { <Line line /> }).collect_view();
    let steps = steps(&detail);
    view! {
        <li class="card grid gap-4">
            <div class="flex flex-wrap items-center justify-between gap-2">
                <h3 class="font-sans text-base font-semibold" id=title>{format!("Return {return_number}")}</h3>
                <Badge tone=tone(detail.status) text=detail.status.label() />
            </div>
            <ul class="grid gap-1">{lines}</ul>
            <Answer detail />
            <Timeline steps />
            {is_open.then(|| view! { <CancelForm number return_number=return_number.to_string() token action /> })}
        </li>
    }
}

#[component]
fn Line(line: ReturnLine) -> impl IntoView {
    let options =
        (!line.options.is_empty()).then(|| view! { <span class="muted">{format!(", {}", line.options)}</span> });
    let note = (!line.note.is_empty()).then(|| view! { <br /><span class="small break-words">{line.note}</span> });
    view! {
        <li>
            {format!("{} × {}", line.quantity, line.title)}{options} <br />
            <span class="small muted">{line.reason.label()}</span>{note}
        </li>
    }
}

/// What the shop said and gave.
#[component]
fn Answer(detail: OrderReturn) -> impl IntoView {
    let paragraphs = |text: &str| {
        text.lines().map(|line| view! { <span class="block break-words">{line.to_owned()}</span> }).collect_view()
    };
    match detail.status {
        ReturnStatus::Approved if !detail.instructions.is_empty() => {
            view! { <div><h4 class="field-label font-sans">"How to send it"</h4><p>{paragraphs(&detail.instructions)}</p></div> }
                .into_any()
        }
        ReturnStatus::Rejected => {
            view! { <div><h4 class="field-label font-sans">"Why not"</h4><p>{paragraphs(&detail.rejection)}</p></div> }.into_any()
        }
        ReturnStatus::Refunded => view! { <Refunded detail /> }.into_any(),
        _ => ().into_any(),
    }
}

#[component]
fn Refunded(detail: OrderReturn) -> impl IntoView {
    let shipping = (!detail.shipping.is_zero()).then(|| {
        view! { <p class="leader"><span>"Of it, the price of shipping"</span><span class="money">{detail.shipping.to_string()}</span></p> }
    });
    let deduction = (!detail.deduction.is_zero()).then(|| {
        let label = format!("Kept: {}", detail.deduction_reason);
        view! { <p class="leader"><span class="break-words">{label}</span><span class="money">{detail.deduction.to_string()}</span></p> }
    });
    view! {
        <div class="grid gap-1">
            <p class="leader font-semibold"><span>"Credited to you"</span><span class="money">{detail.refunded.to_string()}</span></p>
            {shipping}
            {deduction}
        </div>
    }
}

#[component]
fn CancelForm(
    number: OrderNumber,
    return_number: String,
    token: String,
    action: ServerAction<CancelReturn>,
) -> impl IntoView {
    let own = return_number.clone();
    let is_own = move || {
        let sent = action.input().with(|input| input.as_ref().map(|input| input.return_number.clone()));
        sent.is_none_or(|sent| sent == own)
    };
    let errors = FormErrors::of(move || action.value().get().filter(|_| is_own()));
    view! {
        <FormProblems errors labels=&[] />
        <ActionForm action>
            <input type="hidden" name="number" value=number.to_string() />
            <input type="hidden" name="return_number" value=return_number.clone() />
            <input type="hidden" name="token" value=token />
            <Button busy=action.pending()>
                "Cancel this return" <span class="sr-only">{format!(" {return_number}")}</span>
            </Button>
        </ActionForm>
    }
}

fn steps(detail: &OrderReturn) -> Vec<Step> {
    let last = detail.events.len().saturating_sub(1);
    let past = detail.events.iter().enumerate().map(|(index, event)| Step {
        title: event.status.label().to_owned(),
        time: format!("{} UTC", event.at),
        state: if index == last { StepState::Current } else { StepState::Done },
        ..Step::default()
    });
    let coming = coming(detail.status).iter().map(|title| Step {
        title: (*title).to_owned(),
        state: StepState::Next,
        ..Step::default()
    });
    past.chain(coming).collect()
}

const fn coming(status: ReturnStatus) -> &'static [&'static str] {
    match status {
        ReturnStatus::Requested => &["Approved", "Received", "Refunded"],
        ReturnStatus::Approved => &["Received", "Refunded"],
        ReturnStatus::Received => &["Refunded"],
        ReturnStatus::Refunded | ReturnStatus::Rejected | ReturnStatus::Canceled => &[],
    }
}

/// A return's state by its color.
pub const fn tone(status: ReturnStatus) -> Tone {
    match status {
        ReturnStatus::Requested | ReturnStatus::Approved | ReturnStatus::Received => Tone::Warn,
        ReturnStatus::Refunded => Tone::Ok,
        ReturnStatus::Rejected => Tone::Error,
        ReturnStatus::Canceled => Tone::Info,
    }
}
