//! Carriers, zones, methods and rates as staff and programs send them.

use super::{Calculator, Limits, MethodKind, Rate, RateRow, RateTable, region_key};
use crate::domain::{
    country::country_name,
    forms::{FieldErrors, Problem, number, optional_line, optional_text, required_line},
    ids::{FulfillmentCenterId, ShippingCarrierId},
    money::{Currency, Money},
};
use serde::{Deserialize, Serialize};

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

/// A carrier's link for a parcel, the number encoded; empty if the carrier has none.
pub fn tracking_url(template: &str, number: &str) -> String {
    let mut encoded = String::new();
    for byte in number.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    template.replace(TRACKING_PLACE, &encoded)
}

/// A carrier as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CarrierInput {
    pub name: String,
    pub tracking_url: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CheckedCarrier {
    pub name: String,
    /// Empty, or https with [`TRACKING_PLACE`] behind the host.
    pub tracking_url: String,
}

impl CarrierInput {
    pub fn check(&self) -> Result<CheckedCarrier, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.take("name", required_line(&self.name, NAME_LENGTH)).unwrap_or_default();
        let tracking_url = errors.take("tracking_url", link(&self.tracking_url)).unwrap_or_default();
        errors.into_result()?;
        Ok(CheckedCarrier { name, tracking_url })
    }
}

/// The number stands behind the host, so that no number leads elsewhere.
fn link(text: &str) -> Result<String, Problem> {
    let link = optional_line(text, TRACKING_LENGTH)?;
    if link.is_empty() {
        return Ok(link);
    }
    let rest = link.strip_prefix("https://").ok_or(Problem::NotATrackingLink)?;
    let (host, path) = rest.split_once('/').ok_or(Problem::NotATrackingLink)?;
    let is_host = !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:".contains(&byte));
    let is_path = path.contains(TRACKING_PLACE) && !path.chars().any(char::is_whitespace);
    if is_host && is_path { Ok(link) } else { Err(Problem::NotATrackingLink) }
}

/// A country, or a region of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZonePlace {
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// As addresses have it; empty is all of the country.
    pub region: String,
}

impl ZonePlace {
    /// "Germany", "Alaska, United States".
    pub fn label(&self) -> String {
        let country = country_name(&self.country).unwrap_or(&self.country);
        if self.region.is_empty() { country.to_owned() } else { format!("{}, {country}", self.region) }
    }
}

/// A zone as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ZoneInput {
    pub name: String,
    /// Whole ones.
    pub countries: Vec<String>,
    /// One a line: "US: Alaska".
    pub regions: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CheckedZone {
    pub name: String,
    pub places: Vec<ZonePlace>,
}

impl ZoneInput {
    pub fn check(&self) -> Result<CheckedZone, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.take("name", required_line(&self.name, NAME_LENGTH)).unwrap_or_default();
        let mut places = errors.take("countries", countries(&self.countries)).unwrap_or_default();
        places.extend(errors.take("regions", regions(&self.regions)).unwrap_or_default());
        if places.is_empty() && errors.message("countries").is_none() && errors.message("regions").is_none() {
            errors.add("countries", Problem::Required);
        }
        if places.len() > MAX_PLACES {
            errors.add("regions", Problem::TooMany(MAX_PLACES as u32));
        }
        errors.into_result()?;
        Ok(CheckedZone { name, places })
    }

    /// What a form shows of a zone.
    pub fn of(name: &str, places: &[ZonePlace]) -> Self {
        let (whole, parts): (Vec<_>, Vec<_>) = places.iter().partition(|place| place.region.is_empty());
        let lines: Vec<String> = parts.iter().map(|place| format!("{}: {}", place.country, place.region)).collect();
        Self {
            name: name.to_owned(),
            countries: whole.iter().map(|place| place.country.clone()).collect(),
            regions: lines.join("\n"),
        }
    }
}

fn countries(codes: &[String]) -> Result<Vec<ZonePlace>, Problem> {
    let mut places: Vec<ZonePlace> = Vec::new();
    for code in codes {
        country_name(code).ok_or(Problem::UnknownCountry)?;
        let place = ZonePlace { country: code.clone(), region: String::new() };
        if !places.contains(&place) {
            places.push(place);
        }
    }
    Ok(places)
}

