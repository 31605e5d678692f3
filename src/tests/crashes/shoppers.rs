//! People who go on when the shop dies under their hands: they ask again, as a browser's reload does.

use super::nodes::{Nodes, PAUSE};
use crate::{
    search::dice::Dice,
    support::{ADDRESS, Answer, Client, card, form},
};
use reqwest::Method;
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};
use tokio::sync::mpsc::UnboundedSender;
use tradewind::{
    domain::{checkout::Checkout, ids::VariantId},
    error::AppError,
};

/// The coupon that everybody tries.
pub const CODE: &str = "TENTH";

#[derive(Clone, Copy, Debug)]
pub struct Goods {
    /// Sells out.
    pub wanted: VariantId,
    pub plenty: VariantId,
}

/// An order that a shopper was told of.
#[derive(Clone, Debug)]
pub struct Told {
    /// The payment's reference at the gateway.
    pub reference: String,
    /// Whether the shop was seen with the payment made.
    pub paid: bool,
}

/// Somebody with one browser, and the nodes that may answer it.
pub struct Browser {
    pub nodes: Arc<Nodes>,
    pub client: Client,
    pub dice: Dice,
}

/// Who falls says so, as the others would wait for them.
impl Drop for Browser {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.nodes.fall();
        }
    }
}

impl Browser {
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.ask(Method::POST, path, fields).await
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.ask(Method::GET, path, &[]).await
    }

    /// Asks any node that is up until one answers.
    async fn ask(&mut self, method: Method, path: &str, fields: &[(&str, &str)]) -> Answer {
        let origin = self.nodes.origin();
        loop {
            let (node, address) = self.nodes.any(&mut self.dice).await;
            let client = self.client.through(&address, &origin);
            let request = client.request(method.clone(), path).header("accept", "application/json");
            let request = if method == Method::POST { form(request, fields) } else { request };
            let begun = self.nodes.begin(node, path);
            match client.try_send(request).await {
                Ok(answer) => {
                    self.nodes.note(&begun, &answer);
                    return answer;
                }
                // It died, or is only about to listen.
                Err(_) => tokio::time::sleep(PAUSE).await,
            }
        }
    }
}

pub struct Shopper {
    browser: Browser,
    goods: Goods,
    /// Tells staff the number of an order that is paid.
    paid: UnboundedSender<String>,
}

impl Shopper {
    pub fn new(nodes: &Arc<Nodes>, goods: Goods, number: u64, paid: UnboundedSender<String>) -> Self {
        let browser =
            Browser { nodes: Arc::clone(nodes), client: Client::at(&nodes.origin()), dice: Dice::new(number) };
        Self { browser, goods, paid }
    }

    /// Buys one order after the other; what they were told of each.
    pub async fn buy_until(mut self, closing: Arc<AtomicBool>) -> Vec<Told> {
        let mut told = Vec::new();
        while !closing.load(Ordering::SeqCst) {
            self.browser.client = Client::at(&self.browser.nodes.origin());
            if self.fill_cart().await
                && let Some(payment) = self.place().await
            {
                let reference = payment.strip_prefix("/sandbox/pay/").expect("the gateway's page").to_owned();
                // Some change their mind.
                let paid = !self.browser.dice.once_in(5) && self.pay(&payment).await;
                told.push(Told { reference, paid });
            }
        }
        told
    }

    /// Puts things into the cart and fills in the checkout; `false` where there is nothing left to buy.
    async fn fill_cart(&mut self) -> bool {
        let Self { browser, goods, .. } = self;
        let variants = match browser.dice.roll(3) {
            0 => vec![goods.wanted],
            1 => vec![goods.plenty],
            _ => vec![goods.wanted, goods.plenty],
        };
        for variant in variants {
            // Of one unit, an order cannot be changed to fewer.
            let quantity = if variant == goods.plenty { 1 + browser.dice.roll(3) } else { 1 };
            let fields = [("variant_id", variant.to_string()), ("quantity", quantity.to_string())];
            let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
            let added = browser.post("/actions/cart/add_line", &fields).await;
            if added.status != 200 && !matches!(added.error(), AppError::OutOfStock { .. }) {
                panic!("{}", added.body);
            }
        }
        if browser.dice.once_in(2) {
            browser.post("/actions/cart/add_coupon", &[("code", CODE)]).await;
        }
        let contact = browser.post("/actions/checkout/save_contact", &[("email", "ada@example.com")]).await;
        if contact.status != 200 {
            assert_eq!(contact.error(), AppError::CartEmpty);
            return false;
        }
        browser.post("/actions/checkout/save_address", &ADDRESS).await;
        let Some(shown) = self.look().await else { return false };
        let method = shown.offers.first().expect("a shipping method").id.to_string();
        self.browser.post("/actions/checkout/save_shipping", &[("shipping_method", &method)]).await;
        self.browser.post("/actions/checkout/save_payment", &[("gateway", "sandbox")]).await;
        true
    }

    async fn look(&mut self) -> Option<Checkout> {
        let answer = self.browser.get("/actions/checkout/load?").await;
        if answer.status == 200 {
            return Some(answer.json());
        }
        assert_eq!(answer.error(), AppError::CartEmpty);
        None
    }

    /// Presses "place order" until there is an answer: the gateway's page, or `None` where somebody else was faster.
    async fn place(&mut self) -> Option<String> {
        loop {
            let shown = self.look().await?;
            let (version, total) = (shown.cart.version.to_string(), shown.cart.totals.amounts.total.to_string());
            let key = shown.idempotency_key.as_str();
            let fields = [("cart_version", version.as_str()), ("seen_total", total.as_str()), ("idempotency_key", key)];
            let answer = self.browser.post("/actions/checkout/place_order", &fields).await;
            if answer.status == 200 {
                return Some(answer.json());
            }
            match answer.error() {
                AppError::CartChanged => {}
                AppError::OutOfStock { .. } | AppError::CartEmpty => return None,
                other => panic!("placing an order failed: {other:?}"),
            }
        }
    }

    /// Pays, and comes back to the shop.
    async fn pay(&mut self, payment: &str) -> bool {
        let card = *self.browser.dice.pick(&[card::SUCCESS, card::WEBHOOK_TWICE, card::WEBHOOK_LOST]);
        let paid = self.browser.post(payment, &[("number", card)]).await;
        let back = paid.location().unwrap_or_else(|| panic!("{}: {}", paid.status, paid.body));
        let back = back.strip_prefix(&self.browser.nodes.origin()).expect("back to the shop").to_owned();
        let seen = self.browser.get(&back).await;
        assert!(seen.status < 400, "{}: {}", seen.status, seen.body);
        let number = back.split('/').nth(2).expect("an order number").to_owned();
        // Staff stay as long as there are shoppers.
        self.paid.send(number).expect("staff");
        true
    }
}
