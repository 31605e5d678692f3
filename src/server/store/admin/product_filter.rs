//! Which products a filter of the list means, as conditions with their values.
//!
//! What is rare among many is a set of ids that its own index gives (`IN`), so that no page looks at every product; what
//! a product tells by itself is asked of each row.

use super::{binds::Binds, contains};
use crate::domain::staff::{KeyValue, LOW_STOCK, ListPage, ProductFilter, ProductSort, StockFilter};

/// `WHERE ...` for `product`, true for the products that fit.
pub fn conditions(filter: &ProductFilter, binds: &mut Binds) -> Vec<String> {
    let mut all = Vec::new();
    if let Some(status) = filter.status() {
        all.push(format!("product.status = {}", binds.text(status.slug())));
    }
    if let Ok(brand) = filter.brand.parse::<i64>() {
        all.push(format!("product.brand_id = {}", binds.int(brand)));
    }
    if let Ok(category) = filter.category.parse::<i64>() {
        all.push(format!(
            "product.id IN (SELECT product_category.product_id FROM category base
                JOIN category below ON below.lft BETWEEN base.lft AND base.rgt
                JOIN product_category ON product_category.category_id = below.id WHERE base.id = {})",
            binds.int(category)
        ));
    }
    if !filter.tag.trim().is_empty() {
        let tag = binds.text(filter.tag.trim().replace('\0', ""));
        all.push(format!("product.id IN (SELECT product_id FROM product_tag WHERE tag = {tag})"));
    }
    if let Some(stock) = filter.stock() {
        let (least, most) = match stock {
            StockFilter::Out => (i64::MIN, 0),
            StockFilter::Low => (1, LOW_STOCK),
        };
        all.push(format!(
            "product.id IN (SELECT variant.product_id FROM inventory_item JOIN variant ON variant.id = inventory_item.variant_id
                WHERE inventory_item.on_hand - inventory_item.reserved >= {} AND inventory_item.on_hand - inventory_item.reserved <= {}
                  AND NOT inventory_item.backorder)",
            binds.int(least),
            binds.int(most)
        ));
    }
    if filter.pictures == "none" {
        all.push("NOT EXISTS (SELECT 1 FROM product_image WHERE product_image.product_id = product.id)".into());
    }
    all.extend(search(&filter.q, binds));
    all
}

/// Products whose title, brand, SKU, barcode or tag fits. Each is searched in its own table, so that a product without
/// a fitting title costs nothing further.
fn search(query: &str, binds: &mut Binds) -> Option<String> {
    let pattern = contains(query);
    if pattern.is_empty() {
        return None;
    }
    let exact = binds.text(query.trim().replace('\0', ""));
    let like = binds.text(pattern.to_lowercase());
    Some(format!(
        "product.id IN (
            SELECT id FROM product WHERE LOWER(title) LIKE {like} ESCAPE '\\'
            UNION SELECT product.id FROM brand JOIN product ON product.brand_id = brand.id WHERE LOWER(brand.name) LIKE {like} ESCAPE '\\'
            UNION SELECT product_id FROM variant WHERE LOWER(sku) LIKE {like} ESCAPE '\\'
            UNION SELECT product_id FROM variant WHERE barcode = {exact}
            UNION SELECT product_id FROM product_tag WHERE LOWER(tag) LIKE {like} ESCAPE '\\')"
    ))
}

/// What rows are ordered by before their id; `None` if the id alone decides.
pub const fn key_column(sort: ProductSort) -> Option<&'static str> {
    match sort {
        ProductSort::Newest => None,
        ProductSort::Updated => Some("product.updated_at"),
        ProductSort::Title => Some("LOWER(product.title)"),
        ProductSort::PriceUp | ProductSort::PriceDown => Some("product.price_minor"),
    }
}

/// The condition that begins a page, if it is not the first, and its order.
pub fn page(sort: ProductSort, page: &ListPage, binds: &mut Binds) -> (Option<String>, String) {
    let is_up = sort.is_ascending() != page.is_backward;
    let (sign, direction) = if is_up { (">", "ASC") } else { ("<", "DESC") };
    let column = key_column(sort);
    let begins = page.key.as_ref().map(|key| {
        let value = match &key.value {
            KeyValue::None => None,
            KeyValue::Number(number) => Some(binds.int(*number)),
            KeyValue::Text(text) => Some(binds.text(text)),
        };
        let id = binds.int(key.id);
        match column.zip(value) {
            Some((column, value)) => format!("({column}, product.id) {sign} ({value}, {id})"),
            None => format!("product.id {sign} {id}"),
        }
    });
    let order = match column {
        Some(column) => format!("ORDER BY {column} {direction}, product.id {direction}"),
        None => format!("ORDER BY product.id {direction}"),
    };
    (begins, order)
}

/// `WHERE a AND b`, or nothing.
pub fn where_all(conditions: &[String]) -> String {
    if conditions.is_empty() { String::new() } else { format!("WHERE {}", conditions.join(" AND ")) }
}
