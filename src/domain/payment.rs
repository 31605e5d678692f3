//! Ways to pay, and what the owner sets about them.

use super::forms::{FieldErrors, Problem, number, optional_line, required_line};
use serde::{Deserialize, Serialize};

/// How money of a gateway comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum GatewayKind {
    /// A payment service, which the shop can ask.
    Online,
    /// Staff see it in the bank account.
    BankTransfer,
    /// The carrier brings it.
    CashOnDelivery,
}

impl GatewayKind {
    /// Slug of the gateway for transfers to the shop's bank account.
    pub const BANK_TRANSFER: &str = "bank-transfer";
    /// Slug of the gateway for money that the carrier collects.
    pub const CASH_ON_DELIVERY: &str = "cash-on-delivery";

    pub fn of(gateway: &str) -> Self {
        match gateway {
            Self::BANK_TRANSFER => Self::BankTransfer,
            Self::CASH_ON_DELIVERY => Self::CashOnDelivery,
            _ => Self::Online,
        }
    }

    /// Whether staff, and no webhook, say that money moved.
    pub const fn is_manual(self) -> bool {
        matches!(self, Self::BankTransfer | Self::CashOnDelivery)
    }

    /// Whether an order may leave the house before it is paid.
    pub const fn ships_unpaid(self) -> bool {
        matches!(self, Self::CashOnDelivery)
    }
}

/// When money that a gateway has promised is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaptureTime {
    /// When the shopper pays.
    #[default]
    AtOnce,
    /// When the first parcel of the order is handed over, or staff say so.
    AtShipment,
}

impl CaptureTime {
    pub const ALL: [Self; 2] = [Self::AtOnce, Self::AtShipment];

    /// Stable text for forms.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::AtOnce => "at_once",
            Self::AtShipment => "at_shipment",
        }
    }

    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|time| time.slug() == slug)
    }
}

/// What the owner sets about payments; kept as one setting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PaymentSettings {
    pub capture: CaptureTime,
    /// Whether the checkout offers the gateway that moves no money.
    pub sandbox: bool,
    pub bank_transfer: bool,
    pub bank_holder: String,
    /// Without spaces.
    pub bank_iban: String,
    pub bank_bic: String,
    /// Days that an order waits for its transfer.
    pub bank_days: i64,
    pub cash_on_delivery: bool,
    /// Days that an order to be paid on delivery waits for its shipment.
    pub cash_days: i64,
    /// Whether everyone of the staff who works on orders gets a mail about each new one.
    pub tell_new_orders: bool,
}

impl Default for PaymentSettings {
    fn default() -> Self {
        Self {
            capture: CaptureTime::AtOnce,
            sandbox: true,
            bank_transfer: false,
            bank_holder: String::new(),
            bank_iban: String::new(),
            bank_bic: String::new(),
            bank_days: 7,
            cash_on_delivery: false,
            cash_days: 14,
            tell_new_orders: false,
        }
    }
}

/// Most days that an order may wait.
const MOST_DAYS: i64 = 60;

impl PaymentSettings {
    /// Minutes that an order may stay unpaid; `minutes` are those of gateways that answer at once.
    pub fn minutes_to_pay(&self, gateway: &str, minutes: i64) -> i64 {
        match GatewayKind::of(gateway) {
            GatewayKind::Online => minutes,
            GatewayKind::BankTransfer => self.bank_days * 24 * 60,
            GatewayKind::CashOnDelivery => self.cash_days * 24 * 60,
        }
    }

    /// Whether the checkout offers a gateway that the shop has.
    pub fn offers(&self, gateway: &str) -> bool {
        match GatewayKind::of(gateway) {
            GatewayKind::BankTransfer => self.bank_transfer && !self.bank_iban.is_empty(),
            GatewayKind::CashOnDelivery => self.cash_on_delivery,
            GatewayKind::Online => gateway != "sandbox" || self.sandbox,
        }
    }
}

/// The form of [`PaymentSettings`], as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PaymentSettingsInput {
    pub capture: String,
    /// Anything but nothing is yes; the same for the other choices.
    pub sandbox: String,
    pub bank_transfer: String,
    pub bank_holder: String,
    pub bank_iban: String,
    pub bank_bic: String,
    pub bank_days: String,
    pub cash_on_delivery: String,
    pub cash_days: String,
    pub tell_new_orders: String,
}

