//! Forms that are not saved: what was typed is kept, also without scripts.

use super::{add, add_tote, draft_of, fields, open, open_draft, press, press_plainly};
use tradewind::server::services::add_product::NewProduct;

on_both! {
    async fn a_refused_form_comes_back_without_scripts_as_it_was_typed(shop: TestShop) {
        let (staff, id) = (shop.staff().await, add_tote(&shop).await);
        let mut form = open(&staff, id).await.form;
        form.title = "A title that was typed".into();
        form.variants[1].price = "free".into();
        let address = press_plainly(&staff, &form, "save").await;
        let page = staff.get(address.split('#').next().expect("a page")).await.expect(200).body;
        assert!(page.contains("A title that was typed") && page.contains("An amount like 49.00."), "{page}");
        assert_eq!(open(&staff, id).await.form.title, "Harbor Tote");
    }

    async fn a_saved_form_leads_to_the_product_without_scripts(shop: TestShop) {
        let (staff, id) = (shop.staff().await, add_tote(&shop).await);
        let mut form = open(&staff, id).await.form;
        form.title = "Saved".into();
        assert_eq!(press_plainly(&staff, &form, "").await, format!("/admin/products/{id}?saved=2"));
    }

    async fn buttons_change_the_form_and_save_nothing(shop: TestShop) {
        let (staff, id) = (shop.staff().await, add_tote(&shop).await);
        let other = add(&shop, NewProduct::simple("Other", 100, 1)).await;
        let mut form = open(&staff, id).await.form;
        form.variants[0].price = "7.00".into();
        form.options[0].add = "Huge".into();
        form.description = "Wash **cold**.<script>alert(1)</script>".into();
        form.related_search = "oth".into();
        let address = press(&staff, &form, "fill:price").await.expect(200).location().expect("a draft");
        assert!(address.ends_with("#variants"), "{address}");
        let draft = open_draft(&staff, id, &draft_of(&address)).await;
        assert!(draft.is_draft && draft.conflict.is_none());
        assert_eq!(draft.form.variants.iter().map(|row| row.price.as_str()).collect::<Vec<_>>(), ["7.00"; 3]);
        assert_eq!(draft.preview, "<p>Wash <strong>cold</strong>.</p>\n");
        assert_eq!(draft.found.iter().map(|found| found.id).collect::<Vec<_>>(), [other.0]);
        let address = press(&staff, &draft.form, &format!("relate:{other}")).await.expect(200).location().expect("a draft");
        let draft = open_draft(&staff, id, &draft_of(&address)).await;
        assert_eq!((draft.related[0].title.as_str(), draft.found.len()), ("Other", 0));
        assert_eq!(open(&staff, id).await.form.version, 1);
    }

    async fn nobody_sees_the_draft_of_somebody_else(shop: TestShop) {
        let (one, other, id) = (shop.staff().await, shop.staff().await, add_tote(&shop).await);
        let mut form = open(&one, id).await.form;
        form.title = "Secret".into();
        let draft = draft_of(&press_plainly(&one, &form, "show:texts").await);
        assert_eq!(open_draft(&one, id, &draft).await.form.title, "Secret");
        assert_eq!(open_draft(&other, id, &draft).await.form.title, "Harbor Tote");
        let another = add(&shop, NewProduct::simple("Other", 100, 1)).await;
        assert_eq!(open_draft(&one, another, &draft).await.form.title, "Other", "a draft is of one product");
    }

    async fn drafts_do_not_pile_up(shop: TestShop) {
        let (staff, id) = (shop.staff().await, add_tote(&shop).await);
        let form = open(&staff, id).await.form;
        for _ in 0..25 {
            press(&staff, &form, "show:texts").await.expect(200);
        }
        assert_eq!(shop.count("product_draft").await, 20);
    }

    async fn a_form_larger_than_any_product_is_refused(shop: TestShop) {
        let (staff, id) = (shop.staff().await, add_tote(&shop).await);
        let mut form = open(&staff, id).await.form;
        form.description = "x".repeat(3 * 1024 * 1024);
        let fields = fields(&form);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(staff.post_action("admin/save_product", &fields).await.status, 413);
    }

    async fn more_variants_than_a_product_may_have_are_refused_by_name(shop: TestShop) {
        let (staff, id) = (shop.staff().await, add_tote(&shop).await);
        let mut form = open(&staff, id).await.form;
        form.options[0].add = (0..200).map(|number| format!("v{number}")).collect::<Vec<_>>().join(",");
        let refused = press(&staff, &form, "save").await.expect(422).error();
        assert!(refused.field_message("product[options][0][add]").is_some(), "{refused:?}");
    }
}
