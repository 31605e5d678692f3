//! What the shop may ask of the sandbox about a payment: captures, voids and refunds, each once for its key.

use super::{
    Sandbox,
    charge::event_id,
    wallet,
    webhook::{self, Event},
};
use crate::server::{
    gateways::payment::{GatewayError, GatewayEvent, GatewayRecord, Part},
    jobs::Job,
    store::{
        self, Tx,
        sandbox::{Movement, MovementKind, SandboxPayment, SandboxStatus},
    },
};

/// The refusal of a kept card, as the webhook tells it.
fn declined(payment: &SandboxPayment) -> Option<(String, String)> {
    (!payment.declined.is_empty()).then(|| (wallet::refusal_id(&payment.reference), payment.declined.clone()))
}

impl Sandbox {
    /// Everything that happened to a payment.
    pub(super) async fn record(&self, reference: &str) -> Result<GatewayRecord, GatewayError> {
        let payment = self.find(reference).await?;
        let movements = store::sandbox::movements(&self.db, reference).await?;
        Ok(GatewayRecord {
            changed_at: movements.last().map(|movement| movement.created_at).unwrap_or_default(),
            events: movements.iter().map(|movement| webhook::outcome(Event::of(movement))).collect(),
            is_processing: payment.status == SandboxStatus::Processing,
            declined: declined(&payment),
        })
    }

    /// Captures or refunds a part. The key again is the same movement, if the amount is.
    pub(super) async fn move_part(
        &self,
        kind: MovementKind,
        reference: &str,
        part: &Part,
    ) -> Result<GatewayEvent, GatewayError> {
        let (mut tx, _) = self.lock(reference).await?;
        if let Some(before) = store::sandbox::find_movement(&mut tx, &part.idempotency_key).await? {
            let same =
                (before.reference.as_str(), before.kind, before.amount_minor) == (reference, kind, part.amount.minor);
            return if same { Ok(webhook::outcome(Event::of(&before))) } else { Err(GatewayError::NotPossible) };
        }
        let event = self.note(&mut tx, kind, reference, part.amount.minor, &part.idempotency_key).await?;
        tx.commit().await?;
        Ok(event)
    }

    /// Closes a payment; see [`crate::server::gateways::payment::PaymentGateway::void`].
    pub(super) async fn close(&self, reference: &str) -> Result<Option<GatewayEvent>, GatewayError> {
        let (mut tx, payment) = self.lock(reference).await?;
        let key = format!("void-{reference}");
        if let Some(before) = store::sandbox::find_movement(&mut tx, &key).await? {
            return Ok(Some(webhook::outcome(Event::of(&before))));
        }
        let promised = payment.authorized_minor - payment.captured_minor - payment.voided_minor;
        let event = match payment.status {
            SandboxStatus::Open | SandboxStatus::Challenge | SandboxStatus::Processing => {
                store::sandbox::set_status(&mut tx, reference, SandboxStatus::Canceled).await?;
                None
            }
            SandboxStatus::Canceled => None,
            _ if promised > 0 => Some(self.note(&mut tx, MovementKind::Void, reference, promised, &key).await?),
            _ => return Err(GatewayError::NotPossible),
        };
        tx.commit().await?;
        Ok(event)
    }

    async fn lock(&self, reference: &str) -> Result<(Tx, SandboxPayment), GatewayError> {
        let mut tx = self.db.begin().await?;
        let payment = store::sandbox::lock(&mut tx, reference).await?.ok_or(GatewayError::UnknownPayment)?;
        Ok((tx, payment))
    }

    /// Moves the money and has the shop told of it, which knows already from the answer.
    async fn note(
        &self,
        tx: &mut Tx,
        kind: MovementKind,
        reference: &str,
        amount_minor: i64,
        key: &str,
    ) -> Result<GatewayEvent, GatewayError> {
        let now = self.clock.now();
        let movement = Movement {
            reference: reference.to_owned(),
            kind,
            amount_minor,
            event_id: event_id(),
            idempotency_key: key.to_owned(),
            created_at: now,
        };
        if !store::sandbox::move_money(tx, &movement).await? {
            return Err(GatewayError::NotPossible);
        }
        let event = Event::of(&movement);
        Job::SandboxWebhook { event: event.clone() }.enqueue(tx, now).await?;
        Ok(webhook::outcome(event))
    }
}
