//! The specifications that listings can be narrowed by, and what a choice of them means in ids.

use crate::{
    domain::{
        catalog::{ChosenSpecification, FacetValue, ListingQuery, Micro, NumberRange, SpecificationFacet},
        ids::SpecificationId,
        product::SpecificationKind,
        slug::slugify,
    },
    server::store::{Db, StoreResult, db::select},
};
use std::collections::HashMap;

/// A filterable specification.
#[derive(Clone, Debug)]
pub struct Filterable {
    pub id: SpecificationId,
    slug: String,
    name: String,
    unit: String,
    kind: SpecificationKind,
    /// Of a choice: id, slug and name, in order. Names that read alike in an address share a slug.
    choices: Vec<(i64, String, String)>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: SpecificationId,
    slug: String,
    name: String,
    unit: String,
    kind: SpecificationKind,
    choice_id: Option<i64>,
    choice: Option<String>,
}

/// The filterable specifications in the order of the shop: one statement.
pub async fn filterable(db: &Db) -> StoreResult<Vec<Filterable>> {
    const FILTERABLE: &str = "
        SELECT specification.id, specification.slug, specification.name, specification.unit, specification.kind,
               specification_choice.id AS choice_id, specification_choice.name AS choice
        FROM specification
        LEFT JOIN specification_choice ON specification_choice.specification_id = specification.id
        WHERE specification.filterable
        ORDER BY specification.position, specification.id, specification_choice.position, specification_choice.id";
    let rows: Vec<Row> = select(db, FILTERABLE).all().await?;
    let mut found: Vec<Filterable> = Vec::new();
    for row in rows {
        if found.last().is_none_or(|last| last.id != row.id) {
            let Row { id, slug, name, unit, kind, .. } = row;
            found.push(Filterable { id, slug, name, unit, kind, choices: Vec::new() });
        }
        if let (Some(last), Some(id), Some(name)) = (found.last_mut(), row.choice_id, row.choice) {
            last.choices.push((id, slugify(&name), name));
        }
    }
    Ok(found)
}

/// What is wanted of one specification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// `None`: nothing filterable has this slug.
    pub id: Option<SpecificationId>,
    pub values: WantedValues,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WantedValues {
    /// Ids of choices; of a yes/no, [`YES`] and [`NO`].
    AnyOf(Vec<i64>),
    Between(Option<Micro>, Option<Micro>),
    /// The specification has no such values, so no product fits.
    Nothing,
}

/// What stands for the id of a choice where the answer is yes or no.
pub const YES: i64 = 1;
pub const NO: i64 = 0;

/// What the query wants of each specification that it names.
pub fn wanted(filterable: &[Filterable], query: &ListingQuery) -> Vec<Wanted> {
    let one = |choice: &ChosenSpecification| match filterable.iter().find(|one| one.slug == choice.slug) {
        Some(specification) => Wanted { id: Some(specification.id), values: specification.wanted(choice) },
        None => Wanted { id: None, values: WantedValues::Nothing },
    };
    query.specifications.iter().map(one).collect()
}

impl Filterable {
    fn wanted(&self, choice: &ChosenSpecification) -> WantedValues {
        let ranged = choice.min.is_some() || choice.max.is_some();
        match self.kind {
            SpecificationKind::Number if choice.values.is_empty() => WantedValues::Between(choice.min, choice.max),
            SpecificationKind::Choice | SpecificationKind::Boolean if !ranged => {
                let values = self.values().filter(|(_, slug, _)| choice.values.iter().any(|value| value == slug));
                WantedValues::AnyOf(values.map(|(id, ..)| id).collect())
            }
            _ => WantedValues::Nothing,
        }
    }

    /// Id, slug and name of each value in order.
    fn values(&self) -> impl Iterator<Item = (i64, &str, &str)> {
        let answers: &[(i64, &str, &str)] = match self.kind {
            SpecificationKind::Boolean => &[(YES, "yes", "Yes"), (NO, "no", "No")],
            _ => &[],
        };
        let choices = self.choices.iter().map(|(id, slug, name)| (*id, slug.as_str(), name.as_str()));
        answers.iter().copied().chain(choices)
    }

    fn facet(&self, found: &Found) -> SpecificationFacet {
        let mut values: Vec<FacetValue> = Vec::new();
        for (id, slug, name) in self.values() {
            let products = found.counts.get(&(self.id, id)).copied().unwrap_or_default();
            match values.iter_mut().find(|value| value.slug == slug) {
                Some(value) => value.products += products,
                None => values.push(FacetValue { slug: slug.to_owned(), name: name.to_owned(), hex: None, products }),
            }
        }
        values.retain(|value| value.products > 0);
        SpecificationFacet {
            slug: self.slug.clone(),
            name: self.name.clone(),
            unit: self.unit.clone(),
            values,
            range: found.ranges.get(&self.id).copied(),
        }
    }
}

/// What was counted of the specifications of a listing.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Products by specification and value.
    pub counts: HashMap<(SpecificationId, i64), i64>,
    pub ranges: HashMap<SpecificationId, NumberRange>,
}

/// The facets of what was found, in the order of the shop.
pub fn facets(filterable: &[Filterable], found: &Found) -> Vec<SpecificationFacet> {
    let all = filterable.iter().map(|specification| specification.facet(found));
    all.filter(|facet| !facet.values.is_empty() || facet.range.is_some()).collect()
}
