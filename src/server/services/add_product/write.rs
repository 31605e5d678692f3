//! Checked products into rows, table by table, so that many products are few statements.

use super::{
    AddProductError, NewProduct,
    parts::{
        Added, missing, product_row, write_images, write_options, write_related, write_specifications, write_stock,
        write_tags, write_variants,
    },
};
use crate::{
    domain::{ids::ProductId, product::ProductStatus, timestamp::Timestamp},
    server::store::{
        StoreError, Tx,
        catalog_write::{products, references},
    },
};
pub(super) async fn write(
    tx: &mut Tx,
    now: Timestamp,
    actor: &str,
    new: &[NewProduct],
) -> Result<Vec<ProductId>, AddProductError> {
    let added = write_products(tx, new, now).await?;
    let categories: Vec<_> =
        added.iter().flat_map(|(id, product)| product.categories.iter().map(|category| (*id, *category))).collect();
    products::insert_product_categories(tx, &categories).await?;
    write_tags(tx, &added).await?;
    write_related(tx, &added).await?;
    let variants = write_variants(tx, &added).await?;
    write_options(tx, &added, &variants).await?;
    write_specifications(tx, &added).await?;
    write_images(tx, &added, &variants).await?;
    write_stock(tx, &added, &variants, actor, now).await?;
    Ok(added.into_iter().map(|(id, _)| id).collect())
}

async fn write_products<'a>(tx: &mut Tx, new: &'a [NewProduct], now: Timestamp) -> Result<Vec<Added<'a>>, StoreError> {
    let standard_tax = references::standard_tax_category(tx).await?;
    let row = |product: &'a NewProduct| {
        let published_at = product.published_at.or((product.status == ProductStatus::Active).then_some(now));
        product_row(product, product.tax_category.unwrap_or(standard_tax), published_at)
    };
    let rows: Vec<_> = new.iter().map(row).collect();
    let ids = products::insert_products(tx, &rows, now).await?;
    new.iter().map(|product| Ok((*ids.get(&product.slug).ok_or_else(|| missing("product"))?, product))).collect()
}
