//! What staff say a product shall be, and how that becomes the product that the services know.

use super::{
    super::{types::Money, variants::StockPolicyName},
    body::{Kind, Status},
    instant,
};
use crate::{
    domain::{
        forms::Problem as Reason,
        ids::{BrandId, CategoryId, ColorId, MaterialId, ProductId, SizeId, SpecificationId, TaxCategoryId, VariantId},
        money::Currency,
        product::{OptionKind, ProductStatus, StockPolicy},
        slug::slugify,
    },
    server::{
        http::api::{
            patch::Patch,
            problem::{ApiResult, Problem},
        },
        services::{
            add_product::{NewImage, NewOption, NewOptionValue, NewProduct, NewVariant, SpecificationInput},
            stored_product::StoredProduct,
        },
    },
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A product as staff write it. What is left out is empty.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProductInput {
    #[schema(min_length = 1, max_length = 150, pattern = r"^.*[^\s\p{C}].*$")]
    pub title: String,
    /// Left out: made of the title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 120, pattern = "^[a-z0-9]+(-[a-z0-9]+)*$")]
    pub slug: Option<String>,
    /// One sentence.
    #[serde(default)]
    #[schema(max_length = 300)]
    pub summary: String,
    /// Markdown.
    #[serde(default)]
    #[schema(max_length = 20_000)]
    pub description: String,
    #[serde(default = "draft")]
    pub status: Status,
    /// When an active product is for sale from; left out: from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(format = "date-time")]
    pub published_at: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1)]
    pub brand_id: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1)]
    pub material_id: Option<i64>,
    /// Left out: the shop's standard one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1)]
    pub tax_category_id: Option<i64>,
    /// The first one is the primary category.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub category_ids: Vec<i64>,
    #[serde(default)]
    #[schema(max_length = 150)]
    pub seo_title: String,
    #[serde(default)]
    #[schema(max_length = 300)]
    pub seo_description: String,
    #[serde(default)]
    #[schema(max_items = 50)]
    pub tags: Vec<String>,
    /// Products to show beside it, in order.
    #[serde(default)]
    #[schema(max_items = 24)]
    pub related_ids: Vec<i64>,
    /// What is to be chosen.
    #[serde(default)]
    #[schema(max_items = 3)]
    pub options: Vec<OptionInput>,
    #[schema(min_items = 1, max_items = 1000)]
    pub variants: Vec<VariantInput>,
    #[serde(default)]
    pub specifications: Vec<SpecificationValueInput>,
}

const fn draft() -> Status {
    Status::Draft
}

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OptionInput {
    #[schema(min_length = 1, max_length = 60)]
    pub name: String,
    pub kind: Kind,
    #[schema(min_items = 1, max_items = 100)]
    pub values: Vec<OptionValueInput>,
}

/// A value; a color or size of the shop makes it filterable.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OptionValueInput {
    #[schema(min_length = 1, max_length = 60)]
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1)]
    pub color_id: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1)]
    pub size_id: Option<i64>,
}

/// A variant. A stored one is found by its id or, without that, by its SKU.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VariantInput {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1)]
    pub id: Option<i64>,
    #[schema(min_length = 1, max_length = 64)]
    pub sku: String,
    #[serde(default)]
    #[schema(max_length = 64)]
    pub barcode: String,
    /// In the shop's currency, up to 10 000 000 000 minor units.
    pub price: Money,
    /// The former price, above the present one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compare_at: Option<Money>,
    /// What the shop paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<Money>,
    #[serde(default)]
    #[schema(minimum = 0, maximum = 10_000_000)]
    pub weight_grams: i64,
    #[serde(default)]
    #[schema(minimum = 0, maximum = 100_000)]
    pub length_mm: i64,
    #[serde(default)]
    #[schema(minimum = 0, maximum = 100_000)]
    pub width_mm: i64,
    #[serde(default)]
    #[schema(minimum = 0, maximum = 100_000)]
    pub height_mm: i64,
    /// For every option of the product, in order, the name of its value.
    #[serde(default)]
    #[schema(max_items = 3)]
    pub options: Vec<String>,
    #[serde(default = "deny")]
    pub stock_policy: StockPolicyName,
    #[serde(default = "yes")]
    pub track_stock: bool,
    /// Units on hand in the center that ships first; left out: as many as there are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub stock: Option<i64>,
    /// The units that `stock` replaces: refused (412) if there are others by now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stock_seen: Option<i64>,
}

const fn deny() -> StockPolicyName {
    StockPolicyName::Deny
}

const fn yes() -> bool {
    true
}

/// What it is in one specification: exactly the value of the specification's kind.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SpecificationValueInput {
    #[schema(minimum = 1)]
    pub specification_id: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 300)]
    pub text: Option<String>,
    /// A decimal number with at most six decimals: "1.25".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 30, pattern = r"^-?[0-9]{1,12}(\.[0-9]{1,6})?$")]
    pub number: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub boolean: Option<bool>,
    /// By name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 60)]
    pub choice: Option<String>,
}

pub type ProductPatch = Patch<ProductInput>;
pub type VariantPatch = Patch<VariantInput>;

