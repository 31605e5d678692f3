//! Pages in the words of schema.org, as JSON-LD.

use crate::domain::{
    cart::Availability,
    catalog::{CategoryLink, ProductDetail, ProductVariant, rating_tenths},
    money::Money,
};
use serde_json::{Value, json};

const CONTEXT: &str = "https://schema.org";
const PICTURE_WIDTH: i64 = 1600;

/// JSON inside of a page. No text in it can end the script, nor begin a comment.
pub fn script(nonce: &str, data: &Value) -> String {
    let json = data.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
    format!("<script type=\"application/ld+json\" nonce=\"{nonce}\">{json}</script>")
}

/// A product with what it costs and whether it can be had, exactly as its page shows it.
pub fn product(product: &ProductDetail) -> Value {
    let shop = &product.public_url;
    let pictures: Vec<String> =
        product.pictures.iter().map(|picture| format!("{shop}{}", picture.url(PICTURE_WIDTH))).collect();
    let mut data = json!({
        "@context": CONTEXT,
        "@type": "Product",
        "name": product.title,
        "description": product.meta_description(),
        "url": format!("{shop}{}", product.path()),
        "image": pictures,
    });
    let mut set = |key: &str, value: Value| {
        if let Some(fields) = data.as_object_mut() {
            fields.insert(key.to_owned(), value);
        }
    };
    if let Some(brand) = &product.brand {
        set("brand", json!({ "@type": "Brand", "name": brand.name }));
    }
    if let Some(category) = product.breadcrumbs.last() {
        set("category", json!(category.name));
    }
    if let [only] = product.variants.as_slice() {
        set("sku", json!(only.sku));
        if let Some(gtin) = gtin(&only.barcode) {
            set("gtin", json!(gtin));
        }
    }
    if let Some(offers) = offers(product) {
        set("offers", offers);
    }
    if product.rating_count > 0 {
        let tenths = rating_tenths(product.rating_count, product.rating_sum);
        let rating = format!("{}.{}", tenths / 10, tenths % 10);
        set(
            "aggregateRating",
            json!({ "@type": "AggregateRating", "ratingValue": rating, "reviewCount": product.rating_count }),
        );
    }
    data
}

/// One offer, or a range with an offer for each variant; none for a product without variants.
fn offers(product: &ProductDetail) -> Option<Value> {
    let offer = |variant| offer(product, variant);
    if let [only] = product.variants.as_slice() {
        return Some(offer(only));
    }
    let price = |variant: &ProductVariant| variant.price.minor;
    let least = product.variants.iter().min_by_key(|variant| price(variant))?;
    let most = product.variants.iter().max_by_key(|variant| price(variant))?;
    let any = |is: fn(Availability) -> bool| product.variants.iter().any(|variant| is(variant.availability));
    let together = availability(any(Availability::in_stock), any(Availability::can_be_bought));
    Some(json!({
        "@type": "AggregateOffer",
        "lowPrice": least.price.decimal(),
        "highPrice": most.price.decimal(),
        "priceCurrency": code(least.price),
        "availability": together,
        "offerCount": product.variants.len(),
        "offers": product.variants.iter().map(offer).collect::<Vec<_>>(),
    }))
}

fn offer(product: &ProductDetail, variant: &ProductVariant) -> Value {
    let mut data = json!({
        "@type": "Offer",
        "sku": variant.sku,
        "url": format!("{}{}", product.public_url, product.variant_href(variant)),
        "price": variant.price.decimal(),
        "priceCurrency": code(variant.price),
        "priceSpecification": {
            "@type": "UnitPriceSpecification",
            "price": variant.price.decimal(),
            "priceCurrency": code(variant.price),
            "valueAddedTaxIncluded": product.with_tax,
        },
        "availability": availability(variant.availability.in_stock(), variant.availability.can_be_bought()),
        "itemCondition": format!("{CONTEXT}/NewCondition"),
    });
    if let (Some(gtin), Some(fields)) = (gtin(&variant.barcode), data.as_object_mut()) {
        fields.insert("gtin".to_owned(), json!(gtin));
    }
    data
}

/// A barcode that is a Global Trade Item Number: 8, 12, 13 or 14 digits, the last of which fits the others (GS1 General
/// Specifications, 7.9). Search engines refuse products with others.
fn gtin(barcode: &str) -> Option<&str> {
    let digits: Vec<u32> = barcode.chars().map(|char| char.to_digit(10)).collect::<Option<_>>()?;
    let weighted = digits.iter().rev().zip([1, 3].into_iter().cycle()).map(|(digit, weight)| digit * weight);
    (matches!(digits.len(), 8 | 12 | 13 | 14) && weighted.sum::<u32>() % 10 == 0).then_some(barcode)
}

fn code(price: Money) -> &'static str {
    price.currency.code()
}

fn availability(in_stock: bool, can_be_bought: bool) -> String {
    let is = match (in_stock, can_be_bought) {
        (true, _) => "InStock",
        (false, true) => "BackOrder",
        (false, false) => "OutOfStock",
    };
    format!("{CONTEXT}/{is}")
}

/// The way from the front page to a page, as its breadcrumbs show it.
pub fn breadcrumbs(shop: &str, above: &[CategoryLink], name: &str, path: &str) -> Value {
    let mut steps = vec![("Home".to_owned(), "/".to_owned())];
    steps.extend(above.iter().map(|category| (category.name.clone(), category.href())));
    steps.push((name.to_owned(), path.to_owned()));
    let items: Vec<Value> = (1..)
        .zip(steps)
        .map(|(position, (name, path)): (u32, _)| {
            json!({ "@type": "ListItem", "position": position, "name": name, "item": format!("{shop}{path}") })
        })
        .collect();
    json!({ "@context": CONTEXT, "@type": "BreadcrumbList", "itemListElement": items })
}

/// Who runs the shop.
pub fn organization(shop: &str, name: &str) -> Value {
    json!({
        "@context": CONTEXT,
        "@type": "Organization",
        "name": name,
        "url": format!("{shop}/"),
        "logo": format!("{shop}/favicon.svg"),
    })
}

/// The site, with how to search it.
pub fn website(shop: &str, name: &str) -> Value {
    json!({
        "@context": CONTEXT,
        "@type": "WebSite",
        "name": name,
        "url": format!("{shop}/"),
        "potentialAction": {
            "@type": "SearchAction",
            "target": { "@type": "EntryPoint", "urlTemplate": format!("{shop}/search?q={{search_term_string}}") },
            "query-input": "required name=search_term_string",
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_true_trade_number_is_told() {
        for (barcode, is_gtin) in [
            ("4006381333931", true),
            ("4006381333932", false),
            ("036000291452", true),
            ("96385074", true),
            ("10614141000415", true),
            ("", false),
            ("0", false),
            ("ABC", false),
            ("0000000000", false),
        ] {
            assert_eq!(gtin(barcode).is_some(), is_gtin, "{barcode}");
        }
    }

    #[test]
    fn no_text_ends_the_script() {
        let html = script("n", &json!({ "name": "</script><script>alert(1)</script><!-- &" }));
        assert_eq!(html.matches("<script").count(), 1);
        assert_eq!(html.matches("</script").count(), 1);
        assert!(!html.contains("<!--"));
        let json = html.split_once('>').unwrap().1.strip_suffix("</script>").unwrap();
        assert_eq!(serde_json::from_str::<Value>(json).unwrap()["name"], "</script><script>alert(1)</script><!-- &");
    }
}
