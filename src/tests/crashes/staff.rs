//! Staff who work on what was paid, and ask again when a node died under their hands.

use super::{
    nodes::{Moment, Nodes},
    shoppers::{Browser, Goods},
};
use crate::{search::dice::Dice, support::Client};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};
use tokio::sync::mpsc::UnboundedReceiver;
use tradewind::{
    domain::{
        money::Money,
        order_edit::{added_field, wanted_field},
        returns::{StaffReturn, quantity_field, reason_field, received_field, restock_field},
        staff::{InventoryList, StaffOrder},
    },
    error::AppError,
};

/// What is done with orders, one after the other; every one of them comes up in every run.
const DEEDS: [&str; 8] = ["cancel", "ship", "refund", "add", "return", "capture", "remove", "transfer"];

/// What was done.
#[derive(Debug, Default)]
pub struct Work {
    /// How often each deed was answered with "done".
    pub done: BTreeMap<&'static str, usize>,
    /// Orders that became dearer; nobody pays the difference.
    pub grown: BTreeSet<String>,
    /// Orders of which a part was captured, with that part in minor units: never the half, so that the rest is another.
    pub captured: BTreeMap<String, i64>,
}

/// The owner, who may do everything.
pub struct Staff {
    browser: Browser,
    goods: Goods,
    work: Work,
}

impl Staff {
    pub fn new(nodes: &Arc<Nodes>, signed_in: &Client, goods: Goods) -> Self {
        let browser = Browser { nodes: Arc::clone(nodes), client: signed_in.clone(), dice: Dice::new(7) };
        Self { browser, goods, work: Work::default() }
    }

    /// Works on paid orders as long as some come in; after closing time they are only taken note of.
    pub async fn serve(mut self, mut paid: UnboundedReceiver<String>, closing: Arc<AtomicBool>) -> Work {
        let mut served = 0;
        while let Some(number) = paid.recv().await {
            if closing.load(Ordering::SeqCst) {
                continue;
            }
            let awaited = self.browser.nodes.awaited();
            if served % DEEDS.len() == 0 {
                // Half of the orders are charged when they ship, and more while a capture is waited for.
                let is_later = awaited == Some(Moment::Capturing) || (served / DEEDS.len()).is_multiple_of(2);
                let capture = if is_later { "at_shipment" } else { "at_once" };
                let days = [("bank_days", "7"), ("cash_days", "14")];
                let fields = [("capture", capture), ("sandbox", "yes"), days[0], days[1]];
                assert!(self.post("admin/save_payment_settings", &fields).await, "the setting is kept");
            }
            let deed = match awaited {
                Some(Moment::Canceling) => "cancel",
                Some(Moment::Capturing) => "capture",
                Some(Moment::Placing) | None => DEEDS[served % DEEDS.len()],
            };
            let is_done = match deed {
                "cancel" => self.post("admin/cancel_order", &[("number", &number)]).await,
                "ship" => self.ship(&number).await,
                "refund" => self.refund(&number).await,
                "add" => self.add(&number).await,
                "remove" => self.remove(&number).await,
                "return" => self.take_back(&number).await,
                "capture" => self.capture(&number).await,
                _ => self.transfer().await,
            };
            *self.work.done.entry(deed).or_default() += usize::from(is_done);
            // What was worked on goes on its way like any other order.
            if deed != "cancel" && self.browser.dice.once_in(2) {
                self.ship(&number).await;
            }
            served += 1;
        }
        self.work
    }

    /// Whether it was done now; asked again after a lost answer, it may be done already.
    async fn post(&mut self, endpoint: &str, fields: &[(&str, &str)]) -> bool {
        let answer = self.browser.post(&format!("/actions/{endpoint}"), fields).await;
        if answer.status == 200 {
            return true;
        }
        let error = answer.error();
        let expected = matches!(
            error,
            AppError::OrderMovedOn | AppError::Conflict | AppError::Invalid(_) | AppError::NotReturnable
        );
        assert!(expected, "{endpoint} {fields:?}: {error:?}");
        false
    }

    async fn order(&mut self, number: &str) -> StaffOrder {
        self.browser.get(&format!("/actions/admin/get_order?number={number}")).await.expect(200).json()
    }

    async fn ship(&mut self, number: &str) -> bool {
        let order = self.order(number).await;
        let carrier = order.carriers.first().expect("a carrier").0.to_string();
        let fields = [("number", number), ("carrier", carrier.as_str()), ("tracking_number", "PARCEL")];
        self.post("admin/ship_order", &fields).await
    }

    async fn refund(&mut self, number: &str) -> bool {
        let order = self.order(number).await;
        let Some(payment) = order.payments.iter().find(|payment| payment.refundable.minor > 1) else { return false };
        let (id, seen) = (payment.id.to_string(), payment.refunds.len().to_string());
        let amount = half(payment.refundable);
        let fields =
            [("number", number), ("payment", &id), ("seen", &seen), ("amount", &amount), ("reason", "A scratch")];
        self.post("admin/refund_payment", &fields).await
    }

