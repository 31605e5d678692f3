//! Returns: what a customer sends back of an order, from the request to the refund.

mod input;
mod settings;
mod status;

pub use input::{
    DEDUCTION_LENGTH, INSTRUCTIONS_LENGTH, NOTE_LENGTH, ReceivedLine, ReceivedUnits, RefundAmount, ReturnRequest,
    WantedLine, note_field, quantity_field, reason_field, received_field, restock_field,
};
pub use settings::{ReturnSettings, ReturnSettingsInput};
pub use status::{ReturnReason, ReturnStatus};

use super::{
    ids::{FulfillmentCenterId, OrderLineId, ReturnId},
    money::Money,
    order::{OrderDetail, OrderNumber, OrderStatus},
    staff::PageLinks,
    timestamp::Timestamp,
};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// The number people quote: "R100042". It is the return's id in another dress.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnNumber(pub ReturnId);

const NUMBER_BASE: i64 = 100_000;

impl fmt::Display for ReturnNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "R{}", NUMBER_BASE + self.0.0)
    }
}

/// The text is not the number of a return.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the number of a return")]
pub struct NotAReturnNumber;

impl FromStr for ReturnNumber {
    type Err = NotAReturnNumber;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = text.strip_prefix(['R', 'r']).ok_or(NotAReturnNumber)?;
        let number: i64 = digits.parse().map_err(|_| NotAReturnNumber)?;
        if number > NUMBER_BASE { Ok(Self(ReturnId(number - NUMBER_BASE))) } else { Err(NotAReturnNumber) }
    }
}

/// A return as its customer and the staff see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderReturn {
    pub number: ReturnNumber,
    pub order: OrderNumber,
    pub status: ReturnStatus,
    pub created_at: Timestamp,
    pub lines: Vec<ReturnLine>,
    /// Where to send it and how; empty before it is approved.
    pub instructions: String,
    /// Why it was rejected; empty if it was not.
    pub rejection: String,
    /// What was credited to the customer: the worth of what came, the price of shipping given back with it, less the
    /// deduction.
    pub refunded: Money,
    pub shipping: Money,
    pub deduction: Money,
    pub deduction_reason: String,
    /// Every state that it came to, the first first.
    pub events: Vec<ReturnEvent>,
}

/// Units of an order line that are sent back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnLine {
    pub line: OrderLineId,
    pub sku: String,
    pub title: String,
    pub options: String,
    pub quantity: i64,
    /// Units that came; none before they were received.
    pub received: i64,
    pub reason: ReturnReason,
    /// In the customer's words; may be empty.
    pub note: String,
    /// The center where what came is for sale again; empty where it is not, and for customers.
    pub restocked_at: String,
}

/// A state that a return came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnEvent {
    pub status: ReturnStatus,
    /// A staff e-mail or "shopper"; shown to staff only.
    pub actor: String,
    pub at: Timestamp,
}

impl OrderReturn {
    /// Leaves out what is the crew's to know: who did it, and where things lie.
    pub fn keep_for_customer(&mut self) {
        self.events.iter_mut().for_each(|event| event.actor.clear());
        self.lines.iter_mut().for_each(|line| line.restocked_at.clear());
    }

    /// "2 x MUG, 1 x TEA": what is sent back, or what came of it.
    pub fn told(&self) -> String {
        let has_come = matches!(self.status, ReturnStatus::Received | ReturnStatus::Refunded);
        let unit = |line: &ReturnLine| match has_come {
            true if line.received == 0 => None,
            true => Some(format!("{} x {}", line.received, line.sku)),
            false => Some(format!("{} x {}", line.quantity, line.sku)),
        };
        self.lines.iter().filter_map(unit).collect::<Vec<_>>().join(", ")
    }

    /// Units that are sent back.
    pub fn units(&self) -> i64 {
        self.lines.iter().map(|line| line.quantity).sum()
    }
}

/// Until when a customer may ask to return something of an order: so many days after its last parcel arrived or was
/// fetched, or left where nobody noted that it arrived. `None` where nothing can be returned, or only staff can see to it.
pub fn returnable_until(order: &OrderDetail, settings: &ReturnSettings) -> Option<Timestamp> {
    let takes_returns = !matches!(order.status, OrderStatus::Canceled | OrderStatus::Refunded);
    let has_units = order.lines.iter().any(|line| line.returnable() > 0);
    let last = order.shipments.iter().map(|shipment| shipment.received_at().unwrap_or(shipment.shipped_at)).max()?;
    (takes_returns && has_units && settings.window_days > 0).then(|| last.plus_days(settings.window_days))
}

/// What staff need to work on a return.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffReturn {
    pub detail: OrderReturn,
    pub email: String,
    /// Of whoever received the order.
    pub name: String,
    /// Where it can be put up for sale again, the center that ships first before the others.
    pub centers: Vec<(FulfillmentCenterId, String)>,
    /// What to tell the customer, as the shop has it.
    pub instructions: String,
    /// Once it came: what the customer paid for the units, as far as it was not given back already.
    pub worth: Money,
    /// And what is left of the price of shipping.
    pub shipping: Money,
}

/// One page of the list of returns.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnList {
    /// How many there are in each state.
    pub counts: Vec<(ReturnStatus, i64)>,
    pub returns: Vec<ReturnRow>,
    pub pages: PageLinks,
}

/// A return in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnRow {
    pub number: ReturnNumber,
    pub order: OrderNumber,
    pub status: ReturnStatus,
    pub created_at: Timestamp,
    /// Of whoever received the order.
    pub name: String,
    pub email: String,
    pub units: i64,
    pub refunded: Money,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_survives_being_written_and_read() {
        let number = ReturnNumber(ReturnId(7));
        assert_eq!((number.to_string().as_str(), "r100007".parse()), ("R100007", Ok(number)));
        for text in ["", "R", "100007", "R100000", "T100007", "R-1", "R99999999999999999999"] {
            assert!(text.parse::<ReturnNumber>().is_err(), "{text}");
        }
    }
}
