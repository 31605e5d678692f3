//! Cards that Stripe keeps: PaymentMethods of a Customer, charged by PaymentIntents.

use super::{
    Stripe, capture_method,
    objects::{Card, Customer, Intent, List, PaidWith, PaymentMethod},
};
use crate::server::gateways::payment::{
    Answer, CardToCharge, CreatedPayment, GatewayError, KeptCard, NewPayment, Wallet,
};
use futures::future::FutureExt;

/// How many PaymentIntents of a customer are looked through for the one with a key, newest first.
const LOOKED_THROUGH: &str = "100";

impl Wallet for Stripe {
    fn add_customer<'a>(&'a self, idempotency_key: &'a str) -> Answer<'a, String> {
        async move {
            // No name and no e-mail: what the shop does not tell, Stripe need not forget.
            let wanted = [("metadata[tradewind_key]", idempotency_key)];
            let customer: Customer = self.api.post("/v1/customers", &wanted, idempotency_key).await?;
            Ok(customer.id)
        }
        .boxed()
    }

    fn kept_card<'a>(&'a self, reference: &'a str) -> Answer<'a, Option<KeptCard>> {
        self.card_of(reference).boxed()
    }

    fn charge<'a>(&'a self, payment: &'a NewPayment, card: &'a CardToCharge) -> Answer<'a, CreatedPayment> {
        self.charge_kept(payment, card).boxed()
    }

    fn find_charge<'a>(&'a self, customer: &'a str, idempotency_key: &'a str) -> Answer<'a, Option<String>> {
        async move { Ok(self.charged_before(customer, idempotency_key).await?.map(|intent| intent.id)) }.boxed()
    }

    fn forget_card<'a>(&'a self, token: &'a str) -> Answer<'a, ()> {
        async move {
            let path = format!("/v1/payment_methods/{token}/detach");
            match self.api.post::<serde_json::Value>(&path, &[], &format!("detach-{token}")).await {
                // It is unknown, or was detached before.
                Ok(_) | Err(GatewayError::UnknownPayment | GatewayError::NotPossible) => Ok(()),
                Err(error) => Err(error),
            }
        }
        .boxed()
    }

    fn forget_customer<'a>(&'a self, customer: &'a str) -> Answer<'a, ()> {
        async move {
            match self.api.delete::<serde_json::Value>(&format!("/v1/customers/{customer}")).await {
                Ok(_) | Err(GatewayError::UnknownPayment) => Ok(()),
                Err(error) => Err(error),
            }
        }
        .boxed()
    }
}

impl Stripe {
    /// The card that paid, if it belongs to a customer since: Stripe's page attaches it when the customer wants that.
    async fn card_of(&self, reference: &str) -> Result<Option<KeptCard>, GatewayError> {
        let Some(id) = self.intent_id(reference).await? else { return Ok(None) };
        let paid: PaidWith =
            self.api.get(&format!("/v1/payment_intents/{id}"), &[("expand[]", "payment_method")]).await?;
        Ok(paid.payment_method.and_then(|method| match method {
            PaymentMethod { id, customer: Some(customer), card: Some(card) } => {
                let Card { brand, last4, exp_month, exp_year } = card;
                Some(KeptCard { token: id, customer, brand, last4, expiry_month: exp_month, expiry_year: exp_year })
            }
            _ => None,
        }))
    }

    /// Looks for the key first: Stripe itself forgets keys after a day.
    async fn charge_kept(&self, payment: &NewPayment, card: &CardToCharge) -> Result<CreatedPayment, GatewayError> {
        let key = payment.idempotency_key.as_str();
        if let Some(intent) = self.charged_before(&card.customer, key).await? {
            return Ok(created(intent));
        }
        let (amount, currency) = (payment.amount.minor.to_string(), payment.amount.currency.code().to_lowercase());
        let wanted = [
            ("amount", amount.as_str()),
            ("currency", &currency),
            ("customer", &card.customer),
            ("payment_method", &card.token),
            ("payment_method_types[]", "card"),
            ("capture_method", capture_method(payment)),
            ("confirm", "true"),
            ("description", &payment.description),
            ("return_url", &payment.return_url),
            ("metadata[tradewind_key]", key),
        ];
        match self.api.post::<Intent>("/v1/payment_intents", &wanted, key).await {
            Ok(intent) => Ok(created(intent)),
            // Declined: then there is a PaymentIntent that says why. Or the card is gone, and there is none.
            Err(GatewayError::NotPossible | GatewayError::UnknownPayment) => {
                self.charged_before(&card.customer, key).await?.map(created).ok_or(GatewayError::NotPossible)
            }
            Err(error) => Err(error),
        }
    }

    async fn charged_before(&self, customer: &str, key: &str) -> Result<Option<Intent>, GatewayError> {
        let of = [("customer", customer), ("limit", LOOKED_THROUGH)];
        let intents: List<Intent> = match self.api.get("/v1/payment_intents", &of).await {
            Ok(intents) => intents,
            // The customer is gone.
            Err(GatewayError::NotPossible | GatewayError::UnknownPayment) => return Ok(None),
            Err(error) => return Err(error),
        };
        Ok(intents.data.into_iter().find(|intent| intent.key() == Some(key)))
    }
}

fn created(intent: Intent) -> CreatedPayment {
    CreatedPayment { redirect_url: intent.challenge().unwrap_or_default().to_owned(), reference: intent.id }
}
