//! Importing and exporting catalogs.

mod admin;
mod kill;
mod own;
mod pictures;
mod round_trip;
mod shopify;

use crate::support::TestShop;
use tradewind::{
    domain::{
        ids::ImportId,
        staff::{ImportFormat, ImportLine, ImportSummary},
    },
    server::{
        services::{
            export_catalog::Export,
            import_catalog::{self, ImportFile, Wish},
        },
        store::imports,
    },
};

/// The real file, from an address that nobody has.
fn apparel() -> String {
    include_str!("shopify-apparel.csv").replace("burst.shopifycdn.com", "pictures.invalid")
}

/// What an import did, and its report.
struct Imported {
    summary: ImportSummary,
    lines: Vec<ImportLine>,
}

impl Imported {
    /// Added, changed, unchanged and refused products.
    fn products(&self) -> (i64, i64, i64, i64) {
        let counts = self.summary.counts;
        (counts.products_added, counts.products_changed, counts.products_unchanged, counts.products_refused)
    }

    /// Line, field and severity of every line.
    fn told(&self) -> Vec<(i64, &str, &str)> {
        self.lines.iter().map(|line| (line.line, line.field.as_str(), line.severity.slug())).collect()
    }
}

async fn run(shop: &TestShop, format: ImportFormat, dry_run: bool, text: impl AsRef<[u8]>) -> Imported {
    let path = shop.data.path().join("import.csv");
    std::fs::write(&path, text).expect("a file");
    let file = ImportFile::read(&path).await.expect("a readable file");
    let wish = Wish { format, dry_run, actor: "import" };
    let id = import_catalog::begin_or_continue(&shop.state, &file, wish).await.expect("an import");
    import_catalog::run(&shop.state, id, &path, None, &|_| ()).await.expect("a run");
    imported(shop, id).await
}

async fn imported(shop: &TestShop, id: ImportId) -> Imported {
    let summary = imports::find(&shop.state.db, id).await.expect("imports").expect("the import").summary;
    let lines = imports::lines(&shop.state.db, id, 0, 10_000).await.expect("lines");
    Imported { summary, lines: lines.into_iter().map(|(_, line)| line).collect() }
}

async fn shopify(shop: &TestShop, text: impl AsRef<[u8]>) -> Imported {
    run(shop, ImportFormat::Shopify, false, text).await
}

async fn own(shop: &TestShop, text: impl AsRef<[u8]>) -> Imported {
    run(shop, ImportFormat::Tradewind, false, text).await
}

async fn export(shop: &TestShop) -> String {
    let (mut export, mut file) = (Export::new(shop.state.db.clone()), Vec::new());
    while let Some(part) = export.next().await.expect("an export") {
        file.extend(part);
    }
    String::from_utf8(file).expect("UTF-8")
}
