//! Work that happens after the answer: durable jobs, each safe to run twice.
//!
//! A job is a row in the transaction of the change that wants it, so it exists exactly if that
//! change does. [`worker`] claims due jobs under a lease, retries them with growing pauses, and
//! leaves what it gives up for staff to see.

mod about;
pub mod heartbeat;
pub mod worker;

pub use about::About;

use crate::{
    domain::{
        ids::{
            AccountId, ImportId, InventoryItemId, OrderId, OutboxMailId, PaymentId, RefundId, ReturnId, ShipmentId,
            VariantId,
        },
        timestamp::Timestamp,
    },
    server::{
        gateways::sandbox,
        http,
        services::{
            account_mail, api_tokens, bulk_products, complete_order, expire_order, idempotency, import_catalog,
            order_alerts, order_edit_mail, order_mail, payments, refunds, return_mail, saved_payment_methods,
            stock_mail, unused_media, webhook_delivery,
        },
        state::State,
        store::{self, StoreError, StoreResult, Tx, jobs::ClaimedJob},
    },
};
use serde::{Deserialize, Serialize};

/// Everything the worker can be asked to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Job {
    /// Cancel an order that is unpaid past its time.
    ExpireOrder { order: OrderId },
    /// Write, and if a server is configured send, a mail about an order.
    OrderMail { order: OrderId, mail: OrderMailKind },
    /// The same about a parcel that left.
    ShippedMail { order: OrderId, shipment: ShipmentId },
    /// Write, and if a server is configured send, a mail about an account. Holds no secret: the token of its link is made
    /// when the mail is written.
    AccountMail { mail: AccountMail },
    /// Write, and if a server is configured send, the mail about a change of an order.
    OrderEditMail { edit: i64 },
    /// Close a payment at its gateway so that nobody pays it any more.
    CancelPayment { payment: PaymentId },
    /// Take what an order owes of what was authorized.
    CapturePayment { payment: PaymentId },
    /// Ask a gateway whether the card of a payment is to be kept for its customer.
    KeepPaymentMethod { payment: PaymentId },
    /// Have a gateway forget a card or a customer; names neither.
    ForgetAtGateway { erasure: i64 },
    /// Ask a gateway for a refund that is written down.
    SendRefund { refund: RefundId },
    /// Send a mail about an order once more.
    ResendMail { mail: OutboxMailId },
    /// Find out whom of the staff to tell that an order needs attention.
    OrderAlert { alert: i64 },
    /// Tell one of them.
    OrderAlertMail { account: AccountId, alert: i64 },
    /// Find out whom of the staff to tell of a new order.
    NewOrder { order: OrderId },
    /// Tell one of them.
    NewOrderMail { account: AccountId, order: OrderId },
    /// Write, and if a server is configured send, the mail about a refund.
    RefundMail { refund: RefundId },
    /// Write, and if a server is configured send, a mail about a return.
    ReturnMail { number: ReturnId, mail: ReturnMailKind },
    /// Give everything back that the order of a payment does not owe; only older versions queue it.
    RefundPayment { payment: PaymentId },
    /// Complete orders whose parcels arrived, or left long ago; runs every few minutes.
    CompleteOrders,
    /// Ask the gateways about every payment that is open; runs every few minutes.
    LookUpPayments,
    /// The sandbox gateway decides about a payment that took its time.
    SandboxSettle { reference: String },
    /// The sandbox gateway tells the shop what happened.
    SandboxWebhook { event: sandbox::Event },
    /// Go on with an import for a while.
    ImportCatalog { import: ImportId },
    /// Delete those of these pictures that nothing shows any more.
    DeleteUnusedPictures { hashes: Vec<String> },
    /// Go on with a change of many products.
    ChangeProducts { change: i64 },
    /// Find out whom of the staff to tell that these fell to their reorder levels.
    LowStock { items: Vec<InventoryItemId> },
    /// Tell somebody of the staff.
    LowStockMail { account: AccountId, items: Vec<InventoryItemId> },
    /// Find out who waits for these variants.
    BackInStock { variants: Vec<VariantId> },
    /// Tell one of them; names the request and not the person.
    BackInStockMail { request: i64 },
    /// Put an event that somebody listens to into words, and on its way. A trigger of the database queues it.
    DispatchWebhook { event: i64 },
    /// Try to deliver an event.
    DeliverWebhook { delivery: i64 },
    /// Tell somebody of the staff that an endpoint was switched off.
    WebhookOffMail { account: AccountId, endpoint: i64 },
    /// Forget expired sessions, links and carts, accounts never verified, finished jobs and pictures that nothing shows; runs once an hour.
    Sweep,
}

