//! Pictures that nothing shows any more.

use super::{png, product, show};
use crate::support::{TestShop, at_once};
use futures::FutureExt;
use std::collections::BTreeSet;
use tradewind::{
    domain::{ids::ProductId, staff::ProductPictures},
    server::{
        clock::Clock,
        services::{
            add_category::{NewCategory, add_category},
            add_picture::store_picture,
            unused_media,
        },
        state::State,
        store::{db::execute, settings},
    },
};

/// Names of the files in the store.
fn files(shop: &TestShop) -> BTreeSet<String> {
    let folder = std::fs::read_dir(shop.data.path().join("media")).expect("the media folder");
    folder.map(|file| file.expect("a file").file_name().into_string().expect("a name")).collect()
}

async fn delete_product(shop: &TestShop, product: ProductId) {
    let now = shop.clock.now();
    let mut tx = shop.state.db.begin().await.expect("a transaction");
    unused_media::release_pictures_of(&mut tx, &[product], now).await.expect("noted");
    for text in [
        "DELETE FROM stock_movement WHERE inventory_item_id IN (SELECT inventory_item.id FROM inventory_item JOIN variant ON variant.id = variant_id WHERE product_id = $1)",
        "DELETE FROM inventory_item WHERE variant_id IN (SELECT id FROM variant WHERE product_id = $1)",
        "DELETE FROM product WHERE id = $1",
    ] {
        execute(&mut tx, text).bind(product).run().await.expect("deleted");
    }
    tx.commit().await.expect("committed");
}

on_both! {
    async fn a_deleted_product_takes_the_pictures_along_that_only_it_showed(shop: TestShop) {
        let (bag, tote) = (product(&shop, "Bag").await, product(&shop, "Tote").await);
        show(&shop, bag, png(1)).await;
        show(&shop, bag, png(2)).await;
        show(&shop, tote, png(2)).await;
        assert_eq!(files(&shop).len(), 6, "two originals with two renditions each");
        shop.clock.advance_minutes(61);
        delete_product(&shop, bag).await;
        shop.run_jobs().await;
        assert_eq!((shop.count("image").await, shop.count("rendition").await, files(&shop).len()), (1, 2, 3));
        delete_product(&shop, tote).await;
        shop.run_jobs().await;
        assert_eq!((shop.count("image").await, shop.count("rendition").await, files(&shop).len()), (0, 0, 0));
    }

    async fn a_picture_taken_off_a_product_goes_unless_a_category_or_a_setting_names_it(shop: TestShop) {
        let bag = product(&shop, "Bag").await;
        for shade in 1..=3 {
            show(&shop, bag, png(shade)).await;
        }
        let staff = shop.staff().await;
        let shown: ProductPictures = staff
            .get_action("admin/get_product_pictures", &[("product_id", &bag.to_string())])
            .await
            .expect(200)
            .json();
        let keys: Vec<String> = shown.pictures.iter().map(|picture| picture.picture.key.clone()).collect();
        let named = NewCategory { slug: "bags".into(), name: "Bags".into(), picture: Some(keys[0].clone()), ..NewCategory::default() };
        add_category(&shop.state, named).await.expect("a category");
        settings::set(&shop.state.db, "home_hero_light", &keys[1]).await.expect("a hero");
        shop.clock.advance_minutes(61);
        for picture in &shown.pictures {
            let fields = [("product_id", bag.to_string()), ("image_id", picture.id.to_string())];
            let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            staff.post_action("admin/delete_picture", &fields).await.expect(200);
        }
        shop.run_jobs().await;
        let left: BTreeSet<String> = files(&shop).iter().map(|name| name[..64].to_owned()).collect();
        assert_eq!(left, keys[..2].iter().cloned().collect());
    }

    async fn a_picture_that_was_uploaded_lately_waits_for_something_to_show_it(shop: TestShop) {
        let stored = store_picture(&shop.state, png(1).into()).await.expect("a picture");
        let hashes = [stored.hash.clone()];
        assert_eq!(unused_media::delete_unused(&shop.state, &hashes).await.expect("looked"), 0);
        shop.clock.advance_minutes(61);
        // The same one again counts as new.
        store_picture(&shop.state, png(1).into()).await.expect("a picture");
        assert_eq!(unused_media::delete_unused(&shop.state, &hashes).await.expect("looked"), 0);
        shop.clock.advance_minutes(61);
        assert_eq!(unused_media::sweep(&shop.state).await.expect("swept"), 1);
        assert!(files(&shop).is_empty());
    }

    async fn files_that_no_row_names_are_swept_once_they_are_old(shop: TestShop) {
        let name = format!("{}-160.webp", "a".repeat(64));
        for name in [name.as_str(), "drawn-memo.json"] {
            shop.state.media.put(name, "x".into()).await.expect("a file");
        }
        let bag = product(&shop, "Bag").await;
        show(&shop, bag, png(1)).await;
        let today = State { clock: Clock::System, ..shop.state.clone() };
        assert_eq!(unused_media::sweep(&today).await.expect("swept"), 0);
        // The files are as old as this test, whatever the shop's clock says.
        shop.clock.advance_minutes(60 * 24 * 366 * 100);
        assert_eq!(unused_media::sweep(&shop.state).await.expect("swept"), 1);
        assert!(!files(&shop).contains(&name));
        assert!(files(&shop).contains("drawn-memo.json"), "not a picture's file");
        assert_eq!(files(&shop).len(), 4);
    }

    async fn a_picture_that_is_uploaded_while_it_is_deleted_is_whole_or_gone(shop: TestShop) {
        for round in 0..12_u8 {
            let stored = store_picture(&shop.state, png(round).into()).await.expect("a picture");
            shop.clock.advance_minutes(61);
            let (deleting, uploading, hash) = (shop.state.clone(), shop.state.clone(), stored.hash.clone());
            at_once([
                async move { unused_media::delete_unused(&deleting, &[hash]).await.expect("looked"); }.boxed(),
                async move { drop(store_picture(&uploading, png(round).into()).await.expect("a picture")) }.boxed(),
            ])
            .await;
            assert!(unused_media::is_whole(&shop.state.media, &stored.hash, &[160, 400]).await.expect("looked"), "round {round}");
        }
        assert_eq!(shop.count("image").await, 12);
    }
}
