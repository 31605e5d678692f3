//! Product cards: what fits the shopper's choice stands for the product.

use super::variants::{self, PictureRow, ValueRow, VariantRow};
use crate::{
    domain::{
        cart::Availability,
        catalog::{ListingQuery, ProductCard, Swatch},
        ids::{ProductId, VariantId},
        money::{Currency, Money},
        picture::Picture,
    },
    server::store::{Db, StoreResult},
};
use std::collections::HashMap;

/// What a listing's own statement knows of a product.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct CardBase {
    pub id: ProductId,
    slug: String,
    title: String,
    summary: String,
    brand_name: Option<String>,
    rating_count: i64,
    rating_sum: i64,
}

/// What all cards of a page are made from.
#[derive(Debug)]
pub struct Parts {
    variants: HashMap<ProductId, Vec<VariantRow>>,
    values: HashMap<VariantId, Vec<ValueRow>>,
    pictures: HashMap<ProductId, Vec<PictureRow>>,
}

/// The cards of products, in their order: three statements.
pub async fn load(db: &Db, products: Vec<CardBase>, query: &ListingQuery) -> StoreResult<Vec<ProductCard>> {
    if products.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<ProductId> = products.iter().map(|product| product.id).collect();
    let parts = Parts {
        variants: group(variants::variants(db, &ids).await?, |row| row.product_id),
        values: group(variants::values(db, &ids).await?, |row| row.variant_id),
        pictures: group(variants::pictures(db, &ids).await?, |row| row.product_id),
    };
    Ok(build(products, &parts, query))
}

impl Parts {
    /// From rows that were read for more than cards.
    pub fn new(variants: Vec<VariantRow>, values: Vec<ValueRow>, pictures: Vec<PictureRow>) -> Self {
        Self {
            variants: group(variants, |row| row.product_id),
            values: group(values, |row| row.variant_id),
            pictures: group(pictures, |row| row.product_id),
        }
    }
}

fn group<K: Eq + std::hash::Hash, T>(rows: Vec<T>, key: impl Fn(&T) -> K) -> HashMap<K, Vec<T>> {
    let mut groups: HashMap<K, Vec<T>> = HashMap::new();
    for row in rows {
        groups.entry(key(&row)).or_default().push(row);
    }
    groups
}

/// Cards in the order of the products; one without variants has none.
pub fn build(products: Vec<CardBase>, parts: &Parts, query: &ListingQuery) -> Vec<ProductCard> {
    products.into_iter().filter_map(|product| card(product, parts, query)).collect()
}

fn card(product: CardBase, parts: &Parts, query: &ListingQuery) -> Option<ProductCard> {
    let variants = slice(&parts.variants, &product.id);
    let fitting: Vec<&VariantRow> = variants.iter().filter(|variant| parts.fits(variant, query)).collect();
    // Prices may have moved between two statements: then nothing fits, and all stand for the product.
    let fitting = if fitting.is_empty() { variants.iter().collect() } else { fitting };
    let cheapest = fitting.iter().min_by_key(|variant| variant.price_minor)?;
    let first = |is: fn(Availability) -> bool| fitting.iter().find(|variant| is(variant.availability()));
    let shown = first(Availability::in_stock).or_else(|| first(Availability::can_be_bought)).unwrap_or(cheapest);
    let (picture, second_picture) = parts.pictures_of(product.id, shown.id);
    let color = if query.colors.is_empty() { None } else { parts.color_of(shown.id).map(|color| color.slug) };
    let money = |minor| Money::new(minor, Currency::default());
    Some(ProductCard {
        swatches: parts.swatches(variants),
        price: money(cheapest.price_minor),
        price_varies: fitting.iter().any(|variant| variant.price_minor != cheapest.price_minor),
        compare_at: cheapest.compare_at_minor.map(money),
        tax_category: Some(cheapest.tax_category_id),
        availability: together(&fitting),
        picture,
        second_picture,
        color,
        rating_count: product.rating_count,
        rating_sum: product.rating_sum,
        id: Some(product.id),
        slug: product.slug,
        title: product.title,
        brand: product.brand_name,
        summary: product.summary,
    })
}

fn together(variants: &[&VariantRow]) -> Availability {
    variants.iter().fold(Availability::Units(0), |sum, variant| match (sum, variant.availability()) {
        (Availability::Units(sum), Availability::Units(units)) => Availability::Units(sum.saturating_add(units)),
        (
            Availability::Units(sum) | Availability::Backorder(sum),
            Availability::Units(units) | Availability::Backorder(units),
        ) => Availability::Backorder(sum.saturating_add(units)),
        _ => Availability::Unlimited,
    })
}

fn slice<'a, K: Eq + std::hash::Hash, T>(groups: &'a HashMap<K, Vec<T>>, key: &K) -> &'a [T] {
    groups.get(key).map(Vec::as_slice).unwrap_or_default()
}

impl Parts {
    /// The same rule as the listing's SQL.
    fn fits(&self, variant: &VariantRow, query: &ListingQuery) -> bool {
        let values = slice(&self.values, &variant.id);
        let has = |chosen: &[String], slug: fn(&ValueRow) -> Option<&String>| {
            chosen.is_empty() || values.iter().filter_map(slug).any(|slug| chosen.contains(slug))
        };
        has(&query.colors, |value| value.color_slug.as_ref())
            && has(&query.sizes, |value| value.size_slug.as_ref())
            && query.min.is_none_or(|min| variant.price_minor >= min.minor)
            && query.max.is_none_or(|max| variant.price_minor <= max.minor)
            && (!query.in_stock || variant.availability().in_stock())
    }

    fn color_of(&self, variant: VariantId) -> Option<Swatch> {
        slice(&self.values, &variant).iter().find_map(swatch)
    }

    fn swatches(&self, variants: &[VariantRow]) -> Vec<Swatch> {
        let mut swatches: Vec<Swatch> = Vec::new();
        for swatch in variants.iter().filter_map(|variant| self.color_of(variant.id)) {
            if !swatches.contains(&swatch) {
                swatches.push(swatch);
            }
        }
        swatches
    }

    /// The first two pictures that show a variant, its own before the general ones.
    fn pictures_of(&self, product: ProductId, variant: VariantId) -> (Option<Picture>, Option<Picture>) {
        let pictures = slice(&self.pictures, &product);
        let own = pictures.iter().filter(|picture| picture.variant_id == Some(variant));
        let general = pictures.iter().filter(|picture| picture.variant_id.is_none());
        let mut shown = own.chain(general).map(PictureRow::picture);
        (shown.next(), shown.next())
    }
}

fn swatch(value: &ValueRow) -> Option<Swatch> {
    Some(Swatch { slug: value.color_slug.clone()?, name: value.name.clone(), hex: value.hex.clone()? })
}
