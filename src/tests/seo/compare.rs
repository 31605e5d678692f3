//! Products side by side.

use super::{add, rename};
use tradewind::{
    domain::catalog::Comparison,
    server::{
        services::add_product::NewProduct,
        store::{db::execute, slugs::Named},
    },
};

on_both! {
    async fn specifications_stand_side_by_side_and_differences_are_marked(shop: TestShop) {
        for (title, price) in [("Pan", 1_000), ("Pot", 2_000), ("Cup", 500)] {
            add(&shop, NewProduct::simple(title, price, 3)).await;
        }
        for text in [
            "INSERT INTO specification_group (id, slug, name, position) VALUES (1, 'body', 'Body', 0), (2, 'use', 'Use', 1)",
            "INSERT INTO specification (id, slug, name, specification_group_id, kind, unit, comparable, position) VALUES
                (1, 'weight', 'Weight', 1, 'number', 'g', TRUE, 0), (2, 'made-in', 'Made in', 1, 'text', '', TRUE, 1),
                (3, 'note', 'Note', 1, 'text', '', FALSE, 2), (4, 'oven', 'Ovenproof', 2, 'boolean', '', TRUE, 3)",
            "INSERT INTO specification_value (product_id, specification_id, number_micro)
                SELECT id, 1, CASE WHEN slug = 'pan' THEN 1250500000 ELSE 900000000 END FROM product WHERE slug <> 'cup'",
            "INSERT INTO specification_value (product_id, specification_id, text_value)
                SELECT id, spec.n, 'Hamburg' FROM product CROSS JOIN (SELECT 2 AS n UNION ALL SELECT 3) spec",
            "INSERT INTO specification_value (product_id, specification_id, boolean_value) SELECT id, 4, TRUE FROM product WHERE slug = 'pan'",
        ] {
            execute(&shop.state.db, text).run().await.expect("specifications");
        }
        let visitor = shop.visitor();
        let found: Comparison = visitor.get_action("catalog/compare", &[("query", "p=pot&p=pan&p=nothing&p=cup")]).await.expect(200).json();
        let titles: Vec<_> = found.products.iter().map(|product| product.card.title.as_str()).collect();
        assert_eq!(titles, ["Pot", "Pan", "Cup"], "in the order asked for");
        let rows: Vec<_> = found.groups.iter().flat_map(|group| &group.rows).collect();
        let row = |name: &str| rows.iter().find(|row| row.name == name).unwrap_or_else(|| panic!("no {name} in {rows:?}"));
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(row("Weight").values, [some("900 g"), some("1,250.5 g"), None]);
        assert_eq!(row("Ovenproof").values, [None, some("Yes"), None]);
        assert!(row("Weight").differs() && !row("Made in").differs());
        assert!(rows.iter().all(|row| row.name != "Note"), "not to be compared");

        let page = visitor.get("/compare?p=pot&p=pan").await.expect(200).body;
        for words in ["Weight", "1,250.5 g", "differs", "Made in", "€10.00", "Show differences only"] {
            assert!(page.contains(words), "{words} is not in {page}");
        }
        let page = visitor.get("/compare?p=pot&p=pan&differences=only").await.expect(200).body;
        assert!(page.contains("1,250.5 g") && !page.contains(">Made in"), "{page}");
        assert!(visitor.get("/p/pan").await.expect(200).body.contains("1,250.5 g"));
    }

    async fn a_product_is_added_from_anywhere_and_the_address_is_the_comparison(shop: TestShop) {
        for title in ["One", "Two", "Three", "Four", "Five"] {
            add(&shop, NewProduct::simple(title, 100, 1)).await;
        }
        let visitor = shop.visitor();
        for (slug, address) in [
            ("one", "/compare?p=one"),
            ("two", "/compare?p=one&p=two"),
            ("two", "/compare?p=one&p=two"),
            ("three", "/compare?p=one&p=two&p=three"),
            ("four", "/compare?p=one&p=two&p=three&p=four"),
            ("five", "/compare?p=two&p=three&p=four&p=five"),
        ] {
            let led = visitor.get(&format!("/compare/add/{slug}")).await.expect(303);
            assert_eq!(led.location().as_deref(), Some(address));
        }
        // What the page shows is what is remembered.
        visitor.get("/compare?p=four").await.expect(200);
        assert_eq!(visitor.get("/compare/add/one").await.expect(303).location().as_deref(), Some("/compare?p=four&p=one"));
        for junk in ["%22%3E%3Cscript%3E", "a%0d%0aset-cookie:x=y", "..", "%2F%2Fevil.example"] {
            let led = visitor.get(&format!("/compare/add/{junk}")).await;
            if let Some(location) = led.location() {
                assert!(["/compare?p=four&p=one", "/compare"].contains(&location.as_str()), "{junk}: {location}");
            }
        }
    }

    async fn what_cannot_be_compared_is_said_so(shop: TestShop) {
        let bag = add(&shop, NewProduct::simple("Bag", 100, 1)).await;
        let empty = shop.visitor().get("/compare").await.expect(200).body;
        assert!(empty.contains("Nothing to compare yet"));
        let gone = shop.visitor().get("/compare?p=bag&p=gone").await.expect(200).body;
        assert!(gone.contains("no longer for sale") && gone.contains("Bag"));
        rename(&shop, Named::Product(bag), "bag", "tote").await;
        assert!(shop.visitor().get("/compare?p=bag").await.expect(200).body.contains("Nothing to compare yet"));
    }
}
