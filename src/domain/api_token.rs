//! API tokens: what a program may do in the name of an account.

use super::{
    access::Permission,
    forms::{FieldErrors, Problem, required_line},
    ids::ApiTokenId,
    timestamp::Timestamp,
};
use serde::{Deserialize, Serialize};

/// Most tokens an account has at once.
pub const MOST_TOKENS: u32 = 50;
/// Longest name of a token, in characters.
pub const NAME_LENGTH: u32 = 60;

/// One thing that a token lets its holder do. The account itself must be allowed to do it, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scope {
    /// Seeing of the catalog what shoppers do not see; the rest is open to everyone.
    #[serde(rename = "catalog:read")]
    CatalogRead,
    /// Changing the catalog, and all of [`Scope::CatalogRead`].
    #[serde(rename = "catalog:write")]
    CatalogWrite,
    #[serde(rename = "orders:read")]
    OrdersRead,
    /// Filling the account's cart, ordering and paying.
    #[serde(rename = "orders:write")]
    OrdersWrite,
    #[serde(rename = "account:read")]
    AccountRead,
    #[serde(rename = "account:write")]
    AccountWrite,
    /// Everyone's orders, with their payments and parcels.
    #[serde(rename = "sales:read")]
    SalesRead,
    #[serde(rename = "sales:write")]
    SalesWrite,
    #[serde(rename = "stock:read")]
    StockRead,
    #[serde(rename = "stock:write")]
    StockWrite,
    #[serde(rename = "promotions:read")]
    PromotionsRead,
    #[serde(rename = "promotions:write")]
    PromotionsWrite,
    /// How the shop is set up.
    #[serde(rename = "settings:read")]
    SettingsRead,
    #[serde(rename = "settings:write")]
    SettingsWrite,
    #[serde(rename = "customers:read")]
    CustomersRead,
    #[serde(rename = "customers:write")]
    CustomersWrite,
    /// Whether the shop's records agree.
    #[serde(rename = "reports:read")]
    ReportsRead,
}

impl Scope {
    pub const ALL: [Self; 17] = [
        Self::CatalogRead,
        Self::CatalogWrite,
        Self::OrdersRead,
        Self::OrdersWrite,
        Self::AccountRead,
        Self::AccountWrite,
        Self::SalesRead,
        Self::SalesWrite,
        Self::StockRead,
        Self::StockWrite,
        Self::PromotionsRead,
        Self::PromotionsWrite,
        Self::SettingsRead,
        Self::SettingsWrite,
        Self::CustomersRead,
        Self::CustomersWrite,
        Self::ReportsRead,
    ];

    /// As the API and forms name it.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::CatalogRead => "catalog:read",
            Self::CatalogWrite => "catalog:write",
            Self::OrdersRead => "orders:read",
            Self::OrdersWrite => "orders:write",
            Self::AccountRead => "account:read",
            Self::AccountWrite => "account:write",
            Self::SalesRead => "sales:read",
            Self::SalesWrite => "sales:write",
            Self::StockRead => "stock:read",
            Self::StockWrite => "stock:write",
            Self::PromotionsRead => "promotions:read",
            Self::PromotionsWrite => "promotions:write",
            Self::SettingsRead => "settings:read",
            Self::SettingsWrite => "settings:write",
            Self::CustomersRead => "customers:read",
            Self::CustomersWrite => "customers:write",
            Self::ReportsRead => "reports:read",
        }
    }

    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.slug() == slug)
    }

    /// What it allows, as people read it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::CatalogRead => "See drafts, costs and stock",
            Self::CatalogWrite => "Change the catalog",
            Self::OrdersRead => "See your orders",
            Self::OrdersWrite => "Fill your cart, order and pay",
            Self::AccountRead => "See your profile and addresses",
            Self::AccountWrite => "Change your profile and addresses",
            Self::SalesRead => "See all orders, payments and parcels",
            Self::SalesWrite => "Work on all orders: ship, cancel, capture, refund",
            Self::StockRead => "See stock and its movements",
            Self::StockWrite => "Receive, count, adjust and move stock",
            Self::PromotionsRead => "See promotions and coupon codes",
            Self::PromotionsWrite => "Change promotions and coupon codes",
            Self::SettingsRead => "See shipping, taxes, fulfillment centers and webhooks",
            Self::SettingsWrite => "Change shipping, taxes, fulfillment centers and webhooks",
            Self::CustomersRead => "See customers",
            Self::CustomersWrite => "Change the groups of customers",
            Self::ReportsRead => "Check whether the shop's records agree",
        }
    }

    /// What an account needs for the scope to be of any use to it.
    pub const fn permission(self) -> Option<Permission> {
        match self {
            Self::CatalogRead | Self::CatalogWrite => Some(Permission::Catalog),
            Self::OrdersRead | Self::OrdersWrite | Self::AccountRead | Self::AccountWrite => None,
            Self::SalesRead | Self::SalesWrite | Self::StockRead | Self::StockWrite => Some(Permission::Orders),
            Self::PromotionsRead | Self::PromotionsWrite => Some(Permission::Marketing),
            Self::SettingsRead | Self::SettingsWrite => Some(Permission::Settings),
            Self::CustomersRead | Self::CustomersWrite => Some(Permission::Customers),
            Self::ReportsRead => Some(Permission::Reports),
        }
    }

    /// As the database keeps it: a bit that never changes its meaning.
    const fn bit(self) -> i64 {
        match self {
            Self::CatalogRead => 1,
            Self::CatalogWrite => 1 << 1,
            Self::OrdersRead => 1 << 2,
            Self::AccountRead => 1 << 3,
            Self::AccountWrite => 1 << 4,
            Self::OrdersWrite => 1 << 5,
            Self::SalesRead => 1 << 6,
            Self::SalesWrite => 1 << 7,
            Self::StockRead => 1 << 8,
            Self::StockWrite => 1 << 9,
            Self::PromotionsRead => 1 << 10,
            Self::PromotionsWrite => 1 << 11,
            Self::SettingsRead => 1 << 12,
            Self::SettingsWrite => 1 << 13,
            Self::CustomersRead => 1 << 14,
            Self::CustomersWrite => 1 << 15,
            Self::ReportsRead => 1 << 16,
        }
    }
}

