//! One slice of a change: what differs is written, counted and noted in the audit log.

use crate::{
    domain::{
        audit::AuditSubject,
        ids::{CategoryId, ProductId},
        product::ProductStatus,
        staff::{BulkAction, BulkResult, PriceChange},
        timestamp::Timestamp,
    },
    server::{
        services::audit::{self, Subject},
        store::{
            StoreResult, Tx,
            admin::{
                product_bulk::{self as store, OneOf, PriceRow, SliceProduct},
                product_editor,
            },
            audit::AuditRow,
            catalog_write::products,
        },
    },
};
use serde_json::{Map, Value, json};
use std::collections::{HashMap, HashSet};

/// The products of a slice, and who changes them when.
struct Slice<'a> {
    tx: &'a mut Tx,
    now: Timestamp,
    actor: &'a str,
    products: Vec<SliceProduct>,
}

/// Changes products, at most a slice of them.
pub async fn change(
    tx: &mut Tx,
    now: Timestamp,
    actor: &str,
    ids: &[ProductId],
    action: &BulkAction,
) -> StoreResult<BulkResult> {
    let products = store::lock_products(tx, ids).await?;
    let mut slice = Slice { tx, now, actor, products };
    match action {
        BulkAction::Status(status) => slice.set_status(*status).await,
        BulkAction::Price(change) => slice.change_prices(*change).await,
        BulkAction::AddCategory(category) => slice.add_category(*category).await,
        BulkAction::RemoveCategory(category) => slice.remove_category(*category).await,
        BulkAction::MoveCategory(category) => slice.move_category(*category).await,
        BulkAction::Brand(brand) => slice.refer(OneOf::Brand, brand.map(|id| id.0)).await,
        BulkAction::TaxCategory(category) => slice.refer(OneOf::TaxCategory, Some(category.0)).await,
        BulkAction::AddTag(tag) => slice.change_tags(tag, true).await,
        BulkAction::RemoveTag(tag) => slice.change_tags(tag, false).await,
        BulkAction::Delete => slice.delete().await,
    }
}

/// A product with a field of it before and after.
type Change<'a> = (&'a SliceProduct, Value, Value);

