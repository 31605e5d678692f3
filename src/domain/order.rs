//! Orders: their numbers, their states, and how pages see them.

mod number;
mod status;
mod timeline;

pub use number::{NotAnOrderNumber, OrderNumber};
pub use status::OrderStatus;
pub use timeline::{OrderEvent, OrderEventKind};

use super::{
    address::Address,
    checkout::WayToPay,
    ids::{OrderLineId, ShipmentId},
    invoice::IssuedInvoice,
    money::Money,
    payment::HowToPay,
    picture::Picture,
    pricing::{DiscountAmount, Totals},
    returns::OrderReturn,
    staff::PackedLine,
    tax::TaxAmount,
    timestamp::Timestamp,
};
use serde::{Deserialize, Serialize};

/// An order as its customer sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderDetail {
    pub number: OrderNumber,
    pub status: OrderStatus,
    pub email: String,
    pub placed_at: Timestamp,
    pub payment_due_at: Timestamp,
    pub lines: Vec<OrderLine>,
    pub totals: Totals,
    pub currency: super::money::Currency,
    pub discounts: Vec<DiscountAmount>,
    pub taxes: Vec<TaxAmount>,
    pub captured: Money,
    pub refunded: Money,
    /// What was taken back of the total: canceled, returned, goodwill.
    pub credited: Money,
    pub shipping_method: String,
    /// How long delivery takes, as the checkout said it: "2 to 4 working days". Empty where it said nothing.
    #[serde(default)]
    pub delivery_estimate: String,
    /// Where the customer fetches it; empty for an order that is sent.
    #[serde(default)]
    pub pickup_place: String,
    pub shipping_address: Address,
    pub billing_address: Address,
    pub shipments: Vec<Shipment>,
    /// Invoices and credit notes, oldest first.
    pub invoices: Vec<IssuedInvoice>,
    pub events: Vec<OrderEvent>,
    /// Why the last try to pay failed, while the order still waits for payment.
    pub payment_problem: Option<String>,
    /// Slug of the gateway of the newest payment; empty when there is none.
    pub gateway: String,
    /// While the order waits for its money, how to pay it; filled in for pages and mails, which know the settings.
    pub how_to_pay: Option<HowToPay>,
    /// What is sent back of it, the newest first; filled in for pages.
    #[serde(default)]
    pub returns: Vec<OrderReturn>,
    /// Whether whoever looks at it may cancel it as its customer. Filled in for pages.
    #[serde(default)]
    pub may_cancel: bool,
    /// Whether whoever looks at it is its customer, who may want the same again. Filled in for pages.
    #[serde(default)]
    pub may_reorder: bool,
    /// Until when its customer may ask for a return; nothing where they may not. Filled in for pages.
    #[serde(default)]
    pub returnable_until: Option<Timestamp>,
    /// What is authorized and not captured yet.
    pub authorized: Money,
    /// Counts up with every change of its state or its money.
    pub version: i64,
    /// How often staff changed it.
    pub edits: i64,
    /// The affiliate's code by which the customer had come; empty without one, and for customers.
    #[serde(default)]
    pub referral_code: String,
    /// While the order waits to be paid online, what its visitor can choose.
    #[serde(default)]
    pub ways_to_pay: Vec<WayToPay>,
}

impl OrderDetail {
    pub fn money(&self, minor: i64) -> Money {
        Money::new(minor, self.currency)
    }

    /// What is still to be paid of what was not taken back; never below zero.
    pub fn due(&self) -> Money {
        let due = self.totals.total - self.credited.minor - self.captured.minor + self.refunded.minor;
        self.money(due.max(0))
    }

    /// What the customer has still to pay: what is due and nobody has promised yet.
    pub fn to_pay(&self) -> Money {
        self.money((self.due().minor - self.authorized.minor).max(0))
    }

