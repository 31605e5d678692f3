//! Pictures in S3-compatible storage, against a real server that `scripts/s3` starts.

use super::{png, product, served, show};
use crate::support::{OPENING, On, TestShop};
use tradewind::server::{clock::Clock, config::Config, random, services::unused_media};

/// A bucket of its own, by its name.
async fn bucket() -> (String, String) {
    let server = std::env::var("TRADEWIND_TEST_S3").expect(
        "TRADEWIND_TEST_S3 names no storage server: run the tests with `make test`, or with \
         `scripts/postgres run scripts/s3 run cargo test --features ssr`, which starts one and stops it again",
    );
    let name = format!("shop-{}", random::token()[..16].to_lowercase().replace('_', "-"));
    let name = format!("{}x", name.trim_end_matches('-'));
    let made = reqwest::Client::new().put(format!("{server}/{name}")).send().await.expect("the server answers");
    assert!(made.status().is_success(), "{made:?}");
    (server, name)
}

fn keep_in(config: &mut Config, server: &str, url: &str) {
    config.media_url = Some(url.parse().expect("an address"));
    config.s3_endpoint = Some(server.to_owned());
    config.s3_key = Some("key".into());
    config.s3_secret = Some("secret".into());
    config.s3_path_style = true;
}

/// What is in the bucket, as its own listing names it.
async fn keys(server: &str, bucket: &str) -> Vec<String> {
    let listing = reqwest::get(format!("{server}/{bucket}?list-type=2")).await.expect("a listing");
    let listing = listing.text().await.expect("a listing");
    let keys = listing.split("<Key>").skip(1);
    keys.map(|rest| rest.split("</Key>").next().expect("a key").to_owned()).collect()
}

async fn pictures_live_in_the_bucket(on: On) {
    let (server, name) = bucket().await;
    let url = format!("s3://{name}/live/media");
    let shop = TestShop::open(on, Clock::fixed(OPENING), |config| keep_in(config, &server, &url)).await;
    let bag = product(&shop, "Bag").await;
    show(&shop, bag, png(1)).await;
    let stored = keys(&server, &name).await;
    assert_eq!(stored.len(), 3, "{stored:?}");
    assert!(stored.iter().all(|key| key.starts_with("live/media/")), "{stored:?}");
    assert!(!shop.data.path().join("media").exists(), "nothing is kept beside the bucket");
    for file in served(&shop, "bag").await {
        image::load_from_memory_with_format(&file, image::ImageFormat::WebP).expect("a picture");
    }
    let hash = &stored[0]["live/media/".len()..][..64];
    shop.visitor().get(&format!("/media/{hash}.original")).await.expect(404);
    shop.visitor().get(&format!("/media/{}-400.webp", "b".repeat(64))).await.expect(404);

    shop.clock.advance_minutes(61);
    let mut tx = shop.state.db.begin().await.expect("a transaction");
    unused_media::release_pictures_of(&mut tx, &[bag], shop.clock.now()).await.expect("noted");
    let text = "DELETE FROM product_image WHERE product_id = $1";
    tradewind::server::store::db::execute(&mut tx, text).bind(bag).run().await.expect("deleted");
    tx.commit().await.expect("committed");
    shop.run_jobs().await;
    assert_eq!(keys(&server, &name).await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pictures_live_in_the_bucket_on_sqlite() {
    pictures_live_in_the_bucket(On::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pictures_live_in_the_bucket_on_postgres() {
    pictures_live_in_the_bucket(On::Postgres).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn orphans_in_a_bucket_are_swept() {
    let (server, name) = bucket().await;
    let shop =
        TestShop::open(On::Sqlite, Clock::fixed(OPENING), |config| keep_in(config, &server, &format!("s3://{name}")))
            .await;
    let orphan = format!("{}-160.webp", "a".repeat(64));
    shop.state.media.put(&orphan, "x".into()).await.expect("a file");
    assert!(shop.state.media.exists(&orphan).await.expect("an answer"));
    shop.clock.advance_minutes(60 * 24 * 366 * 100);
    assert_eq!(unused_media::sweep(&shop.state).await.expect("swept"), 1);
    assert!(!shop.state.media.exists(&orphan).await.expect("an answer"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_storage_that_does_not_answer_is_an_error_and_not_a_missing_picture() {
    let (server, name) = bucket().await;
    let url = format!("s3://{name}-gone");
    let shop = TestShop::open(On::Sqlite, Clock::fixed(OPENING), |config| keep_in(config, &server, &url)).await;
    let bag = product(&shop, "Bag").await;
    let staff = shop.staff().await;
    let address = format!("/admin/products/{bag}/images");
    staff.upload(&address, ("file", "bag.png", &png(1)), &[("alt", "A bag")]).await.expect(500);
    assert_eq!((shop.count("image").await, shop.count("product_image").await), (0, 0));
}
