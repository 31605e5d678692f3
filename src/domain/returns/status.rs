//! Where a return stands, and why something is sent back.

use serde::{Deserialize, Serialize};

/// Where a return stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(rename_all = "snake_case", type_name = "TEXT"))]
#[serde(rename_all = "snake_case")]
pub enum ReturnStatus {
    /// The customer asked, and nobody has answered.
    Requested,
    /// On its way.
    Approved,
    /// It came, and what it is worth is not settled.
    Received,
    /// Settled: credited in whole, in part or not at all.
    Refunded,
    Rejected,
    /// By the customer, before anybody had answered.
    Canceled,
}

impl ReturnStatus {
    pub const ALL: [Self; 6] =
        [Self::Requested, Self::Approved, Self::Received, Self::Refunded, Self::Rejected, Self::Canceled];

    /// Whether a return may go from here to there; none comes back to where it was.
    ///
    /// One that was approved is rejected when it never came.
    pub const fn may_become(self, next: Self) -> bool {
        use ReturnStatus::{Approved, Canceled, Received, Refunded, Rejected, Requested};
        matches!(
            (self, next),
            (Requested, Approved | Rejected | Canceled) | (Approved, Received | Rejected) | (Received, Refunded)
        )
    }

    /// Whether somebody has still to do something about it.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Requested | Self::Approved | Self::Received)
    }

    /// Stable text for addresses and the database.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Approved => "approved",
            Self::Received => "received",
            Self::Refunded => "refunded",
            Self::Rejected => "rejected",
            Self::Canceled => "canceled",
        }
    }

    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.slug() == slug)
    }

    /// As people read it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Requested => "Requested",
            Self::Approved => "Approved",
            Self::Received => "Received",
            Self::Refunded => "Refunded",
            Self::Rejected => "Rejected",
            Self::Canceled => "Canceled",
        }
    }
}

/// Why something is sent back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(rename_all = "snake_case", type_name = "TEXT"))]
#[serde(rename_all = "snake_case")]
pub enum ReturnReason {
    DoesNotFit,
    NotAsDescribed,
    Damaged,
    WrongItem,
    ChangedMind,
    /// In the customer's own words.
    Other,
}

impl ReturnReason {
    pub const ALL: [Self; 6] =
        [Self::DoesNotFit, Self::NotAsDescribed, Self::Damaged, Self::WrongItem, Self::ChangedMind, Self::Other];

    /// Stable text for forms and the database.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::DoesNotFit => "does_not_fit",
            Self::NotAsDescribed => "not_as_described",
            Self::Damaged => "damaged",
            Self::WrongItem => "wrong_item",
            Self::ChangedMind => "changed_mind",
            Self::Other => "other",
        }
    }

    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.slug() == slug)
    }

    /// As people read it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::DoesNotFit => "Does not fit",
            Self::NotAsDescribed => "Not as described",
            Self::Damaged => "Damaged",
            Self::WrongItem => "Wrong item",
            Self::ChangedMind => "Changed my mind",
            Self::Other => "Another reason",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_listed_transitions_are_allowed() {
        use ReturnStatus::*;
        let allowed: Vec<_> = ReturnStatus::ALL
            .into_iter()
            .flat_map(|from| ReturnStatus::ALL.into_iter().map(move |to| (from, to)))
            .filter(|(from, to)| from.may_become(*to))
            .collect();
        let expected = [
            (Requested, Approved),
            (Requested, Rejected),
            (Requested, Canceled),
            (Approved, Received),
            (Approved, Rejected),
            (Received, Refunded),
        ];
        assert_eq!(allowed, expected);
        for status in ReturnStatus::ALL {
            let leads_on = ReturnStatus::ALL.into_iter().any(|next| status.may_become(next));
            assert_eq!(leads_on, status.is_open(), "{status:?}");
        }
    }

    #[test]
    fn states_and_reasons_survive_being_written_and_read() {
        for status in ReturnStatus::ALL {
            assert_eq!(ReturnStatus::from_slug(status.slug()), Some(status));
        }
        for reason in ReturnReason::ALL {
            assert_eq!(ReturnReason::from_slug(reason.slug()), Some(reason));
        }
    }
}
