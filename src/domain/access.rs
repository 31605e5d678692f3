//! Who may do what.

use serde::{Deserialize, Serialize};

/// What an account is in the shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(rename_all = "snake_case", type_name = "TEXT"))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Customer,
    Staff,
    Owner,
}

/// A part of the shop that staff may be let into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    Catalog,
    Orders,
    Customers,
    Marketing,
    Reports,
    Settings,
}

/// The parts of the shop that somebody is let into: a bit each, as the database keeps them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(transparent))]
pub struct Permissions(i64);

impl Permission {
    pub const ALL: [Self; 6] =
        [Self::Catalog, Self::Orders, Self::Customers, Self::Marketing, Self::Reports, Self::Settings];

    const fn bit(self) -> i64 {
        match self {
            Self::Catalog => 1,
            Self::Orders => 1 << 1,
            Self::Customers => 1 << 2,
            Self::Marketing => 1 << 3,
            Self::Reports => 1 << 4,
            Self::Settings => 1 << 5,
        }
    }

    /// Stable text for forms and logs.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Catalog => "catalog",
            Self::Orders => "orders",
            Self::Customers => "customers",
            Self::Marketing => "marketing",
            Self::Reports => "reports",
            Self::Settings => "settings",
        }
    }

    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|permission| permission.slug() == slug)
    }

    /// As people read it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Catalog => "Catalog",
            Self::Orders => "Orders",
            Self::Customers => "Customers",
            Self::Marketing => "Marketing",
            Self::Reports => "Reports",
            Self::Settings => "Settings",
        }
    }

    /// What it opens, for whoever gives it.
    pub const fn hint(self) -> &'static str {
        match self {
            Self::Catalog => "Products, categories and all that describes them, import and export",
            Self::Orders => "Orders with their addresses and payments, stock, shipping, canceling, mails about orders",
            Self::Customers => "Customers with their addresses and orders, closing an account, logging it out",
            Self::Marketing => "Promotions and coupon codes",
            Self::Reports => "Figures and reports, once the shop has them",
            Self::Settings => "Fulfillment centers; shipping, taxes and the like, once they are set here",
        }
    }
}

impl Permissions {
    pub const NONE: Self = Self(0);

    pub const fn is_none(self) -> bool {
        self.0 == 0
    }

    pub const fn contains(self, permission: Permission) -> bool {
        self.0 & permission.bit() != 0
    }

    #[must_use]
    pub const fn with(self, permission: Permission) -> Self {
        Self(self.0 | permission.bit())
    }

    pub fn iter(self) -> impl Iterator<Item = Permission> {
        Permission::ALL.into_iter().filter(move |permission| self.contains(*permission))
    }
}

impl FromIterator<Permission> for Permissions {
    fn from_iter<T: IntoIterator<Item = Permission>>(all: T) -> Self {
        all.into_iter().fold(Self::NONE, Self::with)
    }
}

impl Role {
    /// As people read it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Customer => "Customer",
            Self::Staff => "Staff",
            Self::Owner => "Owner",
        }
    }

    /// Whether somebody with this role, and among the staff with these permissions, may enter a part of the admin.
    pub const fn lets_into(self, permissions: Permissions, permission: Permission) -> bool {
        match self {
            Self::Customer => false,
            Self::Staff => permissions.contains(permission),
            Self::Owner => true,
        }
    }

    /// Whether the role opens the admin at all.
    pub const fn is_staff(self) -> bool {
        matches!(self, Self::Staff | Self::Owner)
    }
}

/// Who is asking, as far as a page needs to know.
///
/// Pages show or hide things by it; it guards nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    pub account: Option<Visitor>,
    /// Units in the cart, for the badge in the header.
    pub cart_items: u32,
    pub theme: Theme,
    /// The demo shop greets with its logins.
    pub demo: bool,
    /// Where the shop is reached, without a trailing slash.
    pub public_url: String,
}

/// The signed-in part of a [`Visit`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visitor {
    pub name: String,
    pub email: String,
    pub role: Role,
    /// What the role among the staff lets them into; ask [`Visitor::may`].
    pub permissions: Permissions,
}

impl Visitor {
    /// Whether a part of the admin is open to them: what is not shown is refused all the same.
    pub const fn may(&self, permission: Permission) -> bool {
        self.role.lets_into(self.permissions, permission)
    }
}

/// Light or dark, as the visitor chose; without a choice, the system decides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    /// Reads the `theme` cookie.
    pub fn from_cookie(value: &str) -> Self {
        match value {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::System,
        }
    }

    /// For `<html data-theme>`.
    pub const fn attribute(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn permissions_hold_what_was_put_in_and_nothing_else() {
        assert!(
            Permissions::NONE.is_none() && !Permission::ALL.into_iter().any(|each| Permissions::NONE.contains(each))
        );
        for permission in Permission::ALL {
            let only: Permissions = [permission].into_iter().collect();
            assert_eq!(only.iter().collect::<Vec<_>>(), [permission]);
            assert_eq!(Permission::from_slug(permission.slug()), Some(permission));
        }
        let all: Permissions = Permission::ALL.into_iter().collect();
        // The bound of the schema.
        assert_eq!(all, Permissions(63));
    }

    #[test]
    fn permissions_are_for_staff_and_the_owner_needs_none() {
        let all: Permissions = Permission::ALL.into_iter().collect();
        for permission in Permission::ALL {
            assert!(!Role::Customer.lets_into(all, permission));
            assert!(Role::Staff.lets_into(all, permission) && !Role::Staff.lets_into(Permissions::NONE, permission));
            assert!(Role::Owner.lets_into(Permissions::NONE, permission));
        }
    }
}
