//! What a listing can be narrowed by, with the number of products behind each choice.

use super::{FacetKind, ListingQuery, SpecificationFacet};
use crate::domain::money::Money;
use serde::{Deserialize, Serialize};

/// The values found in a listing. The counts of a facet ignore what is chosen in the facet
/// itself: they say how many products each of its values has among what the others leave.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facets {
    /// The categories right below the listing's own, each with everything below it.
    pub categories: Vec<FacetValue>,
    pub colors: Vec<FacetValue>,
    pub sizes: Vec<FacetValue>,
    pub brands: Vec<FacetValue>,
    pub materials: Vec<FacetValue>,
    pub price: Option<PriceRange>,
    /// Products by their average, best first: so many stars and up. Those without any product are left out.
    pub ratings: Vec<(u8, i64)>,
    /// Products that can be bought now.
    pub in_stock: i64,
    /// In the order of the shop.
    pub specifications: Vec<SpecificationFacet>,
}

/// One value of a facet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetValue {
    pub slug: String,
    pub name: String,
    /// Of a color: "#rrggbb".
    pub hex: Option<String>,
    pub products: i64,
}

/// Values of a facet that are in sight from the start.
const FOREMOST: usize = 8;

impl FacetValue {
    /// Parts a long facet into the values with most products and the others, each in their order. One of [`FOREMOST`] or
    /// fewer stays whole.
    pub fn foremost(values: Vec<Self>) -> (Vec<Self>, Vec<Self>) {
        let mut places: Vec<(usize, i64)> = values.iter().map(|value| value.products).enumerate().collect();
        places.sort_by_key(|(place, products)| (std::cmp::Reverse(*products), *place));
        let foremost: Vec<usize> = places.into_iter().take(FOREMOST).map(|(place, _)| place).collect();
        let (first, others): (Vec<_>, Vec<_>) =
            values.into_iter().enumerate().partition(|(place, _)| foremost.contains(place));
        let values = |part: Vec<(usize, Self)>| part.into_iter().map(|(_, value)| value).collect();
        (values(first), values(others))
    }
}

/// The cheapest and the dearest variant of a listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceRange {
    pub least: Money,
    pub most: Money,
}

/// Something chosen, with the choice that is left without it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chip {
    pub label: String,
    pub without: ListingQuery,
}

impl Facets {
    pub fn values(&self, kind: FacetKind) -> &[FacetValue] {
        match kind {
            FacetKind::Category => &self.categories,
            FacetKind::Color => &self.colors,
            FacetKind::Size => &self.sizes,
            FacetKind::Brand => &self.brands,
            FacetKind::Material => &self.materials,
        }
    }

    /// Everything that narrows a listing, in the order of the facets.
    pub fn chips(&self, query: &ListingQuery) -> Vec<Chip> {
        let mut chips = Vec::new();
        for kind in FacetKind::ALL {
            for slug in query.values(kind) {
                chips.push(Chip { label: self.name(kind, slug), without: query.without(kind, slug) });
            }
        }
        let first = query.with_page(1);
        if let Some(min) = query.min {
            chips.push(Chip { label: format!("From {min}"), without: ListingQuery { min: None, ..first.clone() } });
        }
        if let Some(max) = query.max {
            chips.push(Chip { label: format!("Up to {max}"), without: ListingQuery { max: None, ..first.clone() } });
        }
        if let Some(stars) = query.rating {
            let label = format!("{stars} stars and up");
            chips.push(Chip { label, without: ListingQuery { rating: None, ..first.clone() } });
        }
        if query.in_stock {
            chips.push(Chip { label: "In stock".into(), without: ListingQuery { in_stock: false, ..first.clone() } });
        }
        for choice in &query.specifications {
            let facet = self.specifications.iter().find(|facet| facet.slug == choice.slug);
            chips.extend(choice.chips(facet).into_iter().map(|(label, rest)| {
                let others = query.specifications.iter().filter(|other| other.slug != choice.slug).cloned();
                let mut specifications: Vec<_> = others.chain((!rest.is_empty()).then_some(rest)).collect();
                specifications.sort_by(|a, b| a.slug.cmp(&b.slug));
                Chip { label, without: ListingQuery { specifications, ..first.clone() } }
            }));
        }
        chips
    }

    /// A value without products is in no list, so its name is guessed from its slug.
    fn name(&self, kind: FacetKind, slug: &str) -> String {
        let known = self.values(kind).iter().find(|value| value.slug == slug);
        known.map_or_else(|| words(slug), |value| value.name.clone())
    }
}

/// "dark-navy" becomes "Dark navy".
pub(super) fn words(slug: &str) -> String {
    let text = slug.replace('-', " ");
    let mut chars = text.chars();
    chars.next().map(|first| first.to_ascii_uppercase().to_string() + chars.as_str()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_facet_shows_what_most_products_have() {
        let value = |products: i64| FacetValue { slug: products.to_string(), name: String::new(), hex: None, products };
        let slugs = |values: Vec<FacetValue>| values.into_iter().map(|value| value.products).collect::<Vec<_>>();
        let (first, others) = FacetValue::foremost([1, 9, 2, 8, 3, 7, 4, 6, 5, 5].map(value).into());
        assert_eq!((slugs(first), slugs(others)), (vec![9, 8, 3, 7, 4, 6, 5, 5], vec![1, 2]));
        let (first, others) = FacetValue::foremost([1, 2, 3, 4, 5, 6, 7, 8].map(value).into());
        assert_eq!((first.len(), others.len()), (8, 0));
    }

    #[test]
    fn each_chip_leads_to_everything_but_itself() {
        let navy = FacetValue { slug: "navy".into(), name: "Navy blue".into(), hex: None, products: 2 };
        let facets = Facets { colors: vec![navy], ..Facets::default() };
        let query = ListingQuery::parse("color=navy,dark-moss&max=150&page=2");
        let chips: Vec<_> =
            facets.chips(&query).into_iter().map(|chip| (chip.label, chip.without.query_string())).collect();
        assert_eq!(
            chips,
            [
                ("Dark moss".into(), "color=navy&max=150".into()),
                ("Navy blue".into(), "color=dark-moss&max=150".into()),
                ("Up to €150.00".into(), "color=dark-moss,navy".to_owned()),
            ]
        );
    }
}
