//! Where the parcel goes, and the invoice if elsewhere.

use super::steps::StepActions;
use crate::{
    actions::checkout::SaveAddress,
    domain::{address::Address, country::COUNTRIES},
    storefront::form_errors::{FormErrors, FormProblems},
    ui::{Field, RadioCard, RadioCards, Select},
};
use leptos::prelude::*;

const LABELS: &[(&str, &str)] = &[
    ("shipping_name", "Name"),
    ("shipping_company", "Company"),
    ("shipping_street", "Street and number"),
    ("shipping_extra", "Apartment, floor"),
    ("shipping_postcode", "Postcode"),
    ("shipping_city", "City"),
    ("shipping_region", "State or province"),
    ("shipping_country", "Country"),
    ("shipping_phone", "Phone"),
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

/// The country chosen before the shopper chooses.
const LIKELY_COUNTRY: &str = "DE";

#[component]
pub fn AddressStep(shipping: Address, billing: Option<Address>) -> impl IntoView {
    let action = ServerAction::<SaveAddress>::new();
    let errors = FormErrors::of(move || action.value().get());
    let elsewhere = billing.is_some();
    view! {
        <FormProblems errors labels=LABELS />
        <ActionForm action attr:class="grid gap-10" attr:novalidate=true>
            <section class="checkout-part" aria-labelledby="shipping-title">
                <h2 id="shipping-title">"Where to"</h2>
                <AddressFields kind=AddressKind::Shipping address=shipping errors />
            </section>
            <div class="group/invoice grid gap-6">
                <RadioCards legend="Invoice">
                    <RadioCard name="billing" value="same" title="The invoice goes to the same address" checked=!elsewhere />
                    <RadioCard name="billing" value="different" title="The invoice goes elsewhere" checked=elsewhere />
                </RadioCards>
                // Shown by the choice above, also without scripts.
                <div class="hidden group-has-[[value=different]:checked]/invoice:block">
                    <AddressFields kind=AddressKind::Billing address=billing.unwrap_or_default() errors />
                </div>
            </div>
            <StepActions label="Continue to shipping" back="/checkout/contact" back_label="Back to contact" busy=action.pending() />
        </ActionForm>
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum AddressKind {
    Shipping,
    Billing,
}

impl AddressKind {
    const fn word(self) -> &'static str {
        match self {
            Self::Shipping => "shipping",
            Self::Billing => "billing",
        }
    }
}

#[component]
fn AddressFields(kind: AddressKind, address: Address, errors: FormErrors) -> impl IntoView {
    let name = move |field: &str| format!("{}_{field}", kind.word());
    let error = move |field: &str| errors.field(name(field));
    let fill = move |token: &str| format!("{} {token}", kind.word());
    let country = if address.country.is_empty() { LIKELY_COUNTRY.to_owned() } else { address.country };
    let countries = COUNTRIES.iter().map(|(code, name)| ((*code).to_owned(), (*name).to_owned())).collect();
    view! {
        <div class="form-grid">
            <Field label="Name" name=name("name") value=address.name error=error("name") autocomplete=fill("name") required=true />
            <Field label="Company" name=name("company") value=address.company error=error("company") autocomplete=fill("organization") />
            <Field label="Street and number" name=name("street") value=address.street error=error("street") autocomplete=fill("address-line1") required=true />
            <Field label="Apartment, floor" name=name("extra") value=address.extra error=error("extra") autocomplete=fill("address-line2") />
            <Field label="Postcode" name=name("postcode") value=address.postcode error=error("postcode") autocomplete=fill("postal-code") required=true class="span-2" />
            <Field label="City" name=name("city") value=address.city error=error("city") autocomplete=fill("address-level2") required=true class="span-4" />
            <Select label="Country" name=name("country") options=countries value=country error=error("country") autocomplete=fill("country") required=true class="span-3" />
            <Field
                label="State or province"
                name=name("region")
                value=address.region
                error=error("region")
                autocomplete=fill("address-level1")
                hint="Needed in the United States and Canada"
                class="span-3"
            />
            <Field
                label="Phone"
                name=name("phone")
                kind="tel"
                value=address.phone
                error=error("phone")
                autocomplete=fill("tel")
                hint="Only for the courier"
            />
        </div>
    }
}
