//! What pricing a cart reads: lines with current prices and stock, taxes, shipping rates.

use super::{Conn, StoreError, StoreResult, db::select, saved_lines::WaitingLine};
use crate::domain::{
    ids::{
        BrandId, CartId, CartLineId, FulfillmentCenterId, ProductId, SavedLineId, ShippingCarrierId, ShippingMethodId,
        ShippingZoneId, TaxCategoryId, VariantId,
    },
    picture::Picture,
    shipping::{Calculator, Limits, Pickup, Rate, RateRow, RateTable, region_key, zone_of},
    tax::{PostcodePattern, TaxRate, TaxRule},
    timestamp::Timestamp,
};
use std::collections::HashMap;

/// A cart line as the catalog and the stock stand now.
#[derive(Clone, Debug)]
pub struct PriceableLine {
    pub id: CartLineId,
    pub variant_id: VariantId,
    pub quantity: i64,
    pub seen_price_minor: i64,
    pub sku: String,
    pub price_minor: i64,
    /// Of one unit; zero where it is not known.
    pub weight_grams: i64,
    pub compare_at_minor: Option<i64>,
    pub product_id: ProductId,
    pub brand_id: Option<BrandId>,
    pub product_slug: String,
    pub title: String,
    pub tax_category_id: TaxCategoryId,
    /// The product is active.
    pub for_sale: bool,
    /// More than there is may be ordered.
    pub backorder: bool,
    /// Its units are counted.
    pub tracked: bool,
    /// On hand less reserved, over all fulfillment centers; what one of them owes takes nothing from the others.
    pub available: i64,
    pub options: String,
    pub picture: Option<Picture>,
}

#[derive(sqlx::FromRow)]
struct LineRow {
    /// Of the cart's line, or of the saved one.
    id: i64,
    saved: bool,
    variant_id: Option<VariantId>,
    quantity: i64,
    seen_price_minor: i64,
    sku: String,
    price_minor: i64,
    weight_grams: i64,
    compare_at_minor: Option<i64>,
    product_id: ProductId,
    brand_id: Option<BrandId>,
    slug: String,
    title: String,
    tax_category_id: TaxCategoryId,
    for_sale: bool,
    available: i64,
    backorder: bool,
    tracked: bool,
    picture_key: Option<String>,
    picture_width: Option<i64>,
    picture_height: Option<i64>,
    picture_alt: Option<String>,
}

// Lines and saved ones at once. Of these, some have no variant any more; nothing is priced by what stands in for it.
// A line may be split over fulfillment centers, so their units are added up; the picture is the first that shows the variant.
const LINES: &str = "
    SELECT line.id, line.saved, line.variant_id, line.quantity, line.seen_price_minor,
           COALESCE(variant.sku, '') AS sku, COALESCE(variant.price_minor, line.seen_price_minor) AS price_minor,
           COALESCE(variant.weight_grams, 0) AS weight_grams, variant.compare_at_minor,
           COALESCE(product.id, 0) AS product_id, product.brand_id, COALESCE(product.slug, '') AS slug,
           COALESCE(product.title, line.title) AS title, COALESCE(product.tax_category_id, 0) AS tax_category_id,
           COALESCE(product.status = 'active', FALSE) AS for_sale,
           CAST(COALESCE((SELECT SUM(item.on_hand - item.reserved) FROM inventory_item item
                          WHERE item.variant_id = variant.id AND item.on_hand > item.reserved), 0) AS BIGINT) AS available,
           EXISTS (SELECT 1 FROM inventory_item item WHERE item.variant_id = variant.id AND item.backorder) AS backorder,
           COALESCE(variant.track_stock, TRUE) AS tracked,
           image.hash AS picture_key, image.width AS picture_width, image.height AS picture_height,
           product_image.alt AS picture_alt
    FROM (SELECT id, FALSE AS saved, variant_id, quantity, seen_price_minor, '' AS title
          FROM cart_line WHERE cart_id = $1
          UNION ALL
          SELECT id, TRUE AS saved, variant_id, quantity, seen_price_minor, title
          FROM saved_line WHERE cart_id = $1) line
    LEFT JOIN variant ON variant.id = line.variant_id
    LEFT JOIN product ON product.id = variant.product_id
    LEFT JOIN product_image ON product_image.id = (
        SELECT shown.id FROM product_image shown
        LEFT JOIN variant_image link ON link.product_image_id = shown.id
        WHERE shown.product_id = product.id AND (link.variant_id = variant.id OR link.variant_id IS NULL)
        ORDER BY CASE WHEN link.variant_id IS NULL THEN 1 ELSE 0 END, shown.position, shown.id
        LIMIT 1)
    LEFT JOIN image ON image.id = product_image.image_id
    ORDER BY line.id";

