//! The simple models: brands, colors, sizes and the like.

use tradewind::{
    domain::{
        ids::{BrandId, MaterialId, TaxCategoryId},
        references::{
            Brand, Color, Direction, Material, ReferenceInput, Size, SizeSystem, Sort, SpecificationGroup, TaxCategory,
        },
        staff::PageRequest,
    },
    error::AppError,
    server::{
        services::{
            add_product::{NewProduct, add_product},
            references,
        },
        state::State,
        store::references::Table,
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
