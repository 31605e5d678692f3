//! What a catalog of a given size costs: filling it, indexing it, exporting and importing it, and answering for it over
//! HTTP.
//!
//! `make bench` runs it; `docs/benchmarks.md` has results and how to read them. The shop is served by this process on
//! loopback and asked one request after the other, so that the times are those of single requests on an idle machine.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a benchmark reads the real clock and ends at the first thing that does not work"
)]

mod support;

use reqwest::header;
use std::{
    fs::File,
    io::{BufWriter, Write},
    path::Path,
    time::Instant,
};
use support::{Column, Folder, listen, print_table, seconds, serve, spread, start};
use tradewind::{
    domain::staff::ImportFormat,
    server::{
        demo::bulk,
        services::{
            export_catalog::Export,
            import_catalog::{self, ImportFile, Wish},
        },
        state::State,
    },
};

/// Sizes of catalogs, unless `TRADEWIND_BENCH_PRODUCTS` names others: "1000,100000".
const SIZES: &str = "1000,100000";
/// Requests that are measured of each kind, after a tenth as many that are not.
const REQUESTS: usize = 300;

/// What a product's card begins with.
const CARD: &str = "<article class=\"card-product\"";

/// What is asked, by name. `{n}` is another number in every request, so that no answer is remembered.
///
/// Everything that lists products has a full page of them at 1,000 products, too: of a page with few, most of the ratio
/// would be that there are few.
const KINDS: [(&str, &str); 12] = [
    ("front page", "/"),
    ("category", "/c/bulk-{6}?x={n}"),
    (
        "category, two facets and sorted",
        "/c/bulk-{6}?color=bulk-red&color=bulk-blue&color=bulk-green&stock=in&sort=price-asc&x={n}",
    ),
    (
        "category, four colors, half of the brands, sorted",
        "/c/bulk-{6}?color=bulk-red&color=bulk-blue&color=bulk-green&color=bulk-black&brand=bulk-brand-1&brand=bulk-brand-2\
         &brand=bulk-brand-3&brand=bulk-brand-4&brand=bulk-brand-5&brand=bulk-brand-6&brand=bulk-brand-7\
         &brand=bulk-brand-8&brand=bulk-brand-9&brand=bulk-brand-10&sort=price-asc&x={n}",
    ),
    ("search, one word", "/search?q=shirt&x={n}"),
    ("search, two words", "/search?q=lamp+catalog&x={n}"),
    ("search with a typo", "/search?q=blankett&x={n}"),
    (
        "search, six colors, a size, 15 brands",
        "/search?q=jacket&color=bulk-red&color=bulk-blue&color=bulk-green&color=bulk-black&color=bulk-white&color=bulk-gray\
         &size=bulk-m&brand=bulk-brand-1&brand=bulk-brand-2&brand=bulk-brand-3&brand=bulk-brand-4&brand=bulk-brand-5\
         &brand=bulk-brand-6&brand=bulk-brand-7&brand=bulk-brand-8&brand=bulk-brand-9&brand=bulk-brand-10\
         &brand=bulk-brand-11&brand=bulk-brand-12&brand=bulk-brand-13&brand=bulk-brand-14&brand=bulk-brand-15&x={n}",
    ),
    ("product", "/p/bulk-{n}"),
    ("API, products of a category", "/api/v1/products?category=bulk-{6}"),
    ("autocomplete, a word begun", "/actions/catalog/suggest?typed=coa"),
    ("autocomplete, two words", "/actions/catalog/suggest?typed=coastal+lan"),
];

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let sizes = std::env::var("TRADEWIND_BENCH_PRODUCTS").unwrap_or_else(|_| SIZES.into());
        let sizes: Vec<u32> = sizes.split(',').map(|size| size.trim().parse().expect("a number of products")).collect();
        let mut columns = Vec::new();
        for size in &sizes {
            columns.push(measure(*size).await);
        }
        let heads: Vec<String> = sizes.iter().map(|size| format!("{size} products")).collect();
        print_table(&heads, &columns);
    });
}

