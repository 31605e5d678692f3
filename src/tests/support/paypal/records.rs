//! What the server keeps, and what it answers to each call.

use super::{APPROVAL, CLIENT_ID, Fault, SECRET, WEBHOOK_ID, signature};
use axum::http::Method;
use base64::Engine;
use serde_json::{Value, json};
use std::collections::{BTreeMap, VecDeque};

/// All of it, in memory.
#[derive(Default)]
pub(super) struct Records {
    pub(super) orders: BTreeMap<String, Value>,
    /// What was answered to a key: the path, the body, and the answer.
    pub(super) answers: BTreeMap<String, (String, String, (u16, Value))>,
    pub(super) faults: VecDeque<Fault>,
    pub(super) declines: bool,
    pub(super) tokens: Vec<String>,
    pub(super) made: u32,
    pub(super) calls: Vec<String>,
}

type Said = Result<(u16, Value), (u16, Value)>;

fn refused(issue: &str) -> (u16, Value) {
    let body = json!({ "name": "UNPROCESSABLE_ENTITY", "message": "The requested action could not be performed.",
        "debug_id": "b1d1f06c7246c", "details": [{ "issue": issue, "description": format!("{issue}.") }] });
    (422, body)
}

fn malformed(what: &str) -> (u16, Value) {
    let body = json!({ "name": "INVALID_REQUEST", "message": "Request is not well-formed.", "debug_id": "x",
        "details": [{ "field": what, "issue": "INVALID_PARAMETER_SYNTAX", "description": what }] });
    (400, body)
}

fn unknown() -> (u16, Value) {
    (404, json!({ "name": "RESOURCE_NOT_FOUND", "message": "The specified resource does not exist.", "debug_id": "x" }))
}

/// Fails unless an object has these fields and no others.
fn only(value: &Value, needed: &[&str], allowed: &[&str]) -> Result<(), (u16, Value)> {
    let fields = value.as_object().ok_or_else(|| malformed("no object"))?;
    let strange = fields.keys().find(|name| !needed.contains(&name.as_str()) && !allowed.contains(&name.as_str()));
    let missing = needed.iter().find(|name| !fields.contains_key(**name));
    match (strange, missing) {
        (None, None) => Ok(()),
        (strange, missing) => Err(malformed(&format!("strange {strange:?}, missing {missing:?} in {value}"))),
    }
}

/// Cents of an amount in euros, written as PayPal wants them.
fn cents(amount: &Value) -> Result<i64, (u16, Value)> {
    only(amount, &["currency_code", "value"], &["breakdown"])?;
    let value = amount["value"].as_str().ok_or_else(|| malformed("no value"))?;
    let written = value.split_once('.').filter(|(whole, part)| !whole.is_empty() && part.len() == 2);
    let (whole, part) = written.ok_or_else(|| malformed("DECIMAL_PRECISION"))?;
    if amount["currency_code"] != "EUR" {
        return Err(malformed("currency_code"));
    }
    format!("{whole}{part}").parse().map_err(|_| malformed("value"))
}

pub(super) fn euros(cents: i64) -> Value {
    json!({ "currency_code": "EUR", "value": format!("{}.{:02}", cents / 100, cents % 100) })
}

fn list<'v>(order: &'v mut Value, name: &str) -> &'v mut Vec<Value> {
    let payments = &mut order["purchase_units"][0]["payments"];
    if payments[name].is_null() {
        payments[name] = json!([]);
    }
    payments[name].as_array_mut().expect("a list")
}

pub(super) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

impl Records {
    fn id(&mut self, kind: char) -> String {
        self.made += 1;
        format!("{kind}{:016}", self.made)
    }

    pub(super) fn time(&mut self) -> String {
        self.made += 1;
        format!("2026-11-22T10:06:{:02}Z", self.made % 60)
    }

    pub(super) fn answer(
        &mut self,
        method: &Method,
        path: &str,
        header: &dyn Fn(&str) -> String,
        body: &str,
    ) -> (u16, Value) {
        self.calls.push(format!("{method} {path}"));
        if path == "/v1/oauth2/token" {
            return self.token(header, body);
        }
        let bearer = header("authorization");
        if !self.tokens.iter().any(|token| bearer == format!("Bearer {token}")) {
            return (401, json!({ "error": "invalid_token", "error_description": "The token is not valid." }));
        }
        if *method == Method::GET {
            return self.read(path).unwrap_or_else(|refusal| refusal);
        }
        assert_eq!(header("content-type"), "application/json", "{path}");
        if path == "/v1/notifications/verify-webhook-signature" {
            return verify(body).unwrap_or_else(|refusal| refusal);
        }
        let fault = self.faults.pop_front();
        if let Some(Fault::Before(status)) = fault {
            return (status, json!({ "name": "INTERNAL_SERVER_ERROR" }));
        }
        let said = self.change_once(path, &header("paypal-request-id"), body);
        match fault {
            Some(Fault::After(status)) => (status, json!({ "name": "INTERNAL_SERVER_ERROR" })),
            _ => said,
        }
    }

