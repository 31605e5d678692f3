//! The product editor's page: the form as it is stored, or as somebody typed it and has not saved it.

use crate::{
    domain::{
        audit::AuditAction,
        ids::{AccountId, CategoryId, ProductId},
        money::{Currency, Money},
        product::{OptionKind, SpecificationKind},
        references::Definition,
        staff::{
            Conflict, ConflictEntry, EditorChoices, OptionInput, ProductEditor, ProductInput, ProductPictures, Shop,
            SpecificationField, SpecificationValueInput, StockInput, StoredState, ValueInput, VariantInput,
        },
    },
    error::AppError,
    server::{
        markdown,
        services::{
            add_product::{NewOption, NewProduct, NewVariant, SpecificationInput},
            stored_product::{self, StoredProduct},
        },
        state::State,
        store::{
            StoreResult,
            admin::{product_drafts, product_editor as store, products},
            catalog::specifications,
        },
    },
};
use serde_json::{Map, Value};

/// Found products that are offered to be related.
const FOUND: i64 = 8;
/// Rows of combinations that are switched off are shown up to so many; above, only what is sold.
const SHOWN_COMBINATIONS: usize = 300;

/// The editor of a product, or of a new one where the id is 0; with a draft of this person if one is asked for.
pub async fn open(state: &State, account: AccountId, id: i64, draft: i64) -> Result<ProductEditor, AppError> {
    let stored = match id {
        0 => None,
        id => Some(stored_product::load_one(&state.db, ProductId(id)).await?.ok_or(AppError::NotFound)?),
    };
    let mut choices = choices(state).await?;
    let levels = store::levels(&state.db, ProductId(id)).await?;
    let newest = store::newest_entry(&state.db, ProductId(id)).await?;
    let draft = match draft {
        0 => None,
        draft => read_draft(state, account, draft, id).await?,
    };
    let is_draft = draft.is_some();
    let (form, errors) = match (draft, &stored) {
        (Some(draft), _) => draft,
        (None, Some(stored)) => (form_of(stored, newest, &levels, &choices), Default::default()),
        (None, None) => (blank(&choices), Default::default()),
    };
    let conflict = match &stored {
        Some(stored) if is_draft => conflict(state, &form, stored, &levels).await?,
        _ => None,
    };
    choices.specifications = fields(state, &form).await?;
    let related: Vec<i64> = form.related.iter().filter_map(|id| id.parse().ok()).take(100).collect();
    let found = store::search(&state.db, &form.related_search, FOUND).await?;
    let orders = store::orders_of(&state.db, &[ProductId(id)]).await?;
    Ok(ProductEditor {
        preview: markdown::to_html(&form.description),
        related: store::products_named(&state.db, &related).await?,
        found: found.into_iter().filter(|found| found.id != id && !related.contains(&found.id)).collect(),
        reserved: store::reserved(&levels),
        orders: orders.first().map_or(0, |(_, orders)| *orders),
        stored: stored.map(stored_state),
        form,
        is_draft,
        errors,
        conflict,
        choices,
        currency: Currency::default(),
        now: state.clock.now(),
    })
}

fn stored_state(stored: StoredProduct) -> StoredState {
    StoredState {
        title: stored.product.title,
        slug: stored.product.slug,
        status: stored.product.status,
        published_at: stored.product.published_at,
        updated_at: stored.updated_at,
    }
}

/// A product's pictures, with the variants that they can show.
pub async fn pictures(state: &State, product: ProductId) -> Result<ProductPictures, AppError> {
    Ok(ProductPictures {
        pictures: store::pictures(&state.db, product).await?,
        variants: store::variant_names(&state.db, product).await?,
    })
}

/// What the form's choices are, apart from specifications.
pub async fn choices(state: &State) -> StoreResult<EditorChoices> {
    let db = &state.db;
    Ok(EditorChoices {
        brands: products::brands(db).await?,
        materials: store::materials(db).await?,
        tax_categories: store::tax_categories(db).await?,
        categories: products::categories(db).await?,
        colors: store::colors(db).await?,
        sizes: store::sizes(db).await?,
        centers: store::centers(db).await?,
        specifications: Vec::new(),
    })
}

/// The specifications that the form asks for: those of its categories, and those that it has values of.
pub async fn fields(state: &State, form: &ProductInput) -> StoreResult<Vec<SpecificationField>> {
    let categories: Vec<CategoryId> =
        form.categories.iter().chain([&form.primary]).filter_map(|id| id.parse().ok()).take(100).collect();
    let fitting = specifications::of_categories(&state.db, &categories).await?;
    let has_value = |definition: &Definition| {
        form.specifications.iter().any(|input| input.id == definition.id.0 && !input.value.trim().is_empty())
    };
    let all = specifications::all(&state.db).await?;
    let shown = all.into_iter().filter(|one| has_value(one) || fitting.iter().any(|other| other.id == one.id));
    Ok(shown.map(field).collect())
}

