//! Imports in the admin.

use super::{apparel, imported};
use crate::support::{OPENING, On, TestShop};
use reqwest::{Method, header};
use tradewind::{
    domain::{
        ids::ImportId,
        staff::{ImportDetail, ImportStatus},
    },
    server::{clock::Clock, jobs::worker},
};

const UPLOAD: &str = "/admin/imports/upload";

on_both! {
    async fn an_uploaded_file_is_imported_by_the_worker(shop: TestShop) {
        let staff = shop.staff().await;
        let broken = apparel().replacen("ocean-blue-shirt,Ocean Blue Shirt", "ocean-blue-shirt,", 1);
        let sent = staff.upload(UPLOAD, ("file", "apparel.csv", broken.as_bytes()), &[("format", "shopify")]).await.expect(303);
        let page = sent.location().expect("a page");
        let id = ImportId(page.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an id"));
        while worker::run_due(&shop.state).await.expect("jobs") > 0 {}
        let done = imported(&shop, id).await;
        assert_eq!((done.summary.status, done.summary.counts.products_refused), (ImportStatus::Done, 1));
        let body = staff.get(&page).await.expect(200).body;
        assert!(body.contains("apparel.csv") && body.contains("ocean-blue-shirt"), "{body}");
        let report = staff.get(&format!("{page}/report.csv")).await.expect(200);
        assert!(report.body.starts_with("line,severity,subject,field,reason,value\n2,refused,ocean-blue-shirt,Title,"), "{}", report.body);
        let export = staff.get("/admin/export.csv").await.expect(200);
        assert!(export.body.contains("product,yellow-wool-jumper,"));
    }

    async fn a_stopped_import_goes_on_where_it_was(shop: TestShop) {
        let staff = shop.staff().await;
        let sent = staff.upload(UPLOAD, ("file", "a.csv", apparel().as_bytes()), &[("format", "shopify")]).await.expect(303);
        let page = sent.location().expect("a page");
        let id = page.rsplit('/').next().expect("an id").to_owned();
        staff.post_action("admin/cancel_import", &[("id", &id)]).await.expect(200);
        staff.post_action("admin/cancel_import", &[("id", &id)]).await.expect(409);
        while worker::run_due(&shop.state).await.expect("jobs") > 0 {}
        let detail: ImportDetail = staff.get_action("admin/get_import", &[("id", &id)]).await.expect(200).json();
        assert_eq!((detail.summary.status, detail.summary.counts.rows), (ImportStatus::Canceled, 0));
        staff.post_action("admin/resume_import", &[("id", &id)]).await.expect(200);
        while worker::run_due(&shop.state).await.expect("jobs") > 0 {}
        let detail: ImportDetail = staff.get_action("admin/get_import", &[("id", &id)]).await.expect(200).json();
        assert_eq!((detail.summary.status, detail.summary.percent()), (ImportStatus::Done, 100));
    }

    async fn only_staff_may_send_files_and_take_the_catalog(shop: TestShop) {
        let customer = shop.customer().await;
        customer.upload(UPLOAD, ("file", "a.csv", b"x"), &[("format", "shopify")]).await.expect(403);
        customer.get("/admin/export.csv").await.expect(403);
        customer.get("/admin/imports/1/report.csv").await.expect(403);
        shop.staff().await.get("/admin/imports/1/report.csv").await.expect(404);
    }
}

/// A shop that takes files of one MiB.
async fn small_shop() -> TestShop {
    TestShop::open(On::Sqlite, Clock::fixed(OPENING), |config| config.import_mb = 1).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_upload_is_no_larger_than_a_file_may_be_whatever_it_consists_of() {
    let shop = small_shop().await;
    let staff = shop.staff().await;
    let large = "x".repeat(2 * 1024 * 1024);
    let sent =
        staff.upload(UPLOAD, ("file", "a.csv", apparel().as_bytes()), &[("format", "shopify"), ("more", &large)]).await;
    assert_ne!(sent.status, 303, "what nobody asked for counts, too");
    let sent =
        staff.upload(UPLOAD, ("file", "a.csv", apparel().as_bytes()), &[("format", &large[..65])]).await.expect(303);
    assert!(sent.location().is_some_and(|page| page.contains("refused=")));
    assert_eq!(shop.count("import").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_upload_has_one_file() {
    let shop = small_shop().await;
    let staff = shop.staff().await;
    let file = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\na\r\n";
    let format = "--x\r\nContent-Disposition: form-data; name=\"format\"\r\n\r\nshopify\r\n";
    let request = staff.request(Method::POST, UPLOAD).header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
    let sent = staff.send(request.body(format!("{format}{file}{file}--x--\r\n"))).await.expect(303);
    assert!(sent.location().is_some_and(|page| page.contains("refused=")));
    assert_eq!(shop.count("import").await, 0);
}
