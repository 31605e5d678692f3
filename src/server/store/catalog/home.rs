//! What the front page shows.

use super::cards::{self, CardBase};
use crate::{
    domain::{
        catalog::{ListingQuery, ProductCard},
        picture::Picture,
        timestamp::Timestamp,
    },
    server::store::{Db, StoreResult, db::select},
};

/// The hero's pictures for light and dark, as far as the settings name any.
pub async fn hero(db: &Db) -> StoreResult<(Option<Picture>, Option<Picture>)> {
    const HERO: &str = "
        SELECT setting.name, image.hash, image.width, image.height FROM setting
        JOIN image ON image.hash = setting.value
        WHERE setting.name IN ('home_hero_light', 'home_hero_dark')";
    let rows: Vec<(String, String, i64, i64)> = select(db, HERO).all().await?;
    let picture = |wanted: &str| {
        let row = rows.iter().find(|(name, ..)| name == wanted);
        row.map(|(_, key, width, height)| Picture {
            key: key.clone(),
            width: *width,
            height: *height,
            alt: String::new(),
        })
    };
    Ok((picture("home_hero_light"), picture("home_hero_dark")))
}

#[derive(sqlx::FromRow)]
struct HighlightRow {
    is_new: bool,
    #[sqlx(flatten)]
    product: CardBase,
}

/// The newest products and the best selling ones, at most `count` of each: four statements.
pub async fn highlights(db: &Db, count: i64, now: Timestamp) -> StoreResult<(Vec<ProductCard>, Vec<ProductCard>)> {
    // The date is compared as an expression: each part shall walk the index of its order and stop, not sort what a date finds.
    let first = |is_new: &str, order: &str| {
        format!(
            "SELECT * FROM (
                 SELECT {is_new} AS is_new, product.id, product.slug, product.title, product.summary, brand.name AS brand_name,
                        product.rating_count, product.rating_sum
                 FROM product LEFT JOIN brand ON brand.id = product.brand_id
                 WHERE product.status = 'active' AND product.published_at + 0 <= $1
                   AND EXISTS (SELECT 1 FROM variant WHERE variant.product_id = product.id)
                 ORDER BY {order} DESC, product.id DESC LIMIT $2) AS {order_name}",
            order_name = order.replace("product.", "by_")
        )
    };
    let sql = format!("{} UNION ALL {}", first("TRUE", "product.published_at"), first("FALSE", "product.sold"));
    let rows: Vec<HighlightRow> = select(db, sql).bind(now).bind(count).all().await?;
    let (newest, best): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.is_new);
    let newest_count = newest.len();
    let products = newest.into_iter().chain(best).map(|row| row.product).collect();
    let mut cards = cards::load(db, products, &ListingQuery::default()).await?;
    let best = cards.split_off(newest_count.min(cards.len()));
    Ok((cards, best))
}
