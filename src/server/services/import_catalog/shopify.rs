//! Rows of Shopify's product CSV, with the column names of old and new exports.
//!
//! <https://help.shopify.com/en/manual/products/import-export/using-csv> describes it.

use super::{
    draft::{
        CategoryWish, ImageDraft, Item, Named, OptionDraft, PictureSource, ProductDraft, ValueDraft, VariantDraft,
        reason, refused, warning, with_value,
    },
    fields::Fields,
    sheet::{Header, Row},
};
use crate::{
    domain::{
        forms::Problem,
        product::{OptionKind, ProductStatus, StockPolicy},
        slug,
        staff::ImportLine,
    },
    server::services::catalog_csv::cells::{MOST, parse_price},
};
use rust_decimal::{Decimal, RoundingStrategy};

/// A column by its names: the long-standing one and that of newer exports.
type Column = [&'static str; 2];

const HANDLE: Column = ["Handle", "URL handle"];
const BODY: Column = ["Body (HTML)", "Description"];
const PUBLISHED: Column = ["Published", "Published on online store"];
const SKU: Column = ["Variant SKU", "SKU"];
const BARCODE: Column = ["Variant Barcode", "Barcode"];
const PRICE: Column = ["Variant Price", "Price"];
const COMPARE_AT: Column = ["Variant Compare At Price", "Compare-at price"];
const COST: Column = ["Cost per item", "Cost per item"];
const QUANTITY: Column = ["Variant Inventory Qty", "Inventory quantity"];
const TRACKER: Column = ["Variant Inventory Tracker", "Inventory tracker"];
const POLICY: Column = ["Variant Inventory Policy", "Continue selling when out of stock"];
const GRAMS: Column = ["Variant Grams", "Weight value (grams)"];
const WEIGHT_UNIT: Column = ["Variant Weight Unit", "Weight unit for display"];
const IMAGE: Column = ["Image Src", "Product image URL"];
const VARIANT_IMAGE: Column = ["Variant Image", "Variant image URL"];

const STATUSES: [(&str, ProductStatus); 4] = [
    ("active", ProductStatus::Active),
    ("draft", ProductStatus::Draft),
    ("archived", ProductStatus::Archived),
    // Sold by link only, which this shop does not know: nobody finds it by accident.
    ("unlisted", ProductStatus::Draft),
];
const POLICIES: [(&str, StockPolicy); 4] = [
    ("deny", StockPolicy::Deny),
    ("continue", StockPolicy::Backorder),
    ("false", StockPolicy::Deny),
    ("true", StockPolicy::Backorder),
];

/// Longest tag, most tags, and longest texts for search engines, as the shop has them.
const TAG: usize = 60;
const TAGS: usize = 50;
const SEO_TITLE: usize = 150;
const SEO_DESCRIPTION: usize = 300;

/// The columns without which a file is none of Shopify's.
pub fn check_header(header: &Header) -> Result<(), &'static str> {
    let has_product = header.has("Title") || named(header, HANDLE).is_some();
    if has_product { Ok(()) } else { Err("Handle") }
}

fn named(header: &Header, column: Column) -> Option<&'static str> {
    column.into_iter().find(|name| header.has(name))
}

/// The handle whose row this is; rows of one product stand together.
pub fn handle(header: &Header, row: &Row) -> Result<String, ImportLine> {
    let cell = |name| row.get(header, name).unwrap_or_default();
    let name = named(header, HANDLE).unwrap_or("Title");
    match (cell(name), cell("Title")) {
        ("", "") => Err(refused(row.line, "", name, reason(Problem::Required))),
        ("", title) => Ok(slug::slugify(title)),
        (handle, _) => Ok(handle.to_owned()),
    }
}

