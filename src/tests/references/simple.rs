//! The simple models: brands, colors, sizes and the like.

use tradewind::{
    domain::{
        ids::{BrandId, ColorId, MaterialId, TaxCategoryId},
        product::OptionKind,
        references::{
            Brand, Color, Direction, Material, ReferenceInput, Size, SizeSystem, Sort, SpecificationGroup, TaxCategory,
        },
        staff::PageRequest,
    },
    error::AppError,
    server::{
        services::{
            add_product::{NewOptionValue, NewProduct, add_product},
            merge_references::merge,
            references,
        },
        state::State,
        store::{
            db::{execute, select},
            references::Table,
        },
    },
};

fn input(name: &str) -> ReferenceInput {
    ReferenceInput { name: name.into(), hex: "#203050".into(), ..ReferenceInput::default() }
}

/// The whole life of an entry of one model.
async fn live<T: Table + std::fmt::Debug>(state: &State, system: &str) {
    let sent = ReferenceInput { size_system: system.into(), ..input("First One") };
    let id = references::add::<T>(state, "ann", &sent).await.expect("added");
    let entry = references::find::<T>(state, id).await.expect("found");
    assert_eq!((entry.value.name(), entry.value.input().slug.as_str(), entry.uses), ("First One", "first-one", 0));
    let taken = references::add::<T>(state, "ann", &sent).await.expect_err("the slug is taken");
    assert_eq!(taken.field_message("slug").as_deref(), Some("This is already in use."), "{:?}", T::KIND);
    let other = ReferenceInput { size_system: system.into(), ..input("Second") };
    references::add::<T>(state, "ann", &other).await.expect("another");
    let renamed = ReferenceInput { name: "Renamed".into(), ..entry.value.input() };
    let version = references::update::<T>(state, "ben", id, entry.version, &renamed).await.expect("renamed");
    let late = references::update::<T>(state, "ann", id, entry.version, &renamed).await;
    assert_eq!(late, Err(AppError::Conflict), "{:?}", T::KIND);
    let clash = ReferenceInput { slug: "second".into(), ..renamed };
    let clash = references::update::<T>(state, "ben", id, version, &clash).await.expect_err("taken");
    assert!(clash.field_message("slug").is_some(), "{:?}: {clash:?}", T::KIND);
    assert_eq!(references::delete::<T>(state, "ann", id, entry.version).await, Err(AppError::Conflict));
    references::delete::<T>(state, "ann", id, version).await.expect("deleted");
    assert_eq!(references::find::<T>(state, id).await.err(), Some(AppError::NotFound));
    assert_eq!(references::delete::<T>(state, "ann", id, version).await, Err(AppError::NotFound));
}

