//! Search with facets, as the storefront searches.

mod specification;
pub mod suggestions;

use super::{
    products::{Rating, flag, rating, whole},
    types::{Money, Picture, TaxedPrice},
    variants::StockStatus,
};
use crate::{
    domain::catalog::{self, Cursor, FacetKind, Listing, ListingQuery, ProductCard, Sort},
    domain::forms::{Problem as Reason, required_line},
    domain::{money, tax::ShownPrices},
    error::AppError,
    server::{
        http::api::{
            extract::Parameters,
            page::{self, Order, Page},
            problem::{ApiResult, FieldProblem, Problem},
        },
        services,
        state::State,
        store::slice::{Position, Slice, Sliced},
    },
};
use axum::{
    Json,
    extract::{OriginalUri, State as AxumState},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use specification::FoundSpecification;
use utoipa::{IntoParams, ToSchema};

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SearchQuery {
    /// What to look for; without it, everything.
    #[param(min_length = 1, max_length = 200)]
    q: Option<String>,
    /// Slug of a category, as its page shows it: what is in it and below it. The facet of categories then has the ones
    /// right below it. Without `q`, which `category` narrows.
    #[param(max_length = 120)]
    within: Option<String>,
    /// Slugs of brands, comma-separated: one of them.
    #[param(max_length = 2000)]
    brand: Option<String>,
    /// Slugs of categories, each with everything below it.
    #[param(max_length = 2000)]
    category: Option<String>,
    /// Slugs of materials.
    #[param(max_length = 2000)]
    material: Option<String>,
    /// So many stars on average, or more.
    #[param(value_type = Option<u8>, minimum = 1, maximum = 4)]
    rating: Option<String>,
    /// `true`: only what can leave now.
    #[param(value_type = Option<bool>)]
    in_stock: Option<String>,
    /// Slugs of colors.
    #[param(max_length = 2000)]
    color: Option<String>,
    /// Slugs of sizes.
    #[param(max_length = 2000)]
    size: Option<String>,
    /// Lowest price, in minor units.
    #[param(value_type = Option<i64>, minimum = 0, maximum = 10_000_000_000_i64)]
    min_price: Option<String>,
    /// Highest price, in minor units.
    #[param(value_type = Option<i64>, minimum = 0, maximum = 10_000_000_000_i64)]
    max_price: Option<String>,
    /// What to order by.
    #[param(inline, value_type = Option<SearchOrder>)]
    order: Option<String>,
    /// Specifications with what is wanted of them, comma-separated: `fabric:wool,fabric:linen,weight:100..500`.
    #[param(max_length = 2000)]
    specification: Option<String>,
    /// From the address of another page; holds its place while the catalog changes.
    #[param(max_length = 300)]
    cursor: Option<String>,
    /// Without a cursor: pages are counted from 1; a page past the last is the last.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 500)]
    page: Option<String>,
}

/// The first is the default.
const ORDERS: [&str; 6] = ["relevance", "price", "-price", "-published", "-sold", "-rating"];

#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is used")]
pub enum SearchOrder {
    #[schema(rename = "relevance")]
    Relevance,
    #[schema(rename = "price")]
    Price,
    #[schema(rename = "-price")]
    PriceDown,
    #[schema(rename = "-published")]
    PublishedDown,
    #[schema(rename = "-sold")]
    SoldDown,
    #[schema(rename = "-rating")]
    RatingDown,
}

/// A page of what was found.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SearchResult {
    pub items: Vec<FoundProduct>,
    /// Products on all pages.
    pub total: i64,
    /// The number of this page; one that begins between two counts as the later.
    pub page: u32,
    pub pages: u32,
    /// Whether nothing has the words as they were sent, so that the items are what comes close.
    pub close: bool,
    /// Address of the page behind this one, relative to the shop's.
    #[schema(required = true, format = "uri-reference")]
    pub next: Option<String>,
    /// Address of the page before this one.
    #[schema(required = true, format = "uri-reference")]
    pub previous: Option<String>,
    pub facets: Vec<Facet>,
    pub specifications: Vec<FoundSpecification>,
    /// From the cheapest variant found to the dearest.
    #[schema(required = true)]
    pub price_range: Option<PriceRange>,
    /// Products by their average, best first; stars without any product are left out. Counts leave out the choice of
    /// `rating` itself.
    pub ratings: Vec<RatedProducts>,
    /// Products that can be bought now.
    pub in_stock: i64,
}

/// A product as it fits the search.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FoundProduct {
    pub id: i64,
    pub slug: String,
    pub title: String,
    pub summary: String,
    #[schema(required = true)]
    pub brand: Option<String>,
    /// Of the cheapest variant that fits.
    pub price: Money,
    pub taxed_price: TaxedPrice,
    #[schema(required = true)]
    pub compare_at: Option<Money>,
    pub in_stock: bool,
    pub availability: StockStatus,
    pub rating: Rating,
    #[schema(required = true)]
    pub picture: Option<Picture>,
}

/// Products with so many stars on average, or more.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RatedProducts {
    #[schema(minimum = 1, maximum = 4)]
    pub stars: u8,
    pub products: i64,
}

/// Values that the result can be narrowed by. Its counts leave out what is chosen in the facet itself.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Facet {
    /// The name of its parameter.
    pub parameter: String,
    pub title: String,
    pub values: Vec<FacetValue>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FacetValue {
    pub slug: String,
    pub name: String,
    /// Of a color: "#rrggbb".
    #[schema(required = true)]
    pub hex: Option<String>,
    pub products: i64,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PriceRange {
    pub least: Money,
    pub most: Money,
}

/// Products that fit words and facets, or all that are in a category.
#[utoipa::path(get, path = "/search", tag = "search", operation_id = "search", params(SearchQuery),
    responses((status = 200, description = "What was found", body = SearchResult)))]