/// A product's rows. What is wrong with a variant or picture leaves that one out; what is wrong with the product
/// itself refuses it.
pub fn product(header: &Header, rows: &[Row], handle: &str, notes: &mut Vec<ImportLine>) -> Item {
    let line = rows.first().map_or(0, |row| row.line);
    let Some(slug) = address(handle, line, notes) else { return Item::RefusedProduct };
    let mut draft = ProductDraft { line, slug, ..ProductDraft::default() };
    let title = |row: &&Row| row.get(header, "Title").is_some_and(|title| !title.is_empty());
    let head = rows.iter().find(title);
    let mut options = Vec::new();
    if let Some(row) = head {
        let mut fields = Fields::new(header, row, handle);
        self::head(&mut draft, &mut fields);
        let is_refused = fields.notes.iter().any(|note| note.severity == crate::domain::staff::Severity::Refused);
        notes.append(&mut fields.notes);
        if is_refused {
            return Item::RefusedProduct;
        }
        options = self::options(header, rows, row);
    } else if let Some(row) = rows.iter().find(|row| !option_name(header, row, 1).is_empty()) {
        options = self::options(header, rows, row);
    }
    let mut pictures: Vec<(i64, ImageDraft)> = Vec::new();
    let has_variants = rows.iter().any(|row| is_variant(header, row));
    for row in rows {
        let mut fields = Fields::new(header, row, handle);
        if is_variant(header, row) || (!has_variants && head.is_some_and(|head| head.line == row.line)) {
            draft.variants.extend(variant(&mut fields, &options));
        }
        pictures.extend(picture(&mut fields));
        notes.append(&mut fields.notes);
    }
    // A group that only adds rows to a product leaves its options alone.
    if head.is_some() || !options.is_empty() {
        draft.options = Some(options.into_iter().map(|(_, option)| option).collect());
    }
    pictures.sort_by_key(|(position, _)| *position);
    draft.images = pictures.into_iter().map(|(_, image)| image).collect();
    Item::Product(Box::new(draft))
}

/// The handle as an address of this shop.
fn address(handle: &str, line: i64, notes: &mut Vec<ImportLine>) -> Option<String> {
    if let Ok(slug) = slug::slug(handle) {
        return Some(slug);
    }
    let made = slug::slugify(handle);
    if made.is_empty() {
        notes.push(with_value(refused(line, handle, "Handle", reason(Problem::NotASlug)), handle));
        return None;
    }
    notes.push(with_value(warning(line, handle, "Handle", format!("The address becomes {made}.")), handle));
    Some(made)
}

fn option_name<'a>(header: &Header, row: &'a Row, number: u8) -> &'a str {
    row.get(header, &format!("Option{number} Name")).unwrap_or_default()
}

fn option_value<'a>(header: &Header, row: &'a Row, number: u8) -> &'a str {
    row.get(header, &format!("Option{number} Value")).unwrap_or_default()
}

fn is_variant(header: &Header, row: &Row) -> bool {
    let has = |column: Column| {
        named(header, column).and_then(|name| row.get(header, name)).is_some_and(|cell| !cell.is_empty())
    };
    !option_value(header, row, 1).is_empty() || has(PRICE) || has(SKU)
}

/// The options that the first row names, with the values that the rows have; a product that comes in one version
/// has the option "Title" with the value "Default Title", which is none.
fn options(header: &Header, rows: &[Row], head: &Row) -> Vec<(u8, OptionDraft)> {
    let mut options = Vec::new();
    for number in 1..=3 {
        let name = option_name(header, head, number);
        let is_default = name.eq_ignore_ascii_case("Title")
            && rows.iter().all(|row| matches!(option_value(header, row, number), "" | "Default Title"));
        if name.is_empty() || is_default {
            continue;
        }
        let linked = head.get(header, &format!("Option{number} Linked To")).unwrap_or_default();
        let kind = option_kind(name, linked);
        let mut values: Vec<ValueDraft> = Vec::new();
        for row in rows {
            let value = option_value(header, row, number);
            if !value.is_empty() && !values.iter().any(|known| known.name == value) {
                values.push(ValueDraft {
                    name: value.to_owned(),
                    by_name: kind != OptionKind::Other,
                    ..ValueDraft::default()
                });
            }
        }
        options.push((number, OptionDraft { name: name.to_owned(), kind, values }));
    }
    options
}