    fn token(&mut self, header: &dyn Fn(&str) -> String, body: &str) -> (u16, Value) {
        let expected = base64::engine::general_purpose::STANDARD.encode(format!("{CLIENT_ID}:{SECRET}"));
        if header("authorization") != format!("Basic {expected}") {
            return (401, json!({ "error": "invalid_client" }));
        }
        assert_eq!(header("content-type"), "application/x-www-form-urlencoded");
        assert_eq!(body, "grant_type=client_credentials");
        let token = self.id('T');
        self.tokens.push(token.clone());
        let scope = "https://uri.paypal.com/services/checkout";
        let answer = json!({ "scope": scope, "access_token": token, "token_type": "Bearer", "app_id": "APP-1", "expires_in": 32400,
            "nonce": "2026-11-22T10:06:40Z-x" });
        (200, answer)
    }

    fn read(&self, path: &str) -> Said {
        if let Some(id) = path.strip_prefix("/v2/checkout/orders/") {
            return Ok((200, self.orders.get(id).ok_or_else(unknown)?.clone()));
        }
        let id = path.strip_prefix("/v2/payments/captures/").ok_or_else(unknown)?;
        let captures =
            self.orders.values().filter_map(|order| order["purchase_units"][0]["payments"]["captures"].as_array());
        let found = captures.flatten().find(|capture| capture["id"] == id);
        Ok((200, found.ok_or_else(unknown)?.clone()))
    }

    /// A key that was used is answered as it was the first time.
    fn change_once(&mut self, path: &str, key: &str, body: &str) -> (u16, Value) {
        assert!((1..=108).contains(&key.len()), "{path} without a key, or with {key:?}");
        if let Some((other_path, other_body, said)) = self.answers.get(key) {
            let same = (other_path.as_str(), other_body.as_str()) == (path, body);
            return if same { said.clone() } else { refused("DUPLICATE_REQUEST_ID") };
        }
        let Ok(value) = serde_json::from_str::<Value>(body) else { return malformed("no JSON") };
        let said = self.change(path, &value).unwrap_or_else(|refusal| refusal);
        // What it will not do now it may do later under another key; with this one it stays so.
        self.answers.insert(key.to_owned(), (path.to_owned(), body.to_owned(), said.clone()));
        said
    }

    fn change(&mut self, path: &str, body: &Value) -> Said {
        let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        match parts.as_slice() {
            ["v2", "checkout", "orders"] => self.create(body),
            ["v2", "checkout", "orders", id, "capture"] => self.take(id, "CAPTURE", body),
            ["v2", "checkout", "orders", id, "authorize"] => self.take(id, "AUTHORIZE", body),
            ["v2", "payments", "authorizations", id, "capture"] => self.capture(id, body),
            ["v2", "payments", "authorizations", id, "void"] => self.void(id, body),
            ["v2", "payments", "captures", id, "refund"] => self.refund(id, body),
            _ => Err(unknown()),
        }
    }

