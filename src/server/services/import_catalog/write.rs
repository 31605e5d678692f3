//! Writing a batch, inside the caller's transaction.

use super::{
    draft::{CategoryWish, Item, Piece, ProductDraft, RelatedDraft, reason, refused, warning, with_value},
    former::Former,
    known::{Author, Known, MakeError},
    pictures::{Picture, Pictures},
    reference::{self, Outcome},
    resolve::{self, Context, Resolved},
    seen::Seen,
};
use crate::{
    domain::{
        forms::FieldErrors,
        ids::ProductId,
        product::OptionKind,
        staff::{ImportCounts, ImportFormat, ImportLine, Severity},
    },
    server::{
        services::{
            add_product::{AddProductError, NewProduct, add_products},
            catalog_csv::RowType,
            stored_product::{self, StoredProduct},
            update_product::{self, UpdateProductError},
        },
        store::{StoreError, Tx, catalog_write::lookup, slugs::Named},
    },
};
use std::collections::HashMap;

/// Why a batch was not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// One of its products was refused although it looked right; each has to be tried alone.
    #[error("a product was refused: {0:?}")]
    Refused(FieldErrors),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a batch did.
#[derive(Debug, Default)]
pub struct Written {
    pub counts: ImportCounts,
    pub lines: Vec<ImportLine>,
}

/// What a batch is written with.
#[derive(Clone, Copy)]
pub struct Writing<'a> {
    pub by: Author<'a>,
    pub format: ImportFormat,
    pub pictures: &'a Pictures,
    /// Of a dry run: slugs that the real one would have added by now.
    pub seen: Option<&'a Seen>,
}

impl Written {
    fn count(&mut self, outcome: Outcome) {
        let counts = &mut self.counts;
        match outcome {
            Outcome::Added => counts.others_added += 1,
            Outcome::Changed => counts.others_changed += 1,
            Outcome::Unchanged => counts.others_unchanged += 1,
            Outcome::Refused => {}
        }
    }

    /// Counts the lines of the report.
    pub fn finish(mut self) -> Self {
        let refused = self.lines.iter().filter(|line| line.severity == Severity::Refused).count();
        self.counts.refused = i64::try_from(refused).unwrap_or(i64::MAX);
        self.counts.warnings = i64::try_from(self.lines.len() - refused).unwrap_or(i64::MAX);
        self
    }
}

/// Writes what the pieces say, in their order.
pub async fn write(
    tx: &mut Tx,
    writing: Writing<'_>,
    known: &mut Known,
    pieces: &[Piece],
) -> Result<Written, WriteError> {
    let mut written = Written::default();
    let (mut products, mut related, mut former) = (Vec::new(), Vec::new(), Former::default());
    for piece in pieces {
        written.counts.rows += piece.rows;
        written.lines.extend(piece.notes.iter().cloned());
        match &piece.item {
            Item::Reference(draft) => {
                let picture = draft.picture.as_ref().map(|source| {
                    category_picture(writing, draft.line, &draft.slug, source.as_ref(), &mut written.lines)
                });
                // A picture that cannot be had leaves the one that is there.
                let picture = picture.and_then(|picture| picture);
                let outcome = reference::save(tx, writing.by, known, draft, picture, &mut written.lines).await?;
                written.count(outcome);
                if let Some(id) = known.category(&draft.slug).filter(|_| draft.row_type == RowType::Category) {
                    former.note(Named::Category(id), draft.line, &draft.slug, draft.former_slugs.as_deref());
                }
            }
            Item::Product(draft) => products.push(draft.as_ref()),
            Item::Related(draft) => related.push(draft),
            Item::RefusedProduct => written.counts.products_refused += 1,
            Item::RefusedRow => {}
        }
    }
    write_products(tx, writing, known, &products, &mut former, &mut written).await?;
    former.write(tx, writing.by.now, &mut written.lines).await?;
    write_related(tx, writing, &related, &mut written).await?;
    Ok(written.finish())
}

/// The hash of a category's picture: `Some(None)` takes it away, `None` leaves it as it is.
fn category_picture(
    writing: Writing<'_>,
    line: i64,
    slug: &str,
    source: Option<&super::draft::PictureSource>,
    lines: &mut Vec<ImportLine>,
) -> Option<Option<String>> {
    use super::draft::PictureSource::{Address, Hash};
    let Some(source) = source else { return Some(None) };
    match (source, writing.pictures.get(source)) {
        (Hash(hash), Some(Picture::Stored(_))) => Some(Some(hash.clone())),
        (Hash(_), Some(Picture::Unknown) | None) => None,
        (_, Some(Picture::Missing(why))) => {
            lines.push(with_value(warning(line, slug, "image", why.clone()), source.text()));
            None
        }
        (Address(_), _) => {
            let why = "A category's picture must be one of the shop: /media/…";
            lines.push(with_value(warning(line, slug, "image", why), source.text()));
            None
        }
    }
}

