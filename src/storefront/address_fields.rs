//! The fields of a postal address, at the checkout and in the address book.

use crate::{
    domain::{
        address::Address,
        country::{AddressPart, address_words, country_choices_of, country_name},
        shop_settings::Shop,
    },
    storefront::form_errors::FormErrors,
    ui::{Field, Select},
};
use leptos::{ev, prelude::*};

/// What the parts are called that the chosen country does not have: without scripts, another may be chosen that has, and
/// may want it.
const ANY_POSTCODE: AddressPart = AddressPart { label: "Postcode", required: true };
const ANY_REGION: AddressPart = AddressPart { label: "State or province", required: true };

/// An address, its inputs named `{prefix}name`, `{prefix}street` and so on.
///
/// Labels follow the country, with scripts at once. What its addresses do not have, the style sheet leaves out, also
/// without scripts.
#[component]
pub fn AddressFields(
    prefix: &'static str,
    address: Address,
    errors: FormErrors,
    /// For `autocomplete`: "shipping", "billing", or empty for somebody's own address.
    #[prop(default = "")]
    section: &'static str,
    /// Codes of the countries to choose from; every country where there are none.
    #[prop(optional)]
    only: Vec<String>,
) -> impl IntoView {
    let name = move |field: &str| format!("{prefix}{field}");
    let error = move |field: &str| errors.field(name(field));
    let fill = move |token: &str| format!("{section} {token}").trim_start().to_owned();
    let mut countries = country_choices_of(&only);
    let is_choice = |code: &str, countries: &[(String, String)]| countries.iter().any(|(choice, _)| choice == code);
    let home = use_context::<Shop>().unwrap_or_default().home_country;
    let first = match (address.country.as_str(), countries.first()) {
        ("", Some((first, _))) if !is_choice(&home, &countries) => first.clone(),
        ("", _) => home,
        (entered, _) => entered.to_owned(),
    };
    // What was entered is shown, also where it is refused.
    if let (false, Some(name)) = (is_choice(&first, &countries), country_name(&first)) {
        countries.push((first.clone(), name.to_owned()));
    }
    let country = RwSignal::new(first.clone());
    let words = move || country.with(|country| address_words(country));
    let postcode = Memo::new(move |_| words().postcode.unwrap_or(ANY_POSTCODE));
    let region = Memo::new(move |_| words().region.unwrap_or(ANY_REGION));
    let label = |part: Memo<AddressPart>| Signal::derive(move || part.get().label.to_owned());
    let required = |part: Memo<AddressPart>| Signal::derive(move || part.get().required);
    let choose = move |event: ev::Event| country.set(event_target_value(&event));
    view! {
        <div class="form-grid address-fields">
            <Field label="Name" name=name("name") value=address.name error=error("name") autocomplete=fill("name") required=true />
            <Field label="Company" name=name("company") value=address.company error=error("company") autocomplete=fill("organization") />
            <Field label="Street and number" name=name("street") value=address.street error=error("street") autocomplete=fill("address-line1") required=true />
            <Field label="Apartment, floor" name=name("extra") value=address.extra error=error("extra") autocomplete=fill("address-line2") />
            <Field label=label(postcode) name=name("postcode") value=address.postcode error=error("postcode") autocomplete=fill("postal-code") required=required(postcode) class="span-2 address-postcode" />
            <Field label="City" name=name("city") value=address.city error=error("city") autocomplete=fill("address-level2") required=true class="span-4" />
            <div class="span-3" on:change=choose>
                <Select label="Country" name=name("country") options=countries value=first error=error("country") autocomplete=fill("country") required=true />
            </div>
            <Field
                label=label(region)
                name=name("region")
                value=address.region
                error=error("region")
                autocomplete=fill("address-level1")
                required=required(region)
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
