//! Returns as programs of staff read them.

use super::super::types::{Money, instant};
use crate::domain::returns::{self, OrderReturn, ReturnEvent, ReturnLine, ReturnRow};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where a return stands.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReturnStatus {
    Requested,
    Approved,
    Received,
    Refunded,
    Rejected,
    Canceled,
}

impl From<returns::ReturnStatus> for ReturnStatus {
    fn from(status: returns::ReturnStatus) -> Self {
        match status {
            returns::ReturnStatus::Requested => Self::Requested,
            returns::ReturnStatus::Approved => Self::Approved,
            returns::ReturnStatus::Received => Self::Received,
            returns::ReturnStatus::Refunded => Self::Refunded,
            returns::ReturnStatus::Rejected => Self::Rejected,
            returns::ReturnStatus::Canceled => Self::Canceled,
        }
    }
}

/// Why something is sent back.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReturnReason {
    DoesNotFit,
    NotAsDescribed,
    Damaged,
    WrongItem,
    ChangedMind,
    /// Told in the note.
    Other,
}

impl From<returns::ReturnReason> for ReturnReason {
    fn from(reason: returns::ReturnReason) -> Self {
        match reason {
            returns::ReturnReason::DoesNotFit => Self::DoesNotFit,
            returns::ReturnReason::NotAsDescribed => Self::NotAsDescribed,
            returns::ReturnReason::Damaged => Self::Damaged,
            returns::ReturnReason::WrongItem => Self::WrongItem,
            returns::ReturnReason::ChangedMind => Self::ChangedMind,
            returns::ReturnReason::Other => Self::Other,
        }
    }
}

impl From<ReturnReason> for returns::ReturnReason {
    fn from(reason: ReturnReason) -> Self {
        match reason {
            ReturnReason::DoesNotFit => Self::DoesNotFit,
            ReturnReason::NotAsDescribed => Self::NotAsDescribed,
            ReturnReason::Damaged => Self::Damaged,
            ReturnReason::WrongItem => Self::WrongItem,
            ReturnReason::ChangedMind => Self::ChangedMind,
            ReturnReason::Other => Self::Other,
        }
    }
}

/// A return in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReturnSummary {
    #[schema(example = "R100042")]
    number: String,
    /// The number of its order.
    #[schema(example = "T100042")]
    order: String,
    status: ReturnStatus,
    #[schema(format = "date-time")]
    requested_at: String,
    /// Of whoever received the order.
    name: String,
    email: String,
    units: i64,
    refunded: Money,
}

impl From<ReturnRow> for ReturnSummary {
    fn from(row: ReturnRow) -> Self {
        let ReturnRow { number, order, status, created_at, name, email, units, refunded } = row;
        Self {
            number: number.to_string(),
            order: order.to_string(),
            status: status.into(),
            requested_at: instant(created_at),
            name,
            email,
            units,
            refunded: refunded.into(),
        }
    }
}

/// What is sent back of an order, and what became of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Return {
    #[schema(example = "R100042")]
    number: String,
    /// The number of its order.
    #[schema(example = "T100042")]
    order: String,
    status: ReturnStatus,
    #[schema(format = "date-time")]
    requested_at: String,
    lines: Vec<ReturnedLine>,
    /// Where to send it and how; empty before it is approved.
    instructions: String,
    /// Why it was rejected; empty if it was not.
    rejection: String,
    /// What was credited to the customer, the price of shipping in it.
    refunded: Money,
    /// The price of shipping that was given back.
    shipping: Money,
    /// What was kept of what the units are worth.
    deduction: Money,
    deduction_reason: String,
    /// Every state that it came to, the first first.
    timeline: Vec<ReturnTimelineEntry>,
}

/// Units of an order's line that are sent back.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReturnedLine {
    /// Of the order.
    line_id: i64,
    sku: String,
    title: String,
    /// "Navy / M".
    options: String,
    quantity: i64,
    /// Units that came.
    received: i64,
    reason: ReturnReason,
    /// In the customer's words.
    note: String,
    /// Name of the center where what came is for sale again; empty where it is not.
    restocked_at: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ReturnTimelineEntry {
    status: ReturnStatus,
    /// A staff e-mail or "shopper".
    actor: String,
    #[schema(format = "date-time")]
    at: String,
}

impl From<OrderReturn> for Return {
    fn from(detail: OrderReturn) -> Self {
        Self {
            number: detail.number.to_string(),
            order: detail.order.to_string(),
            status: detail.status.into(),
            requested_at: instant(detail.created_at),
            lines: detail.lines.into_iter().map(ReturnedLine::from).collect(),
            instructions: detail.instructions,
            rejection: detail.rejection,
            refunded: detail.refunded.into(),
            shipping: detail.shipping.into(),
            deduction: detail.deduction.into(),
            deduction_reason: detail.deduction_reason,
            timeline: detail.events.into_iter().map(ReturnTimelineEntry::from).collect(),
        }
    }
}

impl From<ReturnLine> for ReturnedLine {
    fn from(line: ReturnLine) -> Self {
        let ReturnLine { line, sku, title, options, quantity, received, reason, note, restocked_at } = line;
        Self { line_id: line.0, sku, title, options, quantity, received, reason: reason.into(), note, restocked_at }
    }
}

impl From<ReturnEvent> for ReturnTimelineEntry {
    fn from(event: ReturnEvent) -> Self {
        let ReturnEvent { status, actor, at } = event;
        Self { status: status.into(), actor, at: instant(at) }
    }
}
