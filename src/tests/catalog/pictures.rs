//! Pictures that staff upload.

use super::add;
use crate::support::{Client, TestShop};
use image::{DynamicImage, ImageFormat, RgbImage};
use reqwest::{Method, header};
use std::io::Cursor;
use tradewind::{
    domain::{ids::ProductId, staff::ProductPictures},
    error::AppError,
    server::{services::add_product::NewProduct, store::db::select},
};

fn png(width: u32, height: u32) -> Vec<u8> {
    let picture = RgbImage::from_fn(width, height, |x, y| image::Rgb([(x % 256) as u8, (y % 256) as u8, 70]));
    let mut file = Cursor::new(Vec::new());
    DynamicImage::from(picture).write_to(&mut file, ImageFormat::Png).expect("a PNG");
    file.into_inner()
}

fn address(product: ProductId) -> String {
    format!("/admin/products/{product}/images")
}

async fn shown(staff: &Client, product: ProductId) -> ProductPictures {
    staff.get_action("admin/get_product_pictures", &[("product_id", &product.to_string())]).await.expect(200).json()
}

async fn pictures(shop: &TestShop) -> i64 {
    let (count,): (i64,) =
        select(&shop.state.db, "SELECT CAST(COUNT(*) AS BIGINT) FROM product_image").one().await.expect("a count");
    count
}

on_both! {
    async fn an_uploaded_picture_is_served_in_every_width(shop: TestShop) {
        let product = add(&shop, NewProduct::simple("Bag", 100, 1)).await;
        let staff = shop.staff().await;
        staff.upload(&address(product), ("file", "bag.png", &png(820, 1025)), &[("alt", "A bag")]).await.expect(201);
        let picture = shown(&staff, product).await.pictures.remove(0).picture;
        assert_eq!((picture.width, picture.height, picture.alt.as_str()), (820, 1025, "A bag"));
        assert_eq!(picture.widths(), [160, 400, 800]);
        for width in picture.widths() {
            let file = shop.visitor().get(&picture.url(width)).await.expect(200);
            assert_eq!(file.header("content-type"), Some("image/webp"));
            assert_eq!(file.header("cache-control"), Some("public, max-age=31536000, immutable"));
        }
        assert!(shop.visitor().get("/p/bag").await.expect(200).body.contains(&picture.url(800)));
    }

    async fn what_is_no_picture_or_too_large_is_refused_and_nothing_is_stored(shop: TestShop) {
        let product = add(&shop, NewProduct::simple("Bag", 100, 1)).await;
        let staff = shop.staff().await;
        let large = vec![0; 20 * 1024 * 1024 + 1];
        let good = png(10, 10);
        let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
        for (field, name, file, alt) in [
            ("file", "fake.png", &b"MZ this is a program"[..], "A bag"),
            ("file", "picture.svg", svg, "A bag"),
            ("file", "empty.png", b"", "A bag"),
            ("file", "large.png", &large, "A bag"),
            ("alt", "bag.png", &good, "  "),
            ("alt", "bag.png", &good, &"x".repeat(301)),
        ] {
            let refused = staff.upload(&address(product), ("file", name, file), &[("alt", alt)]).await.expect(422);
            assert!(refused.error().field_message(field).is_some(), "{name}: {}", refused.body);
        }
        assert_eq!(pictures(&shop).await, 0);
    }

    async fn a_request_past_every_limit_is_refused(shop: TestShop) {
        let product = add(&shop, NewProduct::simple("Bag", 100, 1)).await;
        let staff = shop.staff().await;
        let huge = vec![0; 22 * 1024 * 1024];
        let refused = staff.upload(&address(product), ("file", "huge.png", &huge), &[("alt", "A bag")]).await.expect(422);
        assert!(refused.error().field_message("file").is_some(), "{}", refused.body);
    }

    async fn a_browsers_form_leads_back_with_the_reason(shop: TestShop) {
        let product = add(&shop, NewProduct::simple("Bag", 100, 1)).await;
        let staff = shop.staff().await;
        let body = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x.png\"\r\n\r\nnope\r\n--b\r\n\
            Content-Disposition: form-data; name=\"alt\"\r\n\r\nA bag\r\n--b--\r\n";
        let request = staff
            .request(Method::POST, &address(product))
            .header(header::ACCEPT, "text/html,*/*")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=b")
            .body(body);
        let page = staff.send(request).await.expect(303).location().expect("back to the product");
        let page = page.split('#').next().expect("a page").to_owned();
        assert!(staff.get(&page).await.expect(200).body.contains("This is not a JPEG, PNG, WebP or GIF picture."));
    }

    async fn only_staff_upload_pictures(shop: TestShop) {
        let product = add(&shop, NewProduct::simple("Bag", 100, 1)).await;
        let file = png(10, 10);
        // The door of the admin leads visitors to the login.
        shop.visitor().upload(&address(product), ("file", "bag.png", &file), &[("alt", "A bag")]).await.expect(303);
        shop.customer().await.upload(&address(product), ("file", "bag.png", &file), &[("alt", "A bag")]).await.expect(403);
        assert_eq!(pictures(&shop).await, 0);
        let staff = shop.staff().await;
        for missing in ["/admin/products/99/images", "/admin/products/x/images"] {
            let answer = staff.upload(missing, ("file", "bag.png", &file), &[("alt", "A bag")]).await.expect(404);
            assert_eq!(answer.error(), AppError::NotFound);
        }
    }

    async fn the_same_picture_twice_is_stored_once(shop: TestShop) {
        let staff = shop.staff().await;
        let file = png(200, 250);
        for title in ["Bag", "Tote"] {
            let product = add(&shop, NewProduct::simple(title, 100, 1)).await;
            staff.upload(&address(product), ("file", "bag.png", &file), &[("alt", "A bag")]).await.expect(201);
        }
        let (images,): (i64,) = select(&shop.state.db, "SELECT CAST(COUNT(*) AS BIGINT) FROM image").one().await.expect("a count");
        assert_eq!((images, pictures(&shop).await), (1, 2));
    }
}
