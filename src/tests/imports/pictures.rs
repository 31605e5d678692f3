//! Pictures that a file names by address, fetched from a server of the test.

use super::shopify;
use crate::support::{OPENING, On, TestShop};
use axum::{
    Router,
    extract::{Path, State},
    http::StatusCode,
    routing::get,
};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use std::{
    collections::BTreeMap,
    io::Cursor,
    sync::{Arc, Mutex},
};
use tokio::{net::TcpListener, task::JoinHandle};
use tradewind::server::clock::Clock;

/// A shop's old picture server: every name is a picture of its own color, but one that it has lost.
struct PictureServer {
    url: String,
    /// How often each picture was asked for.
    asked: Arc<Mutex<BTreeMap<String, u32>>>,
    task: JoinHandle<()>,
}

impl Drop for PictureServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl PictureServer {
    async fn start(lost: &'static str) -> Self {
        let asked = Arc::new(Mutex::new(BTreeMap::new()));
        let picture = move |State(asked): State<Arc<Mutex<BTreeMap<String, u32>>>>, Path(name): Path<String>| async move {
            *asked.lock().expect("the names").entry(name.clone()).or_default() += 1;
            if name == lost { Err(StatusCode::NOT_FOUND) } else { Ok(png(color(&name))) }
        };
        let router = Router::new().route("/photos/{name}", get(picture)).with_state(Arc::clone(&asked));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let task = tokio::spawn(async move { axum::serve(listener, router).await.expect("it serves") });
        Self { url, asked, task }
    }

    fn asked(&self) -> BTreeMap<String, u32> {
        self.asked.lock().expect("the names").clone()
    }
}

fn color(name: &str) -> [u8; 3] {
    let sum = name.bytes().fold(7_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte)));
    let [_, red, green, blue] = sum.to_be_bytes();
    [red, green, blue]
}

fn png(color: [u8; 3]) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    let picture = DynamicImage::from(RgbImage::from_pixel(100, 125, Rgb(color)));
    picture.write_to(&mut file, ImageFormat::Png).expect("a PNG");
    file.into_inner()
}

/// The color in the middle of the first picture on a product's page.
async fn shown(shop: &TestShop, slug: &str) -> [u8; 3] {
    let page = shop.visitor().get(&format!("/p/{slug}")).await.expect(200).body;
    let path = page.split("src=\"/media/").nth(1).and_then(|rest| rest.split('"').next());
    let path = path.unwrap_or_else(|| panic!("no picture in {page}"));
    let file =
        reqwest::get(format!("{}/media/{path}", shop.url)).await.expect("an answer").bytes().await.expect("a file");
    let picture = image::load_from_memory(&file).expect("a picture").to_rgb8();
    picture.get_pixel(picture.width() / 2, picture.height() / 2).0
}

/// Slug and name of the picture of every product of the apparel file.
fn named(text: &str) -> Vec<(String, String)> {
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let source = rows.headers().expect("a header").iter().position(|name| name == "Image Src").expect("the column");
    let rows = rows.records().map(|row| row.expect("a row"));
    let named = rows.filter(|row| !row[source].is_empty());
    named.map(|row| (row[0].to_owned(), row[source].rsplit('/').next().expect("a name").to_owned())).collect()
}

async fn pictures_arrive(on: On) {
    const LOST: &str = "urban-fashion_925x.jpg";
    let server = PictureServer::start(LOST).await;
    let shop = TestShop::open(on, Clock::fixed(OPENING), |config| config.import_private_hosts = true).await;
    let text = include_str!("shopify-apparel.csv").replace("https://burst.shopifycdn.com", &server.url);
    let named = named(&text);
    assert_eq!(named.len(), 20, "{named:?}");

    let first = shopify(&shop, &text).await;
    let told: Vec<_> = first.lines.iter().map(|line| (line.field.as_str(), line.value.ends_with(LOST))).collect();
    assert_eq!(told, [("image", true)], "only the lost one is missing: {:?}", first.lines);
    assert!(first.lines[0].reason.contains("404"), "{:?}", first.lines);
    for (slug, name) in named.iter().filter(|(_, name)| name != LOST) {
        let (seen, sent) = (shown(&shop, slug).await, color(name));
        assert!(seen.iter().zip(sent).all(|(seen, sent)| seen.abs_diff(sent) <= 12), "{slug}: {seen:?}, not {sent:?}");
    }
    assert_eq!(shop.count("product_image").await, 19);
    assert_eq!(server.asked().len(), 20);
    assert!(server.asked().values().all(|times| *times == 1), "{:?}", server.asked());

    let again = shopify(&shop, &text).await;
    assert_eq!(again.products().1, 0, "nothing changes");
    let asked_again: Vec<_> =
        server.asked().into_iter().filter(|(_, times)| *times > 1).map(|(name, _)| name).collect();
    assert_eq!(asked_again, [LOST], "what is there is not fetched again");
    assert_eq!(shop.count("product_image").await, 19);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pictures_arrive_from_where_they_can_be_fetched_on_sqlite() {
    pictures_arrive(On::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pictures_arrive_from_where_they_can_be_fetched_on_postgres() {
    pictures_arrive(On::Postgres).await;
}
