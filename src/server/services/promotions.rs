//! Promotions as staff list and edit them.

use super::{
    audit::{self, Subject},
    pricing::CURRENCY,
};
use crate::{
    domain::{
        audit::AuditSubject,
        forms::{FieldErrors, Problem},
        ids::{CustomerGroupId, ProductId, PromotionId},
        money::Money,
        promotion::{CheckedPromotion, PromotionInput, Reward, Selection, Terms, form_of},
        staff::{PageRequest, PromotionEditor, PromotionList, PromotionRow, PromotionTab},
        timestamp::Timestamp,
    },
    error::AppError,
    server::{
        state::State,
        store::{
            StoreError, Tx,
            promotions::{self as store, Listed},
            slice::{Slice, Sliced},
        },
    },
};
use serde::Serialize;
use std::collections::BTreeSet;

/// A page of a tab's promotions that fit a search, newest first.
pub async fn list(state: &State, tab: PromotionTab, query: &str, page: PageRequest) -> Result<PromotionList, AppError> {
    let now = state.clock.now();
    let (rows, pages) = store::list(&state.db, tab, query, page, now).await?;
    Ok(PromotionList { promotions: rows.into_iter().map(|row| listed(row, now)).collect(), pages })
}

/// A slice of the same.
pub async fn slice(
    state: &State,
    tab: PromotionTab,
    query: &str,
    slice: Slice,
) -> Result<Sliced<PromotionRow>, AppError> {
    let now = state.clock.now();
    Ok(store::slice(&state.db, tab, query, slice, now).await?.map(|row| listed(row, now)))
}

fn listed(row: Listed, now: Timestamp) -> PromotionRow {
    let trigger = match row.codes {
        _ if !row.by_code => "Automatic".to_owned(),
        (Some(code), 1) => code,
        (_, count) => format!("{count} codes"),
    };
    let Terms { name, reward, conditions, usage_limit, active, .. } = row.terms;
    let tab = match (active, conditions.starts_at, conditions.ends_at) {
        (_, _, Some(end)) if end <= now => PromotionTab::Ended,
        (false, ..) => PromotionTab::Paused,
        (true, Some(start), _) if start > now => PromotionTab::Scheduled,
        _ => PromotionTab::Running,
    };
    PromotionRow {
        id: row.id,
        name,
        reward: reward.in_words(CURRENCY),
        trigger,
        tab,
        starts_at: conditions.starts_at,
        ends_at: conditions.ends_at,
        uses: row.uses,
        usage_limit,
    }
}

/// A promotion with all that its page offers, or without an id an empty form.
pub async fn open(state: &State, id: Option<PromotionId>) -> Result<PromotionEditor, AppError> {
    let choices = store::choices(&state.db).await?;
    let mut editor = PromotionEditor {
        form: PromotionInput {
            active: true,
            trigger: "automatic".into(),
            reward: "percent".into(),
            ..PromotionInput::default()
        },
        categories: choices.categories,
        brands: choices.brands,
        groups: choices.groups,
        ..PromotionEditor::default()
    };
    let Some(id) = id else { return Ok(editor) };
    let kept = store::find(&state.db, id).await?.ok_or(AppError::NotFound)?;
    let codes = store::codes(&state.db, id).await?;
    let used: i64 = store::held_by(&state.db, id).await?;
    let gets = match &kept.terms.reward {
        Reward::BuyGet { gets, .. } => gets.products.clone(),
        _ => BTreeSet::new(),
    };
    let products = store::product_slugs(&state.db, kept.terms.selection.products.union(&gets)).await?;
    let slugs =
        |ids: &BTreeSet<ProductId>| -> Vec<String> { ids.iter().filter_map(|id| products.get(id).cloned()).collect() };
    let all_codes = kept.by_code.then(|| codes.iter().map(|each| each.code.clone()).collect());
    editor.form = form_of(
        &CheckedPromotion {
            products: slugs(&kept.terms.selection.products),
            get_products: slugs(&gets),
            terms: kept.terms,
            codes: all_codes,
            code_limit: kept.code_limit,
        },
        CURRENCY,
    );
    editor.promotion = Some((id, kept.version));
    editor.uses = used;
    editor.used_codes = codes.into_iter().filter(|each| each.uses > 0).map(|each| (each.code, each.uses)).collect();
    Ok(editor)
}

