//! A shopper on the way from the cart to the paid order.

use super::{Answer, Client, PASSWORD, TestShop, at_once};
use futures::future::{FutureExt, join_all};
use tradewind::{
    domain::{
        cart::Cart,
        checkout::Checkout,
        ids::{CartLineId, SavedLineId, VariantId},
        order::{OrderDetail, OrderNumber},
    },
    error::AppError,
    server::store::sandbox,
};

/// Cards of the sandbox gateway.
pub mod card {
    pub const SUCCESS: &str = "4242 4242 4242 4242";
    pub const DECLINED: &str = "4000 0000 0000 0002";
    pub const CHALLENGE: &str = "4000 0000 0000 3220";
    pub const WEBHOOK_TWICE: &str = "4000 0000 0000 0259";
    pub const WEBHOOK_LATE: &str = "4000 0000 0000 0341";
    pub const WEBHOOK_LOST: &str = "4000 0000 0000 0101";
    pub const OUT_OF_ORDER: &str = "4000 0000 0000 0119";
    pub const DELAYED: &str = "4000 0000 0000 0077";
}

/// An address in Germany, by the names of the form's fields.
pub const ADDRESS: [(&str, &str); 5] = [
    ("shipping_name", "Ada Byron"),
    ("shipping_street", "Hafenstraße 1"),
    ("shipping_postcode", "20095"),
    ("shipping_city", "Hamburg"),
    ("shipping_country", "DE"),
];

/// [`ADDRESS`] with some fields changed or added.
pub fn address_with<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = ADDRESS.into_iter().filter(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
    kept.chain(changes.iter().copied()).collect()
}

/// Somebody who buys. Clones are tabs of one browser.
#[derive(Clone, Debug)]
pub struct Buyer {
    pub client: Client,
}

/// An order that waits at the gateway for its payment.
#[derive(Clone, Debug)]
pub struct Placed {
    pub number: OrderNumber,
    /// Opens the order for whoever has it.
    pub token: String,
    /// Path of the gateway's page.
    pub payment: String,
    /// Path to which the gateway sends the browser back.
    pub back: String,
}

impl Placed {
    /// The order behind a gateway's page.
    pub async fn behind(shop: &TestShop, payment: &str) -> Self {
        let reference = payment.strip_prefix("/sandbox/pay/").unwrap_or_else(|| panic!("{payment} is no payment page"));
        let kept = sandbox::find(&shop.state.db, reference).await.expect("the gateway answers").expect("a payment");
        let back = kept.return_url.strip_prefix(&shop.url).expect("back to the shop").to_owned();
        let (number, token) = back
            .strip_prefix("/orders/")
            .and_then(|rest| rest.split_once("/return?token="))
            .unwrap_or_else(|| panic!("{back} is no way back"));
        let (number, token) = (number.parse().expect("an order number"), token.to_owned());
        Self { number, token, payment: payment.to_owned(), back }
    }

    /// An order that no payment service collects, from the address of its page that placing it answered with.
    pub fn on_page(page: &str) -> Self {
        let (number, token) = page
            .strip_prefix("/orders/")
            .and_then(|rest| rest.strip_suffix("&placed=1"))
            .and_then(|rest| rest.split_once("?token="))
            .unwrap_or_else(|| panic!("{page} is no order's page"));
        let number = number.parse().expect("an order number");
        Self { number, token: token.to_owned(), payment: String::new(), back: String::new() }
    }

    /// Path of the order's page, as its link has it.
    pub fn page(&self) -> String {
        format!("/orders/{}?token={}", self.number, self.token)
    }
}

impl Buyer {
    /// Somebody new.
    pub fn guest(shop: &TestShop) -> Self {
        Self { client: shop.visitor() }
    }

    /// Logs in to an account of the test shop.
    pub async fn log_in(&self, email: &str) {
        self.client.post_action("accounts/login", &[("email", email), ("password", PASSWORD)]).await.expect(200);
    }

    /// Presses "add to cart".
    pub async fn add(&self, variant: VariantId, quantity: &str) -> Answer {
        self.client.post_action("cart/add_line", &[("variant_id", &variant.to_string()), ("quantity", quantity)]).await
    }

    pub async fn set_quantity(&self, line: CartLineId, quantity: &str) -> Answer {
        self.client.post_action("cart/set_quantity", &[("line_id", &line.to_string()), ("quantity", quantity)]).await
    }

    pub async fn remove(&self, line: CartLineId) -> Answer {
        self.client.post_action("cart/remove_line", &[("line_id", &line.to_string())]).await
    }

    /// Presses "save for later" beside a line.
    pub async fn save_for_later(&self, line: CartLineId) -> Answer {
        self.client.post_action("cart/save_line", &[("line_id", &line.to_string())]).await
    }

    /// Presses "move to cart" beside a saved line.
    pub async fn move_saved(&self, saved: SavedLineId) -> Answer {
        self.client.post_action("cart/move_saved_line", &[("saved_line_id", &saved.to_string())]).await
    }

    pub async fn remove_saved(&self, saved: SavedLineId) -> Answer {
        self.client.post_action("cart/remove_saved_line", &[("saved_line_id", &saved.to_string())]).await
    }

    /// Puts units of a variant into the cart and saves them for later.
    pub async fn add_for_later(&self, variant: VariantId, quantity: &str) {
        self.add(variant, quantity).await.expect(200);
        let cart = self.cart().await;
        let line = cart.lines.iter().find(|line| line.variant_id == variant).expect("just added");
        self.save_for_later(line.id).await.expect(200);
    }

