//! Customers, for staff who may know of them.

use super::{OrderRow, PageLinks};
use crate::domain::{address::Address, ids::AccountId, money::Money, timestamp::Timestamp};
use serde::{Deserialize, Serialize};

/// In which order customers are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum CustomerSort {
    #[default]
    Newest,
    Name,
}

impl CustomerSort {
    pub const ALL: [Self; 2] = [Self::Newest, Self::Name];

    /// The value of `tab` in the list's address; empty for the newest first.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Newest => "",
            Self::Name => "name",
        }
    }

    /// The order of an address; an unknown one is the newest first.
    pub fn from_slug(slug: &str) -> Self {
        Self::ALL.into_iter().find(|sort| sort.slug() == slug).unwrap_or_default()
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::Newest => "Newest first",
            Self::Name => "Name",
        }
    }
}

/// One page of the customers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerList {
    pub customers: Vec<CustomerRow>,
    pub pages: PageLinks,
}

/// A customer in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerRow {
    pub id: AccountId,
    pub email: String,
    pub name: String,
    pub created_at: Timestamp,
    /// Since when they cannot log in.
    pub disabled_at: Option<Timestamp>,
    pub email_verified: bool,
    pub purchases: Purchases,
}

/// What somebody bought so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Purchases {
    /// All orders that were placed.
    pub orders: i64,
    /// What was paid less what was given back, for each currency.
    pub spent: Vec<Money>,
}

impl Purchases {
    /// "€120.00", or "–" where nothing was paid.
    pub fn spent_text(&self) -> String {
        if self.spent.is_empty() {
            return "–".into();
        }
        self.spent.iter().map(ToString::to_string).collect::<Vec<_>>().join(" + ")
    }
}

/// An address that a customer keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptAddress {
    pub address: Address,
    pub default_shipping: bool,
    pub default_billing: bool,
}

/// A customer with everything that staff need.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerDetail {
    pub row: CustomerRow,
    pub phone: String,
    pub has_second_factor: bool,
    /// Places where they are logged in.
    pub sessions: i64,
    /// By the alphabet.
    pub groups: Vec<String>,
    pub addresses: Vec<KeptAddress>,
    /// The newest of their orders.
    pub orders: Vec<OrderRow>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Currency;

    #[test]
    fn what_was_spent_is_told_by_currency() {
        let spent = |minor: &[(i64, Currency)]| Purchases {
            orders: 3,
            spent: minor.iter().map(|(minor, currency)| Money::new(*minor, *currency)).collect(),
        };
        assert_eq!(spent(&[]).spent_text(), "–");
        assert_eq!(spent(&[(4_900, Currency::Eur), (5, Currency::Usd)]).spent_text(), "€49.00 + $0.05");
    }

    #[test]
    fn orders_of_the_list_survive_being_written_and_read() {
        for sort in CustomerSort::ALL {
            assert_eq!(CustomerSort::from_slug(sort.slug()), sort);
        }
        assert_eq!(CustomerSort::from_slug("; DROP"), CustomerSort::Newest);
    }
}
