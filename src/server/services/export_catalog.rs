//! The whole catalog as the shop's own CSV, part by part: the same catalog is always the same file.

mod product;
mod references;

use super::{
    catalog_csv::{COLUMNS, RowType, cells::escape},
    stored_product,
};
use crate::{
    domain::{
        ids::{ImageId, ProductId},
        picture::{Picture, rendition_url},
    },
    server::store::{
        Db, StoreResult,
        catalog_references::{self, References},
        catalog_write::lookup,
        imports, slugs,
    },
};
use product::write_product;
use references::write_references;
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
