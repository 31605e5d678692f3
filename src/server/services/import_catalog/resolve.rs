//! From what a file says of a product to what the shop shall have: ids for names, and what is stored where the file
//! says nothing. An import adds and changes; it deletes nothing.

mod images;
mod matrix;

use super::{
    draft::{CategoryWish, Named, ProductDraft, reason, refused, with_value},
    known::Known,
    pictures::Pictures,
};
use crate::{
    domain::{
        forms::{FieldErrors, Problem},
        ids::{CategoryId, SpecificationId},
        product::SpecificationKind,
        staff::{ImportFormat, ImportLine},
    },
    server::services::{
        add_product::{NewProduct, SpecificationInput},
        catalog_csv::cells,
        stored_product::StoredProduct,
    },
};

/// What a product is resolved against.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    pub known: &'a Known,
    pub pictures: &'a Pictures,
    pub format: ImportFormat,
}

/// What the shop shall have.
#[derive(Debug)]
pub struct Resolved {
    pub product: NewProduct,
    /// Lines of the file that the variants come from; `None` for those that only the shop has.
    variant_lines: Vec<Option<i64>>,
    image_lines: Vec<Option<i64>>,
}

/// The product with everything the file says of it, or what refuses it. What is merely left out is noted.
pub fn resolve(
    context: Context<'_>,
    draft: &ProductDraft,
    stored: Option<&StoredProduct>,
    notes: &mut Vec<ImportLine>,
) -> Result<Resolved, Vec<ImportLine>> {
    let mut draft = draft.clone();
    // Every round leaves out at least one row that is wrong.
    loop {
        let mut found = Vec::new();
        let resolved = once(context, &draft, stored, &mut found)?;
        let Err(errors) = resolved.product.clone().check() else {
            notes.append(&mut found);
            return Ok(resolved);
        };
        let (variants, images) = (draft.variants.len(), draft.images.len());
        let lines = told(context.format, &draft, &resolved, &errors);
        let of_rows = |line: i64| lines.iter().any(|note| note.line == line);
        let wrong_rows = errors.0.iter().all(|error| resolved.row_of(&error.field).is_some());
        if wrong_rows {
            draft.variants.retain(|variant| !of_rows(variant.line));
            draft.images.retain(|image| !of_rows(image.line));
        }
        let is_stuck = (variants, images) == (draft.variants.len(), draft.images.len());
        if !wrong_rows || is_stuck || (draft.variants.is_empty() && variants > 0 && stored.is_none()) {
            return Err(lines);
        }
        notes.extend(lines);
    }
}

impl Resolved {
    /// The line of the row that a field like "variants.1.price" came from; `None` for the product's own fields.
    fn row_of(&self, field: &str) -> Option<i64> {
        let mut parts = field.split('.');
        let lines = match parts.next()? {
            "variants" => &self.variant_lines,
            "images" => &self.image_lines,
            _ => return None,
        };
        lines.get(parts.next()?.parse::<usize>().ok()?).copied().flatten()
    }

    /// The line that says a SKU.
    pub fn line_of_sku(&self, sku: &str) -> Option<i64> {
        let index = self.product.variants.iter().position(|variant| variant.sku == sku)?;
        self.variant_lines.get(index).copied().flatten()
    }
}

/// Lines of the report for fields that are wrong, with the file's names for them.
pub fn told(format: ImportFormat, draft: &ProductDraft, resolved: &Resolved, errors: &FieldErrors) -> Vec<ImportLine> {
    let line = |error: &crate::domain::forms::FieldError| {
        let line = resolved.row_of(&error.field).unwrap_or(draft.line);
        refused(line, &draft.slug, column(format, &error.field), reason(error.problem))
    };
    errors.0.iter().map(line).collect()
}

/// What a field is called in a file.
fn column(format: ImportFormat, field: &str) -> &str {
    let last = field.rsplit('.').find(|part| part.parse::<usize>().is_err()).unwrap_or(field);
    match (format, last) {
        (ImportFormat::Tradewind, "title") => "name",
        (ImportFormat::Tradewind, "weight") => "weight_g",
        (ImportFormat::Tradewind, "length") => "length_mm",
        (ImportFormat::Tradewind, "width") => "width_mm",
        (ImportFormat::Tradewind, "height") => "height_mm",
        (ImportFormat::Shopify, "title") => "Title",
        (ImportFormat::Shopify, "slug") => "Handle",
        (ImportFormat::Shopify, "description") => "Body (HTML)",
        (ImportFormat::Shopify, "sku") => "Variant SKU",
        (ImportFormat::Shopify, "barcode") => "Variant Barcode",
        (ImportFormat::Shopify, "price") => "Variant Price",
        (ImportFormat::Shopify, "compare_at") => "Variant Compare At Price",
        (ImportFormat::Shopify, "cost") => "Cost per item",
        (ImportFormat::Shopify, "weight") => "Variant Grams",
        (ImportFormat::Shopify, "stock") => "Variant Inventory Qty",
        (ImportFormat::Shopify, "alt") => "Image Alt Text",
        (ImportFormat::Shopify, "tags") => "Tags",
        (ImportFormat::Shopify, "options" | "values" | "name") => "Option1 Value",
        _ => last,
    }
}

