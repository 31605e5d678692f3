//! Where an account is logged in.

use super::account;
use crate::support::{Client, OPENING, PASSWORD, TestShop};
use reqwest::{Method, header};
use tradewind::domain::{access::Role, account::Device};

const FIREFOX: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0";
const SAFARI: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";

/// Logs in with a browser.
async fn log_in(shop: &TestShop, email: &str, user_agent: &str) -> Client {
    let client = shop.visitor();
    let request = client
        .request(Method::POST, "/actions/accounts/login")
        .header(header::ACCEPT, "application/json")
        .header(header::USER_AGENT, user_agent)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(format!("email={email}&password={}", PASSWORD.replace(' ', "%20")));
    client.send(request).await.expect(200);
    client
}

async fn devices(client: &Client) -> Vec<Device> {
    client.get_action("account/devices", &[]).await.expect(200).json()
}

on_both! {
    async fn every_login_shows_with_browser_and_system(shop: TestShop) {
        shop.add_account("ada@example.com", Role::Customer).await;
        let (desk, phone) = (log_in(&shop, "ada@example.com", FIREFOX).await, log_in(&shop, "ada@example.com", SAFARI).await);
        let seen = devices(&phone).await;
        let names: Vec<_> = seen.iter().map(|device| (device.name.as_str(), device.is_present)).collect();
        assert_eq!(names, [("Safari on iPhone", true), ("Firefox on Windows", false)]);
        let page = desk.get("/account/devices").await.expect(200).body;
        assert!(page.contains("This device") && page.contains("Safari on iPhone"));
        for client in [&desk, &phone] {
            let token = client.cookie("session").expect("a session");
            assert!(!page.contains(&token), "the page shows a token");
        }
    }

    async fn one_can_log_out_there_and_everywhere_else(shop: TestShop) {
        shop.add_account("ada@example.com", Role::Customer).await;
        let desk = log_in(&shop, "ada@example.com", FIREFOX).await;
        let phone = log_in(&shop, "ada@example.com", SAFARI).await;
        let third = log_in(&shop, "ada@example.com", "curl/8").await;
        let key = devices(&desk).await.into_iter().find(|device| device.name.contains("Safari")).expect("the phone").key;
        desk.post_form("/actions/account/close_device", &[("key", &key)]).await.expect(302);
        phone.get_action("account/devices", &[]).await.expect(401);
        assert_eq!(devices(&third).await.len(), 2);
        // A second press changes nothing and is no error.
        desk.post_action("account/close_device", &[("key", &key)]).await.expect(200);
        desk.post_action("account/close_other_devices", &[]).await.expect(200);
        third.get_action("account/devices", &[]).await.expect(401);
        assert_eq!(devices(&desk).await.len(), 1);
    }

    async fn nobody_logs_out_anybody_else(shop: TestShop) {
        let (ada, eve) = (shop.customer().await, shop.customer().await);
        let key = devices(&ada).await[0].key.clone();
        eve.post_action("account/close_device", &[("key", &key)]).await.expect(200);
        eve.post_action("account/close_other_devices", &[]).await.expect(200);
        assert_eq!(devices(&ada).await.len(), 1, "the session is still open");
        assert!(devices(&eve).await.iter().all(|device| device.key != key));
        for key in ["", "%", "%%%%%%%%%%%%%%%%", "' OR 1=1 --", "0123456789ABCDEF", &"0".repeat(64)] {
            eve.post_action("account/close_device", &[("key", key)]).await.expect(404);
        }
        let token = ada.cookie("session").expect("a session");
        eve.post_action("account/close_device", &[("key", &token[..16])]).await.expect(200);
        assert_eq!(devices(&ada).await.len(), 1, "the token itself names nothing");
        assert!(account(&ada).0 != account(&eve).0);
    }

    async fn the_last_use_is_kept_up_at_most_once_an_hour(shop: TestShop) {
        let customer = shop.customer().await;
        let last_seen = async || devices(&customer).await[0].last_seen;
        assert_eq!(last_seen().await, OPENING);
        shop.clock.advance_minutes(59);
        assert_eq!(last_seen().await, OPENING);
        shop.clock.advance_minutes(2);
        assert_eq!(last_seen().await, OPENING.plus_minutes(61));
        let (before, _) = (shop.state.db.queries(), customer.get("/favicon.svg").await.expect(200));
        let one_request = shop.state.db.queries() - before;
        assert!(one_request <= 1, "a request that writes nothing made {one_request} queries");
        assert_eq!(devices(&customer).await[0].first_seen, OPENING);
    }
}
