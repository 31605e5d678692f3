use crate::domain::{
    money::{Currency, Money},
    timestamp::Timestamp,
};
use serde::{Deserialize, Serialize};

/// Why a promotion does not apply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WhyNot {
    Paused,
    NotYet(Timestamp),
    Over,
    UsedUp,
    UsedByCustomer,
    OtherCustomers,
    NotFirstOrder,
    NothingMatches,
    BelowMinimum {
        missing_minor: i64,
    },
    TooFewItems {
        missing: i64,
    },
    NotWith(String),
    /// Those before it left nothing, or shipping is free already.
    NothingLeft,
}

impl WhyNot {
    /// As the shopper reads it.
    pub fn sentence(&self, currency: Currency) -> String {
        match self {
            Self::Paused => "It is not running now.".into(),
            Self::NotYet(start) => format!("It starts on {}.", start.date()),
            Self::Over => "It has ended.".into(),
            Self::UsedUp => "It has been used as often as it may be.".into(),
            Self::UsedByCustomer => "You have used it as often as you may.".into(),
            Self::OtherCustomers => "It is for certain customers only; log in if you are one of them.".into(),
            Self::NotFirstOrder => "It is for a first order only.".into(),
            Self::NothingMatches => "Nothing in the cart is what it is for.".into(),
            Self::BelowMinimum { missing_minor } => {
                format!("{} more of what it is for, and it applies.", Money::new(*missing_minor, currency))
            }
            Self::TooFewItems { missing: 1 } => "One more item of what it is for, and it applies.".into(),
            Self::TooFewItems { missing } => format!("{missing} more items of what it is for, and it applies."),
            Self::NotWith(other) => format!("It cannot be combined with “{other}”."),
            Self::NothingLeft => "There is nothing left to take off.".into(),
        }
    }

    /// Whether a shopper who did not ask for the promotion should be told: something they can still do, or something that
    /// they would wonder about.
    pub const fn concerns_everyone(&self) -> bool {
        matches!(self, Self::BelowMinimum { .. } | Self::TooFewItems { .. } | Self::NotWith(_))
    }
}
