//! The pages, as a browser without scripts walks through them.

use super::{added_field, buy, staff_order, units_of};

on_both! {
    async fn without_scripts_staff_search_preview_and_save(shop: TestShop) {
        let (mug, pan, staff) = (shop.sell("Mug", 5_000, 9).await, shop.sell("Frying pan", 4_000, 9).await, shop.staff().await);
        let (_, placed) = buy(&shop, &[(mug, 2)]).await;
        let (number, order_page) = (placed.number.to_string(), format!("/admin/orders/{}", placed.number));
        let page = staff.get(&order_page).await.expect(200).body;
        assert!(page.contains(&format!("{order_page}/edit")), "{page}");
        let edit_page = format!("{order_page}/edit");
        let page = staff.get(&edit_page).await.expect(200).body;
        assert!(page.contains("Preview the change") && page.contains("Hafenstraße 1"), "{page}");
        let field = units_of(&staff, &placed, 0).await;
        let find = [("number", number.as_str()), ("step", "find"), ("variant_search", "frying"), (&field, "1")];
        let answer = staff.post_form_from(&edit_page, "/actions/admin/draft_order_edit", &find).await.expect(302);
        let found = answer.location().expect("a page");
        let page = staff.get(found.split('#').next().expect("a path")).await.expect(200).body;
        assert!(page.contains("Frying pan") && page.contains(&added_field(pan)), "{page}");
        let units = added_field(pan);
        let typed = [("number", number.as_str()), ("step", "preview"), (&field, "0"), (&units, "99")];
        let answer = staff.post_form_from(&edit_page, "/actions/admin/draft_order_edit", &typed).await.expect(302);
        let page = staff.get(&answer.location().expect("a page")).await.expect(200).body;
        assert!(page.contains("Only 9 more are in stock.") && page.contains("value=\"99\""), "what was typed is there: {page}");
        let typed = [("number", number.as_str()), ("step", "preview"), (&field, "0"), (&units, "1")];
        let answer = staff.post_form_from(&edit_page, "/actions/admin/draft_order_edit", &typed).await.expect(302);
        let preview = answer.location().expect("a page");
        let page = staff.get(&preview).await.expect(200).body;
        for text in ["Removed", "Added", "Save the change", "€100.00", "€40.00", "go back to where they came from"] {
            assert!(page.contains(text), "{text} in {page}");
        }
        let draft = preview.split_once("?draft=").and_then(|(_, rest)| rest.split('&').next()).expect("a draft");
        let save = [("number", number.as_str()), ("draft", draft)];
        let answer = staff.post_form_from(&preview, "/actions/admin/apply_order_edit", &save).await.expect(302);
        let page = staff.get(&answer.location().expect("a page")).await.expect(200).body;
        assert!(page.contains("Changed. The customer is told by mail.") && page.contains("Frying pan"), "{page}");
        assert_eq!(staff_order(&staff, &placed).await.edits.len(), 1);
        shop.run_jobs().await;
        shop.assert_consistent().await;
    }
}
