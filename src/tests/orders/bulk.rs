//! Work on several orders at once: what is chosen in the list is picked, packed and exported together.

use super::{buy, order, ship};
use crate::support::{Client, Placed};
use tradewind::domain::{access::Permission, staff::Fulfillment};

fn numbers(orders: &[&Placed]) -> String {
    orders.iter().map(|placed| placed.number.to_string()).collect::<Vec<_>>().join(",")
}

/// As the form of the list sends them.
fn query(orders: &[&Placed]) -> String {
    orders.iter().map(|placed| format!("&orders={}", placed.number)).collect()
}

async fn lists(staff: &Client, orders: &[&Placed]) -> Fulfillment {
    staff.get_action("admin/get_pick_lists", &[("orders", &numbers(orders))]).await.expect(200).json()
}

/// The text of a PDF, without spaces.
fn text(file: &[u8]) -> String {
    pdf_extract::extract_text_from_mem(file).expect("a readable PDF").split_whitespace().collect()
}

on_both! {
    async fn the_chosen_orders_have_one_pick_list(shop: TestShop) {
        let (mug, tea) = (shop.sell("Mug", 1_900, 9).await, shop.sell("Tea", 900, 9).await);
        let staff = shop.staff().await;
        let (_, first) = buy(&shop, &[(mug, 2)]).await;
        let (_, second) = buy(&shop, &[(mug, 1), (tea, 3)]).await;
        let (_, third) = buy(&shop, &[(tea, 4)]).await;
        let (_, unpaid) = order(&shop, &[(tea, 1)]).await;
        let chosen = lists(&staff, &[&second, &first, &unpaid]).await;
        assert_eq!(chosen.centers.len(), 1);
        assert_eq!((chosen.centers[0].orders, chosen.centers[0].units), (2, 6));
        let bins: Vec<_> = chosen.centers[0].bins.iter().map(|bin| (bin.title.as_str(), bin.quantity)).collect();
        assert_eq!(bins, [("Mug", 3), ("Tea", 3)]);
        assert_eq!(chosen.nothing_to_pack, [unpaid.number], "and it says what is not to be picked");
        let all: Fulfillment = staff.get_action("admin/get_pick_lists", &[]).await.expect(200).json();
        assert_eq!((all.centers[0].orders, all.nothing_to_pack.len()), (3, 0));
        for wrong in ["T100001,x", "1", "' OR 1=1 --"] {
            staff.get_action("admin/get_pick_lists", &[("orders", wrong)]).await.expect(422);
        }

        let page = staff.get(&format!("/admin/fulfillment?chosen=1{}", query(&[&first, &second, &unpaid]))).await.expect(200).body;
        assert!(page.contains("Pick list of 3 orders") && page.contains(&format!("Nothing to pack of {}", unpaid.number)), "{page}");
        assert!(!page.contains(&third.number.to_string()), "{page}");
        let none = staff.get("/admin/fulfillment?chosen=1").await.expect(200).body;
        assert!(none.contains("No orders are chosen") && !none.contains(&third.number.to_string()), "{none}");
        let list = staff.get("/admin/orders").await.expect(200).body;
        assert!(list.contains(&format!("name=\"orders\" value=\"{}\"", first.number)) && list.contains("bulk-bar"), "{list}");
    }

    async fn the_slips_of_the_chosen_orders_are_one_file(shop: TestShop) {
        let (mug, tea) = (shop.sell("Mug", 1_900, 9).await, shop.sell("Tea", 900, 1).await);
        let south = shop.add_center("South", "NL", 5).await;
        shop.put(tea, south, 4).await;
        let staff = shop.staff().await;
        let (_, first) = buy(&shop, &[(mug, 2)]).await;
        let (_, second) = buy(&shop, &[(mug, 1), (tea, 3)]).await;
        let (_, third) = buy(&shop, &[(mug, 1)]).await;
        let path = format!("/admin/packing-slips.pdf?chosen=1{}", query(&[&first, &second]));
        let file = text(&staff.download(&path, "application/pdf").await);
        let slips = file.matches("inthisparcel.").count();
        let parcels: usize = lists(&staff, &[&first, &second]).await.centers.iter().map(|list| list.to_pack.len()).sum();
        assert_eq!(slips, parcels, "one for each parcel that is to be packed: {file}");
        assert!(file.contains(&first.number.to_string()) && file.contains(&second.number.to_string()), "{file}");
        assert!(!file.contains(&third.number.to_string()) && file.contains("AdaByron"), "{file}");
        assert!(file.contains("Page1of1"), "each slip counts its own pages: {file}");
        // What has left is not packed again; where nothing is left to pack, the page says so.
        ship(&staff, &third, &[]).await.expect(200);
        let nothing = staff.get(&format!("/admin/packing-slips.pdf?chosen=1{}", query(&[&third]))).await.expect(303);
        let page = nothing.location().expect("the pick list");
        assert!(staff.get(&page).await.expect(200).body.contains(&format!("Nothing to pack of {}", third.number)), "{page}");
        let others = shop.staff_with(&[Permission::Catalog]).await;
        others.get(&path).await.expect(403);
    }

    async fn many_slips_cost_as_many_queries_as_one(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 1_900, 20).await, shop.staff().await);
        let mut orders = Vec::new();
        for _ in 0..4 {
            orders.push(buy(&shop, &[(mug, 1)]).await.1);
        }
        let cost = async |orders: &[&Placed]| {
            let before = shop.state.db.queries();
            staff.download(&format!("/admin/packing-slips.pdf?chosen=1{}", query(orders)), "application/pdf").await;
            shop.state.db.queries() - before
        };
        let all: Vec<&Placed> = orders.iter().collect();
        assert_eq!(cost(&all[..1]).await, cost(&all).await);
    }

    async fn the_chosen_orders_are_a_file(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 1_900, 9).await, shop.staff().await);
        let (_, first) = buy(&shop, &[(mug, 2)]).await;
        let (_, second) = buy(&shop, &[(mug, 1)]).await;
        let (_, third) = order(&shop, &[(mug, 1)]).await;
        let rows = async |query: &str| -> Vec<String> {
            let file = staff.get(&format!("/admin/orders.csv?{query}")).await.expect(200).body;
            file.lines().skip(1).map(|line| line.split(',').next().unwrap_or_default().to_owned()).collect()
        };
        let chosen = query(&[&first, &third]);
        assert_eq!(rows(&format!("chosen=1{chosen}")).await, [third.number.to_string(), first.number.to_string()]);
        assert_eq!(rows(&format!("chosen=1{chosen}&rows=lines")).await.len(), 2);
        assert_eq!(rows("chosen=1").await, Vec::<String>::new(), "no order chosen is none, not all");
        assert_eq!(rows("").await.len(), 3);
        assert_eq!(rows(&format!("q={}", second.number)).await, [second.number.to_string()], "the filters go on working");
        staff.get("/admin/orders.csv?chosen=1&orders=x").await.expect(422);
    }
}