/// Adds a promotion and answers with its id. Refuses wrong fields, unknown products and codes that are taken, by name.
pub async fn add(state: &State, actor: &str, input: &PromotionInput) -> Result<PromotionId, AppError> {
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let checked = resolved(&mut tx, input).await?;
    let by_code = checked.codes.is_some();
    let id = store::insert(&mut tx, &checked.terms, by_code, checked.code_limit, now).await.map_err(refusal)?;
    let codes = checked.codes.clone().unwrap_or_default();
    store::add_codes(&mut tx, id, &codes, checked.code_limit).await.map_err(refusal)?;
    note(&mut tx, now, actor, id, None, Some(&Noted::new(&checked))).await?;
    tx.commit().await?;
    Ok(id)
}

/// Changes a promotion and answers with its new version. What orders have stays as it is; limits count their uses.
///
/// Refuses wrong fields by name, limits below what was used already, and with [`AppError::Conflict`] what was changed
/// meanwhile.
pub async fn update(
    state: &State,
    actor: &str,
    (id, version): (PromotionId, i64),
    input: &PromotionInput,
) -> Result<i64, AppError> {
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let before = store::find(&mut tx, id).await?.ok_or(AppError::NotFound)?;
    let checked = resolved(&mut tx, input).await?;
    let by_code = checked.codes.is_some();
    if !store::update(&mut tx, (id, version), &checked.terms, by_code, checked.code_limit, now)
        .await
        .map_err(refusal)?
    {
        return Err(AppError::Conflict);
    }
    let known: Vec<String> = store::codes(&mut tx, id).await?.into_iter().map(|each| each.code).collect();
    let wanted = checked.codes.clone().unwrap_or_default();
    let missing_in = |codes: &[String], of: &[String]| -> Vec<String> {
        of.iter().filter(|code| !codes.contains(code)).cloned().collect()
    };
    store::delete_codes(&mut tx, id, &missing_in(&wanted, &known)).await?;
    store::add_codes(&mut tx, id, &missing_in(&known, &wanted), checked.code_limit).await.map_err(refusal)?;
    let used = store::held_by(&mut tx, id).await?;
    store::recount(&mut tx, id).await.map_err(|error| below_used(error, used))?;
    let (before, after) = (Noted::of(&before.terms, before.by_code.then_some(known)), Noted::new(&checked));
    note(&mut tx, now, actor, id, Some(&before), Some(&after)).await?;
    tx.commit().await?;
    Ok(version + 1)
}

/// Deletes a promotion that no order ever had; refuses others with [`AppError::InUse`]: those can be paused.
pub async fn delete(state: &State, actor: &str, id: PromotionId, version: i64) -> Result<(), AppError> {
    let mut tx = state.db.begin().await?;
    let before = store::find(&mut tx, id).await?.ok_or(AppError::NotFound)?;
    match store::delete(&mut tx, id, version).await {
        Ok(true) => {}
        Ok(false) => return Err(AppError::Conflict),
        Err(error) if error.is_foreign_key_violation() => {
            drop(tx);
            return Err(AppError::InUse { uses: store::count_claims(&state.db, id).await?.max(1) });
        }
        Err(error) => return Err(error.into()),
    }
    note(&mut tx, state.clock.now(), actor, id, Some(&Noted::of(&before.terms, None)), None).await?;
    tx.commit().await?;
    Ok(())
}

