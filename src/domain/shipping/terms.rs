//! What shipping costs, in the words of the pages that mention it.

use crate::domain::money::Money;
use serde::{Deserialize, Serialize};

/// What shipping costs, in the words of the pages that mention it.
///
/// Worded on the server, so that the browser needs no code for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShippingTerms {
    /// "within Germany from €100": from when shipping in the shop's own country is free; none if it never is.
    pub free: Option<String>,
    /// A line for each zone: "Germany: from €4.90, free from €100, 2–4 working days."
    pub zones: Vec<String>,
    /// Codes of the countries that some method goes to. Not sent with every page.
    #[serde(skip)]
    pub ships_to: Vec<String>,
}

/// The rates of a shipping zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneTerms {
    pub name: String,
    /// The shop's own country is in it.
    pub home: bool,
    /// Per method: its price, from when it is free, and its working days, least and most.
    pub rates: Vec<(Money, Option<Money>, (i64, i64))>,
}

impl ShippingTerms {
    /// Words the rates. `country` is the name of the shop's own.
    pub fn word(country: &str, zones: &[ZoneTerms]) -> Self {
        let home = zones.iter().filter(|zone| zone.home);
        let free = home.filter_map(ZoneTerms::free_from).min_by_key(|from| from.minor);
        Self {
            free: free.map(|from| format!("within {country} from {}", from.short())),
            zones: zones.iter().filter_map(ZoneTerms::line).collect(),
            ships_to: Vec::new(),
        }
    }
}

impl ZoneTerms {
    fn free_from(&self) -> Option<Money> {
        self.rates.iter().filter_map(|(_, free, _)| *free).min_by_key(|from| from.minor)
    }

    fn line(&self) -> Option<String> {
        let (price, _, (least, most)) = self.rates.iter().min_by_key(|(price, ..)| price.minor)?;
        let price = if price.is_zero() { "free".to_owned() } else { format!("from {price}") };
        let free = self.free_from().map(|from| format!(", free from {}", from.short())).unwrap_or_default();
        let days = match (least, most) {
            (1, 1) => "1 working day".to_owned(),
            (least, most) if least == most => format!("{least} working days"),
            (least, most) => format!("{least}–{most} working days"),
        };
        Some(format!("{}: {price}{free}, {days}.", self.name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Currency;

    #[test]
    fn terms_are_worded_from_the_rates() {
        let euro = |minor| Money::new(minor, Currency::Eur);
        let zone = |name: &str, home, rates| ZoneTerms { name: name.into(), home, rates };
        let zones = [
            zone("Germany", true, vec![(euro(990), None, (1, 2)), (euro(490), Some(euro(10_000)), (2, 4))]),
            zone("World", false, vec![(euro(2_450), Some(euro(12_345)), (3, 3)), (euro(9_000), None, (1, 1))]),
            zone("Nowhere", false, vec![]),
        ];
        let terms = ShippingTerms::word("Germany", &zones);
        assert_eq!(terms.free.as_deref(), Some("within Germany from €100"));
        assert_eq!(
            terms.zones,
            [
                "Germany: from €4.90, free from €100, 2–4 working days.",
                "World: from €24.50, free from €123.45, 3 working days."
            ]
        );
        assert_eq!(ShippingTerms::word("Germany", &zones[1..]).free, None);
        assert_eq!(ShippingTerms::word("Germany", &[]), ShippingTerms::default());
    }
}
