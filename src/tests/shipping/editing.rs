//! Shipping as staff set it up.

use super::{flat, named, table};
use crate::support::Buyer;
use tradewind::{
    domain::{
        access::Permission,
        shipping::{CarrierInput, ZoneInput},
    },
    error::AppError,
    server::services::shipping,
};

on_both! {
    async fn forms_add_change_and_delete_and_the_audit_log_knows(shop: TestShop) {
        shop.sell("Mug", 1_000, 9).await;
        let staff = shop.staff_with(&[Permission::Settings]).await;
        let fields = [("id", ""), ("shipping_carrier[name]", "Bike"), ("shipping_carrier[tracking_url]", "https://bike.example/{tracking}")];
        let to = staff.post_action("admin/save_shipping_carrier", &fields).await.expect(200).location().expect("a page");
        let page = to.split('?').next().unwrap().to_owned();
        let id = page.rsplit('/').next().unwrap().to_owned();
        assert!(staff.get(&page).await.expect(200).body.contains("bike.example"));
        let again = [("id", id.as_str()), ("version", "1"), ("shipping_carrier[name]", "Bikes"), ("shipping_carrier[tracking_url]", "")];
        staff.post_action("admin/save_shipping_carrier", &again).await.expect(200);
        assert_eq!(staff.post_action("admin/save_shipping_carrier", &again).await.expect(409).error(), AppError::Conflict);
        let zone = [("id", ""), ("shipping_zone[name]", "Far"), ("shipping_zone[countries][]", ""), ("shipping_zone[regions]", "US: Alaska")];
        staff.post_action("admin/save_shipping_zone", &zone[..2]).await.expect(422);
        let far = [zone[0], zone[1], zone[3]];
        staff.post_action("admin/save_shipping_zone", &far).await.expect(200);
        let method = [
            ("id", ""), ("shipping_method[name]", "Cargo bike"), ("shipping_method[carrier]", id.as_str()), ("shipping_method[active]", "true"),
            ("shipping_method[kind]", "delivery"), ("shipping_method[days_min]", "1"), ("shipping_method[days_max]", "2"), ("shipping_method[position]", "0"),
        ];
        let to = staff.post_action("admin/save_shipping_method", &method).await.expect(200).location().expect("a page");
        let method_page = to.split('?').next().unwrap().to_owned();
        let method = method_page.rsplit('/').next().unwrap().to_owned();
        let germany = shop.zone("germany").await.to_string();
        let rate = [
            ("method", method.as_str()), ("version", "1"), ("zone", germany.as_str()), ("shipping_rate[calculator]", "weight"),
            ("shipping_rate[rows][0][up_to]", "1000"), ("shipping_rate[rows][0][price]", "2.50"),
            ("shipping_rate[rows][1][up_to]", ""), ("shipping_rate[rows][1][price]", ""),
        ];
        staff.post_action("admin/save_shipping_rate", &rate).await.expect(200);
        assert!(staff.get(&format!("{method_page}/zones/{germany}")).await.expect(200).body.contains("2.50"));
        let overview = staff.get("/admin/shipping").await.expect(200).body;
        assert!(overview.contains("Cargo bike") && overview.contains("From €2.50 by weight") && overview.contains("Alaska"));
        let used = [("id", id.as_str()), ("version", "2")];
        assert_eq!(staff.post_action("admin/delete_shipping_carrier", &used).await.expect(409).error(), AppError::InUse { uses: 1 });
        staff.post_action("admin/delete_shipping_method", &[("id", method.as_str()), ("version", "1")]).await.expect(409);
        staff.post_action("admin/delete_shipping_method", &[("id", method.as_str()), ("version", "2")]).await.expect(200);
        staff.post_action("admin/delete_shipping_carrier", &used).await.expect(200);
        assert_eq!(shop.count("shipping_rate_row").await, 0);
        assert_eq!(shop.count("audit_entry WHERE subject LIKE 'shipping_%'").await, 7);
    }

    async fn bad_input_is_refused_beside_its_field(shop: TestShop) {
        shop.sell("Mug", 1_000, 9).await;
        let (state, zone) = (&shop.state, shop.zone("germany").await);
        let (id, version) = shop.add_method(named("Bike"), "germany", &flat("1")).await;
        for (rate, field) in [
            (flat("-1"), "price"),
            (flat(""), "price"),
            (table("weight", &[]), "rows.0.price"),
            (table("weight", &[("0", "1")]), "rows.0.up_to"),
            (table("value", &[("5", "1"), ("5", "2")]), "rows.1.up_to"),
        ] {
            let refused = shipping::save_rate(state, "test", (id, version), zone, &rate).await.expect_err("refused");
            assert!(refused.field_message(field).is_some(), "{rate:?}");
        }
        assert_eq!(shipping::save_rate(state, "test", (id, 1), zone, &flat("2")).await, Err(AppError::Conflict));
        let taken = ZoneInput { name: "Mine".into(), countries: vec!["DE".into()], ..ZoneInput::default() };
        let refused = shipping::save_zone(state, "test", None, &taken).await.expect_err("in another zone");
        assert!(refused.field_message("countries").is_some(), "{refused:?}");
        let link = CarrierInput { name: "X".into(), tracking_url: "http://x/{tracking}".into() };
        assert!(shipping::save_carrier(state, "test", None, &link).await.expect_err("no link").field_message("tracking_url").is_some());
        let pickup = tradewind::domain::shipping::MethodInput {
            kind: "pickup".into(), carrier: "1".into(), center: "4711".into(), pickup_place: "Here".into(), days_min: "0".into(),
            days_max: "0".into(), ..named("Pickup")
        };
        let refused = shipping::save_method(state, "test", None, &pickup).await.expect_err("no center");
        assert!(refused.field_message("center").is_some(), "{refused:?}");
        let nobody = tradewind::domain::shipping::MethodInput { carrier: "4711".into(), days_min: "0".into(), days_max: "0".into(), ..named("Y") };
        let refused = shipping::save_method(state, "test", None, &nobody).await.expect_err("no carrier");
        assert!(refused.field_message("carrier").is_some(), "{refused:?}");
    }

    async fn a_deleted_zone_ships_nothing_and_a_deleted_method_is_chosen_anew(shop: TestShop) {
        let mug = shop.sell("Mug", 1_000, 9).await;
        let (id, version) = shop.add_method(named("Bike"), "germany", &flat("1")).await;
        let buyer = Buyer::guest(&shop);
        buyer.add(mug, "1").await.expect(200);
        buyer.fill_checkout().await;
        buyer.choose_shipping("bike").await.expect(200);
        shipping::delete_method(&shop.state, "test", (id, version)).await.expect("deleted");
        assert_eq!(buyer.checkout().await.shipping_method, None);
        shipping::delete_zone(&shop.state, "test", (shop.zone("germany").await, 1)).await.expect("deleted");
        assert!(buyer.checkout().await.offers.is_empty());
    }

    async fn only_who_may_set_the_shop_up_sees_the_pages(shop: TestShop) {
        shop.sell("Mug", 1_000, 9).await;
        let owner = shop.owner().await;
        for page in ["carriers/new", "zones/new", "methods/new"] {
            owner.get(&format!("/admin/shipping/{page}")).await.expect(200);
        }
        for page in ["carriers/999", "zones/x", "methods/999", "methods/1/zones/999"] {
            owner.get(&format!("/admin/shipping/{page}")).await.expect(404);
        }
        let orders = shop.staff_with(&[Permission::Orders]).await;
        orders.post_action("admin/delete_shipping_zone", &[("id", "1"), ("version", "1")]).await.expect(403);
    }
}

