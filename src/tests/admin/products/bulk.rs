//! Changing many products at once.

use super::{add, category, open, saving::order};
use crate::support::{Answer, Client, TestShop};
use tradewind::{
    domain::{
        ids::ProductId,
        product::ProductStatus,
        staff::{BulkPreview, BulkResult},
    },
    server::{
        services::{
            add_category::add_category,
            add_product::{NewProduct, add_products},
        },
        store::db::{execute, select},
    },
};

async fn change(staff: &Client, ids: &[ProductId], fields: &[(&str, &str)]) -> Answer {
    let ids = ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    staff.post_action("admin/bulk_products", &[&[("selection[ids]", ids.as_str())], fields].concat()).await
}

/// What a change that was begun has done.
async fn result(staff: &Client, answer: &Answer) -> BulkResult {
    let address = answer.location().unwrap_or_else(|| panic!("not done: {} {}", answer.status, answer.body));
    let (_, done) = address.split_once("done=").expect("a record");
    let result: Option<BulkResult> =
        staff.get_action("admin/get_bulk_result", &[("done", done)]).await.expect(200).json();
    result.expect("it is known")
}

async fn status(staff: &Client, id: ProductId) -> ProductStatus {
    open(staff, id).await.stored.expect("it is there").status
}

async fn three(shop: &TestShop) -> [ProductId; 3] {
    [
        add(shop, NewProduct::simple("Mug", 1_000, 1)).await,
        add(shop, NewProduct::simple("Bowl", 1_995, 1)).await,
        add(shop, NewProduct { status: ProductStatus::Draft, ..NewProduct::simple("Pan", 4_900, 1) }).await,
    ]
}

async fn entries(shop: &TestShop) -> i64 {
    let text = "SELECT CAST(COUNT(*) AS BIGINT) FROM audit_entry WHERE action <> 'create'";
    let (count,): (i64,) = select(&shop.state.db, text).one().await.expect("a count");
    count
}

