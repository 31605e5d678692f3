//! One address of the address book, or a new one.

use super::parts::{AccountFailure, AccountHead};
use crate::{
    actions::{
        account::addresses::{SaveOwnAddress, get_address},
        page_data::page_data,
    },
    domain::{account::SavedAddress, address::Address},
    storefront::{
        address_fields::AddressFields,
        form_errors::{FormErrors, FormProblems},
    },
    ui::{Button, ButtonKind, Checkbox, SkeletonLines},
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

const LABELS: &[(&str, &str)] = &[
    ("name", "Name"),
    ("company", "Company"),
    ("street", "Street and number"),
    ("extra", "Apartment, floor"),
    ("postcode", "Postcode"),
    ("city", "City"),
    ("region", "State or province"),
    ("country", "Country"),
    ("phone", "Phone"),
];

#[component]
pub fn AccountAddressPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let address = page_data(
        move || id.get(),
        |id| async move { if id == "new" { Ok(None) } else { get_address(id).await.map(Some) } },
    );
    view! {
        <Suspense fallback=|| view! { <SkeletonLines count=8 /> }>
            {move || Suspend::new(async move {
                match address.await {
                    Ok(saved) => view! { <AddressForm saved /> }.into_any(),
                    Err(error) => view! { <AccountFailure error /> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn AddressForm(saved: Option<SavedAddress>) -> impl IntoView {
    let action = ServerAction::<SaveOwnAddress>::new();
    let errors = FormErrors::of(move || action.value().get());
    let title = if saved.is_some() { "Edit address" } else { "New address" };
    let id = saved.as_ref().map(|saved| saved.id.to_string()).unwrap_or_default();
    let (shipping, billing) =
        saved.as_ref().map(|saved| (saved.default_shipping, saved.default_billing)).unwrap_or_default();
    let address = saved.map_or_else(Address::default, |saved| saved.address);
    view! {
        <AccountHead title />
        <ActionForm action attr:class="account-form" attr:novalidate=true>
            <FormProblems errors labels=LABELS />
            <input type="hidden" name="id" value=id />
            <AddressFields prefix="" address errors />
            <div>
                <Checkbox label="Parcels go here unless I choose another address" name="default_shipping" checked=shipping />
                <Checkbox label="Invoices go here unless I choose another address" name="default_billing" checked=billing />
            </div>
            <div class="form-actions">
                <Button kind=ButtonKind::Primary busy=action.pending()>"Save address"</Button>
                <a class="link small" href="/account/addresses">"Back to the address book"</a>
            </div>
        </ActionForm>
    }
}
