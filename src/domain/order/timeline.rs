//! What happened to orders.

use super::OrderStatus;
use crate::domain::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// One entry of an order's timeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderEvent {
    pub kind: OrderEventKind,
    pub status: Option<OrderStatus>,
    /// A staff e-mail, "shopper", "worker" or a gateway; shown to staff only.
    pub actor: String,
    pub message: String,
    pub at: Timestamp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(rename_all = "snake_case", type_name = "TEXT"))]
#[serde(rename_all = "snake_case")]
pub enum OrderEventKind {
    Placed,
    PaymentFailed,
    /// The gateway promised the money; it is taken later.
    Authorized,
    /// Some of the money came.
    PartlyPaid,
    Paid,
    Shipped,
    /// It waits where the customer fetches it.
    ReadyForPickup,
    PickedUp,
    /// A parcel arrived.
    Delivered,
    /// Time has passed since its last parcel left.
    Completed,
    Canceled,
    CanceledByCustomer,
    /// Some units of some lines.
    PartlyCanceled,
    /// Lines, addresses or the contact, before it shipped.
    Edited,
    Expired,
    Refunded,
    RefundFailed,
    ReturnRequested,
    ReturnApproved,
    ReturnReceived,
    /// What came back was settled; the money follows as a refund.
    ReturnRefunded,
    ReturnRejected,
    ReturnCanceled,
    /// Money that the order could not use went back.
    Returned,
    /// Written by the crew, for the crew.
    Note,
    /// Written by the crew, for the customer.
    Message,
}

impl OrderEventKind {
    /// Whether its message is written for the customer.
    pub const fn tells_customer(self) -> bool {
        matches!(self, Self::PaymentFailed | Self::Message)
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::Placed => "Order placed",
            Self::PaymentFailed => "Payment failed",
            Self::Authorized => "Payment authorized",
            Self::PartlyPaid => "A part of the payment received",
            Self::Paid => "Payment received",
            Self::Shipped => "Shipped",
            Self::ReadyForPickup => "Ready for pickup",
            Self::PickedUp => "Picked up",
            Self::Delivered => "Delivered",
            Self::Completed => "Completed",
            Self::Canceled => "Canceled",
            Self::CanceledByCustomer => "Canceled by the customer",
            Self::PartlyCanceled => "Canceled in part",
            Self::Edited => "Order changed",
            Self::Expired => "Expired without payment",
            Self::Refunded => "Refunded",
            Self::RefundFailed => "Refund failed",
            Self::ReturnRequested => "Return requested",
            Self::ReturnApproved => "Return approved",
            Self::ReturnReceived => "Return received",
            Self::ReturnRefunded => "Return settled",
            Self::ReturnRejected => "Return rejected",
            Self::ReturnCanceled => "Return canceled",
            Self::Returned => "Payment sent back",
            Self::Note => "Note",
            Self::Message => "A word from us",
        }
    }
}
