//! Rows of the shop's own CSV.

use super::{
    draft::{
        CategoryWish, ImageDraft, Item, Named, OptionDraft, ProductDraft, ReferenceDraft, RelatedDraft, ValueDraft,
        VariantDraft, refused, with_value,
    },
    fields::Fields,
    sheet::{Header, Row},
};
use crate::{
    domain::{
        forms::Problem,
        product::{OptionKind, ProductStatus, SpecificationKind, StockPolicy},
        slug,
        staff::ImportLine,
    },
    server::services::catalog_csv::{
        RowType,
        cells::{self, MOST, parse_instant, parse_number, parse_price},
    },
};

const STATUSES: [(&str, ProductStatus); 3] =
    [("active", ProductStatus::Active), ("draft", ProductStatus::Draft), ("archived", ProductStatus::Archived)];
const OPTION_KINDS: [(&str, OptionKind); 3] =
    [("color", OptionKind::Color), ("size", OptionKind::Size), ("other", OptionKind::Other)];
const SPECIFICATION_KINDS: [(&str, SpecificationKind); 4] = [
    ("text", SpecificationKind::Text),
    ("number", SpecificationKind::Number),
    ("boolean", SpecificationKind::Boolean),
    ("choice", SpecificationKind::Choice),
];
const POLICIES: [(&str, StockPolicy); 2] = [("deny", StockPolicy::Deny), ("backorder", StockPolicy::Backorder)];

/// What a row is, and whose.
pub fn classify(header: &Header, row: &Row) -> Result<(RowType, String), ImportLine> {
    let word = row.get(header, "type").unwrap_or_default();
    let text = row.get(header, "slug").unwrap_or_default();
    let Some(row_type) = RowType::from_word(&word.to_ascii_lowercase()) else {
        let all: Vec<&str> = RowType::ALL.into_iter().map(RowType::word).collect();
        let line = refused(row.line, text, "type", format!("One of: {}.", all.join(", ")));
        return Err(with_value(line, word));
    };
    match slug::slug(text) {
        Ok(slug) => Ok((row_type, slug)),
        Err(problem) => Err(with_value(refused(row.line, text, "slug", super::draft::reason(problem)), text)),
    }
}

pub fn reference(header: &Header, row: &Row, row_type: RowType, slug: String, notes: &mut Vec<ImportLine>) -> Item {
    let mut fields = Fields::new(header, row, &slug);
    let mut draft = ReferenceDraft {
        line: row.line,
        row_type,
        slug: slug.clone(),
        name: fields.text("name"),
        parent: fields.text("parent"),
        description: fields.text("description"),
        visible: fields.yes_no("visible"),
        hex: fields.text("hex"),
        position: fields.parse("position", |cell| parse_number(cell, MOST)),
        kind: fields.word("kind", &SPECIFICATION_KINDS),
        unit: fields.text("unit"),
        filterable: fields.yes_no("filterable"),
        comparable: fields.yes_no("comparable"),
        choices: fields.cell("choices").map(cells::items),
        groups: fields.cell("specification_groups").map(cells::slugs),
        picture: None,
        former_slugs: fields.cell("former_slugs").map(cells::slugs),
    };
    draft.picture = match fields.cell("image") {
        Some("") => Some(None),
        _ => fields.picture("image").map(Some),
    };
    let is_wrong = !fields.notes.is_empty();
    notes.append(&mut fields.notes);
    if is_wrong { Item::RefusedRow } else { Item::Reference(Box::new(draft)) }
}

pub fn related(header: &Header, row: &Row, slug: String) -> Item {
    let related = row.get(header, "related").map(cells::slugs).unwrap_or_default();
    Item::Related(RelatedDraft { line: row.line, slug, related })
}

/// A product's rows, all with its slug. Variants and pictures that are wrong are left out; a product row that is
/// wrong refuses them all.
pub fn product(header: &Header, rows: &[(RowType, Row)], slug: &str, notes: &mut Vec<ImportLine>) -> Item {
    let mut draft = ProductDraft { slug: slug.to_owned(), ..ProductDraft::default() };
    draft.line = rows.first().map_or(0, |(_, row)| row.line);
    let mut is_refused = false;
    let mut has_head = false;
    for (row_type, row) in rows {
        let mut fields = Fields::new(header, row, slug);
        match row_type {
            RowType::Product if has_head => {
                fields.refuse("slug", "This product has a row already; the second one is left out.");
            }
            RowType::Product => {
                has_head = true;
                head(&mut draft, &mut fields);
                is_refused |= !fields.notes.is_empty();
            }
            RowType::Variant => draft.variants.extend(variant(&mut fields)),
            RowType::Image => draft.images.extend(image(&mut fields)),
            _ => {}
        }
        notes.append(&mut fields.notes);
    }
    if is_refused { Item::RefusedProduct } else { Item::Product(Box::new(draft)) }
}