async fn write_products(
    tx: &mut Tx,
    writing: Writing<'_>,
    known: &mut Known,
    drafts: &[&ProductDraft],
    former: &mut Former,
    written: &mut Written,
) -> Result<(), WriteError> {
    if drafts.is_empty() {
        return Ok(());
    }
    for draft in drafts {
        make_references(tx, writing.by, known, draft, &mut written.lines).await?;
    }
    let slugs: Vec<&str> = drafts.iter().map(|draft| draft.slug.as_str()).collect();
    let ids = lookup::products_by_slug(&mut *tx, &slugs).await?;
    let existing: Vec<ProductId> = ids.values().copied().collect();
    lookup::lock_products(tx, &existing).await?;
    let stored = stored_product::load(&mut *tx, &existing).await?;
    let stored: HashMap<ProductId, StoredProduct> = stored.into_iter().map(|product| (product.id, product)).collect();
    let resolved = resolve_all(writing, known, drafts, &ids, &stored, written);
    let resolved = without_taken_skus(tx, resolved, written).await?;
    let mut new: Vec<(&ProductDraft, NewProduct)> = Vec::new();
    for Wanted { draft, resolved, stored } in resolved {
        match stored {
            None => new.push((draft, resolved.product)),
            Some(stored) => {
                former.note(Named::Product(stored.id), draft.line, &draft.slug, draft.former_slugs.as_deref());
                let product = resolved.product.clone();
                let saved = update_product::save(tx, writing.by.now, writing.by.actor, stored, product).await;
                match saved.map(|saved| saved.changed) {
                    Ok(true) => written.counts.products_changed += 1,
                    Ok(false) => written.counts.products_unchanged += 1,
                    Err(UpdateProductError::Invalid(errors)) if !came_from_the_database(&errors) => {
                        written.lines.extend(resolve::told(writing.format, draft, &resolved, &errors));
                        written.counts.products_refused += 1;
                    }
                    Err(error) => return Err(update_refusal(error)),
                }
            }
        }
    }
    written.counts.products_added += i64::try_from(new.len()).unwrap_or(i64::MAX);
    let (drafts, new): (Vec<&ProductDraft>, Vec<NewProduct>) = new.into_iter().unzip();
    for (id, draft) in add_new(tx, writing.by, new).await?.into_iter().zip(drafts) {
        former.note(Named::Product(id), draft.line, &draft.slug, draft.former_slugs.as_deref());
    }
    Ok(())
}

/// The ids of the products, in their order.
async fn add_new(tx: &mut Tx, by: Author<'_>, new: Vec<NewProduct>) -> Result<Vec<ProductId>, WriteError> {
    if new.is_empty() {
        return Ok(Vec::new());
    }
    let added = add_products(tx, by.now, by.actor, new.clone()).await.map_err(|error| match error {
        AddProductError::Invalid(errors) => WriteError::Refused(errors),
        AddProductError::Store(error) => WriteError::Store(error),
    })?;
    let noted: Vec<_> = added.iter().copied().zip(&new).collect();
    update_product::note_added(tx, by.now, by.actor, &noted).await?;
    Ok(added)
}

/// Whether a constraint refused it, after which the transaction is of no use any more.
fn came_from_the_database(errors: &FieldErrors) -> bool {
    errors.0.iter().any(|error| matches!(error.field.as_str(), "slug" | "sku" | "references"))
}

fn update_refusal(error: UpdateProductError) -> WriteError {
    use crate::domain::forms::Problem;
    match error {
        UpdateProductError::Invalid(errors) => WriteError::Refused(errors),
        UpdateProductError::NotFound | UpdateProductError::Conflict => {
            WriteError::Refused(FieldErrors::one("slug", Problem::UnknownChoice))
        }
        UpdateProductError::Store(error) => WriteError::Store(error),
    }
}

/// A product to be written.
struct Wanted<'a> {
    draft: &'a ProductDraft,
    resolved: Resolved,
    stored: Option<&'a StoredProduct>,
}

/// What the drafts make; those that are refused are counted and noted.
fn resolve_all<'a>(
    writing: Writing<'_>,
    known: &Known,
    drafts: &[&'a ProductDraft],
    ids: &HashMap<String, ProductId>,
    stored: &'a HashMap<ProductId, StoredProduct>,
    written: &mut Written,
) -> Vec<Wanted<'a>> {
    let context = Context { known, pictures: writing.pictures, format: writing.format };
    let mut wanted: Vec<Wanted<'a>> = Vec::new();
    for draft in drafts {
        let stored = ids.get(&draft.slug).and_then(|id| stored.get(id));
        let would_be_there = writing.seen.is_some_and(|seen| seen.has_product(&draft.slug));
        if stored.is_none() && draft.title.is_none() && would_be_there {
            written.counts.products_unchanged += 1;
            continue;
        }
        if wanted.iter().any(|other| other.draft.slug == draft.slug) {
            let why = "The rows of a product must stand together: these are left out.";
            written.lines.push(refused(draft.line, &draft.slug, "slug", why));
            written.counts.products_refused += 1;
            continue;
        }
        match resolve::resolve(context, draft, stored, &mut written.lines) {
            Ok(resolved) => wanted.push(Wanted { draft, resolved, stored }),
            Err(mut lines) => {
                written.lines.append(&mut lines);
                written.counts.products_refused += 1;
            }
        }
    }
    wanted
}