fn field(definition: Definition) -> SpecificationField {
    let choices = definition.choices.into_iter().filter(|_| definition.kind == SpecificationKind::Choice);
    SpecificationField {
        choices: choices.map(|choice| choice.name).collect(),
        id: definition.id,
        name: definition.name,
        group: definition.group.map(|group| group.name).unwrap_or_default(),
        kind: definition.kind,
        unit: definition.unit,
    }
}

/// Ids and names.
type Named = Vec<(i64, String)>;

/// The shop's colors, and its sizes.
pub fn links(choices: &EditorChoices) -> (Named, Named) {
    (
        choices.colors.iter().map(|color| (color.id, color.name.clone())).collect(),
        choices.sizes.iter().map(|size| (size.id, size.name.clone())).collect(),
    )
}

async fn read_draft(
    state: &State,
    account: AccountId,
    draft: i64,
    id: i64,
) -> Result<Option<(ProductInput, crate::domain::forms::FieldErrors)>, AppError> {
    let Some((form, errors)) = product_drafts::find(&state.db, account, draft).await? else { return Ok(None) };
    // A draft of an older program may not be readable any more: then what is stored is shown.
    let form: Option<ProductInput> = serde_json::from_str(&form).ok();
    let errors = serde_json::from_str(&errors).unwrap_or_default();
    Ok(form.filter(|form| form.id == id).map(|form| (form, errors)))
}

fn blank(choices: &EditorChoices) -> ProductInput {
    let centers: Vec<i64> = choices.centers.iter().map(|(id, _)| *id).collect();
    let standard = choices.tax_categories.first().map(|(id, _)| id.to_string()).unwrap_or_default();
    ProductInput { tax_category: standard, ..ProductInput::blank(&centers) }
}

/// The form of a stored product.
fn form_of(
    stored: &StoredProduct,
    audit_seen: i64,
    levels: &[(i64, i64, i64, i64)],
    choices: &EditorChoices,
) -> ProductInput {
    let product = &stored.product;
    let text = |id: Option<i64>| id.map(|id| id.to_string()).unwrap_or_default();
    let mut form = ProductInput {
        id: stored.id.0,
        version: stored.version,
        audit_seen,
        title: product.title.clone(),
        slug: product.slug.clone(),
        summary: product.summary.clone(),
        description: product.description.clone(),
        brand: text(product.brand.map(|id| id.0)),
        material: text(product.material.map(|id| id.0)),
        tax_category: text(product.tax_category.map(|id| id.0)),
        status: product.status.slug().to_owned(),
        published_at: product.published_at.map(crate::domain::timestamp::Timestamp::minute).unwrap_or_default(),
        seo_title: product.seo_title.clone(),
        seo_description: product.seo_description.clone(),
        tags: product.tags.join(", "),
        primary: text(product.categories.first().map(|id| id.0)),
        categories: product.categories.iter().map(ToString::to_string).collect(),
        related: product.related.iter().map(ToString::to_string).collect(),
        related_search: String::new(),
        options: product.options.iter().map(option).collect(),
        variants: product.variants.iter().map(|variant| row(variant, levels, choices)).collect(),
        specifications: product
            .specifications
            .iter()
            .map(|(id, value)| SpecificationValueInput { id: id.0, value: specification_text(value) })
            .collect(),
    };
    show_what_is_off(&mut form, product, choices);
    form
}

/// Combinations that are not sold get rows that are switched off.
fn show_what_is_off(form: &mut ProductInput, product: &NewProduct, choices: &EditorChoices) {
    let combinations = product.options.iter().map(|option| option.values.len()).try_fold(1, usize::checked_mul);
    if combinations.is_some_and(|count| count <= SHOWN_COMBINATIONS) {
        let (colors, sizes) = links(choices);
        // What is stored is within the bounds; if it is not, the rows that are sold stand alone.
        let _ = form.arrange(Shop { colors: &colors, sizes: &sizes });
    }
}

fn option(option: &NewOption) -> OptionInput {
    let kind = match option.kind {
        OptionKind::Color => "color",
        OptionKind::Size => "size",
        OptionKind::Other => "other",
    };
    let value = |value: &crate::server::services::add_product::NewOptionValue| ValueInput {
        name: value.name.clone(),
        link: value.color.map(|id| id.0).or(value.size.map(|id| id.0)).map(|id| id.to_string()).unwrap_or_default(),
        remove: false,
    };
    OptionInput {
        name: option.name.clone(),
        kind: kind.to_owned(),
        values: option.values.iter().map(value).collect(),
        ..OptionInput::default()
    }
}

