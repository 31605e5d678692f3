//! Shops that sold before payments knew parts keep true books.

use crate::support::{TempDir, postgres};
use sqlx::{AssertSqlSafe, Connection, PgConnection, Row, SqliteConnection};
use std::path::Path;

/// What the version before would have written: an order paid, one canceled and refunded, one expired and one open.
const BEFORE: &str = "
INSERT INTO orders (id, email, status, currency, shipping_address, billing_address, shipping_method, item_total_minor,
    shipping_total_minor, included_tax_total_minor, additional_tax_total_minor, total_minor, captured_minor, refunded_minor,
    idempotency_key, placed_at, payment_due_at, updated_at)
VALUES (1, 'a', 'paid', 'EUR', '{}', '{}', '', 1000, 0, 160, 0, 1000, 1000, 0, 'k1', 1, 2, 1),
       (2, 'a', 'refunded', 'EUR', '{}', '{}', '', 1000, 0, 160, 0, 1000, 1000, 1000, 'k2', 1, 2, 1),
       (3, 'a', 'canceled', 'EUR', '{}', '{}', '', 1000, 0, 160, 0, 1000, 0, 0, 'k3', 1, 2, 1),
       (4, 'a', 'pending_payment', 'EUR', '{}', '{}', '', 1000, 0, 160, 0, 1000, 0, 0, 'k4', 1, 2, 1);
INSERT INTO payment (id, order_id, gateway, reference, amount_minor, status, created_at)
VALUES (1, 1, 'sandbox', 'r1', 1000, 'captured', 1), (2, 2, 'sandbox', 'r2', 1000, 'canceled', 1),
       (3, 3, 'sandbox', 'r3', 1000, 'pending', 1), (4, 4, 'sandbox', 'r4', 1000, 'pending', 1);
INSERT INTO payment_transaction (id, payment_id, kind, status, amount_minor, gateway, event_id, created_at)
VALUES (1, 1, 'capture', 'succeeded', 1000, 'sandbox', 'e1', 1), (2, 2, 'capture', 'failed', 1000, 'sandbox', 'e2', 1),
       (3, 2, 'capture', 'succeeded', 1000, 'sandbox', 'e3', 1), (4, 2, 'refund', 'succeeded', 1000, 'sandbox', 'refund-r2', 1);
INSERT INTO journal_entry (id, order_id, description, created_at) VALUES (1, 1, 'order placed', 1);
INSERT INTO journal_posting (id, journal_entry_id, account, amount_minor) VALUES (1, 1, 'receivable', 1000), (2, 1, 'sales', -840),
       (3, 1, 'tax', -160);
INSERT INTO sandbox_payment (reference, idempotency_key, amount_minor, currency, description, return_url, status, event_id, created_at)
VALUES ('r1', 'p1', 1000, 'EUR', '', '', 'captured', 'e1', 1), ('r2', 'p2', 1000, 'EUR', '', '', 'refunded', 'e3', 1),
       ('r3', 'p3', 1000, 'EUR', '', '', 'canceled', '', 1), ('r4', 'p4', 1000, 'EUR', '', '', 'open', '', 1);";

/// The same for each driver: their connections have no type in common.
macro_rules! upgrade_on {
    ($name:ident, $connection:ty) => {
        async fn $name(folder: &str, url: &str) {
            async fn run(connection: &mut $connection, text: String) {
                sqlx::raw_sql(AssertSqlSafe(text)).execute(connection).await.unwrap_or_else(|error| panic!("{error}"));
            }
            async fn numbers(connection: &mut $connection, text: &str) -> Vec<Vec<String>> {
                let rows = sqlx::query(AssertSqlSafe(text.to_owned())).fetch_all(connection).await.expect("rows");
                rows.iter().map(|row| (0..row.len()).map(|column| row.get::<String, _>(column)).collect()).collect()
            }
            let mut connection = <$connection>::connect(url).await.expect("connected");
                let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(folder);
                let mut files: Vec<_> = std::fs::read_dir(folder).expect("migrations").map(|file| file.expect("a file").path()).collect();
                files.sort();
                let mut is_old = true;
                for file in files {
                    if file.ends_with("0015_payments.sql") {
                        run(&mut connection, BEFORE.to_owned()).await;
                        is_old = false;
                    }
                    run(&mut connection, std::fs::read_to_string(&file).expect("a migration")).await;
                }
                assert!(!is_old, "the migration was run");
                let orders = "SELECT CAST(id AS TEXT), CAST(credited_minor AS TEXT) FROM orders ORDER BY id";
                assert_eq!(numbers(&mut connection, orders).await, [["1", "0"], ["2", "1000"], ["3", "1000"], ["4", "0"]]);
                let payments = "SELECT status, CAST(authorized_minor AS TEXT), CAST(captured_minor AS TEXT), CAST(refunded_minor AS TEXT)
                                FROM payment ORDER BY id";
                assert_eq!(
                    numbers(&mut connection, payments).await,
                    [
                        ["captured", "1000", "1000", "0"],
                        ["refunded", "1000", "1000", "1000"],
                        ["pending", "0", "0", "0"],
                        ["pending", "0", "0", "0"]
                    ]
                );
                let refunds = "SELECT CAST(payment_id AS TEXT), CAST(amount_minor AS TEXT), status FROM refund";
                assert_eq!(numbers(&mut connection, refunds).await, [["2", "1000", "succeeded"]]);
                let movements = "SELECT reference, kind, CAST(amount_minor AS TEXT), event_id FROM sandbox_movement ORDER BY id";
                assert_eq!(
                    numbers(&mut connection, movements).await,
                    [["r1", "capture", "1000", "e1"], ["r2", "capture", "1000", "e3"], ["r2", "refund", "1000", "refund-r2"]]
                );
                let kept = "SELECT CAST(COUNT(*) AS TEXT) FROM payment_transaction UNION ALL SELECT CAST(COUNT(*) AS TEXT) FROM journal_posting";
                assert_eq!(numbers(&mut connection, kept).await, [["4"], ["3"]]);
                connection.close().await.expect("closed");
            }
    };
}

upgrade_on!(upgrade_sqlite, SqliteConnection);
upgrade_on!(upgrade_postgres, PgConnection);

#[tokio::test]
async fn orders_and_payments_of_before_are_kept_true_on_sqlite() {
    let data = TempDir::create();
    upgrade_sqlite("sqlite", &format!("sqlite://{}?mode=rwc", data.path().join("shop.db").display())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn orders_and_payments_of_before_are_kept_true_on_postgres() {
    let database = postgres::Database::create().await;
    upgrade_postgres("postgres", &database.url).await;
}
