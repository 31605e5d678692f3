use super::*;
use crate::domain::money::Currency;

fn option(key: &str, values: &[&str]) -> ProductOption {
    let value = |name: &&str| OptionValue { key: (*name).into(), name: (*name).into(), hex: None };
    ProductOption {
        key: key.into(),
        name: key.into(),
        kind: OptionKind::Other,
        values: values.iter().map(value).collect(),
    }
}

fn variant(sku: &str, units: i64, color: usize, size: usize) -> ProductVariant {
    ProductVariant {
        id: VariantId(0),
        sku: sku.into(),
        barcode: String::new(),
        price: Money::new(1000, Currency::Eur),
        compare_at: None,
        availability: Availability::Units(units),
        values: vec![Some(color), Some(size)],
        pictures: vec![],
    }
}

/// Navy in S (sold out), M and L; moss in L only.
fn shirt() -> ProductDetail {
    ProductDetail {
        slug: "shirt".into(),
        title: "Shirt".into(),
        summary: "A shirt.".into(),
        description_html: String::new(),
        brand: None,
        breadcrumbs: vec![],
        options: vec![option("color", &["navy", "moss"]), option("size", &["s", "m", "l"])],
        variants: vec![variant("NS", 0, 0, 0), variant("NM", 5, 0, 1), variant("NL", 5, 0, 2), variant("ML", 1, 1, 2)],
        pictures: vec![],
        specifications: vec![],
        recent: vec![],
        related: vec![],
        seo_title: String::new(),
        seo_description: String::new(),
        rating_count: 0,
        rating_sum: 0,
        public_url: String::new(),
        tax_note: String::new(),
        preview: false,
        with_tax: true,
        tax_category: None,
    }
}

#[test]
fn an_address_means_one_variant() {
    for (query, sku) in [
        ("", "NM"),
        ("color=navy&size=s", "NS"),
        ("color=navy&size=l", "NL"),
        ("color=moss", "ML"),
        ("size=l", "NL"),
        // Moss is not made in S: as near as it gets, and in stock.
        ("color=moss&size=s", "ML"),
        ("variant=NS&color=moss", "NS"),
        ("variant=%27+OR+1%3D1&color=moss", "ML"),
        ("color=plaid&size=<b>", "NM"),
    ] {
        assert_eq!(shirt().variant_for(query).unwrap().sku, sku, "{query}");
    }
}

#[test]
fn every_choice_leads_to_something_that_exists() {
    let shirt = shirt();
    let current = shirt.variant_for("color=navy&size=m").unwrap();
    let colors: Vec<_> = shirt
        .choices(0, current)
        .into_iter()
        .map(|choice| (choice.href, choice.chosen, choice.can_be_bought))
        .collect();
    assert_eq!(
        colors,
        [("/p/shirt?color=navy&size=m".into(), true, true), ("/p/shirt?color=moss&size=l".to_owned(), false, true)]
    );
    let sizes: Vec<_> =
        shirt.choices(1, current).into_iter().map(|choice| (choice.value.key, choice.can_be_bought)).collect();
    assert_eq!(sizes, [("s".into(), false), ("m".into(), true), ("l".to_owned(), true)]);
    assert!(shirt.choices(9, current).is_empty());
}

#[test]
fn a_variant_s_address_means_it() {
    let shirt = shirt();
    for variant in &shirt.variants {
        let href = shirt.variant_href(variant);
        let query = href.split_once('?').unwrap().1;
        assert_eq!(shirt.variant_for(query), Some(variant));
    }
}

#[test]
fn names_become_parts_of_addresses() {
    for (name, part) in [("Oiled Oak", "oiled-oak"), ("  2 l / Steel ", "2-l-steel"), ("Größe", "größe"), ("///", "")]
    {
        assert_eq!(address_part(name), part);
    }
}
