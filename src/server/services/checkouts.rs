//! The checkout: what the shopper entered so far and which step is next.
//!
//! Each step is saved as it was entered, also while it is not valid, so that going back and
//! being refused lose nothing; [`next_step`] decides by validating all of it again.

use super::{
    address_book, carts, payment_settings, price_display, pricing::PricedCart, saved_payment_methods,
    shipping_terms::shipping_terms, shop_settings,
};
use crate::{
    domain::{
        account::{SavedAddress, SavedPaymentMethod, default_billing, default_shipping},
        address::Address,
        cart::Cart,
        checkout::{AddressChoice, Checkout, CheckoutStep, GatewayOffer, PaymentChoice},
        forms::{self, FieldErrors, Problem},
        ids::{CartId, SavedPaymentMethodId, ShippingMethodId},
        shipping::ShippingOffer,
    },
    error::AppError,
    server::{
        sessions::Identity,
        state::State,
        store::{
            Tx,
            checkouts::{self as store, Entered},
        },
    },
};

/// Longer entries are cut: no field of the checkout takes that much, so they stay refused.
const KEPT_CHARACTERS: usize = 255;

/// The checkout as its pages show it.
///
/// A customer who has entered nothing yet finds their e-mail in the fields, and the default addresses of their address
/// book, else those of their last order, else at least their name.
///
/// # Errors
/// `CartEmpty` without anything to buy.
pub async fn load(state: &State, identity: &Identity) -> Result<Checkout, AppError> {
    let cart = carts::find(&state.db, identity, state.clock.now()).await?.ok_or(AppError::CartEmpty)?;
    let shop = shop_settings::current(state).await?;
    let entered = store::find(&state.db, cart).await?.unwrap_or_default();
    let priced = carts::price(&state.db, cart, (&entered, &shop), identity, state.clock.now()).await?;
    if priced.lines.is_empty() {
        return Err(AppError::CartEmpty);
    }
    let gateways = payment_settings::offers(state).await?;
    let saved_methods = saved_payment_methods::offered(&state.db, identity, &gateways, state.clock.now()).await?;
    let next_step = next_step(&entered, &priced.offers, (&gateways, &saved_methods));
    let created_at = store::cart_created_at(&state.db, cart).await?;
    let idempotency_key = format!("{}-v{}", created_at.0, priced.version);
    let addresses = match &identity.account {
        Some(account) => address_book::list(state, account.id).await?,
        None => Vec::new(),
    };
    let entered = prefill(state, identity, entered, &addresses).await?;
    Ok(Checkout {
        offers: offers(&entered, &priced),
        // What is saved for later is none of the checkout's.
        cart: Cart { saved: Vec::new(), ..carts::shown(priced, &price_display::current(state).await?) },
        email: entered.email,
        shipping_address: entered.shipping_address,
        billing_address: entered.billing_address,
        addresses,
        ships_to: shipping_terms(state).await?.ships_to.clone(),
        shipping_method: entered.shipping_method,
        gateways,
        saved_method: entered.saved_method.filter(|id| saved_methods.iter().any(|method| method.id == *id)),
        saved_methods,
        gateway: entered.gateway,
        next_step,
        idempotency_key,
    })
}

/// Address of the next step's page.
pub async fn next_path(state: &State, identity: &Identity) -> Result<String, AppError> {
    load(state, identity).await.map(|checkout| checkout.next_step.path())
}

/// The methods for the address; none until it is valid.
fn offers(entered: &Entered, priced: &PricedCart) -> Vec<ShippingOffer> {
    if entered.shipping_address.check("").is_ok() { priced.offers.clone() } else { Vec::new() }
}

async fn prefill(
    state: &State,
    identity: &Identity,
    mut entered: Entered,
    addresses: &[SavedAddress],
) -> Result<Entered, AppError> {
    let Some(account) = &identity.account else { return Ok(entered) };
    if entered.email.is_empty() {
        entered.email.clone_from(&account.email);
    }
    if entered.shipping_address != Address::default() {
        return Ok(entered);
    }
    if let Some(shipping) = default_shipping(addresses) {
        entered.shipping_address = shipping.clone();
        entered.billing_address = default_billing(addresses).filter(|billing| *billing != shipping).cloned();
    } else if let Some((shipping, billing)) = store::last_addresses(&state.db, account.id).await? {
        (entered.shipping_address, entered.billing_address) = (shipping, billing);
    } else {
        entered.shipping_address.name.clone_from(&account.name);
    }
    Ok(entered)
}

