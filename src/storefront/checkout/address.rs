//! Where the parcel goes, and the invoice if elsewhere.

use super::steps::StepActions;
use crate::{
    actions::checkout::SaveAddress,
    domain::{
        access::Visit,
        account::{ADDRESSES, SavedAddress},
        address::Address,
        checkout::AddressChoice,
    },
    storefront::{
        address_fields::AddressFields,
        form_errors::{FormErrors, FormProblems},
    },
    ui::{Checkbox, RadioCard, RadioCards},
};
use leptos::prelude::*;

const LABELS: &[(&str, &str)] = &[
    ("shipping", "Where to"),
    ("shipping_name", "Name"),
    ("shipping_company", "Company"),
    ("shipping_street", "Street and number"),
    ("shipping_extra", "Apartment, floor"),
    ("shipping_postcode", "Postcode"),
    ("shipping_city", "City"),
    ("shipping_region", "State or province"),
    ("shipping_country", "Country"),
    ("shipping_phone", "Phone"),
    ("billing", "Invoice"),
    ("billing_name", "Name on the invoice"),
    ("billing_company", "Company on the invoice"),
    ("billing_street", "Street and number of the invoice"),
    ("billing_extra", "Apartment, floor of the invoice"),
    ("billing_postcode", "Postcode of the invoice"),
    ("billing_city", "City of the invoice"),
    ("billing_region", "State or province of the invoice"),
    ("billing_country", "Country of the invoice"),
    ("billing_phone", "Phone on the invoice"),
];

#[component]
pub fn AddressStep(
    shipping: Address,
    billing: Option<Address>,
    saved: Vec<SavedAddress>,
    /// Codes of the countries that anything ships to.
    ships_to: Vec<String>,
) -> impl IntoView {
    let action = ServerAction::<SaveAddress>::new();
    let errors = FormErrors::of(move || action.value().get());
    view! {
        <FormProblems errors labels=LABELS />
        <ActionForm action attr:class="grid gap-10" attr:novalidate=true>
            <ShippingChoice shipping saved=saved.clone() ships_to errors />
            <BillingChoice billing saved errors />
            <StepActions label="Continue to shipping" back="/checkout/contact" back_label="Back to contact" busy=action.pending() />
        </ActionForm>
    }
}

/// The fields alone, or the saved addresses and then the fields for another one.
#[component]
fn ShippingChoice(
    shipping: Address,
    saved: Vec<SavedAddress>,
    ships_to: Vec<String>,
    errors: FormErrors,
) -> impl IntoView {
    let signed_in = use_context::<Visit>().unwrap_or_default().account.is_some();
    let keep = (signed_in && saved.len() < ADDRESSES as usize).then(|| {
        view! { <div class="mt-4"><Checkbox label="Keep this address in my address book" name="keep" /></div> }
    });
    if saved.is_empty() {
        return view! {
            <section class="checkout-part" aria-labelledby="shipping-title">
                <h2 id="shipping-title">"Where to"</h2>
                <div><AddressFields prefix="shipping_" section="shipping" address=shipping only=ships_to errors />{keep}</div>
            </section>
        }
        .into_any();
    }
    let is_saved = saved.iter().any(|saved| saved.address == shipping);
    let entered = if is_saved { Address::default() } else { shipping.clone() };
    view! {
        <div class="group/where grid gap-6">
            <RadioCards legend="Where to">
                {saved_cards("shipping", &saved, Some(&shipping))}
                <RadioCard name="shipping" value=AddressChoice::OTHER title="Another address" checked=!is_saved />
            </RadioCards>
            // Shown by the choice above, also without scripts.
            <div class="hidden group-has-[[value=different]:checked]/where:block">
                <AddressFields prefix="shipping_" section="shipping" address=entered only=ships_to errors />
                {keep}
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn BillingChoice(billing: Option<Address>, saved: Vec<SavedAddress>, errors: FormErrors) -> impl IntoView {
    let is_saved = saved.iter().any(|saved| Some(&saved.address) == billing.as_ref());
    let elsewhere = billing.is_some() && !is_saved;
    let entered = billing.clone().filter(|_| elsewhere).unwrap_or_default();
    view! {
        <div class="group/invoice grid gap-6">
            <RadioCards legend="Invoice">
                <RadioCard name="billing" value="same" title="The invoice goes to the same address" checked=billing.is_none() />
                {saved_cards("billing", &saved, billing.as_ref())}
                <RadioCard name="billing" value=AddressChoice::OTHER title="The invoice goes elsewhere" checked=elsewhere />
            </RadioCards>
            <div class="hidden group-has-[[value=different]:checked]/invoice:block">
                <AddressFields prefix="billing_" section="billing" address=entered errors />
            </div>
        </div>
    }
}

/// A card for each saved address; the first that is the chosen one is checked.
fn saved_cards(name: &'static str, saved: &[SavedAddress], chosen: Option<&Address>) -> impl IntoView + use<> {
    let checked = saved.iter().find(|saved| Some(&saved.address) == chosen).map(|saved| saved.id);
    let cards = saved.iter().map(|SavedAddress { id, address, .. }| {
        let mut lines = address.lines();
        let title = if lines.is_empty() { String::new() } else { lines.remove(0) };
        view! { <RadioCard name value=id.to_string() title text=lines.join(", ") checked=checked == Some(*id) /> }
    });
    cards.collect_view()
}
