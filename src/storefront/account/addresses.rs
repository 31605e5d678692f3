//! The address book.

use super::parts::{AccountFailure, AccountHead, AddressLines, Done};
use crate::{
    actions::{
        account::addresses::{DeleteAddress, SetDefaultAddress, list_addresses},
        page_data::page_data,
    },
    domain::account::{ADDRESSES, AddressUse, SavedAddress},
    storefront::form_errors::{FormErrors, FormProblems},
    ui::{Badge, Button, ButtonKind, EmptyState, Glyph, LinkButton, SkeletonLines},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[derive(Clone, Copy)]
struct Actions {
    delete: ServerAction<DeleteAddress>,
    set_default: ServerAction<SetDefaultAddress>,
}

#[component]
pub fn AddressBookPage() -> impl IntoView {
    let query = use_query_map();
    let done = Memo::new(move |_| query.with(|query| query.get("done").unwrap_or_default()));
    let actions = Actions { delete: ServerAction::new(), set_default: ServerAction::new() };
    let source = move || (done.get(), actions.delete.version().get(), actions.set_default.version().get());
    let addresses = page_data(source, |_| list_addresses());
    let deleted = move || actions.delete.value().with(|value| matches!(value, Some(Ok(()))));
    let text = Signal::derive(move || {
        let is_deleted = deleted() || done.with(|done| done == "deleted");
        if is_deleted { "The address is deleted.".to_owned() } else { "The address is saved.".to_owned() }
    });
    let is_done = Signal::derive(move || deleted() || done.with(|done| !done.is_empty()));
    let delete_errors = FormErrors::of(move || actions.delete.value().get());
    let default_errors = FormErrors::of(move || actions.set_default.value().get());
    view! {
        <AccountHead title="Addresses" text="Where parcels and invoices go. The checkout offers them to you.">
            <LinkButton href="/account/addresses/new" kind=ButtonKind::Primary>"Add an address"</LinkButton>
        </AccountHead>
        <Done when=is_done text />
        <FormProblems errors=delete_errors labels=&[] />
        <FormProblems errors=default_errors labels=&[] />
        <Transition fallback=|| view! { <SkeletonLines count=6 /> }>
            {move || Suspend::new(async move {
                match addresses.await {
                    Ok(addresses) => view! { <Book addresses actions /> }.into_any(),
                    Err(error) => view! { <AccountFailure error /> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Book(addresses: Vec<SavedAddress>, actions: Actions) -> impl IntoView {
    if addresses.is_empty() {
        return view! {
            <EmptyState
                glyph=Glyph::Home
                title="No address yet"
                text="Keep one here, and the next checkout has it filled in."
            />
        }
        .into_any();
    }
    let full = addresses.len() >= ADDRESSES as usize;
    let cards = addresses.into_iter().map(|saved| view! { <li><AddressCard saved actions /></li> }).collect_view();
    view! {
        <ul class="account-cards">{cards}</ul>
        {full.then(|| view! {
            <p class="small muted">{format!("That is {ADDRESSES} addresses: delete one to add another.")}</p>
        })}
    }
    .into_any()
}

#[component]
fn AddressCard(saved: SavedAddress, actions: Actions) -> impl IntoView {
    let SavedAddress { id, address, default_shipping, default_billing } = saved;
    // Told apart by those who hear the buttons one by one.
    let whose = format!(": {}, {}", address.name, address.street);
    let label = format!("{}, {}", address.name, address.street);
    let edit = format!("/account/addresses/{id}");
    let action = actions.delete;
    view! {
        <article class="card account-card" aria-label=label>
            <AddressLines address />
            <p class="flex flex-wrap gap-2">
                {default_shipping.then(|| view! { <Badge text="Parcels go here" /> })}
                {default_billing.then(|| view! { <Badge text="Invoices go here" /> })}
            </p>
            <div class="form-actions">
                <a class="btn btn-secondary btn-small" href=edit>"Edit"<span class="sr-only">{whose.clone()}</span></a>
                {(!default_shipping).then(|| view! {
                    <DefaultForm id=id.to_string() usage=AddressUse::Shipping label="Send parcels here" whose=whose.clone() actions />
                })}
                {(!default_billing).then(|| view! {
                    <DefaultForm id=id.to_string() usage=AddressUse::Billing label="Send invoices here" whose=whose.clone() actions />
                })}
            </div>
            <details class="account-ask">
                <summary class="btn btn-quiet btn-small">"Delete"<span class="sr-only">{whose.clone()}</span></summary>
                <ActionForm action>
                    <input type="hidden" name="id" value=id.to_string() />
                    <Button kind=ButtonKind::Danger class="btn-small" busy=action.pending()>
                        "Delete this address"<span class="sr-only">{whose}</span>
                    </Button>
                </ActionForm>
            </details>
        </article>
    }
}

#[component]
fn DefaultForm(id: String, usage: AddressUse, label: &'static str, whose: String, actions: Actions) -> impl IntoView {
    let action = actions.set_default;
    view! {
        <ActionForm action>
            <input type="hidden" name="id" value=id />
            <input type="hidden" name="usage" value=usage.slug() />
            <Button kind=ButtonKind::Quiet class="btn-small" busy=action.pending()>
                {label}<span class="sr-only">{whose}</span>
            </Button>
        </ActionForm>
    }
}
