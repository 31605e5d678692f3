//! The fields of a postal address, at the checkout and in the address book.

use crate::{
    domain::{
        address::Address,
        country::{COUNTRIES, address_words},
        shop_settings::Shop,
    },
    storefront::form_errors::FormErrors,
    ui::{Field, Select},
};
use leptos::{ev, prelude::*};

/// What the region is called while it is not known which country calls it how.
const ANY_REGION: &str = "State or province";

/// An address, its inputs named `{prefix}name`, `{prefix}street` and so on.
///
/// Labels follow the country, with scripts at once. Where addresses have no region, the style sheet leaves it out, also
/// without scripts.
#[component]
pub fn AddressFields(
    prefix: &'static str,
    address: Address,
    errors: FormErrors,
    /// For `autocomplete`: "shipping", "billing", or empty for somebody's own address.
    #[prop(default = "")]
    section: &'static str,
) -> impl IntoView {
    let name = move |field: &str| format!("{prefix}{field}");
    let error = move |field: &str| errors.field(name(field));
    let fill = move |token: &str| format!("{section} {token}").trim_start().to_owned();
    let home = || use_context::<Shop>().unwrap_or_default().home_country;
    let first = if address.country.is_empty() { home() } else { address.country };
    let country = RwSignal::new(first.clone());
    let words = move || country.with(|country| address_words(country));
    let postcode = Signal::derive(move || words().postcode.to_owned());
    let region = Signal::derive(move || words().region.map_or(ANY_REGION, |region| region.label).to_owned());
    let region_required = Signal::derive(move || words().region.is_none_or(|region| region.required));
    let countries = COUNTRIES.iter().map(|(code, name)| ((*code).to_owned(), (*name).to_owned())).collect();
    let choose = move |event: ev::Event| country.set(event_target_value(&event));
    view! {
        <div class="form-grid address-fields">
            <Field label="Name" name=name("name") value=address.name error=error("name") autocomplete=fill("name") required=true />
            <Field label="Company" name=name("company") value=address.company error=error("company") autocomplete=fill("organization") />
            <Field label="Street and number" name=name("street") value=address.street error=error("street") autocomplete=fill("address-line1") required=true />
            <Field label="Apartment, floor" name=name("extra") value=address.extra error=error("extra") autocomplete=fill("address-line2") />
            <Field label=postcode name=name("postcode") value=address.postcode error=error("postcode") autocomplete=fill("postal-code") required=true class="span-2" />
            <Field label="City" name=name("city") value=address.city error=error("city") autocomplete=fill("address-level2") required=true class="span-4" />
            <div class="span-3" on:change=choose>
                <Select label="Country" name=name("country") options=countries value=first error=error("country") autocomplete=fill("country") required=true />
            </div>
            <Field
                label=region
                name=name("region")
                value=address.region
                error=error("region")
                autocomplete=fill("address-level1")
                required=region_required
                class="span-3 address-region"
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