impl PaymentSettingsInput {
    /// The settings, if they can be kept. Account data is wanted once transfers are offered.
    pub fn check(self) -> Result<PaymentSettings, FieldErrors> {
        let mut errors = FieldErrors::default();
        let capture = CaptureTime::from_slug(&self.capture).ok_or(Problem::UnknownChoice);
        let capture = errors.take("capture", capture).unwrap_or_default();
        let bank_transfer = !self.bank_transfer.is_empty();
        let line = |text: &str, most| if bank_transfer { required_line(text, most) } else { optional_line(text, most) };
        let bank_holder = errors.take("bank_holder", line(&self.bank_holder, 70)).unwrap_or_default();
        let bank_iban = match iban(&self.bank_iban) {
            Err(Problem::Required) if !bank_transfer => String::new(),
            checked => errors.take("bank_iban", checked).unwrap_or_default(),
        };
        let bank_bic = errors.take("bank_bic", bic(&self.bank_bic)).unwrap_or_default();
        let bank_days = errors.take("bank_days", number(&self.bank_days, 1, MOST_DAYS)).unwrap_or_default();
        let cash_days = errors.take("cash_days", number(&self.cash_days, 1, MOST_DAYS)).unwrap_or_default();
        errors.into_result()?;
        Ok(PaymentSettings {
            capture,
            sandbox: !self.sandbox.is_empty(),
            bank_transfer,
            bank_holder,
            bank_iban,
            bank_bic,
            bank_days,
            cash_on_delivery: !self.cash_on_delivery.is_empty(),
            cash_days,
            tell_new_orders: !self.tell_new_orders.is_empty(),
        })
    }
}

/// An account number in upper case without spaces, whose check digits fit (ISO 13616: modulo 97 is 1).
pub fn iban(text: &str) -> Result<String, Problem> {
    let iban: String = text.chars().filter(|char| !char.is_whitespace()).collect::<String>().to_uppercase();
    if iban.is_empty() {
        return Err(Problem::Required);
    }
    let looks_right = (15..=34).contains(&iban.len())
        && iban.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
        && iban.bytes().take(2).all(|byte| byte.is_ascii_uppercase());
    let (head, body) = iban.split_at_checked(4).ok_or(Problem::NotAnIban)?;
    let modulo = body.chars().chain(head.chars()).filter_map(|char| char.to_digit(36)).fold(0, |rest, value| {
        let shift = if value > 9 { 100 } else { 10 };
        (rest * shift + value) % 97
    });
    if looks_right && modulo == 1 { Ok(iban) } else { Err(Problem::NotAnIban) }
}

/// A bank's code of 8 or 11 letters and digits (ISO 9362), or nothing.
fn bic(text: &str) -> Result<String, Problem> {
    let bic = optional_line(text, 20)?.to_uppercase();
    let is_code = matches!(bic.len(), 0 | 8 | 11) && bic.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if is_code { Ok(bic) } else { Err(Problem::NotABic) }
}

/// An account number in groups of four, as people read it.
pub fn spaced(iban: &str) -> String {
    let chars: Vec<char> = iban.chars().collect();
    chars.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// How an order that waits for its money is paid, for its page and its mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HowToPay {
    /// On the page of the payment service.
    Online,
    BankTransfer {
        holder: String,
        /// In groups of four.
        iban: String,
        /// May be empty.
        bic: String,
        /// What to write on the transfer.
        purpose: String,
    },
    OnDelivery,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_number_must_fit_its_check_digits() {
        assert_eq!(iban(" de89 3704 0044 0532 0130 00 "), Ok("DE89370400440532013000".into()));
        assert_eq!(iban("GB82WEST12345698765432"), Ok("GB82WEST12345698765432".into()));
        assert_eq!(iban(""), Err(Problem::Required));
        for text in
            ["DE88370400440532013000", "DE", "1234567890123456", "DE89-3704-0044-0532-0130-00", "äöüäöüäöüäöüäöü"]
        {
            assert_eq!(iban(text), Err(Problem::NotAnIban), "{text}");
        }
        assert_eq!(spaced("DE89370400440532013000"), "DE89 3704 0044 0532 0130 00");
    }

    #[test]
    fn account_data_is_wanted_once_transfers_are_offered() {
        let days = || PaymentSettingsInput {
            capture: "at_once".into(),
            bank_days: "7".into(),
            cash_days: "14".into(),
            ..PaymentSettingsInput::default()
        };
        assert!(days().check().is_ok());
        let refused = PaymentSettingsInput { bank_transfer: "true".into(), ..days() }.check().expect_err("no account");
        let fields: Vec<_> = refused.0.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["bank_holder", "bank_iban"]);
    }

    #[test]
    fn settings_of_older_versions_can_be_read() {
        let read: PaymentSettings = serde_json::from_str("{\"sandbox\":false}").expect("readable");
        assert_eq!(read, PaymentSettings { sandbox: false, ..PaymentSettings::default() });
    }

    #[test]
    fn orders_wait_as_long_as_their_gateway_takes() {
        let settings = PaymentSettings::default();
        assert_eq!(settings.minutes_to_pay("sandbox", 60), 60);
        assert_eq!(settings.minutes_to_pay(GatewayKind::BANK_TRANSFER, 60), 7 * 24 * 60);
        assert!(!settings.offers(GatewayKind::BANK_TRANSFER) && settings.offers("sandbox"));
    }
}