fn row(variant: &NewVariant, levels: &[(i64, i64, i64, i64)], choices: &EditorChoices) -> VariantInput {
    let money = |minor| Money::new(minor, Currency::default()).decimal();
    let measure = |number: i64| if number == 0 { String::new() } else { number.to_string() };
    let id = variant.id.map_or(0, |id| id.0);
    let level = |(center, _): &(i64, String)| {
        let units = levels.iter().find(|level| level.0 == id && level.1 == *center).map(|level| level.2.to_string());
        let units = units.unwrap_or_default();
        StockInput { center: *center, seen: units.clone(), on_hand: units }
    };
    VariantInput {
        id,
        choices: variant.choices.iter().map(ToString::to_string).collect::<Vec<_>>().join(","),
        on: true,
        sku: variant.sku.clone(),
        barcode: variant.barcode.clone(),
        price: money(variant.price_minor),
        compare_at: variant.compare_at_minor.map(money).unwrap_or_default(),
        cost: variant.cost_minor.map(money).unwrap_or_default(),
        weight: measure(variant.weight_grams),
        length: measure(variant.length_mm),
        width: measure(variant.width_mm),
        height: measure(variant.height_mm),
        policy: variant.stock_policy.slug().to_owned(),
        tracked: !variant.untracked,
        stock: choices.centers.iter().map(level).collect(),
    }
}

fn specification_text(value: &SpecificationInput) -> String {
    match value {
        SpecificationInput::Text(text) | SpecificationInput::Number(text) | SpecificationInput::Choice(text) => {
            text.clone()
        }
        SpecificationInput::Boolean(yes) => yes.to_string(),
    }
}

/// What others changed since the form was shown first; `None` if nothing that the form has.
async fn conflict(
    state: &State,
    form: &ProductInput,
    stored: &StoredProduct,
    levels: &[(i64, i64, i64, i64)],
) -> Result<Option<Conflict>, AppError> {
    let stock_moved = stock_moved(form, levels);
    if form.version == stored.version && !stock_moved {
        return Ok(None);
    }
    let entries = entries_since(state, form).await?;
    if entries.is_empty() && !stock_moved {
        return Ok(None);
    }
    Ok(Some(Conflict { entries, stock_moved }))
}

/// Whether units that the form sets are no longer those that it showed.
fn stock_moved(form: &ProductInput, levels: &[(i64, i64, i64, i64)]) -> bool {
    form.variants.iter().filter(|row| row.id != 0 && row.on).any(|row| {
        row.stock.iter().any(|level| {
            let now = levels.iter().find(|(variant, center, ..)| *variant == row.id && *center == level.center);
            level.on_hand.trim() != level.seen && now.is_some_and(|now| now.2.to_string() != level.seen)
        })
    })
}

/// Changes by others of what the form has, oldest first. Pictures are edited beside the form and collide with nothing.
pub async fn entries_since(state: &State, form: &ProductInput) -> StoreResult<Vec<ConflictEntry>> {
    let entries = store::entries_after(&state.db, ProductId(form.id), form.audit_seen).await?;
    let entries = entries.into_iter().map(|(at, actor, action, before, after)| ConflictEntry {
        at,
        actor,
        action,
        changes: changes(&before, &after),
    });
    Ok(entries.filter(|entry| entry.action != AuditAction::Update || !entry.changes.is_empty()).collect())
}

/// What a field's value is cut to.
const SHOWN: usize = 160;

fn changes(before: &str, after: &str) -> Vec<(String, String, String)> {
    let read = |text: &str| serde_json::from_str::<Map<String, Value>>(text).unwrap_or_default();
    let (before, after) = (read(before), read(after));
    let mut names: Vec<&String> = before.keys().chain(after.keys()).collect();
    names.sort();
    names.dedup();
    let names = names.into_iter().filter(|name| *name != "pictures");
    names.map(|name| (name.clone(), shown(name, before.get(name)), shown(name, after.get(name)))).collect()
}

fn shown(name: &str, value: Option<&Value>) -> String {
    let is_money = ["price", "cost"].iter().any(|kind| name.ends_with(kind));
    let text = match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Bool(yes)) => if *yes { "yes" } else { "no" }.to_owned(),
        Some(Value::Number(number)) => match number.as_i64().filter(|_| is_money) {
            Some(minor) => Money::new(minor, Currency::default()).to_string(),
            None => number.to_string(),
        },
        Some(other) => other.to_string(),
    };
    if text.chars().count() > SHOWN { text.chars().take(SHOWN).chain(['…']).collect() } else { text }
}
