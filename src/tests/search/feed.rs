//! How the index follows what is written.

use super::{search, titles};
use crate::support::TestShop;
use tradewind::server::{
    search::{Language, SearchIndex},
    services::add_product::{NewProduct, add_product},
    store::{
        db::{execute, select},
        search::feed,
    },
};

async fn position(shop: &TestShop) -> i64 {
    feed::changes(&shop.state.db, i64::MAX).await.expect("the feed").next
}

/// Products that changed from a position on.
async fn changed(shop: &TestShop, from: i64) -> Vec<i64> {
    let changes = feed::changes(&shop.state.db, from).await.expect("the feed");
    changes.products.into_iter().map(|product| product.0).collect()
}

/// Writes nothing that anybody reads, until the feed has come past what was committed before.
async fn settle(shop: &TestShop) {
    shop.catch_up().await;
}

on_both! {
    async fn every_way_of_writing_a_product_is_in_the_feed(shop: TestShop) {
        let shelf = super::random_catalog::shelf(&shop).await;
        let mut dice = super::dice::Dice::new(3);
        super::random_catalog::add(&shop, &shelf, &mut dice, 1).await;
        let product = 1_i64;
        for change in [
            "UPDATE product SET title = 'Other' WHERE id = 1",
            "INSERT INTO product_tag (product_id, tag) VALUES (1, 'x')",
            "DELETE FROM product_tag WHERE product_id = 1",
            "UPDATE variant SET price_minor = 5 WHERE product_id = 1",
            "INSERT INTO variant (product_id, sku, price_minor) VALUES (1, 'NEW', 1)",
            "DELETE FROM product_category WHERE product_id = 1",
            "INSERT INTO product_category (product_id, category_id) VALUES (1, 1)",
            "DELETE FROM specification_value WHERE product_id = 1",
            "INSERT INTO specification_value (product_id, specification_id, boolean_value) VALUES (1, 2, TRUE)",
            "UPDATE option_value SET name = name || '!'",
            "DELETE FROM variant_option_value",
            "INSERT INTO inventory_item (variant_id, fulfillment_center_id, on_hand)
             SELECT variant.id, fulfillment_center.id, 3 FROM variant, fulfillment_center WHERE sku = 'NEW'",
            "UPDATE inventory_item SET on_hand = 0, backorder = FALSE, reserved = 0
             WHERE variant_id IN (SELECT id FROM variant WHERE sku = 'NEW')",
            "UPDATE inventory_item SET on_hand = 7 WHERE variant_id IN (SELECT id FROM variant WHERE sku = 'NEW')",
            "UPDATE specification SET name = 'Can be washed' WHERE id = 2",
            "DELETE FROM variant WHERE sku = 'NEW'",
            "DELETE FROM product WHERE id = 1",
        ] {
            settle(&shop).await;
            let before = position(&shop).await;
            execute(&shop.state.db, change).run().await.unwrap_or_else(|error| panic!("{change}: {error}"));
            settle(&shop).await;
            assert_eq!(changed(&shop, before).await, [product], "{change}");
        }
    }

    async fn renaming_what_products_refer_to_is_a_change_of_theirs(shop: TestShop) {
        let shelf = super::random_catalog::shelf(&shop).await;
        let mut dice = super::dice::Dice::new(5);
        for number in 0..30 {
            super::random_catalog::add(&shop, &shelf, &mut dice, number).await;
        }
        for (table, refers) in [
            ("brand", "SELECT id FROM product WHERE brand_id = 1"),
            ("material", "SELECT id FROM product WHERE material_id = 1"),
            ("color", "SELECT DISTINCT product_id FROM product_option o JOIN option_value v ON v.product_option_id = o.id WHERE v.color_id = 1"),
            ("size", "SELECT DISTINCT product_id FROM product_option o JOIN option_value v ON v.product_option_id = o.id WHERE v.size_id = 1"),
            ("specification", "SELECT product_id FROM specification_value WHERE specification_id = 1"),
            ("specification_choice", "SELECT product_id FROM specification_value WHERE choice_id = 1"),
        ] {
            let mut expected: Vec<(i64,)> = select(&shop.state.db, refers).all().await.expect("products");
            expected.sort_unstable();
            assert!(!expected.is_empty(), "nothing refers to {table} 1");
            settle(&shop).await;
            let before = position(&shop).await;
            execute(&shop.state.db, format!("UPDATE {table} SET name = 'Renamed' WHERE id = 1")).run().await.expect("renamed");
            settle(&shop).await;
            assert_eq!(changed(&shop, before).await, expected.into_iter().map(|(id,)| id).collect::<Vec<_>>(), "{table}");
        }
    }

    async fn selling_writes_nothing_before_the_last_unit_is_gone(shop: TestShop) {
        let variant = shop.sell("Mug", 1_000, 3).await;
        let reserve = "UPDATE inventory_item SET reserved = reserved + 1 WHERE variant_id = $1";
        for (left, expected) in [(2, 0), (1, 0), (0, 1)] {
            settle(&shop).await;
            let before = position(&shop).await;
            execute(&shop.state.db, reserve).bind(variant).run().await.expect("reserved");
            settle(&shop).await;
            assert_eq!(changed(&shop, before).await.len(), expected, "{left} are left");
        }
        assert_eq!(search(&shop, "q=mug&stock=in").await.total, 0);
        execute(&shop.state.db, "UPDATE inventory_item SET reserved = 0").run().await.expect("released");
        shop.catch_up().await;
        assert_eq!(search(&shop, "q=mug&stock=in").await.total, 1);
    }

    async fn what_a_transaction_takes_back_is_not_found(shop: TestShop) {
        shop.sell("Mug", 1_000, 3).await;
        let mut tx = shop.state.db.begin().await.expect("a transaction");
        execute(&mut tx, "UPDATE product SET title = 'Cup'").run().await.expect("renamed");
        drop(tx);
        shop.catch_up().await;
        assert_eq!(titles(&search(&shop, "q=mug").await), ["Mug"]);
        assert_eq!(search(&shop, "q=cup").await.total, 0);
    }

    async fn an_index_goes_on_where_its_process_ended(shop: TestShop) {
        shop.sell("Mug", 1_000, 3).await;
        let folder = shop.data.path().join("other-node");
        let node = SearchIndex::new(folder.clone(), Language::English);
        node.catch_up_with_now(&shop.state.db).await.expect("caught up");
        let built = std::fs::metadata(folder.join("0/meta.json")).expect("an index").modified().expect("a time");
        drop(node);
        shop.sell("Cup", 1_000, 3).await;
        execute(&shop.state.db, "UPDATE product SET status = 'archived' WHERE title = 'Mug'").run().await.expect("archived");
        let node = SearchIndex::new(folder.clone(), Language::English);
        node.catch_up_with_now(&shop.state.db).await.expect("caught up");
        let now = shop.clock.now();
        let best = |words| node.snapshot().expect("an index").best(words, now).expect("found").len();
        assert_eq!((best("mug"), best("cup")), (0, 1));
        assert!(std::fs::metadata(folder.join("0/meta.json")).expect("an index").modified().expect("a time") >= built);
    }

    async fn nodes_that_share_a_folder_have_an_index_each(shop: TestShop) {
        shop.sell("Mug", 1_000, 3).await;
        let folder = shop.data.path().join("shared");
        let nodes: Vec<SearchIndex> = (0..3).map(|_| SearchIndex::new(folder.clone(), Language::English)).collect();
        for node in &nodes {
            node.catch_up_with_now(&shop.state.db).await.expect("caught up");
        }
        for number in 0..3 {
            assert!(folder.join(format!("{number}/meta.json")).exists(), "index {number}");
        }
    }
}

