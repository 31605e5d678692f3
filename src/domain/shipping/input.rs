//! Carriers, zones, methods and rates as staff and programs send them.

mod carrier;
mod method;
mod rate;
mod zone;

pub use carrier::{CarrierInput, CheckedCarrier, tracking_url};
pub use method::{CheckedMethod, MethodInput, Pickup};
pub use rate::{CheckedRate, RateInput, RateRowInput};
pub use zone::{CheckedZone, ZoneInput, ZonePlace};

use crate::domain::{
    forms::{Problem, number},
    money::{Currency, Money},
};

/// Longest name of a carrier, a zone or a method.
pub const NAME_LENGTH: u32 = 60;
/// Longest link of a carrier.
pub const TRACKING_LENGTH: u32 = 300;
/// Stands for the tracking number in a carrier's link.
pub const TRACKING_PLACE: &str = "{tracking}";
/// Longest text that says where something is fetched.
pub const PICKUP_PLACE_LENGTH: u32 = 300;
/// Most rows of a table.
pub const MAX_ROWS: usize = 30;
/// Most places of a zone.
pub const MAX_PLACES: usize = 300;
/// Longest delivery, in working days.
const MOST_DAYS: i64 = 120;
/// A hundred tons.
const MOST_GRAMS: i64 = 100_000_000;
/// The one currency of the shop's prices.
const CURRENCY: Currency = Currency::Eur;

const MOST_MINOR: i64 = crate::domain::money::MAX_PRICE_MINOR;

fn above_zero(number: i64) -> Result<i64, Problem> {
    if number > 0 { Ok(number) } else { Err(Problem::OutOfRange(1, MOST_MINOR)) }
}

fn price(text: &str) -> Result<i64, Problem> {
    if text.trim().is_empty() {
        return Err(Problem::Required);
    }
    Money::parse(text, CURRENCY).map(|money| money.minor).ok_or(Problem::NotAPrice)
}

fn optional_price(text: &str) -> Result<Option<i64>, Problem> {
    if text.trim().is_empty() { Ok(None) } else { price(text).map(Some) }
}

fn optional_number(text: &str, most: i64) -> Result<Option<i64>, Problem> {
    if text.trim().is_empty() { Ok(None) } else { number(text, 0, most).map(Some) }
}
