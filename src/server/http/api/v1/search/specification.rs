//! Specifications as a search narrows by them, and as its result lists them.

use super::{FacetValue, value};
use crate::{
    domain::{
        catalog::{ChosenSpecification, Micro, SpecificationFacet},
        forms::Problem as Reason,
        slug,
    },
    server::http::api::problem::{ApiResult, Problem},
};
use serde::Serialize;
use utoipa::ToSchema;

const PARAMETER: &str = "specification";
const MAX_CHOICES: usize = 40;

/// A specification that the result can be narrowed by.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FoundSpecification {
    /// What stands before the colon in the parameter `specification`.
    pub slug: String,
    pub name: String,
    /// Of a number, for example "ml".
    pub unit: String,
    /// Of a choice or a yes/no. Counts leave out what is chosen in the specification itself.
    pub values: Vec<FacetValue>,
    /// Of a number: the least and the greatest that were found.
    #[schema(required = true)]
    pub range: Option<FoundRange>,
}

/// Decimal numbers as text, so that nothing of them is rounded.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FoundRange {
    pub least: String,
    pub most: String,
}

impl From<&SpecificationFacet> for FoundSpecification {
    fn from(facet: &SpecificationFacet) -> Self {
        let range = |range: &crate::domain::catalog::NumberRange| FoundRange {
            least: range.least.to_string(),
            most: range.most.to_string(),
        };
        Self {
            slug: facet.slug.clone(),
            name: facet.name.clone(),
            unit: facet.unit.clone(),
            values: facet.values.iter().map(value).collect(),
            range: facet.range.as_ref().map(range),
        }
    }
}

/// Reads `fabric:wool,fabric:linen,weight:100..500`: values of one specification widen, several specifications narrow.
/// A range may lack an end.
pub fn chosen(text: Option<&str>) -> ApiResult<Vec<ChosenSpecification>> {
    let choices: Vec<&str> = text.unwrap_or_default().split(',').filter(|choice| !choice.is_empty()).collect();
    if choices.len() > MAX_CHOICES {
        return Err(Problem::field(PARAMETER, Reason::TooMany(40)));
    }
    let mut all: Vec<ChosenSpecification> = Vec::new();
    for choice in choices {
        let (name, wanted) = choice.split_once(':').ok_or_else(|| Problem::field(PARAMETER, Reason::UnknownChoice))?;
        let name = read_slug(name)?;
        let place = all.binary_search_by(|known| known.slug.cmp(&name)).unwrap_or_else(|place| {
            all.insert(place, ChosenSpecification { slug: name, ..ChosenSpecification::default() });
            place
        });
        if let Some(known) = all.get_mut(place) {
            choose(known, wanted)?;
        }
    }
    Ok(all)
}

fn choose(specification: &mut ChosenSpecification, wanted: &str) -> ApiResult<()> {
    let Some((least, most)) = wanted.split_once("..") else {
        let value = read_slug(wanted)?;
        if !specification.values.contains(&value) {
            specification.values.push(value);
        }
        return Ok(());
    };
    let end = |text: &str| match text {
        "" => Ok(None),
        text => Micro::parse(text).map(Some).ok_or_else(|| Problem::field(PARAMETER, Reason::NotADecimal)),
    };
    (specification.min, specification.max) = (end(least)?, end(most)?);
    Ok(())
}

fn read_slug(text: &str) -> ApiResult<String> {
    slug::slug(text).map_err(|reason| Problem::field(PARAMETER, reason))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn specifications_are_read_as_the_documentation_says() {
        let read = chosen(Some("weight:100..500,fabric:wool,fabric:linen,length:..2.5")).unwrap();
        let told: Vec<_> = read.iter().map(|one| (one.slug.as_str(), one.values.join("|"), one.min, one.max)).collect();
        assert_eq!(
            told,
            [
                ("fabric", "wool|linen".to_owned(), None, None),
                ("length", String::new(), None, Some(Micro(2_500_000))),
                ("weight", String::new(), Some(Micro(100_000_000)), Some(Micro(500_000_000))),
            ]
        );
        assert_eq!(chosen(None).unwrap(), []);
    }

    #[test]
    fn what_is_no_choice_is_refused_by_name() {
        for text in ["fabric", "fabric:", "Fa bric:wool", "weight:a..b", "weight:1e9..", &"a:b,".repeat(41)] {
            let problem = chosen(Some(text)).unwrap_err();
            assert_eq!(problem.errors.first().map(|error| error.field.as_str()), Some(PARAMETER), "{text}");
        }
    }
}
