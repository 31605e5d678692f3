//! A product to be added, with all its parts.

use crate::domain::{
    ids::{
        BrandId, CategoryId, ColorId, ImageId, MaterialId, ProductId, SizeId, SpecificationId, TaxCategoryId, VariantId,
    },
    product::{OptionKind, ProductStatus, SpecificationKind, StockPolicy},
    slug::slugify,
    timestamp::Timestamp,
};

/// A product to be added. Start from [`NewProduct::simple`] and set what is different.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewProduct {
    pub title: String,
    pub slug: String,
    pub summary: String,
    /// Markdown.
    pub description: String,
    pub brand: Option<BrandId>,
    pub material: Option<MaterialId>,
    /// The first one is the primary category.
    pub categories: Vec<CategoryId>,
    /// `None`: the shop's standard tax category.
    pub tax_category: Option<TaxCategoryId>,
    pub status: ProductStatus,
    /// `None`: an active product is published now.
    pub published_at: Option<Timestamp>,
    pub seo_title: String,
    pub seo_description: String,
    /// Other products to look at, in the order they are shown.
    pub related: Vec<ProductId>,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// Units sold before, where a catalog comes from another shop.
    pub sold: i64,
    pub options: Vec<NewOption>,
    /// At least one; each chooses one value of every option.
    pub variants: Vec<NewVariant>,
    pub specifications: Vec<(SpecificationId, SpecificationInput)>,
    pub images: Vec<NewImage>,
}

/// Something to choose on a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewOption {
    pub name: String,
    pub kind: OptionKind,
    pub values: Vec<NewOptionValue>,
}

/// One choice of an option; a color or size of the shop makes it filterable.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewOptionValue {
    pub name: String,
    pub color: Option<ColorId>,
    pub size: Option<SizeId>,
}

/// What is sold: one combination of the options.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewVariant {
    /// The stored variant that it is to become. `None`: the one with its SKU, or else a new one.
    pub id: Option<VariantId>,
    pub sku: String,
    pub barcode: String,
    pub price_minor: i64,
    /// The former price, above the present one.
    pub compare_at_minor: Option<i64>,
    pub cost_minor: Option<i64>,
    pub weight_grams: i64,
    /// Of the parcel; 0 where it is not known.
    pub length_mm: i64,
    pub width_mm: i64,
    pub height_mm: i64,
    /// For every option in order, the index of its value.
    pub choices: Vec<usize>,
    /// Units on hand in the center that ships first.
    pub stock: i64,
    /// What whoever sets the stock has seen: refused if it is no longer so. `None`: set whatever it was.
    pub stock_seen: Option<i64>,
    pub stock_policy: StockPolicy,
    /// Stock is not counted, and the variant never sells out.
    pub untracked: bool,
}

/// A specification's value as it was entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SpecificationInput {
    Text(String),
    /// In the specification's unit, with a point and at most six decimals: "1.25".
    Number(String),
    Boolean(bool),
    /// By name.
    Choice(String),
}

impl SpecificationInput {
    /// The kind of specification that has such values.
    pub const fn kind(&self) -> SpecificationKind {
        match self {
            Self::Text(_) => SpecificationKind::Text,
            Self::Number(_) => SpecificationKind::Number,
            Self::Boolean(_) => SpecificationKind::Boolean,
            Self::Choice(_) => SpecificationKind::Choice,
        }
    }
}

/// A stored picture, shown on the product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewImage {
    pub image: ImageId,
    pub alt: String,
    /// Indexes of the variants it shows; none means all of them.
    pub variants: Vec<usize>,
}

impl NewProduct {
    /// An active product with a single variant; slug and SKU are made from the title.
    pub fn simple(title: &str, price_minor: i64, stock: i64) -> Self {
        let slug = slugify(title);
        let variant = NewVariant { sku: slug.to_uppercase(), price_minor, stock, ..NewVariant::default() };
        Self { title: title.to_owned(), slug, variants: vec![variant], ..Self::default() }
    }

    /// The same product in a category.
    pub fn in_category(mut self, category: CategoryId) -> Self {
        self.categories.push(category);
        self
    }

    /// The same product with one more option; give it variants afterwards, for example with
    /// [`NewProduct::every_combination`].
    pub fn with_option(mut self, name: &str, kind: OptionKind, values: Vec<NewOptionValue>) -> Self {
        self.options.push(NewOption { name: name.to_owned(), kind, values });
        self
    }

    /// A variant for every combination of the options, made from the first variant; SKUs get
    /// the combination's value names appended. The last option changes fastest.
    pub fn every_combination(mut self) -> Self {
        let Some(first) = self.variants.first().cloned() else { return self };
        let mut combinations = vec![Vec::new()];
        for option in &self.options {
            let longer = |combination: &Vec<usize>| {
                let combination = combination.clone();
                (0..option.values.len()).map(move |value| [combination.as_slice(), &[value]].concat())
            };
            combinations = combinations.iter().flat_map(longer).collect();
        }
        let variant = |choices: Vec<usize>| {
            let named = self.options.iter().zip(&choices).filter_map(|(option, choice)| option.values.get(*choice));
            let names: String = named.map(|value| format!("-{}", slugify(&value.name).to_uppercase())).collect();
            NewVariant { sku: format!("{}{names}", first.sku), choices, ..first.clone() }
        };
        self.variants = combinations.into_iter().map(variant).collect();
        self
    }
}

impl NewOptionValue {
    /// A value that is neither a color nor a size of the shop.
    pub fn named(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }

    pub fn color(name: &str, color: ColorId) -> Self {
        Self { color: Some(color), ..Self::named(name) }
    }

    pub fn size(name: &str, size: SizeId) -> Self {
        Self { size: Some(size), ..Self::named(name) }
    }
}