const OPTIONS: &str = "
    SELECT variant_option_value.variant_id, option_value.name
    FROM variant_option_value
    JOIN option_value ON option_value.id = variant_option_value.option_value_id
    JOIN product_option ON product_option.id = option_value.product_option_id
    WHERE variant_option_value.variant_id IN (
        SELECT variant_id FROM cart_line WHERE cart_id = $1
        UNION SELECT variant_id FROM saved_line WHERE cart_id = $1)
    ORDER BY product_option.position, product_option.id";

pub async fn cart_version(on: impl Into<Conn<'_>>, cart: CartId) -> StoreResult<i64> {
    let (version,): (i64,) = select(on, "SELECT version FROM cart WHERE id = $1").bind(cart).one().await?;
    Ok(version)
}

/// The lines of a cart, oldest first, and what is saved for later beside it, latest first.
pub async fn cart_lines(on: impl Into<Conn<'_>>, cart: CartId) -> StoreResult<(Vec<PriceableLine>, Vec<WaitingLine>)> {
    let mut on = on.into();
    let rows: Vec<LineRow> = select(on.again(), LINES).bind(cart).all().await?;
    let names: Vec<(VariantId, String)> = select(on, OPTIONS).bind(cart).all().await?;
    let mut options = OptionNames::new();
    for (variant, name) in names {
        options.entry(variant).or_default().push(name);
    }
    let (saved, lines): (Vec<LineRow>, Vec<LineRow>) = rows.into_iter().partition(|row| row.saved);
    let lines: StoreResult<Vec<PriceableLine>> = lines.into_iter().map(|row| row.into_line(&options)).collect();
    Ok((lines?, saved.into_iter().rev().map(|row| row.into_waiting(&options)).collect()))
}

type OptionNames = HashMap<VariantId, Vec<String>>;

impl LineRow {
    fn picture(&mut self) -> Option<Picture> {
        match (self.picture_key.take(), self.picture_width, self.picture_height) {
            (Some(key), Some(width), Some(height)) => {
                Some(Picture { key, width, height, alt: self.picture_alt.take().unwrap_or_default() })
            }
            _ => None,
        }
    }

    fn options(&self, names: &OptionNames) -> String {
        self.variant_id.and_then(|variant| names.get(&variant)).map(|names| names.join(" / ")).unwrap_or_default()
    }

    fn into_waiting(mut self, options: &OptionNames) -> WaitingLine {
        WaitingLine {
            id: SavedLineId(self.id),
            picture: self.picture(),
            options: self.options(options),
            variant_id: self.variant_id,
            quantity: self.quantity,
            seen_price_minor: self.seen_price_minor,
            sku: self.sku,
            price_minor: self.price_minor,
            compare_at_minor: self.compare_at_minor,
            product_slug: self.slug,
            title: self.title,
            tax_category_id: self.tax_category_id,
            for_sale: self.for_sale,
            backorder: self.backorder,
            tracked: self.tracked,
            available: self.available,
        }
    }

    fn into_line(mut self, options: &OptionNames) -> StoreResult<PriceableLine> {
        let no_variant = || StoreError::Inconsistent(format!("cart line {} has no variant", self.id));
        let variant_id = self.variant_id.ok_or_else(no_variant)?;
        Ok(PriceableLine {
            id: CartLineId(self.id),
            variant_id,
            picture: self.picture(),
            options: self.options(options),
            quantity: self.quantity,
            seen_price_minor: self.seen_price_minor,
            sku: self.sku,
            price_minor: self.price_minor,
            weight_grams: self.weight_grams,
            compare_at_minor: self.compare_at_minor,
            product_id: self.product_id,
            brand_id: self.brand_id,
            product_slug: self.slug,
            title: self.title,
            tax_category_id: self.tax_category_id,
            for_sale: self.for_sale,
            backorder: self.backorder,
            tracked: self.tracked,
            available: self.available,
        })
    }
}

