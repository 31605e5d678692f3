//! The checkout, step by step.

use crate::{
    domain::{
        address::Address,
        checkout::{AddressChoice, Checkout},
        forms::FieldErrors,
    },
    error::AppError,
};
use leptos::{prelude::*, server_fn::codec::GetUrl};
use serde::{Deserialize, Serialize};

/// What was entered so far and which step is next.
#[server(prefix = "/actions", endpoint = "checkout/load", input = GetUrl)]
pub async fn load_checkout() -> Result<Checkout, AppError> {
    use crate::server::{permissions, services::checkouts};
    let caller = permissions::anyone()?;
    checkouts::load(&caller.state, &caller.identity).await
}

/// Saves where the confirmation goes.
#[server(prefix = "/actions", endpoint = "checkout/save_contact")]
pub async fn save_contact(#[server(default)] email: String) -> Result<(), AppError> {
    use crate::server::{permissions, services::checkouts};
    let caller = permissions::anyone()?;
    checkouts::save_contact(&caller.state, &caller.identity, &email).await?;
    let path = checkouts::next_path(&caller.state, &caller.identity).await?;
    leptos_axum::redirect(&path);
    Ok(())
}

/// The address step's fields, by the names of their inputs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AddressForm {
    /// An address of the address book, by id; "different" or nothing, and the fields are the address.
    pub shipping: String,
    /// Whether the shipping address goes into the address book; anything but nothing is yes.
    pub keep: String,
    pub shipping_name: String,
    pub shipping_company: String,
    pub shipping_street: String,
    pub shipping_extra: String,
    pub shipping_postcode: String,
    pub shipping_city: String,
    pub shipping_region: String,
    pub shipping_country: String,
    pub shipping_phone: String,
    /// "different", or an address of the address book, by id; anything else, and the invoice goes to the shipping address.
    pub billing: String,
    pub billing_name: String,
    pub billing_company: String,
    pub billing_street: String,
    pub billing_extra: String,
    pub billing_postcode: String,
    pub billing_city: String,
    pub billing_region: String,
    pub billing_country: String,
    pub billing_phone: String,
}

impl AddressForm {
    /// Where the parcel goes, and the invoice if elsewhere.
    pub fn into_addresses(self) -> Result<(AddressChoice, Option<AddressChoice>), FieldErrors> {
        let shipping = Address {
            name: self.shipping_name,
            company: self.shipping_company,
            street: self.shipping_street,
            extra: self.shipping_extra,
            postcode: self.shipping_postcode,
            city: self.shipping_city,
            region: self.shipping_region,
            country: self.shipping_country,
            phone: self.shipping_phone,
        };
        let billing = Address {
            name: self.billing_name,
            company: self.billing_company,
            street: self.billing_street,
            extra: self.billing_extra,
            postcode: self.billing_postcode,
            city: self.billing_city,
            region: self.billing_region,
            country: self.billing_country,
            phone: self.billing_phone,
        };
        let mut errors = FieldErrors::default();
        let shipping = errors.take("shipping", AddressChoice::parse(&self.shipping, shipping));
        let billing = match self.billing.as_str() {
            "" | "same" => None,
            choice => errors.take("billing", AddressChoice::parse(choice, billing)),
        };
        match shipping {
            Some(shipping) if errors.is_empty() => Ok((shipping, billing)),
            _ => Err(errors),
        }
    }
}

/// Saves where the parcel and the invoice go.
#[server(prefix = "/actions", endpoint = "checkout/save_address")]
pub async fn save_address(#[server(flatten)] form: AddressForm) -> Result<(), AppError> {
    use crate::server::{permissions, services::checkouts};
    let caller = permissions::anyone()?;
    let keep = !form.keep.is_empty();
    let (shipping, billing) = form.into_addresses()?;
    checkouts::save_addresses(&caller.state, &caller.identity, shipping, billing, keep).await?;
    let path = checkouts::next_path(&caller.state, &caller.identity).await?;
    leptos_axum::redirect(&path);
    Ok(())
}

/// Saves how the parcel travels.
#[server(prefix = "/actions", endpoint = "checkout/save_shipping")]
pub async fn save_shipping(#[server(default)] shipping_method: String) -> Result<(), AppError> {
    use crate::server::{permissions, services::checkouts};
    let caller = permissions::anyone()?;
    checkouts::save_shipping(&caller.state, &caller.identity, &shipping_method).await?;
    let path = checkouts::next_path(&caller.state, &caller.identity).await?;
    leptos_axum::redirect(&path);
    Ok(())
}

/// Saves what the shopper pays with: `gateway` is the value of a [`crate::domain::checkout::PaymentChoice`].
#[server(prefix = "/actions", endpoint = "checkout/save_payment")]
pub async fn save_payment(#[server(default)] gateway: String) -> Result<(), AppError> {
    use crate::server::{permissions, services::checkouts};
    let caller = permissions::anyone()?;
    checkouts::save_payment(&caller.state, &caller.identity, &gateway).await?;
    let path = checkouts::next_path(&caller.state, &caller.identity).await?;
    leptos_axum::redirect(&path);
    Ok(())
}

/// Places the order and tells where it is paid. That page is the gateway's, not one of the app's: it has to be loaded, so
/// the address is the answer.
#[server(prefix = "/actions", endpoint = "checkout/place_order")]
pub async fn place_order(
    cart_version: i64,
    /// The total that the shopper saw, in minor units: at another one, nothing is placed.
    #[server(default)]
    seen_total: Option<i64>,
    idempotency_key: String,
) -> Result<String, AppError> {
    use crate::server::{
        permissions,
        services::place_order::{self, Seen},
    };
    let caller = permissions::anyone()?;
    let (state, identity) = (&caller.state, &caller.identity);
    let seen = Seen { cart_version, total_minor: seen_total };
    let placed = place_order::place_order(state, identity, seen, &idempotency_key).await?;
    caller.remember_cart(None, 0);
    permissions::lead_plain_form_to(&placed.redirect_url);
    Ok(placed.redirect_url)
}
