//! What the shop may write to a customer about.

use crate::domain::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// A kind of mail that a customer may, or may not, choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotificationKind {
    OrderUpdates,
    Newsletter,
    BackInStock,
    PriceDrop,
    ReviewAnswered,
    AbandonedCart,
}

impl NotificationKind {
    pub const ALL: [Self; 6] = [
        Self::OrderUpdates,
        Self::Newsletter,
        Self::BackInStock,
        Self::PriceDrop,
        Self::ReviewAnswered,
        Self::AbandonedCart,
    ];

    /// As forms and the database have it.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::OrderUpdates => "order_updates",
            Self::Newsletter => "newsletter",
            Self::BackInStock => "back_in_stock",
            Self::PriceDrop => "price_drop",
            Self::ReviewAnswered => "review_answered",
            Self::AbandonedCart => "abandoned_cart",
        }
    }

    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.slug() == slug)
    }

    pub const fn title(self) -> &'static str {
        match self {
            Self::OrderUpdates => "Order updates",
            Self::Newsletter => "Newsletter",
            Self::BackInStock => "Back in stock",
            Self::PriceDrop => "Price drops",
            Self::ReviewAnswered => "Answers to your reviews",
            Self::AbandonedCart => "Reminders of your cart",
        }
    }

    /// When such a mail is sent.
    pub const fn text(self) -> &'static str {
        match self {
            Self::OrderUpdates => "Confirmation, payment, shipping and refunds. Always sent: they belong to the order.",
            Self::Newsletter => "New things and how they are made, about once a month.",
            Self::BackInStock => "When something you asked for can be had again.",
            Self::PriceDrop => "When something on your wishlist costs less.",
            Self::ReviewAnswered => "When we answer a review of yours.",
            Self::AbandonedCart => "Once, when things stay in your cart for a few days.",
        }
    }

    /// Whether it is sent whatever the customer chose, as the order could not be carried out without it.
    pub const fn is_always_sent(self) -> bool {
        matches!(self, Self::OrderUpdates)
    }

    /// What holds until the customer chooses. Advertising needs to be agreed to first; the rest answers to something that
    /// the customer did.
    pub const fn default(self) -> bool {
        !matches!(self, Self::Newsletter | Self::AbandonedCart)
    }
}

/// Whether a kind of mail is sent to an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotificationChoice {
    pub kind: NotificationKind,
    pub by_mail: bool,
    /// When the customer last agreed to it; `None` for what is on by default, and for what is off.
    pub agreed_at: Option<Timestamp>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_survive_being_written_and_read() {
        for kind in NotificationKind::ALL {
            assert_eq!(NotificationKind::from_slug(kind.slug()), Some(kind));
        }
    }

    #[test]
    fn advertising_is_off_until_it_is_agreed_to() {
        assert!(!NotificationKind::Newsletter.default() && !NotificationKind::AbandonedCart.default());
        assert!(NotificationKind::OrderUpdates.default() && NotificationKind::OrderUpdates.is_always_sent());
    }
}