fn head(draft: &mut ProductDraft, fields: &mut Fields<'_>) {
    let slug_or_none = |cell: &str| (!cell.is_empty()).then(|| cell.to_owned());
    draft.title = fields.text("name");
    draft.former_slugs = fields.cell("former_slugs").map(cells::slugs);
    draft.summary = fields.text("summary");
    draft.description = fields.text("description");
    draft.brand = fields.cell("brand").map(|cell| slug_or_none(cell).map(Named::Slug));
    draft.material = fields.cell("material").map(slug_or_none);
    draft.tax_category = fields.cell("tax_category").map(slug_or_none);
    draft.categories = fields.cell("categories").map(|cell| CategoryWish::Exactly(cells::slugs(cell)));
    draft.status = fields.word("status", &STATUSES);
    draft.published_at = match fields.cell("published_at") {
        Some("") => Some(None),
        Some(cell) => {
            let at = parse_instant(cell);
            if at.is_none() {
                fields.refuse("published_at", "A day or an instant like 2026-11-22T10:06:40Z.");
            }
            at.map(Some)
        }
        None => None,
    };
    draft.seo_title = fields.text("seo_title");
    draft.seo_description = fields.text("seo_description");
    draft.tags = fields.cell("tags").map(cells::items);
    draft.sold = fields.parse("sold", |cell| parse_number(cell, MOST));
    draft.specifications = specifications(fields);
    draft.options = options(fields);
}

fn specifications(fields: &mut Fields<'_>) -> Option<Vec<(String, String)>> {
    let mut all = Vec::new();
    for item in cells::items(fields.cell("specifications")?) {
        match item.split_once('=') {
            Some((slug, value)) => all.push((slug.trim().to_owned(), value.trim().to_owned())),
            None => fields.refuse("specifications", "A line for each, like weight=1.25."),
        }
    }
    Some(all)
}

/// `None` when the file has no columns of options.
fn options(fields: &mut Fields<'_>) -> Option<Vec<OptionDraft>> {
    fields.cell("option1_name")?;
    let mut options = Vec::new();
    for number in 1..=3 {
        let column = |what: &str| format!("option{number}_{what}");
        let Some(name) = fields.filled(&column("name")) else { continue };
        let kind = fields.word(&column("kind"), &OPTION_KINDS).unwrap_or(OptionKind::Other);
        let names = fields.cell(&column("values")).map(cells::items).unwrap_or_default();
        // A line of links belongs to the value on the same line.
        let links = fields.cell(&column("links")).map(cells::items).unwrap_or_default();
        let mut values = Vec::new();
        for (index, name) in names.into_iter().enumerate() {
            let mut value = ValueDraft { name, ..ValueDraft::default() };
            for link in links.get(index).map(String::as_str).unwrap_or_default().split_whitespace() {
                match link.split_once(':') {
                    Some(("color", slug)) => value.color = Some(slug.to_owned()),
                    Some(("size", slug)) => value.size = Some(slug.to_owned()),
                    _ if link == "none" => {}
                    _ => fields.refuse(&column("links"), "A line for each value, like color:navy, size:m or none."),
                }
            }
            values.push(value);
        }
        options.push(OptionDraft { name: name.to_owned(), kind, values });
    }
    Some(options)
}

/// The row's variant, unless something in it is wrong.
fn variant(fields: &mut Fields<'_>) -> Option<VariantDraft> {
    let number = |cell: &str| parse_number(cell, MOST);
    let values = ["option1", "option2", "option3"].into_iter().filter_map(|name| fields.filled(name));
    let draft = VariantDraft {
        line: fields.row.line,
        sku: fields.text("sku").unwrap_or_default(),
        values: values.map(str::to_owned).collect(),
        barcode: fields.text("barcode"),
        price: fields.parse("price", parse_price),
        compare_at: fields.parse_or_none("compare_at", parse_price),
        cost: fields.parse_or_none("cost", parse_price),
        weight: fields.parse("weight_g", number),
        length: fields.parse("length_mm", number),
        width: fields.parse("width_mm", number),
        height: fields.parse("height_mm", number),
        stock: fields.parse("stock", number),
        policy: fields.word("when_sold_out", &POLICIES),
        untracked: fields.yes_no("track_stock").map(|tracked| !tracked),
        image: None,
    };
    if draft.sku.is_empty() {
        fields.refuse("sku", super::draft::reason(Problem::Required));
    }
    fields.notes.is_empty().then_some(draft)
}

fn image(fields: &mut Fields<'_>) -> Option<ImageDraft> {
    let Some(source) = fields.picture("image") else {
        if fields.notes.is_empty() {
            fields.refuse("image", super::draft::reason(Problem::Required));
        }
        return None;
    };
    Some(ImageDraft {
        line: fields.row.line,
        source,
        alt: fields.filled("alt").map(str::to_owned),
        variants: fields.cell("variants").map(cells::items),
    })
}