/// The first step that still wants something.
pub(super) fn next_step(
    entered: &Entered,
    offers: &[ShippingOffer],
    (gateways, saved_methods): (&[GatewayOffer], &[SavedPaymentMethod]),
) -> CheckoutStep {
    let can_charge = |id: SavedPaymentMethodId| saved_methods.iter().any(|method| method.id == id);
    if forms::email(&entered.email).is_err() {
        CheckoutStep::Contact
    } else if check_addresses(entered).is_err() || offers.is_empty() {
        CheckoutStep::Address
    } else if !offers.iter().any(|offer| Some(offer.id) == entered.shipping_method) {
        CheckoutStep::Shipping
    } else if !gateways.iter().any(|gateway| gateway.slug == entered.gateway)
        || !entered.saved_method.is_none_or(can_charge)
    {
        CheckoutStep::Payment
    } else {
        CheckoutStep::Review
    }
}

fn check_addresses(entered: &Entered) -> Result<(), FieldErrors> {
    let mut errors = FieldErrors::default();
    if let Err(refused) = entered.shipping_address.check("shipping_") {
        errors.0.extend(refused.0);
    }
    if let Some(Err(refused)) = entered.billing_address.as_ref().map(|billing| billing.check("billing_")) {
        errors.0.extend(refused.0);
    }
    errors.into_result()
}

/// Saves where the confirmation goes.
pub async fn save_contact(state: &State, identity: &Identity, email: &str) -> Result<(), AppError> {
    let (mut tx, cart) = begin(state, identity).await?;
    let checked = forms::email(email);
    // A valid address is kept the way it will be used.
    let kept = checked.clone().unwrap_or_else(|_| kept(email));
    store::save_email(&mut tx, cart, &kept, state.clock.now()).await?;
    tx.commit().await?;
    checked.map(drop).map_err(|problem| AppError::field("email", problem))
}

/// Saves where the parcel goes, and the invoice unless it goes along.
///
/// Fields are named "shipping_street", "billing_city" and so on; choices of saved addresses "shipping" and "billing".
/// With `keep`, a customer's address book takes in the shipping address that was entered.
pub async fn save_addresses(
    state: &State,
    identity: &Identity,
    shipping: AddressChoice,
    billing: Option<AddressChoice>,
    keep: bool,
) -> Result<(), AppError> {
    let is_entered = matches!(shipping, AddressChoice::Entered(_));
    let billing_address = match billing {
        Some(billing) => Some(chosen(state, identity, billing, "billing").await?),
        None => None,
    };
    let shipping_address = chosen(state, identity, shipping, "shipping").await?;
    let entered = Entered { shipping_address, billing_address, ..Entered::default() };
    let shop = shop_settings::current(state).await?;
    let (mut tx, cart) = begin(state, identity).await?;
    let (shipping, billing) = (&entered.shipping_address, entered.billing_address.as_ref());
    store::save_addresses(&mut tx, cart, shipping, billing, state.clock.now()).await?;
    let shipped_to = carts::price(&mut tx, cart, (&entered, &shop), identity, state.clock.now()).await?.offers;
    tx.commit().await?;
    check_addresses(&entered)?;
    if shipped_to.is_empty() {
        let field = if is_entered { "shipping_country" } else { "shipping" };
        return Err(AppError::field(field, Problem::NotShippedTo));
    }
    match &identity.account {
        Some(account) if keep && is_entered => address_book::keep(state, account.id, &entered.shipping_address).await,
        _ => Ok(()),
    }
}

/// The address that was chosen or entered. A saved one is copied: changing it later changes no checkout.
async fn chosen(state: &State, identity: &Identity, choice: AddressChoice, field: &str) -> Result<Address, AppError> {
    let id = match choice {
        AddressChoice::Entered(address) => return Ok(tidy(*address)),
        AddressChoice::Saved(id) => id,
    };
    let unknown = || AppError::field(field, Problem::UnknownChoice);
    let account = identity.account.as_ref().ok_or_else(unknown)?;
    match address_book::find(state, account.id, id).await {
        Ok(saved) => Ok(saved.address),
        Err(AppError::NotFound) => Err(unknown()),
        Err(error) => Err(error),
    }
}

