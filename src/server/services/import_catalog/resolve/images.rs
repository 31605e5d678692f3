//! Pictures: those of the file, and behind them those that only the shop has.

use super::matrix::Made;
use crate::{
    domain::staff::ImportLine,
    server::services::{
        add_product::{NewImage, NewProduct},
        import_catalog::{
            draft::{ImageDraft, ProductDraft, warning, with_value},
            pictures::{Picture, Pictures},
        },
    },
};

/// Most pictures of a product.
const IMAGES: usize = 100;

/// Puts the pictures in; the answer is the lines they come from.
pub fn build(
    pictures: &Pictures,
    draft: &ProductDraft,
    made: &Made,
    product: &mut NewProduct,
    notes: &mut Vec<ImportLine>,
) -> Vec<Option<i64>> {
    let mut stored = std::mem::take(&mut product.images);
    for image in &mut stored {
        // Variants may stand in another order now.
        image.variants = places(made, |origin| origin.stored.is_some_and(|place| image.variants.contains(&place)));
    }
    let (mut images, mut lines) = (Vec::new(), Vec::new());
    for said in wanted(draft) {
        let id = match pictures.get(&said.source) {
            Some(Picture::Stored(id)) => *id,
            Some(Picture::Missing(why)) => {
                notes.push(with_value(warning(said.line, &draft.slug, "image", why.clone()), said.source.text()));
                continue;
            }
            Some(Picture::Unknown) | None => continue,
        };
        if images.len() >= IMAGES {
            notes.push(warning(said.line, &draft.slug, "image", format!("A product has at most {IMAGES} pictures.")));
            continue;
        }
        let before = stored.iter().position(|image| image.image == id).map(|place| stored.remove(place));
        let shown = shown(draft, made, product, &said, notes);
        let (alt, variants) = before.map_or((None, None), |image| (Some(image.alt), Some(image.variants)));
        images.push(NewImage {
            image: id,
            alt: said.alt.or(alt).unwrap_or_else(|| product.title.clone()),
            variants: shown.or(variants).unwrap_or_default(),
        });
        lines.push(Some(said.line));
    }
    images.extend(stored);
    lines.resize(images.len(), None);
    product.images = images;
    lines
}

/// The pictures of the file: those with rows, then those that only variants name. Each address counts once.
fn wanted(draft: &ProductDraft) -> Vec<ImageDraft> {
    let mut all: Vec<ImageDraft> = Vec::new();
    for image in &draft.images {
        // The same picture may well stand twice in the shop's own file; an address is written once for each row.
        let is_again = image.variants.is_none() && all.iter().any(|known| known.source == image.source);
        if !is_again {
            all.push(image.clone());
        }
    }
    for variant in &draft.variants {
        if let Some(source) = &variant.image
            && !all.iter().any(|known| known.source == *source)
        {
            all.push(ImageDraft { line: variant.line, source: source.clone(), alt: None, variants: None });
        }
    }
    all
}

/// Which variants the file says that a picture shows; `None` if it does not say.
fn shown(
    draft: &ProductDraft,
    made: &Made,
    product: &NewProduct,
    said: &ImageDraft,
    notes: &mut Vec<ImportLine>,
) -> Option<Vec<usize>> {
    if let Some(skus) = &said.variants {
        let mut variants = Vec::new();
        for sku in skus {
            match product.variants.iter().position(|variant| variant.sku == *sku) {
                Some(place) => variants.push(place),
                None => {
                    let line = warning(said.line, &draft.slug, "variants", "The product has no variant with this SKU.");
                    notes.push(with_value(line, sku));
                }
            }
        }
        return Some(variants);
    }
    let has_it =
        |row: usize| draft.variants.get(row).is_some_and(|variant| variant.image.as_ref() == Some(&said.source));
    let variants = places(made, |origin| origin.row.is_some_and(has_it));
    (!variants.is_empty()).then_some(variants)
}

fn places(made: &Made, is_it: impl Fn(&super::matrix::Origin) -> bool) -> Vec<usize> {
    made.origins.iter().enumerate().filter(|(_, origin)| is_it(origin)).map(|(place, _)| place).collect()
}