    async fn capture(&mut self, number: &str) -> bool {
        let order = self.order(number).await;
        let Some(payment) = order.payments.iter().find(|payment| payment.capturable.minor > 1) else { return false };
        let (id, seen) = (payment.id.to_string(), payment.captured.minor.to_string());
        let part = Money::new((payment.capturable.minor / 3).max(1), payment.capturable.currency);
        // Also where the answer is lost.
        self.work.captured.insert(number.to_owned(), part.minor);
        let amount = part.decimal();
        let fields = [("number", number), ("payment", &id), ("seen", &seen), ("amount", &amount)];
        self.post("admin/capture_payment", &fields).await
    }

    async fn add(&mut self, number: &str) -> bool {
        // Also where the answer is lost.
        self.work.grown.insert(number.to_owned());
        let field = added_field(self.goods.plenty);
        self.edit(number, &field, 1).await
    }

    /// A unit less of the line that has the most.
    async fn remove(&mut self, number: &str) -> bool {
        let lines = self.order(number).await.detail.lines;
        let units: i64 = lines.iter().map(|line| line.quantity - line.canceled).sum();
        match lines.iter().max_by_key(|line| line.open()) {
            Some(line) if units > 1 && line.open() > 0 => {
                self.edit(number, &wanted_field(line.id), line.quantity - line.canceled - 1).await
            }
            _ => false,
        }
    }

    async fn edit(&mut self, number: &str, field: &str, units: i64) -> bool {
        let units = units.to_string();
        let fields = [("number", number), ("step", "preview"), (field, &units)];
        let answer = self.browser.post("/actions/admin/draft_order_edit", &fields).await;
        if answer.status != 200 {
            assert_eq!(answer.error(), AppError::OrderMovedOn);
            return false;
        }
        let page = answer.location().expect("the preview's page");
        let draft = page.split_once("?draft=").and_then(|(_, rest)| rest.split('&').next()).expect("a draft");
        self.post("admin/apply_order_edit", &[("number", number), ("draft", draft)]).await
    }

    /// Ships, and takes a unit back: opened, received, for sale again or not, and refunded.
    async fn take_back(&mut self, number: &str) -> bool {
        self.ship(number).await;
        let order = self.order(number).await;
        let Some(line) = order.detail.lines.iter().find(|line| line.returnable() > 0) else { return false };
        let seen = order.detail.returns.len().to_string();
        let (quantity, reason) = (quantity_field(line.id), reason_field(line.id));
        let fields = [("number", number), (&quantity, "1"), (&reason, "damaged"), ("seen", &seen)];
        self.post("admin/open_return", &fields).await;
        let Some(opened) = self.order(number).await.detail.returns.first().map(|known| known.number.to_string()) else {
            return false;
        };
        let page = format!("/actions/admin/get_return?return_number={opened}");
        let found: StaffReturn = self.browser.get(&page).await.expect(200).json();
        let center = found.centers.first().expect("a center").0.to_string();
        let center = if self.browser.dice.once_in(2) { center } else { String::new() };
        let (received, restock) = (received_field(line.id), restock_field(line.id));
        let fields = [("return_number", opened.as_str()), (&received, "1"), (&restock, &center)];
        self.post("admin/receive_return", &fields).await;
        let found: StaffReturn = self.browser.get(&page).await.expect(200).json();
        let fields = [("return_number", opened.as_str()), ("amount", &found.worth.decimal())];
        self.post("admin/refund_return", &fields).await
    }

    /// A few units to another center.
    async fn transfer(&mut self) -> bool {
        let page = "/actions/admin/list_inventory?tab=&query=&older=&newer=";
        let list: InventoryList = self.browser.get(page).await.expect(200).json();
        let free: Vec<_> = list.items.iter().filter(|item| item.on_hand > item.reserved).collect();
        if free.is_empty() {
            return false;
        }
        let item = *self.browser.dice.pick(&free);
        let to = list.centers.iter().find(|(center, _)| *center != item.center).expect("another center").0.to_string();
        let id = item.id.to_string();
        let fields = [("id", id.as_str()), ("transfer_to", &to), ("transfer_quantity", "1")];
        self.post("admin/transfer_stock", &fields).await
    }
}

fn half(amount: Money) -> String {
    Money::new(amount.minor / 2, amount.currency).decimal()
}

impl Work {
    pub fn assert_everything_was_done(&self) {
        for deed in DEEDS {
            assert!(self.done.get(deed).is_some_and(|count| *count > 0), "never done: {deed} of {:?}", self.done);
        }
    }
}