fn option_kind(name: &str, linked: &str) -> OptionKind {
    match name.to_lowercase().as_str() {
        "color" | "colour" => OptionKind::Color,
        "size" => OptionKind::Size,
        _ if linked.ends_with(".color-pattern") => OptionKind::Color,
        _ if linked.ends_with("size") => OptionKind::Size,
        _ => OptionKind::Other,
    }
}

fn head(draft: &mut ProductDraft, fields: &mut Fields<'_>) {
    draft.title = fields.text("Title");
    draft.description = named(fields.header, BODY).and_then(|name| fields.text(name));
    draft.brand = fields.cell("Vendor").map(|name| (!name.is_empty()).then(|| Named::Name(name.to_owned())));
    draft.categories = category(fields);
    draft.tags = tags(fields);
    draft.status = status(fields);
    draft.seo_title = cut(fields, "SEO Title", SEO_TITLE);
    draft.seo_description = cut(fields, "SEO Description", SEO_DESCRIPTION);
}

/// The type is the category; without one, the path of the product category is.
fn category(fields: &Fields<'_>) -> Option<CategoryWish> {
    let path: Vec<String> = match (fields.filled("Type"), fields.filled("Product Category")) {
        (Some(name), _) => vec![name.to_owned()],
        (None, Some(path)) => {
            path.split('>').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
        }
        (None, None) => Vec::new(),
    };
    (!path.is_empty()).then_some(CategoryWish::Also(path))
}

fn tags(fields: &mut Fields<'_>) -> Option<Vec<String>> {
    let mut tags: Vec<String> = Vec::new();
    for tag in fields.cell("Tags")?.split(',').map(str::trim).filter(|tag| !tag.is_empty()) {
        if tag.chars().count() > TAG {
            warn(fields, "Tags", format!("A tag with more than {TAG} characters is left out."));
        } else if !tags.iter().any(|known| known == tag) {
            tags.push(tag.to_owned());
        }
    }
    if tags.len() > TAGS {
        warn(fields, "Tags", format!("Only the first {TAGS} tags are kept."));
        tags.truncate(TAGS);
    }
    Some(tags)
}

/// What is active but not published on the online store is a draft here.
fn status(fields: &mut Fields<'_>) -> Option<ProductStatus> {
    let published = named(fields.header, PUBLISHED).and_then(|name| fields.yes_no(name));
    let status = fields.word("Status", &STATUSES);
    match (status, published) {
        (None | Some(ProductStatus::Active), Some(false)) => Some(ProductStatus::Draft),
        (None, Some(true)) => Some(ProductStatus::Active),
        (status, _) => status,
    }
}

fn warn(fields: &mut Fields<'_>, name: &str, why: impl Into<String>) {
    let line = warning(fields.row.line, fields.subject, name, why);
    fields.notes.push(with_value(line, fields.cell(name).unwrap_or_default()));
}

fn cut(fields: &mut Fields<'_>, name: &str, most: usize) -> Option<String> {
    let text = fields.cell(name)?;
    if text.chars().count() <= most {
        return Some(text.to_owned());
    }
    warn(fields, name, format!("Only the first {most} characters are kept."));
    Some(text.chars().take(most).collect::<String>().trim_end().to_owned())
}

