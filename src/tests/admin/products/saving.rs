//! Saving the form: everything or nothing, and never over somebody else's change.

use super::{add, add_tote, draft_of, open, open_draft, press, save};
use crate::support::{Buyer, TestShop, at_once};
use futures::FutureExt;
use tradewind::{
    domain::{
        ids::{InventoryItemId, ProductId},
        product::{OptionKind, ProductStatus, SpecificationKind},
        staff::{OptionInput, SpecificationValueInput, VariantInput},
        timestamp::Timestamp,
    },
    error::AppError,
    server::{
        services::add_product::{NewOptionValue, NewProduct},
        store::{
            catalog_write::references::{ColorRow, add_colors},
            db::{execute, select},
        },
    },
};

async fn item_of(shop: &TestShop, sku: &str) -> InventoryItemId {
    let text = "SELECT inventory_item.id FROM inventory_item JOIN variant ON variant.id = variant_id WHERE sku = $1";
    let (item,): (InventoryItemId,) = select(&shop.state.db, text).bind(sku).one().await.expect("an item");
    item
}

async fn reserve(shop: &TestShop, sku: &str, units: i64) {
    let item = item_of(shop, sku).await;
    let text = "UPDATE inventory_item SET reserved = $2 WHERE id = $1";
    execute(&shop.state.db, text).bind(item).bind(units).run().await.expect("reserved");
}

async fn add_specification(shop: &TestShop, kind: SpecificationKind) -> i64 {
    let text = "INSERT INTO specification (slug, name, kind, unit) VALUES ($1, $1, $2, 'g') RETURNING id";
    let mut tx = shop.state.db.begin().await.expect("a transaction");
    let (id,): (i64,) =
        select(&mut tx, text).bind(format!("{kind:?}").to_lowercase()).bind(kind).one().await.expect("a specification");
    tx.commit().await.expect("committed");
    id
}

