//! One order.

use super::{
    alerts::Alerts,
    cancel_lines::CancelLinesForm,
    detail::{Addresses, Events, Lines},
    history::Changes,
    invoices::Invoices,
    mails::Mails,
    note::NoteForm,
    parcels::Parcels,
    payments::Payments,
    ship::{CancelStep, PickUpForm, ShipForm},
};
use crate::{
    actions::admin::orders::{AddOrderNote, CancelLines, CancelOrder, ResendOrderMail, ShipOrder, get_order},
    actions::{admin::returns::OpenReturn, page_data::page_data},
    admin::{
        parts::{CardSkeleton, FormOf, LoadError, OrderBadge, PageHead},
        returns::{OpenReturnForm, ReturnsOfOrder},
    },
    domain::{order::OrderStatus, staff::StaffOrder},
    ui::{Breadcrumbs, LinkButton, Notice, Tone},
};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// One order.
#[component]
pub fn OrderPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let number = Memo::new(move |_| params.with(|params| params.get("number").unwrap_or_default()));
    let value = move |name| Memo::new(move |_| query.with(|query| query.get(name).unwrap_or_default()));
    let done = value("done");
    let (at, seen) = (value("at"), value("seen"));
    let source = move || (number.get(), done.get(), at.get(), seen.get());
    let order = page_data(source, |(number, ..)| get_order(number));
    let ship = ServerAction::new();
    let cancel = ServerAction::new();
    let cancel_lines = ServerAction::new();
    let note = ServerAction::new();
    let resend = ServerAction::new();
    let open_return = ServerAction::new();
    let confirm = value("confirm");
    let step = Step { ship, cancel, cancel_lines, note, resend, open_return, done, confirm };
    view! {
        <div class="admin-page">
            <Transition fallback=|| view! { <CardSkeleton /> }>
                {move || Suspend::new(async move {
                    match order.await {
                        Ok(order) => view! { <Found order step /> }.into_any(),
                        Err(error) => view! { <LoadError error what="order" back="/admin/orders" /> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

/// What can be done to the order, and what was.
#[derive(Clone, Copy)]
struct Step {
    ship: ServerAction<ShipOrder>,
    cancel: ServerAction<CancelOrder>,
    cancel_lines: ServerAction<CancelLines>,
    note: ServerAction<AddOrderNote>,
    resend: ServerAction<ResendOrderMail>,
    open_return: ServerAction<OpenReturn>,
    done: Memo<String>,
    confirm: Memo<String>,
}

#[component]
fn Found(order: StaffOrder, step: Step) -> impl IntoView {
    let number = order.detail.number;
    let placed = order.detail.placed_at;
    let status = order.detail.status;
    let seen = order.detail.shipments.len();
    let edits = order.detail.edits;
    let is_pickup = order.detail.is_pickup();
    let is_one_of_several = order.open.len() > 1;
    let open = if order.can_ship() { order.open.clone() } else { Vec::new() };
    let ship = open
        .into_iter()
        .map(|open| {
            // Once a parcel left, the form of what is left begins anew.
            let (carriers, carrier, action) = (order.carriers.clone(), order.carrier, step.ship);
            view! {
                <FormOf state=(seen, edits, open.center)>
                    <ShipForm number open=open.clone() is_one_of_several seen edits carriers=carriers.clone() carrier is_pickup action />
                </FormOf>
            }
        })
        .collect_view();
    let waits = is_pickup && order.detail.shipments.iter().any(|shipment| shipment.picked_up_at.is_none());
    let can_cancel = order.can_cancel();
    let canceled: i64 = order.detail.lines.iter().map(|line| line.canceled).sum();
    // The form is empty again once its note is on the timeline.
    let notes = order.detail.events.len();
    let note = view! { <FormOf state=notes><NoteForm number action=step.note /></FormOf> };
    let to_cancel = order.can_cancel_lines().then(|| {
        let order = order.detail.clone();
        // What is left is asked for anew after every part.
        view! {
            <FormOf state=(seen, canceled, edits)>
                <CancelLinesForm order=order.clone() action=step.cancel_lines />
            </FormOf>
        }
    });
    let returns = order.detail.returns.clone();
    let to_return = order.detail.lines.iter().any(|line| line.returnable() > 0).then(|| {
        let order = order.detail.clone();
        let returned: i64 = order.lines.iter().map(|line| line.returned).sum();
        view! {
            <FormOf state=(seen, returned)>
                <OpenReturnForm order=order.clone() action=step.open_return />
            </FormOf>
        }
    });
    let is_paid = status == OrderStatus::Paid;
    let edit = order.detail.can_edit().then(|| {
        view! { <LinkButton href=format!("/admin/orders/{number}/edit")>"Edit order"</LinkButton> }
    });
    let missing = order.detail.lacks_difference().then(|| {
        view! { <Notice tone=Tone::Warn title=format!("{} of the changed order are still to be paid", order.detail.to_pay()) /> }
    });
    view! {
        <Breadcrumbs trail=vec![("/admin/orders".into(), "Orders".into())] current=number.to_string() />
        <PageHead title=number.to_string()>
            <OrderBadge status />
            <p class="small muted">"Placed " <time datetime=placed.iso()>{placed.to_string()}</time> " UTC"</p>
            {edit}
        </PageHead>
        <Done done=step.done status />
        {missing}
        <Alerts number alerts=order.alerts />
        <div class="edit-layout">
            <div>
                <Lines order=order.detail.clone() />
                <Payments number payments=order.payments />
                <Changes edits=order.edits />
                <Events events=order.detail.events.clone() />
                {note}
            </div>
            <div>
                {ship}
                <Invoices number invoices=order.detail.invoices.clone() />
                {waits.then(|| view! { <PickUpForm number /> })}
                <Parcels number shipments=order.detail.shipments.clone() is_pickup />
                <Addresses order=order.detail />
                <ReturnsOfOrder returns />
                {to_cancel}
                {to_return}
                <Mails number mails=order.mails action=step.resend />
                {can_cancel.then(|| view! { <CancelStep number edits is_paid action=step.cancel confirm=step.confirm /> })}
            </div>
        </div>
    }
}

/// Tells what was just done, if the order's state says so, too.
#[component]
fn Done(done: Memo<String>, status: OrderStatus) -> impl IntoView {
    let message = move || match (done.get().as_str(), status) {
        ("shipped", OrderStatus::PartlyFulfilled) => Some("A parcel is shipped. The customer is told by mail."),
        ("shipped", OrderStatus::Fulfilled | OrderStatus::Completed) => Some("Shipped. The customer is told by mail."),
        ("picked-up", _) => Some("Noted. The customer has it."),
        ("delivered", OrderStatus::Completed) => Some("Noted. Everything has arrived: the order is complete."),
        ("delivered", _) => Some("Noted. The parcel has arrived."),
        ("canceled", OrderStatus::Canceled) => {
            Some("Canceled. The stock is for sale again, and the customer is told by mail.")
        }
        ("partly-canceled", _) => Some("Canceled. The stock is for sale again, and the customer is told by mail."),
        ("edited", _) => Some("Changed. The customer is told by mail."),
        ("seen-to", _) => Some("Noted. It stands on the timeline who saw to it."),
        ("noted", _) => Some("Noted. It stands on the timeline."),
        ("resent", _) => Some("The mail is on its way once more."),
        ("captured", _) => Some("Captured. The money is on its way to the shop."),
        ("voided", _) => Some("Voided. Nothing more is taken through this payment."),
        ("refunded", _) => Some("Noted. The customer is told by mail as soon as the money went back."),
        ("paid", _) => Some("Noted. What came in is in the books."),
        _ => None,
    };
    move || message().map(|message| view! { <Notice tone=Tone::Ok title=message /> })
}
