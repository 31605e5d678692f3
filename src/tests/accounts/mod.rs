//! Accounts: getting one, getting in, getting back in, and everybody who should not.

mod brute_force;
mod email;
mod enumeration;
mod links;
mod logging_in;
mod passwords;
mod registering;
mod replay;
mod second_factor;
mod security_log;
mod staff_second_factor;
mod step_up;

use crate::support::{Answer, Client, KeptMail, TestShop};
use tradewind::{
    domain::second_factor::{AccountSecurity, SecondFactorState},
    server::store::db::execute,
};

/// A password that keeps the rules and is not the one of the other accounts.
pub const OTHER_PASSWORD: &str = "another horse, another battery";

pub async fn register(client: &Client, name: &str, email: &str, password: &str) -> Answer {
    client.post_action("accounts/register", &[("name", name), ("email", email), ("password", password)]).await
}

pub async fn log_in(client: &Client, email: &str, password: &str) -> Answer {
    client.post_action("accounts/login", &[("email", email), ("password", password)]).await
}

pub async fn verify(client: &Client, token: &str) -> Answer {
    client.post_action("accounts/verify_email", &[("token", token)]).await
}

pub async fn ask_for_reset(client: &Client, email: &str) -> Answer {
    client.post_action("accounts/request_password_reset", &[("email", email)]).await
}

pub async fn reset(client: &Client, token: &str, password: &str) -> Answer {
    client.post_action("accounts/reset_password", &[("token", token), ("password", password)]).await
}

pub async fn security(client: &Client) -> AccountSecurity {
    client.get_action("security/load", &[]).await.expect(200).json()
}

/// Whether the browser is logged in.
pub async fn is_in(client: &Client) -> bool {
    client.get_action("security/load", &[]).await.status == 200
}

/// The last mail to an address with this subject, after all jobs that are due. (Jobs that are due at once run at once, so
/// which of two mails is the last of all is nobody's business.)
pub async fn mail(shop: &TestShop, recipient: &str, subject: &str) -> KeptMail {
    shop.run_jobs().await;
    let mails = shop.mails().await;
    let found = mails.iter().rfind(|mail| mail.recipient == recipient && mail.subject == subject);
    found.unwrap_or_else(|| panic!("no {subject:?} to {recipient} among {mails:?}")).clone()
}

/// The token of the last link to a page that was mailed to an address.
async fn mailed_token(shop: &TestShop, recipient: &str, page: &str) -> String {
    shop.run_jobs().await;
    let start = format!("{}/{page}?token=", shop.url);
    let mails = shop.mails().await;
    let mut links =
        mails.iter().filter(|mail| mail.recipient == recipient).filter_map(|mail| mail.body_text.split_once(&start));
    let (_, rest) = links.next_back().unwrap_or_else(|| panic!("no link to {page} for {recipient} among {mails:?}"));
    rest.chars().take_while(char::is_ascii_hexdigit).collect()
}

pub async fn verify_token(shop: &TestShop, recipient: &str) -> String {
    mailed_token(shop, recipient, "verify-email").await
}

pub async fn reset_token(shop: &TestShop, recipient: &str) -> String {
    mailed_token(shop, recipient, "password-reset").await
}

/// The code of an authenticator app so many steps from now.
pub fn code(shop: &TestShop, key: &str, steps: i64) -> String {
    let secret = totp_rs::Secret::try_from_base32(key.replace(' ', "")).expect("a key");
    let totp = totp_rs::Builder::new().with_secret(secret).build().expect("an app");
    let seconds = shop.clock.now().0 / 1000 + steps * 30;
    totp.generate(seconds.try_into().expect("after 1970")).to_string()
}

/// Sets the second factor up; the answer is the key and the recovery codes.
pub async fn set_up_second_factor(shop: &TestShop, client: &Client) -> (String, Vec<String>) {
    client.post_action("security/begin_second_factor", &[]).await.expect(200);
    let SecondFactorState::Pending(setup) = security(client).await.second_factor else { panic!("nothing is set up") };
    let code = code(shop, &setup.key, 0);
    let codes = client.post_action("security/enable_second_factor", &[("code", &code)]).await.expect(200).json();
    (setup.key, codes)
}

pub async fn enter_code(client: &Client, code: &str) -> Answer {
    client.post_action("accounts/login_second_factor", &[("code", code)]).await
}

pub async fn disable_account(shop: &TestShop, email: &str) {
    let text = "UPDATE account SET disabled_at = 1 WHERE email = $1";
    let changed = execute(&shop.state.db, text).bind(email).run().await.expect("disabled");
    assert_eq!(changed, 1);
}
