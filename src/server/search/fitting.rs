//! Which products fit what is chosen of them.

use super::{choice::Choice, columns::Columns, variants::Variants};
use crate::{
    domain::catalog::{Micro, RATINGS},
    server::store::catalog::filterable::{Wanted, WantedValues},
};
use roaring::RoaringBitmap;

/// What products are chosen by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Facet {
    Category,
    Brand,
    Material,
    Rating,
    /// By its id; what nothing has is 0.
    Specification(i64),
}

/// Products that fit.
#[derive(Debug)]
pub struct Fitting {
    /// Those that fit everything.
    pub all: RoaringBitmap,
    /// For each facet in which something is chosen, those that fit everything but perhaps that.
    but: Vec<(Facet, RoaringBitmap)>,
}

impl Fitting {
    /// Those of the found products that fit.
    pub fn new(columns: &Columns, found: &RoaringBitmap, choice: &Choice) -> Self {
        let chosen = chosen(columns, choice);
        let all = chosen.iter().fold(found.clone(), |all, (_, docs)| all & docs);
        let others = |index: usize| chosen.iter().enumerate().filter(move |(other, _)| *other != index);
        let but = |index: usize| others(index).fold(found.clone(), |all, (_, (_, docs))| all & docs);
        let but = chosen.iter().enumerate().map(|(index, (facet, _))| (*facet, but(index))).collect();
        Self { all, but }
    }

    /// The products that a facet's counts are about.
    pub fn but(&self, facet: Facet) -> &RoaringBitmap {
        self.own(facet).unwrap_or(&self.all)
    }

    /// The same where something is chosen in the facet.
    pub fn own(&self, facet: Facet) -> Option<&RoaringBitmap> {
        self.but.iter().find(|(of, _)| *of == facet).map(|(_, docs)| docs)
    }

    /// The specifications in which something is chosen, each with the products that its counts are about.
    pub fn specifications(&self) -> impl Iterator<Item = (i64, &RoaringBitmap)> {
        self.but.iter().filter_map(|(facet, docs)| match facet {
            Facet::Specification(id) => Some((*id, docs)),
            Facet::Category | Facet::Brand | Facet::Material | Facet::Rating => None,
        })
    }

    /// Keeps the products of which a variant fits, and counts the variants of those that fit everything.
    #[must_use]
    pub fn narrow(self, variants: &mut Variants) -> Self {
        let Self { all, but } = self;
        let kept = variants.count(&all);
        let but = but.into_iter().map(|(facet, docs)| (facet, variants.fitting(&(docs - &all)) | &kept)).collect();
        Self { all: kept, but }
    }
}

fn chosen(columns: &Columns, choice: &Choice) -> Vec<(Facet, RoaringBitmap)> {
    let ids = |facet, having: &super::having::Having<i64>, chosen: &Option<std::collections::HashSet<i64>>| {
        chosen.as_ref().map(|ids| (facet, having.any_of(ids.iter().copied())))
    };
    let rating = choice.rating.map(|stars| {
        let docs = RATINGS.iter().zip(&columns.rated).find(|(of, _)| **of == stars).map(|(_, docs)| docs.clone());
        (Facet::Rating, docs.unwrap_or_default())
    });
    [
        ids(Facet::Category, &columns.categories, &choice.categories),
        ids(Facet::Brand, &columns.brands, &choice.brands),
        ids(Facet::Material, &columns.materials, &choice.materials),
        rating,
    ]
    .into_iter()
    .flatten()
    .chain(choice.specifications.iter().map(|wanted| specification(columns, wanted)))
    .collect()
}

fn specification(columns: &Columns, wanted: &Wanted) -> (Facet, RoaringBitmap) {
    let id = wanted.id.map(|id| id.0).unwrap_or_default();
    let docs = match &wanted.values {
        WantedValues::AnyOf(values) => columns.values.any_of(values.iter().map(|value| (id, *value))),
        WantedValues::Between(least, most) => {
            let (least, most) =
                (least.map_or(i64::MIN, |Micro(number)| number), most.map_or(i64::MAX, |Micro(number)| number));
            columns.measures.get(&id).map(|numbers| numbers.between(least, most)).unwrap_or_default()
        }
        WantedValues::Nothing => RoaringBitmap::new(),
    };
    (Facet::Specification(id), docs)
}
