//! The pages, as forms without scripts use them.

use crate::support::Client;
use tradewind::{
    domain::references::{CategoryInput, CategoryNode, ReferenceEditor, ReferenceInput, SizeSystem},
    server::services::{categories, references},
};

/// Sends a form and answers with where it leads.
async fn sent(staff: &Client, endpoint: &str, fields: &[(&str, &str)]) -> String {
    let answer = staff.post_form(&format!("/actions/admin/{endpoint}"), fields).await;
    assert!(answer.status == 302 || answer.status == 303, "{endpoint}: {} {}", answer.status, answer.body);
    let location = answer.location().expect("a way on");
    location.find("/admin").map_or(location.clone(), |start| location[start..].to_owned())
}

on_both! {
    async fn a_brand_is_made_changed_and_deleted_by_forms(shop: TestShop) {
        let staff = shop.staff().await;
        let page = sent(&staff, "save_reference", &[("kind", "brands"), ("id", ""), ("reference[name]", "Tarn <b>")]).await;
        assert!(page.starts_with("/admin/brands/"), "{page}");
        let body = staff.get(&page).await.expect(200).body;
        assert!(body.contains("Saved.") && !body.contains("Tarn <b>"), "text is never markup");
        let id = page.trim_start_matches("/admin/brands/").split('?').next().expect("an id").to_owned();
        let arguments = [("kind", "brands"), ("id", id.as_str())];
        let editor: ReferenceEditor = staff.get_action("admin/get_reference", &arguments).await.expect(200).json();
        assert_eq!((editor.entry.value.slug.as_str(), editor.entry.version), ("tarn-b", 1));
        let change = [("kind", "brands"), ("id", id.as_str()), ("version", "1"), ("reference[name]", "")];
        let refused = staff.post_action("admin/save_reference", &change).await.expect(422).error();
        assert!(refused.field_message("reference[name]").is_some(), "{refused:?}");
        let page = sent(&staff, "delete_reference", &[("kind", "brands"), ("id", &id), ("version", "1")]).await;
        assert!(staff.get(&page).await.expect(200).body.contains("The brand is deleted."));
        let log = staff.get("/admin/audit?subject=brand").await.expect(200).body;
        assert!(log.contains("deleted") && log.contains("created"), "{log}");
    }

    async fn sizes_are_added_and_put_in_order_on_their_systems_page(shop: TestShop) {
        let staff = shop.staff().await;
        let eu = ReferenceInput { name: "EU".into(), ..ReferenceInput::default() };
        let system = references::add::<SizeSystem>(&shop.state, "ann", &eu).await.expect("a system").to_string();
        let system_page = format!("/admin/size-systems/{system}");
        for name in ["M", "S"] {
            let fields = [("kind", "sizes"), ("reference[size_system]", system.as_str()), ("reference[name]", name)];
            assert!(sent(&staff, "save_reference", &fields).await.starts_with(&system_page));
        }
        let arguments = [("kind", "size-systems"), ("id", system.as_str())];
        let editor: ReferenceEditor = staff.get_action("admin/get_reference", &arguments).await.expect(200).json();
        let last = editor.sizes[1].id.to_string();
        let fields = [("kind", "sizes"), ("id", last.as_str()), ("step", "up"), ("page", system_page.as_str())];
        assert_eq!(sent(&staff, "move_reference", &fields).await, system_page);
        let editor: ReferenceEditor = staff.get_action("admin/get_reference", &arguments).await.expect(200).json();
        let names: Vec<_> = editor.sizes.iter().map(|size| size.value.name.as_str()).collect();
        assert_eq!(names, ["S", "M"]);
        let foreign = [("kind", "sizes"), ("id", last.as_str()), ("step", "down"), ("page", "https://evil.example/")];
        assert_eq!(sent(&staff, "move_reference", &foreign).await, "/admin/size-systems");
    }

    async fn the_tree_is_moved_by_its_buttons_and_by_choosing_a_place(shop: TestShop) {
        let staff = shop.staff().await;
        let mut ids = Vec::new();
        for name in ["Clothing", "Bags"] {
            let input = CategoryInput { name: name.into(), visible: true, ..CategoryInput::default() };
            ids.push(categories::add(&shop.state, "ann", None, &input).await.expect("a category").to_string());
        }
        let tree = async || -> Vec<CategoryNode> { staff.get_action("admin/list_categories", &[]).await.expect(200).json() };
        let page = sent(&staff, "move_category", &[("id", &ids[1]), ("step", "in")]).await;
        assert!(page.starts_with("/admin/categories?moved="), "{page}");
        assert_eq!(tree().await[1].depth, 1);
        sent(&staff, "move_category", &[("id", &ids[1]), ("step", "before"), ("target", &ids[0])]).await;
        assert_eq!(tree().await[0].name, "Bags");
        let nowhere = [("id", ids[1].as_str()), ("step", "before"), ("target", "")];
        staff.post_action("admin/move_category", &nowhere).await.expect(422);
        let up = [("id", ids[1].as_str()), ("step", "up")];
        staff.post_action("admin/move_category", &up).await.expect(409);
    }

    async fn a_specification_is_made_by_its_form(shop: TestShop) {
        let staff = shop.staff().await;
        let fields = [
            ("id", ""),
            ("specification[name]", "Care"),
            ("specification[kind]", "choice"),
            ("specification[filterable]", "true"),
            ("specification[choices][0][id]", "0"),
            ("specification[choices][0][name]", "Hand wash"),
            ("specification[choices][1][id]", "0"),
            ("specification[choices][1][name]", ""),
        ];
        let page = sent(&staff, "save_specification", &fields).await;
        let body = staff.get(&page).await.expect(200).body;
        assert!(body.contains("Saved.") && body.contains("Hand wash"), "{page}");
    }

    async fn a_category_has_groups_and_a_picture(shop: TestShop) {
        let staff = shop.staff().await;
        let page = sent(&staff, "save_reference", &[("kind", "specification-groups"), ("id", ""), ("reference[name]", "Fabric")]).await;
        let group = page.trim_start_matches("/admin/specification-groups/").split('?').next().expect("an id").to_owned();
        let fields = [("category[name]", "Shirts"), ("category[visible]", "true"), ("category[groups][]", group.as_str())];
        let page = sent(&staff, "add_category", &fields).await;
        let id = page.trim_start_matches("/admin/categories/").split('?').next().expect("an id").to_owned();
        let editor = categories::open(&shop.state, id.parse().expect("an id")).await.expect("open");
        assert_eq!((editor.groups.len(), editor.visible), (1, true));
        let path = format!("/admin/categories/{id}/picture");
        shop.visitor().upload(&path, ("file", "a.png", b"x"), &[]).await.expect(303);
        shop.customer().await.upload(&path, ("file", "a.png", b"x"), &[]).await.expect(403);
        staff.upload(&path, ("file", "a.png", b"no picture"), &[]).await.expect(422);
        staff.upload("/admin/categories/99/picture", ("file", "a.png", b"x"), &[]).await.expect(404);
    }
}
