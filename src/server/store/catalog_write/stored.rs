//! Products as they are stored, with all their parts, many at a time.

use crate::{
    domain::{
        ids::{
            BrandId, CategoryId, ColorId, ImageId, InventoryItemId, MaterialId, OptionValueId, ProductId,
            ProductImageId, ProductOptionId, SizeId, SpecificationId, TaxCategoryId, VariantId,
        },
        product::{OptionKind, ProductStatus, StockPolicy},
        timestamp::Timestamp,
    },
    server::store::{
        Conn, StoreResult, Tx,
        db::{Record, select},
        sql,
    },
};

/// Most products whose parts are read at once.
pub const MOST_PRODUCTS: usize = 1_000;

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct StoredProductRow {
    pub id: ProductId,
    pub version: i64,
    pub slug: String,
    pub title: String,
    pub summary: String,
    pub description: String,
    pub brand_id: Option<BrandId>,
    pub primary_category_id: Option<CategoryId>,
    pub material_id: Option<MaterialId>,
    pub tax_category_id: TaxCategoryId,
    pub status: ProductStatus,
    pub published_at: Option<Timestamp>,
    pub seo_title: String,
    pub seo_description: String,
    pub sold: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct StoredOptionRow {
    pub id: ProductOptionId,
    pub product_id: ProductId,
    pub name: String,
    pub kind: OptionKind,
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct StoredOptionValueRow {
    pub id: OptionValueId,
    pub product_option_id: ProductOptionId,
    pub name: String,
    pub color_id: Option<ColorId>,
    pub size_id: Option<SizeId>,
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct StoredVariantRow {
    pub id: VariantId,
    pub product_id: ProductId,
    pub sku: String,
    pub barcode: String,
    pub price_minor: i64,
    pub compare_at_minor: Option<i64>,
    pub cost_minor: Option<i64>,
    pub weight_grams: i64,
    pub length_mm: i64,
    pub width_mm: i64,
    pub height_mm: i64,
    pub stock_policy: StockPolicy,
    pub track_stock: bool,
}

/// Units of a variant in one center.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct StoredStockRow {
    pub id: InventoryItemId,
    pub variant_id: VariantId,
    pub on_hand: i64,
    pub reserved: i64,
    pub backorder: bool,
    /// Of the center: the first in the order of priorities is the one that products start with.
    pub priority: i64,
    pub center: i64,
}

/// One of the four values is set.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct StoredSpecificationRow {
    pub product_id: ProductId,
    pub specification_id: SpecificationId,
    pub text_value: Option<String>,
    pub number_micro: Option<i64>,
    pub boolean_value: Option<bool>,
    /// Name of the choice.
    pub choice: Option<String>,
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct StoredImageRow {
    pub id: ProductImageId,
    pub product_id: ProductId,
    pub image_id: ImageId,
    pub alt: String,
    pub position: i64,
}

/// Everything that is stored of some products, each list in the order in which it is shown.
#[derive(Clone, Debug, Default)]
pub struct StoredRows {
    pub products: Vec<StoredProductRow>,
    pub categories: Vec<(ProductId, CategoryId)>,
    pub tags: Vec<(ProductId, String)>,
    pub related: Vec<(ProductId, ProductId)>,
    pub options: Vec<StoredOptionRow>,
    pub option_values: Vec<StoredOptionValueRow>,
    pub variants: Vec<StoredVariantRow>,
    pub choices: Vec<(VariantId, OptionValueId)>,
    pub stock: Vec<StoredStockRow>,
    pub specifications: Vec<StoredSpecificationRow>,
    pub images: Vec<StoredImageRow>,
    pub shown: Vec<(VariantId, ProductImageId)>,
}

/// Locks a product until the transaction ends and tells its version; `None` if there is no such product.
pub async fn lock_product(tx: &mut Tx, product: ProductId) -> StoreResult<Option<i64>> {
    let lock = Conn::from(&mut *tx).dialect().for_update();
    let text = format!("SELECT version FROM product WHERE id = $1 {lock}");
    let row: Option<(i64,)> = select(tx, text).bind(product).optional().await?;
    Ok(row.map(|(version,)| version))
}

/// Locks the stock of a product's variants until the transaction ends, in the order in which it is locked everywhere.
pub async fn lock_stock(tx: &mut Tx, product: ProductId) -> StoreResult<()> {
    let lock = Conn::from(&mut *tx).dialect().for_update();
    if lock.is_empty() {
        return Ok(());
    }
    let text = format!(
        "SELECT inventory_item.id FROM inventory_item JOIN variant ON variant.id = inventory_item.variant_id
         WHERE variant.product_id = $1 ORDER BY inventory_item.id {lock} OF inventory_item"
    );
    let _: Vec<(i64,)> = select(tx, text).bind(product).all().await?;
    Ok(())
}

/// Reads products with a number of statements that does not grow with theirs; those that do not exist are left out.
/// At most [`MOST_PRODUCTS`] at once.
pub async fn read(on: impl Into<Conn<'_>>, ids: &[ProductId]) -> StoreResult<StoredRows> {
    let ids = ids.get(..MOST_PRODUCTS).unwrap_or(ids);
    if ids.is_empty() {
        return Ok(StoredRows::default());
    }
    let mut on = on.into();
    Ok(StoredRows {
        products: of(&mut on, ids, PRODUCTS).await?,
        categories: of(&mut on, ids, CATEGORIES).await?,
        tags: of(&mut on, ids, TAGS).await?,
        related: of(&mut on, ids, RELATED).await?,
        options: of(&mut on, ids, OPTIONS).await?,
        option_values: of(&mut on, ids, OPTION_VALUES).await?,
        variants: of(&mut on, ids, VARIANTS).await?,
        choices: of(&mut on, ids, CHOICES).await?,
        stock: of(&mut on, ids, STOCK).await?,
        specifications: of(&mut on, ids, SPECIFICATIONS).await?,
        images: of(&mut on, ids, IMAGES).await?,
        shown: of(&mut on, ids, SHOWN).await?,
    })
}

/// The statement with `{}` standing for the products' placeholders.
async fn of<T: Record>(on: &mut Conn<'_>, ids: &[ProductId], text: &str) -> StoreResult<Vec<T>> {
    let text = text.replace("{}", &sql::list(1, ids.len()));
    select(on.again(), text).bind_all(ids.iter().copied()).all().await
}

const PRODUCTS: &str = "
    SELECT id, version, slug, title, summary, description, brand_id, primary_category_id, material_id, tax_category_id,
           status, published_at, seo_title, seo_description, sold, created_at, updated_at
    FROM product WHERE id IN ({}) ORDER BY id";
const CATEGORIES: &str = "
    SELECT product_id, category_id FROM product_category WHERE product_id IN ({}) ORDER BY product_id, category_id";
const TAGS: &str = "SELECT product_id, tag FROM product_tag WHERE product_id IN ({}) ORDER BY product_id, tag";
const RELATED: &str = "
    SELECT product_id, related_id FROM related_product WHERE product_id IN ({}) ORDER BY product_id, position, related_id";
const OPTIONS: &str = "
    SELECT id, product_id, name, kind FROM product_option WHERE product_id IN ({}) ORDER BY product_id, position, id";
const OPTION_VALUES: &str = "
    SELECT option_value.id, option_value.product_option_id, option_value.name, option_value.color_id, option_value.size_id
    FROM option_value JOIN product_option ON product_option.id = option_value.product_option_id
    WHERE product_option.product_id IN ({}) ORDER BY option_value.product_option_id, option_value.position, option_value.id";
const VARIANTS: &str = "
    SELECT id, product_id, sku, barcode, price_minor, compare_at_minor, cost_minor, weight_grams, length_mm, width_mm,
           height_mm, stock_policy, track_stock
    FROM variant WHERE product_id IN ({}) ORDER BY product_id, position, id";
const CHOICES: &str = "
    SELECT variant_option_value.variant_id, variant_option_value.option_value_id
    FROM variant_option_value JOIN variant ON variant.id = variant_option_value.variant_id
    WHERE variant.product_id IN ({})";
const STOCK: &str = "
    SELECT inventory_item.id, inventory_item.variant_id, inventory_item.on_hand, inventory_item.reserved,
           inventory_item.backorder, fulfillment_center.priority, fulfillment_center.id AS center
    FROM inventory_item JOIN variant ON variant.id = inventory_item.variant_id
    JOIN fulfillment_center ON fulfillment_center.id = inventory_item.fulfillment_center_id
    WHERE variant.product_id IN ({})
    ORDER BY inventory_item.variant_id, fulfillment_center.priority, fulfillment_center.id";
const SPECIFICATIONS: &str = "
    SELECT specification_value.product_id, specification_value.specification_id, specification_value.text_value,
           specification_value.number_micro, specification_value.boolean_value, specification_choice.name AS choice
    FROM specification_value
    JOIN specification ON specification.id = specification_value.specification_id
    LEFT JOIN specification_choice ON specification_choice.id = specification_value.choice_id
    WHERE specification_value.product_id IN ({})
    ORDER BY specification_value.product_id, specification.position, specification.id";
const IMAGES: &str = "
    SELECT id, product_id, image_id, alt, position FROM product_image WHERE product_id IN ({}) ORDER BY product_id, position, id";
const SHOWN: &str = "
    SELECT variant_image.variant_id, variant_image.product_image_id
    FROM variant_image JOIN variant ON variant.id = variant_image.variant_id
    WHERE variant.product_id IN ({})";
