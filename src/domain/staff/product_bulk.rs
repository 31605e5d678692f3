//! Changing many products at once.

use super::{ProductFilter, product_form::parse_tags};
use crate::domain::{
    forms::{FieldErrors, Problem},
    ids::{BrandId, CategoryId, TaxCategoryId},
    money::Money,
    product::ProductStatus,
};
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

/// Which products: those that were ticked, or all that fit the list's filter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Selection {
    /// Ids, separated by commas; empty: everything that fits the filter.
    pub ids: String,
    pub filter: ProductFilter,
}

/// Most products that can be ticked.
const MAX_TICKED: usize = 1_000;

impl Selection {
    /// The ticked products; `None` where everything that fits is meant.
    pub fn ids(&self) -> Result<Option<Vec<i64>>, Problem> {
        if self.ids.trim().is_empty() {
            return Ok(None);
        }
        let ids = self.ids.split(',').map(|id| id.trim().parse().map_err(|_| Problem::UnknownChoice));
        let ids = ids.collect::<Result<Vec<i64>, _>>()?;
        if ids.len() > MAX_TICKED { Err(Problem::TooMany(MAX_TICKED as u32)) } else { Ok(Some(ids)) }
    }
}

/// The form of a bulk change, as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BulkInput {
    /// A [`BulkKind`].
    pub action: String,
    /// "-10" or "7.5".
    pub percent: String,
    /// A [`Rounding`].
    pub rounding: String,
    pub category: String,
    /// An id, or "none".
    pub brand: String,
    pub tax_category: String,
    pub tag: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BulkKind {
    Publish,
    Draft,
    Archive,
    Price,
    AddCategory,
    RemoveCategory,
    MoveCategory,
    Brand,
    TaxCategory,
    AddTag,
    RemoveTag,
    Delete,
}

impl BulkKind {
    pub const ALL: [Self; 12] = [
        Self::Publish,
        Self::Draft,
        Self::Archive,
        Self::Price,
        Self::AddCategory,
        Self::RemoveCategory,
        Self::MoveCategory,
        Self::Brand,
        Self::TaxCategory,
        Self::AddTag,
        Self::RemoveTag,
        Self::Delete,
    ];

    pub const fn slug(self) -> &'static str {
        match self {
            Self::Publish => "publish",
            Self::Draft => "draft",
            Self::Archive => "archive",
            Self::Price => "price",
            Self::AddCategory => "add-category",
            Self::RemoveCategory => "remove-category",
            Self::MoveCategory => "move-category",
            Self::Brand => "brand",
            Self::TaxCategory => "tax-category",
            Self::AddTag => "add-tag",
            Self::RemoveTag => "remove-tag",
            Self::Delete => "delete",
        }
    }

    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.slug() == slug)
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::Publish => "Publish",
            Self::Draft => "Make a draft",
            Self::Archive => "Archive",
            Self::Price => "Change prices by percent",
            Self::AddCategory => "Add to a category",
            Self::RemoveCategory => "Remove from a category",
            Self::MoveCategory => "Move to a category",
            Self::Brand => "Set the brand",
            Self::TaxCategory => "Set the tax category",
            Self::AddTag => "Add a tag",
            Self::RemoveTag => "Remove a tag",
            Self::Delete => "Delete",
        }
    }

    /// What it does, where the label leaves a question.
    pub const fn explanation(self) -> &'static str {
        match self {
            Self::Publish => {
                "They can be bought at once. Products with a picture that has no description stay as they are."
            }
            Self::Draft => "They are taken out of the shop, to be worked on.",
            Self::Archive => "They are taken out of the shop; orders keep what was bought.",
            Self::Price => {
                "Every variant's price changes. Where the new price reaches the price it is compared at, the comparison is dropped."
            }
            Self::AddCategory => "It becomes the primary category of products that had none.",
            Self::RemoveCategory => "Where it was the primary category, another one of the product's takes its place.",
            Self::MoveCategory => "It becomes their only category.",
            Self::Brand => "It takes the place of the brand that they have.",
            Self::TaxCategory => "Carts are taxed by it from now on; orders stay as they were placed.",
            Self::AddTag | Self::RemoveTag => "Tags are for finding products here and in imports.",
            Self::Delete => {
                "Products that an order refers to are archived instead, so that the order still leads to them."
            }
        }
    }
}

/// A bulk change without mistakes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BulkAction {
    Status(ProductStatus),
    Price(PriceChange),
    AddCategory(CategoryId),
    RemoveCategory(CategoryId),
    MoveCategory(CategoryId),
    /// `None`: of no brand.
    Brand(Option<BrandId>),
    TaxCategory(TaxCategoryId),
    AddTag(String),
    RemoveTag(String),
    Delete,
}