    fn create(&mut self, body: &Value) -> Said {
        only(body, &["intent", "purchase_units", "payment_source"], &[])?;
        if !matches!(body["intent"].as_str(), Some("CAPTURE" | "AUTHORIZE")) {
            return Err(malformed("intent"));
        }
        let units =
            body["purchase_units"].as_array().filter(|units| units.len() == 1).ok_or_else(|| malformed("units"))?;
        only(&units[0], &["amount"], &["reference_id", "custom_id", "description"])?;
        for (name, most) in [("custom_id", 127), ("description", 127), ("reference_id", 256)] {
            if units[0][name].as_str().is_some_and(|value| value.is_empty() || value.len() > most) {
                return Err(malformed(name));
            }
        }
        let amount = &units[0]["amount"];
        let breakdown = &amount["breakdown"];
        if !breakdown.is_null() {
            only(breakdown, &["item_total"], &["shipping", "tax_total", "discount", "handling", "shipping_discount"])?;
            let part = |name: &str| if breakdown[name].is_null() { Ok(0) } else { cents(&breakdown[name]) };
            if part("item_total")? + part("shipping")? + part("tax_total")? - part("discount")? != cents(amount)? {
                return Err(refused("AMOUNT_MISMATCH"));
            }
        }
        if cents(amount)? <= 0 {
            return Err(refused("CANNOT_BE_ZERO_OR_NEGATIVE"));
        }
        only(&body["payment_source"], &["paypal"], &[])?;
        only(&body["payment_source"]["paypal"], &["experience_context"], &[])?;
        let context = &body["payment_source"]["paypal"]["experience_context"];
        only(context, &["return_url", "cancel_url"], &["user_action", "shipping_preference", "brand_name", "locale"])?;
        if !["return_url", "cancel_url"]
            .iter()
            .all(|name| context[*name].as_str().is_some_and(|url| url.starts_with("http")))
        {
            return Err(malformed("return_url"));
        }
        let id = self.id('O');
        let at = self.time();
        let order = json!({ "id": id, "status": "PAYER_ACTION_REQUIRED", "intent": body["intent"], "create_time": at, "update_time": at,
            "payment_source": { "paypal": {} }, "purchase_units": units,
            "links": [{ "href": format!("https://api-m.sandbox.paypal.com/v2/checkout/orders/{id}"), "rel": "self", "method": "GET" },
                      { "href": format!("{APPROVAL}{id}"), "rel": "payer-action", "method": "GET" }] });
        self.orders.insert(id, order.clone());
        Ok((200, order))
    }

    /// Captures or authorizes an approved order.
    fn take(&mut self, id: &str, intent: &str, body: &Value) -> Said {
        only(body, &[], &["payment_source"])?;
        let (made, declines) = (self.id(if intent == "CAPTURE" { 'C' } else { 'A' }), self.declines);
        let order = self.orders.get_mut(id).ok_or_else(unknown)?;
        if order["intent"] != intent {
            return Err(refused("ACTION_DOES_NOT_MATCH_INTENT"));
        }
        match order["status"].as_str() {
            Some("APPROVED") => {}
            Some("COMPLETED") => {
                return Err(refused(if intent == "CAPTURE" {
                    "ORDER_ALREADY_CAPTURED"
                } else {
                    "ORDER_ALREADY_AUTHORIZED"
                }));
            }
            _ => return Err(refused("ORDER_NOT_APPROVED")),
        }
        if declines {
            return Err(refused("INSTRUMENT_DECLINED"));
        }
        let (amount, custom) =
            (cents(&order["purchase_units"][0]["amount"])?, order["purchase_units"][0]["custom_id"].clone());
        if intent == "CAPTURE" {
            list(order, "captures").push(capture_of(id, &made, amount, &custom));
        } else {
            list(order, "authorizations")
                .push(json!({ "id": made, "status": "CREATED", "amount": euros(amount), "custom_id": custom,
                "supplementary_data": { "related_ids": { "order_id": id } } }));
        }
        order["status"] = json!("COMPLETED");
        Ok((201, order.clone()))
    }

    /// The order with this authorization or capture in it, and its place there.
    fn find(&mut self, name: &str, id: &str) -> Result<(&mut Value, usize), (u16, Value)> {
        let place = |order: &Value| {
            order["purchase_units"][0]["payments"][name]
                .as_array()
                .and_then(|all| all.iter().position(|each| each["id"] == id))
        };
        self.orders.values_mut().find_map(|order| place(order).map(|at| (order, at))).ok_or_else(unknown)
    }

    fn capture(&mut self, id: &str, body: &Value) -> Said {
        only(body, &["amount"], &["final_capture", "invoice_id", "note_to_payer"])?;
        let invoice = body["invoice_id"].clone();
        if invoice.as_str().is_some_and(|invoice| invoice.is_empty() || invoice.len() > 127) {
            return Err(malformed("invoice_id"));
        }
        let made = self.id('C');
        let (order, at) = self.find("authorizations", id)?;
        let order_id = text(&order["id"]);
        let taken = list(order, "captures").clone();
        if taken.iter().any(|capture| !invoice.is_null() && capture["invoice_id"] == invoice) {
            return Err(refused("DUPLICATE_INVOICE_ID"));
        }
        let custom = order["purchase_units"][0]["custom_id"].clone();
        let authorization = &mut list(order, "authorizations")[at];
        match authorization["status"].as_str() {
            Some("CREATED" | "PARTIALLY_CAPTURED") => {}
            Some("VOIDED") => return Err(refused("AUTHORIZATION_VOIDED")),
            _ => return Err(refused("AUTHORIZATION_ALREADY_CAPTURED")),
        }
        let mut sum = cents(&body["amount"])?;
        for capture in &taken {
            sum += cents(&capture["amount"])?;
        }
        let whole = cents(&authorization["amount"])?;
        if sum > whole {
            return Err(refused("MAX_CAPTURE_AMOUNT_EXCEEDED"));
        }
        authorization["status"] = json!(if sum == whole { "CAPTURED" } else { "PARTIALLY_CAPTURED" });
        let mut capture = capture_of(&order_id, &made, cents(&body["amount"])?, &custom);
        capture["invoice_id"] = invoice;
        list(order, "captures").push(capture.clone());
        Ok((201, capture))
    }

