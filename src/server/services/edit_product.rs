//! Saving the product form: everything of the product in one transaction, or the form once more with what is wrong.

use crate::{
    domain::{
        forms::{FieldError, FieldErrors, Problem},
        ids::{ColorId, ProductId, SizeId},
        money::Currency,
        product::{OptionKind, ProductStatus, StockPolicy},
        staff::{
            CheckedOption, CheckedProduct, CheckedVariant, EditorChoices, FormStep, ProductInput, Section, Shop,
            SpecificationAnswer, check_specifications,
        },
        timestamp::Timestamp,
    },
    error::AppError,
    server::{
        services::{
            add_product::{self, NewOption, NewOptionValue, NewProduct, NewVariant, SpecificationInput},
            product_editor, stock_watch,
            stored_product::StoredProduct,
            update_product::{self, UpdateProductError},
        },
        state::State,
        store::{
            Tx,
            accounts::Account,
            admin::{product_drafts, product_edit, product_editor as store},
        },
    },
};

/// What became of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Submitted {
    Saved {
        product: ProductId,
        version: i64,
    },
    /// Kept, to be shown again with what the step did to it or with what keeps it from being saved.
    Draft {
        draft: i64,
        section: Section,
    },
}

impl Submitted {
    /// The page that goes on; `sent` is the id that the form had, 0 for a new product.
    pub fn page(self, sent: i64) -> String {
        match self {
            Self::Saved { product, version } => format!("/admin/products/{product}?saved={version}"),
            Self::Draft { draft, section } if sent == 0 => {
                format!("/admin/products/new?draft={draft}#{}", section.id())
            }
            Self::Draft { draft, section } => format!("/admin/products/{sent}?draft={draft}#{}", section.id()),
        }
    }
}

/// Does what a button of the form asks for.
///
/// Refused fields are told by name if the form still is as it was sent and `keeps_form` says that the sender has it;
/// otherwise, and where somebody else saved meanwhile, it becomes a draft, so that nothing that was typed is lost.
pub async fn submit(
    state: &State,
    account: &Account,
    mut form: ProductInput,
    step: &FormStep,
    keeps_form: bool,
) -> Result<Submitted, AppError> {
    let choices = product_editor::choices(state).await?;
    let (colors, sizes) = product_editor::links(&choices);
    let arranged = form.arrange(Shop { colors: &colors, sizes: &sizes });
    form.take_step(step);
    let changed = match arranged {
        Ok(changed) => changed,
        Err(errors) if keeps_form && step.saves() => return Err(errors.into()),
        Err(errors) => return keep(state, account, &form, &errors, Section::Options).await,
    };
    if !step.saves() {
        return keep(state, account, &form, &FieldErrors::default(), step.section()).await;
    }
    match save(state, &account.email, &form, &choices, *step == FormStep::Overwrite).await {
        Ok((product, version)) => Ok(Submitted::Saved { product, version }),
        Err(AppError::Invalid(errors)) if keeps_form && !changed => Err(errors.into()),
        Err(AppError::Invalid(errors)) => keep(state, account, &form, &errors, Section::Texts).await,
        Err(AppError::Conflict) => keep(state, account, &form, &FieldErrors::default(), Section::Texts).await,
        Err(error) => Err(error),
    }
}

async fn keep(
    state: &State,
    account: &Account,
    form: &ProductInput,
    errors: &FieldErrors,
    section: Section,
) -> Result<Submitted, AppError> {
    let text = |value: Result<String, serde_json::Error>| value.map_err(|_| AppError::Internal);
    let (form, errors) = (text(serde_json::to_string(form))?, text(serde_json::to_string(errors))?);
    let mut tx = state.db.begin().await?;
    let draft = product_drafts::keep(&mut tx, account.id, (&form, &errors), state.clock.now()).await?;
    tx.commit().await?;
    Ok(Submitted::Draft { draft, section })
}

