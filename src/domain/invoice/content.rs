//! What is printed on an invoice or a credit note, and how an order's taxes are told by rate.

use super::LegalSettings;
use crate::domain::{
    credit,
    money::{Currency, Money},
    order::OrderNumber,
    tax::share,
    timestamp::Timestamp,
};
use serde::{Deserialize, Serialize};

/// Everything that is printed, as it was when the document was issued. Amounts are in minor units of its currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceContent {
    pub seller: LegalSettings,
    /// Name and address in lines.
    pub buyer: Vec<String>,
    /// Where it goes, if elsewhere.
    pub ship_to: Vec<String>,
    pub order: OrderNumber,
    pub ordered_at: Timestamp,
    pub currency: Currency,
    pub lines: Vec<InvoiceLine>,
    /// Discounts, below zero, and shipping.
    pub extras: Vec<Label>,
    /// The total without any tax.
    pub net_minor: i64,
    pub taxes: Vec<InvoiceTax>,
    /// The part of the net on which there is no tax.
    pub untaxed_minor: i64,
    pub total_minor: i64,
    /// Of a credit note.
    pub credit: Option<Credit>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceLine {
    pub sku: String,
    pub title: String,
    pub options: String,
    pub quantity: i64,
    pub unit_price_minor: i64,
    pub total_minor: i64,
}

/// An amount with its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    pub label: String,
    pub amount_minor: i64,
}

/// What one rate comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceTax {
    /// "VAT 19 %".
    pub label: String,
    /// Whether the prices contain it.
    pub included: bool,
    /// The net amount that it is on. Several taxes may be on the same amount.
    pub base_minor: i64,
    pub amount_minor: i64,
}

/// What a credit note takes back, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credit {
    pub invoice: String,
    pub invoiced_at: Timestamp,
    pub reason: String,
}

/// Taxes by rate: `parts` are the lines and the shipping of an order after discounts, each with its taxes. Answers the
/// taxes, and the net amount on which there is none.
pub fn tax_shares(parts: &[(i64, Vec<InvoiceTax>)]) -> (Vec<InvoiceTax>, i64) {
    let mut taxes: Vec<InvoiceTax> = Vec::new();
    let mut untaxed = 0;
    for (gross, of_part) in parts {
        let included: i64 = of_part.iter().filter(|tax| tax.included).map(|tax| tax.amount_minor).sum();
        let net = gross - included;
        if of_part.is_empty() {
            untaxed += net;
        }
        for tax in of_part {
            match taxes.iter_mut().find(|known| known.label == tax.label && known.included == tax.included) {
                Some(known) => {
                    known.base_minor += net;
                    known.amount_minor += tax.amount_minor;
                }
                None => taxes.push(InvoiceTax { base_minor: net, ..tax.clone() }),
            }
        }
    }
    (taxes, untaxed)
}

impl InvoiceContent {
    pub fn money(&self, minor: i64) -> Money {
        Money::new(minor, self.currency)
    }

    /// The credit note that takes an amount back, taxes in proportion by largest remainder; `before` are those that there
    /// are. Together they take back exactly what was invoiced, tax by tax. `None` for more than is left.
    pub fn credited(&self, amount: i64, before: &[Self], credit: Credit) -> Option<Self> {
        let taken = |of: &dyn Fn(&Self) -> i64| before.iter().map(of).sum::<i64>();
        let amount_of = |content: &Self, tax: &InvoiceTax| content.tax(tax).map_or(0, |tax| tax.amount_minor);
        let base_of = |content: &Self, tax: &InvoiceTax| content.tax(tax).map_or(0, |tax| tax.base_minor);
        let whole = self.total_minor - taken(&|content| content.total_minor);
        let mut left = vec![self.net_minor - taken(&|content| content.net_minor)];
        left.extend(self.taxes.iter().map(|tax| tax.amount_minor - taken(&|content| amount_of(content, tax))));
        let pieces = credit::split(&left, amount)?;
        let part = |left: i64| match (amount == whole, u64::try_from(amount), u64::try_from(whole)) {
            (false, Ok(amount), Ok(whole)) if whole > 0 => share(left, amount, whole),
            _ => left,
        };
        let (net, of_taxes) = pieces.split_first()?;
        let taxes: Vec<InvoiceTax> = self
            .taxes
            .iter()
            .zip(of_taxes)
            .map(|(tax, piece)| InvoiceTax {
                base_minor: part(tax.base_minor - taken(&|content| base_of(content, tax))),
                amount_minor: *piece,
                ..tax.clone()
            })
            .collect();
        let added: i64 = taxes.iter().filter(|tax| !tax.included).map(|tax| tax.amount_minor).sum();
        let is_all = before.is_empty() && amount == self.total_minor;
        let single = InvoiceLine {
            sku: String::new(),
            title: credit.reason.clone(),
            options: String::new(),
            quantity: 1,
            unit_price_minor: amount - added,
            total_minor: amount - added,
        };
        Some(Self {
            lines: if is_all { self.lines.clone() } else { vec![single] },
            extras: if is_all { self.extras.clone() } else { Vec::new() },
            net_minor: *net,
            taxes,
            untaxed_minor: part(self.untaxed_minor - taken(&|content| content.untaxed_minor)),
            total_minor: amount,
            credit: Some(credit),
            ..self.clone()
        })
    }