/// A set of scopes: a bit each, as the database keeps them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(transparent))]
pub struct Scopes(i64);

impl Scopes {
    pub const fn contains(self, scope: Scope) -> bool {
        self.0 & scope.bit() != 0
    }

    pub fn iter(self) -> impl Iterator<Item = Scope> {
        Scope::ALL.into_iter().filter(move |scope| self.contains(*scope))
    }
}

impl FromIterator<Scope> for Scopes {
    fn from_iter<T: IntoIterator<Item = Scope>>(all: T) -> Self {
        Self(all.into_iter().fold(0, |bits, scope| bits | scope.bit()))
    }
}

/// How long a new token works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lifetime {
    Days(i64),
    /// Until it is revoked.
    Unlimited,
}

impl Lifetime {
    /// What its owner can choose from; the first is what the form starts with.
    pub const CHOICES: [Self; 4] = [Self::Days(90), Self::Days(30), Self::Days(365), Self::Unlimited];

    /// As the form sends it.
    pub fn value(self) -> String {
        match self {
            Self::Days(days) => days.to_string(),
            Self::Unlimited => "none".into(),
        }
    }

    pub fn label(self) -> String {
        match self {
            Self::Days(days) => format!("{days} days"),
            Self::Unlimited => "No end".into(),
        }
    }

    pub fn from_value(value: &str) -> Option<Self> {
        Self::CHOICES.into_iter().find(|choice| choice.value() == value)
    }

    pub fn end(self, now: Timestamp) -> Option<Timestamp> {
        match self {
            Self::Days(days) => Some(now.plus_days(days)),
            Self::Unlimited => None,
        }
    }
}

/// What somebody entered to make a token.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenInput {
    #[serde(default)]
    pub name: String,
    /// Slugs of scopes.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// See [`Lifetime::value`].
    #[serde(default)]
    pub expires: String,
}

/// A [`TokenInput`] that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewToken {
    pub name: String,
    pub scopes: Scopes,
    pub lifetime: Lifetime,
}

impl TokenInput {
    /// Refuses, by field, a missing name, no or unknown scopes, and an unknown lifetime.
    pub fn check(&self) -> Result<NewToken, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.take("name", required_line(&self.name, NAME_LENGTH)).unwrap_or_default();
        let scopes = errors.take("scopes", scopes(&self.scopes)).unwrap_or_default();
        let lifetime = Lifetime::from_value(&self.expires).ok_or(Problem::UnknownChoice);
        let lifetime = errors.take("expires", lifetime).unwrap_or(Lifetime::Days(0));
        errors.into_result()?;
        Ok(NewToken { name, scopes, lifetime })
    }
}

fn scopes(slugs: &[String]) -> Result<Scopes, Problem> {
    if slugs.is_empty() {
        return Err(Problem::Required);
    }
    slugs.iter().map(|slug| Scope::from_slug(slug).ok_or(Problem::UnknownChoice)).collect()
}

/// A token as its owner sees it in a list; what it opens is not in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenSummary {
    pub id: ApiTokenId,
    pub name: String,
    /// How it begins, for its owner to recognize it.
    pub hint: String,
    pub scopes: Scopes,
    pub created_at: Timestamp,
    pub expires_at: Option<Timestamp>,
    pub last_used_at: Option<Timestamp>,
    pub expired: bool,
}

/// What the page of tokens shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenPage {
    pub tokens: Vec<TokenSummary>,
    /// What new tokens of this account can be allowed to do.
    pub scopes: Vec<Scope>,
    /// A token that was just made, for once.
    pub made: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input() -> TokenInput {
        TokenInput { name: " Till ".into(), scopes: vec!["orders:read".into()], expires: "30".into() }
    }

    #[test]
    fn a_token_has_a_name_scopes_and_an_end() {
        let token = input().check().unwrap();
        assert_eq!((token.name.as_str(), token.lifetime), ("Till", Lifetime::Days(30)));
        assert_eq!(token.scopes.iter().collect::<Vec<_>>(), [Scope::OrdersRead]);
        for (broken, field) in [
            (TokenInput { name: "\n".into(), ..input() }, "name"),
            (TokenInput { scopes: vec![], ..input() }, "scopes"),
            (TokenInput { scopes: vec!["everything".into()], ..input() }, "scopes"),
            (TokenInput { expires: "31".into(), ..input() }, "expires"),
        ] {
            let errors = broken.check().unwrap_err();
            assert_eq!(errors.0.iter().map(|error| error.field.as_str()).collect::<Vec<_>>(), [field]);
        }
    }

    #[test]
    fn every_scope_has_a_name_and_a_bit_of_its_own() {
        let all: Scopes = Scope::ALL.into_iter().collect();
        assert_eq!(all.0.count_ones() as usize, Scope::ALL.len());
        for scope in Scope::ALL {
            assert_eq!(Scope::from_slug(scope.slug()), Some(scope));
            assert_eq!(serde_json::to_value(scope).unwrap(), scope.slug());
            let one = Scopes::from_iter([scope]);
            assert!(Scope::ALL.into_iter().all(|other| one.contains(other) == (other == scope)));
        }
    }
}
