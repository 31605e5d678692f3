//! The names that the index's numbers stand for, as of the same moment.

use crate::{
    domain::catalog::{CategoryLink, FacetValue},
    server::store::{
        catalog::filterable::Filterable,
        search::directory::{CategoryRow, NamedRow, Rows},
    },
};
use std::collections::{HashMap, HashSet};

/// Names, slugs and the tree.
#[derive(Debug, Default)]
pub struct Directory {
    /// From left to right.
    categories: Vec<CategoryRow>,
    pub brands: Names,
    pub materials: Names,
    pub colors: Names,
    pub sizes: Names,
    pub specifications: Vec<Filterable>,
}

/// The things of one kind.
#[derive(Debug, Default)]
pub struct Names {
    by_id: HashMap<i64, NamedRow>,
    by_slug: HashMap<String, i64>,
}

impl From<Rows> for Directory {
    fn from(rows: Rows) -> Self {
        let mut directory =
            Self { categories: rows.categories, specifications: rows.specifications, ..Self::default() };
        for row in rows.named {
            match row.kind.as_str() {
                "brand" => directory.brands.add(row),
                "color" => directory.colors.add(row),
                "size" => directory.sizes.add(row),
                _ => directory.materials.add(row),
            }
        }
        directory
    }
}

impl Names {
    fn add(&mut self, row: NamedRow) {
        self.by_slug.insert(row.slug.clone(), row.id);
        self.by_id.insert(row.id, row);
    }

    /// Ids of those that are there.
    pub fn ids(&self, slugs: &[String]) -> HashSet<i64> {
        slugs.iter().filter_map(|slug| self.by_slug.get(slug).copied()).collect()
    }

    /// Slug and name of each.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.by_id.values().map(|row| (row.slug.as_str(), row.name.as_str()))
    }

    /// What was counted, named and in order.
    pub fn facet(&self, counts: &HashMap<i64, i64>) -> Vec<FacetValue> {
        let mut found: Vec<(&NamedRow, i64)> =
            counts.iter().filter_map(|(id, products)| Some((self.by_id.get(id)?, *products))).collect();
        found.sort_by(|(a, _), (b, _)| (a.place, &a.name, &a.slug).cmp(&(b.place, &b.name, &b.slug)));
        let value = |(row, products): (&NamedRow, i64)| FacetValue {
            slug: row.slug.clone(),
            name: row.name.clone(),
            hex: Some(row.hex.clone()).filter(|hex| !hex.is_empty()),
            products,
        };
        found.into_iter().map(value).collect()
    }
}

impl Directory {
    /// A category by its id.
    pub fn category(&self, id: i64) -> Option<&CategoryRow> {
        self.categories.iter().find(|category| category.id == id)
    }

    /// The visible categories that are this one or stand below it.
    pub fn subtree(&self, top: &CategoryRow) -> impl Iterator<Item = i64> {
        let within = (top.lft, top.rgt);
        let below = move |row: &&CategoryRow| row.visible && row.lft >= within.0 && row.lft <= within.1;
        self.categories.iter().filter(below).map(|row| row.id)
    }

    /// The categories that products of the chosen ones may be in.
    pub fn subtrees(&self, slugs: &[String]) -> HashSet<i64> {
        let chosen = self.categories.iter().filter(|row| row.visible && slugs.contains(&row.slug));
        chosen.flat_map(|row| self.subtree(row)).collect()
    }

    /// The visible categories right below one, or at the top.
    pub fn children(&self, parent: Option<i64>) -> Vec<&CategoryRow> {
        self.categories.iter().filter(|row| row.visible && row.parent_id == parent).collect()
    }

    /// Those that shoppers can reach: neither hidden nor below a hidden one.
    pub fn reachable(&self) -> impl Iterator<Item = CategoryLink> {
        let mut hidden_up_to = 0;
        let seen = move |row: &&CategoryRow| {
            if !row.visible && row.rgt > hidden_up_to {
                hidden_up_to = row.rgt;
            }
            row.lft > hidden_up_to
        };
        self.categories.iter().filter(seen).map(|row| CategoryLink { slug: row.slug.clone(), name: row.name.clone() })
    }
}
