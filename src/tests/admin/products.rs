//! Editing products.

use crate::support::{Answer, Client, TestShop};
use tradewind::{
    domain::{
        ids::{InventoryItemId, ProductId, VariantId},
        staff::{ProductEditor, ProductList},
    },
    error::AppError,
    server::{
        services::add_product::{NewOptionValue, NewProduct, add_product},
        store::db::{execute, select},
    },
};

/// A product with two variants of 5 units each.
async fn add_tote(shop: &TestShop) -> ProductId {
    let sizes = vec![NewOptionValue::named("Small"), NewOptionValue::named("Large")];
    let tote = NewProduct::simple("Harbor Tote", 4_900, 5)
        .with_option("Size", tradewind::domain::product::OptionKind::Other, sizes)
        .every_combination();
    add_product(&shop.state, "test", tote).await.expect("a product")
}

async fn open(staff: &Client, product: ProductId) -> ProductEditor {
    staff.get_action("admin/get_product", &[("id", &product.to_string())]).await.expect(200).json()
}

/// The form as the page shows it, with some fields changed.
async fn save(staff: &Client, shown: &ProductEditor, changes: &[(&str, &str)]) -> Answer {
    let mut fields: Vec<(String, String)> = vec![
        ("product[id]".into(), shown.id.to_string()),
        ("product[version]".into(), shown.version.to_string()),
        ("product[title]".into(), shown.title.clone()),
        ("product[slug]".into(), shown.slug.clone()),
        ("product[summary]".into(), shown.summary.clone()),
        ("product[description]".into(), shown.description.clone()),
        ("product[brand]".into(), String::new()),
        ("product[status]".into(), shown.status.slug().into()),
        ("product[seo_title]".into(), String::new()),
        ("product[seo_description]".into(), String::new()),
    ];
    for (row, variant) in shown.variants.iter().enumerate() {
        let field = |name: &str| format!("product[variants][{row}][{name}]");
        fields.push((field("id"), variant.id.to_string()));
        fields.push((field("price"), variant.price.decimal()));
        fields.push((field("compare_at"), variant.compare_at.map(|money| money.decimal()).unwrap_or_default()));
        fields.push((field("policy"), variant.policy.slug().into()));
        for (place, level) in variant.stock.iter().enumerate() {
            let field = |name: &str| format!("product[variants][{row}][stock][{place}][{name}]");
            fields.push((field("item"), level.item.to_string()));
            fields.push((field("seen"), level.on_hand.to_string()));
            fields.push((field("on_hand"), level.on_hand.to_string()));
        }
    }
    for (name, value) in changes {
        let field = fields.iter_mut().find(|(known, _)| known == name).unwrap_or_else(|| panic!("no field {name}"));
        field.1 = (*value).to_owned();
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    staff.post_action("admin/save_product", &fields).await
}

async fn reserve(shop: &TestShop, item: InventoryItemId, units: i64) {
    let text = "UPDATE inventory_item SET reserved = $2 WHERE id = $1";
    execute(&shop.state.db, text).bind(item).bind(units).run().await.expect("reserved");
}

on_both! {
    async fn an_edit_changes_texts_prices_and_stock_together(shop: TestShop) {
        let (staff, id) = (shop.staff().await, add_tote(&shop).await);
        let shown = open(&staff, id).await;
        save(&staff, &shown, &[
            ("product[title]", "Pier Tote <b>"),
            ("product[slug]", "pier-tote"),
            ("product[variants][1][price]", "39,50"),
            ("product[variants][1][compare_at]", "59.00"),
            ("product[variants][0][stock][0][on_hand]", "12"),
        ]).await.expect(200);
        let saved = open(&staff, id).await;
        assert_eq!((saved.title.as_str(), saved.slug.as_str(), saved.version), ("Pier Tote <b>", "pier-tote", shown.version + 1));
        assert_eq!(saved.variants[1].price.minor, 3_950);
        assert_eq!(saved.variants[0].stock[0].on_hand, 12);
        let list: ProductList = staff.get_action("admin/list_products", &[("status", ""), ("query", "pier"), ("older", ""), ("newer", "")]).await.expect(200).json();
        assert_eq!(list.products[0].price.minor, 3_950, "listings show the lowest price");
        let movements: Vec<(String, i64, String)> = select(&shop.state.db, "SELECT kind, on_hand_change, actor FROM stock_movement ORDER BY id DESC LIMIT 1").all().await.expect("movements");
        let email = staff.account.as_ref().expect("staff").email.clone();
        assert_eq!(movements, [("adjust".to_owned(), 7, email)]);
        let page = staff.get(&format!("/admin/products/{id}")).await.expect(200).body;
        assert!(!page.contains("Tote <b>"), "text is never markup");
        shop.visitor().get("/p/pier-tote").await.expect(200);
    }

    async fn the_second_of_two_editors_is_told(shop: TestShop) {
        let (one, other, id) = (shop.staff().await, shop.staff().await, add_tote(&shop).await);
        let shown = open(&one, id).await;
        save(&one, &shown, &[("product[title]", "First")]).await.expect(200);
        let refused = save(&other, &shown, &[("product[title]", "Second")]).await.expect(409);
        assert_eq!(refused.error(), AppError::Conflict);
        assert_eq!(open(&one, id).await.title, "First");
    }

    async fn stock_that_moved_is_not_overwritten(shop: TestShop) {
        let (staff, id) = (shop.staff().await, add_tote(&shop).await);
        let shown = open(&staff, id).await;
        let item = shown.variants[0].stock[0].item;
        execute(&shop.state.db, "UPDATE inventory_item SET on_hand = 3 WHERE id = $1").bind(item).run().await.expect("sold");
        let refused = save(&staff, &shown, &[("product[variants][0][stock][0][on_hand]", "6")]).await.expect(409);
        assert_eq!(refused.error(), AppError::Conflict);
        save(&staff, &shown, &[("product[title]", "Only the title")]).await.expect(200);
        assert_eq!(open(&staff, id).await.variants[0].stock[0].on_hand, 3, "an edit of the title leaves sales alone");
    }

    async fn stock_never_goes_below_what_is_promised(shop: TestShop) {
        let (staff, id) = (shop.staff().await, add_tote(&shop).await);
        let shown = open(&staff, id).await;
        reserve(&shop, shown.variants[0].stock[0].item, 3).await;
        let field = "product[variants][0][stock][0][on_hand]";
        let refused = save(&staff, &shown, &[(field, "2"), ("product[title]", "Not saved")]).await.expect(422).error();
        assert!(refused.field_message(field).is_some_and(|message| message.contains('3')), "{refused:?}");
        let after = open(&staff, id).await;
        assert_eq!((after.version, after.title, after.variants[0].stock[0].on_hand), (shown.version, shown.title.clone(), 5));
        save(&staff, &shown, &[(field, "3")]).await.expect(200);
    }

    async fn backorders_owed_cannot_be_turned_off(shop: TestShop) {
        let (staff, id) = (shop.staff().await, add_tote(&shop).await);
        let policy = "product[variants][0][policy]";
        let shown = open(&staff, id).await;
        save(&staff, &shown, &[(policy, "backorder")]).await.expect(200);
        reserve(&shop, shown.variants[0].stock[0].item, 8).await;
        let shown = open(&staff, id).await;
        save(&staff, &shown, &[(policy, "deny")]).await.expect(422);
        let after = open(&staff, id).await;
        save(&staff, &after, &[(policy, "deny"), ("product[variants][0][stock][0][on_hand]", "8")]).await.expect(200);
    }

    async fn bad_input_is_named_and_nothing_is_saved(shop: TestShop) {
        let (staff, id) = (shop.staff().await, add_tote(&shop).await);
        let shown = open(&staff, id).await;
        let long = "x".repeat(151);
        for (field, value) in [
            ("product[title]", ""),
            ("product[title]", long.as_str()),
            ("product[slug]", "../admin"),
            ("product[slug]", ""),
            ("product[status]", "sold"),
            ("product[brand]", "999999"),
            ("product[brand]", "' OR 1=1"),
            ("product[variants][0][price]", "-1"),
            ("product[variants][0][price]", "free"),
            ("product[variants][0][price]", ""),
            ("product[variants][0][price]", "1000000000000"),
            ("product[variants][1][compare_at]", "49.00"),
            ("product[variants][1][compare_at]", "0x10"),
            ("product[variants][0][policy]", "never"),
            ("product[variants][0][stock][0][on_hand]", "-1"),
            ("product[variants][0][stock][0][on_hand]", "1.5"),
            ("product[variants][0][stock][0][on_hand]", "1000000000000"),
        ] {
            let refused = save(&staff, &shown, &[(field, value)]).await;
            assert_eq!(refused.status, 422, "{field}={value}: {}", refused.body);
            assert!(refused.error().field_message(field).is_some(), "{field}={value}: {}", refused.body);
        }
        assert_eq!(open(&staff, id).await, shown);
    }

    async fn an_address_in_use_is_refused(shop: TestShop) {
        let (staff, id) = (shop.staff().await, add_tote(&shop).await);
        add_product(&shop.state, "test", NewProduct::simple("Taken", 100, 1)).await.expect("another");
        let shown = open(&staff, id).await;
        let refused = save(&staff, &shown, &[("product[slug]", "taken")]).await.expect(422).error();
        assert_eq!(refused.field_message("product[slug]").as_deref(), Some("This is already in use."));
    }

    async fn variants_of_another_product_are_out_of_reach(shop: TestShop) {
        let (staff, id) = (shop.staff().await, add_tote(&shop).await);
        let other = add_product(&shop.state, "test", NewProduct::simple("Other", 100, 1)).await.expect("another");
        let other = open(&staff, other).await;
        let mut shown = open(&staff, id).await;
        shown.variants[0].id = VariantId(other.variants[0].id.0);
        save(&staff, &shown, &[("product[variants][0][price]", "0.01")]).await.expect(409);
        assert_eq!(open(&staff, other.id).await, other);
    }

    async fn a_product_that_is_gone_is_not_found(shop: TestShop) {
        let (staff, id) = (shop.staff().await, add_tote(&shop).await);
        let mut shown = open(&staff, id).await;
        shown.id = ProductId(999);
        save(&staff, &shown, &[]).await.expect(404);
    }

    async fn lists_page_and_search_by_title_and_sku(shop: TestShop) {
        let staff = shop.staff().await;
        for number in 0..27 {
            add_product(&shop.state, "test", NewProduct::simple(&format!("Thing 100% no {number}"), 100, 1)).await.expect("a product");
        }
        let list = async |query: &str, older: &str| -> ProductList {
            staff.get_action("admin/list_products", &[("status", "active"), ("query", query), ("older", older), ("newer", "")]).await.expect(200).json()
        };
        let first = list("", "").await;
        assert_eq!((first.products.len(), first.pages.newer), (25, None));
        let second = list("", &first.pages.older.expect("more").to_string()).await;
        assert_eq!((second.products.len(), second.pages.older), (2, None));
        assert_eq!(list("THING-100-NO-26", "").await.products.len(), 1);
        assert_eq!(list("100% no 2", "").await.products.len(), 8);
        assert_eq!(list("100_ no", "").await.products.len(), 0, "a search is no pattern");
    }
}