fn regions(text: &str) -> Result<Vec<ZonePlace>, Problem> {
    let text = optional_text(text, 20_000)?;
    let mut places: Vec<ZonePlace> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (country, region) = line.split_once([':', ',']).ok_or(Problem::NotRegions)?;
        let country = country.trim().to_uppercase();
        country_name(&country).ok_or(Problem::NotRegions)?;
        let region = required_line(region, 100).map_err(|_| Problem::NotRegions)?;
        let is_same = |place: &ZonePlace| place.country == country && region_key(&place.region) == region_key(&region);
        if places.iter().any(is_same) {
            return Err(Problem::AlreadyTaken);
        }
        places.push(ZonePlace { country, region });
    }
    Ok(places)
}

/// A method as it was sent, without its rates.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MethodInput {
    pub name: String,
    pub carrier: String,
    pub active: bool,
    /// "delivery" or "pickup".
    pub kind: String,
    pub days_min: String,
    pub days_max: String,
    pub position: String,
    /// In grams.
    pub minimum_weight: String,
    pub maximum_weight: String,
    pub minimum_value: String,
    pub maximum_value: String,
    /// Of a pickup.
    pub center: String,
    pub pickup_place: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CheckedMethod {
    pub name: String,
    pub carrier: ShippingCarrierId,
    pub active: bool,
    pub days_min: i64,
    pub days_max: i64,
    pub position: i64,
    pub limits: Limits,
    pub pickup: Option<Pickup>,
}

/// Where a method's parcels are fetched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pickup {
    pub center: FulfillmentCenterId,
    /// Street, hours: for the customer.
    pub place: String,
}

impl CheckedMethod {
    pub const fn kind(&self) -> MethodKind {
        if self.pickup.is_some() { MethodKind::Pickup } else { MethodKind::Delivery }
    }
}

impl MethodInput {
    pub fn check(&self) -> Result<CheckedMethod, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.take("name", required_line(&self.name, NAME_LENGTH)).unwrap_or_default();
        let carrier = self.carrier.trim().parse().map_err(|_| Problem::UnknownChoice);
        let carrier = errors.take("carrier", carrier).unwrap_or(ShippingCarrierId(0));
        let days_min = errors.take("days_min", number(&self.days_min, 0, MOST_DAYS)).unwrap_or_default();
        let days_max = errors.take("days_max", number(&self.days_max, days_min, MOST_DAYS)).unwrap_or_default();
        let position = errors.take("position", optional_number(&self.position, 999)).flatten().unwrap_or_default();
        let limits = self.limits(&mut errors);
        let pickup = self.pickup(&mut errors);
        errors.into_result()?;
        Ok(CheckedMethod { name, carrier, active: self.active, days_min, days_max, position, limits, pickup })
    }

    fn limits(&self, errors: &mut FieldErrors) -> Limits {
        let mut grams = |field: &str, text: &str| errors.take(field, optional_number(text, MOST_GRAMS)).flatten();
        let (least, most) =
            (grams("minimum_weight", &self.minimum_weight), grams("maximum_weight", &self.maximum_weight));
        let mut minor = |field: &str, text: &str| errors.take(field, optional_price(text)).flatten();
        let (cheapest, dearest) =
            (minor("minimum_value", &self.minimum_value), minor("maximum_value", &self.maximum_value));
        if least.zip(most).is_some_and(|(least, most)| least > most) {
            errors.add("maximum_weight", Problem::BelowMinimum);
        }
        if cheapest.zip(dearest).is_some_and(|(least, most)| least > most) {
            errors.add("maximum_value", Problem::BelowMinimum);
        }
        Limits {
            minimum_weight_grams: least,
            maximum_weight_grams: most,
            minimum_value_minor: cheapest,
            maximum_value_minor: dearest,
        }
    }

    fn pickup(&self, errors: &mut FieldErrors) -> Option<Pickup> {
        match self.kind.as_str() {
            "" | "delivery" => None,
            "pickup" => {
                let center = self.center.trim().parse().map_err(|_| Problem::UnknownChoice);
                let center = errors.take("center", center);
                let place = match optional_text(&self.pickup_place, PICKUP_PLACE_LENGTH) {
                    Ok(place) if place.is_empty() => Err(Problem::Required),
                    place => place,
                };
                let place = errors.take("pickup_place", place);
                Some(Pickup { center: center?, place: place? })
            }
            _ => {
                errors.add("kind", Problem::UnknownChoice);
                None
            }
        }
    }
}