impl VariantInput {
    pub fn onto(self, index: usize, options: &[NewOption], stored: Option<&StoredProduct>) -> ApiResult<NewVariant> {
        let field = |name: &str| format!("variants.{index}.{name}");
        let known = stored.and_then(|stored| self.stored(stored));
        // What is not given stays: the same stock as was seen is no change.
        let (stock, stock_seen) = match (self.stock, known) {
            (Some(stock), _) => (stock, self.stock_seen),
            (None, Some(known)) => (known.stock, Some(known.stock)),
            (None, None) => (0, None),
        };
        Ok(NewVariant {
            id: self.id.filter(|_| stored.is_some()).map(VariantId),
            price_minor: minor(self.price, &field("price"))?,
            compare_at_minor: self.compare_at.map(|money| minor(money, &field("compare_at"))).transpose()?,
            cost_minor: self.cost.map(|money| minor(money, &field("cost"))).transpose()?,
            weight_grams: self.weight_grams,
            length_mm: self.length_mm,
            width_mm: self.width_mm,
            height_mm: self.height_mm,
            choices: choices(&self.options, options).ok_or_else(|| unknown(&field("options")))?,
            stock,
            stock_seen,
            stock_policy: match self.stock_policy {
                StockPolicyName::Deny => StockPolicy::Deny,
                StockPolicyName::Backorder => StockPolicy::Backorder,
            },
            untracked: !self.track_stock,
            sku: self.sku,
            barcode: self.barcode,
        })
    }

    fn stored<'a>(&self, stored: &'a StoredProduct) -> Option<&'a NewVariant> {
        let is_same = |variant: &&NewVariant| match self.id {
            Some(id) => variant.id == Some(VariantId(id)),
            None => variant.sku == self.sku.trim(),
        };
        stored.product.variants.iter().find(is_same)
    }
}

fn unknown(field: &str) -> Problem {
    Problem::field(field, Reason::UnknownChoice)
}

/// An amount in the shop's currency.
fn minor(money: Money, field: &str) -> ApiResult<i64> {
    if money.currency == Currency::default() { Ok(money.amount) } else { Err(unknown(&format!("{field}.currency"))) }
}

/// Names of values to their places; one for every option.
fn choices(names: &[String], options: &[NewOption]) -> Option<Vec<usize>> {
    if names.len() != options.len() {
        return None;
    }
    let place = |(name, option): (&String, &NewOption)| option.values.iter().position(|value| value.name == *name);
    names.iter().zip(options).map(place).collect()
}

impl SpecificationValueInput {
    fn value(self, index: usize) -> ApiResult<(SpecificationId, SpecificationInput)> {
        let value = match (self.text, self.number, self.boolean, self.choice) {
            (Some(text), None, None, None) => SpecificationInput::Text(text),
            (None, Some(number), None, None) => SpecificationInput::Number(number),
            (None, None, Some(yes), None) => SpecificationInput::Boolean(yes),
            (None, None, None, Some(name)) => SpecificationInput::Choice(name),
            _ => return Err(Problem::field(format!("specifications.{index}"), Reason::Required)),
        };
        Ok((SpecificationId(self.specification_id), value))
    }
}

impl ProductInput {
    /// The product that is asked for; what only the shop knows, its pictures and sales, comes from the stored one.
    pub fn onto(self, stored: Option<&StoredProduct>) -> ApiResult<NewProduct> {
        let published_at = self.published_at.as_deref().map(|text| instant("published_at", text)).transpose()?;
        let options: Vec<NewOption> = self.options.into_iter().map(OptionInput::option).collect();
        let numbered = self.variants.into_iter().enumerate();
        let variants: Vec<NewVariant> =
            numbered.map(|(index, variant)| variant.onto(index, &options, stored)).collect::<ApiResult<_>>()?;
        let specifications = self.specifications.into_iter().enumerate();
        Ok(NewProduct {
            slug: self.slug.unwrap_or_else(|| slugify(&self.title)),
            title: self.title,
            summary: self.summary,
            description: self.description,
            brand: self.brand_id.map(BrandId),
            material: self.material_id.map(MaterialId),
            categories: self.category_ids.into_iter().map(CategoryId).collect(),
            tax_category: self.tax_category_id.map(TaxCategoryId),
            status: match self.status {
                Status::Draft => ProductStatus::Draft,
                Status::Active => ProductStatus::Active,
                Status::Archived => ProductStatus::Archived,
            },
            published_at,
            seo_title: self.seo_title,
            seo_description: self.seo_description,
            related: self.related_ids.into_iter().map(ProductId).collect(),
            tags: self.tags,
            sold: stored.map_or(0, |stored| stored.product.sold),
            specifications: specifications.map(|(index, value)| value.value(index)).collect::<ApiResult<_>>()?,
            images: stored.map(|stored| kept_images(stored, &variants)).unwrap_or_default(),
            options,
            variants,
        })
    }
}

impl OptionInput {
    fn option(self) -> NewOption {
        let value = |value: OptionValueInput| NewOptionValue {
            name: value.name.trim().to_owned(),
            color: value.color_id.map(ColorId),
            size: value.size_id.map(SizeId),
        };
        NewOption {
            name: self.name,
            kind: match self.kind {
                Kind::Color => OptionKind::Color,
                Kind::Size => OptionKind::Size,
                Kind::Other => OptionKind::Other,
            },
            values: self.values.into_iter().map(value).collect(),
        }
    }
}

/// The stored pictures; those that show certain variants go on showing them, wherever they stand now.
fn kept_images(stored: &StoredProduct, variants: &[NewVariant]) -> Vec<NewImage> {
    let place = |before: usize| {
        let before = stored.product.variants.get(before)?;
        let is_same = |variant: &NewVariant| {
            if variant.id.is_some() { variant.id == before.id } else { variant.sku == before.sku }
        };
        variants.iter().position(is_same)
    };
    let kept = |image: &NewImage| NewImage {
        variants: image.variants.iter().filter_map(|before| place(*before)).collect(),
        ..image.clone()
    };
    stored.product.images.iter().map(kept).collect()
}
