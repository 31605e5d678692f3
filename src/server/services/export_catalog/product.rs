//! The rows of a product: itself, its variants, its pictures.

use super::{Names, Sheet, picture_address};
use crate::{
    domain::{ids::ImageId, product::OptionKind},
    server::services::{
        add_product::{NewImage, NewOption, NewProduct, NewVariant, SpecificationInput},
        catalog_csv::{
            RowType,
            cells::{self, yes_no},
        },
    },
};
use std::collections::HashMap;

/// One after the other; `former` are its old slugs.
pub(super) fn write_product(
    sheet: &mut Sheet,
    names: &Names,
    product: &NewProduct,
    images: &HashMap<ImageId, (String, i64)>,
    former: String,
) {
    let mut cells = vec![
        ("name", product.title.clone()),
        ("summary", product.summary.clone()),
        ("description", product.description.clone()),
        ("status", product.status.slug().to_owned()),
        ("published_at", product.published_at.map(cells::instant).unwrap_or_default()),
        ("brand", product.brand.map(|id| names.slug(RowType::Brand, id.0)).unwrap_or_default().to_owned()),
        ("categories", categories(names, product)),
        ("material", product.material.map(|id| names.slug(RowType::Material, id.0)).unwrap_or_default().to_owned()),
        (
            "tax_category",
            product.tax_category.map(|id| names.slug(RowType::TaxCategory, id.0)).unwrap_or_default().to_owned(),
        ),
        ("tags", tags(product)),
        ("specifications", specifications(names, product)),
        ("seo_title", product.seo_title.clone()),
        ("seo_description", product.seo_description.clone()),
        ("sold", product.sold.to_string()),
        ("former_slugs", former),
    ];
    const OPTIONS: [[&str; 4]; 3] = [
        ["option1_name", "option1_kind", "option1_values", "option1_links"],
        ["option2_name", "option2_kind", "option2_values", "option2_links"],
        ["option3_name", "option3_kind", "option3_values", "option3_links"],
    ];
    for ([name, kind, values, links], option) in OPTIONS.into_iter().zip(&product.options) {
        cells.push((name, option.name.clone()));
        cells.push((kind, option_kind(option.kind).to_owned()));
        cells.push((values, cells::list(option.values.iter().map(|value| value.name.as_str()))));
        cells.push((links, option_links(names, option)));
    }
    sheet.row(RowType::Product, &product.slug, &cells);
    for variant in &product.variants {
        sheet.row(RowType::Variant, &product.slug, &variant_cells(product, variant));
    }
    for image in &product.images {
        sheet.row(RowType::Image, &product.slug, &image_cells(product, image, images));
    }
}

const fn option_kind(kind: OptionKind) -> &'static str {
    match kind {
        OptionKind::Color => "color",
        OptionKind::Size => "size",
        OptionKind::Other => "other",
    }
}

/// The primary category first, the others in the order of the tree.
fn categories(names: &Names, product: &NewProduct) -> String {
    let mut ids = product.categories.clone();
    if let Some((_, others)) = ids.split_first_mut() {
        others.sort_by_key(|id| names.place(RowType::Category, id.0));
    }
    ids.into_iter().map(|id| names.slug(RowType::Category, id.0)).collect::<Vec<_>>().join(", ")
}

fn tags(product: &NewProduct) -> String {
    let mut tags: Vec<&str> = product.tags.iter().map(String::as_str).collect();
    tags.sort_unstable();
    cells::list(tags)
}

fn specifications(names: &Names, product: &NewProduct) -> String {
    let mut all: Vec<(usize, String)> = Vec::new();
    for (id, value) in &product.specifications {
        let value = match value {
            SpecificationInput::Text(text) | SpecificationInput::Number(text) | SpecificationInput::Choice(text) => {
                text
            }
            SpecificationInput::Boolean(value) => yes_no(*value),
        };
        let line = format!("{}={value}", names.slug(RowType::Specification, id.0));
        all.push((names.place(RowType::Specification, id.0), line));
    }
    all.sort();
    cells::list(all.iter().map(|(_, line)| line.as_str()))
}

/// For each value a line with its color and size of the shop; nothing where no value has one.
fn option_links(names: &Names, option: &NewOption) -> String {
    if option.values.iter().all(|value| value.color.is_none() && value.size.is_none()) {
        return String::new();
    }
    let mut lines = Vec::new();
    for value in &option.values {
        let color = value.color.map(|id| format!("color:{}", names.slug(RowType::Color, id.0)));
        let size = value.size.map(|id| format!("size:{}", names.slug(RowType::Size, id.0)));
        let links: Vec<String> = color.into_iter().chain(size).collect();
        lines.push(if links.is_empty() { "none".to_owned() } else { links.join(" ") });
    }
    lines.join("\n")
}

fn variant_cells(product: &NewProduct, variant: &NewVariant) -> Vec<(&'static str, String)> {
    let mut cells = vec![
        ("sku", variant.sku.clone()),
        ("price", cells::price(variant.price_minor)),
        ("compare_at", variant.compare_at_minor.map(cells::price).unwrap_or_default()),
        ("cost", variant.cost_minor.map(cells::price).unwrap_or_default()),
        ("barcode", variant.barcode.clone()),
        ("stock", variant.stock.to_string()),
        ("track_stock", yes_no(!variant.untracked).to_owned()),
        ("when_sold_out", variant.stock_policy.slug().to_owned()),
        ("weight_g", variant.weight_grams.to_string()),
        ("length_mm", variant.length_mm.to_string()),
        ("width_mm", variant.width_mm.to_string()),
        ("height_mm", variant.height_mm.to_string()),
    ];
    for (column, (option, choice)) in
        ["option1", "option2", "option3"].into_iter().zip(product.options.iter().zip(&variant.choices))
    {
        cells.push((column, option.values.get(*choice).map(|value| value.name.clone()).unwrap_or_default()));
    }
    cells
}

fn image_cells(
    product: &NewProduct,
    image: &NewImage,
    images: &HashMap<ImageId, (String, i64)>,
) -> Vec<(&'static str, String)> {
    let address = images.get(&image.image).map(|(hash, width)| picture_address(hash, *width)).unwrap_or_default();
    let skus =
        image.variants.iter().filter_map(|place| product.variants.get(*place)).map(|variant| variant.sku.as_str());
    vec![("image", address), ("alt", image.alt.clone()), ("variants", cells::list(skus))]
}
