//! The steps of a checkout and what is known at each of them.

use super::{
    account::{SavedAddress, SavedPaymentMethod},
    address::Address,
    cart::Cart,
    forms::Problem,
    ids::{AccountAddressId, SavedPaymentMethodId, ShippingMethodId},
    shipping::ShippingOffer,
};
use serde::{Deserialize, Serialize};

/// A step of the checkout, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum CheckoutStep {
    Contact,
    Address,
    Shipping,
    Payment,
    Review,
}

impl CheckoutStep {
    pub const ALL: [Self; 5] = [Self::Contact, Self::Address, Self::Shipping, Self::Payment, Self::Review];

    /// The last part of `/checkout/...`.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Contact => "contact",
            Self::Address => "address",
            Self::Shipping => "shipping",
            Self::Payment => "payment",
            Self::Review => "review",
        }
    }

    pub const fn title(self) -> &'static str {
        match self {
            Self::Contact => "Contact",
            Self::Address => "Address",
            Self::Shipping => "Shipping",
            Self::Payment => "Payment",
            Self::Review => "Review",
        }
    }

    pub fn path(self) -> String {
        format!("/checkout/{}", self.slug())
    }

    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.slug() == slug)
    }
}

/// A checkout as its pages show it: what was entered, valid or not, and what it leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkout {
    pub cart: Cart,
    pub email: String,
    pub shipping_address: Address,
    /// `None`: the same as the shipping address.
    pub billing_address: Option<Address>,
    /// Those of the customer's address book, to choose from; none for guests.
    pub addresses: Vec<SavedAddress>,
    /// Codes of the countries that anything ships to.
    #[serde(default)]
    pub ships_to: Vec<String>,
    /// Methods for the shipping address; empty until it is valid.
    pub offers: Vec<ShippingOffer>,
    pub shipping_method: Option<ShippingMethodId>,
    pub gateways: Vec<GatewayOffer>,
    /// Slug of the chosen payment gateway; empty until chosen.
    pub gateway: String,
    /// Cards of the customer that can be charged, the default first; none for guests.
    #[serde(default)]
    pub saved_methods: Vec<SavedPaymentMethod>,
    /// The card that is to be charged, of `gateway`; without one, the gateway's page asks.
    #[serde(default)]
    pub saved_method: Option<SavedPaymentMethodId>,
    /// The first step that still wants something; `Review` when nothing is missing.
    pub next_step: CheckoutStep,
    /// To be sent with "place order": the same key twice is one order.
    pub idempotency_key: String,
}

/// Where a parcel or an invoice goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AddressChoice {
    /// An address of the customer's address book.
    Saved(AccountAddressId),
    Entered(Box<Address>),
}

impl AddressChoice {
    /// Value of the choice to enter an address, in the forms that offer saved ones.
    pub const OTHER: &str = "different";

    /// Reads a choice among saved addresses; without one, it is the address that was entered.
    pub fn parse(choice: &str, entered: Address) -> Result<Self, Problem> {
        match choice {
            "" | Self::OTHER => Ok(Self::Entered(Box::new(entered))),
            id => id.parse().map(Self::Saved).map_err(|_| Problem::UnknownChoice),
        }
    }
}

/// What a shopper pays with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaymentChoice {
    /// A gateway, by its slug; its page asks for the rest.
    Gateway(String),
    /// A card that the customer keeps.
    Saved(SavedPaymentMethodId),
}

impl PaymentChoice {
    const SAVED: &str = "saved-";

    /// Reads the value of a choice in forms: the slug of a gateway, or what [`PaymentChoice::value_of`] writes.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        match text.trim() {
            "" => Err(Problem::Required),
            text => match text.strip_prefix(Self::SAVED) {
                Some(id) => id.parse().map(Self::Saved).map_err(|_| Problem::UnknownChoice),
                None => Ok(Self::Gateway(text.to_owned())),
            },
        }
    }

    /// Value of a kept card in forms.
    pub fn value_of(method: SavedPaymentMethodId) -> String {
        format!("{}{method}", Self::SAVED)
    }
}

/// A way to pay an order that still waits for its money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WayToPay {
    /// Of a [`PaymentChoice`].
    pub value: String,
    pub title: String,
    pub text: String,
}

/// A way to pay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GatewayOffer {
    pub slug: String,
    pub name: String,
    pub description: String,
}