fn once(
    context: Context<'_>,
    draft: &ProductDraft,
    stored: Option<&StoredProduct>,
    notes: &mut Vec<ImportLine>,
) -> Result<Resolved, Vec<ImportLine>> {
    let mut product = stored.map(|stored| stored.product.clone()).unwrap_or_default();
    product.slug = draft.slug.clone();
    let mut wrong = Vec::new();
    let refuse = |field: &str, value: &str, why: String| {
        with_value(refused(draft.line, &draft.slug, column(context.format, field), why), value)
    };
    let unknown = |field: &str, value: &str| refuse(field, value, reason(Problem::UnknownChoice));
    texts(draft, &mut product);
    if stored.is_none() {
        product.sold = draft.sold.unwrap_or_default();
    }
    if let Some(brand) = &draft.brand {
        product.brand = brand.as_ref().and_then(|brand| match brand {
            Named::Slug(slug) => context.known.brand(slug).or_else(|| note_missing(&mut wrong, unknown("brand", slug))),
            Named::Name(name) => context.known.brand_named(name),
        });
    }
    if let Some(material) = &draft.material {
        let id = |slug: &String| {
            context.known.material(slug).or_else(|| note_missing(&mut wrong, unknown("material", slug)))
        };
        product.material = material.as_ref().and_then(id);
    }
    if let Some(Some(slug)) = &draft.tax_category {
        let id = context.known.tax_category(slug);
        product.tax_category = id.or_else(|| note_missing(&mut wrong, unknown("tax_category", slug)));
    }
    match &draft.categories {
        Some(CategoryWish::Exactly(slugs)) => {
            let id = |slug: &String| {
                context.known.category(slug).or_else(|| note_missing(&mut wrong, unknown("categories", slug)))
            };
            product.categories = slugs.iter().filter_map(id).collect();
        }
        Some(CategoryWish::Also(path)) => {
            let id: Option<CategoryId> = context.known.category_at(path);
            product.categories.extend(id.filter(|id| !product.categories.contains(id)));
        }
        None => {}
    }
    if let Some(specifications) = &draft.specifications {
        product.specifications.clear();
        for (slug, value) in specifications {
            match specification(context.known, slug, value) {
                Ok(one) => product.specifications.push(one),
                Err(why) => wrong.push(refuse("specifications", &format!("{slug}={value}"), why)),
            }
        }
    }
    let made = matrix::build(context.known, draft, stored, &mut product, notes).map_err(|why| {
        let (line, field, why) = why;
        vec![refused(line.unwrap_or(draft.line), &draft.slug, column(context.format, field), why)]
    })?;
    let image_lines = images::build(context.pictures, draft, &made, &mut product, notes);
    if wrong.is_empty() { Ok(Resolved { product, variant_lines: made.lines(draft), image_lines }) } else { Err(wrong) }
}

fn note_missing<T>(wrong: &mut Vec<ImportLine>, line: ImportLine) -> Option<T> {
    wrong.push(line);
    None
}

fn texts(draft: &ProductDraft, product: &mut NewProduct) {
    let texts = [
        (&draft.title, &mut product.title),
        (&draft.summary, &mut product.summary),
        (&draft.description, &mut product.description),
        (&draft.seo_title, &mut product.seo_title),
        (&draft.seo_description, &mut product.seo_description),
    ];
    for (said, text) in texts {
        if let Some(said) = said {
            text.clone_from(said);
        }
    }
    if let Some(status) = draft.status {
        product.status = status;
    }
    if let Some(published_at) = draft.published_at {
        product.published_at = published_at;
    }
    if let Some(tags) = &draft.tags {
        product.tags.clone_from(tags);
    }
}

fn specification(known: &Known, slug: &str, value: &str) -> Result<(SpecificationId, SpecificationInput), String> {
    let definition = known.specification(slug).ok_or_else(|| format!("There is no specification {slug}."))?;
    let input = match definition.kind {
        SpecificationKind::Text => SpecificationInput::Text(value.to_owned()),
        SpecificationKind::Number => SpecificationInput::Number(value.to_owned()),
        SpecificationKind::Boolean => {
            SpecificationInput::Boolean(cells::parse_yes_no(value).ok_or("Either yes or no.")?)
        }
        SpecificationKind::Choice if definition.choices.iter().any(|choice| choice == value) => {
            SpecificationInput::Choice(value.to_owned())
        }
        SpecificationKind::Choice => return Err(format!("{} has no choice of this name.", definition.name)),
    };
    Ok((definition.id, input))
}