    fn void(&mut self, id: &str, body: &Value) -> Said {
        only(body, &[], &[])?;
        let (order, at) = self.find("authorizations", id)?;
        let authorization = &mut list(order, "authorizations")[at];
        match authorization["status"].as_str() {
            Some("CREATED" | "PARTIALLY_CAPTURED") => {
                authorization["status"] = json!("VOIDED");
                Ok((204, Value::Null))
            }
            Some("VOIDED") => Err(refused("PREVIOUSLY_VOIDED")),
            _ => Err(refused("PREVIOUSLY_CAPTURED")),
        }
    }

    pub(super) fn refund(&mut self, id: &str, body: &Value) -> Said {
        only(body, &["amount"], &["custom_id", "invoice_id", "note_to_payer"])?;
        let made = self.id('R');
        let (order, at) = self.find("captures", id)?;
        let given: Vec<Value> = list(order, "refunds").clone();
        let above = format!("https://api-m.sandbox.paypal.com/v2/payments/captures/{id}");
        let of_this = given.iter().filter(|refund| refund["links"][1]["href"] == above.as_str());
        let mut sum = cents(&body["amount"])?;
        for refund in of_this {
            sum += cents(&refund["amount"])?;
        }
        let capture = &mut list(order, "captures")[at];
        let whole = cents(&capture["amount"])?;
        if sum > whole {
            return Err(refused("REFUND_AMOUNT_EXCEEDED"));
        }
        capture["status"] = json!(if sum == whole { "REFUNDED" } else { "PARTIALLY_REFUNDED" });
        let refund = json!({ "id": made, "status": "COMPLETED", "amount": body["amount"], "custom_id": body["custom_id"],
            "links": [{ "rel": "self", "method": "GET", "href": format!("https://api-m.sandbox.paypal.com/v2/payments/refunds/{made}") },
                      { "rel": "up", "method": "GET", "href": above }] });
        list(order, "refunds").push(refund.clone());
        Ok((201, refund))
    }
}

/// What PayPal keeps of a capture.
pub const fn fee_of(amount: i64) -> i64 {
    amount * 249 / 10_000 + 35
}

fn capture_of(order: &str, id: &str, amount: i64, custom: &Value) -> Value {
    json!({ "id": id, "status": "COMPLETED", "amount": euros(amount), "final_capture": true, "custom_id": custom,
        "seller_receivable_breakdown": { "gross_amount": euros(amount), "paypal_fee": euros(fee_of(amount)),
            "net_amount": euros(amount - fee_of(amount)) },
        "seller_protection": { "status": "NOT_ELIGIBLE" }, "supplementary_data": { "related_ids": { "order_id": order } },
        "links": [{ "rel": "up", "method": "GET", "href": format!("https://api-m.sandbox.paypal.com/v2/checkout/orders/{order}") }] })
}

fn verify(body: &str) -> Said {
    let value: Value = serde_json::from_str(body).map_err(|_| malformed("no JSON"))?;
    let fields = [
        "auth_algo",
        "cert_url",
        "transmission_id",
        "transmission_sig",
        "transmission_time",
        "webhook_id",
        "webhook_event",
    ];
    only(&value, &fields, &[])?;
    if value["webhook_id"] != WEBHOOK_ID {
        return Err(refused("WEBHOOK_ID_NOT_FOUND"));
    }
    // As it was sent: what is signed are its bytes.
    let event = body.split_once("\"webhook_event\":").map(|(_, rest)| rest.strip_suffix('}').unwrap_or_default());
    let expected =
        signature(&text(&value["transmission_id"]), &text(&value["transmission_time"]), event.unwrap_or_default());
    let status = if value["transmission_sig"] == expected.as_str() { "SUCCESS" } else { "FAILURE" };
    Ok((200, json!({ "verification_status": status })))
}
