//! What customers keep with the shop and see of themselves.

mod address_book;
mod device;
mod notification;
mod saved_payment_method;

pub use address_book::{ADDRESSES, AddressUse, SavedAddress, default_billing, default_shipping};
pub use device::{DEVICE_KEY_LENGTH, Device, device_name, is_device_key};
pub use notification::{NotificationChoice, NotificationKind};
pub use saved_payment_method::{SAVED_PAYMENT_METHODS, SavedPaymentMethod};

use super::{
    address::{Address, phone},
    forms::{FieldErrors, required_line},
    money::Money,
    order::{OrderNumber, OrderStatus},
    staff::PageLinks,
    timestamp::Timestamp,
};
use serde::{Deserialize, Serialize};

/// An account's own data, as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    pub name: String,
    pub email: String,
    /// Empty when none is known.
    pub phone: String,
    pub email_verified: bool,
    pub member_since: Timestamp,
    /// Raised by every change; saving names the one that was shown.
    pub version: i64,
}

/// What the owner of an account may change in the profile; the e-mail has a way of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProfileInput {
    pub name: String,
    pub phone: String,
}

impl ProfileInput {
    /// The input with its lines trimmed, or what is wrong with `name` and `phone`.
    pub fn check(&self) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.take("name", required_line(&self.name, 100)).unwrap_or_default();
        let phone = errors.take("phone", phone(&self.phone)).unwrap_or_default();
        errors.into_result()?;
        Ok(Self { name, phone })
    }
}

/// The first page of an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountOverview {
    pub profile: Profile,
    /// The newest ones.
    pub orders: Vec<OwnOrder>,
    pub shipping: Option<Address>,
    pub billing: Option<Address>,
}

/// An order in its customer's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnOrder {
    pub number: OrderNumber,
    pub placed_at: Timestamp,
    pub status: OrderStatus,
    pub units: i64,
    pub total: Money,
}

/// A page of an account's orders.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnOrders {
    pub orders: Vec<OwnOrder>,
    pub pages: PageLinks,
}

/// What deleting an account would do, and whether it can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeletionOutlook {
    /// Orders that stay, without saying whose they were.
    pub orders: i64,
    /// Orders that are still to be paid or shipped; while there are any, the account stays.
    pub open_orders: i64,
    /// Nobody could let anybody into the shop's administration any more.
    pub is_owner: bool,
}

impl DeletionOutlook {
    pub const fn is_possible(self) -> bool {
        self.open_orders == 0 && !self.is_owner
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_names_what_is_wrong_with_it() {
        let wrong = ProfileInput { name: " ".into(), phone: "call me".into() };
        let errors = wrong.check().unwrap_err();
        assert!(errors.message("name").is_some() && errors.message("phone").is_some());
        let right = ProfileInput { name: " Ada ".into(), phone: "+49 40 1".into() };
        assert_eq!(right.check(), Ok(ProfileInput { name: "Ada".into(), phone: "+49 40 1".into() }));
    }
}
