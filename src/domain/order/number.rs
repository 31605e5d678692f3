//! The numbers of orders.

use crate::domain::ids::OrderId;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// The number people quote: "T100042". It is the order's id in another dress.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderNumber(pub OrderId);

const NUMBER_BASE: i64 = 100_000;

impl fmt::Display for OrderNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "T{}", NUMBER_BASE + self.0.0)
    }
}

/// The text is not an order number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an order number")]
pub struct NotAnOrderNumber;

impl FromStr for OrderNumber {
    type Err = NotAnOrderNumber;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = text.strip_prefix(['T', 't']).ok_or(NotAnOrderNumber)?;
        let number: i64 = digits.parse().map_err(|_| NotAnOrderNumber)?;
        if number > NUMBER_BASE { Ok(Self(OrderId(number - NUMBER_BASE))) } else { Err(NotAnOrderNumber) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_survives_being_written_and_read() {
        let number = OrderNumber(OrderId(42));
        assert_eq!(number.to_string(), "T100042");
        assert_eq!("t100042".parse(), Ok(number));
        for text in ["", "T", "100042", "T100000", "T-1", "Tx", "T99999999999999999999"] {
            assert!(text.parse::<OrderNumber>().is_err(), "{text}");
        }
    }
}