async fn measure(products: u32) -> Column {
    let folder = Folder::new(&format!("{products}"));
    let listener = listen().await;
    let state = start(&folder, listener.local_addr().expect("an address"), None).await;
    let mut column = Told(Column::new());

    let begun = Instant::now();
    bulk::add_bulk_catalog(&state, products, &|_| ()).await.expect("a catalog");
    column.push(("adding all products".into(), seconds(begun.elapsed())));
    let begun = Instant::now();
    state.search.rebuild(&state.db).await.expect("an index");
    column.push(("building the search index".into(), seconds(begun.elapsed())));

    let url = format!("http://{}", state.config.addr);
    let server = serve(&state, listener);
    let client = reqwest::Client::new();
    for (name, path) in KINDS {
        column.push((name.into(), ask(&client, &url, path, products).await));
    }
    server.abort();
    let file = folder.0.join("catalog.csv");
    let begun = Instant::now();
    export(&state, &file).await;
    column.push(("exporting all products".into(), seconds(begun.elapsed())));
    column.push(("importing them into an empty shop".into(), import(&state, &file, products).await));
    column.push(("most memory of all this, MiB".into(), peak_memory()));
    state.db.close().await;
    column.0
}

/// Figures that are told as they come: the whole takes minutes.
struct Told(Column);

impl Told {
    fn push(&mut self, (name, figure): (String, String)) {
        eprintln!("bench: {name}: {figure}");
        self.0.push((name, figure));
    }
}

async fn export(state: &State, file: &Path) {
    let mut out = BufWriter::new(File::create(file).expect("a file"));
    let mut export = Export::new(state.db.clone());
    while let Some(part) = export.next().await.expect("a catalog") {
        out.write_all(&part).expect("a disk");
    }
    out.flush().expect("a disk");
}

/// Imports a shop's file into one that shares its pictures and nothing else, and has to export the same file again.
async fn import(from: &State, file: &Path, products: u32) -> String {
    let folder = Folder::new(&format!("{products}-copy"));
    let media = folder.0.join("media");
    std::fs::create_dir_all(&media).expect("a folder");
    for picture in std::fs::read_dir(from.config.data_dir.join("media")).expect("pictures").flatten() {
        if picture.path().is_file() {
            std::fs::copy(picture.path(), media.join(picture.file_name())).expect("a picture");
        }
    }
    let state = start(&folder, from.config.addr, None).await;
    let begun = Instant::now();
    let read = ImportFile::read(file).await.expect("a file");
    let wish = Wish { format: ImportFormat::Tradewind, dry_run: false, actor: "bench" };
    let id = import_catalog::begin_or_continue(&state, &read, wish).await.expect("an import");
    import_catalog::run(&state, id, file, None, &|_| ()).await.expect("an import");
    let time = seconds(begun.elapsed());
    let counts = import_catalog::summary(&state, id).await.expect("an import").counts;
    assert_eq!(counts.products_added, i64::from(products), "{counts:?}");
    let again = folder.0.join("catalog.csv");
    export(&state, &again).await;
    let read = |file: &Path| std::fs::read(file).expect("a file");
    assert!(read(file) == read(&again), "what is exported again is the same");
    state.db.close().await;
    time
}

/// Asks for one kind of page many times; how long that takes, and how many cards of products it shows.
async fn ask(client: &reqwest::Client, url: &str, path: &str, products: u32) -> String {
    let (mut times, mut cards) = (Vec::with_capacity(REQUESTS), 0);
    for number in 0..REQUESTS + REQUESTS / 10 {
        let address = format!("{url}{}", numbered(path, number, products));
        let begun = Instant::now();
        let answer = client.get(&address).header(header::ACCEPT, "*/*").send().await.expect("an answer");
        let status = answer.status();
        let body = answer.text().await.expect("a body");
        let time = begun.elapsed();
        assert!(status.is_success(), "{address}: {status}");
        if number >= REQUESTS / 10 {
            times.push(time);
            cards += body.matches(CARD).count();
        }
    }
    format!("{}; {} shown", spread(times), (cards + REQUESTS / 2) / REQUESTS)
}

/// The path with another number in every request.
fn numbered(path: &str, number: usize, products: u32) -> String {
    let up_to = |most: usize| (number * 7_919 % most + 1).to_string();
    path.replace("{n}", &up_to(products as usize)).replace("{6}", &up_to(6))
}

/// Most memory the process has held so far, as Linux counts it.
fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kibibytes: Option<u64> = line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse().ok());
    kibibytes.map_or_else(|| "unknown".into(), |kibibytes| (kibibytes / 1024).to_string())
}
