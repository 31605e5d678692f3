//! Making stored products what they shall be.

use super::{add, category, small_catalog};
use crate::support::{OPENING, TestShop, at_once};
use futures::FutureExt;
use tradewind::{
    domain::{
        forms::{FieldErrors, Problem},
        ids::{ImageId, ProductId},
        product::{OptionKind, ProductStatus, SpecificationKind, StockPolicy},
    },
    server::{
        services::{
            add_product::{NewImage, NewOptionValue, NewProduct, NewVariant, SpecificationInput},
            stored_product::{self, StoredProduct},
            update_product::{ProductUpdate, UpdateProductError, Updated, delete_product, update_product},
        },
        state::State,
        store::{
            catalog_write::{
                images::{self, RenditionRow},
                references::{self, SpecificationRow},
            },
            db::{execute, select},
        },
    },
};

async fn load(shop: &TestShop, id: ProductId) -> StoredProduct {
    stored_product::load_one(&shop.state.db, id).await.expect("a product").expect("a product")
}

async fn id_of(shop: &TestShop, slug: &str) -> ProductId {
    let (id,): (ProductId,) =
        select(&shop.state.db, "SELECT id FROM product WHERE slug = $1").bind(slug).one().await.expect("a product");
    id
}

async fn save(
    shop: &TestShop,
    id: ProductId,
    version: Option<i64>,
    product: NewProduct,
) -> Result<Updated, UpdateProductError> {
    save_on(shop.state.clone(), ProductUpdate { id, version, product }).await
}

async fn save_on(state: State, update: ProductUpdate) -> Result<Updated, UpdateProductError> {
    let mut tx = state.db.begin().await.expect("a transaction");
    let saved = update_product(&mut tx, state.clock.now(), "ann@halyard.test", update).await?;
    tx.commit().await.expect("committed");
    Ok(saved)
}

fn refused(result: Result<Updated, UpdateProductError>) -> FieldErrors {
    match result {
        Err(UpdateProductError::Invalid(errors)) => errors,
        other => panic!("not refused by field: {other:?}"),
    }
}

/// As a file has it: without ids, and without what was seen.
fn without_ids(mut product: NewProduct) -> NewProduct {
    for variant in &mut product.variants {
        (variant.id, variant.stock_seen) = (None, None);
    }
    product
}

async fn image(shop: &TestShop, hash: &str) -> ImageId {
    let mut tx = shop.state.db.begin().await.expect("a transaction");
    let size = RenditionRow { width: 10, height: 10, bytes: 1 };
    let row = images::insert_image(&mut tx, hash, size, &[], OPENING).await.expect("an image");
    tx.commit().await.expect("committed");
    row.id
}

/// The tee with everything that a product can have.
async fn rich_tee(shop: &TestShop) -> ProductId {
    small_catalog(shop).await;
    let other = id_of(shop, "harbor-tote").await;
    let mut tx = shop.state.db.begin().await.expect("a transaction");
    let specification = |slug, kind, choices| SpecificationRow {
        slug,
        name: slug,
        group: None,
        kind,
        unit: "",
        filterable: true,
        comparable: true,
        position: 0,
        choices,
    };
    let fits = ["slim".to_owned(), "regular".to_owned()];
    let rows = [
        specification("weight", SpecificationKind::Number, &[]),
        specification("fit", SpecificationKind::Choice, &fits),
        specification("organic", SpecificationKind::Boolean, &[]),
        specification("care", SpecificationKind::Text, &[]),
    ];
    let ids = references::add_specifications(&mut tx, &rows).await.expect("specifications");
    tx.commit().await.expect("committed");
    let id = id_of(shop, "field-tee").await;
    let mut product = load(shop, id).await.product;
    product.specifications = vec![
        (ids["weight"], SpecificationInput::Number("180.50".into())),
        (ids["fit"], SpecificationInput::Choice("slim".into())),
        (ids["organic"], SpecificationInput::Boolean(true)),
        (ids["care"], SpecificationInput::Text("Wash cold".into())),
    ];
    product.tags = vec!["summer".into(), "basics".into()];
    product.related = vec![other];
    product.images = vec![
        NewImage { image: image(shop, "a").await, alt: "Front".into(), variants: vec![0, 1] },
        NewImage { image: image(shop, "b").await, alt: "Back".into(), variants: vec![] },
    ];
    product.variants[0] = NewVariant {
        barcode: "4006381333931".into(),
        compare_at_minor: Some(5_900),
        cost_minor: Some(1_900),
        weight_grams: 200,
        length_mm: 300,
        width_mm: 200,
        height_mm: 20,
        ..product.variants[0].clone()
    };
    assert!(save(shop, id, None, product).await.expect("saved").changed);
    id
}