impl BulkInput {
    /// The change it asks for, or what is wrong, by the names that the inputs have.
    pub fn check(&self) -> Result<BulkAction, FieldErrors> {
        let wrong = |field: &str, problem| FieldErrors::one(&format!("change[{field}]"), problem);
        let category =
            || self.category.trim().parse().map(CategoryId).map_err(|_| wrong("category", Problem::UnknownChoice));
        let brand = || match self.brand.trim() {
            "none" => Ok(None),
            id => id.parse().map(|id| Some(BrandId(id))).map_err(|_| wrong("brand", Problem::UnknownChoice)),
        };
        let tax_category = || {
            let id = self.tax_category.trim().parse();
            id.map(TaxCategoryId).map_err(|_| wrong("tax_category", Problem::UnknownChoice))
        };
        let tag = || match parse_tags(&self.tag).map_err(|problem| wrong("tag", problem))?.as_slice() {
            [tag] => Ok(tag.clone()),
            [] => Err(wrong("tag", Problem::Required)),
            _ => Err(wrong("tag", Problem::TooMany(1))),
        };
        Ok(match BulkKind::from_slug(&self.action).ok_or_else(|| wrong("action", Problem::UnknownChoice))? {
            BulkKind::Publish => BulkAction::Status(ProductStatus::Active),
            BulkKind::Draft => BulkAction::Status(ProductStatus::Draft),
            BulkKind::Archive => BulkAction::Status(ProductStatus::Archived),
            BulkKind::Price => BulkAction::Price(PriceChange {
                hundredths: percent(&self.percent).map_err(|problem| wrong("percent", problem))?,
                rounding: Rounding::from_slug(&self.rounding),
            }),
            BulkKind::AddCategory => BulkAction::AddCategory(category()?),
            BulkKind::RemoveCategory => BulkAction::RemoveCategory(category()?),
            BulkKind::MoveCategory => BulkAction::MoveCategory(category()?),
            BulkKind::Brand => BulkAction::Brand(brand()?),
            BulkKind::TaxCategory => BulkAction::TaxCategory(tax_category()?),
            BulkKind::AddTag => BulkAction::AddTag(tag()?),
            BulkKind::RemoveTag => BulkAction::RemoveTag(tag()?),
            BulkKind::Delete => BulkAction::Delete,
        })
    }
}

/// In hundredths of a percent, from -99 to 1000 percent and not nothing.
fn percent(text: &str) -> Result<i64, Problem> {
    let text = text.trim().trim_end_matches('%').trim().replace(',', ".").replace('−', "-");
    if text.is_empty() {
        return Err(Problem::Required);
    }
    let percent: Decimal = text.trim_start_matches('+').parse().map_err(|_| Problem::NotADecimal)?;
    let hundredths = percent.checked_mul(Decimal::from(100)).ok_or(Problem::NotADecimal)?.normalize();
    let whole = i64::try_from(hundredths).ok().filter(|_| hundredths.scale() == 0).ok_or(Problem::NotADecimal)?;
    if whole == 0 || !(-9_900..=100_000).contains(&whole) { Err(Problem::OutOfRange(-99, 1_000)) } else { Ok(whole) }
}

/// By how much prices change, and what they are rounded to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceChange {
    /// Of a percent: 750 is 7.5 percent more.
    pub hundredths: i64,
    pub rounding: Rounding,
}

/// What a new price is rounded to, halves up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rounding {
    #[default]
    Cent,
    FiveCents,
    Ten,
    /// To a whole amount.
    Whole,
    /// To the amount that ends in 99: the next whole amount, less one cent.
    Ending99,
    /// To the amount that ends in 95.
    Ending95,
}

impl Rounding {
    pub const ALL: [Self; 6] = [Self::Cent, Self::FiveCents, Self::Ten, Self::Whole, Self::Ending99, Self::Ending95];

    pub const fn slug(self) -> &'static str {
        match self {
            Self::Cent => "cent",
            Self::FiveCents => "5",
            Self::Ten => "10",
            Self::Whole => "whole",
            Self::Ending99 => "99",
            Self::Ending95 => "95",
        }
    }

    pub fn from_slug(slug: &str) -> Self {
        Self::ALL.into_iter().find(|rounding| rounding.slug() == slug).unwrap_or_default()
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::Cent => "To the cent",
            Self::FiveCents => "To 0.05",
            Self::Ten => "To 0.10",
            Self::Whole => "To a whole amount",
            Self::Ending99 => "So that it ends in .99",
            Self::Ending95 => "So that it ends in .95",
        }
    }

    /// The nearest price of this kind, in hundredths of the currency; never below zero.
    fn nearest(self, minor: i64) -> i64 {
        let to = |step: i64, less: i64| ((minor + less + step / 2).div_euclid(step) * step - less).max(0);
        match self {
            Self::Cent => minor,
            Self::FiveCents => to(5, 0),
            Self::Ten => to(10, 0),
            Self::Whole => to(100, 0),
            Self::Ending99 if minor == 0 => 0,
            Self::Ending99 => to(100, 1).max(99),
            Self::Ending95 if minor == 0 => 0,
            Self::Ending95 => to(100, 5).max(95),
        }
    }
}