impl From<&CheckedMethod> for MethodInput {
    fn from(method: &CheckedMethod) -> Self {
        let number = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
        let price = |minor: Option<i64>| minor.map(|minor| Money::new(minor, CURRENCY).decimal()).unwrap_or_default();
        Self {
            name: method.name.clone(),
            carrier: method.carrier.to_string(),
            active: method.active,
            kind: if method.pickup.is_some() { "pickup" } else { "delivery" }.to_owned(),
            days_min: method.days_min.to_string(),
            days_max: method.days_max.to_string(),
            position: method.position.to_string(),
            minimum_weight: number(method.limits.minimum_weight_grams),
            maximum_weight: number(method.limits.maximum_weight_grams),
            minimum_value: price(method.limits.minimum_value_minor),
            maximum_value: price(method.limits.maximum_value_minor),
            center: method.pickup.as_ref().map(|pickup| pickup.center.to_string()).unwrap_or_default(),
            pickup_place: method.pickup.as_ref().map(|pickup| pickup.place.clone()).unwrap_or_default(),
        }
    }
}

/// A rate as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RateInput {
    /// "flat", "weight", "value"; "none" where the method does not go.
    pub calculator: String,
    pub price: String,
    pub free_from: String,
    pub rows: Vec<RateRowInput>,
}

/// A row; one of which nothing is filled in does not count.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RateRowInput {
    /// Grams, or an amount; empty is "everything above".
    pub up_to: String,
    pub price: String,
}

/// A rate that is fit to be saved.
pub type CheckedRate = Rate;

impl RateInput {
    /// The rate; `None` where the method does not go. In `minor`, amounts are whole minor units, as programs have them.
    pub fn check(&self, minor: bool) -> Result<Option<CheckedRate>, FieldErrors> {
        let amount = |text: &str| if minor { number(text, 0, MOST_MINOR) } else { price(text) };
        let mut errors = FieldErrors::default();
        let free_from = match self.free_from.trim() {
            "" => None,
            text => errors.take("free_from", amount(text)),
        };
        let calculator = match self.calculator.as_str() {
            "none" => {
                return Ok(None);
            }
            "flat" => errors.take("price", amount(&self.price)).map(|price_minor| Calculator::Flat { price_minor }),
            "weight" => {
                let rows = self.table(&mut errors, amount, |text| number(text, 1, MOST_GRAMS));
                Some(Calculator::Weight { rows })
            }
            "value" => {
                let rows = self.table(&mut errors, amount, amount);
                Some(Calculator::Value { rows })
            }
            _ => {
                errors.add("calculator", Problem::UnknownChoice);
                None
            }
        };
        errors.into_result()?;
        Ok(calculator.map(|calculator| Rate { calculator, free_from_minor: free_from }))
    }

    fn table(
        &self,
        errors: &mut FieldErrors,
        price: impl Fn(&str) -> Result<i64, Problem>,
        end: impl Fn(&str) -> Result<i64, Problem>,
    ) -> RateTable {
        let mut rows: Vec<RateRow> = Vec::new();
        for (index, row) in self.rows.iter().enumerate() {
            if row.up_to.trim().is_empty() && row.price.trim().is_empty() {
                continue;
            }
            let (up_to_field, price_field) = (format!("rows.{index}.up_to"), format!("rows.{index}.price"));
            let up_to = match row.up_to.trim() {
                "" => Some(None),
                text => errors.take(&up_to_field, end(text).and_then(above_zero)).map(Some),
            };
            let price_minor = errors.take(&price_field, price(&row.price));
            let Some((up_to, price_minor)) = up_to.zip(price_minor) else { continue };
            if rows.iter().any(|known| known.up_to == up_to) {
                errors.add(&up_to_field, Problem::AlreadyTaken);
            }
            rows.push(RateRow { up_to, price_minor });
        }
        if rows.is_empty() && errors.is_empty() {
            errors.add("rows.0.price", Problem::Required);
        }
        if rows.len() > MAX_ROWS {
            errors.add("rows.0.price", Problem::TooMany(MAX_ROWS as u32));
        }
        RateTable::new(rows)
    }

    /// What a form shows of a rate.
    pub fn of(rate: &Rate) -> Self {
        let decimal = |minor: i64| Money::new(minor, CURRENCY).decimal();
        let by_value = matches!(rate.calculator, Calculator::Value { .. });
        let end = |up_to: i64| if by_value { decimal(up_to) } else { up_to.to_string() };
        let rows = rate.calculator.rows().map(RateTable::rows).unwrap_or_default();
        Self {
            calculator: rate.calculator.slug().to_owned(),
            price: match rate.calculator {
                Calculator::Flat { price_minor } => decimal(price_minor),
                _ => String::new(),
            },
            free_from: rate.free_from_minor.map(decimal).unwrap_or_default(),
            rows: rows
                .iter()
                .map(|row| RateRowInput {
                    up_to: row.up_to.map(end).unwrap_or_default(),
                    price: decimal(row.price_minor),
                })
                .collect(),
        }
    }
}

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
