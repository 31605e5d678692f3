//! Cards that the sandbox keeps. Charged without its page, each behaves as it does there.

use super::{
    Sandbox,
    cards::{self, Behavior},
    charge,
    webhook::Event,
};
use crate::server::{
    gateways::payment::{Answer, CardToCharge, CreatedPayment, GatewayError, KeptCard, NewPayment, Wallet},
    jobs::Job,
    store::{self, sandbox::SandboxStatus},
};
use futures::future::{FutureExt, ready};

/// Test cards have no date that matters; kept ones are valid through this month of this year.
const EXPIRY: (i64, i64) = (12, 2034);

/// Of the event that tells of a kept card's refusal: there is one for each payment.
pub(super) fn refusal_id(reference: &str) -> String {
    format!("refusal-{reference}")
}

impl Wallet for Sandbox {
    /// The key is name enough.
    fn add_customer<'a>(&'a self, idempotency_key: &'a str) -> Answer<'a, String> {
        ready(Ok(format!("customer-{idempotency_key}"))).boxed()
    }

    fn kept_card<'a>(&'a self, reference: &'a str) -> Answer<'a, Option<KeptCard>> {
        self.card_of(reference).boxed()
    }

    fn charge<'a>(&'a self, payment: &'a NewPayment, card: &'a CardToCharge) -> Answer<'a, CreatedPayment> {
        self.charge_kept(payment, card).boxed()
    }

    fn find_charge<'a>(&'a self, _: &'a str, idempotency_key: &'a str) -> Answer<'a, Option<String>> {
        async move {
            let payment = store::sandbox::find_by_key(&self.db, idempotency_key).await?;
            Ok(payment.map(|payment| payment.reference))
        }
        .boxed()
    }

    fn forget_card<'a>(&'a self, token: &'a str) -> Answer<'a, ()> {
        async move { Ok(store::sandbox::detach_cards(&self.db, token, self.clock.now()).await?) }.boxed()
    }

    fn forget_customer<'a>(&'a self, customer: &'a str) -> Answer<'a, ()> {
        async move { Ok(store::sandbox::detach_cards(&self.db, customer, self.clock.now()).await?) }.boxed()
    }
}

impl Sandbox {
    async fn card_of(&self, reference: &str) -> Result<Option<KeptCard>, GatewayError> {
        let payment = self.find(reference).await?;
        let Some(card) = store::sandbox::find_card(&self.db, &payment.card).await? else { return Ok(None) };
        Ok(Some(KeptCard {
            token: card.token,
            customer: card.customer,
            brand: "visa".into(),
            last4: card.last4,
            expiry_month: EXPIRY.0,
            expiry_year: EXPIRY.1,
        }))
    }

    async fn charge_kept(&self, payment: &NewPayment, card: &CardToCharge) -> Result<CreatedPayment, GatewayError> {
        let known = store::sandbox::find_card(&self.db, &card.token).await?;
        let Some(known) = known.filter(|known| known.customer == card.customer) else {
            // Charged before it was forgotten: then that is the answer.
            let before = store::sandbox::find_by_key(&self.db, &payment.idempotency_key).await?;
            let reference = before.ok_or(GatewayError::NotPossible)?.reference;
            return Ok(CreatedPayment { reference, redirect_url: String::new() });
        };
        let behavior = cards::find(&known.last4).ok_or(GatewayError::NotPossible)?.behavior;
        let CreatedPayment { reference, redirect_url } = self.open(payment).await?;
        let (mut tx, now) = (self.db.begin().await?, self.clock.now());
        let locked = store::sandbox::lock(&mut tx, &reference).await?.ok_or(GatewayError::UnknownPayment)?;
        // Whoever comes second finds what the first one did.
        if locked.status == SandboxStatus::Open {
            if let Behavior::Decline(reason) = behavior {
                store::sandbox::decline(&mut tx, &reference, reason).await?;
                let event = Event { id: refusal_id(&reference), ..charge::failure(&locked, reason) };
                Job::SandboxWebhook { event }.enqueue(&mut tx, now).await?;
            } else {
                charge::accept(&mut tx, &locked, behavior, now).await?;
            }
        }
        let after = store::sandbox::lock(&mut tx, &reference).await?.ok_or(GatewayError::UnknownPayment)?;
        tx.commit().await?;
        let asks = after.status == SandboxStatus::Challenge;
        Ok(CreatedPayment { reference, redirect_url: if asks { redirect_url } else { String::new() } })
    }
}