impl Slice<'_> {
    /// Raises versions and notes one field's change of each; values that are objects are fields themselves.
    async fn note(
        tx: &mut Tx,
        now: Timestamp,
        actor: &str,
        field: &str,
        changes: &[Change<'_>],
    ) -> StoreResult<BulkResult> {
        let ids: Vec<ProductId> = changes.iter().map(|(product, ..)| product.id).collect();
        store::touch(tx, &ids, now).await?;
        let state = |value: &Value| match value {
            Value::Object(fields) => fields.clone(),
            value => Map::from_iter([(field.to_owned(), value.clone())]),
        };
        let entry = |(product, before, after): &Change<'_>| {
            audit::entry(subject(product), Some(&state(before)), Some(&state(after)))
        };
        let entries =
            changes.iter().filter_map(|change| entry(change).transpose()).collect::<StoreResult<Vec<AuditRow>>>()?;
        audit::note_all(tx, now, actor, &entries).await?;
        Ok(BulkResult { changed: count(changes.len()), ..BulkResult::default() })
    }

    async fn set_status(&mut self, status: ProductStatus) -> StoreResult<BulkResult> {
        let other: Vec<&SliceProduct> = self.products.iter().filter(|product| product.status != status).collect();
        let refused = match status {
            ProductStatus::Active => store::undescribed(self.tx, &ids(&other)).await?,
            _ => Vec::new(),
        };
        let changing: Vec<&SliceProduct> = other.into_iter().filter(|product| !refused.contains(&product.id)).collect();
        store::set_status(self.tx, &ids(&changing), status, self.now).await?;
        let changes: Vec<Change<'_>> =
            changing.iter().map(|product| (*product, json!(product.status), json!(status))).collect();
        let done = Self::note(self.tx, self.now, self.actor, "status", &changes).await?;
        Ok(BulkResult { refused: count(refused.len()), ..done })
    }

    /// A product of which a price would be too high is refused whole.
    async fn change_prices(&mut self, change: PriceChange) -> StoreResult<BulkResult> {
        let rows = store::prices(&mut *self.tx, &ids(&self.products.iter().collect::<Vec<_>>())).await?;
        let mut by_product: HashMap<ProductId, Vec<PriceRow>> = HashMap::new();
        for row in rows {
            by_product.entry(row.product_id).or_default().push(row);
        }
        let field = |sku: &str| format!("{sku}: price");
        let (mut prices, mut changes, mut refused) = (Vec::new(), Vec::new(), 0);
        for product in &self.products {
            let rows = by_product.remove(&product.id).unwrap_or_default();
            let new: Option<Vec<i64>> = rows.iter().map(|row| change.apply(row.price_minor)).collect();
            let Some(new) = new else {
                refused += 1;
                continue;
            };
            if rows.iter().zip(&new).all(|(row, price)| row.price_minor == *price) {
                continue;
            }
            let compared = |(row, price): (&PriceRow, &i64)| {
                (row.id, *price, row.compare_at_minor.filter(|compare_at| compare_at > price))
            };
            prices.extend(rows.iter().zip(&new).map(compared));
            let before = rows.iter().map(|row| (field(&row.sku), json!(row.price_minor)));
            let after = rows.iter().zip(&new).map(|(row, price)| (field(&row.sku), json!(price)));
            changes.push((product, Value::Object(before.collect()), Value::Object(after.collect())));
        }
        store::set_prices(self.tx, &prices).await?;
        store::refresh_prices(self.tx, &changes.iter().map(|(product, ..)| product.id).collect::<Vec<_>>()).await?;
        let done = Self::note(self.tx, self.now, self.actor, "prices", &changes).await?;
        Ok(BulkResult { refused, ..done })
    }

    /// The categories of every product.
    async fn categories(&mut self) -> StoreResult<HashMap<ProductId, Vec<(CategoryId, String)>>> {
        let mut categories: HashMap<ProductId, Vec<(CategoryId, String)>> = HashMap::new();
        for (product, category, name) in
            store::categories(self.tx, &ids(&self.products.iter().collect::<Vec<_>>())).await?
        {
            categories.entry(product).or_default().push((category, name));
        }
        Ok(categories)
    }

    async fn add_category(&mut self, category: CategoryId) -> StoreResult<BulkResult> {
        let Some(name) = store::category_name(self.tx, category).await? else { return Ok(BulkResult::default()) };
        let categories = self.categories().await?;
        let without = |product: &&SliceProduct| !has(&categories, product.id, category);
        let changing: Vec<&SliceProduct> = self.products.iter().filter(without).collect();
        let rows: Vec<_> = changing.iter().map(|product| (product.id, category)).collect();
        products::insert_product_categories(self.tx, &rows).await?;
        let first: Vec<&SliceProduct> =
            changing.iter().copied().filter(|product| product.primary_category_id.is_none()).collect();
        store::set_primary(self.tx, &ids(&first), category).await?;
        let changes: Vec<Change<'_>> = changing
            .iter()
            .map(|product| {
                let before = names(&categories, product.id);
                (
                    *product,
                    json!(before.join(", ")),
                    json!([before.as_slice(), std::slice::from_ref(&name)].concat().join(", ")),
                )
            })
            .collect();
        Self::note(self.tx, self.now, self.actor, "categories", &changes).await
    }

    async fn remove_category(&mut self, category: CategoryId) -> StoreResult<BulkResult> {
        let categories = self.categories().await?;
        let with = |product: &&SliceProduct| has(&categories, product.id, category);
        let changing: Vec<&SliceProduct> = self.products.iter().filter(with).collect();
        store::remove_category(self.tx, &ids(&changing), category).await?;
        store::replace_primary(self.tx, &ids(&changing), category).await?;
        let changes: Vec<Change<'_>> = changing
            .iter()
            .map(|product| {
                let before = categories.get(&product.id).map(Vec::as_slice).unwrap_or_default();
                let after = before.iter().filter(|(id, _)| *id != category).map(|(_, name)| name.as_str());
                let after: Vec<&str> = after.collect();
                (*product, json!(names(&categories, product.id).join(", ")), json!(after.join(", ")))
            })
            .collect();
        Self::note(self.tx, self.now, self.actor, "categories", &changes).await
    }

    async fn move_category(&mut self, category: CategoryId) -> StoreResult<BulkResult> {
        let Some(name) = store::category_name(self.tx, category).await? else { return Ok(BulkResult::default()) };
        let categories = self.categories().await?;
        let elsewhere = |product: &&SliceProduct| {
            let there = categories.get(&product.id).map(Vec::as_slice).unwrap_or_default();
            product.primary_category_id != Some(category) || !matches!(there, [(only, _)] if *only == category)
        };
        let changing: Vec<&SliceProduct> = self.products.iter().filter(elsewhere).collect();
        store::remove_other_categories(self.tx, &ids(&changing), category).await?;
        let missing: Vec<_> = changing
            .iter()
            .filter(|product| !has(&categories, product.id, category))
            .map(|product| (product.id, category))
            .collect();
        products::insert_product_categories(self.tx, &missing).await?;
        store::set_primary(self.tx, &ids(&changing), category).await?;
        let changes: Vec<Change<'_>> = changing
            .iter()
            .map(|product| (*product, json!(names(&categories, product.id).join(", ")), json!(name)))
            .collect();
        Self::note(self.tx, self.now, self.actor, "categories", &changes).await
    }

    /// What was deleted meanwhile is set nowhere.
    async fn refer(&mut self, one: OneOf, to: Option<i64>) -> StoreResult<BulkResult> {
        let name = match to {
            Some(id) => match store::name_of(self.tx, one, id).await? {
                Some(name) => name,
                None => return Ok(BulkResult::default()),
            },
            None => String::new(),
        };
        let all = ids(&self.products.iter().collect::<Vec<_>>());
        let before: HashMap<ProductId, (Option<i64>, String)> = store::referred(self.tx, &all, one)
            .await?
            .into_iter()
            .map(|(product, id, name)| (product, (id, name.unwrap_or_default())))
            .collect();
        let changing: Vec<(&SliceProduct, &String)> = self
            .products
            .iter()
            .filter_map(|product| Some((product, before.get(&product.id)?)))
            .filter(|(_, (id, _))| *id != to)
            .map(|(product, (_, name))| (product, name))
            .collect();
        let products: Vec<ProductId> = changing.iter().map(|(product, _)| product.id).collect();
        store::refer(self.tx, &products, one, to).await?;
        let changes: Vec<Change<'_>> =
            changing.iter().map(|(product, before)| (*product, json!(before), json!(name))).collect();
        let field = match one {
            OneOf::Brand => "brand",
            OneOf::TaxCategory => "tax_category",
        };
        Self::note(self.tx, self.now, self.actor, field, &changes).await
    }

    async fn change_tags(&mut self, tag: &str, adds: bool) -> StoreResult<BulkResult> {
        let mut tags: HashMap<ProductId, Vec<String>> = HashMap::new();
        for (product, tag) in store::tags(self.tx, &ids(&self.products.iter().collect::<Vec<_>>())).await? {
            tags.entry(product).or_default().push(tag);
        }
        let of = |product: &SliceProduct| tags.get(&product.id).cloned().unwrap_or_default();
        let changing: Vec<&SliceProduct> =
            self.products.iter().filter(|product| of(product).iter().any(|known| known == tag) != adds).collect();
        if adds {
            let rows: Vec<_> = changing.iter().map(|product| (product.id, tag.to_owned())).collect();
            products::insert_tags(self.tx, &rows).await?;
        } else {
            store::remove_tag(self.tx, &ids(&changing), tag).await?;
        }
        let changes: Vec<Change<'_>> = changing
            .iter()
            .map(|product| {
                let before = of(product);
                let mut after: Vec<String> = before.iter().filter(|known| *known != tag).cloned().collect();
                if adds {
                    after.push(tag.to_owned());
                    after.sort();
                }
                (*product, json!(before.join(", ")), json!(after.join(", ")))
            })
            .collect();
        Self::note(self.tx, self.now, self.actor, "tags", &changes).await
    }

    /// What an order refers to is archived instead.
    async fn delete(&mut self) -> StoreResult<BulkResult> {
        let all: Vec<&SliceProduct> = self.products.iter().collect();
        let ordered = product_editor::orders_of(&mut *self.tx, &ids(&all)).await?;
        let ordered: HashSet<ProductId> = ordered.into_iter().map(|(id, _)| id).collect();
        let (kept, gone): (Vec<&SliceProduct>, Vec<&SliceProduct>) =
            all.into_iter().partition(|product| ordered.contains(&product.id));
        let archiving: Vec<&SliceProduct> =
            kept.iter().copied().filter(|product| product.status != ProductStatus::Archived).collect();
        store::set_status(self.tx, &ids(&archiving), ProductStatus::Archived, self.now).await?;
        let changes: Vec<Change<'_>> =
            archiving.iter().map(|product| (*product, json!(product.status), json!(ProductStatus::Archived))).collect();
        Self::note(self.tx, self.now, self.actor, "status", &changes).await?;
        store::delete(self.tx, &ids(&gone)).await?;
        let entry = |product: &&SliceProduct| {
            let state = json!({ "title": product.title, "status": product.status });
            audit::entry(subject(product), Some(&state), None)
        };
        let entries =
            gone.iter().filter_map(|product| entry(product).transpose()).collect::<StoreResult<Vec<AuditRow>>>()?;
        audit::note_all(self.tx, self.now, self.actor, &entries).await?;
        Ok(BulkResult { changed: count(gone.len()), archived: count(kept.len()), ..BulkResult::default() })
    }
}

fn subject(product: &SliceProduct) -> Subject {
    Subject::new(AuditSubject::Product, product.id.0, product.title.clone())
}

fn ids(products: &[&SliceProduct]) -> Vec<ProductId> {
    products.iter().map(|product| product.id).collect()
}

fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

fn has(categories: &HashMap<ProductId, Vec<(CategoryId, String)>>, product: ProductId, category: CategoryId) -> bool {
    categories.get(&product).is_some_and(|there| there.iter().any(|(id, _)| *id == category))
}

fn names(categories: &HashMap<ProductId, Vec<(CategoryId, String)>>, product: ProductId) -> Vec<String> {
    let there = categories.get(&product).map(Vec::as_slice).unwrap_or_default();
    there.iter().map(|(_, name)| name.clone()).collect()
}