pub async fn search(
    AxumState(state): AxumState<State>,
    OriginalUri(uri): OriginalUri,
    Parameters(query): Parameters<SearchQuery>,
) -> ApiResult<Response> {
    let order = Order::parse(query.order.as_deref(), &ORDERS)?;
    let within = query.within()?;
    let listing = services::catalog::browse(&state, within.as_deref(), &query.listing(order)?).await;
    let listing = listing.map_err(|error| match error {
        AppError::NotFound => Problem::field("within", Reason::UnknownChoice),
        error => error.into(),
    })?;
    let prices = services::price_display::current(&state).await?;
    let facet = |kind: FacetKind| Facet {
        parameter: kind.key().to_owned(),
        title: kind.title().to_owned(),
        values: listing.facets.values(kind).iter().map(value).collect(),
    };
    let facets = FacetKind::ALL.into_iter().map(facet).collect();
    let specifications = listing.facets.specifications.iter().map(FoundSpecification::from).collect();
    let range = listing.facets.price.map(|range| PriceRange { least: range.least.into(), most: range.most.into() });
    let ratings =
        listing.facets.ratings.iter().map(|(stars, products)| RatedProducts { stars: *stars, products: *products });
    let ratings = ratings.collect();
    let (total, page, pages, close) = (listing.total, listing.page, listing.pages, listing.close);
    let in_stock = listing.facets.in_stock;
    let found = Page::new(sliced(listing, &prices), order, &uri);
    let links = found.links();
    let Page { items, next, previous } = found;
    let result = SearchResult {
        items,
        total,
        page,
        pages,
        close,
        next,
        previous,
        facets,
        specifications,
        price_range: range,
        ratings,
        in_stock,
    };
    Ok((links, Json(result)).into_response())
}

/// The page of a listing as other lists have theirs.
fn sliced(listing: Listing, prices: &ShownPrices) -> Sliced<FoundProduct> {
    let position = |place: Cursor| Position { key: place.key, id: place.tie };
    Sliced {
        before: listing.start.filter(|_| listing.offset > 0).map(position),
        after: listing.end.map(position),
        rows: listing.cards.into_iter().filter_map(|card| found(card, prices)).collect(),
    }
}

fn value(value: &catalog::FacetValue) -> FacetValue {
    FacetValue { slug: value.slug.clone(), name: value.name.clone(), hex: value.hex.clone(), products: value.products }
}

fn found(card: ProductCard, prices: &ShownPrices) -> Option<FoundProduct> {
    Some(FoundProduct {
        id: card.id?.0,
        rating: rating(card.rating_count, card.rating_sum),
        taxed_price: TaxedPrice::of(prices, card.tax_category, card.price),
        in_stock: card.availability.in_stock(),
        availability: card.availability.into(),
        slug: card.slug,
        title: card.title,
        summary: card.summary,
        brand: card.brand,
        price: card.price.into(),
        compare_at: card.compare_at.map(Money::from),
        picture: card.picture.map(Picture::from),
    })
}

impl SearchQuery {
    fn within(&self) -> ApiResult<Option<String>> {
        if self.within.is_some() && self.q.is_some() {
            let message = "Without `q`; there, `category` narrows.";
            return Err(Problem::invalid(vec![FieldProblem::new("within", "unknown_choice", message)]));
        }
        super::products::one_slug("within", self.within.as_deref())
    }

    fn listing(&self, order: Order<'_>) -> ApiResult<ListingQuery> {
        let words = self.q.as_deref().map(|words| required_line(words, 200)).transpose();
        let words = words.map_err(|reason| Problem::field("q", reason))?.unwrap_or_default();
        let sort = match order.text {
            "price" => Sort::PriceAsc,
            "-price" => Sort::PriceDesc,
            "-published" => Sort::Newest,
            "-sold" => Sort::BestSelling,
            "-rating" => Sort::Rating,
            _ => Sort::Featured,
        };
        let Slice { from, backward, .. } = page::slice(None, self.cursor.as_deref(), order)?;
        let place = from.map(|Position { key, id }| Cursor { key, tie: id });
        let page = whole("page", self.page.as_deref(), 1, i64::from(catalog::MAX_PAGE))?;
        let rating = whole("rating", self.rating.as_deref(), 1, 4)?;
        let price = |field, text| {
            let minor = whole(field, text, 0, money::MAX_PRICE_MINOR)?;
            ApiResult::Ok(minor.map(|minor| money::Money::new(minor, money::Currency::default())))
        };
        Ok(ListingQuery {
            words: words.split_whitespace().collect::<Vec<_>>().join(" "),
            categories: super::products::slugs("category", self.category.as_deref())?,
            brands: super::products::slugs("brand", self.brand.as_deref())?,
            materials: super::products::slugs("material", self.material.as_deref())?,
            colors: super::products::slugs("color", self.color.as_deref())?,
            sizes: super::products::slugs("size", self.size.as_deref())?,
            min: price("min_price", self.min_price.as_deref())?,
            max: price("max_price", self.max_price.as_deref())?,
            rating: rating.and_then(|stars| u8::try_from(stars).ok()),
            in_stock: flag("in_stock", self.in_stock.as_deref())?,
            sort,
            specifications: specification::chosen(self.specification.as_deref())?,
            after: place.filter(|_| !backward),
            before: place.filter(|_| backward),
            page: page.filter(|_| place.is_none()).and_then(|page| u32::try_from(page).ok()).unwrap_or(1),
        })
    }
}
