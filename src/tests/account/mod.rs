//! What customers do with their account, and what nobody else can do with it.

mod addresses;
mod cart_merge;
mod checkout;
mod claiming;
mod deletion;
mod devices;
mod export;
mod notifications;
mod orders;
mod pages;
mod profile;
mod saved_lines;

use crate::support::{Answer, Buyer, Client, Placed, TestShop, ship_as};
use tradewind::{
    domain::{
        account::{Profile, SavedAddress},
        ids::{AccountId, VariantId},
    },
    server::store::db::execute,
};

/// An address in Germany, by the names of the address book's fields.
const HOME: [(&str, &str); 5] =
    [("name", "Ada Byron"), ("street", "Hafenstraße 1"), ("postcode", "20095"), ("city", "Hamburg"), ("country", "DE")];

/// [`HOME`] with some fields changed or added.
fn home_with<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = HOME.into_iter().filter(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
    kept.chain(changes.iter().copied()).collect()
}

async fn save_address(client: &Client, fields: &[(&str, &str)]) -> Answer {
    client.post_action("account/save_address", fields).await
}

async fn addresses(client: &Client) -> Vec<SavedAddress> {
    client.get_action("account/addresses", &[]).await.expect(200).json()
}

/// The version of a client's profile, as its form sends it along.
async fn version(client: &Client) -> String {
    let profile: Profile = client.get_action("account/profile", &[]).await.expect(200).json();
    profile.version.to_string()
}

/// The account that a client was signed in with from the start.
fn account(client: &Client) -> (AccountId, String) {
    let account = client.account.as_ref().expect("somebody who is signed in");
    (account.id, account.email.clone())
}

/// Makes an account one whose e-mail nobody has proved to read.
async fn unverify(shop: &TestShop, client: &Client) {
    let text = "UPDATE account SET email_verified_at = NULL WHERE id = $1";
    execute(&shop.state.db, text).bind(account(client).0).run().await.expect("unverified");
}

/// Buys something, and has it shipped.
async fn buy_and_get(shop: &TestShop, buyer: &Buyer, variant: VariantId) -> Placed {
    let placed = buyer.buy(shop, variant, "1").await;
    ship(shop, &placed).await;
    placed
}

async fn ship(shop: &TestShop, placed: &Placed) {
    let staff = shop.staff().await;
    ship_as(&staff, placed, "JD0146", &[]).await.expect(200);
    shop.run_jobs().await;
}
