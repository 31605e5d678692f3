//! Everything a server function may tell a browser.
//!
//! Causes inside the server are logged where they happen and never become part of this type.
//! Without JavaScript an error travels in the address of the page it leads back to, so anyone
//! can forge one: it holds codes and small values, and the page words them.

use crate::domain::forms::{FieldErrors, Problem};
use leptos::{
    prelude::{FromServerFnError, ServerFnErrorErr},
    server_fn::codec::JsonEncoding,
};
use serde::{Deserialize, Serialize};

/// The public face of a failure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum AppError {
    #[error("This does not exist, or no longer.")]
    NotFound,
    #[error("Please sign in first.")]
    SignInRequired,
    #[error("You may not do this.")]
    Forbidden,
    /// What is sensitive wants the password again: `/account/confirm` asks for it.
    #[error("Please confirm that it is you: enter your password again.")]
    ConfirmationRequired,
    /// The owner wants staff to have a second factor; `/account/security` sets it up.
    #[error("Please set up a second factor for your account first.")]
    SecondFactorRequired,
    /// A link of a mail.
    #[error("This link was used already, or it is too old. Please ask for a new one.")]
    LinkExpired,
    #[error("E-mail or password is wrong.")]
    WrongCredentials,
    #[error("Too many tries. Please wait a few minutes.")]
    TooManyTries,
    #[error("Please check the marked fields.")]
    Invalid(FieldErrors),
    /// So many units are left; 0 is sold out.
    #[error("{}", stock_message(*available))]
    OutOfStock { sku: String, available: i64 },
    #[error("The cart is full: at most {0} different things fit.")]
    CartFull(i64),
    #[error("At most {0} different things can be saved for later.")]
    SavedFull(i64),
    #[error("The address book is full: at most {0} addresses fit.")]
    AddressBookFull(u32),
    /// So many orders are still to be paid or shipped, and need their address for that.
    #[error("{}", open_orders_message(*count))]
    OpenOrders { count: i64 },
    /// Nobody could let anybody into the shop's administration any more.
    #[error("The owner's account cannot be deleted.")]
    OwnerStays,
    #[error("Your cart is empty.")]
    CartEmpty,
    /// Prices, stock or the cart itself changed since the page was shown.
    #[error("Something in your cart changed. Please look it over once more.")]
    CartChanged,
    #[error("The checkout is not complete yet.")]
    CheckoutIncomplete,
    #[error("Somebody else changed this in the meantime. Please reload and try again.")]
    Conflict,
    /// So many products or other things refer to it, so that it cannot be deleted.
    #[error("{}", in_use_message(*uses))]
    InUse { uses: i64 },
    /// So many categories lie in it, so that it cannot be deleted.
    #[error("{}", subcategories_message(*count))]
    HasSubcategories { count: i64 },
    /// A promotion by code without one could not be saved any more.
    #[error("This is the promotion's last code. Pause the promotion instead, or add another code first.")]
    LastCode,
    /// Nobody takes their own rights away, by mistake or otherwise.
    #[error("This is your own account. Somebody else has to do this.")]
    OwnAccount,
    #[error("The shop needs an owner who can log in, so nothing was changed.")]
    LastOwner,
    #[error("This customer has not verified the e-mail address yet, so it may be somebody else's.")]
    UnverifiedEmail,
    /// A category cannot go there: it is at the end of its list, or would lie in itself.
    #[error("This cannot be moved there.")]
    NoSuchPlace,
    /// Too late, nothing has shipped, or all of it is in returns already.
    #[error("Nothing of this order can be sent back here any more. Please write to us.")]
    NotReturnable,
    /// It has left, or the shop does not let customers cancel.
    #[error("This order cannot be canceled here any more. Please write to us.")]
    NotCancelable,
    /// The order's state does not allow it.
    #[error("This is not possible any more: the order moved on.")]
    OrderMovedOn,
    #[error("The payment service does not answer. Your order is kept; please try again.")]
    GatewayUnavailable,
    #[error("Something went wrong on our side. Please try again.")]
    Internal,
    /// The request did not arrive, or not in a form that can be read.
    #[error("The request could not be completed. Please try again.")]
    Transport,
}

fn stock_message(available: i64) -> String {
    match available {
        0 => "Sold out.".into(),
        1 => "Only 1 is left.".into(),
        left => format!("Only {left} are left."),
    }
}

fn open_orders_message(count: i64) -> String {
    match count {
        1 => "An order is still to be paid or shipped. The account can be deleted after that.".into(),
        count => format!("{count} orders are still to be paid or shipped. The account can be deleted after that."),
    }
}

fn in_use_message(uses: i64) -> String {
    match uses {
        1 => "It is still used in 1 place, so it was not deleted.".into(),
        uses => format!("It is still used in {uses} places, so it was not deleted."),
    }
}

fn subcategories_message(count: i64) -> String {
    match count {
        1 => "A category lies in it: move or delete that one first.".into(),
        count => format!("{count} categories lie in it: move or delete those first."),
    }
}

impl AppError {
    /// A single refused field.
    pub fn field(field: &str, problem: Problem) -> Self {
        Self::Invalid(FieldErrors::one(field, problem))
    }

    /// The same error with its fields named as inside a form: see [`FieldErrors::within`].
    #[must_use]
    pub fn within(self, form: &str) -> Self {
        match self {
            Self::Invalid(errors) => Self::Invalid(errors.within(form)),
            error => error,
        }
    }

    /// The message for a field of a form, if this error is about it.
    pub fn field_message(&self, field: &str) -> Option<String> {
        match self {
            Self::Invalid(errors) => errors.message(field),
            _ => None,
        }
    }

    /// HTTP status a response with this error has.
    pub const fn status(&self) -> u16 {
        match self {
            Self::NotFound => 404,
            Self::SignInRequired | Self::WrongCredentials => 401,
            Self::Forbidden | Self::ConfirmationRequired | Self::SecondFactorRequired => 403,
            Self::LinkExpired => 410,
            Self::TooManyTries => 429,
            Self::Invalid(_)
            | Self::CartFull(_)
            | Self::SavedFull(_)
            | Self::AddressBookFull(_)
            | Self::CartEmpty
            | Self::CheckoutIncomplete => 422,
            Self::OutOfStock { .. }
            | Self::CartChanged
            | Self::Conflict
            | Self::InUse { .. }
            | Self::HasSubcategories { .. }
            | Self::OpenOrders { .. }
            | Self::OwnerStays
            | Self::LastCode
            | Self::NoSuchPlace
            | Self::OwnAccount
            | Self::LastOwner
            | Self::UnverifiedEmail
            | Self::NotReturnable
            | Self::NotCancelable
            | Self::OrderMovedOn => 409,
            Self::Transport => 400,
            Self::GatewayUnavailable => 502,
            Self::Internal => 500,
        }
    }
}

impl From<FieldErrors> for AppError {
    fn from(errors: FieldErrors) -> Self {
        Self::Invalid(errors)
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(_: ServerFnErrorErr) -> Self {
        Self::Transport
    }
}
