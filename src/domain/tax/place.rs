//! Which taxes apply where and when.

use super::TaxRate;
use crate::domain::{forms::Problem, timestamp::Timestamp};
use serde::{Deserialize, Serialize};
use std::{collections::HashMap, fmt, str::FromStr};

/// A rate with where and when it applies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxRule {
    pub rate: TaxRate,
    /// As addresses have it; empty is all of the country.
    pub region: String,
    pub postcodes: PostcodePattern,
    pub valid_from: Timestamp,
    /// The first moment at which it is over.
    pub valid_until: Option<Timestamp>,
}

/// Where something is taxed, within a country.
#[derive(Clone, Copy, Debug, Default)]
pub struct TaxPlace<'a> {
    pub region: &'a str,
    pub postcode: &'a str,
}

/// The rates that apply, in the order given.
///
/// Taxes of different names add up, as state and county taxes do. Of those with one name, the most particular place wins:
/// postcodes before a region, a region before the country; so "VAT 0 %" for postcode 27498 replaces the country's VAT
/// there (Heligoland lies outside the Union's VAT area, Directive 2006/112/EC, article 6).
pub fn applicable<'a>(
    rules: impl IntoIterator<Item = &'a TaxRule>,
    place: TaxPlace<'_>,
    now: Timestamp,
) -> Vec<TaxRate> {
    let rules: Vec<&TaxRule> = rules.into_iter().filter(|rule| rule.applies(place, now)).collect();
    let mut most: HashMap<&str, u8> = HashMap::new();
    for rule in &rules {
        let known = most.entry(&rule.rate.name).or_default();
        *known = rule.particularity().max(*known);
    }
    let wins = |rule: &&&TaxRule| most.get(rule.rate.name.as_str()) == Some(&rule.particularity());
    rules.iter().filter(wins).map(|rule| rule.rate.clone()).filter(|rate| rate.ppm > 0).collect()
}

impl TaxRule {
    fn applies(&self, place: TaxPlace<'_>, now: Timestamp) -> bool {
        let in_region = self.region.is_empty() || self.region.to_lowercase() == place.region.trim().to_lowercase();
        let in_time = self.valid_from <= now && self.valid_until.is_none_or(|until| now < until);
        in_region && in_time && self.postcodes.matches(place.postcode)
    }

    const fn particularity(&self) -> u8 {
        let by_region = if self.region.is_empty() { 0 } else { 1 };
        if self.postcodes.0.is_empty() { by_region } else { 2 + by_region }
    }
}

/// Postcodes: "27498", a range "20000-20999", a beginning "97*", or several of them with commas between. Empty is all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PostcodePattern(String);

const PATTERN_LENGTH: usize = 400;

impl PostcodePattern {
    pub fn matches(&self, postcode: &str) -> bool {
        let postcode = tidy(postcode);
        self.0.is_empty() || self.0.split(',').any(|part| part_matches(part, &postcode))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PostcodePattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for PostcodePattern {
    type Err = Problem;

    fn from_str(text: &str) -> Result<Self, Problem> {
        let parts: Vec<String> = text.split(',').map(tidy).filter(|part| !part.is_empty()).collect();
        let pattern = parts.join(",");
        let is_part = |part: &String| {
            let stem = part.strip_suffix('*').unwrap_or(part);
            let of_range = part.split_once('-').is_none_or(|(from, to)| is_range(from, to));
            !stem.is_empty() && of_range && stem.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        };
        if pattern.len() > PATTERN_LENGTH || !parts.iter().all(is_part) {
            return Err(Problem::NotPostcodes);
        }
        Ok(Self(pattern))
    }
}

/// Two numbers of one length, the first not above the second: then they compare as texts do.
fn is_range(from: &str, to: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number(from) && is_number(to) && from.len() == to.len() && from <= to
}

fn part_matches(part: &str, postcode: &str) -> bool {
    if let Some(start) = part.strip_suffix('*') {
        return postcode.starts_with(start);
    }
    match part.split_once('-') {
        // The first digits decide, so that "90001-1234" (ZIP+4) lies in "90000-90999".
        Some((from, to)) => postcode.get(..from.len()).is_some_and(|start| (from..=to).contains(&start)),
        None => postcode == part,
    }
}

/// In upper case, without blanks: "SW1A 1AA" is "SW1A1AA".
fn tidy(text: &str) -> String {
    text.chars().filter(|char| !char.is_whitespace()).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(name: &str, ppm: u32, region: &str, postcodes: &str) -> TaxRule {
        TaxRule {
            rate: TaxRate { name: name.into(), ppm, included: false },
            region: region.into(),
            postcodes: postcodes.parse().unwrap(),
            valid_from: Timestamp(0),
            valid_until: None,
        }
    }

    fn names(rules: &[TaxRule], region: &str, postcode: &str) -> Vec<(String, u32)> {
        let rates = applicable(rules, TaxPlace { region, postcode }, Timestamp(10));
        rates.into_iter().map(|rate| (rate.name, rate.ppm)).collect()
    }

    #[test]
    fn postcodes_match_by_themselves_by_range_and_by_their_beginning() {
        for (pattern, postcode, matches) in [
            ("", "", true),
            ("27498", "27498", true),
            ("27498", "2749", false),
            ("97*", "97201", true),
            ("97*", "09720", false),
            ("20000-20999", "20095", true),
            ("20000-20999", "21000", false),
            ("90000-90999", "90210-1234", true),
            ("20000-20999", "200", false),
            ("1*, SW1A 1AA", "sw1a1aa", true),
        ] {
            let parsed: PostcodePattern = pattern.parse().unwrap();
            assert_eq!(parsed.matches(postcode), matches, "{pattern} {postcode}");
        }
        for pattern in ["*", "2-1", "2000-20999", "a-b", "1;2", "-1", "1-", "9**"] {
            assert!(pattern.parse::<PostcodePattern>().is_err(), "{pattern}");
        }
    }

    #[test]
    fn taxes_of_different_names_add_up_and_of_one_name_the_most_particular_place_wins() {
        let rules = [
            rule("State", 72_500, "California", ""),
            rule("County", 22_500, "california", "900*"),
            rule("VAT", 190_000, "", ""),
            rule("VAT", 0, "", "27498"),
        ];
        let state = ("State".to_owned(), 72_500);
        let (county, vat) = (("County".to_owned(), 22_500), ("VAT".to_owned(), 190_000));
        assert_eq!(names(&rules, "California", "90012"), [state.clone(), county, vat.clone()]);
        assert_eq!(names(&rules, "California", "94103"), [state, vat.clone()]);
        assert_eq!(names(&rules, "", "20095"), [vat]);
        assert!(names(&rules, "", "27498").is_empty());
    }

    #[test]
    fn a_rate_applies_between_its_dates() {
        let changed = [
            TaxRule { valid_until: Some(Timestamp(10)), ..rule("VAT", 160_000, "", "") },
            TaxRule { valid_from: Timestamp(10), ..rule("VAT", 190_000, "", "") },
        ];
        let at = |now| {
            applicable(&changed, TaxPlace::default(), Timestamp(now))
                .into_iter()
                .map(|rate| rate.ppm)
                .collect::<Vec<_>>()
        };
        assert_eq!((at(9), at(10)), (vec![160_000], vec![190_000]));
    }
}
