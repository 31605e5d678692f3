//! Changing what is on hand.

use crate::{
    actions::admin::stock::{AdjustStock, CountStock, ReceiveStock, SetReorderLevel, TransferStock},
    domain::{
        ids::FulfillmentCenterId,
        staff::{InventoryRow, REASON_LENGTH},
    },
    storefront::form_errors::{FormErrors, FormProblems},
    ui::{Button, Field, Select},
};
use leptos::prelude::*;

/// All of them; moving needs a second center.
#[component]
pub fn Forms(item: InventoryRow, centers: Vec<(FulfillmentCenterId, String)>) -> impl IntoView {
    let id = item.id.to_string();
    let level = item.reorder_level.map(|level| level.to_string()).unwrap_or_default();
    view! {
        <Receive id=id.clone() />
        <Count id=id.clone() on_hand=item.on_hand />
        <Adjust id=id.clone() />
        {(!centers.is_empty()).then(|| view! { <Transfer id=id.clone() centers /> })}
        <ReorderLevel id=id.clone() level />
    }
}

#[component]
fn Receive(id: String) -> impl IntoView {
    let action = ServerAction::<ReceiveStock>::new();
    let errors = FormErrors::of(move || action.value().get());
    view! {
        <section class="card" aria-labelledby="stock-receive">
            <h2 id="stock-receive">"Receive"</h2>
            <FormProblems errors labels=&[("receive_quantity", "Units"), ("receive_reason", "Note")] />
            <ActionForm action attr:class="grid gap-4" attr:novalidate=true>
                <input type="hidden" name="id" value=id />
                <Field label="Units" name="receive_quantity" inputmode="numeric" error=errors.field("receive_quantity") autocomplete="off" required=true />
                <Field label="Note" name="receive_reason" hint="Like a delivery's number" error=errors.field("receive_reason") autocomplete="off" maxlength=REASON_LENGTH />
                <Button busy=action.pending()>"Receive"</Button>
            </ActionForm>
        </section>
    }
}

#[component]
fn Count(id: String, on_hand: i64) -> impl IntoView {
    let action = ServerAction::<CountStock>::new();
    let errors = FormErrors::of(move || action.value().get());
    view! {
        <section class="card" aria-labelledby="stock-count">
            <h2 id="stock-count">"Stocktaking"</h2>
            <FormProblems errors labels=&[("counted", "Counted"), ("count_reason", "Note")] />
            <ActionForm action attr:class="grid gap-4" attr:novalidate=true>
                <input type="hidden" name="id" value=id />
                <input type="hidden" name="count_seen" value=on_hand.to_string() />
                <Field label="Counted" name="counted" inputmode="numeric" hint=format!("The books say {on_hand}") error=errors.field("counted") autocomplete="off" required=true />
                <Field label="Note" name="count_reason" error=errors.field("count_reason") autocomplete="off" maxlength=REASON_LENGTH />
                <Button busy=action.pending()>"Set to what was counted"</Button>
            </ActionForm>
        </section>
    }
}

#[component]
fn Adjust(id: String) -> impl IntoView {
    let action = ServerAction::<AdjustStock>::new();
    let errors = FormErrors::of(move || action.value().get());
    view! {
        <section class="card" aria-labelledby="stock-adjust">
            <h2 id="stock-adjust">"Adjust"</h2>
            <FormProblems errors labels=&[("adjust_change", "Change"), ("adjust_reason", "Reason")] />
            <ActionForm action attr:class="grid gap-4" attr:novalidate=true>
                <input type="hidden" name="id" value=id />
                <Field label="Change" name="adjust_change" hint="Like -2 or 5" error=errors.field("adjust_change") autocomplete="off" required=true />
                <Field label="Reason" name="adjust_reason" hint="Like broken, or found" error=errors.field("adjust_reason") autocomplete="off" required=true maxlength=REASON_LENGTH />
                <Button busy=action.pending()>"Adjust"</Button>
            </ActionForm>
        </section>
    }
}

#[component]
fn Transfer(id: String, centers: Vec<(FulfillmentCenterId, String)>) -> impl IntoView {
    let action = ServerAction::<TransferStock>::new();
    let errors = FormErrors::of(move || action.value().get());
    let centers: Vec<(String, String)> = centers.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
    view! {
        <section class="card" aria-labelledby="stock-transfer">
            <h2 id="stock-transfer">"Transfer"</h2>
            <FormProblems errors labels=&[("transfer_to", "To"), ("transfer_quantity", "Units"), ("transfer_reason", "Note")] />
            <ActionForm action attr:class="grid gap-4" attr:novalidate=true>
                <input type="hidden" name="id" value=id />
                <Select label="To" name="transfer_to" options=centers error=errors.field("transfer_to") required=true />
                <Field label="Units" name="transfer_quantity" inputmode="numeric" hint="What is promised to orders stays" error=errors.field("transfer_quantity") autocomplete="off" required=true />
                <Field label="Note" name="transfer_reason" error=errors.field("transfer_reason") autocomplete="off" maxlength=REASON_LENGTH />
                <Button busy=action.pending()>"Transfer"</Button>
            </ActionForm>
        </section>
    }
}

#[component]
fn ReorderLevel(id: String, level: String) -> impl IntoView {
    let action = ServerAction::<SetReorderLevel>::new();
    let errors = FormErrors::of(move || action.value().get());
    view! {
        <section class="card" aria-labelledby="stock-level">
            <h2 id="stock-level">"Reorder level"</h2>
            <FormProblems errors labels=&[("reorder_level", "Reorder level")] />
            <ActionForm action attr:class="grid gap-4" attr:novalidate=true>
                <input type="hidden" name="id" value=id />
                <Field label="Reorder level" name="reorder_level" value=level inputmode="numeric" hint="When so few are available, the crew gets a mail" error=errors.field("reorder_level") autocomplete="off" />
                <Button busy=action.pending()>"Save the level"</Button>
            </ActionForm>
        </section>
    }
}