/// The row's variant, unless something in it is wrong.
fn variant(fields: &mut Fields<'_>, options: &[(u8, OptionDraft)]) -> Option<VariantDraft> {
    let header = fields.header;
    let column = |column: Column| named(header, column).unwrap_or(column[0]);
    let mut values = Vec::new();
    for (number, _) in options {
        match option_value(header, fields.row, *number) {
            "" => fields.refuse(&format!("Option{number} Value"), reason(Problem::Required)),
            value => values.push(value.to_owned()),
        }
    }
    let price = fields.parse(column(PRICE), parse_price);
    let draft = VariantDraft {
        line: fields.row.line,
        sku: code(fields, column(SKU)).unwrap_or_default(),
        values,
        barcode: code(fields, column(BARCODE)),
        price,
        compare_at: compare_at(fields, column(COMPARE_AT), price),
        cost: fields.parse_or_none(column(COST), parse_price),
        weight: weight(fields, column(GRAMS), column(WEIGHT_UNIT)),
        stock: stock(fields, column(QUANTITY)),
        policy: fields.word(column(POLICY), &POLICIES),
        // Without a tracker nobody counts.
        untracked: fields.cell(column(TRACKER)).map(str::is_empty),
        image: named(header, VARIANT_IMAGE).and_then(|name| fields.picture(name)),
        ..VariantDraft::default()
    };
    let is_refused = fields.notes.iter().any(|note| note.severity == crate::domain::staff::Severity::Refused);
    (!is_refused).then_some(draft)
}

/// Shopify puts an apostrophe before codes that a spreadsheet would take for numbers.
fn code(fields: &Fields<'_>, name: &str) -> Option<String> {
    fields.cell(name).map(|cell| cell.strip_prefix('\'').unwrap_or(cell).trim().to_owned())
}

/// Shopify writes former prices that are none: zero, the price itself, or less.
fn compare_at(fields: &mut Fields<'_>, name: &str, price: Option<i64>) -> Option<Option<i64>> {
    let former = fields.parse_or_none(name, parse_price)?;
    match (former, price) {
        (Some(0), _) => Some(None),
        (Some(former), Some(price)) if former == price => Some(None),
        (Some(former), Some(price)) if former < price => {
            warn(fields, name, "It is below the price, so it is left out.");
            Some(None)
        }
        (former, _) => Some(former),
    }
}

/// Whole grams.
fn weight(fields: &mut Fields<'_>, grams: &str, unit: &str) -> Option<i64> {
    let read = |cell: &str, factor: Decimal| {
        let number: Decimal = cell.parse().map_err(|_| Problem::NotANumber)?;
        let grams = number.checked_mul(factor).ok_or(Problem::NotANumber)?;
        let grams = grams.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
        i64::try_from(grams).ok().filter(|grams| *grams >= 0).ok_or(Problem::OutOfRange(0, MOST))
    };
    if fields.filled(grams).is_some() || !fields.header.has("Variant Weight") {
        return fields.parse(grams, |cell| read(cell, Decimal::ONE));
    }
    let factor = match fields.cell(unit).unwrap_or_default() {
        "kg" => Decimal::ONE_THOUSAND,
        "oz" => Decimal::new(28_349_523_125, 9),
        "lb" => Decimal::new(45_359_237, 5),
        _ => Decimal::ONE,
    };
    fields.parse("Variant Weight", |cell| read(cell, factor))
}

/// Shopify counts below zero what was sold too much of.
fn stock(fields: &mut Fields<'_>, name: &str) -> Option<i64> {
    let number = fields.parse(name, |cell| cell.parse::<Decimal>().map_err(|_| Problem::NotANumber))?;
    let number = number.normalize();
    match i64::try_from(number) {
        Ok(units) if units < 0 => {
            warn(fields, name, "It is below zero and becomes 0.");
            Some(0)
        }
        Ok(units) if number.scale() == 0 => Some(units),
        _ => {
            fields.refuse(name, reason(Problem::NotANumber));
            None
        }
    }
}

fn picture(fields: &mut Fields<'_>) -> Option<(i64, ImageDraft)> {
    let name = named(fields.header, IMAGE)?;
    let before = fields.notes.len();
    let source = fields.picture(name);
    // A picture less is no reason to refuse anything.
    for note in fields.notes.iter_mut().skip(before) {
        note.severity = crate::domain::staff::Severity::Warning;
    }
    let position = fields.filled("Image Position").and_then(|cell| cell.parse().ok()).unwrap_or(i64::MAX);
    let alt = fields.filled("Image Alt Text").map(str::to_owned);
    let source: PictureSource = source?;
    Some((position, ImageDraft { line: fields.row.line, source, alt, variants: None }))
}
