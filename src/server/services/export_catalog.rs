//! The whole catalog as the shop's own CSV, part by part: the same catalog is always the same file.

use super::{
    catalog_csv::{
        COLUMNS, RowType,
        cells::{self, escape, yes_no},
    },
    stored_product,
};
use crate::{
    domain::{
        ids::{CategoryId, ImageId, ProductId},
        picture::{Picture, rendition_url},
        product::{OptionKind, SpecificationKind},
    },
    server::{
        services::add_product::{NewImage, NewOption, NewProduct, NewVariant, SpecificationInput},
        store::{
            Db, StoreResult,
            catalog_references::{self, References},
            catalog_write::lookup,
            imports, slugs,
        },
    },
};
use std::collections::HashMap;

/// Products read at once.
const PRODUCTS: i64 = 200;

/// An export on its way.
#[derive(Debug)]
pub struct Export {
    db: Db,
    at: At,
    names: Names,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    Start,
    ProductsAfter(ProductId),
    RelatedAfter(ProductId),
    End,
}

impl Export {
    pub fn new(db: Db) -> Self {
        Self { db, at: At::Start, names: Names::default() }
    }

    /// The next part of the file; `None` after the last one.
    pub async fn next(&mut self) -> StoreResult<Option<Vec<u8>>> {
        let mut sheet = Sheet::default();
        match self.at {
            At::Start => {
                let refs = catalog_references::read(&self.db).await?;
                let pictures = category_pictures(&self.db, &refs).await?;
                let former = former_slugs(slugs::old_of_categories(&self.db).await?);
                sheet.header();
                write_references(&mut sheet, &refs, &pictures, &former);
                self.names = Names::of(refs);
                self.at = At::ProductsAfter(ProductId(0));
            }
            At::ProductsAfter(after) => self.at = self.products(&mut sheet, after).await?,
            At::RelatedAfter(after) => self.at = self.related(&mut sheet, after).await?,
            At::End => return Ok(None),
        }
        Ok(Some(sheet.bytes()))
    }

    async fn products(&self, sheet: &mut Sheet, after: ProductId) -> StoreResult<At> {
        let ids = lookup::products_after(&self.db, after, PRODUCTS).await?;
        let Some(last) = ids.last() else { return Ok(At::RelatedAfter(ProductId(0))) };
        let products = stored_product::load(&self.db, &ids).await?;
        let mut images: Vec<ImageId> =
            products.iter().flat_map(|stored| stored.product.images.iter().map(|image| image.image)).collect();
        images.sort_unstable();
        images.dedup();
        let images = imports::pictures_by_id(&self.db, &images).await?;
        let former = former_slugs(slugs::old_of_products(&self.db, &ids).await?);
        for stored in &products {
            let former = former.get(&stored.id).cloned().unwrap_or_default();
            write_product(sheet, &self.names, &stored.product, &images, former);
        }
        Ok(At::ProductsAfter(*last))
    }

    async fn related(&self, sheet: &mut Sheet, after: ProductId) -> StoreResult<At> {
        let products = lookup::related_after(&self.db, after, PRODUCTS).await?;
        let Some((last, _)) = products.last() else { return Ok(At::End) };
        let ids: Vec<ProductId> = products.iter().map(|(id, _)| *id).collect();
        let mut related: HashMap<ProductId, Vec<String>> = HashMap::new();
        for (product, slug) in lookup::related_slugs(&self.db, &ids).await? {
            related.entry(product).or_default().push(slug);
        }
        for (id, slug) in &products {
            let slugs = related.remove(id).unwrap_or_default().join(", ");
            sheet.row(RowType::Related, slug, &[("related", slugs)]);
        }
        Ok(At::RelatedAfter(*last))
    }
}

/// Slugs of what products refer to, by id, with the place of each in the file.
#[derive(Debug, Default)]
struct Names {
    refs: References,
    places: HashMap<(RowType, i64), usize>,
}

impl Names {
    fn of(refs: References) -> Self {
        let mut places = HashMap::new();
        let mut add = |row_type: RowType, ids: Vec<i64>| {
            places.extend(ids.into_iter().enumerate().map(|(place, id)| ((row_type, id), place)));
        };
        add(RowType::Category, refs.categories.iter().map(|one| one.id.0).collect());
        add(RowType::Brand, refs.brands.iter().map(|one| one.id.0).collect());
        add(RowType::Color, refs.colors.iter().map(|one| one.id.0).collect());
        add(RowType::Size, refs.sizes.iter().map(|one| one.id.0).collect());
        add(RowType::Material, refs.materials.iter().map(|one| one.id).collect());
        add(RowType::TaxCategory, refs.tax_categories.iter().map(|one| one.id).collect());
        add(RowType::Specification, refs.specifications.iter().map(|one| one.id.0).collect());
        Self { refs, places }
    }

    fn place(&self, row_type: RowType, id: i64) -> usize {
        self.places.get(&(row_type, id)).copied().unwrap_or(usize::MAX)
    }

    fn slug(&self, row_type: RowType, id: i64) -> &str {
        let place = self.place(row_type, id);
        let refs = &self.refs;
        let slug = match row_type {
            RowType::Category => refs.categories.get(place).map(|one| &one.slug),
            RowType::Brand => refs.brands.get(place).map(|one| &one.slug),
            RowType::Color => refs.colors.get(place).map(|one| &one.slug),
            RowType::Size => refs.sizes.get(place).map(|one| &one.slug),
            RowType::Material => refs.materials.get(place).map(|one| &one.slug),
            RowType::TaxCategory => refs.tax_categories.get(place).map(|one| &one.slug),
            RowType::Specification => refs.specifications.get(place).map(|one| &one.slug),
            _ => None,
        };
        slug.map(String::as_str).unwrap_or_default()
    }
}

