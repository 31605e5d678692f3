//! Which products a listing shows, as its address says it.

use super::{Cursor, query_string, specifications::ChosenSpecification};
use crate::domain::{
    catalog::Micro,
    money::{Currency, Money},
    tax::ShownPrices,
};
use serde::{Deserialize, Serialize};

/// The last page that can be asked for: whoever looks further narrows the choice instead.
pub const MAX_PAGE: u32 = 500;
/// The averages that can be asked for, in stars "and up".
pub const RATINGS: [u8; 4] = [4, 3, 2, 1];
const MAX_VALUES: usize = 20;
const MAX_SPECIFICATIONS: usize = 12;
const MAX_SLUG_BYTES: usize = 80;
const MAX_WORDS_CHARS: usize = 200;

/// A property that products are narrowed by; several values of one widen the choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FacetKind {
    Category,
    Color,
    Size,
    Brand,
    Material,
}

impl FacetKind {
    pub const ALL: [Self; 5] = [Self::Category, Self::Color, Self::Size, Self::Brand, Self::Material];

    /// Its name in addresses and forms.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Category => "category",
            Self::Color => "color",
            Self::Size => "size",
            Self::Brand => "brand",
            Self::Material => "material",
        }
    }

    pub const fn title(self) -> &'static str {
        match self {
            Self::Category => "Category",
            Self::Color => "Color",
            Self::Size => "Size",
            Self::Brand => "Brand",
            Self::Material => "Material",
        }
    }
}

/// The order of a listing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sort {
    /// The catalog's own order; of a search, what fits best.
    #[default]
    Featured,
    Newest,
    PriceAsc,
    PriceDesc,
    BestSelling,
    Rating,
}

impl Sort {
    pub const ALL: [Self; 6] =
        [Self::Featured, Self::Newest, Self::PriceAsc, Self::PriceDesc, Self::BestSelling, Self::Rating];

    pub const fn key(self) -> &'static str {
        match self {
            Self::Featured => "featured",
            Self::Newest => "newest",
            Self::PriceAsc => "price-asc",
            Self::PriceDesc => "price-desc",
            Self::BestSelling => "best-selling",
            Self::Rating => "rating",
        }
    }

    pub const fn title(self) -> &'static str {
        match self {
            Self::Featured => "Recommended",
            Self::Newest => "Newest",
            Self::PriceAsc => "Price, low to high",
            Self::PriceDesc => "Price, high to low",
            Self::BestSelling => "Best selling",
            Self::Rating => "Best rated",
        }
    }

    fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.key() == key)
    }
}

/// What a listing's address asks for. Whatever in it makes no sense was left out when it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListingQuery {
    /// What was searched for, in single spaces.
    pub words: String,
    /// Slugs; a category stands for everything below it.
    pub categories: Vec<String>,
    pub colors: Vec<String>,
    pub sizes: Vec<String>,
    pub brands: Vec<String>,
    pub materials: Vec<String>,
    /// In the order of their slugs.
    pub specifications: Vec<ChosenSpecification>,
    pub min: Option<Money>,
    pub max: Option<Money>,
    /// So many stars on average, or more: 1 to 4.
    pub rating: Option<u8>,
    pub in_stock: bool,
    pub sort: Sort,
    /// The page after this place.
    pub after: Option<Cursor>,
    /// The page before this place; only without `after`.
    pub before: Option<Cursor>,
    /// From 1 to [`MAX_PAGE`]; only without `after` and `before`.
    pub page: u32,
}

impl Default for ListingQuery {
    fn default() -> Self {
        Self {
            words: String::new(),
            categories: Vec::new(),
            colors: Vec::new(),
            sizes: Vec::new(),
            brands: Vec::new(),
            materials: Vec::new(),
            specifications: Vec::new(),
            min: None,
            max: None,
            rating: None,
            in_stock: false,
            sort: Sort::default(),
            after: None,
            before: None,
            page: 1,
        }
    }
}