/// Saves a form; the answer is the product and its version.
async fn save(
    state: &State,
    actor: &str,
    form: &ProductInput,
    choices: &EditorChoices,
    overwrites: bool,
) -> Result<(ProductId, i64), AppError> {
    let mut errors = FieldErrors::default();
    let checked = form.check(Currency::default()).map_err(|found| errors.0.extend(found.0)).ok();
    let fields = product_editor::fields(state, form).await?;
    let answers = check_specifications(&form.specifications, &fields, &mut errors);
    check_references(form, choices, &mut errors);
    errors.into_result()?;
    let Some(checked) = checked else { return Err(AppError::Internal) };
    let answers = answers.into_iter().map(|(id, answer)| (id, specification(answer)));
    let product = NewProduct { specifications: answers.collect(), ..product(&checked) };
    let now = state.clock.now();
    let told = |error: AppError| at_fields(error, &checked);
    if form.id == 0 {
        refuse_taken_skus(state, 0, &checked).await?;
        let mut tx = state.db.begin().await?;
        let added = add_product::add_products(&mut tx, now, actor, vec![product.clone()]).await;
        let id = *added.map_err(|error| told(error.into()))?.first().ok_or(AppError::Internal)?;
        update_product::note_added(&mut tx, now, actor, &[(id, &product)]).await?;
        write_other_levels(&mut tx, id, &checked, choices, (actor, now)).await?;
        tx.commit().await?;
        return Ok((id, 1));
    }
    let mut tx = state.db.begin().await?;
    let stored = update_product::lock(&mut tx, ProductId(form.id)).await?;
    if !overwrites && stored.version != form.version && !product_editor::entries_since(state, form).await?.is_empty() {
        return Err(AppError::Conflict);
    }
    refuse_taken_skus(state, form.id, &checked).await?;
    refuse_undescribed(&stored, checked.status)?;
    let product = completed(product, &stored, overwrites);
    let updated = update_product::save(&mut tx, now, actor, &stored, product).await;
    let updated = updated.map_err(|error| {
        told(match error {
            // A variant that somebody else removed.
            UpdateProductError::Invalid(errors) if errors.0.iter().any(|error| error.field.ends_with(".id")) => {
                AppError::Conflict
            }
            error => error.into(),
        })
    })?;
    write_other_levels(&mut tx, stored.id, &checked, choices, (actor, now)).await?;
    tx.commit().await?;
    Ok((stored.id, updated.version))
}

/// What the form does not have is as it is stored.
fn completed(mut product: NewProduct, stored: &StoredProduct, overwrites: bool) -> NewProduct {
    let before = &stored.product;
    product.sold = before.sold;
    // The form has minutes only.
    if product.published_at.map(Timestamp::minute) == before.published_at.map(Timestamp::minute) {
        product.published_at = before.published_at;
    }
    if overwrites {
        for variant in &mut product.variants {
            if !before.variants.iter().any(|known| known.id == variant.id) {
                variant.id = None;
            }
            if variant.stock_seen != Some(variant.stock) {
                variant.stock_seen = None;
            }
        }
    }
    // Pictures name variants by their place, which may be another one now.
    let shown = |place: &usize| {
        let id = before.variants.get(*place).and_then(|variant| variant.id)?;
        product.variants.iter().position(|variant| variant.id == Some(id))
    };
    let images = before.images.iter().map(|image| {
        let mut image = image.clone();
        image.variants = image.variants.iter().filter_map(shown).collect();
        image
    });
    product.images = images.collect();
    product
}

fn refuse_undescribed(stored: &StoredProduct, status: ProductStatus) -> Result<(), AppError> {
    let undescribed = stored.product.images.iter().filter(|image| image.alt.trim().is_empty()).count();
    if status != ProductStatus::Active || undescribed == 0 {
        return Ok(());
    }
    let count = u32::try_from(undescribed).unwrap_or(u32::MAX);
    Err(AppError::field(&ProductInput::field("status"), Problem::Undescribed(count)))
}

