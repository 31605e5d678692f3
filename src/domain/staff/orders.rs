//! Orders as staff see them.

use super::{OpenAtCenter, PageLinks};
use crate::domain::{
    ids::{OutboxMailId, PaymentId, RefundId, ShippingCarrierId},
    money::Money,
    order::{OrderDetail, OrderNumber, OrderStatus},
    order_alert::OrderAlert,
    order_edit::AppliedEdit,
    payment::GatewayKind,
    timestamp::Timestamp,
};
use serde::{Deserialize, Serialize};

/// A saved filter of the list of orders: each is an address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum OrderTab {
    #[default]
    All,
    /// Whose money did not go as it should, in whatever state.
    NeedsAttention,
    ToShip,
    PendingPayment,
    Shipped,
    Canceled,
    Refunded,
}

impl OrderTab {
    pub const ALL: [Self; 7] = [
        Self::All,
        Self::NeedsAttention,
        Self::ToShip,
        Self::PendingPayment,
        Self::Shipped,
        Self::Canceled,
        Self::Refunded,
    ];

    /// The states it shows; none means that it does not go by states. What is to be shipped shows orders as well that are
    /// paid at the door, whatever they are still to bring.
    pub const fn statuses(self) -> &'static [OrderStatus] {
        match self {
            Self::All | Self::NeedsAttention => &[],
            Self::ToShip => &[OrderStatus::Paid, OrderStatus::PartlyFulfilled],
            Self::PendingPayment => &[OrderStatus::PendingPayment],
            Self::Shipped => &[OrderStatus::Fulfilled, OrderStatus::Completed],
            Self::Canceled => &[OrderStatus::Canceled],
            Self::Refunded => &[OrderStatus::PartlyRefunded, OrderStatus::Refunded],
        }
    }

    pub fn shows(self, status: OrderStatus) -> bool {
        self == Self::All || self.statuses().contains(&status)
    }

    /// The value of `tab` in the list's address; empty for all.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::All => "",
            Self::NeedsAttention => "needs-attention",
            Self::ToShip => "to-ship",
            Self::PendingPayment => "pending-payment",
            Self::Shipped => "shipped",
            Self::Canceled => "canceled",
            Self::Refunded => "refunded",
        }
    }

    /// The tab of an address; an unknown one shows everything.
    pub fn from_slug(slug: &str) -> Self {
        Self::ALL.into_iter().find(|tab| tab.slug() == slug).unwrap_or_default()
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::All => "All",
            Self::NeedsAttention => "Needs attention",
            Self::ToShip => "To ship",
            Self::PendingPayment => "Pending payment",
            Self::Shipped => "Shipped",
            Self::Canceled => "Canceled",
            Self::Refunded => "Refunded",
        }
    }
}

/// One page of the list of orders.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderList {
    pub tabs: Vec<TabCount>,
    pub orders: Vec<OrderRow>,
    pub pages: PageLinks,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TabCount {
    pub tab: OrderTab,
    pub count: i64,
}

/// An order in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderRow {
    pub number: OrderNumber,
    pub placed_at: Timestamp,
    /// Of whoever receives it.
    pub name: String,
    pub email: String,
    pub status: OrderStatus,
    pub units: i64,
    pub total: Money,
    /// Whether its money did not go as it should, and nobody has seen to it.
    pub needs_attention: bool,
}

/// An order with what staff need to work on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffOrder {
    pub detail: OrderDetail,
    pub payments: Vec<PaymentRow>,
    /// Id and name of everyone who can carry it.
    pub carriers: Vec<(ShippingCarrierId, String)>,
    /// What has not shipped, by the center that holds it; the one that ships first stands first.
    pub open: Vec<OpenAtCenter>,
    /// The carrier of the method that the shopper chose.
    pub carrier: Option<ShippingCarrierId>,
    /// What was written to the customer, oldest first.
    pub mails: Vec<OrderMailRow>,
    /// How it was changed, oldest first.
    pub edits: Vec<AppliedEdit>,
    /// What it needs attention for, and what somebody has seen to; oldest first.
    pub alerts: Vec<OrderAlert>,
}