    fn tax(&self, like: &InvoiceTax) -> Option<&InvoiceTax> {
        self.taxes.iter().find(|tax| tax.label == like.label && tax.included == like.included)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::OrderId;
    use proptest::prelude::*;

    fn tax(label: &str, included: bool, amount_minor: i64) -> InvoiceTax {
        InvoiceTax { label: label.into(), included, base_minor: 0, amount_minor }
    }

    fn content(parts: &[(i64, Vec<InvoiceTax>)]) -> InvoiceContent {
        let (taxes, untaxed_minor) = tax_shares(parts);
        let added: i64 = taxes.iter().filter(|tax| !tax.included).map(|tax| tax.amount_minor).sum();
        let total_minor = parts.iter().map(|(gross, _)| gross).sum::<i64>() + added;
        InvoiceContent {
            seller: LegalSettings::default(),
            buyer: Vec::new(),
            ship_to: Vec::new(),
            order: OrderNumber(OrderId(1)),
            ordered_at: Timestamp(0),
            currency: Currency::Eur,
            lines: Vec::new(),
            extras: Vec::new(),
            net_minor: total_minor - taxes.iter().map(|tax| tax.amount_minor).sum::<i64>(),
            taxes,
            untaxed_minor,
            total_minor,
            credit: None,
        }
    }

    fn credit() -> Credit {
        Credit { invoice: "INV2026-00001".into(), invoiced_at: Timestamp(0), reason: "Goodwill".into() }
    }

    #[test]
    fn taxes_are_told_by_rate_with_what_they_are_on() {
        let (taxes, untaxed) = tax_shares(&[
            (11_900, vec![tax("VAT 19 %", true, 1_900)]),
            (1_070, vec![tax("VAT 7 %", true, 70)]),
            (595, vec![tax("VAT 19 %", true, 95)]),
            (300, Vec::new()),
            (1_000, vec![tax("State 4 %", false, 40), tax("County 1 %", false, 10)]),
        ]);
        let told: Vec<_> = taxes.iter().map(|tax| (tax.label.as_str(), tax.base_minor, tax.amount_minor)).collect();
        let expected =
            [("VAT 19 %", 10_500, 1_995), ("VAT 7 %", 1_000, 70), ("State 4 %", 1_000, 40), ("County 1 %", 1_000, 10)];
        assert_eq!((told.as_slice(), untaxed), (expected.as_slice(), 300));
    }

    #[test]
    fn a_credit_of_everything_is_the_invoice_once_more() {
        let invoice = content(&[(11_900, vec![tax("VAT 19 %", true, 1_900)])]);
        let note = invoice.credited(11_900, &[], credit()).expect("all is left");
        assert_eq!((note.net_minor, &note.taxes, note.total_minor), (10_000, &invoice.taxes, 11_900));
        assert_eq!(invoice.credited(1, &[note], credit()), None);
    }

    proptest! {
        #[test]
        fn credit_notes_take_back_exactly_what_was_invoiced(
            gross in prop::collection::vec(100_i64..1_000_000, 1..4),
            shares in prop::collection::vec(0.01_f64..0.9, 0..5),
        ) {
            let part = |(index, gross): (usize, &i64)| match index {
                0 => (*gross, vec![tax("VAT 19 %", true, share(*gross, 19, 119))]),
                1 => (*gross, vec![tax("State 4 %", false, share(*gross, 4, 100))]),
                _ => (*gross, Vec::new()),
            };
            let parts: Vec<_> = gross.iter().enumerate().map(part).collect();
            let invoice = content(&parts);
            let mut notes: Vec<InvoiceContent> = Vec::new();
            for wanted in shares.into_iter().map(Some).chain([None]) {
                let left = invoice.total_minor - notes.iter().map(|note| note.total_minor).sum::<i64>();
                #[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "any amount will do")]
                let amount = wanted.map_or(left, |share| (left as f64 * share) as i64);
                let note = invoice.credited(amount, &notes, credit()).expect("so much is left");
                let taxes: i64 = note.taxes.iter().map(|tax| tax.amount_minor).sum();
                prop_assert_eq!(note.net_minor + taxes, amount);
                notes.push(note);
            }
            for tax in &invoice.taxes {
                let of = |note: &InvoiceContent| note.tax(tax).map_or((0, 0), |tax| (tax.base_minor, tax.amount_minor));
                let sum = notes.iter().map(of).fold((0, 0), |sum, part| (sum.0 + part.0, sum.1 + part.1));
                prop_assert_eq!(sum, (tax.base_minor, tax.amount_minor));
            }
        }
    }
}