/// Which mail about an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderMailKind {
    /// How to pay what no payment service collects.
    HowToPay,
    Confirmation,
    PaymentFailed,
    Shipped,
    Canceled,
    /// The customer did it.
    CanceledByCustomer,
    PartlyCanceled,
    /// Only older versions queue it: see [`Job::RefundMail`].
    Refunded,
}

/// Which mail about a return.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnMailKind {
    Requested,
    Approved,
    Rejected,
    Refunded,
}

/// Which mail about an account, and whom it is to reach. What is asked for by e-mail alone is decided when the mail is
/// written, so that asking takes the same work whether or not an account has the address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum AccountMail {
    /// A link that proves the address.
    VerifyEmail {
        email: String,
    },
    /// Somebody registered with an address that an account has.
    AlreadyRegistered {
        email: String,
    },
    /// A link to set another password.
    ResetPassword {
        email: String,
    },
    /// A link that gives the account this address.
    ConfirmNewEmail {
        account: AccountId,
        email: String,
    },
    /// Tells the present address that another one was asked for.
    EmailChangeAsked {
        account: AccountId,
    },
    /// Tells the former address.
    EmailChanged {
        account: AccountId,
        former: String,
    },
    PasswordChanged {
        account: AccountId,
    },
    /// A link by which somebody who was invited to the staff sets their first password.
    StaffInvitation {
        account: AccountId,
    },
    SecondFactorChanged {
        account: AccountId,
        enabled: bool,
    },
}

