//! Returns, from the request to the refund.

mod api;
mod check;
mod customers;
mod money;
mod pages;
mod programs;
mod races;
mod staff;

use crate::support::{self, Answer, Buyer, Client, Placed, TestShop, balance, card, dice, staff_order};
use tradewind::{
    domain::{
        ids::{OrderLineId, VariantId},
        order::OrderLine,
        returns::{
            OrderReturn, ReturnNumber, StaffReturn, note_field, quantity_field, reason_field, received_field,
            restock_field,
        },
        staff::quantity_field as parcel_field,
    },
    server::store::db::select,
};

/// A form: names and values.
type Fields = Vec<(String, String)>;

async fn post(client: &Client, endpoint: &str, fields: &Fields) -> Answer {
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    client.post_action(endpoint, &fields).await
}

fn field(name: &str, value: impl ToString) -> (String, String) {
    (name.to_owned(), value.to_string())
}

/// Places an order of several lines and pays it.
async fn buy(shop: &TestShop, lines: &[(VariantId, i64)]) -> (Buyer, Placed) {
    let buyer = Buyer::guest(shop);
    let placed = buyer.order_all(shop, lines).await;
    buyer.pay(&placed, card::SUCCESS).await.expect(303);
    shop.run_jobs().await;
    (buyer, placed)
}

/// The same, and everything of it has left.
async fn receive_order(shop: &TestShop, staff: &Client, lines: &[(VariantId, i64)]) -> (Buyer, Placed) {
    let (buyer, placed) = buy(shop, lines).await;
    ship(staff, &placed, &[]).await.expect(200);
    shop.run_jobs().await;
    (buyer, placed)
}

async fn lines_of(staff: &Client, placed: &Placed) -> Vec<OrderLine> {
    staff_order(staff, placed).await.detail.lines
}

/// Ships so many of some lines, or everything that is open.
async fn ship(staff: &Client, placed: &Placed, units: &[(OrderLineId, i64)]) -> Answer {
    let fields: Fields = units.iter().map(|(line, quantity)| field(&parcel_field(*line), quantity)).collect();
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    support::ship(staff, placed, &fields).await
}

/// The part of a form that says what is sent back: so many of each line, in the order of the lines.
fn wanted(lines: &[OrderLine], units: &[i64]) -> Fields {
    let of_line = |(line, units): (&OrderLine, &i64)| {
        [
            (quantity_field(line.id), units.to_string()),
            (reason_field(line.id), "damaged".to_owned()),
            (note_field(line.id), "A crack in the rim".to_owned()),
        ]
    };
    lines.iter().zip(units).filter(|(_, units)| **units != 0).flat_map(of_line).collect()
}

/// Asks for a return as the customer does, by the link of the order.
async fn ask(buyer: &Buyer, placed: &Placed, units: &[i64]) -> Answer {
    let lines = buyer.load(placed).await.lines;
    let mut fields = vec![field("number", placed.number), field("token", &placed.token)];
    fields.extend(wanted(&lines, units));
    post(&buyer.client, "orders/request_return", &fields).await
}

/// The newest return of an order, as its customer sees it.
async fn newest(buyer: &Buyer, placed: &Placed) -> OrderReturn {
    buyer.load(placed).await.returns.first().cloned().expect("a return")
}

/// Asks for a return and answers with its number.
async fn asked(buyer: &Buyer, placed: &Placed, units: &[i64]) -> ReturnNumber {
    ask(buyer, placed, units).await.expect(200);
    newest(buyer, placed).await.number
}

async fn cancel(buyer: &Buyer, placed: &Placed, number: ReturnNumber) -> Answer {
    let fields = vec![field("number", placed.number), field("token", &placed.token), field("return_number", number)];
    post(&buyer.client, "orders/cancel_return", &fields).await
}

async fn approve(staff: &Client, number: ReturnNumber) -> Answer {
    let fields = vec![field("return_number", number), field("return_instructions", "Send it to\nHafenstraße 1")];
    post(staff, "admin/approve_return", &fields).await
}

async fn reject(staff: &Client, number: ReturnNumber, reason: &str) -> Answer {
    post(staff, "admin/reject_return", &vec![field("return_number", number), field("rejection", reason)]).await
}

/// Says that so many of each line came, in the order of the return's lines, and where they are for sale again.
async fn receive(staff: &Client, number: ReturnNumber, units: &[i64], center: &str) -> Answer {
    let lines = open(staff, number).await.detail.lines;
    let mut fields = vec![field("return_number", number)];
    for (line, units) in lines.iter().zip(units) {
        fields.extend([field(&received_field(line.line), units), field(&restock_field(line.line), center)]);
    }
    post(staff, "admin/receive_return", &fields).await
}

async fn refund(staff: &Client, number: ReturnNumber, amount: &str, more: &[(&str, &str)]) -> Answer {
    let mut fields = vec![field("return_number", number), field("amount", amount)];
    fields.extend(more.iter().map(|(name, value)| field(name, value)));
    post(staff, "admin/refund_return", &fields).await
}

/// The return as staff see it.
async fn open(staff: &Client, number: ReturnNumber) -> StaffReturn {
    staff.get_action("admin/get_return", &[("return_number", &number.to_string())]).await.expect(200).json()
}

/// Asks, approves and receives as many of each line; nothing is for sale again.
async fn came(staff: &Client, buyer: &Buyer, placed: &Placed, units: &[i64]) -> ReturnNumber {
    let number = asked(buyer, placed, units).await;
    approve(staff, number).await.expect(200);
    let all: Vec<i64> = open(staff, number).await.detail.lines.iter().map(|line| line.quantity).collect();
    receive(staff, number, &all, "").await.expect(200);
    number
}

/// Id of the shop's first center.
async fn center(shop: &TestShop) -> String {
    let text = "SELECT id FROM fulfillment_center ORDER BY priority, id LIMIT 1";
    let (id,): (i64,) = select(&shop.state.db, text).one().await.expect("a center");
    id.to_string()
}
