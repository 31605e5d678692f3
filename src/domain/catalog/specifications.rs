//! Filterable specifications: what can be chosen of them, and what was.

use super::{FacetValue, Micro, facets::words};
use serde::{Deserialize, Serialize};

/// What is chosen of one specification: values of a choice or a yes/no, or the ends of a range of numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChosenSpecification {
    pub slug: String,
    /// Slugs; of a yes/no, "yes" and "no". Several widen.
    pub values: Vec<String>,
    pub min: Option<Micro>,
    pub max: Option<Micro>,
}

impl ChosenSpecification {
    pub fn is_empty(&self) -> bool {
        self.chosen() == 0
    }

    /// How many things it narrows by.
    pub fn chosen(&self) -> usize {
        self.values.len() + usize::from(self.min.is_some()) + usize::from(self.max.is_some())
    }

    /// Each thing chosen, with what is left without it.
    pub(super) fn chips(&self, facet: Option<&SpecificationFacet>) -> Vec<(String, Self)> {
        let name = facet.map_or_else(|| words(&self.slug), |facet| facet.name.clone());
        let unit = facet.map(|facet| facet.unit.as_str()).unwrap_or_default();
        let mut chips = Vec::new();
        for slug in &self.values {
            let known = facet.and_then(|facet| facet.values.iter().find(|value| value.slug == *slug));
            let value = known.map_or_else(|| words(slug), |value| value.name.clone());
            let values = self.values.iter().filter(|other| *other != slug).cloned().collect();
            chips.push((format!("{name}: {value}"), Self { values, ..self.clone() }));
        }
        if let Some(min) = self.min {
            chips.push((format!("{name} from {min} {unit}").trim_end().to_owned(), Self { min: None, ..self.clone() }));
        }
        if let Some(max) = self.max {
            chips
                .push((format!("{name} up to {max} {unit}").trim_end().to_owned(), Self { max: None, ..self.clone() }));
        }
        chips
    }
}

/// A filterable specification in a listing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpecificationFacet {
    pub slug: String,
    pub name: String,
    /// Of a number, for example "ml".
    pub unit: String,
    /// Of a choice or a yes/no.
    pub values: Vec<FacetValue>,
    /// Of a number.
    pub range: Option<NumberRange>,
}

/// The least and the greatest value found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberRange {
    pub least: Micro,
    pub most: Micro,
}

#[cfg(test)]
mod tests {
    use crate::domain::catalog::{Facets, ListingQuery, Micro, NumberRange, SpecificationFacet};

    #[test]
    fn each_thing_chosen_of_a_specification_is_a_chip() {
        let weight = SpecificationFacet {
            slug: "weight".into(),
            name: "Weight".into(),
            unit: "kg".into(),
            values: vec![],
            range: Some(NumberRange { least: Micro(0), most: Micro(9_000_000) }),
        };
        let facets = Facets { specifications: vec![weight], ..Facets::default() };
        let query = ListingQuery::parse("spec-weight-min=1.5&spec-lining=silk,wool&stock=in&rating=4&after=0.3");
        let chips: Vec<_> =
            facets.chips(&query).into_iter().map(|chip| (chip.label, chip.without.query_string())).collect();
        let chips: Vec<_> = chips.iter().map(|(label, without)| (label.as_str(), without.as_str())).collect();
        assert_eq!(
            chips,
            [
                ("4 stars and up", "stock=in&spec-lining=silk,wool&spec-weight-min=1.5"),
                ("In stock", "rating=4&spec-lining=silk,wool&spec-weight-min=1.5"),
                ("Lining: Silk", "rating=4&stock=in&spec-lining=wool&spec-weight-min=1.5"),
                ("Lining: Wool", "rating=4&stock=in&spec-lining=silk&spec-weight-min=1.5"),
                ("Weight from 1.5 kg", "rating=4&stock=in&spec-lining=silk,wool"),
            ]
        );
    }
}