on_both! {
    async fn an_edit_changes_everything_together(shop: TestShop) {
        let (staff, id) = (shop.staff().await, add_tote(&shop).await);
        let other = add(&shop, NewProduct::simple("Other", 100, 1)).await;
        let weight = add_specification(&shop, SpecificationKind::Number).await;
        let shown = open(&staff, id).await;
        let mut form = shown.form.clone();
        form.title = "Pier Tote <b>".into();
        form.slug = "pier-tote".into();
        form.tags = "wool, new".into();
        form.related = vec![other.to_string()];
        form.specifications = vec![SpecificationValueInput { id: weight, value: "180,5 g".into() }];
        form.variants[1].price = "39,50".into();
        form.variants[1].compare_at = "59.00".into();
        form.variants[1].cost = "12".into();
        form.variants[1].weight = "250".into();
        form.variants[1].sku = "PIER-L".into();
        form.variants[0].stock[0].on_hand = "12".into();
        save(&staff, &form).await.expect(200);
        let saved = open(&staff, id).await.form;
        assert_eq!((saved.title.as_str(), saved.slug.as_str(), saved.version), ("Pier Tote <b>", "pier-tote", form.version + 1));
        assert_eq!((saved.tags.as_str(), &saved.related), ("new, wool", &form.related));
        assert_eq!(saved.specifications, [SpecificationValueInput { id: weight, value: "180.5".into() }]);
        let row = &saved.variants[1];
        assert_eq!((row.id, row.price.as_str(), row.cost.as_str(), row.weight.as_str(), row.sku.as_str()), (form.variants[1].id, "39.50", "12.00", "250", "PIER-L"));
        assert_eq!(saved.variants[0].stock[0].on_hand, "12");
        let movements: Vec<(String, i64, String)> = select(&shop.state.db, "SELECT kind, on_hand_change, actor FROM stock_movement ORDER BY id DESC LIMIT 1").all().await.expect("movements");
        let email = staff.account.as_ref().expect("staff").email.clone();
        assert_eq!(movements, [("adjust".to_owned(), 7, email.clone())]);
        let (actor, after): (String, String) = select(&shop.state.db, "SELECT actor, after FROM audit_entry ORDER BY id DESC LIMIT 1").one().await.expect("an entry");
        assert_eq!(actor, email);
        assert!(after.contains("Pier Tote") && !after.contains("summary"), "{after}");
        let page = staff.get(&format!("/admin/products/{id}")).await.expect(200).body;
        assert!(!page.contains("Tote <b>"), "text is never markup");
        shop.visitor().get("/p/pier-tote").await.expect(200);
        let (old,): (String,) = select(&shop.state.db, "SELECT slug FROM product_slug").one().await.expect("the old address");
        assert_eq!(old, "harbor-tote");
    }

    async fn a_form_that_changes_nothing_saves_nothing(shop: TestShop) {
        let (staff, id) = (shop.staff().await, add_tote(&shop).await);
        let form = open(&staff, id).await.form;
        save(&staff, &form).await.expect(200);
        assert_eq!(open(&staff, id).await.form, form);
    }

    async fn a_new_product_is_added_whole(shop: TestShop) {
        let staff = shop.staff().await;
        let mut tx = shop.state.db.begin().await.expect("a transaction");
        let navy = ColorRow { slug: "navy", name: "Navy", hex: "#112233", position: 0 };
        let colors = add_colors(&mut tx, &[navy]).await.expect("a color");
        tx.commit().await.expect("committed");
        add(&shop, NewProduct::simple("First", 100, 1)).await;
        let mut form = open(&staff, "new").await.form;
        form.title = "Sea Cap".into();
        form.status = "active".into();
        form.variants[0].sku = "CAP".into();
        form.variants[0].price = "25.00".into();
        form.variants[0].stock[0].on_hand = "3".into();
        form.options = vec![OptionInput { kind: "color".into(), add_links: vec![colors["navy"].to_string()], add: "Lime".into(), ..OptionInput::default() }];
        // The options change the rows, so the form comes back once to be looked at where something is wrong.
        form.variants[0].price = "wrong".into();
        let refused = save(&staff, &form).await.expect(200);
        let draft = open_draft(&staff, "new", &draft_of(refused.header("location").expect("a draft"))).await;
        assert!(draft.errors.message("product[variants][0][price]").is_some(), "{:?}", draft.errors);
        let mut form = draft.form;
        assert_eq!(form.variants.iter().map(|row| row.sku.as_str()).collect::<Vec<_>>(), ["CAP", "CAP-LIME"]);
        for row in &mut form.variants {
            row.price = "25.00".into();
        }
        let saved = save(&staff, &form).await.expect(200);
        let address = saved.header("location").expect("its page").to_owned();
        let id = address.trim_start_matches("/admin/products/").split('?').next().expect("an id").to_owned();
        let saved = open(&staff, &id).await;
        assert_eq!(saved.form.options[0].values[0].link, colors["navy"].to_string());
        assert_eq!(saved.form.variants.iter().map(|row| (row.on, row.stock[0].on_hand.as_str())).collect::<Vec<_>>(), [(true, "3"), (true, "0")]);
        shop.visitor().get("/p/sea-cap").await.expect(200);
        let (action, label): (String, String) = select(&shop.state.db, "SELECT action, label FROM audit_entry ORDER BY id DESC LIMIT 1").one().await.expect("an entry");
        assert_eq!((action.as_str(), label.as_str()), ("create", "Sea Cap"));
    }

    async fn variants_keep_what_they_are_while_options_grow(shop: TestShop) {
        let (staff, id) = (shop.staff().await, add_tote(&shop).await);
        let before = open(&staff, id).await.form;
        let mut form = before.clone();
        form.options[0].add = "Huge".into();
        form.variants[1].on = false;
        save(&staff, &form).await.expect(200);
        let after = open(&staff, id).await.form;
        let rows: Vec<_> = after.variants.iter().map(|row| (row.on, row.sku.as_str())).collect();
        assert_eq!(rows, [(true, "HARBOR-TOTE-SMALL"), (false, "HARBOR-TOTE-LARGE"), (true, "HARBOR-TOTE-HUGE")]);
        assert_eq!((after.variants[0].id, &after.variants[0].stock), (before.variants[0].id, &before.variants[0].stock));
        assert_eq!(shop.count("variant").await, 2, "what is not sold is no variant");
    }

    async fn the_second_of_two_editors_is_shown_what_the_first_did(shop: TestShop) {
        let (one, other, id) = (shop.staff().await, shop.staff().await, add_tote(&shop).await);
        let shown = open(&one, id).await.form;
        let mut first = shown.clone();
        first.title = "First".into();
        save(&one, &first).await.expect(200);
        let mut second = shown.clone();
        second.summary = "Second".into();
        let kept = save(&other, &second).await.expect(200);
        let draft = open_draft(&other, id, &draft_of(kept.header("location").expect("a draft"))).await;
        assert_eq!((draft.form.summary.as_str(), draft.form.title.as_str()), ("Second", "Harbor Tote"), "what was typed is kept");
        let conflict = draft.conflict.expect("a conflict");
        let email = one.account.as_ref().expect("staff").email.clone();
        assert_eq!(conflict.entries.len(), 1);
        assert_eq!(conflict.entries[0].actor, email);
        assert_eq!(conflict.entries[0].changes, [("title".to_owned(), "Harbor Tote".to_owned(), "First".to_owned())]);
        assert_eq!(open(&one, id).await.form.title, "First", "nothing was overwritten");
        let page = other.get(&format!("/admin/products/{id}?draft={}", draft_of(kept.header("location").expect("a draft")))).await.expect(200).body;
        assert!(page.contains("Somebody else changed this product") && page.contains(&email), "the page says so");
        press(&other, &draft.form, "overwrite").await.expect(200);
        let saved = open(&one, id).await.form;
        assert_eq!((saved.summary.as_str(), saved.title.as_str()), ("Second", "Harbor Tote"), "theirs was seen, and overwritten");
    }

    async fn of_many_who_save_at_once_one_wins(shop: TestShop) {
        let id = add_tote(&shop).await;
        let mut saves = Vec::new();
        for number in 0..6 {
            let staff = shop.staff().await;
            let mut form = open(&staff, id).await.form;
            form.title = format!("Title {number}");
            let saving = async move { save(&staff, &form).await.expect(200).header("location").expect("a way on").to_owned() };
            saves.push(saving.boxed());
        }
        let addresses = at_once(saves).await;
        assert_eq!(addresses.iter().filter(|address| address.contains("saved=")).count(), 1, "{addresses:?}");
        assert_eq!(addresses.iter().filter(|address| address.contains("draft=")).count(), 5, "{addresses:?}");
        assert_eq!(open(&shop.staff().await, id).await.form.version, 2);
    }

    async fn stock_that_moved_is_not_overwritten(shop: TestShop) {
        let (staff, id) = (shop.staff().await, add_tote(&shop).await);
        let mut form = open(&staff, id).await.form;
        let item = item_of(&shop, "HARBOR-TOTE-SMALL").await;
        execute(&shop.state.db, "UPDATE inventory_item SET on_hand = 3 WHERE id = $1").bind(item).run().await.expect("sold");
        form.variants[0].stock[0].on_hand = "6".into();
        let kept = save(&staff, &form).await.expect(200);
        let draft = open_draft(&staff, id, &draft_of(kept.header("location").expect("a draft"))).await;
        assert!(draft.conflict.expect("a conflict").stock_moved);
        form.variants[0].stock[0].on_hand = form.variants[0].stock[0].seen.clone();
        form.title = "Only the title".into();
        save(&staff, &form).await.expect(200);
        assert_eq!(open(&staff, id).await.form.variants[0].stock[0].on_hand, "3", "an edit of the title leaves sales alone");
    }

    async fn stock_never_goes_below_what_is_promised(shop: TestShop) {
        let (staff, id) = (shop.staff().await, add_tote(&shop).await);
        reserve(&shop, "HARBOR-TOTE-SMALL", 3).await;
        let shown = open(&staff, id).await;
        assert_eq!(shown.reserved.iter().map(|units| units.units).collect::<Vec<_>>(), [3]);
        let mut form = shown.form.clone();
        form.variants[0].stock[0].on_hand = "2".into();
        form.title = "Not saved".into();
        let refused = save(&staff, &form).await.expect(422).error();
        let message = refused.field_message("product[variants][0][stock][0][on_hand]");
        assert!(message.is_some_and(|message| message.contains('3')), "{refused:?}");
        assert_eq!(open(&staff, id).await.form, shown.form);
        form.variants[0].on = false;
        let refused = save(&staff, &form).await.expect(422).error();
        assert!(refused.field_message("variants").is_some(), "nor does the variant go: {refused:?}");
        form.variants[0].on = true;
        form.variants[0].stock[0].on_hand = "3".into();
        save(&staff, &form).await.expect(200);
    }

    async fn a_second_center_keeps_stock_of_its_own(shop: TestShop) {
        let (staff, id) = (shop.staff().await, add_tote(&shop).await);
        execute(&shop.state.db, "INSERT INTO fulfillment_center (slug, name, country, priority) VALUES ('south', 'South', 'DE', 9)").run().await.expect("a center");
        let mut form = open(&staff, id).await.form;
        assert_eq!(form.variants[0].stock.len(), 2);
        form.variants[0].stock[1].on_hand = "4".into();
        save(&staff, &form).await.expect(200);
        let mut form = open(&staff, id).await.form;
        assert_eq!(form.variants[0].stock.iter().map(|level| level.on_hand.as_str()).collect::<Vec<_>>(), ["5", "4"]);
        form.variants[0].stock[1].on_hand = "1".into();
        save(&staff, &form).await.expect(200);
        let moved: Vec<(i64,)> = select(&shop.state.db, "SELECT on_hand_change FROM stock_movement ORDER BY id DESC LIMIT 2").all().await.expect("movements");
        assert_eq!(moved, [(-3,), (4,)]);
    }

    async fn bad_input_is_named_and_nothing_is_saved(shop: TestShop) {
        let (staff, id) = (shop.staff().await, add_tote(&shop).await);
        let shown = open(&staff, id).await.form;
        type Breaking = fn(&mut tradewind::domain::staff::ProductInput);
        let broken: [(&str, Breaking); 20] = [
            ("product[title]", |form| form.title = String::new()),
            ("product[title]", |form| form.title = "x".repeat(151)),
            ("product[slug]", |form| form.slug = "../admin".into()),
            ("product[status]", |form| form.status = "sold".into()),
            ("product[published_at]", |form| form.published_at = "soon".into()),
            ("product[brand]", |form| form.brand = "999999".into()),
            ("product[brand]", |form| form.brand = "' OR 1=1".into()),
            ("product[material]", |form| form.material = "999999".into()),
            ("product[tax_category]", |form| form.tax_category = "999999".into()),
            ("product[categories]", |form| form.categories = vec!["999999".into()]),
            ("product[variants][0][price]", |form| form.variants[0].price = "-1".into()),
            ("product[variants][0][price]", |form| form.variants[0].price = "1000000000000".into()),
            ("product[variants][1][compare_at]", |form| form.variants[1].compare_at = "49.00".into()),
            ("product[variants][1][cost]", |form| form.variants[1].cost = "cheap".into()),
            ("product[variants][0][weight]", |form| form.variants[0].weight = "-4".into()),
            ("product[variants][0][policy]", |form| form.variants[0].policy = "never".into()),
            ("product[variants][0][stock][0][on_hand]", |form| form.variants[0].stock[0].on_hand = "-1".into()),
            ("product[variants][1][sku]", |form| form.variants[1].sku = form.variants[0].sku.clone()),
            ("product[options][0][name]", |form| form.options[0].name = "x".repeat(61)),
            ("product[related_search]", |form| form.related = vec!["999999".into()]),
        ];
        for (field, breaks) in broken {
            let mut form = shown.clone();
            breaks(&mut form);
            let refused = save(&staff, &form).await;
            assert_eq!(refused.status, 422, "{field}: {}", refused.body);
            assert!(refused.error().field_message(field).is_some(), "{field}: {}", refused.body);
        }
        assert_eq!(open(&staff, id).await.form, shown);
    }

    async fn what_another_product_has_is_refused(shop: TestShop) {
        let (staff, id) = (shop.staff().await, add_tote(&shop).await);
        add(&shop, NewProduct::simple("Taken", 100, 1)).await;
        let shown = open(&staff, id).await.form;
        let mut form = shown.clone();
        form.slug = "taken".into();
        let refused = save(&staff, &form).await.expect(422).error();
        assert_eq!(refused.field_message("product[slug]").as_deref(), Some("This is already in use."));
        let mut form = shown.clone();
        form.variants[1].sku = "TAKEN".into();
        let refused = save(&staff, &form).await.expect(422).error();
        assert_eq!(refused.field_message("product[variants][1][sku]").as_deref(), Some("This is already in use."));
    }

    async fn variants_of_another_product_are_out_of_reach(shop: TestShop) {
        let (staff, id) = (shop.staff().await, add_tote(&shop).await);
        let other = add(&shop, NewProduct::simple("Other", 100, 1)).await;
        let other = open(&staff, other).await.form;
        let mut form = open(&staff, id).await.form;
        form.variants[0].id = other.variants[0].id;
        form.variants[0].price = "0.01".into();
        let answer = save(&staff, &form).await.expect(200);
        assert!(answer.header("location").is_some_and(|address| address.contains("draft=")));
        assert_eq!(open(&staff, other.id).await.form, other);
    }

    async fn a_product_that_is_gone_is_not_found(shop: TestShop) {
        let (staff, id) = (shop.staff().await, add_tote(&shop).await);
        let mut form = open(&staff, id).await.form;
        form.id = 999;
        save(&staff, &form).await.expect(404);
    }

    async fn a_publish_date_ahead_keeps_the_product_from_shoppers_until_then(shop: TestShop) {
        let (staff, id) = (shop.staff().await, add_tote(&shop).await);
        let mut form = open(&staff, id).await.form;
        form.published_at = Timestamp(shop.clock.now().0).plus_days(2).minute();
        save(&staff, &form).await.expect(200);
        shop.visitor().get("/p/harbor-tote").await.expect(404);
        let page = staff.get(&format!("/admin/products/{id}")).await.expect(200).body;
        assert!(page.contains("Scheduled"));
        shop.clock.advance_minutes(3 * 24 * 60);
        shop.visitor().get("/p/harbor-tote").await.expect(200);
    }

    async fn a_large_grid_is_saved(shop: TestShop) {
        let staff = shop.staff().await;
        let values = |count: usize| (0..count).map(|number| NewOptionValue::named(&format!("Value number {number}"))).collect::<Vec<_>>();
        let product = NewProduct::simple("Grid", 4_900, 5)
            .with_option("A", OptionKind::Other, values(6))
            .with_option("B", OptionKind::Other, values(6))
            .with_option("C", OptionKind::Other, values(6))
            .every_combination();
        let id = add(&shop, product).await;
        let mut form = open(&staff, id).await.form;
        assert_eq!(form.variants.len(), 216);
        form.variants.iter_mut().for_each(|row: &mut VariantInput| row.price = "5.00".into());
        save(&staff, &form).await.expect(200);
        assert!(open(&staff, id).await.form.variants.iter().all(|row| row.price == "5.00"));
    }

    async fn deleting_keeps_what_orders_refer_to(shop: TestShop) {
        let staff = shop.staff().await;
        let (free, ordered) = (add_tote(&shop).await, add(&shop, NewProduct::simple("Ordered", 100, 1)).await);
        order(&shop, ordered).await;
        let remove = async |id: ProductId, version: &str| {
            staff.post_action("admin/delete_product", &[("product_id", &id.to_string()), ("version", version)]).await
        };
        assert_eq!(remove(free, "7").await.expect(409).error(), AppError::Conflict);
        assert_eq!(remove(free, "1").await.expect(200).header("location"), Some("/admin/products?deleted=1"));
        staff.get_action("admin/get_product", &[("id", &free.to_string()), ("draft", "")]).await.expect(404);
        remove(ordered, "1").await.expect(200);
        let kept = open(&staff, ordered).await;
        assert_eq!(kept.stored.expect("it is there").status, ProductStatus::Archived);
        assert_eq!(kept.orders, 1);
    }
}

/// An order with a line of the product's first variant, as far as products know of it.
pub(super) async fn order(shop: &TestShop, product: ProductId) {
    shop.sell("Anything", 100, 1).await;
    let text = "SELECT id FROM variant WHERE product_id = $1 ORDER BY id LIMIT 1";
    let (variant,): (tradewind::domain::ids::VariantId,) =
        select(&shop.state.db, text).bind(product).one().await.expect("a variant");
    Buyer::guest(shop).order(shop, variant, "1").await;
}
