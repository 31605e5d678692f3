//! One return, with its next step.

use super::{
    ReturnBadge,
    steps::{Actions, ApproveForm, ReceiveForm, RefundForm, RejectForm},
};
use crate::{
    actions::{admin::returns::get_return, page_data::page_data},
    admin::parts::{CardSkeleton, FormOf, Loaded, PageHead},
    domain::returns::{OrderReturn, ReturnLine, ReturnStatus, StaffReturn},
    ui::{Breadcrumbs, Notice, Step, Timeline, Tone},
};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// The page `/admin/returns/{number}`.
#[component]
pub fn ReturnPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let number = Memo::new(move |_| params.with(|params| params.get("number").unwrap_or_default()));
    let done = Memo::new(move |_| query.with(|query| query.get("done").unwrap_or_default()));
    let found = page_data(move || (number.get(), done.get()), |(number, _)| get_return(number));
    let actions = Actions::new();
    view! {
        <div class="admin-page">
            <Loaded data=found fallback=|| view! { <CardSkeleton /> } what="return" back="/admin/returns" let:found>
                <Found found done actions />
            </Loaded>
        </div>
    }
    .into_any()
}

#[component]
fn Found(found: StaffReturn, done: Memo<String>, actions: Actions) -> impl IntoView {
    let detail = found.detail.clone();
    let (number, order, status) = (detail.number, detail.order, detail.status);
    // Each state has a form of its own.
    let subject = found.clone();
    let next = view! { <FormOf state=(number.to_string(), status)><NextStep found=subject.clone() actions /></FormOf> };
    view! {
        <Breadcrumbs trail=vec![("/admin/returns".into(), "Returns".into())] current=number.to_string() />
        <PageHead title=number.to_string()>
            <ReturnBadge status />
            <p class="small muted">
                "Of order " <a class="link num" href=format!("/admin/orders/{order}")>{order.to_string()}</a>
            </p>
        </PageHead>
        <Done done status />
        <div class="edit-layout">
            <div>
                <Lines lines=detail.lines.clone() />
                <Outcome detail=detail.clone() />
                <Events detail />
            </div>
            <div>
                {next}
                <section class="card" aria-labelledby="return-customer">
                    <h2 id="return-customer">"Customer"</h2>
                    <p class="break-words">
                        {found.name} <br />
                        <a class="link" href=format!("mailto:{}", found.email)>{found.email.clone()}</a>
                    </p>
                </section>
            </div>
        </div>
    }
}

#[component]
fn NextStep(found: StaffReturn, actions: Actions) -> impl IntoView {
    match found.detail.status {
        ReturnStatus::Requested => {
            let number = found.detail.number;
            view! {
                <ApproveForm number instructions=found.instructions action=actions.approve />
                <RejectForm number label="Reject…" action=actions.reject />
            }
            .into_any()
        }
        ReturnStatus::Approved => {
            let number = found.detail.number;
            view! {
                <ReceiveForm found action=actions.receive />
                <RejectForm number label="It never came…" action=actions.reject />
            }
            .into_any()
        }
        ReturnStatus::Received => view! { <RefundForm found action=actions.refund /> }.into_any(),
        ReturnStatus::Refunded | ReturnStatus::Rejected | ReturnStatus::Canceled => ().into_any(),
    }
}

#[component]
fn Lines(lines: Vec<ReturnLine>) -> impl IntoView {
    let rows = lines.into_iter().map(|line| view! { <Line line /> }).collect_view();
    view! {
        <section class="card" aria-labelledby="return-lines">
            <h2 id="return-lines">"Items"</h2>
            <div class="table-wrap" role="group" aria-labelledby="return-lines" tabindex="0">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">"Product"</th>
                            <th scope="col">"Reason"</th>
                            <th scope="col" class="is-num">"Sent back"</th>
                            <th scope="col" class="is-num">"Received"</th>
                            <th scope="col">"For sale again"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

#[component]
fn Line(line: ReturnLine) -> impl IntoView {
    let note = (!line.note.is_empty()).then(|| view! { <br /><span class="muted tiny break-words">{line.note}</span> });
    view! {
        <tr>
            <th scope="row">
                {line.title} <br />
                <span class="muted tiny font-normal">
                    {(!line.options.is_empty()).then(|| format!("{} · ", line.options))}<span class="mono">{line.sku}</span>
                </span>
            </th>
            <td>{line.reason.label()}{note}</td>
            <td class="is-num">{line.quantity}</td>
            <td class="is-num">{line.received}</td>
            <td>{line.restocked_at}</td>
        </tr>
    }
}

/// What was said to the customer, and what they got.
#[component]
fn Outcome(detail: OrderReturn) -> impl IntoView {
    let text = |title: &'static str, text: String| {
        let lines =
            text.lines().map(|line| view! { <span class="block break-words">{line.to_owned()}</span> }).collect_view();
        (!text.is_empty()).then(|| view! { <div><h3 class="field-label font-sans">{title}</h3><p>{lines}</p></div> })
    };
    let is_settled = detail.status == ReturnStatus::Refunded;
    let is_empty = detail.instructions.is_empty() && detail.rejection.is_empty() && !is_settled;
    let money = is_settled.then(|| {
        let rows = [
            ("Of it, the price of shipping".to_owned(), detail.shipping),
            (format!("Kept: {}", detail.deduction_reason), detail.deduction),
        ];
        let rows = rows
            .into_iter()
            .filter(|(_, amount)| !amount.is_zero())
            .map(|(label, amount)| view! { <div class="leader"><dt class="break-words">{label}</dt><dd>{amount.to_string()}</dd></div> })
            .collect_view();
        view! {
            <dl class="grid gap-1">
                <div class="leader font-semibold"><dt>"Credited"</dt><dd>{detail.refunded.to_string()}</dd></div>
                {rows}
            </dl>
        }
    });
    (!is_empty).then(|| {
        view! {
            <section class="card" aria-labelledby="return-outcome">
                <h2 id="return-outcome">"What the customer was told"</h2>
                {text("How to send it", detail.instructions)}
                {text("Why not", detail.rejection)}
                {money}
            </section>
        }
    })
}

#[component]
fn Events(detail: OrderReturn) -> impl IntoView {
    let steps: Vec<Step> = detail
        .events
        .into_iter()
        .map(|event| Step {
            title: event.status.label().to_owned(),
            time: format!("{} UTC, {}", event.at, event.actor),
            ..Step::default()
        })
        .collect();
    view! {
        <section class="card" aria-labelledby="return-events">
            <h2 id="return-events">"What happened"</h2>
            <Timeline steps />
        </section>
    }
}

/// Tells what was just done, if the return's state says so, too.
#[component]
fn Done(done: Memo<String>, status: ReturnStatus) -> impl IntoView {
    let message = move || match (done.get().as_str(), status) {
        ("opened", ReturnStatus::Approved) => Some("Opened. The customer is told by mail where to send it."),
        ("approved", ReturnStatus::Approved) => Some("Approved. The customer is told by mail where to send it."),
        ("rejected", ReturnStatus::Rejected) => Some("Rejected. The customer is told by mail."),
        ("received", ReturnStatus::Received) => Some("Received. What is for sale again is on its shelf."),
        ("refunded", ReturnStatus::Refunded) => {
            Some("Settled. The customer is told by mail, and the money is on its way.")
        }
        _ => None,
    };
    move || message().map(|message| view! { <Notice tone=Tone::Ok title=message /> })
}