/// A tax rate of a country with the category it is for.
#[derive(Clone, Debug)]
pub struct CountryTax {
    pub category_id: TaxCategoryId,
    pub category_slug: String,
    pub rule: TaxRule,
}

#[derive(sqlx::FromRow)]
struct TaxRow {
    category_id: TaxCategoryId,
    category_slug: String,
    name: String,
    rate_ppm: i64,
    included: bool,
    region: String,
    postcodes: String,
    valid_from: Timestamp,
    valid_until: Option<Timestamp>,
}

/// Every rate of a country: those of its regions, of certain postcodes, and of other times as well.
pub async fn taxes(on: impl Into<Conn<'_>>, country: &str) -> StoreResult<Vec<CountryTax>> {
    let rows: Vec<TaxRow> = select(
        on,
        "SELECT tax_category.id AS category_id, tax_category.slug AS category_slug, tax_rate.name, tax_rate.rate_ppm,
                tax_rate.included, tax_rate.region, tax_rate.postcodes, tax_rate.valid_from, tax_rate.valid_until
         FROM tax_rate JOIN tax_category ON tax_category.id = tax_rate.tax_category_id
         WHERE tax_rate.country = $1 ORDER BY tax_rate.id",
    )
    .bind(country)
    .all()
    .await?;
    rows.into_iter().map(TaxRow::tax).collect()
}

impl TaxRow {
    fn tax(self) -> StoreResult<CountryTax> {
        let postcodes: PostcodePattern = self
            .postcodes
            .parse()
            .map_err(|_| StoreError::Inconsistent(format!("{:?} are no postcodes of a tax", self.postcodes)))?;
        let ppm = u32::try_from(self.rate_ppm)
            .map_err(|_| StoreError::Inconsistent(format!("{} is no tax rate", self.rate_ppm)))?;
        Ok(CountryTax {
            category_id: self.category_id,
            category_slug: self.category_slug,
            rule: TaxRule {
                rate: TaxRate { name: self.name, ppm, included: self.included },
                region: self.region,
                postcodes,
                valid_from: self.valid_from,
                valid_until: self.valid_until,
            },
        })
    }
}

/// A shipping method with its rate for the zone of an address.
#[derive(Clone, Debug)]
pub struct MethodRate {
    pub method_id: ShippingMethodId,
    pub slug: String,
    pub name: String,
    pub carrier_id: ShippingCarrierId,
    pub carrier: String,
    pub days: (i64, i64),
    pub limits: Limits,
    /// Where it is fetched; none for a delivery.
    pub pickup: Option<Pickup>,
    pub rate: Rate,
}

#[derive(sqlx::FromRow)]
struct MethodRow {
    method_id: ShippingMethodId,
    slug: String,
    name: String,
    carrier_id: ShippingCarrierId,
    carrier: String,
    days_min: i64,
    days_max: i64,
    minimum_weight_grams: Option<i64>,
    maximum_weight_grams: Option<i64>,
    minimum_value_minor: Option<i64>,
    maximum_value_minor: Option<i64>,
    center: Option<FulfillmentCenterId>,
    pickup_place: String,
    calculator: String,
    price_minor: Option<i64>,
    free_from_minor: Option<i64>,
}

/// The active methods that have a rate for the zone of an address; a pickup only in its center's own country. Two
/// queries, the second one only where there are tables.
pub async fn methods(on: impl Into<Conn<'_>>, country: &str, region: &str) -> StoreResult<Vec<MethodRate>> {
    let mut on = on.into();
    // Every zone of the country, also one without a method: its regions are not those of the country's zone.
    let rows: Vec<(ShippingZoneId, String)> = select(
        on.again(),
        "SELECT shipping_zone_id, region_key FROM shipping_zone_place WHERE country = $1 AND (region_key = '' OR region_key = $2)",
    )
    .bind(country)
    .bind(region_key(region))
    .all()
    .await?;
    let Some(zone) = zone_of(rows, region) else { return Ok(Vec::new()) };
    let rows: Vec<MethodRow> = select(on.again(), METHODS).bind(zone).bind(country).all().await?;
    let tables =
        if rows.iter().any(|row| row.calculator != "flat") { rate_rows(on, zone).await? } else { Tables::new() };
    rows.into_iter().map(|row| row.method(&tables)).collect()
}