impl ListingQuery {
    /// The same with bounds in the catalog's prices instead of those that are shown.
    pub fn behind(&self, prices: &ShownPrices) -> Self {
        Self {
            min: self.min.map(|min| prices.least_behind(min)),
            max: self.max.map(|max| prices.most_behind(max)),
            ..self.clone()
        }
    }

    /// Reads a query string, as our links or a plain form write it: several values of a facet
    /// stand comma-separated or under a repeated name.
    pub fn parse(query: &str) -> Self {
        let mut read = Self::default();
        for (name, value) in query_string::pairs(query) {
            match name.as_str() {
                "q" => read.words = words(&value),
                "category" => add(&mut read.categories, &value),
                "color" => add(&mut read.colors, &value),
                "size" => add(&mut read.sizes, &value),
                "brand" => add(&mut read.brands, &value),
                "material" => add(&mut read.materials, &value),
                "min" => read.min = Money::parse(&value, Currency::default()),
                "max" => read.max = Money::parse(&value, Currency::default()),
                "rating" => read.rating = value.parse().ok().filter(|stars| RATINGS.contains(stars)),
                "stock" => read.in_stock = value == "in",
                "sort" => read.sort = Sort::from_key(&value).unwrap_or_default(),
                "after" => read.after = value.parse().ok(),
                "before" => read.before = value.parse().ok(),
                "page" => read.page = value.parse().unwrap_or(1).clamp(1, MAX_PAGE),
                name => read.read_specification(name, &value),
            }
        }
        read.specifications.retain(|choice| !choice.is_empty());
        if read.after.is_some() {
            read.before = None;
        }
        if read.after.is_some() || read.before.is_some() {
            read.page = 1;
        }
        read
    }

    /// `spec-{slug}`, `spec-{slug}-min` or `spec-{slug}-max`.
    fn read_specification(&mut self, name: &str, value: &str) {
        let Some(name) = name.strip_prefix("spec-") else { return };
        let (slug, bound) = match (name.strip_suffix("-min"), name.strip_suffix("-max")) {
            (Some(slug), _) => (slug, Some(Bound::Min)),
            (_, Some(slug)) => (slug, Some(Bound::Max)),
            _ => (name, None),
        };
        if !is_slug(slug) {
            return;
        }
        let place = self.specifications.binary_search_by(|choice| choice.slug.as_str().cmp(slug));
        if place.is_err() && self.specifications.len() < MAX_SPECIFICATIONS {
            let place = place.unwrap_or_else(|place| place);
            self.specifications
                .insert(place, ChosenSpecification { slug: slug.to_owned(), ..ChosenSpecification::default() });
        }
        let Some(choice) = self.specifications.iter_mut().find(|choice| choice.slug == slug) else { return };
        match bound {
            Some(Bound::Min) => choice.min = Micro::parse(value),
            Some(Bound::Max) => choice.max = Micro::parse(value),
            None => add(&mut choice.values, value),
        }
    }

    /// The canonical query string: the same choice always has the same one. Empty for no choice.
    pub fn query_string(&self) -> String {
        let mut parts = Vec::new();
        let mut part = |name: &str, value: String| {
            if !value.is_empty() {
                parts.push(format!("{name}={}", query_string::encode(&value)));
            }
        };
        part("q", self.words.clone());
        for kind in FacetKind::ALL {
            part(kind.key(), self.values(kind).join(","));
        }
        part("min", self.min.map(short_decimal).unwrap_or_default());
        part("max", self.max.map(short_decimal).unwrap_or_default());
        part("rating", self.rating.map(|stars| stars.to_string()).unwrap_or_default());
        part("stock", if self.in_stock { "in".into() } else { String::new() });
        for ChosenSpecification { slug, values, min, max } in &self.specifications {
            part(&format!("spec-{slug}"), values.join(","));
            part(&format!("spec-{slug}-min"), min.map(|min| min.to_string()).unwrap_or_default());
            part(&format!("spec-{slug}-max"), max.map(|max| max.to_string()).unwrap_or_default());
        }
        if self.sort != Sort::default() {
            part("sort", self.sort.key().into());
        }
        part("after", self.after.map(|after| after.to_string()).unwrap_or_default());
        part("before", self.before.map(|before| before.to_string()).unwrap_or_default());
        if self.page > 1 {
            part("page", self.page.to_string());
        }
        parts.join("&")
    }

