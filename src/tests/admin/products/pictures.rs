//! Pictures on the product's page.

use super::{add, add_tote, open, save};
use crate::support::{Answer, Client};
use image::{DynamicImage, ImageFormat, RgbImage};
use std::io::Cursor;
use tradewind::{
    domain::{ids::ProductId, product::ProductStatus, staff::ProductPictures},
    server::services::add_product::NewProduct,
};

fn png(shade: u8) -> Vec<u8> {
    let picture = RgbImage::from_pixel(40, 50, image::Rgb([shade, 70, 90]));
    let mut file = Cursor::new(Vec::new());
    DynamicImage::from(picture).write_to(&mut file, ImageFormat::Png).expect("a PNG");
    file.into_inner()
}

async fn upload(staff: &Client, product: ProductId, shade: u8, alt: &str) -> Answer {
    staff.upload(&format!("/admin/products/{product}/images"), ("file", "x.png", &png(shade)), &[("alt", alt)]).await
}

async fn pictures(staff: &Client, product: ProductId) -> ProductPictures {
    staff.get_action("admin/get_product_pictures", &[("product_id", &product.to_string())]).await.expect(200).json()
}

async fn alts(staff: &Client, product: ProductId) -> Vec<String> {
    pictures(staff, product).await.pictures.into_iter().map(|picture| picture.picture.alt).collect()
}

on_both! {
    async fn pictures_are_put_in_any_order(shop: TestShop) {
        let (staff, id) = (shop.staff().await, add_tote(&shop).await);
        for (shade, alt) in [(1, "a"), (2, "b"), (3, "c")] {
            upload(&staff, id, shade, alt).await.expect(201);
        }
        let third = pictures(&staff, id).await.pictures[2].id.to_string();
        let product = id.to_string();
        let place = async |place: &str| {
            staff.post_action("admin/place_picture", &[("product_id", &product), ("image_id", &third), ("place", place)]).await.expect(200)
        };
        place("0").await;
        assert_eq!(alts(&staff, id).await, ["c", "a", "b"]);
        place("1").await;
        assert_eq!(alts(&staff, id).await, ["a", "c", "b"]);
        place("4000000000").await;
        assert_eq!(alts(&staff, id).await, ["a", "b", "c"]);
    }

    async fn a_picture_shows_the_variants_that_it_is_linked_to(shop: TestShop) {
        let (staff, id) = (shop.staff().await, add_tote(&shop).await);
        upload(&staff, id, 1, "a").await.expect(201);
        let before = pictures(&staff, id).await;
        let (image, variant) = (before.pictures[0].id.to_string(), before.variants[1].0);
        assert_eq!(before.variants[1].1, "Large");
        let product = id.to_string();
        let describe = async |variants: &[(&str, &str)]| {
            let fields = [&[("product_id", product.as_str()), ("image_id", image.as_str()), ("alt", "The large one")], variants].concat();
            staff.post_action("admin/describe_picture", &fields).await.expect(200)
        };
        describe(&[("variants[1]", &variant.to_string())]).await;
        let after = pictures(&staff, id).await.pictures.remove(0);
        assert_eq!((after.picture.alt.as_str(), after.variants.as_slice()), ("The large one", &[variant][..]));
        // The form, which knows nothing of pictures, leaves that alone.
        let mut form = open(&staff, id).await.form;
        form.options[0].add = "Huge".into();
        form.options[0].values.swap(0, 1);
        save(&staff, &form).await.expect(200);
        assert_eq!(pictures(&staff, id).await.pictures[0].variants, [variant]);
        describe(&[]).await;
        assert!(pictures(&staff, id).await.pictures[0].variants.is_empty());
    }

    async fn changing_pictures_is_no_conflict_with_the_form(shop: TestShop) {
        let (staff, id) = (shop.staff().await, add_tote(&shop).await);
        let mut form = open(&staff, id).await.form;
        upload(&staff, id, 1, "a").await.expect(201);
        form.title = "Still mine".into();
        let saved = save(&staff, &form).await.expect(200);
        assert!(saved.header("location").is_some_and(|address| address.contains("saved=")), "{saved:?}");
        assert_eq!(alts(&staff, id).await, ["a"]);
    }

    async fn a_product_is_published_only_when_its_pictures_are_described(shop: TestShop) {
        let staff = shop.staff().await;
        let id = add(&shop, NewProduct { status: ProductStatus::Draft, ..NewProduct::simple("Bag", 100, 1) }).await;
        upload(&staff, id, 1, "").await.expect(201);
        let mut form = open(&staff, id).await.form;
        form.status = "active".into();
        let refused = save(&staff, &form).await.expect(422).error();
        assert!(refused.field_message("product[status]").is_some_and(|message| message.contains("description")), "{refused:?}");
        let image = pictures(&staff, id).await.pictures[0].id.to_string();
        let fields = [("product_id", id.to_string()), ("image_id", image), ("alt", "A bag".to_owned())];
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        staff.post_action("admin/describe_picture", &fields).await.expect(200);
        save(&staff, &form).await.expect(200);
        let refused = upload(&staff, id, 2, " ").await.expect(422).error();
        assert!(refused.field_message("alt").is_some(), "shoppers would see it at once: {refused:?}");
    }

    async fn a_deleted_picture_is_gone_and_foreign_ones_are_out_of_reach(shop: TestShop) {
        let (staff, id) = (shop.staff().await, add_tote(&shop).await);
        let other = add(&shop, NewProduct::simple("Other", 100, 1)).await;
        upload(&staff, id, 1, "a").await.expect(201);
        let image = pictures(&staff, id).await.pictures[0].id.to_string();
        let delete = async |product: ProductId| {
            staff.post_action("admin/delete_picture", &[("product_id", &product.to_string()), ("image_id", &image)]).await
        };
        delete(other).await.expect(404);
        delete(id).await.expect(200);
        assert!(alts(&staff, id).await.is_empty());
        delete(id).await.expect(404);
    }
}
