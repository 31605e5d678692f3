//! Zones as they are sent.

use super::{MAX_PLACES, NAME_LENGTH};
use crate::domain::{
    country::country_name,
    forms::{FieldErrors, Problem, optional_text, required_line},
    shipping::region_key,
};
use serde::{Deserialize, Serialize};

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