    pub async fn cart(&self) -> Cart {
        self.client.get_action("cart/load", &[]).await.expect(200).json()
    }

    /// Sends the form of a step of the checkout.
    pub async fn save(&self, step: &str, fields: &[(&str, &str)]) -> Answer {
        self.client.post_action(&format!("checkout/save_{step}"), fields).await
    }

    /// Chooses a shipping method by its slug.
    pub async fn choose_shipping(&self, slug: &str) -> Answer {
        let offers = self.checkout().await.offers;
        let method =
            offers.iter().find(|offer| offer.slug == slug).unwrap_or_else(|| panic!("{slug} is not in {offers:?}"));
        self.save("shipping", &[("shipping_method", &method.id.to_string())]).await
    }

    /// Fills in every step, for a parcel to [`ADDRESS`].
    pub async fn fill_checkout(&self) {
        self.fill_checkout_with("ada@example.com", &ADDRESS).await;
    }

    pub async fn fill_checkout_with(&self, email: &str, address: &[(&str, &str)]) {
        self.fill_checkout_to_pay_with("sandbox", email, address).await;
    }

    /// The same with another gateway.
    pub async fn fill_checkout_to_pay_with(&self, gateway: &str, email: &str, address: &[(&str, &str)]) {
        self.save("contact", &[("email", email)]).await.expect(200);
        self.save("address", address).await.expect(200);
        self.choose_shipping("standard").await.expect(200);
        self.save("payment", &[("gateway", gateway)]).await.expect(200);
    }

    /// What the checkout's pages show.
    pub async fn checkout(&self) -> Checkout {
        self.client.get_action("checkout/load", &[]).await.expect(200).json()
    }

    /// Reads the review page and presses "place order".
    pub async fn place(&self) -> Answer {
        self.place_shown(&self.checkout().await).await
    }

    /// Presses "place order" on a review page that was read before.
    pub async fn place_shown(&self, shown: &Checkout) -> Answer {
        let (version, total) = (shown.cart.version.to_string(), shown.cart.totals.amounts.total.to_string());
        let key = shown.idempotency_key.as_str();
        let fields = [("cart_version", version.as_str()), ("seen_total", total.as_str()), ("idempotency_key", key)];
        self.client.post_action("checkout/place_order", &fields).await
    }

    pub async fn place_with(&self, cart_version: &str, idempotency_key: &str) -> Answer {
        let fields = [("cart_version", cart_version), ("idempotency_key", idempotency_key)];
        self.client.post_action("checkout/place_order", &fields).await
    }

    /// All the way from the product to the gateway's page.
    pub async fn order(&self, shop: &TestShop, variant: VariantId, quantity: &str) -> Placed {
        self.order_all(shop, &[(variant, quantity)]).await
    }

    /// The same with several products.
    pub async fn order_all<Units: ToString>(&self, shop: &TestShop, lines: &[(VariantId, Units)]) -> Placed {
        for (variant, quantity) in lines {
            self.add(*variant, &quantity.to_string()).await.expect(200);
        }
        self.fill_checkout().await;
        let payment: String = self.place().await.expect(200).json();
        Placed::behind(shop, &payment).await
    }

    /// Orders what no payment service collects.
    pub async fn order_unassisted(&self, gateway: &str, variant: VariantId, quantity: &str) -> Placed {
        self.add(variant, quantity).await.expect(200);
        self.fill_checkout_to_pay_with(gateway, "ada@example.com", &ADDRESS).await;
        let page: String = self.place().await.expect(200).json();
        Placed::on_page(&page)
    }

    /// Enters a card on the gateway's page.
    pub async fn pay(&self, placed: &Placed, card: &str) -> Answer {
        self.client.post_form(&placed.payment, &[("number", card)]).await
    }

    /// Answers the gateway's 3-D Secure question.
    pub async fn answer_challenge(&self, placed: &Placed, answer: &str) -> Answer {
        self.client.post_form(&format!("{}/challenge", placed.payment), &[("answer", answer)]).await
    }

    /// Orders, pays and comes back; the gateway's webhook has arrived, too.
    pub async fn buy(&self, shop: &TestShop, variant: VariantId, quantity: &str) -> Placed {
        let placed = self.order(shop, variant, quantity).await;
        self.pay(&placed, card::SUCCESS).await.expect(303);
        self.client.follow(&placed.back).await.expect(200);
        shop.run_jobs().await;
        placed
    }

    /// The order as its link shows it.
    pub async fn load(&self, placed: &Placed) -> OrderDetail {
        let arguments = [("number", placed.number.to_string()), ("token", placed.token.clone())];
        let arguments: Vec<_> = arguments.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.client.get_action("orders/load", &arguments).await.expect(200).json()
    }
}

/// All place their order at the same moment; the answers' errors, `None` for who got one.
pub async fn place_all(buyers: &[Buyer]) -> Vec<Option<AppError>> {
    let shown = join_all(buyers.iter().map(Buyer::checkout)).await;
    let places = buyers.iter().cloned().zip(shown).map(|(buyer, shown)| {
        async move {
            let answer = buyer.place_shown(&shown).await;
            (answer.status != 200).then(|| answer.error())
        }
        .boxed()
    });
    at_once(places).await
}
