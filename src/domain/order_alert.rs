//! That an order needs the crew: its money did not go as it should.

use super::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// Why an order needs attention. Of each there is one open at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(rename_all = "snake_case", type_name = "TEXT"))]
#[serde(rename_all = "snake_case")]
pub enum AlertReason {
    /// Money came for an order that could not be served any more, and goes back.
    LatePayment,
    /// Money came for an order whose stock had been released, which was still there: it is served after all.
    LatePaymentHonored,
    /// More money came than the order owed; the rest goes back.
    PaidTwice,
    RefundFailed,
    /// What was promised could not be taken.
    CaptureFailed,
    /// The gateway let go of a promise that the order counted on.
    AuthorizationLost,
    /// A changed order left before its customer paid what it became dearer.
    DifferenceOpen,
    /// The customer asked their bank, or the gateway, to take the money back.
    PaymentDisputed,
}

impl AlertReason {
    pub const ALL: [Self; 8] = [
        Self::LatePayment,
        Self::LatePaymentHonored,
        Self::PaidTwice,
        Self::RefundFailed,
        Self::CaptureFailed,
        Self::AuthorizationLost,
        Self::DifferenceOpen,
        Self::PaymentDisputed,
    ];

    /// Reasons that are gone once the order owes nothing any more.
    pub const OF_MISSING_MONEY: [Self; 3] = [Self::CaptureFailed, Self::AuthorizationLost, Self::DifferenceOpen];

    /// Stable text for the API and the database.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::LatePayment => "late_payment",
            Self::LatePaymentHonored => "late_payment_honored",
            Self::PaidTwice => "paid_twice",
            Self::RefundFailed => "refund_failed",
            Self::CaptureFailed => "capture_failed",
            Self::AuthorizationLost => "authorization_lost",
            Self::DifferenceOpen => "difference_open",
            Self::PaymentDisputed => "payment_disputed",
        }
    }

    /// What happened, in a headline.
    pub const fn label(self) -> &'static str {
        match self {
            Self::LatePayment => "Paid too late",
            Self::LatePaymentHonored => "Paid late, and honored",
            Self::PaidTwice => "Paid twice",
            Self::RefundFailed => "A refund failed",
            Self::CaptureFailed => "The payment could not be captured",
            Self::AuthorizationLost => "The authorization was let go of",
            Self::DifferenceOpen => "Shipped before the difference was paid",
            Self::PaymentDisputed => "The payment is disputed",
        }
    }

    /// What the crew can do about it.
    pub const fn advice(self) -> &'static str {
        match self {
            Self::LatePayment => {
                "The money goes back by itself. Write to the customer if they still want the goods: they have to order again."
            }
            Self::LatePaymentHonored => {
                "Nothing is wrong with it any more. Its customer was told before that it is canceled: ship it like any other, and see that they do not order twice."
            }
            Self::PaidTwice => "What came too much goes back by itself. Look whether the refund arrives.",
            Self::RefundFailed => "Refund it again, or transfer the money by other means. The customer waits for it.",
            Self::CaptureFailed => {
                "Capture it again under Payments. If the gateway refuses, ask the customer to pay in another way."
            }
            Self::AuthorizationLost => {
                "The order is not paid any more. Ask the customer to pay in another way before more of it ships."
            }
            Self::DifferenceOpen => {
                "Ask the customer to pay what is open: the order\u{2019}s page has the button for it."
            }
            Self::PaymentDisputed => {
                "Answer at the gateway in time, with the tracking number. Do not refund it here as well while that runs."
            }
        }
    }
}

/// One reason for attention, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct OrderAlert {
    pub id: i64,
    pub reason: AlertReason,
    /// What happened, with the amount.
    pub detail: String,
    pub raised_at: Timestamp,
    /// Empty while nobody saw to it.
    pub done_at: Option<Timestamp>,
    /// Who did: a staff e-mail, or a gateway's name where it settled itself; empty while it is open.
    pub actor: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_is_written_as_its_slug() {
        for reason in AlertReason::ALL {
            assert_eq!(serde_json::to_string(&reason).unwrap(), format!("\"{}\"", reason.slug()));
        }
    }
}
