//! A product's page: its variants, and which of them an address means.

use super::{CategoryLink, ProductCard, query_string};
use crate::domain::{
    cart::Availability,
    ids::{TaxCategoryId, VariantId},
    money::Money,
    picture::Picture,
    product::OptionKind,
    tax::ShownPrices,
};
use serde::{Deserialize, Serialize};

/// Everything a product's page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductDetail {
    pub slug: String,
    pub title: String,
    pub summary: String,
    /// Sanitized on the server.
    pub description_html: String,
    pub brand: Option<BrandLink>,
    /// From the top down to the product's main category.
    pub breadcrumbs: Vec<CategoryLink>,
    pub options: Vec<ProductOption>,
    pub variants: Vec<ProductVariant>,
    pub pictures: Vec<Picture>,
    pub specifications: Vec<SpecificationGroup>,
    pub related: Vec<ProductCard>,
    /// What the visitor looked at before, newest first.
    pub recent: Vec<ProductCard>,
    pub seo_title: String,
    pub seo_description: String,
    /// Published reviews, and the sum of their stars.
    pub rating_count: i64,
    pub rating_sum: i64,
    /// Where the shop is reached, without a trailing slash: shared links must be whole.
    pub public_url: String,
    /// Stands beside the price, "incl. VAT"; empty where nothing is taxed.
    pub tax_note: String,
    /// Whether staff look at it before shoppers can.
    #[serde(default)]
    pub preview: bool,
    /// Whether the prices are shown with tax.
    pub with_tax: bool,
    /// For [`Self::show`].
    #[serde(skip)]
    pub tax_category: Option<TaxCategoryId>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrandLink {
    pub slug: String,
    pub name: String,
}

/// What is to be chosen, for example the color.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductOption {
    /// Its name in the page's address.
    pub key: String,
    pub name: String,
    pub kind: OptionKind,
    pub values: Vec<OptionValue>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OptionValue {
    /// Its name in the page's address.
    pub key: String,
    pub name: String,
    /// Of a color: "#rrggbb".
    pub hex: Option<String>,
}

/// One sellable kind of the product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductVariant {
    pub id: VariantId,
    pub sku: String,
    /// For search engines; the page does not show it.
    #[serde(skip)]
    pub barcode: String,
    pub price: Money,
    pub compare_at: Option<Money>,
    pub availability: Availability,
    /// Per option of the product, the index of the value it has.
    pub values: Vec<Option<usize>>,
    /// Indexes of the pictures that show it, its own before the general ones.
    pub pictures: Vec<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpecificationGroup {
    pub name: String,
    pub specifications: Vec<Specification>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Specification {
    pub name: String,
    pub value: String,
}

/// A value in a picker: where choosing it leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionChoice {
    pub value: OptionValue,
    pub href: String,
    pub chosen: bool,
    pub can_be_bought: bool,
}

impl ProductDetail {
    /// Turns the catalog's prices into those that are shown.
    pub fn show(&mut self, prices: &ShownPrices) {
        let category = self.tax_category;
        for variant in &mut self.variants {
            variant.price = prices.shown(category, variant.price);
            variant.compare_at = variant.compare_at.map(|before| prices.shown(category, before));
        }
        self.related.iter_mut().chain(&mut self.recent).for_each(|card| card.show(prices));
        self.tax_note = prices.note(category);
        self.with_tax = prices.are_with_tax();
    }

    pub fn path(&self) -> String {
        format!("/p/{}", self.slug)
    }

    /// The variant that a query string means: by SKU, or the one that has most of the values it
    /// names. Between equals one in stock wins, then the first.
    pub fn variant_for(&self, query: &str) -> Option<&ProductVariant> {
        let pairs: Vec<(String, String)> = query_string::pairs(query).collect();
        let sku = pairs.iter().find(|(name, _)| name == "variant").map(|(_, sku)| sku);
        if let Some(variant) = self.variants.iter().find(|variant| Some(&variant.sku) == sku) {
            return Some(variant);
        }
        let wanted: Vec<Option<usize>> = self.options.iter().map(|option| option.value_in(&pairs)).collect();
        best(self.variants.iter(), &wanted)
    }

    /// The values of an option, each leading to the variant that has it and else differs least
    /// from the current one.
    pub fn choices(&self, option: usize, current: &ProductVariant) -> Vec<OptionChoice> {
        let Some(shown) = self.options.get(option) else { return Vec::new() };
        let choice = |(index, value): (usize, &OptionValue)| {
            let having = self.variants.iter().filter(|variant| variant.value_of(option) == Some(index));
            let target = best(having, &current.values)?;
            Some(OptionChoice {
                value: value.clone(),
                href: self.variant_href(target),
                chosen: current.value_of(option) == Some(index),
                can_be_bought: target.availability.can_be_bought(),
            })
        };
        shown.values.iter().enumerate().filter_map(choice).collect()
    }

    /// The address that means a variant.
    pub fn variant_href(&self, variant: &ProductVariant) -> String {
        let preview = self.preview.then(|| "preview=1".to_owned());
        let parts: Vec<String> = self
            .options
            .iter()
            .enumerate()
            .filter_map(|(index, option)| {
                let value = option.values.get(variant.value_of(index)?)?;
                Some(format!("{}={}", option.key, query_string::encode(&value.key)))
            })
            .chain(preview)
            .collect();
        if parts.is_empty() { self.path() } else { format!("{}?{}", self.path(), parts.join("&")) }
    }

    /// The pictures that show a variant.
    pub fn pictures_of(&self, variant: Option<&ProductVariant>) -> Vec<&Picture> {
        match variant {
            Some(variant) => variant.pictures.iter().filter_map(|index| self.pictures.get(*index)).collect(),
            None => self.pictures.iter().collect(),
        }
    }

    /// For the head of the page.
    pub fn meta_title(&self) -> &str {
        if self.seo_title.is_empty() { &self.title } else { &self.seo_title }
    }

    pub fn meta_description(&self) -> &str {
        if self.seo_description.is_empty() { &self.summary } else { &self.seo_description }
    }
}

/// The variant with most of the wanted values; of several, one in stock, else one that can be ordered, and of those the
/// first.
fn best<'a>(
    variants: impl Iterator<Item = &'a ProductVariant>,
    wanted: &[Option<usize>],
) -> Option<&'a ProductVariant> {
    let score = |variant: &ProductVariant| {
        let same = wanted.iter().zip(&variant.values).filter(|(wanted, has)| wanted.is_some() && wanted == has).count();
        (same, variant.availability.in_stock(), variant.availability.can_be_bought())
    };
    variants.fold(None, |best, variant| match best {
        Some(best) if score(best) >= score(variant) => Some(best),
        _ => Some(variant),
    })
}

impl ProductOption {
    fn value_in(&self, pairs: &[(String, String)]) -> Option<usize> {
        let (_, key) = pairs.iter().find(|(name, _)| *name == self.key)?;
        self.values.iter().position(|value| value.key == *key)
    }
}

impl ProductVariant {
    fn value_of(&self, option: usize) -> Option<usize> {
        self.values.get(option).copied().flatten()
    }
}

/// A name as part of an address: "Oiled Oak" becomes "oiled-oak".
pub fn address_part(name: &str) -> String {
    let mut part = String::new();
    for char in name.to_lowercase().chars() {
        if char.is_alphanumeric() {
            part.push(char);
        } else if !part.ends_with('-') && !part.is_empty() {
            part.push('-');
        }
    }
    part.trim_end_matches('-').to_owned()
}

#[cfg(test)]
#[path = "detail_tests.rs"]
mod tests;
