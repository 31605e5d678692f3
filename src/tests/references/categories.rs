//! Categories: fields, old addresses, products.

use tradewind::{
    domain::{
        ids::CategoryId,
        references::{CategoryInput, ReferenceInput, SpecificationForm, SpecificationGroup},
    },
    error::AppError,
    server::{
        services::{
            add_product::{NewProduct, add_product},
            categories, references, specifications,
        },
        store::{catalog::specifications::of_categories, db::select},
    },
};

fn input(name: &str) -> CategoryInput {
    CategoryInput { name: name.into(), visible: true, ..CategoryInput::default() }
}

on_both! {
    async fn a_new_address_keeps_the_old_one(shop: TestShop) {
        let state = &shop.state;
        let id = categories::add(state, "ann", None, &input("Bags")).await.expect("a category");
        let rename = |slug: &str| CategoryInput { slug: slug.into(), ..input("Bags") };
        categories::update(state, "ann", id, 1, &rename("totes")).await.expect("renamed");
        categories::update(state, "ann", id, 2, &rename("sacks")).await.expect("renamed");
        let mut old = categories::open(state, id).await.expect("open").old_slugs;
        old.sort();
        assert_eq!(old, ["bags", "totes"]);
        categories::update(state, "ann", id, 3, &rename("bags")).await.expect("renamed back");
        let mut old = categories::open(state, id).await.expect("open").old_slugs;
        old.sort();
        assert_eq!(old, ["sacks", "totes"], "an address in use is no old one");
        categories::add(state, "ann", None, &input("Totes")).await.expect("another takes it");
        assert_eq!(categories::open(state, id).await.expect("open").old_slugs, ["sacks"]);
        shop.visitor().get("/c/bags").await.expect(200);
    }

    async fn the_second_of_two_editors_is_told(shop: TestShop) {
        let id = categories::add(&shop.state, "ann", None, &input("Bags")).await.expect("a category");
        categories::update(&shop.state, "ann", id, 1, &input("Totes")).await.expect("first");
        let late = categories::update(&shop.state, "ben", id, 1, &input("Sacks")).await;
        assert_eq!(late, Err(AppError::Conflict));
        assert_eq!(categories::open(&shop.state, id).await.expect("open").name, "Totes");
    }

    async fn wrong_fields_are_refused_by_name(shop: TestShop) {
        let state = &shop.state;
        let id = categories::add(state, "ann", None, &input("Bags")).await.expect("a category");
        categories::add(state, "ann", None, &input("Taken")).await.expect("another");
        for (field, wrong) in [
            ("name", input(" ")),
            ("slug", CategoryInput { slug: "../x".into(), ..input("Bags") }),
            ("slug", CategoryInput { slug: "taken".into(), ..input("Bags") }),
            ("description", CategoryInput { description: "x".repeat(2_001), ..input("Bags") }),
            ("groups", CategoryInput { groups: vec!["x".into()], ..input("Bags") }),
            ("groups", CategoryInput { groups: vec!["99".into()], ..input("Bags") }),
        ] {
            let refused = categories::update(state, "ann", id, 1, &wrong).await.expect_err(field);
            assert!(refused.field_message(field).is_some(), "{field}: {refused:?}");
        }
        let lost = categories::add(state, "ann", Some(CategoryId(99)), &input("Lost")).await.expect_err("no parent");
        assert!(lost.field_message("parent").is_some());
    }

    async fn products_of_a_deleted_category_go_where_staff_say(shop: TestShop) {
        let state = &shop.state;
        let bags = categories::add(state, "ann", None, &input("Bags")).await.expect("bags");
        let totes = categories::add(state, "ann", Some(bags), &input("Totes")).await.expect("totes");
        let product = NewProduct::simple("Tote", 100, 1).in_category(totes);
        let product = add_product(state, "test", product).await.expect("a product");
        assert_eq!(categories::delete(state, "ann", bags, 1, None).await, Err(AppError::HasSubcategories { count: 1 }));
        let refused = categories::delete(state, "ann", totes, 1, None).await.expect_err("a product is in it");
        assert!(refused.field_message("products_to").is_some_and(|message| message.starts_with("1 product")), "{refused:?}");
        let nowhere = categories::delete(state, "ann", totes, 1, Some(CategoryId(99))).await.expect_err("no such target");
        assert!(nowhere.field_message("products_to").is_some());
        categories::delete(state, "ann", totes, 1, Some(bags)).await.expect("deleted");
        let rows: Vec<(i64, i64)> = select(&state.db, "SELECT primary_category_id, version FROM product WHERE id = $1").bind(product).all().await.expect("the product");
        assert_eq!(rows, [(bags.0, 2)], "an editor that still shows the old category is out of date");
        let tree = categories::tree(state).await.expect("the tree");
        assert_eq!((tree.len(), tree[0].products), (1, 1));
    }

    async fn a_subtree_counts_each_product_once(shop: TestShop) {
        let state = &shop.state;
        let bags = categories::add(state, "ann", None, &input("Bags")).await.expect("bags");
        let totes = categories::add(state, "ann", Some(bags), &input("Totes")).await.expect("totes");
        let both = NewProduct { categories: vec![totes, bags], ..NewProduct::simple("Tote", 100, 1) };
        add_product(state, "test", both).await.expect("a product");
        add_product(state, "test", NewProduct::simple("Bag", 100, 1).in_category(bags)).await.expect("a product");
        let counts: Vec<i64> = categories::tree(state).await.expect("the tree").iter().map(|node| node.products).collect();
        assert_eq!(counts, [2, 1]);
    }

    async fn categories_inherit_the_groups_of_those_above(shop: TestShop) {
        let state = &shop.state;
        let mut groups = Vec::new();
        for name in ["Fabric", "Power", "Paper"] {
            let group = ReferenceInput { name: name.into(), ..ReferenceInput::default() };
            let group = references::add::<SpecificationGroup>(state, "ann", &group).await.expect("a group");
            let form = SpecificationForm {
                name: format!("{name} weight"),
                group: group.to_string(),
                kind: "number".into(),
                unit: "g".into(),
                ..SpecificationForm::default()
            };
            specifications::add(state, "ann", &form).await.expect("a specification");
            groups.push(group);
        }
        let loose = SpecificationForm { name: "Made in".into(), kind: "text".into(), ..SpecificationForm::default() };
        specifications::add(state, "ann", &loose).await.expect("a specification");
        let with = |name: &str, group: i64| CategoryInput { groups: vec![group.to_string()], ..input(name) };
        let clothing = categories::add(state, "ann", None, &with("Clothing", groups[0])).await.expect("clothing");
        let heated = categories::add(state, "ann", Some(clothing), &with("Heated", groups[1])).await.expect("heated");
        let names = async |of: &[CategoryId]| -> Vec<String> {
            of_categories(&state.db, of).await.expect("definitions").into_iter().map(|found| found.name).collect()
        };
        assert_eq!(names(&[heated]).await, ["Fabric weight", "Power weight", "Made in"]);
        assert_eq!(names(&[clothing]).await, ["Fabric weight", "Made in"]);
        assert_eq!(names(&[]).await, ["Made in"], "what has no group is every product's");
        let editor = categories::open(state, heated).await.expect("open");
        assert_eq!((editor.groups.len(), editor.inherited.len(), editor.all_groups.len()), (1, 1, 3));
    }

    async fn the_menu_shows_a_change_at_once(shop: TestShop) {
        let id = categories::add(&shop.state, "ann", None, &input("Bags")).await.expect("a category");
        assert!(shop.visitor().get("/").await.expect(200).body.contains("/c/bags"));
        let hidden = CategoryInput { visible: false, ..input("Bags") };
        categories::update(&shop.state, "ann", id, 1, &hidden).await.expect("hidden");
        assert!(!shop.visitor().get("/").await.expect(200).body.contains("/c/bags"));
        shop.visitor().get("/c/bags").await.expect(404);
    }
}
