//! Products as they are stored, in the form in which they are added: editing, exporting, comparing with a
//! file and auditing all start from it, and nothing is lost on the way.

use crate::{
    domain::{
        ids::{
            CategoryId, InventoryItemId, OptionValueId, ProductId, ProductImageId, ProductOptionId, SpecificationId,
            VariantId,
        },
        timestamp::Timestamp,
    },
    server::{
        services::add_product::{
            NewImage, NewOption, NewOptionValue, NewProduct, NewVariant, SpecificationInput, number_text,
        },
        store::{
            Conn, StoreError, StoreResult,
            catalog_write::stored::{
                self, StoredImageRow, StoredOptionRow, StoredProductRow, StoredRows, StoredSpecificationRow,
                StoredStockRow, StoredVariantRow,
            },
        },
    },
};
use std::collections::HashMap;

/// A product as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredProduct {
    pub id: ProductId,
    /// Raised by every change.
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    /// What would have to be added to get it once more. Every variant has its id, and `stock_seen` is its stock.
    pub product: NewProduct,
    /// Stock of the variants, in their order; in each the center that ships first comes first.
    pub stock: Vec<Vec<StoredStock>>,
    /// Ids of the pictures, in their order.
    pub images: Vec<ProductImageId>,
}

/// Units of a variant in one center.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoredStock {
    pub item: InventoryItemId,
    pub on_hand: i64,
    /// Promised to open orders.
    pub reserved: i64,
    pub backorder: bool,
}

/// Loads products in the order of their ids, leaving out those that do not exist, with a number of statements that
/// does not grow with theirs. At most [`stored::MOST_PRODUCTS`] at once.
pub async fn load(on: impl Into<Conn<'_>>, ids: &[ProductId]) -> StoreResult<Vec<StoredProduct>> {
    let rows = stored::read(on, ids).await?;
    let parts = Parts::sort(rows);
    parts.products.iter().map(|row| parts.product(row)).collect()
}

/// Loads one product; see [`load`].
pub async fn load_one(on: impl Into<Conn<'_>>, id: ProductId) -> StoreResult<Option<StoredProduct>> {
    Ok(load(on, &[id]).await?.pop())
}

/// Rows by what they belong to.
struct Parts {
    products: Vec<StoredProductRow>,
    categories: HashMap<ProductId, Vec<CategoryId>>,
    tags: HashMap<ProductId, Vec<String>>,
    related: HashMap<ProductId, Vec<ProductId>>,
    options: HashMap<ProductId, Vec<StoredOptionRow>>,
    values: HashMap<ProductOptionId, Vec<(OptionValueId, NewOptionValue)>>,
    variants: HashMap<ProductId, Vec<StoredVariantRow>>,
    choices: HashMap<VariantId, Vec<OptionValueId>>,
    stock: HashMap<VariantId, Vec<StoredStockRow>>,
    specifications: HashMap<ProductId, Vec<StoredSpecificationRow>>,
    images: HashMap<ProductId, Vec<StoredImageRow>>,
    shown: HashMap<ProductImageId, Vec<VariantId>>,
}

fn grouped<K: Eq + std::hash::Hash, V>(pairs: impl IntoIterator<Item = (K, V)>) -> HashMap<K, Vec<V>> {
    let mut groups: HashMap<K, Vec<V>> = HashMap::new();
    for (key, value) in pairs {
        groups.entry(key).or_default().push(value);
    }
    groups
}

impl Parts {
    fn sort(rows: StoredRows) -> Self {
        let values = rows.option_values.into_iter().map(|row| {
            let value = NewOptionValue { name: row.name, color: row.color_id, size: row.size_id };
            (row.product_option_id, (row.id, value))
        });
        Self {
            products: rows.products,
            categories: grouped(rows.categories),
            tags: grouped(rows.tags),
            related: grouped(rows.related),
            options: grouped(rows.options.into_iter().map(|row| (row.product_id, row))),
            values: grouped(values),
            variants: grouped(rows.variants.into_iter().map(|row| (row.product_id, row))),
            choices: grouped(rows.choices),
            stock: grouped(rows.stock.into_iter().map(|row| (row.variant_id, row))),
            specifications: grouped(rows.specifications.into_iter().map(|row| (row.product_id, row))),
            images: grouped(rows.images.into_iter().map(|row| (row.product_id, row))),
            shown: grouped(rows.shown.into_iter().map(|(variant, image)| (image, variant))),
        }
    }

