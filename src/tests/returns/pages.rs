//! Returns on pages, also without scripts.

use super::{approve, asked, came, field, newest, receive_order, refund, wanted};

on_both! {
    async fn the_pages_work_without_scripts(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 2_000, 9).await, shop.staff().await);
        let (buyer, placed) = receive_order(&shop, &staff, &[(mug, 3)]).await;
        let page = placed.page();
        let body = buyer.client.get(&page).await.expect(200).body;
        assert!(body.contains("Return items") && body.contains("Does not fit"), "{body}");
        let send = async |units: i64| {
            let lines = buyer.load(&placed).await.lines;
            let mut fields = vec![field("number", placed.number), field("token", &placed.token), field("seen", 0)];
            fields.extend(wanted(&lines, &[units]));
            let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            buyer.client.post_form_from(&page, "/actions/orders/request_return", &fields).await
        };
        let refused = send(9).await;
        let back = refused.location().expect("back to the page");
        let body = buyer.client.get(back.strip_prefix(&shop.url).unwrap_or(&back)).await.expect(200).body;
        assert!(body.contains("A number from 0 to 3."), "{body}");
        let sent = send(1).await;
        let next = sent.location().expect("on to the page");
        assert!(next.contains("return=requested"), "{next}");
        let next = next.split('#').next().expect("an address").to_owned();
        let body = buyer.client.get(&next).await.expect(200).body;
        let number = newest(&buyer, &placed).await.number;
        for text in ["We have your request", &format!("Return {number}"), "Cancel this return", "A crack in the rim"] {
            assert!(body.contains(text), "{text} is not in {body}");
        }
        assert!(!body.contains(&staff.account.as_ref().expect("somebody").email));
    }

    async fn staff_see_returns_in_the_list_on_their_page_and_on_the_order(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 2_000, 9).await, shop.staff().await);
        let (buyer, placed) = receive_order(&shop, &staff, &[(mug, 3)]).await;
        let empty = staff.get("/admin/returns").await.expect(200).body;
        assert!(empty.contains("No returns yet"), "{empty}");
        let first = asked(&buyer, &placed, &[1]).await;
        let list = staff.get("/admin/returns?tab=requested").await.expect(200).body;
        assert!(list.contains(&first.to_string()) && list.contains("Ada Byron"), "{list}");
        let page = staff.get(&format!("/admin/returns/{first}")).await.expect(200).body;
        for text in ["Approve the return", "Reject the return", "A crack in the rim", "Please pack the items well"] {
            assert!(page.contains(text), "{text} is not in {page}");
        }
        approve(&staff, first).await.expect(200);
        let page = staff.get(&format!("/admin/returns/{first}")).await.expect(200).body;
        assert!(page.contains("This came back") && page.contains("It never came"), "{page}");
        let second = came(&staff, &buyer, &placed, &[1]).await;
        let page = staff.get(&format!("/admin/returns/{second}")).await.expect(200).body;
        assert!(page.contains("value=\"20.00\"") && page.contains("€4.90"), "{page}");
        refund(&staff, second, "20", &[]).await.expect(200);
        shop.run_jobs().await;
        let page = staff.get(&format!("/admin/returns/{second}")).await.expect(200).body;
        assert!(page.contains("Credited") && !page.contains("Amount for the items"), "{page}");
        let order = staff.get(&format!("/admin/orders/{}", placed.number)).await.expect(200).body;
        for text in [first.to_string(), second.to_string(), "Open the return".to_owned(), "Return settled".to_owned()] {
            assert!(order.contains(&text), "{text} is not in {order}");
        }
        let own = buyer.client.get(&placed.page()).await.expect(200).body;
        assert!(own.contains("Credited to you") && own.contains("Send it to"), "{own}");
        for page in ["/admin/returns/R1", "/admin/returns/x", "/admin/returns/R999999"] {
            assert!(staff.get(page).await.expect(404).body.contains("There is no such return"), "{page}");
        }
    }

    async fn settings_are_kept_and_noted(shop: TestShop) {
        let owner = shop.owner().await;
        let page = owner.get("/admin/settings/returns").await.expect(200).body;
        assert!(page.contains("value=\"30\""), "{page}");
        let fields = [("window_days", "0"), ("return_instructions", "To us")];
        owner.post_action("admin/save_return_settings", &fields).await.expect(200);
        let page = owner.get("/admin/settings/returns").await.expect(200).body;
        assert!(page.contains("value=\"0\"") && page.contains("To us"), "{page}");
        owner.post_action("admin/save_return_settings", &[("window_days", "x")]).await.expect(422);
        let log = owner.get("/admin/audit").await.expect(200).body;
        assert!(log.contains("/admin/settings/returns"), "{log}");
    }
}
