//! The catalog of the demo shop as `catalog.toml` has it.

use crate::domain::product::SpecificationKind;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The whole file; a name in it that no field here has is a mistake.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub struct Catalog {
    #[serde(rename = "category")]
    pub categories: Vec<Category>,
    #[serde(rename = "brand")]
    pub brands: Vec<Described>,
    #[serde(rename = "color")]
    pub colors: Vec<Color>,
    #[serde(rename = "size_system")]
    pub size_systems: Vec<Named>,
    #[serde(rename = "size")]
    pub sizes: Vec<Size>,
    #[serde(rename = "material")]
    pub materials: Vec<Named>,
    #[serde(rename = "specification_group")]
    pub specification_groups: Vec<Named>,
    #[serde(rename = "specification")]
    pub specifications: Vec<Specification>,
    #[serde(rename = "product")]
    pub products: Vec<Product>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    pub slug: String,
    pub name: String,
    pub description: String,
    pub parent: Option<String>,
    /// Specification groups that its products have, besides those of its parent.
    #[serde(default)]
    pub groups: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Described {
    pub slug: String,
    pub name: String,
    pub description: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    pub slug: String,
    pub name: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Color {
    pub slug: String,
    pub name: String,
    /// "#rrggbb".
    pub hex: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Size {
    pub system: String,
    pub slug: String,
    pub name: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Specification {
    pub slug: String,
    pub name: String,
    /// Slug of its specification group.
    pub group: String,
    pub kind: SpecificationKind,
    #[serde(default)]
    pub unit: String,
    pub filterable: bool,
    pub comparable: bool,
    #[serde(default)]
    pub choices: Vec<String>,
}

/// A product with its options; everything but color is optional.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Product {
    pub slug: String,
    pub title: String,
    /// The SKUs of its variants begin with it.
    pub sku: String,
    pub brand: String,
    pub categories: Vec<String>,
    pub material: String,
    /// The form that its pictures show.
    pub picture: String,
    /// Second color of its pictures, "#rrggbb".
    pub accent: String,
    pub summary: String,
    pub description: String,
    pub colors: Vec<String>,
    /// That its sizes are of.
    #[cfg_attr(not(test), expect(dead_code, reason = "read by the catalog's own test"))]
    pub size_system: Option<String>,
    #[serde(default)]
    pub sizes: Vec<String>,
    #[serde(default)]
    pub finish: Vec<String>,
    /// Minor units.
    pub price: i64,
    #[serde(default)]
    pub price_by_size: BTreeMap<String, i64>,
    pub compare_at: Option<i64>,
    /// Grams.
    pub weight: i64,
    pub stock: i64,
    /// By "color/size", "color" or "size".
    #[serde(default)]
    pub stock_exceptions: BTreeMap<String, i64>,
    pub published_days_ago: i64,
    pub popularity: i64,
    pub tax_category: String,
    pub alt: String,
    #[serde(default)]
    pub specifications: BTreeMap<String, toml::Value>,
}

/// Reads the catalog that is compiled in.
pub fn read() -> Result<Catalog, toml::de::Error> {
    toml::from_str(include_str!("catalog.toml"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::demo::art::Form;
    use std::collections::HashSet;

    fn slugs<T>(items: &[T], slug: fn(&T) -> &String) -> HashSet<&str> {
        let slugs: HashSet<&str> = items.iter().map(|item| slug(item).as_str()).collect();
        assert_eq!(slugs.len(), items.len(), "a slug is there twice");
        slugs
    }

    #[test]
    fn products_have_only_specifications_of_their_categories_groups() {
        let catalog = read().unwrap();
        let groups_of = |slug: &String| {
            let mut groups = Vec::new();
            let mut next = Some(slug);
            while let Some(category) = catalog.categories.iter().find(|category| Some(&category.slug) == next) {
                groups.extend(&category.groups);
                next = category.parent.as_ref();
            }
            groups
        };
        for product in &catalog.products {
            let groups: Vec<&String> = product.categories.iter().flat_map(groups_of).collect();
            for slug in product.specifications.keys() {
                let specification = catalog.specifications.iter().find(|known| known.slug == *slug).unwrap();
                assert!(groups.contains(&&specification.group), "{}: {slug}", product.slug);
            }
        }
    }

    #[test]
    fn everything_that_a_product_names_exists() {
        let catalog = read().unwrap();
        let categories = slugs(&catalog.categories, |category| &category.slug);
        let brands = slugs(&catalog.brands, |brand| &brand.slug);
        let colors = slugs(&catalog.colors, |color| &color.slug);
        let materials = slugs(&catalog.materials, |material| &material.slug);
        let specifications = slugs(&catalog.specifications, |specification| &specification.slug);
        let groups = slugs(&catalog.specification_groups, |group| &group.slug);
        for specification in &catalog.specifications {
            assert!(groups.contains(specification.group.as_str()), "{}: {}", specification.slug, specification.group);
        }
        for category in &catalog.categories {
            let known = |group: &String| groups.contains(group.as_str());
            assert!(category.groups.iter().all(known), "{}: {:?}", category.slug, category.groups);
        }
        slugs(&catalog.products, |product| &product.slug);
        slugs(&catalog.products, |product| &product.sku);
        for product in &catalog.products {
            let name = &product.slug;
            assert!(brands.contains(product.brand.as_str()), "{name}: {}", product.brand);
            assert!(materials.contains(product.material.as_str()), "{name}: {}", product.material);
            assert!(Form::parse(&product.picture).is_some(), "{name}: {}", product.picture);
            assert!(product.colors.iter().all(|color| colors.contains(color.as_str())), "{name}: {:?}", product.colors);
            let known = |category: &String| categories.contains(category.as_str());
            assert!(product.categories.iter().all(known), "{name}: {:?}", product.categories);
            let known = |slug: &String| specifications.contains(slug.as_str());
            assert!(product.specifications.keys().all(known), "{name}: {:?}", product.specifications);
            let known = |size: &&String| {
                catalog
                    .sizes
                    .iter()
                    .any(|known| known.slug == **size && Some(&known.system) == product.size_system.as_ref())
            };
            assert!(product.sizes.iter().all(|size| known(&size)), "{name}: {:?}", product.sizes);
            for exception in product.stock_exceptions.keys() {
                let part = |part: &str| product.colors.iter().chain(&product.sizes).any(|known| known == part);
                assert!(exception.split('/').all(part), "{name}: {exception}");
            }
        }
    }
}
