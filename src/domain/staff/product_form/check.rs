//! A product form without mistakes, or every field that is wrong.

use super::{OptionInput, ProductInput, StockInput, VariantInput, matrix::MAX_VARIANTS};
use crate::domain::{
    forms::{FieldErrors, Problem, number, optional_line, optional_text, required_line},
    ids::{BrandId, CategoryId, FulfillmentCenterId, MaterialId, ProductId, TaxCategoryId, VariantId},
    money::{Currency, Money},
    product::{OptionKind, ProductStatus, StockPolicy},
    slug::{slug, slugify},
    timestamp::Timestamp,
};
use std::{collections::HashMap, str::FromStr};

/// Most units that may be on hand in one place.
const MAX_STOCK: i64 = 1_000_000_000;
const MAX_GRAMS: i64 = 10_000_000;
const MAX_MILLIMETERS: i64 = 100_000;
const MAX_CATEGORIES: usize = 20;
const MAX_RELATED: usize = 24;
const MAX_TAGS: usize = 50;
const TAG: u32 = 60;

/// A product form without mistakes; its specifications are checked by [`super::check_specifications`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckedProduct {
    pub title: String,
    pub slug: String,
    pub summary: String,
    pub description: String,
    pub brand: Option<BrandId>,
    pub material: Option<MaterialId>,
    pub tax_category: Option<TaxCategoryId>,
    pub status: ProductStatus,
    pub published_at: Option<Timestamp>,
    pub seo_title: String,
    pub seo_description: String,
    pub tags: Vec<String>,
    /// The primary one first.
    pub categories: Vec<CategoryId>,
    pub related: Vec<ProductId>,
    pub options: Vec<CheckedOption>,
    pub variants: Vec<CheckedVariant>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedOption {
    pub name: String,
    pub kind: OptionKind,
    /// Names, with the color or size of the shop that they stand for.
    pub values: Vec<(String, Option<i64>)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedVariant {
    /// Its row in the grid, for errors that only the database knows.
    pub row: usize,
    pub id: Option<VariantId>,
    pub choices: Vec<usize>,
    pub sku: String,
    pub barcode: String,
    pub price_minor: i64,
    pub compare_at_minor: Option<i64>,
    pub cost_minor: Option<i64>,
    pub weight_grams: i64,
    pub length_mm: i64,
    pub width_mm: i64,
    pub height_mm: i64,
    pub policy: StockPolicy,
    pub tracked: bool,
    pub stock: Vec<CheckedLevel>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CheckedLevel {
    /// Its place in the row.
    pub place: usize,
    pub center: FulfillmentCenterId,
    /// What the form showed; `None` where nothing was kept.
    pub seen: Option<i64>,
    pub on_hand: i64,
}

impl ProductInput {
    /// What the form asks for, or every field that is wrong, by the name its input has. Call it on a form that is
    /// [arranged](ProductInput::arrange).
    pub fn check(&self, currency: Currency) -> Result<CheckedProduct, FieldErrors> {
        let mut errors = FieldErrors::default();
        let named = Self::field;
        let title = errors.take(&named("title"), required_line(&self.title, 150)).unwrap_or_default();
        let address = if self.slug.trim().is_empty() { slugify(&title) } else { self.slug.trim().to_lowercase() };
        let slug = errors.take(&named("slug"), slug(&address));
        let summary = errors.take(&named("summary"), optional_line(&self.summary, 300));
        let description = errors.take(&named("description"), optional_text(&self.description, 20_000));
        let brand = errors.take(&named("brand"), id(&self.brand));
        let material = errors.take(&named("material"), id(&self.material));
        let tax_category = errors.take(&named("tax_category"), id(&self.tax_category));
        let status =
            errors.take(&named("status"), ProductStatus::from_slug(&self.status).ok_or(Problem::UnknownChoice));
        let published_at = errors.take(&named("published_at"), moment(&self.published_at));
        let seo_title = errors.take(&named("seo_title"), optional_line(&self.seo_title, 150));
        let seo_description = errors.take(&named("seo_description"), optional_line(&self.seo_description, 300));
        let tags = errors.take(&named("tags"), tags(&self.tags));
        let categories = errors.take(&named("categories"), self.check_categories());
        let related = errors.take(&named("related_search"), self.check_related());
        let options = self.check_options(&mut errors);
        let variants = self.check_variants(currency, &mut errors);
        errors.into_result()?;
        Ok(CheckedProduct {
            title,
            slug: slug.unwrap_or_default(),
            summary: summary.unwrap_or_default(),
            description: description.unwrap_or_default(),
            brand: brand.flatten(),
            material: material.flatten(),
            tax_category: tax_category.flatten(),
            status: status.unwrap_or_default(),
            published_at: published_at.flatten(),
            seo_title: seo_title.unwrap_or_default(),
            seo_description: seo_description.unwrap_or_default(),
            tags: tags.unwrap_or_default(),
            categories: categories.unwrap_or_default(),
            related: related.unwrap_or_default(),
            options,
            variants,
        })
    }

    fn check_categories(&self) -> Result<Vec<CategoryId>, Problem> {
        let primary: Option<CategoryId> = id(&self.primary)?;
        let others = self.categories.iter().filter_map(|text| id(text).transpose());
        let all = primary.map(Ok).into_iter().chain(others);
        few(distinct(all)?, MAX_CATEGORIES)
    }

    fn check_related(&self) -> Result<Vec<ProductId>, Problem> {
        let related = distinct(self.related.iter().filter_map(|text| id(text).transpose()))?;
        few(related.into_iter().filter(|related: &ProductId| related.0 != self.id).collect(), MAX_RELATED)
    }

    fn check_options(&self, errors: &mut FieldErrors) -> Vec<CheckedOption> {
        let mut names: Vec<String> = Vec::new();
        let mut options = Vec::with_capacity(self.options.len());
        for (index, option) in self.options.iter().enumerate() {
            let field = Self::option_field(index, "name");
            let name = errors.take(&field, required_line(&option.name, 60)).unwrap_or_default();
            if !name.is_empty() && names.contains(&name.to_lowercase()) {
                errors.add(&field, Problem::AlreadyTaken);
            }
            names.push(name.to_lowercase());
            options.push(CheckedOption { name, kind: option.kind(), values: check_values(option, index, errors) });
        }
        options
    }

    fn check_variants(&self, currency: Currency, errors: &mut FieldErrors) -> Vec<CheckedVariant> {
        let rows = self.variants.iter().enumerate().filter(|(_, variant)| variant.on);
        let variants: Vec<CheckedVariant> =
            rows.clone().filter_map(|(row, variant)| variant.check(row, currency, errors)).collect();
        match rows.count() {
            0 => errors.add("variants", Problem::Required),
            count if count > MAX_VARIANTS => errors.add("variants", Problem::TooMany(MAX_VARIANTS as u32)),
            _ => {}
        }
        let mut skus = HashMap::new();
        for variant in &variants {
            if skus.insert(variant.sku.as_str(), ()).is_some() {
                errors.add(&Self::variant_field(variant.row, "sku"), Problem::AlreadyTaken);
            }
        }
        variants
    }
}

fn check_values(option: &OptionInput, index: usize, errors: &mut FieldErrors) -> Vec<(String, Option<i64>)> {
    let mut values: Vec<(String, Option<i64>)> = Vec::with_capacity(option.values.len());
    for (place, value) in option.values.iter().enumerate() {
        let field = ProductInput::value_field(index, place, "name");
        let name = errors.take(&field, required_line(&value.name, 60)).unwrap_or_default();
        let link = errors.take(&ProductInput::value_field(index, place, "link"), id(&value.link)).flatten();
        if !name.is_empty() && values.iter().any(|(other, _)| *other == name) {
            errors.add(&field, Problem::AlreadyTaken);
        }
        values.push((name, link.filter(|_| option.kind() != OptionKind::Other)));
    }
    values
}

impl VariantInput {
    fn check(&self, row: usize, currency: Currency, errors: &mut FieldErrors) -> Option<CheckedVariant> {
        let named = |field| ProductInput::variant_field(row, field);
        let sku = errors.take(&named("sku"), required_line(&self.sku, 64));
        let barcode = errors.take(&named("barcode"), optional_line(&self.barcode, 64));
        let price = errors.take(&named("price"), price(&self.price, currency));
        let compare_at = errors.take(&named("compare_at"), optional_price(&self.compare_at, currency));
        if let (Some(price), Some(Some(compare_at))) = (price, compare_at)
            && compare_at <= price
        {
            errors.add(&named("compare_at"), Problem::MustBeBelow);
        }
        let cost = errors.take(&named("cost"), optional_price(&self.cost, currency));
        let weight = errors.take(&named("weight"), measure(&self.weight, MAX_GRAMS));
        let length = errors.take(&named("length"), measure(&self.length, MAX_MILLIMETERS));
        let width = errors.take(&named("width"), measure(&self.width, MAX_MILLIMETERS));
        let height = errors.take(&named("height"), measure(&self.height, MAX_MILLIMETERS));
        let policy = errors.take(&named("policy"), StockPolicy::from_slug(&self.policy).ok_or(Problem::UnknownChoice));
        let stock = self.stock.iter().enumerate();
        let stock = stock.filter_map(|(place, level)| level.check((row, place), errors)).collect();
        Some(CheckedVariant {
            row,
            id: (self.id != 0).then_some(VariantId(self.id)),
            choices: self.choice_indexes(),
            sku: sku?,
            barcode: barcode?,
            price_minor: price?,
            compare_at_minor: compare_at?,
            cost_minor: cost?,
            weight_grams: weight?,
            length_mm: length?,
            width_mm: width?,
            height_mm: height?,
            policy: policy?,
            tracked: self.tracked,
            stock,
        })
    }
}

impl StockInput {
    fn check(&self, (row, place): (usize, usize), errors: &mut FieldErrors) -> Option<CheckedLevel> {
        let seen: Option<i64> = self.seen.trim().parse().ok();
        let text = if self.on_hand.trim().is_empty() { "0" } else { self.on_hand.as_str() };
        // What is owed to backorders shows as a negative level and may stay as it is.
        let on_hand = number(text, seen.unwrap_or(0).min(0), MAX_STOCK);
        let on_hand = errors.take(&ProductInput::stock_field(row, place, "on_hand"), on_hand)?;
        Some(CheckedLevel { place, center: FulfillmentCenterId(self.center), seen, on_hand })
    }
}

fn price(text: &str, currency: Currency) -> Result<i64, Problem> {
    optional_price(text, currency)?.ok_or(Problem::Required)
}

fn optional_price(text: &str, currency: Currency) -> Result<Option<i64>, Problem> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    Money::parse(text, currency).map(|money| Some(money.minor)).ok_or(Problem::NotAPrice)
}

fn measure(text: &str, most: i64) -> Result<i64, Problem> {
    if text.trim().is_empty() { Ok(0) } else { number(text, 0, most) }
}

fn moment(text: &str) -> Result<Option<Timestamp>, Problem> {
    match text.trim() {
        "" => Ok(None),
        text => Timestamp::parse_minute(text).map(Some).ok_or(Problem::NotADate),
    }
}

/// Tags from a text with commas between them: once each, in alphabetical order.
pub fn tags(text: &str) -> Result<Vec<String>, Problem> {
    let tags = text.split([',', '\n']).map(|tag| optional_line(tag, TAG)).collect::<Result<Vec<_>, _>>()?;
    let mut tags: Vec<String> = tags.into_iter().filter(|tag| !tag.is_empty()).collect();
    tags.sort();
    tags.dedup();
    few(tags, MAX_TAGS)
}

fn id<T: FromStr>(text: &str) -> Result<Option<T>, Problem> {
    match text.trim() {
        "" => Ok(None),
        id => id.parse().map(Some).map_err(|_| Problem::UnknownChoice),
    }
}

fn distinct<T: PartialEq>(items: impl Iterator<Item = Result<T, Problem>>) -> Result<Vec<T>, Problem> {
    let mut all: Vec<T> = Vec::new();
    for item in items {
        let item = item?;
        if !all.contains(&item) {
            all.push(item);
        }
    }
    Ok(all)
}

fn few<T>(items: Vec<T>, most: usize) -> Result<Vec<T>, Problem> {
    if items.len() <= most { Ok(items) } else { Err(Problem::TooMany(u32::try_from(most).unwrap_or(u32::MAX))) }
}

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;