/// Every id that the form names must be one that the shop has.
fn check_references(form: &ProductInput, choices: &EditorChoices, errors: &mut FieldErrors) {
    let mut known = |field: String, id: &str, all: &[i64]| {
        if id.trim().parse().is_ok_and(|id: i64| !all.contains(&id)) {
            errors.add(&field, Problem::UnknownChoice);
        }
    };
    let ids = |pairs: &[(i64, String)]| pairs.iter().map(|(id, _)| *id).collect::<Vec<_>>();
    known(ProductInput::field("brand"), &form.brand, &ids(&choices.brands));
    known(ProductInput::field("material"), &form.material, &ids(&choices.materials));
    known(ProductInput::field("tax_category"), &form.tax_category, &ids(&choices.tax_categories));
    let categories: Vec<i64> = choices.categories.iter().map(|category| category.id).collect();
    for category in form.categories.iter().chain([&form.primary]) {
        known(ProductInput::field("categories"), category, &categories);
    }
    let colors: Vec<i64> = choices.colors.iter().map(|color| color.id).collect();
    let sizes: Vec<i64> = choices.sizes.iter().map(|size| size.id).collect();
    for (index, option) in form.options.iter().enumerate() {
        let all = match option.kind() {
            OptionKind::Color => &colors,
            OptionKind::Size => &sizes,
            OptionKind::Other => continue,
        };
        for (place, value) in option.values.iter().enumerate() {
            known(ProductInput::value_field(index, place, "link"), &value.link, all);
        }
    }
    let centers = ids(&choices.centers);
    for (row, variant) in form.variants.iter().enumerate() {
        for (place, level) in variant.stock.iter().enumerate() {
            known(ProductInput::stock_field(row, place, "on_hand"), &level.center.to_string(), &centers);
        }
    }
}

/// The database would say only that some SKU is taken, not which.
async fn refuse_taken_skus(state: &State, product: i64, checked: &CheckedProduct) -> Result<(), AppError> {
    let skus: Vec<String> = checked.variants.iter().map(|variant| variant.sku.clone()).collect();
    let taken = store::taken_skus(&state.db, ProductId(product), &skus).await?;
    let mut errors = FieldErrors::default();
    for variant in checked.variants.iter().filter(|variant| taken.contains(&variant.sku)) {
        errors.add(&ProductInput::variant_field(variant.row, "sku"), Problem::AlreadyTaken);
    }
    Ok(errors.into_result()?)
}

/// Refusals by the names that the form's inputs have.
fn at_fields(error: AppError, checked: &CheckedProduct) -> AppError {
    let AppError::Invalid(errors) = error else { return error };
    let named = |field: &str| {
        let mut parts = field.split('.');
        match (parts.next(), parts.next().and_then(|index| index.parse::<usize>().ok()), parts.next()) {
            (Some("variants"), Some(index), Some(name)) => {
                let row = checked.variants.get(index).map_or(index, |variant| variant.row);
                match name {
                    "stock" => ProductInput::stock_field(row, 0, "on_hand"),
                    name => ProductInput::variant_field(row, name),
                }
            }
            (Some("variants" | "options"), ..) => field.to_owned(),
            (Some("related"), ..) => ProductInput::field("related_search"),
            (Some("references"), ..) => ProductInput::field("related_search"),
            (Some(own), None, None) => ProductInput::field(own),
            _ => field.to_owned(),
        }
    };
    let errors = errors.0.iter().map(|error| FieldError { field: named(&error.field), problem: error.problem });
    AppError::Invalid(FieldErrors(errors.collect()))
}

fn product(checked: &CheckedProduct) -> NewProduct {
    NewProduct {
        title: checked.title.clone(),
        slug: checked.slug.clone(),
        summary: checked.summary.clone(),
        description: checked.description.clone(),
        brand: checked.brand,
        material: checked.material,
        categories: checked.categories.clone(),
        tax_category: checked.tax_category,
        status: checked.status,
        published_at: checked.published_at,
        seo_title: checked.seo_title.clone(),
        seo_description: checked.seo_description.clone(),
        related: checked.related.clone(),
        tags: checked.tags.clone(),
        options: checked.options.iter().map(option).collect(),
        variants: checked.variants.iter().map(variant).collect(),
        ..NewProduct::default()
    }
}

