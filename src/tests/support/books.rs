//! What is true of a shop at any time: stock, movements, orders, payments and books agree.

use super::TestShop;
use tradewind::{
    domain::{
        ids::OrderId,
        order::{OrderNumber, OrderStatus},
    },
    server::store::db::select,
};

#[derive(Debug, sqlx::FromRow)]
struct Level {
    id: i64,
    on_hand: i64,
    reserved: i64,
    /// What the movements add up to.
    moved_on_hand: i64,
    moved_reserved: i64,
    /// Units in orders that hold their stock.
    promised: i64,
}

const LEVELS: &str = "
    SELECT id, on_hand, reserved,
           CAST(COALESCE((SELECT SUM(on_hand_change) FROM stock_movement WHERE inventory_item_id = item.id), 0) AS BIGINT)
               AS moved_on_hand,
           CAST(COALESCE((SELECT SUM(reserved_change) FROM stock_movement WHERE inventory_item_id = item.id), 0) AS BIGINT)
               AS moved_reserved,
           CAST(COALESCE((SELECT SUM(quantity - shipped) FROM order_line JOIN orders ON orders.id = order_line.order_id
                          WHERE inventory_item_id = item.id
                            AND status IN ('pending_payment', 'paid', 'partly_fulfilled')), 0) AS BIGINT) AS promised
    FROM inventory_item AS item";

#[derive(Debug, sqlx::FromRow)]
struct Account {
    id: OrderId,
    status: OrderStatus,
    total_minor: i64,
    captured_minor: i64,
    refunded_minor: i64,
    /// Balances of the books.
    receivable: i64,
    gateway: i64,
    /// Sums of the ledger.
    captures: i64,
    refunds: i64,
}

fn accounts() -> String {
    let balance = |account: &str| {
        format!(
            "CAST(COALESCE((SELECT SUM(amount_minor) FROM journal_posting
                            JOIN journal_entry ON journal_entry.id = journal_posting.journal_entry_id
                            WHERE journal_entry.order_id = orders.id AND account = '{account}'), 0) AS BIGINT)"
        )
    };
    let ledger = |kind: &str| {
        format!(
            "CAST(COALESCE((SELECT SUM(payment_transaction.amount_minor) FROM payment_transaction
                            JOIN payment ON payment.id = payment_transaction.payment_id
                            WHERE payment.order_id = orders.id AND kind = '{kind}'
                              AND payment_transaction.status = 'succeeded'), 0) AS BIGINT)"
        )
    };
    format!(
        "SELECT id, status, total_minor, captured_minor, refunded_minor, {} AS receivable, {} AS gateway, {} AS captures,
                {} AS refunds FROM orders",
        balance("receivable"),
        balance("gateway"),
        ledger("capture"),
        ledger("refund")
    )
}

impl TestShop {
    /// Fails unless everything agrees with everything else.
    pub async fn assert_consistent(&self) {
        let levels: Vec<Level> = select(&self.state.db, LEVELS).all().await.expect("the stock");
        for level in levels {
            assert_eq!(level.on_hand, level.moved_on_hand, "item {}: {level:?}", level.id);
            assert_eq!(level.reserved, level.moved_reserved, "item {}: {level:?}", level.id);
            assert_eq!(level.reserved, level.promised, "item {}: {level:?}", level.id);
        }
        let text = "SELECT journal_entry_id, CAST(SUM(amount_minor) AS BIGINT) FROM journal_posting
                    GROUP BY journal_entry_id HAVING SUM(amount_minor) <> 0";
        let unbalanced: Vec<(i64, i64)> = select(&self.state.db, text).all().await.expect("the books");
        assert!(unbalanced.is_empty(), "entries that do not balance: {unbalanced:?}");
        let accounts: Vec<Account> = select(&self.state.db, accounts()).all().await.expect("the orders");
        for account in accounts {
            let number = OrderNumber(account.id);
            let sold = !matches!(account.status, OrderStatus::Canceled | OrderStatus::Refunded);
            let owed = if sold { account.total_minor } else { 0 } - account.captured_minor + account.refunded_minor;
            assert_eq!(account.receivable, owed, "order {number}: {account:?}");
            assert_eq!(account.gateway, account.captured_minor - account.refunded_minor, "order {number}: {account:?}");
            assert_eq!(account.captures, account.captured_minor, "order {number}: {account:?}");
            assert_eq!(account.refunds, account.refunded_minor, "order {number}: {account:?}");
        }
    }
}