on_both! {
    async fn programs_read_and_write_what_staff_set_up(shop: TestShop) {
        use reqwest::{Method, header::IF_MATCH};
        use serde_json::{Value, json};
        shop.sell("Mug", 1_000, 9).await;
        let staff = shop.staff_with(&[Permission::Settings]).await;
        let post = |path: &str, body: Value| staff.send(staff.request(Method::POST, &format!("/api/v1/{path}")).json(&body));
        let carrier: Value = post("shipping-carriers", json!({"name": "Mule"})).await.expect(201).json();
        post("shipping-carriers", json!({"name": "X", "tracking_url": "http://x/{tracking}"})).await.expect(422);
        let zone: Value = post("shipping-zones", json!({"name": "Far", "places": [{"country": "US", "region": "Alaska"}]})).await.expect(201).json();
        let euro = |amount: i64| json!({"amount": amount, "currency": "EUR"});
        let method = |price: Value| json!({
            "name": "Mule train", "carrier_id": carrier["id"], "days_min": 3, "days_max": 9,
            "rates": [{"zone_id": zone["id"], "calculator": "weight", "rows": [{"up_to": 1000, "price": price}, {"price": euro(900)}]}],
        });
        let added = post("shipping-methods", method(euro(400))).await.expect(201);
        let path = added.header("location").expect("a location").to_owned();
        assert_eq!(added.json::<Value>()["rates"][0]["rows"][0]["price"]["amount"], 400);
        post("shipping-methods", method(json!({"amount": 4, "currency": "USD"}))).await.expect(422);
        let mut elsewhere = method(euro(1));
        elsewhere["rates"][0]["zone_id"] = json!(4711);
        let refused: Value = post("shipping-methods", elsewhere).await.expect(422).json();
        assert_eq!(refused["errors"][0]["field"], "name", "there is one of this name");
        let put = |version: &'static str| staff.send(staff.request(Method::PUT, &path).header(IF_MATCH, version).json(&method(euro(500))));
        put("\"v9\"").await.expect(412);
        assert_eq!(put("\"v1\"").await.expect(200).json::<Value>()["version"], 2);
        let list: Value = staff.send(staff.request(Method::GET, "/api/v1/shipping-methods?limit=1")).await.expect(200).json();
        assert_eq!((list["items"].as_array().map(Vec::len), list["next"].is_string()), (Some(1), true));
        staff.send(staff.request(Method::DELETE, &path).header(IF_MATCH, "\"v2\"")).await.expect(204);
        staff.send(staff.request(Method::GET, &path)).await.expect(404);
        let customer = shop.customer().await;
        customer.send(customer.request(Method::GET, "/api/v1/shipping-zones")).await.expect(403);
    }

    async fn programs_learn_where_the_shop_ships_and_what_addresses_have(shop: TestShop) {
        use reqwest::Method;
        use serde_json::{Value, json};
        shop.sell("Mug", 1_000, 9).await;
        let visitor = shop.visitor();
        let read = async || -> Value { visitor.send(visitor.request(Method::GET, "/api/v1/countries")).await.expect(200).json() };
        let of = |countries: &Value, code: &str| {
            countries.as_array().and_then(|all| all.iter().find(|country| country["code"] == code).cloned()).expect("the country")
        };
        let countries = read().await;
        assert_eq!(countries.as_array().map(Vec::len), Some(249));
        let (germany, hong_kong) = (of(&countries, "DE"), of(&countries, "HK"));
        assert_eq!((&germany["ships_to"], &germany["region"]), (&json!(true), &Value::Null));
        assert_eq!(germany["postcode"], json!({"label": "Postcode", "required": true}));
        assert_eq!((&hong_kong["ships_to"], &hong_kong["postcode"]), (&json!(false), &Value::Null));
        let far = ZoneInput { name: "Far".into(), countries: vec!["HK".into()], ..ZoneInput::default() };
        shipping::save_zone(&shop.state, "test", None, &far).await.expect("a zone");
        shop.add_method(named("Ship"), "far", &flat("30")).await;
        assert_eq!(of(&read().await, "HK")["ships_to"], true);
    }
}