on_both! {
    async fn every_model_is_added_changed_and_deleted(shop: TestShop) {
        let system = references::add::<SizeSystem>(&shop.state, "ann", &input("EU")).await.expect("a system");
        live::<Brand>(&shop.state, "").await;
        live::<Color>(&shop.state, "").await;
        live::<SizeSystem>(&shop.state, "").await;
        live::<Size>(&shop.state, &system.to_string()).await;
        live::<Material>(&shop.state, "").await;
        live::<TaxCategory>(&shop.state, "").await;
        live::<SpecificationGroup>(&shop.state, "").await;
    }

    async fn an_entry_takes_the_place_of_another(shop: TestShop) {
        let state = &shop.state;
        let tarn = references::add::<Brand>(state, "ann", &input("Tarn")).await.expect("a brand");
        let twin = references::add::<Brand>(state, "ann", &input("TARN Ltd")).await.expect("its twin");
        let navy = references::add::<Color>(state, "ann", &input("Navy")).await.expect("a color");
        let marine = references::add::<Color>(state, "ann", &input("Marine")).await.expect("its twin");
        let color = |id: i64| NewOptionValue::color("Blue", ColorId(id));
        for (title, brand, colors) in [("Bag", twin, vec![color(marine)]), ("Tote", tarn, vec![color(navy)])] {
            let product = NewProduct { brand: Some(BrandId(brand)), ..NewProduct::simple(title, 100, 1) };
            let product = product.with_option("Color", OptionKind::Color, colors).every_combination();
            add_product(state, "test", product).await.expect("a product");
        }
        let promotion = format!(
            "INSERT INTO promotion (id, name, active, by_code, reward, ppm, selection, created_at, updated_at)
             VALUES (71, 'Tarn week', TRUE, FALSE, 'percent', 100000, '{{\"brands\":[{twin}]}}', 0, 0)"
        );
        execute(&state.db, promotion).run().await.expect("a promotion");

        for into in [twin, 9_999] {
            let refused = merge::<Brand>(state, "ann", (twin, 1), into).await.expect_err("not itself, and nothing");
            assert!(refused.field_message("into").is_some(), "{refused:?}");
        }
        assert_eq!(merge::<Brand>(state, "ann", (twin, 7), tarn).await, Err(AppError::Conflict));
        assert_eq!(merge::<TaxCategory>(state, "ann", (1, 1), 2).await, Err(AppError::NotFound));
        let entries = shop.count("audit_entry").await;
        merge::<Brand>(state, "ann", (twin, 1), tarn).await.expect("merged");
        merge::<Color>(state, "ann", (marine, 1), navy).await.expect("merged");
        assert_eq!(references::find::<Brand>(state, twin).await.err(), Some(AppError::NotFound));
        assert_eq!(references::find::<Brand>(state, tarn).await.expect("it stays").uses, 2);
        assert_eq!(references::find::<Color>(state, navy).await.expect("it stays").uses, 2);
        assert_eq!(shop.count("audit_entry").await, entries + 4, "what goes and what stays, twice");
        let (selection,): (String,) = select(&state.db, "SELECT selection FROM promotion WHERE id = 71").one().await.expect("it");
        assert!(selection.contains(&format!("\"brands\":[{tarn}]")), "{selection}");
        let (version,): (i64,) = select(&state.db, "SELECT version FROM product WHERE slug = 'bag'").one().await.expect("it");
        assert_eq!(version, 3, "an open form of the product is told");
        shop.assert_consistent().await;
    }

    async fn colors_that_a_product_tells_apart_are_not_merged(shop: TestShop) {
        let state = &shop.state;
        let navy = references::add::<Color>(state, "ann", &input("Navy")).await.expect("a color");
        let marine = references::add::<Color>(state, "ann", &input("Marine")).await.expect("another");
        let values = vec![NewOptionValue::color("Navy", ColorId(navy)), NewOptionValue::color("Marine", ColorId(marine))];
        let bag = NewProduct::simple("Bag", 100, 1).with_option("Color", OptionKind::Color, values).every_combination();
        add_product(state, "test", bag).await.expect("a product");
        let refused = merge::<Color>(state, "ann", (marine, 1), navy).await.expect_err("both are needed");
        assert!(refused.field_message("into").is_some(), "{refused:?}");
        assert_eq!(references::find::<Color>(state, marine).await.expect("it stays").uses, 1);
    }

    async fn staff_merge_on_the_page_of_an_entry(shop: TestShop) {
        let staff = shop.staff().await;
        let tarn = references::add::<Brand>(&shop.state, "ann", &input("Tarn")).await.expect("a brand");
        let twin = references::add::<Brand>(&shop.state, "ann", &input("TARN Ltd")).await.expect("its twin");
        let page = staff.get(&format!("/admin/brands/{twin}")).await.expect(200).body;
        assert!(page.contains("Merge into") && page.contains(">Tarn<"), "{page}");
        let (tarn, twin) = (tarn.to_string(), twin.to_string());
        let fields = [("kind", "brands"), ("id", twin.as_str()), ("version", "1"), ("into", tarn.as_str())];
        let merged = staff.post_action("admin/merge_reference", &fields).await.expect(200);
        assert_eq!(merged.location(), Some(format!("/admin/brands/{tarn}?saved=merged")));
        assert_eq!(shop.count("brand").await, 1);
    }

    async fn what_products_use_is_not_deleted(shop: TestShop) {
        let state = &shop.state;
        let brand = references::add::<Brand>(state, "ann", &input("Tarn")).await.expect("a brand");
        let material = references::add::<Material>(state, "ann", &input("Wool")).await.expect("a material");
        let tax = references::add::<TaxCategory>(state, "ann", &input("Books")).await.expect("a tax category");
        for title in ["Bag", "Tote"] {
            let product = NewProduct {
                brand: Some(BrandId(brand)),
                material: Some(MaterialId(material)),
                tax_category: Some(TaxCategoryId(tax)),
                ..NewProduct::simple(title, 100, 1)
            };
            add_product(state, "test", product).await.expect("a product");
        }
        assert_eq!(references::delete::<Brand>(state, "ann", brand, 1).await, Err(AppError::InUse { uses: 2 }));
        assert_eq!(references::delete::<Material>(state, "ann", material, 1).await, Err(AppError::InUse { uses: 2 }));
        assert_eq!(references::delete::<TaxCategory>(state, "ann", tax, 1).await, Err(AppError::InUse { uses: 2 }));
        let system = references::add::<SizeSystem>(state, "ann", &input("EU")).await.expect("a system");
        let size = ReferenceInput { size_system: system.to_string(), ..input("M") };
        references::add::<Size>(state, "ann", &size).await.expect("a size");
        assert_eq!(references::delete::<SizeSystem>(state, "ann", system, 1).await, Err(AppError::InUse { uses: 1 }));
    }

    async fn an_unknown_size_system_is_refused_by_field(shop: TestShop) {
        for system in ["99", "", "x"] {
            let size = ReferenceInput { size_system: system.into(), ..input("M") };
            let refused = references::add::<Size>(&shop.state, "ann", &size).await.expect_err("no such system");
            assert!(refused.field_message("size_system").is_some(), "{system}: {refused:?}");
        }
    }

    async fn sizes_change_places_within_their_system(shop: TestShop) {
        let state = &shop.state;
        let mut systems = Vec::new();
        for name in ["EU", "Shoes"] {
            let system = references::add::<SizeSystem>(state, "ann", &input(name)).await.expect("a system");
            for size in ["S", "M", "L"] {
                let slug = format!("{name}-{size}").to_lowercase();
                let size = ReferenceInput { size_system: system.to_string(), slug, ..input(size) };
                references::add::<Size>(state, "ann", &size).await.expect("a size");
            }
            systems.push(system);
        }
        let names = async |system: i64| -> Vec<String> {
            let sizes = references::all_within::<Size>(state, system).await.expect("sizes");
            sizes.into_iter().map(|entry| entry.value.name).collect()
        };
        let sizes = references::all_within::<Size>(state, systems[0]).await.expect("sizes");
        references::shift::<Size>(state, "ann", sizes[2].id, Direction::Up).await.expect("up");
        assert_eq!(names(systems[0]).await, ["S", "L", "M"]);
        references::shift::<Size>(state, "ann", sizes[0].id, Direction::Down).await.expect("down");
        assert_eq!(names(systems[0]).await, ["L", "S", "M"]);
        assert_eq!(names(systems[1]).await, ["S", "M", "L"], "the other system is left alone");
        let beyond = references::shift::<Size>(state, "ann", sizes[2].id, Direction::Up).await;
        assert_eq!(beyond, Err(AppError::NoSuchPlace));
    }

    async fn lists_page_through_everything_in_any_order(shop: TestShop) {
        let state = &shop.state;
        for number in 0..60 {
            // Names that repeat: the id decides between them.
            let name = format!("Color {:02}", number % 40);
            let color = ReferenceInput { slug: format!("c-{number}"), ..input(&name) };
            references::add::<Color>(state, "ann", &color).await.expect("a color");
        }
        for sort in Sort::ALL {
            let mut seen = Vec::new();
            let mut page = PageRequest::Newest;
            let last = loop {
                let list = references::list::<Color>(state, "", sort, page).await.expect("a page");
                assert_eq!(list.total, 60);
                seen.extend(list.entries.iter().map(|entry| (entry.value.name.clone(), entry.id)));
                match list.pages.older {
                    Some(id) => page = PageRequest::OlderThan(id),
                    None => break list,
                }
            };
            assert_eq!(seen.len(), 60, "{sort:?}");
            let mut expected = seen.clone();
            match sort {
                Sort::Name => expected.sort(),
                Sort::Newest => expected.sort_by_key(|(_, id)| std::cmp::Reverse(*id)),
                Sort::Position => expected.sort_by_key(|(_, id)| *id),
            }
            assert_eq!(seen, expected, "{sort:?}");
            let back = PageRequest::NewerThan(last.pages.newer.expect("a page before"));
            let back = references::list::<Color>(state, "", sort, back).await.expect("the page before");
            let back: Vec<i64> = back.entries.iter().map(|entry| entry.id).collect();
            assert_eq!(back, seen[25..50].iter().map(|(_, id)| *id).collect::<Vec<_>>(), "{sort:?}");
        }
        let found = references::list::<Color>(state, "r 07", Sort::Name, PageRequest::Newest).await.expect("found");
        assert_eq!((found.entries.len(), found.total), (2, 2));
        let none = references::list::<Color>(state, "%", Sort::Name, PageRequest::Newest).await.expect("nothing");
        assert_eq!(none.total, 0, "a search is no pattern");
    }
}