/// On PostgreSQL, a transaction that began first may commit last; on SQLite there is one writer.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn transactions_that_commit_out_of_order_are_all_followed() {
    let shop = TestShop::postgres().await;
    shop.sell("Mug", 1_000, 3).await;
    shop.sell("Bowl", 1_000, 3).await;
    shop.catch_up().await;
    let mut slow = shop.state.db.begin().await.expect("a transaction");
    execute(&mut slow, "UPDATE product SET title = 'Slow Mug' WHERE title = 'Mug'").run().await.expect("renamed");
    execute(&shop.state.db, "UPDATE product SET title = 'Quick Bowl' WHERE title = 'Bowl'")
        .run()
        .await
        .expect("renamed");
    shop.state.search.catch_up(&shop.state.db).await.expect("caught up");
    assert_eq!(search(&shop, "q=quick").await.total, 0, "the feed waits for the one that came before");
    slow.commit().await.expect("committed");
    shop.catch_up().await;
    assert_eq!(titles(&search(&shop, "q=slow").await), ["Slow Mug"]);
    assert_eq!(titles(&search(&shop, "q=quick").await), ["Quick Bowl"]);
}

/// On SQLite a product has one row, so there is nothing to prune.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_that_missed_pruned_changes_builds_anew() {
    let shop = TestShop::postgres().await;
    add_product(&shop.state, "test", NewProduct::simple("Mug", 1_000, 3)).await.expect("a product");
    shop.catch_up().await;
    shop.state.search.catch_up(&shop.state.db).await.expect("caught up");
    let node = SearchIndex::new(shop.data.path().join("asleep"), Language::English);
    node.catch_up_with_now(&shop.state.db).await.expect("caught up");
    drop(node);
    execute(&shop.state.db, "UPDATE product SET title = 'Cup'").run().await.expect("renamed");
    shop.catch_up().await;
    for _ in 0..26 {
        feed::prune(&shop.state.db).await.expect("pruned");
    }
    assert_eq!(shop.count("search_change").await, 0, "old changes are forgotten");
    let node = SearchIndex::new(shop.data.path().join("asleep"), Language::English);
    node.catch_up_with_now(&shop.state.db).await.expect("caught up");
    let found = node.snapshot().expect("an index").best("cup", shop.clock.now()).expect("found");
    assert_eq!(found.len(), 1);
    shop.catch_up().await;
    assert_eq!(titles(&search(&shop, "q=cup").await), ["Cup"], "a node that was awake goes on");
}