impl PriceChange {
    /// The new price; `None` if it is more than a price may be. What costs nothing goes on to cost nothing.
    pub fn apply(self, price_minor: i64) -> Option<i64> {
        let factor = Decimal::new(10_000 + self.hundredths, 4);
        let exact = Decimal::from(price_minor).checked_mul(factor)?;
        let whole = exact.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
        let rounded = self.rounding.nearest(i64::try_from(whole).ok()?);
        (rounded <= crate::domain::money::MAX_PRICE_MINOR).then_some(rounded)
    }
}

/// What a bulk change would do, before it is done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkPreview {
    /// How many products are meant.
    pub count: i64,
    /// The first of them.
    pub titles: Vec<String>,
    /// For a change of prices: products or their variants with the prices before and after.
    pub prices: Vec<PricePreview>,
    pub categories: Vec<super::CategoryChoice>,
    /// Ids and names.
    pub brands: Vec<(i64, String)>,
    pub tax_categories: Vec<(i64, String)>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PricePreview {
    pub title: String,
    pub sku: String,
    pub before: Money,
    pub after: Option<Money>,
}

/// What a bulk change did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkResult {
    pub changed: i64,
    /// Archived where they were to be deleted.
    pub archived: i64,
    /// Left as they were because the change does not fit them.
    pub refused: i64,
    /// Still to come, in the background.
    pub remaining: i64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn change(hundredths: i64, rounding: Rounding) -> PriceChange {
        PriceChange { hundredths, rounding }
    }

    #[test]
    fn prices_change_by_percent_and_are_rounded_by_the_rule() {
        for (before, hundredths, rounding, after) in [
            (4_900, 1_000, Rounding::Cent, 5_390),
            (4_999, -750, Rounding::Cent, 4_624),
            (4_999, -750, Rounding::FiveCents, 4_625),
            (4_999, -750, Rounding::Ten, 4_620),
            (4_999, -750, Rounding::Whole, 4_600),
            (4_999, -750, Rounding::Ending99, 4_599),
            (4_999, -750, Rounding::Ending95, 4_595),
            (101, -9_900, Rounding::Ending99, 99),
            (0, 1_000, Rounding::Ending99, 0),
            (5, 1_000, Rounding::Cent, 6),
        ] {
            assert_eq!(change(hundredths, rounding).apply(before), Some(after), "{before} {hundredths} {rounding:?}");
        }
        assert_eq!(change(100_000, Rounding::Cent).apply(crate::domain::money::MAX_PRICE_MINOR), None);
    }

    #[test]
    fn percents_that_are_none_are_refused() {
        assert_eq!(percent(" +7,5 % "), Ok(750));
        assert_eq!(percent("−10"), Ok(-1_000));
        for text in ["", "0", "-100", "1001", "ten", "0.001", "1e9"] {
            assert!(percent(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_change_names_what_it_lacks() {
        for (input, field) in [
            (BulkInput::default(), "change[action]"),
            (BulkInput { action: "price".into(), ..BulkInput::default() }, "change[percent]"),
            (BulkInput { action: "add-tag".into(), tag: "a,b".into(), ..BulkInput::default() }, "change[tag]"),
            (BulkInput { action: "move-category".into(), ..BulkInput::default() }, "change[category]"),
            (BulkInput { action: "brand".into(), ..BulkInput::default() }, "change[brand]"),
            (BulkInput { action: "tax-category".into(), ..BulkInput::default() }, "change[tax_category]"),
        ] {
            assert!(input.check().unwrap_err().message(field).is_some(), "{field}");
        }
    }

    proptest! {
        #[test]
        fn a_new_price_is_never_negative_and_near_the_exact_one(price in 0_i64..10_000_000, hundredths in -9_900_i64..=100_000, index in 0_usize..6) {
            let rounding = Rounding::ALL[index];
            let after = change(hundredths, rounding).apply(price).unwrap();
            let exact = price as f64 * (10_000 + hundredths) as f64 / 10_000.0;
            prop_assert!(after >= 0 && (after as f64 - exact).abs() <= 100.0, "{price} becomes {after}, exactly {exact}");
        }
    }
}
