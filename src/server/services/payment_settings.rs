//! What the owner sets about payments.

use super::settings::Setting;
use crate::{
    domain::{
        audit::PAYMENT_SETTINGS,
        checkout::GatewayOffer,
        money::Money,
        order::{OrderDetail, OrderStatus},
        payment::{GatewayKind, HowToPay, PaymentSettings, PaymentSettingsInput, spaced},
    },
    error::AppError,
    server::{
        state::State,
        store::{Conn, StoreResult, accounts::Account},
    },
};

const KEPT: Setting = Setting { name: "payments", audited: (PAYMENT_SETTINGS, "Payments") };

/// The settings; without any kept, the defaults.
pub async fn load(on: impl Into<Conn<'_>>) -> StoreResult<PaymentSettings> {
    KEPT.load(on).await
}

/// Keeps the settings, if they can be kept, and notes what changed. Open orders keep the time to pay that they have.
pub async fn save(state: &State, owner: &Account, input: PaymentSettingsInput) -> Result<(), AppError> {
    Ok(KEPT.save(state, owner, &input.check()?).await?)
}

/// The ways to pay that the checkout offers.
pub async fn offers(state: &State) -> StoreResult<Vec<GatewayOffer>> {
    Ok(state.gateways.offers(&load(&state.db).await?))
}

/// Tells in an order that waits for its money how to pay it.
pub async fn tell_how_to_pay(state: &State, order: &mut OrderDetail) -> StoreResult<()> {
    let kind = GatewayKind::of(&order.gateway);
    let is_waiting = order.status == OrderStatus::PendingPayment
        || (kind.ships_unpaid() && order.due().minor > 0)
        || order.lacks_difference();
    if order.status == OrderStatus::Canceled || !is_waiting {
        return Ok(());
    }
    order.how_to_pay = Some(match kind {
        GatewayKind::Online => HowToPay::Online,
        GatewayKind::CashOnDelivery => HowToPay::OnDelivery,
        GatewayKind::BankTransfer => {
            let PaymentSettings { bank_holder, bank_iban, bank_bic, .. } = load(&state.db).await?;
            HowToPay::BankTransfer {
                holder: bank_holder,
                iban: spaced(&bank_iban),
                bic: bank_bic,
                purpose: order.number.to_string(),
            }
        }
    });
    Ok(())
}

/// How an amount is to be paid, as a mail says it.
pub fn wording(how: &HowToPay, amount: Money) -> String {
    match how {
        HowToPay::Online => "You can pay it on its page.".into(),
        HowToPay::OnDelivery => format!("Please have {amount} ready for the carrier."),
        HowToPay::BankTransfer { holder, iban, bic, purpose } => {
            let bic = if bic.is_empty() { String::new() } else { format!(", BIC {bic}") };
            format!("Please transfer {amount} to {holder}, IBAN {iban}{bic}, and write {purpose} on the transfer.")
        }
    }
}
