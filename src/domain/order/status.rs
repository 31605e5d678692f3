//! The states of orders, and how they follow each other.

use serde::{Deserialize, Serialize};

/// Where an order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(rename_all = "snake_case", type_name = "TEXT"))]
#[serde(rename_all = "snake_case")]
pub enum OrderStatus {
    PendingPayment,
    Paid,
    PartlyFulfilled,
    Fulfilled,
    Completed,
    Canceled,
    PartlyRefunded,
    Refunded,
}

impl OrderStatus {
    pub const ALL: [Self; 8] = [
        Self::PendingPayment,
        Self::Paid,
        Self::PartlyFulfilled,
        Self::Fulfilled,
        Self::Completed,
        Self::Canceled,
        Self::PartlyRefunded,
        Self::Refunded,
    ];

    /// Whether an order may go from here to there; nothing may stay where it is.
    ///
    /// `Paid` says that the money is safe: captured, or authorized to be captured at shipment. An order that is paid on
    /// delivery leaves the house while it is pending; its payment changes no state after that. A canceled order becomes
    /// paid when it had expired, its money arrives late and the stock is still there. A refund of a part changes the
    /// state only once everything has shipped: until then it would hide what is still to be done.
    pub const fn may_become(self, next: Self) -> bool {
        use OrderStatus::{
            Canceled, Completed, Fulfilled, Paid, PartlyFulfilled, PartlyRefunded, PendingPayment, Refunded,
        };
        matches!(
            (self, next),
            (PendingPayment, Paid | Canceled | PartlyFulfilled | Fulfilled)
                | (Paid, PartlyFulfilled | Fulfilled | Canceled | PartlyRefunded | Refunded)
                | (PartlyFulfilled, Fulfilled | PartlyRefunded | Refunded)
                | (Fulfilled, Completed | PartlyRefunded | Refunded)
                | (Completed, PartlyRefunded | Refunded)
                | (PartlyRefunded, PartlyFulfilled | Fulfilled | Refunded)
                | (Canceled, Paid | Refunded)
        )
    }

    /// Stable text for addresses and the database.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::PendingPayment => "pending_payment",
            Self::Paid => "paid",
            Self::PartlyFulfilled => "partly_fulfilled",
            Self::Fulfilled => "fulfilled",
            Self::Completed => "completed",
            Self::Canceled => "canceled",
            Self::PartlyRefunded => "partly_refunded",
            Self::Refunded => "refunded",
        }
    }

    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.slug() == slug)
    }

    /// As people read it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::PendingPayment => "Pending payment",
            Self::Paid => "Paid",
            Self::PartlyFulfilled => "Partly shipped",
            Self::Fulfilled => "Shipped",
            Self::Completed => "Completed",
            Self::Canceled => "Canceled",
            Self::PartlyRefunded => "Partly refunded",
            Self::Refunded => "Refunded",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_listed_transitions_are_allowed() {
        use OrderStatus::*;
        let allowed: usize = OrderStatus::ALL
            .iter()
            .map(|from| OrderStatus::ALL.iter().filter(|to| from.may_become(**to)).count())
            .sum();
        assert_eq!(allowed, 22);
        assert!(PendingPayment.may_become(Paid));
        assert!(PendingPayment.may_become(Fulfilled), "paid on delivery");
        assert!(!PendingPayment.may_become(Completed));
        assert!(!Canceled.may_become(Fulfilled));
        assert!(!Refunded.may_become(Paid));
        assert!(OrderStatus::ALL.iter().all(|status| !status.may_become(*status)));
    }

    #[test]
    fn statuses_survive_being_written_and_read() {
        for status in OrderStatus::ALL {
            assert_eq!(OrderStatus::from_slug(status.slug()), Some(status));
        }
    }
}