/// Refuses products with a SKU that another product has, stored or earlier in the batch.
async fn without_taken_skus<'a>(
    tx: &mut Tx,
    wanted: Vec<Wanted<'a>>,
    written: &mut Written,
) -> Result<Vec<Wanted<'a>>, StoreError> {
    let skus: Vec<&str> = wanted
        .iter()
        .flat_map(|one| one.resolved.product.variants.iter().map(|variant| variant.sku.as_str()))
        .collect();
    let mut taken: HashMap<String, String> = lookup::products_by_sku(tx, &skus).await?;
    let mut free = Vec::with_capacity(wanted.len());
    for one in wanted {
        let product = &one.resolved.product;
        let other = product.variants.iter().find_map(|variant| {
            taken
                .get(&variant.sku)
                .filter(|owner| **owner != product.slug)
                .map(|owner| (variant.sku.clone(), owner.clone()))
        });
        match other {
            Some((sku, owner)) => {
                let line = one.resolved.line_of_sku(&sku).unwrap_or(one.draft.line);
                let note = refused(line, &product.slug, "sku", format!("The product {owner} has this SKU already."));
                written.lines.push(with_value(note, &sku));
                written.counts.products_refused += 1;
            }
            None => {
                taken.extend(product.variants.iter().map(|variant| (variant.sku.clone(), product.slug.clone())));
                free.push(one);
            }
        }
    }
    Ok(free)
}

/// Makes what a product names and the shop does not have: brands, categories, colors and sizes.
async fn make_references(
    tx: &mut Tx,
    by: Author<'_>,
    known: &mut Known,
    draft: &ProductDraft,
    lines: &mut Vec<ImportLine>,
) -> Result<(), StoreError> {
    let mut made: Vec<(&str, &str, Result<(), MakeError>)> = Vec::new();
    if let Some(Some(super::draft::Named::Name(name))) = &draft.brand {
        made.push(("Vendor", name, known.make_brand(tx, by, name).await));
    }
    if let Some(CategoryWish::Also(path)) = &draft.categories {
        let name = path.last().map(String::as_str).unwrap_or_default();
        made.push(("Type", name, known.make_category(tx, by, path).await));
    }
    for option in draft.options.iter().flatten() {
        for value in option.values.iter().filter(|value| value.by_name) {
            match option.kind {
                OptionKind::Color => made.push(("Color", &value.name, known.make_color(tx, by, &value.name).await)),
                OptionKind::Size => made.push(("Size", &value.name, known.make_size(tx, by, &value.name).await)),
                OptionKind::Other => {}
            }
        }
    }
    for (field, name, result) in made {
        match result {
            Ok(()) => {}
            Err(MakeError::Wrong(problem)) => {
                let why = format!("It is left out: {}", reason(problem));
                lines.push(with_value(warning(draft.line, &draft.slug, field, why), name));
            }
            Err(MakeError::Store(error)) => return Err(error),
        }
    }
    Ok(())
}

async fn write_related(
    tx: &mut Tx,
    writing: Writing<'_>,
    drafts: &[&RelatedDraft],
    written: &mut Written,
) -> Result<(), WriteError> {
    if drafts.is_empty() {
        return Ok(());
    }
    let slugs: Vec<&str> =
        drafts.iter().flat_map(|draft| draft.related.iter().chain([&draft.slug])).map(String::as_str).collect();
    let ids = lookup::products_by_slug(&mut *tx, &slugs).await?;
    let mut own: Vec<ProductId> = drafts.iter().filter_map(|draft| ids.get(&draft.slug).copied()).collect();
    own.sort_unstable();
    own.dedup();
    lookup::lock_products(tx, &own).await?;
    let mut stored: HashMap<ProductId, StoredProduct> =
        stored_product::load(&mut *tx, &own).await?.into_iter().map(|product| (product.id, product)).collect();
    let would_be_there = |slug: &str| writing.seen.is_some_and(|seen| seen.has_product(slug));
    for draft in drafts {
        let mut related = Vec::new();
        for slug in &draft.related {
            match ids.get(slug) {
                Some(id) if *slug != draft.slug => related.extend(Some(*id).filter(|id| !related.contains(id))),
                None if would_be_there(slug) => {}
                _ => {
                    let line = warning(draft.line, &draft.slug, "related", "There is no other product of this slug.");
                    written.lines.push(with_value(line, slug));
                }
            }
        }
        // A product is written once in a batch, whatever rows it has.
        match ids.get(&draft.slug).and_then(|id| stored.remove(id)) {
            Some(stored) => {
                let wanted = NewProduct { related, ..stored.product.clone() };
                let saved = update_product::save(tx, writing.by.now, writing.by.actor, &stored, wanted).await;
                let changed = saved.map_err(update_refusal)?.changed;
                written.count(if changed { Outcome::Changed } else { Outcome::Unchanged });
            }
            None if would_be_there(&draft.slug) => written.count(Outcome::Unchanged),
            None => {
                let line = refused(draft.line, &draft.slug, "slug", "There is no product of this slug.");
                written.lines.push(line);
            }
        }
    }
    Ok(())
}
