//! Tax rates, as staff edit them. What pricing reads of them is in [`super::pricing`].

use super::{
    Conn, StoreError, StoreResult, Tx,
    db::{Statement, execute, select},
};
use crate::domain::{
    ids::{TaxCategoryId, TaxRateId},
    staff::{CheckedTaxRate, TaxRateRow},
    tax::{TaxRate, TaxRule},
    timestamp::Timestamp,
};

#[derive(sqlx::FromRow)]
struct Row {
    id: TaxRateId,
    version: i64,
    country: String,
    category_id: TaxCategoryId,
    category: String,
    name: String,
    rate_ppm: i64,
    included: bool,
    region: String,
    postcodes: String,
    valid_from: Timestamp,
    valid_until: Option<Timestamp>,
}

const ROWS: &str = "SELECT tax_rate.id, tax_rate.version, tax_rate.country, tax_category.id AS category_id,
        tax_category.name AS category, tax_rate.name, tax_rate.rate_ppm, tax_rate.included, tax_rate.region,
        tax_rate.postcodes, tax_rate.valid_from, tax_rate.valid_until
    FROM tax_rate JOIN tax_category ON tax_category.id = tax_rate.tax_category_id";

impl Row {
    fn read(self) -> StoreResult<TaxRateRow> {
        let inconsistent = || StoreError::Inconsistent(format!("tax rate {}", self.id));
        let rate = TaxRate {
            name: self.name,
            ppm: u32::try_from(self.rate_ppm).map_err(|_| inconsistent())?,
            included: self.included,
        };
        Ok(TaxRateRow {
            id: self.id,
            version: self.version,
            country: self.country,
            category_id: self.category_id,
            category: self.category,
            rule: TaxRule {
                postcodes: self.postcodes.parse().map_err(|_| inconsistent())?,
                rate,
                region: self.region,
                valid_from: self.valid_from,
                valid_until: self.valid_until,
            },
        })
    }
}

/// All rates, by place and category: a shop has some hundreds at most, see the service.
pub async fn all(on: impl Into<Conn<'_>>) -> StoreResult<Vec<TaxRateRow>> {
    let text = format!(
        "{ROWS} ORDER BY tax_rate.country, tax_rate.region, tax_rate.postcodes, tax_category.id, tax_rate.name, tax_rate.valid_from"
    );
    let rows: Vec<Row> = select(on, text).all().await?;
    rows.into_iter().map(Row::read).collect()
}

/// Of all; nobody adds another before the transaction ends.
pub async fn count(tx: &mut Tx) -> StoreResult<i64> {
    super::limits::count_locked(tx, "tax_rate").await
}

pub async fn find(on: impl Into<Conn<'_>>, id: TaxRateId) -> StoreResult<Option<TaxRateRow>> {
    let row: Option<Row> = select(on, format!("{ROWS} WHERE tax_rate.id = $1")).bind(id).optional().await?;
    row.map(Row::read).transpose()
}

fn bind<'c, T>(statement: Statement<'c, T>, rate: &CheckedTaxRate) -> Statement<'c, T> {
    let CheckedTaxRate { country, category, rule } = rate;
    statement
        .bind(country.clone())
        .bind(rule.region.clone())
        .bind(rule.postcodes.to_string())
        .bind(*category)
        .bind(rule.rate.name.clone())
        .bind(i64::from(rule.rate.ppm))
        .bind(rule.rate.included)
        .bind(rule.valid_from)
        .bind(rule.valid_until)
}

pub async fn insert(tx: &mut Tx, rate: &CheckedTaxRate) -> StoreResult<TaxRateId> {
    let text = "INSERT INTO tax_rate (country, region, postcodes, tax_category_id, name, rate_ppm, included, valid_from, valid_until)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id";
    let (id,): (TaxRateId,) = bind(select(tx, text), rate).one().await?;
    Ok(id)
}

/// Changes a rate if it still has the version; tells whether it had.
pub async fn update(tx: &mut Tx, (id, version): (TaxRateId, i64), rate: &CheckedTaxRate) -> StoreResult<bool> {
    let text =
        "UPDATE tax_rate SET country = $1, region = $2, postcodes = $3, tax_category_id = $4, name = $5, rate_ppm = $6,
                    included = $7, valid_from = $8, valid_until = $9, version = version + 1
                WHERE id = $10 AND version = $11";
    Ok(bind(execute(tx, text), rate).bind(id).bind(version).run().await? == 1)
}

/// Deletes a rate if it still has the version; tells whether it had.
pub async fn delete(tx: &mut Tx, id: TaxRateId, version: i64) -> StoreResult<bool> {
    Ok(execute(tx, "DELETE FROM tax_rate WHERE id = $1 AND version = $2").bind(id).bind(version).run().await? == 1)
}