const METHODS: &str = "
    SELECT shipping_method.id AS method_id, shipping_method.slug, shipping_method.name,
           shipping_carrier.id AS carrier_id, shipping_carrier.name AS carrier,
           shipping_method.days_min, shipping_method.days_max,
           shipping_method.minimum_weight_grams, shipping_method.maximum_weight_grams,
           shipping_method.minimum_value_minor, shipping_method.maximum_value_minor,
           shipping_method.fulfillment_center_id AS center, shipping_method.pickup_place,
           shipping_rate.calculator, shipping_rate.price_minor, shipping_rate.free_from_minor
    FROM shipping_rate
    JOIN shipping_method ON shipping_method.id = shipping_rate.shipping_method_id
    JOIN shipping_carrier ON shipping_carrier.id = shipping_method.shipping_carrier_id
    LEFT JOIN fulfillment_center center ON center.id = shipping_method.fulfillment_center_id
    WHERE shipping_rate.shipping_zone_id = $1 AND shipping_method.active AND (center.id IS NULL OR center.country = $2)
    ORDER BY shipping_method.position, shipping_method.id";

type Tables = HashMap<ShippingMethodId, Vec<RateRow>>;

async fn rate_rows(on: impl Into<Conn<'_>>, zone: ShippingZoneId) -> StoreResult<Tables> {
    let rows: Vec<(ShippingMethodId, Option<i64>, i64)> =
        select(on, "SELECT shipping_method_id, up_to, price_minor FROM shipping_rate_row WHERE shipping_zone_id = $1")
            .bind(zone)
            .all()
            .await?;
    let mut tables = Tables::new();
    for (method, up_to, price_minor) in rows {
        tables.entry(method).or_default().push(RateRow { up_to, price_minor });
    }
    Ok(tables)
}

impl MethodRow {
    fn method(self, tables: &Tables) -> StoreResult<MethodRate> {
        let rows = tables.get(&self.method_id).cloned().unwrap_or_default();
        Ok(MethodRate {
            rate: rate_of(&self.calculator, self.price_minor, self.free_from_minor, rows)?,
            method_id: self.method_id,
            slug: self.slug,
            name: self.name,
            carrier_id: self.carrier_id,
            carrier: self.carrier,
            days: (self.days_min, self.days_max),
            limits: Limits {
                minimum_weight_grams: self.minimum_weight_grams,
                maximum_weight_grams: self.maximum_weight_grams,
                minimum_value_minor: self.minimum_value_minor,
                maximum_value_minor: self.maximum_value_minor,
            },
            pickup: self.center.map(|center| Pickup { center, place: self.pickup_place }),
        })
    }
}

/// A rate as the database keeps it.
pub fn rate_of(
    calculator: &str,
    price_minor: Option<i64>,
    free_from_minor: Option<i64>,
    rows: Vec<RateRow>,
) -> StoreResult<Rate> {
    let calculator = match (calculator, price_minor) {
        ("flat", Some(price_minor)) => Calculator::Flat { price_minor },
        ("weight", None) => Calculator::Weight { rows: RateTable::new(rows) },
        ("value", None) => Calculator::Value { rows: RateTable::new(rows) },
        (other, _) => return Err(StoreError::Inconsistent(format!("{other} is no calculator of shipping"))),
    };
    Ok(Rate { calculator, free_from_minor })
}

/// Which of some centers could serve a whole cart by themselves now.
pub async fn centers_with_all(
    on: impl Into<Conn<'_>>,
    cart: CartId,
    centers: &[FulfillmentCenterId],
) -> StoreResult<Vec<FulfillmentCenterId>> {
    let text = format!(
        "SELECT center.id FROM fulfillment_center center
         WHERE center.id IN ({}) AND NOT EXISTS (
            SELECT 1 FROM cart_line WHERE cart_line.cart_id = $1 AND NOT EXISTS (
                SELECT 1 FROM inventory_item item
                WHERE item.variant_id = cart_line.variant_id AND item.fulfillment_center_id = center.id
                  AND (item.backorder OR item.on_hand - item.reserved >= cart_line.quantity)))",
        super::sql::list(2, centers.len())
    );
    let rows: Vec<(FulfillmentCenterId,)> = select(on, text).bind(cart).bind_all(centers.iter().copied()).all().await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