/// Why a job did not succeed; it is tried again.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Payment(#[from] payments::PaymentError),
    #[error(transparent)]
    Mail(#[from] order_mail::OrderMailError),
    #[error(transparent)]
    AccountMail(#[from] account_mail::AccountMailError),
    #[error(transparent)]
    Import(#[from] import_catalog::RunError),
    #[error(transparent)]
    Media(#[from] unused_media::UnusedMediaError),
    #[error("webhook: {0}")]
    Webhook(String),
    #[error("it panicked: {0}")]
    Panicked(String),
    #[error("unreadable payload: {0}")]
    Payload(#[from] serde_json::Error),
}

impl Job {
    /// Adds the job to the transaction, due now.
    pub async fn enqueue(&self, tx: &mut Tx, now: Timestamp) -> StoreResult<()> {
        self.enqueue_at(tx, now, now).await
    }

    /// Adds the job to the transaction, due later.
    pub async fn enqueue_at(&self, tx: &mut Tx, now: Timestamp, run_at: Timestamp) -> StoreResult<()> {
        let payload = serde_json::to_string(self).map_err(|error| StoreError::Inconsistent(error.to_string()))?;
        store::jobs::insert(tx, (self.kind(), &payload), self.dedupe_key(), now, run_at).await
    }

    /// Adds many jobs at once, due now.
    pub async fn enqueue_all(tx: &mut Tx, jobs: &[Self], now: Timestamp) -> StoreResult<()> {
        let payload = |job: &Self| {
            let payload = serde_json::to_string(job).map_err(|error| StoreError::Inconsistent(error.to_string()))?;
            Ok((job.kind(), payload))
        };
        let rows = jobs.iter().map(payload).collect::<StoreResult<Vec<_>>>()?;
        store::jobs::insert_all(tx, &rows, now).await
    }

    const fn kind(&self) -> &'static str {
        match self {
            Self::ExpireOrder { .. } => "expire_order",
            Self::OrderMail { .. } => "order_mail",
            Self::ShippedMail { .. } => "shipped_mail",
            Self::OrderEditMail { .. } => "order_edit_mail",
            Self::AccountMail { .. } => "account_mail",
            Self::CancelPayment { .. } => "cancel_payment",
            Self::CapturePayment { .. } => "capture_payment",
            Self::KeepPaymentMethod { .. } => "keep_payment_method",
            Self::ForgetAtGateway { .. } => "forget_at_gateway",
            Self::SendRefund { .. } => "send_refund",
            Self::ResendMail { .. } => "resend_mail",
            Self::OrderAlert { .. } => "order_alert",
            Self::OrderAlertMail { .. } => "order_alert_mail",
            Self::NewOrder { .. } => "new_order",
            Self::NewOrderMail { .. } => "new_order_mail",
            Self::RefundMail { .. } => "refund_mail",
            Self::ReturnMail { .. } => "return_mail",
            Self::RefundPayment { .. } => "refund_payment",
            Self::CompleteOrders => "complete_orders",
            Self::LookUpPayments => "look_up_payments",
            Self::SandboxSettle { .. } => "sandbox_settle",
            Self::SandboxWebhook { .. } => "sandbox_webhook",
            Self::ImportCatalog { .. } => "import_catalog",
            Self::DeleteUnusedPictures { .. } => "delete_unused_pictures",
            Self::ChangeProducts { .. } => "change_products",
            Self::LowStock { .. } => "low_stock",
            Self::LowStockMail { .. } => "low_stock_mail",
            Self::BackInStock { .. } => "back_in_stock",
            Self::BackInStockMail { .. } => "back_in_stock_mail",
            Self::DispatchWebhook { .. } => "dispatch_webhook",
            Self::DeliverWebhook { .. } => "deliver_webhook",
            Self::WebhookOffMail { .. } => "webhook_off_mail",
            Self::Sweep => "sweep",
        }
    }

    /// Of jobs with the same key, one waits at a time.
    const fn dedupe_key(&self) -> Option<&'static str> {
        match self {
            Self::Sweep => Some("sweep"),
            Self::CompleteOrders => Some("complete_orders"),
            Self::LookUpPayments => Some("look_up_payments"),
            _ => None,
        }
    }
}

/// Does what a claimed job asks for.
async fn run(state: &State, claimed: &ClaimedJob) -> Result<(), JobError> {
    match serde_json::from_str(&claimed.payload)? {
        Job::ExpireOrder { order } => expire_order::expire_order(state, order).await?,
        Job::OrderMail { order, mail } => order_mail::send_order_mail(state, claimed.id, order, mail).await?,
        Job::ShippedMail { order, shipment } => {
            order_mail::send_shipped_mail(state, claimed.id, order, shipment).await?;
        }
        Job::OrderEditMail { edit } => order_edit_mail::send(state, claimed.id, edit).await?,
        Job::AccountMail { mail } => account_mail::send_account_mail(state, claimed.id, &mail).await?,
        Job::CancelPayment { payment } => payments::cancel_unneeded(state, payment).await?,
        Job::CapturePayment { payment } => payments::capture_due(state, payment).await?,
        Job::KeepPaymentMethod { payment } => saved_payment_methods::keep(state, payment).await?,
        Job::ForgetAtGateway { erasure } => saved_payment_methods::forget(state, erasure).await?,
        Job::SendRefund { refund } => refunds::send(state, refund).await?,
        Job::ResendMail { mail } => order_mail::resend(state, claimed.id, mail).await?,
        Job::OrderAlert { alert } => order_alerts::tell(state, alert).await?,
        Job::OrderAlertMail { account, alert } => order_alerts::send(state, claimed.id, account, alert).await?,
        Job::NewOrder { order } => order_alerts::tell_new_order(state, order).await?,
        Job::NewOrderMail { account, order } => {
            order_alerts::send_new_order(state, claimed.id, account, order).await?;
        }
        Job::RefundMail { refund } => order_mail::send_refund_mail(state, claimed.id, refund).await?,
        Job::ReturnMail { number, mail } => return_mail::send(state, claimed.id, number, mail).await?,
        Job::RefundPayment { payment } => refunds::give_back(state, payment).await?,
        Job::CompleteOrders => complete_order::complete_due(state).await?,
        Job::LookUpPayments => payments::look_up_open(state).await?,
        Job::SandboxSettle { reference } => sandbox::settle(state, &reference).await?,
        Job::SandboxWebhook { event } => {
            let (now, shop) = (state.clock.now(), state.config.public_url());
            sandbox::deliver(&state.client, &state.secret, now, &shop, &event).await.map_err(JobError::Webhook)?;
        }
        Job::ImportCatalog { import } => import_catalog::run_slice(state, import).await?,
        Job::DeleteUnusedPictures { hashes } => {
            unused_media::delete_unused(state, &hashes).await?;
        }
        Job::ChangeProducts { change } => bulk_products::finish(state, change).await?,
        Job::LowStock { items } => stock_mail::tell_low_stock(state, &items).await?,
        Job::LowStockMail { account, items } => stock_mail::send_low_stock(state, claimed.id, account, &items).await?,
        Job::BackInStock { variants } => stock_mail::tell_back_in_stock(state, &variants).await?,
        Job::BackInStockMail { request } => stock_mail::send_back_in_stock(state, claimed.id, request).await?,
        Job::DispatchWebhook { event } => dispatch_webhook(state, event).await?,
        Job::DeliverWebhook { delivery } => webhook_delivery::deliver(state, delivery).await?,
        Job::WebhookOffMail { account, endpoint } => {
            stock_mail::send_webhook_off(state, claimed.id, account, endpoint).await?;
        }
        Job::Sweep => sweep(state).await?,
    }
    Ok(())
}

/// Tells staff of a job that is given up, where money of an order hangs on it.
async fn given_up(state: &State, claimed: &ClaimedJob, why: &str) -> Result<(), JobError> {
    match serde_json::from_str(&claimed.payload)? {
        Job::CapturePayment { payment } => payments::tell_uncaptured(state, payment, why).await?,
        Job::SendRefund { refund } => refunds::tell_unsent(state, refund, why).await?,
        _ => {}
    }
    Ok(())
}

/// What an event happened to is put into words by those who know how the API has it.
async fn dispatch_webhook(state: &State, event: i64) -> Result<(), JobError> {
    let Some(event) = store::webhooks::find_event(&state.db, event).await? else { return Ok(()) };
    let data = http::api::event_data(state, &event.kind, event.subject_id).await;
    let data = data.map_err(|error| JobError::Webhook(error.to_string()))?;
    Ok(webhook_delivery::dispatch(state, &event, data).await?)
}

/// How long finished jobs stay visible.
const KEEP_DAYS: i64 = 14;
/// How long an account waits for its e-mail to be verified.
const UNVERIFIED_DAYS: i64 = 7;

/// How long somebody waits for something to be back.
const WAITING_DAYS: i64 = 365;

async fn sweep(state: &State) -> Result<(), JobError> {
    let now = state.clock.now();
    let sessions = store::accounts::delete_expired_sessions(&state.db, now).await?;
    let tokens = store::account_tokens::delete_expired(&state.db, now).await?;
    store::second_factors::delete_expired_challenges(&state.db, now).await?;
    store::credentials::delete_unverified(&state.db, now.plus_days(-UNVERIFIED_DAYS)).await?;
    let carts = store::carts::delete_expired(&state.db, now).await?;
    let jobs = store::jobs::delete_finished(&state.db, now.plus_days(-KEEP_DAYS)).await?;
    let pictures = unused_media::sweep(state).await?;
    store::admin::product_drafts::delete_older(&state.db, now.plus_days(-KEEP_DAYS)).await?;
    store::admin::product_bulk::delete_older(&state.db, now.plus_days(-KEEP_DAYS)).await?;
    store::order_edits::delete_older(&state.db, now.plus_days(-KEEP_DAYS)).await?;
    store::api_tokens::delete_expired(&state.db, now.plus_days(-api_tokens::KEPT_DAYS)).await?;
    idempotency::sweep(state).await?;
    webhook_delivery::sweep(state).await?;
    let (answered, asked) = (now.plus_days(-KEEP_DAYS), now.plus_days(-WAITING_DAYS));
    store::stock_watch::delete_old_requests(&state.db, answered, asked).await?;
    let changes = store::search::feed::prune(&state.db).await?;
    tracing::info!(sessions, tokens, carts, jobs, pictures, changes, "swept what expired");
    Ok(())
}
