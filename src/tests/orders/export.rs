//! Orders as a file.

use super::buy;
use crate::support::Buyer;
use tradewind::domain::access::Permission;

/// The records of a file, without its head.
fn records(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.records().map(|record| record.expect("a record").iter().map(str::to_owned).collect()).collect()
}

on_both! {
    async fn the_list_is_a_file_with_a_row_per_order_or_per_line(shop: TestShop) {
        let (mug, tea) = (shop.sell("Mug, blue", 1_999, 5).await, shop.sell("=1+1", 500, 5).await);
        let (_, first) = buy(&shop, &[(mug, 2), (tea, 1)]).await;
        let (_, second) = super::order(&shop, &[(tea, 1)]).await;
        let staff = shop.staff_with(&[Permission::Orders]).await;
        let answer = staff.get("/admin/orders.csv").await.expect(200);
        assert_eq!(answer.header("content-type"), Some("text/csv; charset=utf-8"));
        let rows = records(&answer.body);
        let numbers: Vec<_> = rows.iter().map(|row| row[0].clone()).collect();
        assert_eq!(numbers, [second.number.to_string(), first.number.to_string()]);
        assert_eq!(rows[1][2..6], ["paid", "ada@example.com", "Ada Byron", "DE"]);
        assert_eq!(rows[1][12], "49.88");
        let paid = records(&staff.get("/admin/orders.csv?tab=to-ship&rows=lines").await.expect(200).body);
        let lines: Vec<_> = paid.iter().map(|row| (row[4].as_str(), row[8].as_str())).collect();
        assert_eq!(lines, [("Mug, blue", "2"), ("'=1+1", "1")], "what a spreadsheet would run is text");
        let found = records(&staff.get(&format!("/admin/orders.csv?q={}", second.number)).await.expect(200).body);
        assert_eq!(found.len(), 1);
    }

    async fn an_address_cannot_run_in_a_spreadsheet(shop: TestShop) {
        let mug = shop.sell("Mug", 1_999, 5).await;
        let buyer = Buyer::guest(&shop);
        buyer.add(mug, "1").await.expect(200);
        let address = crate::support::address_with(&[("shipping_name", "=HYPERLINK(\"http://x\")")]);
        buyer.fill_checkout_with("ada@example.com", &address).await;
        buyer.place().await.expect(200);
        let staff = shop.staff_with(&[Permission::Orders]).await;
        let rows = records(&staff.get("/admin/orders.csv").await.expect(200).body);
        assert_eq!(rows[0][4], "'=HYPERLINK(\"http://x\")");
        shop.staff_with(&[Permission::Catalog]).await.get("/admin/orders.csv").await.expect(403);
    }
}
