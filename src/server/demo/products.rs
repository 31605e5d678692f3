//! Products of `catalog.toml` as the shop takes them.

use super::{catalog::Product, pictures::ProductPicture};
use crate::{
    domain::{
        ids::{BrandId, CategoryId, ColorId, MaterialId, SizeId, SpecificationId, TaxCategoryId},
        product::{OptionKind, SpecificationKind},
        slug::slugify,
        timestamp::Timestamp,
    },
    server::services::add_product::{NewImage, NewOption, NewOptionValue, NewProduct, NewVariant, SpecificationInput},
};
use std::collections::HashMap;

/// What products refer to, by slug.
#[derive(Debug, Default)]
pub struct References {
    pub categories: HashMap<String, CategoryId>,
    pub brands: HashMap<String, BrandId>,
    pub colors: HashMap<String, ColorId>,
    pub sizes: HashMap<String, SizeId>,
    pub materials: HashMap<String, MaterialId>,
    pub tax_categories: HashMap<String, TaxCategoryId>,
    pub specifications: HashMap<String, (SpecificationId, SpecificationKind)>,
    /// Names of colors and sizes.
    pub names: HashMap<String, String>,
}

/// A value of an option: the slug it has in `catalog.toml`, and what the shop takes.
type Value<'a> = (&'a str, NewOptionValue);

/// The product with all its parts. What it refers to and is not there is left out.
pub fn new_product(product: &Product, known: &References, pictures: Vec<ProductPicture>, now: Timestamp) -> NewProduct {
    let options = options(product, known);
    let variants = variants(product, &options);
    let images = pictures.into_iter().map(|picture| NewImage {
        image: picture.stored.id,
        alt: picture.alt,
        variants: match picture.color {
            // Color is the first option.
            Some(color) => (0..variants.len())
                .filter(|index| variants.get(*index).is_some_and(|variant| variant.choices.first() == Some(&color)))
                .collect(),
            None => Vec::new(),
        },
    });
    NewProduct {
        title: product.title.clone(),
        slug: product.slug.clone(),
        summary: product.summary.clone(),
        description: product.description.clone(),
        brand: known.brands.get(&product.brand).copied(),
        material: known.materials.get(&product.material).copied(),
        categories: product.categories.iter().filter_map(|slug| known.categories.get(slug).copied()).collect(),
        tax_category: known.tax_categories.get(&product.tax_category).copied(),
        published_at: Some(now.plus_days(-product.published_days_ago)),
        sold: product.popularity,
        images: images.collect(),
        options: options
            .into_iter()
            .map(|(name, kind, values)| NewOption {
                name: name.into(),
                kind,
                values: values.into_iter().map(|(_, value)| value).collect(),
            })
            .collect(),
        variants,
        specifications: specifications(product, known),
        ..NewProduct::default()
    }
}

fn options<'a>(product: &'a Product, known: &References) -> Vec<(&'static str, OptionKind, Vec<Value<'a>>)> {
    let name = |slug: &str| known.names.get(slug).cloned().unwrap_or_else(|| slug.to_owned());
    let color = |slug: &'a String| {
        let color = known.colors.get(slug).copied();
        (slug.as_str(), NewOptionValue { color, ..NewOptionValue::named(&name(slug)) })
    };
    let size = |slug: &'a String| {
        let size = known.sizes.get(slug).copied();
        (slug.as_str(), NewOptionValue { size, ..NewOptionValue::named(&name(slug)) })
    };
    let finish = |name: &'a String| (name.as_str(), NewOptionValue::named(name));
    let options = [
        ("Color", OptionKind::Color, product.colors.iter().map(color).collect()),
        ("Size", OptionKind::Size, product.sizes.iter().map(size).collect()),
        ("Finish", OptionKind::Other, product.finish.iter().map(finish).collect::<Vec<_>>()),
    ];
    options.into_iter().filter(|(_, _, values)| !values.is_empty()).collect()
}

/// Every combination of the options' values, the last one changing fastest.
fn variants(product: &Product, options: &[(&'static str, OptionKind, Vec<Value<'_>>)]) -> Vec<NewVariant> {
    let mut combinations: Vec<(Vec<usize>, Vec<&str>)> = vec![(Vec::new(), Vec::new())];
    for (_, _, values) in options {
        combinations = combinations
            .iter()
            .flat_map(|(choices, slugs)| {
                values.iter().enumerate().map(|(index, (slug, _))| {
                    ([choices.as_slice(), &[index]].concat(), [slugs.as_slice(), &[*slug]].concat())
                })
            })
            .collect();
    }
    combinations.into_iter().map(|(choices, slugs)| variant(product, choices, &slugs)).collect()
}

fn variant(product: &Product, choices: Vec<usize>, slugs: &[&str]) -> NewVariant {
    let price_minor = slugs.iter().find_map(|slug| product.price_by_size.get(*slug)).copied().unwrap_or(product.price);
    let suffix: String = slugs.iter().map(|slug| format!("-{}", slugify(slug).to_uppercase())).collect();
    NewVariant {
        sku: format!("{}{suffix}", product.sku),
        price_minor,
        compare_at_minor: product.compare_at.filter(|before| *before > price_minor),
        weight_grams: product.weight,
        choices,
        stock: stock(product, slugs),
        ..NewVariant::default()
    }
}

/// What is said of the combination counts before what is said of one of its values.
fn stock(product: &Product, slugs: &[&str]) -> i64 {
    let fits = |exception: &str| exception.split('/').all(|part| slugs.contains(&part));
    let mut fitting: Vec<(&String, &i64)> = product.stock_exceptions.iter().filter(|(key, _)| fits(key)).collect();
    fitting.sort_by_key(|(key, _)| std::cmp::Reverse(key.matches('/').count()));
    fitting.first().map_or(product.stock, |(_, stock)| **stock)
}

fn specifications(product: &Product, known: &References) -> Vec<(SpecificationId, SpecificationInput)> {
    let given = product.specifications.iter().filter_map(|(slug, value)| {
        let (id, kind) = known.specifications.get(slug)?;
        let text = match value {
            toml::Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let input = match kind {
            SpecificationKind::Text => SpecificationInput::Text(text),
            SpecificationKind::Number => SpecificationInput::Number(text),
            SpecificationKind::Boolean => SpecificationInput::Boolean(text == "true"),
            SpecificationKind::Choice => SpecificationInput::Choice(text),
        };
        Some((*id, input))
    });
    given.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::demo::catalog;

    #[test]
    fn exceptions_of_a_combination_count_before_those_of_a_value() {
        let mut catalog = catalog::read().unwrap();
        let product = &mut catalog.products[0];
        product.stock = 9;
        product.stock_exceptions = [("navy/m".to_owned(), 0), ("navy".to_owned(), 5)].into();
        assert_eq!(stock(product, &["navy", "m"]), 0);
        assert_eq!(stock(product, &["navy", "l"]), 5);
        assert_eq!(stock(product, &["sand", "m"]), 9);
    }

    #[test]
    fn every_product_has_variants_with_skus_of_their_own() {
        let (catalog, known) = (catalog::read().unwrap(), References::default());
        let mut skus = std::collections::HashSet::new();
        for product in &catalog.products {
            let new = new_product(product, &known, Vec::new(), Timestamp(0));
            let expected = product.colors.len() * product.sizes.len().max(1) * product.finish.len().max(1);
            assert_eq!(new.variants.len(), expected, "{}", product.slug);
            assert!(new.variants.into_iter().all(|variant| skus.insert(variant.sku)), "{}", product.slug);
        }
    }
}