/// A valid form with its products found; wrong fields are refused by name.
async fn resolved(tx: &mut Tx, input: &PromotionInput) -> Result<CheckedPromotion, AppError> {
    let mut checked = input.check(CURRENCY)?;
    let mut errors = FieldErrors::default();
    let slugs = [&checked.products[..], &checked.get_products[..]].concat();
    let known = store::product_ids(tx, &slugs).await?;
    let mut ids = |field: &str, slugs: &[String]| -> BTreeSet<ProductId> {
        let missing = slugs.iter().position(|slug| !known.contains_key(slug));
        if let Some(index) = missing {
            errors.add(field, Problem::UnknownProduct(u32::try_from(index + 1).unwrap_or(u32::MAX)));
        }
        slugs.iter().filter_map(|slug| known.get(slug).copied()).collect()
    };
    checked.terms.selection.products = ids("products", &checked.products);
    let got = ids("get_products", &checked.get_products);
    if let Reward::BuyGet { gets, .. } = &mut checked.terms.reward {
        gets.products = got;
    }
    errors.into_result()?;
    Ok(checked)
}

/// A promotion as the audit log has it.
#[derive(Serialize)]
struct Noted {
    name: String,
    active: bool,
    reward: String,
    selection: Selection,
    codes: Option<Vec<String>>,
    minimum: Option<String>,
    minimum_quantity: Option<i64>,
    customer_group: Option<CustomerGroupId>,
    first_order: bool,
    starts_at: Option<String>,
    ends_at: Option<String>,
    usage_limit: Option<i64>,
    customer_limit: Option<i64>,
    priority: i64,
    exclusive: bool,
}

/// Codes that the log names one by one.
pub(super) const NOTED_CODES: usize = 20;

impl Noted {
    fn new(checked: &CheckedPromotion) -> Self {
        Self::of(&checked.terms, checked.codes.clone())
    }

    fn of(terms: &Terms, codes: Option<Vec<String>>) -> Self {
        let codes = codes.map(|mut codes| {
            codes.truncate(NOTED_CODES);
            codes
        });
        let conditions = &terms.conditions;
        Self {
            name: terms.name.clone(),
            active: terms.active,
            reward: terms.reward.in_words(CURRENCY),
            selection: terms.selection.clone(),
            codes,
            minimum: conditions.minimum_minor.map(|minor| Money::new(minor, CURRENCY).to_string()),
            minimum_quantity: conditions.minimum_quantity,
            customer_group: conditions.customer_group,
            first_order: conditions.first_order,
            starts_at: conditions.starts_at.map(Timestamp::iso),
            ends_at: conditions.ends_at.map(Timestamp::iso),
            usage_limit: terms.usage_limit,
            customer_limit: terms.customer_limit,
            priority: terms.priority,
            exclusive: terms.exclusive,
        }
    }
}

async fn note(
    tx: &mut Tx,
    now: Timestamp,
    actor: &str,
    id: PromotionId,
    before: Option<&Noted>,
    after: Option<&Noted>,
) -> Result<(), AppError> {
    let name = after.or(before).map(|promotion| promotion.name.as_str()).unwrap_or_default();
    Ok(audit::note(tx, now, actor, Subject::new(AuditSubject::Promotion, id.0, name), before, after).await?)
}

fn refusal(error: StoreError) -> AppError {
    if error.violates("coupon_code_code_key", "coupon_code.code") {
        AppError::field("codes", Problem::AlreadyTaken)
    } else if error.is_foreign_key_violation() {
        AppError::field("customer_group", Problem::UnknownChoice)
    } else {
        error.into()
    }
}

fn below_used(error: StoreError, used: i64) -> AppError {
    if error.violates("coupon_code_used_check", "coupon_code_used_check") {
        AppError::field("code_limit", Problem::BelowUsed(used))
    } else if error.is_check_violation() {
        AppError::field("usage_limit", Problem::BelowUsed(used))
    } else {
        error.into()
    }
}
