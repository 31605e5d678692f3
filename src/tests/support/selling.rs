//! A shop that sells, and a look behind its counter.

use super::TestShop;
use tradewind::{
    domain::ids::VariantId,
    server::{
        demo::selling::add_selling_terms,
        jobs::{Job, worker},
        services::add_product::{NewProduct, add_product},
        store::db::{execute, select},
    },
};

/// A mail as the outbox keeps it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct KeptMail {
    pub recipient: String,
    pub subject: String,
    pub body_text: String,
    pub body_html: String,
}

impl TestShop {
    /// Puts a product with a single variant up for sale, shipped and taxed as in the demo shop: within
    /// Germany for 4.90, from 100.00 on for nothing, with 19 % tax in all prices.
    pub async fn sell(&self, title: &str, price_minor: i64, stock: i64) -> VariantId {
        self.sell_product(NewProduct::simple(title, price_minor, stock)).await
    }

    /// The same for any product; the answer is its first variant.
    pub async fn sell_product(&self, product: NewProduct) -> VariantId {
        let mut tx = self.state.db.begin().await.expect("a transaction");
        add_selling_terms(&mut tx).await.expect("shipping and taxes");
        tx.commit().await.expect("committed");
        let product = add_product(&self.state, "test", product).await.expect("a product");
        let text = "SELECT id FROM variant WHERE product_id = $1 ORDER BY id LIMIT 1";
        let (variant,): (VariantId,) = select(&self.state.db, text).bind(product).one().await.expect("a variant");
        variant
    }

    /// Gives a variant another price, as an edit by staff does.
    pub async fn reprice(&self, variant: VariantId, price_minor: i64) {
        let text = "UPDATE variant SET price_minor = $2 WHERE id = $1";
        execute(&self.state.db, text).bind(variant).bind(price_minor).run().await.expect("another price");
    }

    /// Ships nothing to a country any more.
    pub async fn stop_shipping_to(&self, country: &str) {
        let text = "DELETE FROM shipping_zone_place WHERE country = $1";
        let changed = execute(&self.state.db, text).bind(country).run().await.expect("no longer shipped to");
        assert_eq!(changed, 1, "{country} was not shipped to before");
    }

    /// Units of a variant on hand, and how many of them are reserved.
    pub async fn stock(&self, variant: VariantId) -> (i64, i64) {
        let text = "SELECT on_hand, reserved FROM inventory_item WHERE variant_id = $1";
        select(&self.state.db, text).bind(variant).one().await.expect("the stock")
    }

    /// Rows of a table.
    pub async fn count(&self, table: &str) -> i64 {
        let text = format!("SELECT CAST(COUNT(*) AS BIGINT) FROM {table}");
        let (count,): (i64,) = select(&self.state.db, text).one().await.expect("a number of rows");
        count
    }

    /// Runs what is due, and what that leads to, until nothing is. No job may fail.
    pub async fn run_jobs(&self) {
        while worker::run_due(&self.state).await.expect("the queue answers") > 0 {}
        let text = "SELECT payload, last_error FROM job WHERE last_error <> ''";
        let failed: Vec<(String, String)> = select(&self.state.db, text).all().await.expect("the jobs");
        assert!(failed.is_empty(), "jobs failed: {failed:?}");
    }

    /// All jobs, done or not, oldest first.
    pub async fn jobs(&self) -> Vec<Job> {
        let rows: Vec<(String,)> =
            select(&self.state.db, "SELECT payload FROM job ORDER BY id").all().await.expect("the jobs");
        rows.iter().map(|(payload,)| serde_json::from_str(payload).expect("a readable job")).collect()
    }

    /// All mails in the outbox, oldest first.
    pub async fn mails(&self) -> Vec<KeptMail> {
        let text = "SELECT recipient, subject, body_text, body_html FROM outbox_mail ORDER BY id";
        select(&self.state.db, text).all().await.expect("the outbox")
    }

    /// The subjects of all mails, oldest first.
    pub async fn subjects(&self) -> Vec<String> {
        self.mails().await.into_iter().map(|mail| mail.subject).collect()
    }
}
