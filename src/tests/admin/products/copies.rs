//! Products once more, and products that shoppers cannot see yet.

use super::{add, add_tote, open};
use image::{DynamicImage, ImageFormat, RgbImage};
use std::io::Cursor;
use tradewind::{
    domain::{ids::ProductId, product::ProductStatus},
    server::services::{add_product::NewProduct, product_pictures},
};

fn png() -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    DynamicImage::from(RgbImage::new(90, 110)).write_to(&mut file, ImageFormat::Png).expect("a PNG");
    file.into_inner()
}

on_both! {
    async fn a_copy_is_a_draft_of_its_own_that_shares_the_pictures(shop: TestShop) {
        let staff = shop.staff().await;
        let tote = add_tote(&shop).await;
        product_pictures::add(&shop.state, "test", tote, png().into(), "A tote").await.expect("a picture");
        for (number, slug, title, sku) in [
            (1, "harbor-tote-copy", "Harbor Tote (copy)", "HARBOR-TOTE-SMALL-COPY"),
            (2, "harbor-tote-copy-2", "Harbor Tote (copy 2)", "HARBOR-TOTE-SMALL-COPY-2"),
        ] {
            let answer = staff.post_action("admin/duplicate_product", &[("product_id", &tote.to_string())]).await.expect(200);
            let location = answer.header("location").expect("it leads to the copy").to_owned();
            let id = location.strip_prefix("/admin/products/").and_then(|rest| rest.strip_suffix("?saved=copy")).expect("the copy");
            let copy = open(&staff, id).await;
            let stored = copy.stored.expect("it is stored");
            assert_eq!((stored.slug.as_str(), stored.title.as_str(), stored.status), (slug, title, ProductStatus::Draft));
            assert_eq!((copy.form.variants.len(), copy.form.variants[0].sku.as_str()), (2, sku));
            assert!(copy.form.variants.iter().all(|row| row.price == "49.00"));
            assert!(copy.form.variants.iter().flat_map(|row| &row.stock).all(|level| ["", "0"].contains(&level.on_hand.as_str())), "no stock");
            assert_eq!(shop.count("product_image").await, number + 1);
        }
        assert_eq!(shop.count("image").await, 1, "the files are shared");
        assert_eq!(shop.count("audit_entry").await, 3 + 1, "three products and a picture");
        shop.visitor().get("/p/harbor-tote-copy").await.expect(404);
        shop.visitor().get("/p/harbor-tote").await.expect(200);
        shop.assert_consistent().await;
    }

    async fn only_staff_of_the_catalog_copy_and_preview(shop: TestShop) {
        let draft = NewProduct { status: ProductStatus::Draft, ..NewProduct::simple("Secret Bag", 8_900, 3) };
        let secret = add(&shop, draft).await;
        for client in [shop.visitor(), shop.customer().await, shop.staff_with(&[tradewind::domain::access::Permission::Orders]).await] {
            let page = client.get("/p/secret-bag?preview=1").await;
            assert!([401, 403].contains(&page.status) && !page.body.contains("Secret Bag"), "{} {}", page.status, page.body);
            let copied = client.post_action("admin/duplicate_product", &[("product_id", &secret.to_string())]).await;
            assert!([401, 403].contains(&copied.status), "{}", copied.status);
            client.get("/p/secret-bag").await.expect(404);
        }
        assert_eq!(shop.count("product").await, 1);
    }

    async fn a_preview_is_the_page_that_will_be_and_is_marked_as_one(shop: TestShop) {
        let staff = shop.staff().await;
        let tote = add_tote(&shop).await;
        tradewind::server::store::db::execute(&shop.state.db, "UPDATE product SET status = 'draft'").run().await.expect("a draft");
        staff.get("/p/harbor-tote").await.expect(404);
        let page = staff.get("/p/harbor-tote?preview=1").await.expect(200).body;
        for part in ["Preview: only staff see this page", "name=\"robots\" content=\"noindex\"", "Harbor Tote", "€49.00", "preview=1\""] {
            assert!(page.contains(part), "{part} is not in {page}");
        }
        for part in ["Add to cart", "application/ld+json", "rel=\"canonical\""] {
            assert!(!page.contains(part), "{part} is in {page}");
        }
        let editor = staff.get(&format!("/admin/products/{tote}")).await.expect(200).body;
        assert!(editor.contains("/p/harbor-tote?preview=1") && editor.contains("Duplicate"), "{editor}");
        staff.get("/p/nothing?preview=1").await.expect(404);
        staff.post_action("admin/duplicate_product", &[("product_id", &ProductId(99_999).to_string())]).await.expect(404);
    }
}