    /// The canonical address of this choice below a path.
    pub fn href(&self, path: &str) -> String {
        match self.query_string() {
            query if query.is_empty() => path.to_owned(),
            query => format!("{path}?{query}"),
        }
    }

    pub fn values(&self, kind: FacetKind) -> &[String] {
        match kind {
            FacetKind::Category => &self.categories,
            FacetKind::Color => &self.colors,
            FacetKind::Size => &self.sizes,
            FacetKind::Brand => &self.brands,
            FacetKind::Material => &self.materials,
        }
    }

    /// What is chosen of a specification.
    pub fn specification(&self, slug: &str) -> Option<&ChosenSpecification> {
        self.specifications.iter().find(|choice| choice.slug == slug)
    }

    /// The same without one value, from the first page.
    pub fn without(&self, kind: FacetKind, slug: &str) -> Self {
        let mut query = self.with_page(1);
        let values = match kind {
            FacetKind::Category => &mut query.categories,
            FacetKind::Color => &mut query.colors,
            FacetKind::Size => &mut query.sizes,
            FacetKind::Brand => &mut query.brands,
            FacetKind::Material => &mut query.materials,
        };
        values.retain(|value| value != slug);
        query
    }

    /// Everything that was searched for, in the same order, but not narrowed.
    pub fn cleared(&self) -> Self {
        Self { words: self.words.clone(), sort: self.sort, ..Self::default() }
    }

    pub fn with_page(&self, page: u32) -> Self {
        Self { page, after: None, before: None, ..self.clone() }
    }

    /// The same choice from behind a place on.
    pub fn with_after(&self, after: Cursor) -> Self {
        Self { after: Some(after), ..self.with_page(1) }
    }

    /// The same choice up to a place.
    pub fn with_before(&self, before: Cursor) -> Self {
        Self { before: Some(before), ..self.with_page(1) }
    }

    /// How many things narrow the listing.
    pub fn chosen(&self) -> usize {
        let values: usize = FacetKind::ALL.into_iter().map(|kind| self.values(kind).len()).sum();
        let specifications: usize = self.specifications.iter().map(ChosenSpecification::chosen).sum();
        let bounds = [self.min.is_some(), self.max.is_some(), self.rating.is_some(), self.in_stock];
        values + specifications + bounds.into_iter().filter(|chosen| *chosen).count()
    }

    /// Whether variants, not only products, must fit.
    pub fn narrows_variants(&self) -> bool {
        !self.colors.is_empty() || !self.sizes.is_empty() || self.min.is_some() || self.max.is_some() || self.in_stock
    }
}

/// The side of a range.
#[derive(Clone, Copy)]
enum Bound {
    Min,
    Max,
}

fn words(text: &str) -> String {
    let printable: String =
        text.chars().map(|char| if char.is_control() { ' ' } else { char }).take(MAX_WORDS_CHARS).collect();
    printable.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Adds comma-separated slugs in order, each once; what cannot be a slug is passed over.
fn add(values: &mut Vec<String>, text: &str) {
    for slug in text.split(',').map(str::trim).filter(|slug| is_slug(slug)) {
        if let Err(place) = values.binary_search_by(|value| value.as_str().cmp(slug))
            && values.len() < MAX_VALUES
        {
            values.insert(place, slug.to_owned());
        }
    }
}

fn is_slug(text: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_.".contains(&byte);
    !text.is_empty() && text.len() <= MAX_SLUG_BYTES && text.bytes().all(known)
}

/// "150" rather than "150.00".
fn short_decimal(money: Money) -> String {
    let decimal = money.decimal();
    match decimal.strip_suffix(".00") {
        Some(whole) => whole.to_owned(),
        None => decimal,
    }
}

#[cfg(test)]
#[path = "query_tests.rs"]
mod tests;