fn option(option: &CheckedOption) -> NewOption {
    let value = |(name, link): &(String, Option<i64>)| NewOptionValue {
        name: name.clone(),
        color: link.filter(|_| option.kind == OptionKind::Color).map(ColorId),
        size: link.filter(|_| option.kind == OptionKind::Size).map(SizeId),
    };
    NewOption { name: option.name.clone(), kind: option.kind, values: option.values.iter().map(value).collect() }
}

fn variant(variant: &CheckedVariant) -> NewVariant {
    let first = variant.stock.first();
    NewVariant {
        id: variant.id,
        sku: variant.sku.clone(),
        barcode: variant.barcode.clone(),
        price_minor: variant.price_minor,
        compare_at_minor: variant.compare_at_minor,
        cost_minor: variant.cost_minor,
        weight_grams: variant.weight_grams,
        length_mm: variant.length_mm,
        width_mm: variant.width_mm,
        height_mm: variant.height_mm,
        choices: variant.choices.clone(),
        stock: first.map_or(0, |level| level.on_hand),
        stock_seen: first.and_then(|level| level.seen),
        stock_policy: variant.policy,
        untracked: !variant.tracked,
    }
}

fn specification(answer: SpecificationAnswer) -> SpecificationInput {
    match answer {
        SpecificationAnswer::Text(text) => SpecificationInput::Text(text),
        SpecificationAnswer::Number(number) => SpecificationInput::Number(number),
        SpecificationAnswer::Boolean(yes) => SpecificationInput::Boolean(yes),
        SpecificationAnswer::Choice(name) => SpecificationInput::Choice(name),
    }
}

/// Levels of the centers behind the first, which is written with the product; its stock is locked.
async fn write_other_levels(
    tx: &mut Tx,
    product: ProductId,
    checked: &CheckedProduct,
    choices: &EditorChoices,
    (actor, now): (&str, Timestamp),
) -> Result<(), AppError> {
    if choices.centers.len() < 2 {
        return Ok(());
    }
    let stored = product_edit::current_levels(tx, product).await?;
    let (mut errors, mut adjusted) = (FieldErrors::default(), Vec::new());
    for variant in &checked.variants {
        let backorder = !variant.tracked || variant.policy == StockPolicy::Backorder;
        for wanted in variant.stock.iter().skip(1).filter(|level| level.seen != Some(level.on_hand)) {
            let level = stored.iter().find(|level| level.sku == variant.sku && level.center == wanted.center);
            match level {
                Some(level) if wanted.seen != Some(level.on_hand) => return Err(AppError::Conflict),
                Some(level) if !backorder && level.reserved > wanted.on_hand => errors.add(
                    &ProductInput::stock_field(variant.row, wanted.place, "on_hand"),
                    Problem::BelowReserved(level.reserved),
                ),
                Some(level) => {
                    product_edit::set_level(tx, level.item, wanted.on_hand).await?;
                    adjusted.push((level.item, wanted.on_hand - level.on_hand));
                }
                None if wanted.on_hand == 0 => {}
                None => {
                    product_edit::receive_in(tx, wanted.center, (&variant.sku, wanted.on_hand, backorder), actor, now)
                        .await?;
                }
            }
        }
    }
    errors.into_result()?;
    product_edit::note_adjustments(tx, &adjusted, actor, now).await?;
    Ok(stock_watch::product_changed(tx, product, now).await?)
}

/// Deletes a product that no order refers to and archives any other; tells whether it is gone.
pub async fn delete(state: &State, actor: &str, product: ProductId, version: i64) -> Result<bool, AppError> {
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let stored = update_product::lock(&mut tx, product).await?;
    if stored.version != version {
        return Err(AppError::Conflict);
    }
    let is_ordered = !store::orders_of(&mut tx, &[product]).await?.is_empty();
    if is_ordered {
        let archived = NewProduct { status: ProductStatus::Archived, ..stored.product.clone() };
        update_product::save(&mut tx, now, actor, &stored, archived).await?;
    } else {
        update_product::delete_product(&mut tx, now, actor, product, None).await?;
    }
    tx.commit().await?;
    Ok(!is_ordered)
}