/// A mail about an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct OrderMailRow {
    pub id: OutboxMailId,
    pub subject: String,
    pub recipient: String,
    pub created_at: Timestamp,
    /// Empty while no server took it.
    pub sent_at: Option<Timestamp>,
}

impl StaffOrder {
    /// Whether it can be handed to a carrier: it is paid, can be captured, or is paid at the door.
    pub fn can_ship(&self) -> bool {
        let at_the_door = GatewayKind::of(&self.detail.gateway).ships_unpaid();
        let has_money = self.detail.due().is_zero() || !self.detail.captured.is_zero();
        let is_ready = match self.detail.status {
            OrderStatus::Paid | OrderStatus::PartlyFulfilled => {
                has_money || at_the_door || self.payments.iter().any(|payment| !payment.capturable.is_zero())
            }
            OrderStatus::PendingPayment => at_the_door,
            _ => false,
        };
        is_ready && !self.open.is_empty()
    }

    /// Whether a part of it can be called off: there are several units, and some have not shipped.
    pub fn can_cancel_lines(&self) -> bool {
        let may = matches!(
            self.detail.status,
            OrderStatus::PendingPayment | OrderStatus::Paid | OrderStatus::PartlyFulfilled
        );
        may && self.detail.open_units() > 0
    }

    /// Whether it can be called off: not once something has left the house.
    pub const fn can_cancel(&self) -> bool {
        matches!(self.detail.status, OrderStatus::PendingPayment | OrderStatus::Paid)
    }
}

/// One attempt to collect the money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentRow {
    pub id: PaymentId,
    pub gateway: String,
    /// The gateway's name for it; empty until it has answered.
    pub reference: String,
    pub amount: Money,
    pub authorized: Money,
    pub captured: Money,
    pub refunded: Money,
    /// What can still be captured, refunded, and marked as paid.
    /// What the gateway kept of the captures for itself, as far as it told; `None` where it told nothing.
    pub fee: Option<Money>,
    pub capturable: Money,
    pub refundable: Money,
    pub outstanding: Money,
    /// "pending", "authorized", "captured", "refunded", "failed" or "canceled".
    pub status: String,
    pub created_at: Timestamp,
    pub transactions: Vec<TransactionRow>,
    pub refunds: Vec<RefundRow>,
}

impl PaymentRow {
    pub fn kind(&self) -> GatewayKind {
        GatewayKind::of(&self.gateway)
    }

    /// Whether it may still be paid, or holds a promise that can be let go of.
    pub fn can_void(&self) -> bool {
        !self.kind().is_manual() && (self.status == "pending" || self.capturable.minor > 0)
    }

    /// Whether staff may say that its money came.
    pub fn can_mark_paid(&self) -> bool {
        self.kind().is_manual() && self.outstanding.minor > 0
    }
}

/// Money that goes back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundRow {
    pub id: RefundId,
    pub amount: Money,
    pub reason: String,
    /// "pending", "succeeded" or "failed".
    pub status: String,
    /// Why the gateway refused; empty otherwise.
    pub failure: String,
    /// Who asked for it.
    pub actor: String,
    pub at: Timestamp,
}

/// Something the gateway did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransactionRow {
    pub kind: String,
    pub status: String,
    pub amount: Money,
    /// What the gateway kept of it for itself, where it told.
    pub fee: Option<Money>,
    pub message: String,
    pub at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_is_under_exactly_one_tab_of_states() {
        for status in OrderStatus::ALL {
            let tabs = OrderTab::ALL.into_iter().filter(|tab| *tab != OrderTab::All && tab.shows(status)).count();
            assert_eq!(tabs, 1, "{status:?}");
        }
    }

    #[test]
    fn tabs_survive_being_written_and_read() {
        for tab in OrderTab::ALL {
            assert_eq!(OrderTab::from_slug(tab.slug()), tab);
        }
        assert_eq!(OrderTab::from_slug("nonsense"), OrderTab::All);
    }
}
