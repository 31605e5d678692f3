//! What a page tells search engines and other sites: previews for sharing, languages, and structured data.
//!
//! Made from what the page itself shows, so that a price or stock here is the one there.

mod structured_data;

use super::shop_settings;
use crate::{
    domain::{
        catalog::{CategoryView, Home, ListingQuery, ProductDetail},
        picture::Picture,
    },
    error::AppError,
    server::state::State,
};
use std::fmt::Write;

const HOME_DESCRIPTION: &str =
    "Clothing, bags, kitchen, desk, lighting and outdoor things, with their material, weight and care stated.";
/// Wide enough for every preview.
const PREVIEW_WIDTH: i64 = 800;

/// Languages that the shop speaks, each with the path that its addresses begin with.
const LANGUAGES: [(&str, &str); 1] = [("en", "")];

/// The shop as others know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    pub name: String,
    /// Its address, without a trailing slash.
    pub url: String,
}

impl Site {
    pub async fn of(state: &State) -> Result<Self, AppError> {
        Ok(Self { name: shop_settings::current(state).await?.name.clone(), url: state.config.public_url() })
    }
}

/// A page in a few words.
struct Preview<'a> {
    /// In the words of Open Graph: "website", "product".
    kind: &'static str,
    title: &'a str,
    description: &'a str,
    path: &'a str,
    picture: Option<&'a Picture>,
}

/// The head of the front page.
pub fn home(site: &Site, nonce: &str, home: &Home) -> String {
    let preview = Preview {
        kind: "website",
        title: &site.name,
        description: HOME_DESCRIPTION,
        path: "/",
        picture: home.hero_light.as_ref(),
    };
    let mut html = previewed(site, &preview);
    html.push_str(&structured_data::script(nonce, &structured_data::organization(&site.url, &site.name)));
    html.push_str(&structured_data::script(nonce, &structured_data::website(&site.url, &site.name)));
    html
}

/// The head of a category's page; a narrowed one is not to be filed.
pub fn category(site: &Site, nonce: &str, view: &CategoryView, query: &ListingQuery) -> String {
    let path = query.canonical_href(&view.category.href());
    let preview = Preview {
        kind: "website",
        title: &view.category.name,
        description: &view.description,
        path: &path,
        picture: view.picture.as_ref().or_else(|| view.listing.cards.iter().find_map(|card| card.picture.as_ref())),
    };
    let mut html = previewed(site, &preview);
    if !query.is_filed() {
        html.push_str("<meta name=\"robots\" content=\"noindex, follow\">");
    }
    let trail = structured_data::breadcrumbs(&site.url, &view.ancestors, &view.category.name, &view.category.href());
    html.push_str(&structured_data::script(nonce, &trail));
    html
}

/// The head of a product's page.
pub fn product(site: &Site, nonce: &str, product: &ProductDetail) -> String {
    let path = product.path();
    let preview = Preview {
        kind: "product",
        title: product.meta_title(),
        description: product.meta_description(),
        path: &path,
        picture: product.pictures.first(),
    };
    let mut html = previewed(site, &preview);
    let price = product.variants.iter().map(|variant| variant.price).min_by_key(|price| price.minor);
    if let Some(price) = price {
        html.push_str(&meta("property", "product:price:amount", &price.decimal()));
        html.push_str(&meta("property", "product:price:currency", price.currency.code()));
    }
    html.push_str(&structured_data::script(nonce, &structured_data::product(product)));
    let trail = structured_data::breadcrumbs(&site.url, &product.breadcrumbs, &product.title, &path);
    html.push_str(&structured_data::script(nonce, &trail));
    html
}

/// Open Graph, Twitter's card, and the page's address in each language.
fn previewed(site: &Site, preview: &Preview<'_>) -> String {
    let (shop, mut html) = (site.url.as_str(), String::new());
    let address = format!("{shop}{}", preview.path);
    for (property, content) in [
        ("og:type", preview.kind),
        ("og:site_name", &site.name),
        ("og:title", preview.title),
        ("og:description", preview.description),
        ("og:url", &address),
    ] {
        if !content.is_empty() {
            html.push_str(&meta("property", property, content));
        }
    }
    if let Some(picture) = preview.picture {
        let (url, width, height) = shared(shop, picture);
        html.push_str(&meta("property", "og:image", &url));
        html.push_str(&meta("property", "og:image:width", &width.to_string()));
        html.push_str(&meta("property", "og:image:height", &height.to_string()));
        if !picture.alt.is_empty() {
            html.push_str(&meta("property", "og:image:alt", &picture.alt));
        }
    }
    html.push_str(&meta(
        "name",
        "twitter:card",
        if preview.picture.is_some() { "summary_large_image" } else { "summary" },
    ));
    html.push_str(&alternates(shop, preview.path, &LANGUAGES));
    html
}

/// The address, width and height of the rendition that is shared.
fn shared(shop: &str, picture: &Picture) -> (String, i64, i64) {
    let widths = picture.widths();
    let fitting = widths.iter().find(|width| **width >= PREVIEW_WIDTH).or(widths.last());
    let width = fitting.copied().unwrap_or(picture.width);
    let height = picture.height.saturating_mul(width) / picture.width.max(1);
    (format!("{shop}{}", picture.url(width)), width, height.max(1))
}

/// The page in each language; nothing to say for a shop that speaks one.
fn alternates(shop: &str, path: &str, languages: &[(&str, &str)]) -> String {
    let mut html = String::new();
    if languages.len() > 1 {
        let first = languages.first().map(|(_, prefix)| ("x-default", *prefix));
        for (language, prefix) in languages.iter().copied().chain(first) {
            // Writing to a String cannot fail.
            let _ = write!(
                html,
                "<link rel=\"alternate\" hreflang=\"{language}\" href=\"{}\">",
                escaped(&format!("{shop}{prefix}{path}"))
            );
        }
    }
    html
}

fn meta(attribute: &str, name: &str, content: &str) -> String {
    format!("<meta {attribute}=\"{name}\" content=\"{}\">", escaped(content))
}

/// Text as the value of an attribute in double quotes.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            _ => escaped.push(char),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_in_several_languages_name_each_other() {
        assert_eq!(alternates("https://shop.example", "/p/bag", &LANGUAGES), "");
        assert_eq!(
            alternates("https://shop.example", "/p/bag", &[("en", ""), ("de", "/de")]),
            "<link rel=\"alternate\" hreflang=\"en\" href=\"https://shop.example/p/bag\">\
             <link rel=\"alternate\" hreflang=\"de\" href=\"https://shop.example/de/p/bag\">\
             <link rel=\"alternate\" hreflang=\"x-default\" href=\"https://shop.example/p/bag\">"
        );
    }

    #[test]
    fn a_title_cannot_leave_its_attribute() {
        assert_eq!(
            meta("property", "og:title", "a\"><script>&"),
            "<meta property=\"og:title\" content=\"a&quot;&gt;&lt;script&gt;&amp;\">"
        );
    }

    #[test]
    fn a_shared_picture_has_the_size_that_is_told() {
        let picture = |width, height| Picture { key: "k".into(), width, height, alt: String::new() };
        assert_eq!(shared("x:", &picture(1600, 2000)), ("x:/media/k-800.webp".into(), 800, 1000));
        assert_eq!(shared("x:", &picture(90, 45)), ("x:/media/k-90.webp".into(), 90, 45));
    }
}