    fn product(&self, row: &StoredProductRow) -> StoreResult<StoredProduct> {
        let id = row.id;
        let options = list(&self.options, &id);
        let variants = list(&self.variants, &id);
        let images = list(&self.images, &id);
        let product = NewProduct {
            title: row.title.clone(),
            slug: row.slug.clone(),
            summary: row.summary.clone(),
            description: row.description.clone(),
            brand: row.brand_id,
            material: row.material_id,
            categories: self.categories(row),
            tax_category: Some(row.tax_category_id),
            status: row.status,
            published_at: row.published_at,
            seo_title: row.seo_title.clone(),
            seo_description: row.seo_description.clone(),
            related: list(&self.related, &id).to_vec(),
            tags: list(&self.tags, &id).to_vec(),
            sold: row.sold,
            options: options.iter().map(|option| self.option(option)).collect(),
            variants: variants.iter().map(|variant| self.variant(variant, options)).collect::<StoreResult<_>>()?,
            specifications: list(&self.specifications, &id).iter().map(specification).collect::<StoreResult<_>>()?,
            images: images.iter().map(|image| self.image(image, variants)).collect(),
        };
        Ok(StoredProduct {
            id,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
            product,
            stock: variants.iter().map(|variant| self.stock(variant.id)).collect(),
            images: images.iter().map(|image| image.id).collect(),
        })
    }

    /// The primary category first.
    fn categories(&self, row: &StoredProductRow) -> Vec<CategoryId> {
        let others = list(&self.categories, &row.id).iter().copied().filter(|id| Some(*id) != row.primary_category_id);
        row.primary_category_id.into_iter().chain(others).collect()
    }

    fn option(&self, row: &StoredOptionRow) -> NewOption {
        let values = list(&self.values, &row.id).iter().map(|(_, value)| value.clone()).collect();
        NewOption { name: row.name.clone(), kind: row.kind, values }
    }

    fn variant(&self, row: &StoredVariantRow, options: &[StoredOptionRow]) -> StoreResult<NewVariant> {
        let chosen = list(&self.choices, &row.id);
        let choice = |option: &StoredOptionRow| {
            let position = list(&self.values, &option.id).iter().position(|(value, _)| chosen.contains(value));
            let missing = || StoreError::Inconsistent(format!("variant {} has no {}", row.sku, option.name));
            position.ok_or_else(missing)
        };
        let stock = list(&self.stock, &row.id).first().map_or(0, |stock| stock.on_hand);
        Ok(NewVariant {
            id: Some(row.id),
            sku: row.sku.clone(),
            barcode: row.barcode.clone(),
            price_minor: row.price_minor,
            compare_at_minor: row.compare_at_minor,
            cost_minor: row.cost_minor,
            weight_grams: row.weight_grams,
            length_mm: row.length_mm,
            width_mm: row.width_mm,
            height_mm: row.height_mm,
            choices: options.iter().map(choice).collect::<StoreResult<_>>()?,
            stock,
            stock_seen: Some(stock),
            stock_policy: row.stock_policy,
            untracked: !row.track_stock,
        })
    }

    fn stock(&self, variant: VariantId) -> Vec<StoredStock> {
        let row = |row: &StoredStockRow| StoredStock {
            item: row.id,
            on_hand: row.on_hand,
            reserved: row.reserved,
            backorder: row.backorder,
        };
        list(&self.stock, &variant).iter().map(row).collect()
    }

    fn image(&self, row: &StoredImageRow, variants: &[StoredVariantRow]) -> NewImage {
        let shown = list(&self.shown, &row.id);
        let variants = variants.iter().enumerate().filter(|(_, variant)| shown.contains(&variant.id));
        NewImage { image: row.image_id, alt: row.alt.clone(), variants: variants.map(|(index, _)| index).collect() }
    }
}

fn list<'a, K: Eq + std::hash::Hash, V>(groups: &'a HashMap<K, Vec<V>>, key: &K) -> &'a [V] {
    groups.get(key).map(Vec::as_slice).unwrap_or_default()
}

fn specification(row: &StoredSpecificationRow) -> StoreResult<(SpecificationId, SpecificationInput)> {
    let value = match (&row.text_value, row.number_micro, row.boolean_value, &row.choice) {
        (Some(text), ..) => SpecificationInput::Text(text.clone()),
        (_, Some(micro), ..) => SpecificationInput::Number(number_text(micro)),
        (_, _, Some(yes), _) => SpecificationInput::Boolean(yes),
        (_, _, _, Some(name)) => SpecificationInput::Choice(name.clone()),
        _ => return Err(StoreError::Inconsistent(format!("product {} has an empty specification", row.product_id))),
    };
    Ok((row.specification_id, value))
}