    /// Whether it became dearer after its money was safe, and the difference is not paid.
    pub fn lacks_difference(&self) -> bool {
        use OrderStatus::{Completed, Fulfilled, Paid, PartlyFulfilled};
        self.edits > 0
            && matches!(self.status, Paid | PartlyFulfilled | Fulfilled | Completed)
            && !self.to_pay().is_zero()
    }

    /// Whether staff may change it: something of it is still to be sent.
    pub fn can_edit(&self) -> bool {
        use OrderStatus::{Paid, PartlyFulfilled, PendingPayment};
        matches!(self.status, PendingPayment | Paid | PartlyFulfilled) && self.open_units() > 0
    }

    /// Whether the customer fetches it.
    pub fn is_pickup(&self) -> bool {
        !self.pickup_place.is_empty()
    }

    /// Leaves out what is the crew's to know: who did it, what was written for them, and where things lay.
    pub fn keep_for_customer(&mut self) {
        self.events.retain(|event| event.kind != OrderEventKind::Note);
        for event in &mut self.events {
            event.actor.clear();
            if !event.kind.tells_customer() {
                event.message.clear();
            }
        }
        self.referral_code.clear();
        self.shipments.iter_mut().for_each(|shipment| shipment.center.clear());
        self.returns.iter_mut().for_each(OrderReturn::keep_for_customer);
    }

    /// Whether its customer could cancel it, if the shop lets them: nothing of it has left, or waits to be fetched.
    pub fn is_cancelable(&self) -> bool {
        matches!(self.status, OrderStatus::PendingPayment | OrderStatus::Paid) && self.shipments.is_empty()
    }

    /// Units that are still to ship.
    pub fn open_units(&self) -> i64 {
        self.lines.iter().map(OrderLine::open).sum()
    }
}

/// What was bought, frozen when the order was placed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderLine {
    pub id: OrderLineId,
    pub product_slug: String,
    pub sku: String,
    pub title: String,
    pub options: String,
    pub picture: Option<Picture>,
    pub unit_price: Money,
    pub quantity: i64,
    pub total: Money,
    pub shipped: i64,
    /// Units that were canceled before they shipped; in the total all the same.
    #[serde(default)]
    pub canceled: i64,
    /// Units that were sold out when they were ordered, and were to leave when they are back.
    #[serde(default)]
    pub backordered: i64,
    /// Units that are in a return, or came back by one.
    #[serde(default)]
    pub returned: i64,
}

impl OrderLine {
    /// Units that can be sent back: they have shipped and are in no return yet.
    pub const fn returnable(&self) -> i64 {
        self.shipped - self.returned
    }

    /// Units that are still to ship.
    pub const fn open(&self) -> i64 {
        self.quantity - self.canceled - self.shipped
    }

    /// What to say of units that have not left because they were sold out; staff may have them back by now, so it is said of
    /// when they were ordered.
    pub fn backorder_note(&self) -> Option<String> {
        match self.backordered.min(self.open()) {
            ..=0 => None,
            late if late == self.quantity => Some("Sold out when it was ordered: it leaves when it is back.".into()),
            late => Some(format!("{late} sold out when it was ordered: they leave when they are back.")),
        }
    }
}

/// A parcel on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shipment {
    pub id: ShipmentId,
    /// Where it left from; empty if that is not known, and for customers.
    pub center: String,
    pub carrier: String,
    pub tracking_number: String,
    /// Empty when the carrier has no tracking page.
    pub tracking_url: String,
    pub shipped_at: Timestamp,
    /// When the customer fetched it; of what is sent, never.
    #[serde(default)]
    pub picked_up_at: Option<Timestamp>,
    /// When it arrived, as staff noted it; of what is fetched, never.
    #[serde(default)]
    pub delivered_at: Option<Timestamp>,
    pub units: i64,
    pub lines: Vec<PackedLine>,
}

impl Shipment {
    /// When the customer got it, if that is known.
    pub fn received_at(&self) -> Option<Timestamp> {
        self.delivered_at.or(self.picked_up_at)
    }
}