/// Saves how the parcel travels: one of the methods offered for the address.
pub async fn save_shipping(state: &State, identity: &Identity, method: &str) -> Result<(), AppError> {
    let unknown = || AppError::field("shipping_method", Problem::UnknownChoice);
    if method.trim().is_empty() {
        return Err(AppError::field("shipping_method", Problem::Required));
    }
    let method: ShippingMethodId = method.trim().parse().map_err(|_| unknown())?;
    let shop = shop_settings::current(state).await?;
    let (mut tx, cart) = begin(state, identity).await?;
    let entered = store::find(&mut tx, cart).await?.unwrap_or_default();
    let priced = carts::price(&mut tx, cart, (&entered, &shop), identity, state.clock.now()).await?;
    if !offers(&entered, &priced).iter().any(|offer| offer.id == method) {
        return Err(unknown());
    }
    store::save_shipping_method(&mut tx, cart, method, state.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// Saves what the shopper pays with: a gateway, or a card that the customer keeps.
///
/// # Errors
/// `NotFound` for a card that is not the customer's.
pub async fn save_payment(state: &State, identity: &Identity, choice: &str) -> Result<(), AppError> {
    let unknown = || AppError::field("gateway", Problem::UnknownChoice);
    let offers = payment_settings::offers(state).await?;
    let choice = PaymentChoice::parse(choice).map_err(|problem| AppError::field("gateway", problem))?;
    let (gateway, saved_method) = match choice {
        PaymentChoice::Gateway(slug) => (slug, None),
        PaymentChoice::Saved(id) => {
            let account = identity.account.as_ref().ok_or(AppError::NotFound)?;
            let method = saved_payment_methods::find(state, account.id, id).await?;
            if method.is_expired {
                return Err(unknown());
            }
            (method.gateway, Some(id))
        }
    };
    if !offers.iter().any(|offer| offer.slug == gateway) {
        return Err(unknown());
    }
    let (mut tx, cart) = begin(state, identity).await?;
    store::save_gateway(&mut tx, cart, (&gateway, saved_method), state.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}

async fn begin(state: &State, identity: &Identity) -> Result<(Tx, CartId), AppError> {
    let mut tx = state.db.begin().await?;
    let cart = carts::claim(&mut tx, identity, state.clock.now()).await?.ok_or(AppError::CartEmpty)?;
    Ok((tx, cart))
}

/// What is kept of an entry: a bounded line that both databases can store.
fn kept(text: &str) -> String {
    text.trim().chars().map(|char| if char.is_control() { ' ' } else { char }).take(KEPT_CHARACTERS).collect()
}

fn tidy(address: Address) -> Address {
    let Address { name, company, street, extra, postcode, city, region, country, phone } = address;
    Address {
        name: kept(&name),
        company: kept(&company),
        street: kept(&street),
        extra: kept(&extra),
        postcode: kept(&postcode).to_uppercase(),
        city: kept(&city),
        region: kept(&region),
        country: kept(&country),
        phone: kept(&phone),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::{Currency, Money};

    fn address(country: &str) -> Address {
        Address {
            name: "Ada Byron".into(),
            street: "Hafenstraße 1".into(),
            postcode: "20095".into(),
            city: "Hamburg".into(),
            country: country.into(),
            ..Address::default()
        }
    }

    fn complete() -> Entered {
        Entered {
            email: "ada@example.com".into(),
            shipping_address: address("DE"),
            billing_address: None,
            shipping_method: Some(ShippingMethodId(1)),
            gateway: "sandbox".into(),
            saved_method: None,
        }
    }

    fn step_of(entered: &Entered) -> CheckoutStep {
        let offer = ShippingOffer {
            id: ShippingMethodId(1),
            slug: "standard".into(),
            name: "Standard".into(),
            carrier: "DHL".into(),
            price: Money::new(490, Currency::Eur),
            days_min: 2,
            days_max: 3,
            pickup_place: String::new(),
        };
        let gateway = GatewayOffer { slug: "sandbox".into(), name: String::new(), description: String::new() };
        next_step(entered, &[offer], (&[gateway], &[]))
    }

    #[test]
    fn the_next_step_is_the_first_that_is_not_valid() {
        assert_eq!(step_of(&complete()), CheckoutStep::Review);
        assert_eq!(step_of(&Entered::default()), CheckoutStep::Contact);
        assert_eq!(step_of(&Entered { email: "ada".into(), ..complete() }), CheckoutStep::Contact);
        assert_eq!(step_of(&Entered { shipping_address: address("XX"), ..complete() }), CheckoutStep::Address);
        assert_eq!(
            step_of(&Entered { billing_address: Some(Address::default()), ..complete() }),
            CheckoutStep::Address
        );
        assert_eq!(
            step_of(&Entered { shipping_method: Some(ShippingMethodId(2)), ..complete() }),
            CheckoutStep::Shipping
        );
        assert_eq!(step_of(&Entered { gateway: "cash".into(), ..complete() }), CheckoutStep::Payment);
        let removed = Entered { saved_method: Some(SavedPaymentMethodId(1)), ..complete() };
        assert_eq!(step_of(&removed), CheckoutStep::Payment);
    }

    #[test]
    fn a_country_without_shipping_leads_back_to_the_address() {
        assert_eq!(next_step(&complete(), &[], (&[], &[])), CheckoutStep::Address);
    }

    #[test]
    fn what_is_kept_is_bounded_and_storable() {
        assert_eq!(kept(" a\0b\nc "), "a b c");
        assert_eq!(kept(&"ä".repeat(1000)).chars().count(), KEPT_CHARACTERS);
    }
}
