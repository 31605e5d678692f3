//! What a job is about, for staff to read: ids, and nothing that is secret or names a person.

use super::{AccountMail, Job};
use crate::domain::{
    ids::{OrderId, PaymentId, RefundId},
    order::OrderNumber,
    returns::ReturnNumber,
};

/// What a job is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// "refund 12"; empty where the kind says it all.
    pub text: String,
    pub order: Option<OrderId>,
    pub payment: Option<PaymentId>,
    pub refund: Option<RefundId>,
}

impl Job {
    /// Kinds whose work is money or stock: one of these that is given up leaves the shop wrong.
    pub const GRAVE: [&str; 8] = [
        "cancel_payment",
        "capture_payment",
        "expire_order",
        "look_up_payments",
        "refund_payment",
        "sandbox_settle",
        "sandbox_webhook",
        "send_refund",
    ];

    /// Ids of what it is about.
    pub fn about(&self) -> About {
        let text = |text: String| About { text, ..About::default() };
        let of_order =
            |order: &OrderId| About { order: Some(*order), ..text(format!("order {}", OrderNumber(*order))) };
        let of_payment = |payment: &PaymentId| About { payment: Some(*payment), ..text(format!("payment {payment}")) };
        let of_refund = |refund: &RefundId| About { refund: Some(*refund), ..text(format!("refund {refund}")) };
        match self {
            Self::ExpireOrder { order }
            | Self::OrderMail { order, .. }
            | Self::ShippedMail { order, .. }
            | Self::NewOrder { order }
            | Self::NewOrderMail { order, .. } => of_order(order),
            Self::CancelPayment { payment }
            | Self::CapturePayment { payment }
            | Self::KeepPaymentMethod { payment }
            | Self::RefundPayment { payment } => of_payment(payment),
            Self::SendRefund { refund } | Self::RefundMail { refund } => of_refund(refund),
            Self::OrderEditMail { edit } => text(format!("change {edit}")),
            Self::AccountMail { mail } => text(account_mail(mail)),
            Self::ForgetAtGateway { erasure } => text(format!("erasure {erasure}")),
            Self::ResendMail { mail } => text(format!("mail {mail}")),
            Self::OrderAlert { alert } | Self::OrderAlertMail { alert, .. } => text(format!("alert {alert}")),
            Self::ReturnMail { number, .. } => text(format!("return {}", ReturnNumber(*number))),
            Self::ImportCatalog { import } => text(format!("import {import}")),
            Self::DeleteUnusedPictures { hashes } => text(format!("{} pictures", hashes.len())),
            Self::ChangeProducts { change } => text(format!("change {change}")),
            Self::LowStock { items } | Self::LowStockMail { items, .. } => text(format!("{} items", items.len())),
            Self::BackInStock { variants } => text(format!("{} variants", variants.len())),
            Self::BackInStockMail { request } => text(format!("request {request}")),
            Self::DispatchWebhook { event } => text(format!("event evt_{event}")),
            Self::DeliverWebhook { delivery } => text(format!("delivery {delivery}")),
            Self::WebhookOffMail { endpoint, .. } => text(format!("endpoint {endpoint}")),
            Self::SandboxSettle { .. }
            | Self::SandboxWebhook { .. }
            | Self::LookUpPayments
            | Self::CompleteOrders
            | Self::Sweep => About::default(),
        }
    }
}

/// Which mail; to whom is left out.
fn account_mail(mail: &AccountMail) -> String {
    match mail {
        AccountMail::VerifyEmail { .. } => "to verify an address",
        AccountMail::AlreadyRegistered { .. } => "somebody registered twice",
        AccountMail::ResetPassword { .. } => "to set another password",
        AccountMail::ConfirmNewEmail { .. } => "to verify another address",
        AccountMail::EmailChangeAsked { .. } => "another address was asked for",
        AccountMail::EmailChanged { .. } => "the address was changed",
        AccountMail::PasswordChanged { .. } => "the password was changed",
        AccountMail::StaffInvitation { .. } => "invitation to the staff",
        AccountMail::SecondFactorChanged { .. } => "the second factor was changed",
    }
    .to_owned()
}