/// Rows on their way into the file.
struct Sheet(csv::Writer<Vec<u8>>);

impl Default for Sheet {
    fn default() -> Self {
        Self(csv::Writer::from_writer(Vec::new()))
    }
}

impl Sheet {
    fn header(&mut self) {
        // Writing to memory does not fail.
        let _ = self.0.write_record(COLUMNS);
    }

    /// A row with these cells; the others are empty.
    fn row(&mut self, row_type: RowType, slug: &str, cells: &[(&str, String)]) {
        let cell = |column: &str| match column {
            "type" => row_type.word().to_owned(),
            "slug" => slug.to_owned(),
            _ => cells
                .iter()
                .find(|(name, _)| *name == column)
                .map(|(_, value)| escape(value).into_owned())
                .unwrap_or_default(),
        };
        let _ = self.0.write_record(COLUMNS.map(cell));
    }

    fn bytes(self) -> Vec<u8> {
        self.0.into_inner().unwrap_or_default()
    }
}

/// Widths of the categories' pictures by hash: their addresses name one.
async fn category_pictures(db: &Db, refs: &References) -> StoreResult<HashMap<String, i64>> {
    let hashes: Vec<String> = refs.categories.iter().filter_map(|category| category.picture.clone()).collect();
    let ids: Vec<ImageId> = imports::pictures_by_hash(db, &hashes).await?.into_values().collect();
    Ok(imports::pictures_by_id(db, &ids).await?.into_values().collect())
}

/// Cells by owner.
fn former_slugs<I: Eq + std::hash::Hash>(rows: Vec<(I, String)>) -> HashMap<I, String> {
    let mut cells: HashMap<I, String> = HashMap::new();
    for (id, slug) in rows {
        let cell = cells.entry(id).or_default();
        if !cell.is_empty() {
            cell.push_str(", ");
        }
        cell.push_str(&slug);
    }
    cells
}

/// The address of a picture's largest rendition.
fn picture_address(hash: &str, width: i64) -> String {
    let picture = Picture { key: hash.to_owned(), width, height: 1, alt: String::new() };
    rendition_url(hash, picture.widths().into_iter().max().unwrap_or(width))
}

fn write_references(
    sheet: &mut Sheet,
    refs: &References,
    pictures: &HashMap<String, i64>,
    former: &HashMap<CategoryId, String>,
) {
    for one in &refs.tax_categories {
        sheet.row(RowType::TaxCategory, &one.slug, &[("name", one.name.clone())]);
    }
    for one in &refs.brands {
        let cells = [("name", one.name.clone()), ("description", one.description.clone())];
        sheet.row(RowType::Brand, &one.slug, &cells);
    }
    for one in &refs.colors {
        let cells = [("name", one.name.clone()), ("hex", one.hex.clone()), ("position", one.position.to_string())];
        sheet.row(RowType::Color, &one.slug, &cells);
    }
    for one in &refs.size_systems {
        sheet.row(RowType::SizeSystem, &one.slug, &[("name", one.name.clone())]);
    }
    for one in &refs.sizes {
        let system = refs.size_systems.iter().find(|system| system.id == one.size_system_id);
        let parent = system.map(|system| system.slug.clone()).unwrap_or_default();
        let cells = [("name", one.name.clone()), ("parent", parent), ("position", one.position.to_string())];
        sheet.row(RowType::Size, &one.slug, &cells);
    }
    for one in &refs.materials {
        sheet.row(RowType::Material, &one.slug, &[("name", one.name.clone())]);
    }
    for one in &refs.groups {
        let cells = [("name", one.name.clone()), ("position", one.position.to_string())];
        sheet.row(RowType::SpecificationGroup, &one.slug, &cells);
    }
    let group_slug = |id: i64| refs.groups.iter().find(|group| group.id == id).map(|group| group.slug.as_str());
    for one in &refs.specifications {
        let kind = match one.kind {
            SpecificationKind::Text => "text",
            SpecificationKind::Number => "number",
            SpecificationKind::Boolean => "boolean",
            SpecificationKind::Choice => "choice",
        };
        let cells = [
            ("name", one.name.clone()),
            ("parent", one.group.and_then(group_slug).unwrap_or_default().to_owned()),
            ("position", one.position.to_string()),
            ("kind", kind.to_owned()),
            ("unit", one.unit.clone()),
            ("filterable", yes_no(one.filterable).to_owned()),
            ("comparable", yes_no(one.comparable).to_owned()),
            ("choices", cells::list(one.choices.iter().map(String::as_str))),
        ];
        sheet.row(RowType::Specification, &one.slug, &cells);
    }
    for one in &refs.categories {
        let parent = refs.categories.iter().find(|parent| Some(parent.id) == one.parent_id);
        let groups = refs.groups.iter().filter(|group| refs.category_groups.contains(&(one.id, group.id)));
        let image =
            one.picture.as_deref().map(|hash| picture_address(hash, pictures.get(hash).copied().unwrap_or(1_600)));
        let cells = [
            ("name", one.name.clone()),
            ("parent", parent.map(|parent| parent.slug.clone()).unwrap_or_default()),
            ("description", one.description.clone()),
            ("visible", yes_no(one.visible).to_owned()),
            ("specification_groups", groups.map(|group| group.slug.as_str()).collect::<Vec<_>>().join(", ")),
            ("image", image.unwrap_or_default()),
            ("former_slugs", former.get(&one.id).cloned().unwrap_or_default()),
        ];
        sheet.row(RowType::Category, &one.slug, &cells);
    }
}

fn write_product(
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