on_both! {
    async fn a_product_that_is_saved_as_it_is_stays_untouched(shop: TestShop) {
        let id = rich_tee(&shop).await;
        let stored = load(&shop, id).await;
        let entries = shop.count("audit_entry").await;
        for product in [stored.product.clone(), without_ids(stored.product.clone())] {
            let saved = save(&shop, id, Some(stored.version), product).await.expect("saved");
            assert_eq!(saved, Updated { version: stored.version, changed: false });
        }
        assert_eq!(load(&shop, id).await, stored);
        assert_eq!(shop.count("audit_entry").await, entries, "the log tells of a change that was none");
    }

    async fn every_part_becomes_what_it_shall_be(shop: TestShop) {
        let id = rich_tee(&shop).await;
        let stored = load(&shop, id).await;
        let (bags, sale) = (stored.product.related[0], category(&shop, "sale", None).await);
        let before = stored.product.clone();
        let (c, d) = (image(&shop, "c").await, image(&shop, "d").await);
        type Change = Box<dyn Fn(&mut NewProduct)>;
        let changes: Vec<(&str, Change)> = vec![
            ("title", Box::new(|product| product.title = "Field Tee II".into())),
            ("status", Box::new(|product| product.status = ProductStatus::Archived)),
            ("brand", Box::new(|product| product.brand = None)),
            ("categories", Box::new(move |product| product.categories.insert(0, sale))),
            ("tags", Box::new(|product| product.tags = vec!["winter".into()])),
            ("related", Box::new(move |product| product.related.retain(|related| *related != bags))),
            ("fewer specifications", Box::new(|product| product.specifications.truncate(1))),
            ("a number", Box::new(|product| product.specifications[0].1 = SpecificationInput::Number("7".into()))),
            ("pictures in another order", Box::new(|product| product.images.reverse())),
            ("more pictures", Box::new(move |product| {
                product.images.insert(1, NewImage { image: c, alt: "Side".into(), variants: vec![2] });
            })),
            ("other pictures", Box::new(move |product| {
                product.images = vec![NewImage { image: d, alt: "New".into(), variants: vec![1] }];
            })),
            ("prices", Box::new(|product| product.variants.iter_mut().for_each(|variant| variant.price_minor += 100))),
            ("swapped SKUs", Box::new(|product| {
                let skus: Vec<String> = product.variants.iter().rev().map(|variant| variant.sku.clone()).collect();
                product.variants.iter_mut().zip(skus).for_each(|(variant, sku)| variant.sku = sku);
            })),
            ("variants in another order", Box::new(|product| product.variants.reverse())),
            ("a variant less", Box::new(|product| drop(product.variants.remove(1)))),
            ("an option more", Box::new(|product| {
                let values = ["Plain", "Printed"].map(NewOptionValue::named).to_vec();
                *product = product.clone().with_option("Print", OptionKind::Other, values);
                product.variants.iter_mut().for_each(|variant| variant.choices.push(1));
                let first = product.variants[0].clone();
                product.variants.push(NewVariant { id: None, sku: "FT-NEW".into(), choices: vec![0, 0, 0], ..first });
            })),
            ("another name for a value", Box::new(|product| product.options[0].values[0].name = "Deep navy".into())),
            ("stock", Box::new(|product| product.variants[2].stock = 77)),
            ("backorders", Box::new(|product| product.variants[2].stock_policy = StockPolicy::Backorder)),
            ("untracked", Box::new(|product| product.variants[3].untracked = true)),
        ];
        for (name, change) in changes {
            // Variants that went and came back have other ids.
            let mut wanted = load(&shop, id).await.product;
            change(&mut wanted);
            // Pictures are linked to places in the list of variants, of which there may be fewer now.
            let places = wanted.variants.len();
            wanted.images.iter_mut().for_each(|image| image.variants.retain(|place| *place < places));
            let version = load(&shop, id).await.version;
            let saved = save(&shop, id, Some(version), wanted.clone()).await.unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(saved, Updated { version: version + 1, changed: true }, "{name}");
            let now = load(&shop, id).await;
            assert_eq!(without_ids(now.product.clone()), without_ids(wanted), "{name}");
            let again = save(&shop, id, None, now.product).await.expect("saved again");
            assert!(!again.changed, "{name}: a second time something differs");
            let back = without_ids(before.clone());
            save(&shop, id, None, back).await.unwrap_or_else(|error| panic!("{name}, and back: {error}"));
            assert_eq!(without_ids(load(&shop, id).await.product), without_ids(before.clone()), "{name}, and back");
        }
    }

    async fn an_update_of_an_older_version_is_refused(shop: TestShop) {
        let id = rich_tee(&shop).await;
        let stored = load(&shop, id).await;
        let update = |title: &str| {
            let product = NewProduct { title: title.into(), ..stored.product.clone() };
            save_on(shop.state.clone(), ProductUpdate { id, version: Some(stored.version), product }).boxed()
        };
        let results = at_once([update("Ann's"), update("Ben's")]).await;
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1, "{results:?}");
        assert!(results.iter().any(|result| matches!(result, Err(UpdateProductError::Conflict))), "{results:?}");
    }

    async fn stock_that_moved_is_not_overwritten(shop: TestShop) {
        let id = rich_tee(&shop).await;
        let seen = load(&shop, id).await.product;
        let sell = "UPDATE inventory_item SET on_hand = on_hand - 1 WHERE variant_id = $1";
        execute(&shop.state.db, sell).bind(seen.variants[0].id).run().await.expect("a sale");
        // Whoever does not touch the stock keeps what the sale left.
        let titled = NewProduct { title: "Tee".into(), ..seen.clone() };
        save(&shop, id, None, titled).await.expect("saved");
        assert_eq!(load(&shop, id).await.product.variants[0].stock, 4);
        let mut counted = seen.clone();
        counted.variants[0].stock = 9;
        assert!(matches!(save(&shop, id, None, counted).await, Err(UpdateProductError::Conflict)));
        assert_eq!(load(&shop, id).await.product.variants[0].stock, 4);
    }

    async fn what_open_orders_wait_for_stays(shop: TestShop) {
        let id = rich_tee(&shop).await;
        let stored = load(&shop, id).await;
        let reserve = "UPDATE inventory_item SET reserved = 3 WHERE variant_id = $1";
        execute(&shop.state.db, reserve).bind(stored.product.variants[0].id).run().await.expect("an order");
        let without = NewProduct { variants: stored.product.variants[1..].to_vec(), images: vec![], ..stored.product.clone() };
        assert_eq!(refused(save(&shop, id, None, without).await), FieldErrors::one("variants", Problem::BelowReserved(3)));
        let mut fewer = stored.product.clone();
        fewer.variants[0].stock = 2;
        let errors = refused(save(&shop, id, None, fewer).await);
        assert_eq!(errors, FieldErrors::one("variants.0.stock", Problem::BelowReserved(3)));
        let mut tx = shop.state.db.begin().await.expect("a transaction");
        let deleted = delete_product(&mut tx, OPENING, "ann@halyard.test", id, None).await;
        assert!(matches!(deleted, Err(UpdateProductError::Invalid(_))), "{deleted:?}");
        drop(tx);
        assert_eq!(load(&shop, id).await.version, stored.version);
    }

    async fn what_others_have_or_nobody_knows_is_refused_by_name(shop: TestShop) {
        let id = rich_tee(&shop).await;
        let before = load(&shop, id).await;
        type Change = fn(&mut NewProduct);
        let wrong: [(&str, Problem, Change); 6] = [
            ("slug", Problem::AlreadyTaken, |product| product.slug = "harbor-tote".into()),
            ("sku", Problem::AlreadyTaken, |product| product.variants[0].sku = "HARBOR-TOTE-NAVY".into()),
            ("title", Problem::Required, |product| product.title = String::new()),
            ("references", Problem::UnknownChoice, |product| product.related = vec![ProductId(9_999)]),
            ("variants.1.id", Problem::UnknownChoice, |product| {
                product.variants[1].id = Some(tradewind::domain::ids::VariantId(9_999));
            }),
            ("variants.1.id", Problem::AlreadyTaken, |product| product.variants[1].id = product.variants[0].id),
        ];
        for (field, problem, change) in wrong {
            let mut product = before.product.clone();
            change(&mut product);
            assert_eq!(refused(save(&shop, id, None, product).await), FieldErrors::one(field, problem));
        }
        assert_eq!(load(&shop, id).await, before);
    }

    async fn a_former_address_is_remembered(shop: TestShop) {
        let id = rich_tee(&shop).await;
        let before = load(&shop, id).await.product;
        for slug in ["tee", "shirt", "tee"] {
            save(&shop, id, None, NewProduct { slug: slug.into(), ..before.clone() }).await.expect("saved");
        }
        let old: Vec<(String, ProductId)> =
            select(&shop.state.db, "SELECT slug, product_id FROM product_slug ORDER BY slug").all().await.expect("slugs");
        assert_eq!(old, [("field-tee".to_owned(), id), ("shirt".to_owned(), id)]);
    }

    async fn the_log_tells_what_differs_and_nothing_else(shop: TestShop) {
        let id = rich_tee(&shop).await;
        let mut product = load(&shop, id).await.product;
        product.variants[1].price_minor = 5_500;
        product.brand = None;
        save(&shop, id, None, product).await.expect("saved");
        let (actor, action, before, after): (String, String, String, String) = select(
            &shop.state.db,
            "SELECT actor, action, before, after FROM audit_entry WHERE subject = 'product' ORDER BY id DESC LIMIT 1",
        )
        .one()
        .await
        .expect("an entry");
        assert_eq!((actor.as_str(), action.as_str()), ("ann@halyard.test", "update"));
        assert_eq!(before, r#"{"FIELD-TEE-NAVY-M: price":5200,"brand":"Tarn"}"#);
        assert_eq!(after, r#"{"FIELD-TEE-NAVY-M: price":5500,"brand":null}"#);
    }

    async fn a_deleted_product_is_gone_with_all_its_parts(shop: TestShop) {
        let id = rich_tee(&shop).await;
        let mut tx = shop.state.db.begin().await.expect("a transaction");
        delete_product(&mut tx, OPENING, "ann@halyard.test", id, None).await.expect("deleted");
        tx.commit().await.expect("committed");
        assert!(stored_product::load_one(&shop.state.db, id).await.expect("no failure").is_none());
        shop.visitor().get("/p/field-tee").await.expect(404);
        let (left,): (i64,) =
            select(&shop.state.db, "SELECT CAST(COUNT(*) AS BIGINT) FROM variant WHERE sku LIKE 'FIELD-TEE%'").one().await.expect("a count");
        assert_eq!(left, 0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_products_are_loaded_with_as_many_statements_as_one() {
    let shop = TestShop::sqlite().await;
    let one = add(&shop, NewProduct::simple("One", 100, 1)).await;
    let two = add(&shop, NewProduct::simple("Two", 100, 1)).await;
    let before = shop.state.db.queries();
    stored_product::load(&shop.state.db, &[one]).await.expect("a product");
    let single = shop.state.db.queries() - before;
    let both = stored_product::load(&shop.state.db, &[two, one, ProductId(999)]).await.expect("products");
    assert_eq!(shop.state.db.queries() - before - single, single);
    assert_eq!(both.iter().map(|product| product.id).collect::<Vec<_>>(), [one, two]);
}