on_both! {
    async fn states_change_where_they_differ_and_each_change_is_noted(shop: TestShop) {
        let (staff, ids) = (shop.staff().await, three(&shop).await);
        let answer = change(&staff, &ids, &[("change[action]", "publish")]).await;
        assert_eq!(result(&staff, &answer).await, BulkResult { changed: 1, ..BulkResult::default() });
        assert_eq!((status(&staff, ids[2]).await, entries(&shop).await), (ProductStatus::Active, 1));
        shop.visitor().get("/p/pan").await.expect(200);
        let answer = change(&staff, &ids, &[("change[action]", "archive")]).await;
        assert_eq!(result(&staff, &answer).await.changed, 3);
        assert_eq!(open(&staff, ids[0]).await.form.version, 2, "an open form is told");
        shop.visitor().get("/p/mug").await.expect(404);
    }

    async fn brand_and_tax_category_are_set_where_they_differ(shop: TestShop) {
        let (staff, ids) = (shop.staff().await, three(&shop).await);
        for text in [
            "INSERT INTO brand (id, slug, name) VALUES (71, 'tarn', 'Tarn')",
            "INSERT INTO tax_category (id, slug, name) VALUES (72, 'books', 'Books')",
        ] {
            execute(&shop.state.db, text).run().await.expect("a reference");
        }
        for (action, field, value, read) in [
            ("brand", "change[brand]", "71", "Tarn"),
            ("tax-category", "change[tax_category]", "72", "Books"),
        ] {
            let preview: BulkPreview = staff.get_action("admin/preview_bulk", &[("selection[ids]", "1"), ("change[action]", action)]).await.expect(200).json();
            let offered = if action == "brand" { preview.brands } else { preview.tax_categories };
            assert!(offered.iter().any(|(_, name)| name == read), "{offered:?}");
            let answer = change(&staff, &ids[..2], &[("change[action]", action), (field, value)]).await;
            assert_eq!(result(&staff, &answer).await.changed, 2, "{action}");
            let answer = change(&staff, &ids, &[("change[action]", action), (field, value)]).await;
            assert_eq!(result(&staff, &answer).await.changed, 1, "{action}: the third one");
            let refused = change(&staff, &ids, &[("change[action]", action), (field, "9999")]).await.expect(422);
            assert!(refused.error().field_message(field).is_some(), "{}", refused.body);
        }
        let form = open(&staff, ids[2]).await.form;
        assert_eq!((form.brand.as_str(), form.tax_category.as_str(), form.version), ("71", "72", 3));
        assert_eq!(entries(&shop).await, 6);
        let answer = change(&staff, &ids, &[("change[action]", "brand"), ("change[brand]", "none")]).await;
        assert_eq!((result(&staff, &answer).await.changed, open(&staff, ids[0]).await.form.brand), (3, String::new()));
        shop.assert_consistent().await;
    }

    async fn prices_change_by_percent_as_the_preview_says(shop: TestShop) {
        let staff = shop.staff().await;
        let mut mug = NewProduct::simple("Mug", 1_000, 1);
        mug.variants[0].compare_at_minor = Some(1_050);
        let mug = add(&shop, mug).await;
        let bowl = add(&shop, NewProduct::simple("Bowl", 1_995, 1)).await;
        let fields = [("change[action]", "price"), ("change[percent]", "10"), ("change[rounding]", "99")];
        let ids = format!("{mug},{bowl}");
        let preview: BulkPreview = staff.get_action("admin/preview_bulk", &[&[("selection[ids]", ids.as_str())], &fields[..]].concat()).await.expect(200).json();
        assert_eq!(preview.count, 2);
        let shown: Vec<_> = preview.prices.iter().map(|price| (price.before.minor, price.after.expect("a price").minor)).collect();
        assert_eq!(shown, [(1_995, 2_199), (1_000, 1_099)]);
        let answer = change(&staff, &[mug, bowl], &fields).await;
        assert_eq!(result(&staff, &answer).await.changed, 2);
        let form = open(&staff, mug).await.form;
        assert_eq!((form.variants[0].price.as_str(), form.variants[0].compare_at.as_str()), ("10.99", ""), "the comparison is dropped");
        let (listed,): (i64,) = select(&shop.state.db, "SELECT price_minor FROM product WHERE id = $1").bind(bowl).one().await.expect("a price");
        assert_eq!(listed, 2_199);
    }

    async fn products_join_leave_and_move_between_categories(shop: TestShop) {
        let staff = shop.staff().await;
        let home = add_category(&shop.state, category("Home")).await.expect("a category");
        let desk = add_category(&shop.state, category("Desk")).await.expect("a category");
        let mug = add(&shop, NewProduct::simple("Mug", 100, 1).in_category(home)).await;
        let pen = add(&shop, NewProduct::simple("Pen", 100, 1)).await;
        let categories = async |id: ProductId| {
            let form = open(&staff, id).await.form;
            (form.primary.clone(), form.categories.clone())
        };
        let (home, desk) = (home.to_string(), desk.to_string());
        change(&staff, &[mug, pen], &[("change[action]", "add-category"), ("change[category]", &desk)]).await.expect(200);
        assert_eq!(categories(mug).await, (home.clone(), vec![home.clone(), desk.clone()]));
        assert_eq!(categories(pen).await, (desk.clone(), vec![desk.clone()]), "its first category is its primary one");
        change(&staff, &[mug, pen], &[("change[action]", "remove-category"), ("change[category]", &home)]).await.expect(200);
        assert_eq!(categories(mug).await, (desk.clone(), vec![desk.clone()]), "another takes its place");
        change(&staff, &[mug, pen], &[("change[action]", "move-category"), ("change[category]", &home)]).await.expect(200);
        assert_eq!(categories(pen).await, (home.clone(), vec![home.clone()]));
        let refused = change(&staff, &[mug], &[("change[action]", "add-category"), ("change[category]", "999")]).await.expect(422).error();
        assert!(refused.field_message("change[category]").is_some());
    }

    async fn tags_come_and_go(shop: TestShop) {
        let (staff, ids) = (shop.staff().await, three(&shop).await);
        let answer = change(&staff, &ids, &[("change[action]", "add-tag"), ("change[tag]", "sale")]).await;
        assert_eq!(result(&staff, &answer).await.changed, 3);
        let again = change(&staff, &ids, &[("change[action]", "add-tag"), ("change[tag]", "sale")]).await;
        assert_eq!(result(&staff, &again).await.changed, 0);
        change(&staff, &ids[..1], &[("change[action]", "remove-tag"), ("change[tag]", "sale")]).await.expect(200);
        assert_eq!(open(&staff, ids[0]).await.form.tags, "");
        assert_eq!(open(&staff, ids[1]).await.form.tags, "sale");
    }

    async fn what_orders_refer_to_is_archived_instead_of_deleted(shop: TestShop) {
        let (staff, ids) = (shop.staff().await, three(&shop).await);
        order(&shop, ids[0]).await;
        let answer = change(&staff, &ids, &[("change[action]", "delete")]).await;
        assert_eq!(result(&staff, &answer).await, BulkResult { changed: 2, archived: 1, ..BulkResult::default() });
        assert_eq!(status(&staff, ids[0]).await, ProductStatus::Archived);
        staff.get_action("admin/get_product", &[("id", &ids[1].to_string()), ("draft", "")]).await.expect(404);
    }

    async fn everything_that_fits_is_changed_slice_by_slice_and_only_once(shop: TestShop) {
        let staff = shop.staff().await;
        let products: Vec<NewProduct> = (0..2_300).map(|number| NewProduct::simple(&format!("Thing {number}"), 1_000, 1)).collect();
        let mut tx = shop.state.db.begin().await.expect("a transaction");
        for part in products.chunks(500) {
            add_products(&mut tx, shop.clock.now(), "test", part.to_vec()).await.expect("products");
        }
        tx.commit().await.expect("committed");
        add(&shop, NewProduct { status: ProductStatus::Draft, ..NewProduct::simple("Not this", 1_000, 1) }).await;
        let fields = [("selection[filter][tab]", "active"), ("selection[filter][q]", "thing"), ("change[action]", "price"), ("change[percent]", "10")];
        let answer = staff.post_action("admin/bulk_products", &fields).await.expect(200);
        let so_far = result(&staff, &answer).await;
        assert_eq!((so_far.changed, so_far.remaining), (2_000, 300), "the rest is a job");
        shop.run_jobs().await;
        let done = result(&staff, &answer).await;
        assert_eq!((done.changed, done.remaining), (2_300, 0));
        let prices: Vec<(i64, i64)> = select(&shop.state.db, "SELECT price_minor, CAST(COUNT(*) AS BIGINT) FROM variant GROUP BY price_minor ORDER BY price_minor").all().await.expect("prices");
        assert_eq!(prices, [(1_000, 1), (1_100, 2_300)]);
        assert_eq!(entries(&shop).await, 2_300);
    }

    async fn a_change_without_products_or_sense_is_refused(shop: TestShop) {
        let (staff, ids) = (shop.staff().await, three(&shop).await);
        for (fields, field) in [
            (&[("change[action]", "explode")][..], "change[action]"),
            (&[("change[action]", "price"), ("change[percent]", "-100")], "change[percent]"),
            (&[("change[action]", "add-tag")], "change[tag]"),
        ] {
            let refused = change(&staff, &ids, fields).await.expect(422).error();
            assert!(refused.field_message(field).is_some(), "{field}");
        }
        let refused = staff.post_action("admin/bulk_products", &[("selection[ids]", "1,x"), ("change[action]", "archive")]).await.expect(422);
        assert!(refused.error().field_message("selection[ids]").is_some());
        assert_eq!(entries(&shop).await, 0);
    }

    async fn the_page_of_a_change_shows_what_is_meant_without_scripts(shop: TestShop) {
        let (staff, ids) = (shop.staff().await, three(&shop).await);
        let page = staff.get(&format!("/admin/products/bulk?ids={}&ids={}&action=archive", ids[0], ids[1])).await.expect(200).body;
        assert!(page.contains("2 products") && page.contains("Mug") && page.contains("Bowl") && !page.contains("Pan"), "{page}");
        let page = staff.get("/admin/products/bulk?all=1&tab=draft&action=publish").await.expect(200).body;
        assert!(page.contains("1 product") && page.contains("Pan"));
        let page = staff.get("/admin/products/bulk").await.expect(200).body;
        assert!(page.contains("No products are chosen"));
        let answer = staff.post_form("/actions/admin/bulk_products", &[("selection[filter][tab]", "draft"), ("change[action]", "publish")]).await;
        let page = staff.follow(&answer.location().expect("the list").replace(&shop.url, "")).await.body;
        assert!(page.contains("1 product changed."), "{page}");
    }
}
