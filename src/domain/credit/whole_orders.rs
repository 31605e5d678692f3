//! Whole orders, taken back part by part.

use super::{TakenBack, due, split};
use crate::domain::{
    ids::OrderId,
    invoice::{Credit, InvoiceContent, InvoiceTax, LegalSettings, tax_shares},
    money::Currency,
    order::OrderNumber,
    pricing::{Adjustment, AdjustmentKind, Priced, cases::case},
    timestamp::Timestamp,
};
use proptest::{prelude::*, sample::Index};

/// What staff do with an order, in any order and to any line.
#[derive(Clone, Debug)]
enum Step {
    Ship { line: Index, units: Index },
    Cancel { lines: Vec<(Index, Index)>, shipping: bool },
    Return { lines: Vec<(Index, Index)>, shipping: bool },
    Goodwill { amount: Index },
}

fn step() -> impl Strategy<Value = Step> {
    let lines = || prop::collection::vec(any::<(Index, Index)>(), 1..4);
    prop_oneof![
        3 => any::<(Index, Index)>().prop_map(|(line, units)| Step::Ship { line, units }),
        3 => (lines(), any::<bool>()).prop_map(|(lines, shipping)| Step::Cancel { lines, shipping }),
        3 => (lines(), any::<bool>()).prop_map(|(lines, shipping)| Step::Return { lines, shipping }),
        1 => any::<Index>().prop_map(|amount| Step::Goodwill { amount }),
    ]
}

#[derive(Clone, Copy, Debug)]
struct Line {
    worth: i64,
    units: i64,
    shipped: i64,
    canceled: i64,
    returned: i64,
}

impl Line {
    const fn open(&self) -> i64 {
        self.units - self.shipped - self.canceled
    }

    const fn returnable(&self) -> i64 {
        self.shipped - self.returned
    }

    const fn take(&self, more: i64) -> TakenBack {
        TakenBack { worth: self.worth, units: self.units, before: self.canceled + self.returned, more }
    }
}

/// An order that is paid.
#[derive(Debug)]
struct Order {
    lines: Vec<Line>,
    /// What is left of what the customer paid for shipping.
    shipping: i64,
    total: i64,
    credited: i64,
    /// What is left of the sale in the books: goods, shipping, taxes.
    books: Vec<i64>,
    invoice: InvoiceContent,
    notes: Vec<InvoiceContent>,
}

impl Order {
    /// As services and the database make it of a priced cart.
    fn of(units: &[i64], priced: &Priced) -> Self {
        let of_part = |line: Option<usize>| priced.adjustments.iter().filter(move |part| part.line == line);
        let paid = |line| of_part(line).filter(|part| !part.included).map(|part| part.amount_minor).sum::<i64>();
        let lines = priced.line_totals.iter().zip(units).enumerate().map(|(index, (total, units))| {
            let worth = total + paid(Some(index));
            Line { worth, units: *units, shipped: 0, canceled: 0, returned: 0 }
        });
        let (totals, sum) = (priced.totals, |line: Option<usize>, of: &dyn Fn(&Adjustment) -> bool| {
            of_part(line).filter(|part| of(part)).map(|part| part.amount_minor).sum::<i64>()
        });
        let shipping_off = -sum(None, &|part| part.kind == AdjustmentKind::Discount);
        let shipping_tax = sum(None, &|part| part.kind == AdjustmentKind::Tax && part.included);
        let included = totals.included_tax_total;
        Self {
            lines: lines.collect(),
            shipping: paid(None),
            total: totals.total,
            credited: 0,
            books: vec![
                totals.item_total - (totals.discount_total - shipping_off) - (included - shipping_tax),
                totals.shipping_total - shipping_off - shipping_tax,
                included + totals.additional_tax_total,
            ],
            invoice: invoice(priced),
            notes: Vec::new(),
        }
    }

    fn left(&self) -> i64 {
        self.total - self.credited
    }

    fn credit(&mut self, amount: i64) {
        let pieces = split(&self.books, amount).expect("so much is left in the books");
        self.books.iter_mut().zip(pieces).for_each(|(left, piece)| *left -= piece);
        let credit = Credit { invoice: String::new(), invoiced_at: Timestamp(0), reason: String::new() };
        if amount > 0 {
            let note = self.invoice.credited(amount, &self.notes, credit).expect("so much was invoiced");
            self.notes.push(note);
        }
        self.credited += amount;
    }

    /// Takes units of lines back that are there to be taken, and shipping with them.
    fn take_back(&mut self, wanted: &[(Index, Index)], is_return: bool, shipping: bool) {
        let mut taken: Vec<(usize, i64)> = Vec::new();
        for (line, units) in wanted {
            let line = line.index(self.lines.len());
            let known = &self.lines[line];
            let most = if is_return { known.returnable() } else { known.open() };
            if taken.iter().all(|(other, _)| *other != line) && most > 0 {
                taken.push((line, 1 + i64::try_from(units.index(99)).expect("small") % most));
            }
        }
        self.take(&taken, is_return, shipping);
    }

    fn take(&mut self, taken: &[(usize, i64)], is_return: bool, shipping: bool) {
        let shipping = if shipping { std::mem::take(&mut self.shipping) } else { 0 };
        let amount = due(taken.iter().map(|(line, units)| self.lines[*line].take(*units)), shipping, self.left());
        for (line, units) in taken {
            let line = &mut self.lines[*line];
            *(if is_return { &mut line.returned } else { &mut line.canceled }) += units;
        }
        self.credit(amount);
    }

    fn go_on(&mut self, step: &Step) {
        match step {
            _ if self.lines.is_empty() => {}
            Step::Ship { line, units } => {
                let line = line.index(self.lines.len());
                let line = &mut self.lines[line];
                line.shipped += i64::try_from(units.index(99)).expect("small") % (line.open() + 1);
            }
            Step::Cancel { lines, shipping } => self.take_back(lines, false, *shipping),
            Step::Return { lines, shipping } => self.take_back(lines, true, *shipping),
            Step::Goodwill { amount } => {
                let most = usize::try_from(self.left()).expect("not below zero");
                self.credit(i64::try_from(amount.index(most + 1)).expect("no more than is left"));
            }
        }
    }

    /// All that is left: what shipped comes back, the rest is canceled.
    fn end(&mut self) {
        let of = |units: fn(&Line) -> i64, lines: &[Line]| lines.iter().map(units).enumerate().collect::<Vec<_>>();
        self.take(&of(Line::returnable, &self.lines), true, false);
        self.take(&of(Line::open, &self.lines), false, true);
    }
}

fn invoice(priced: &Priced) -> InvoiceContent {
    let part = |(line, gross): (Option<usize>, i64)| {
        let of_part = priced.adjustments.iter().filter(|part| part.line == line);
        let off: i64 =
            of_part.clone().filter(|part| part.kind == AdjustmentKind::Discount).map(|part| part.amount_minor).sum();
        let taxes = of_part.filter(|part| part.kind == AdjustmentKind::Tax).map(|part| InvoiceTax {
            label: part.label.clone(),
            included: part.included,
            base_minor: 0,
            amount_minor: part.amount_minor,
        });
        (gross + off, taxes.collect())
    };
    let lines = priced.line_totals.iter().enumerate().map(|(index, total)| (Some(index), *total));
    let parts: Vec<_> = lines.chain([(None, priced.totals.shipping_total)]).map(part).collect();
    let (taxes, untaxed_minor) = tax_shares(&parts);
    InvoiceContent {
        seller: LegalSettings::default(),
        buyer: Vec::new(),
        ship_to: Vec::new(),
        order: OrderNumber(OrderId(1)),
        ordered_at: Timestamp(0),
        currency: Currency::Eur,
        lines: Vec::new(),
        extras: Vec::new(),
        net_minor: priced.totals.total - taxes.iter().map(|tax| tax.amount_minor).sum::<i64>(),
        taxes,
        untaxed_minor,
        total_minor: priced.totals.total,
        credit: None,
    }
}

proptest! {
    #[test]
    fn parts_canceled_returned_and_refunded_in_any_order_give_back_exactly_what_was_paid(
        case in case::<6>(), steps in prop::collection::vec(step(), 0..16),
    ) {
        let units: Vec<i64> = case.lines.iter().map(|line| line.quantity).collect();
        let mut order = Order::of(&units, &case.price());
        prop_assert_eq!(order.lines.iter().map(|line| line.worth).sum::<i64>() + order.shipping, order.total);
        prop_assert_eq!(order.books.iter().sum::<i64>(), order.total);
        for step in &steps {
            order.go_on(step);
            prop_assert!((0..=order.total).contains(&order.credited), "{} of {}", order.credited, order.total);
            prop_assert_eq!(order.books.iter().sum::<i64>(), order.left());
        }
        order.end();
        prop_assert_eq!(order.credited, order.total);
        prop_assert!(order.books.iter().all(|left| *left == 0), "{:?}", order.books);
        for tax in &order.invoice.taxes {
            let of = |note: &InvoiceContent| {
                let same = note.taxes.iter().find(|other| other.label == tax.label && other.included == tax.included);
                same.map_or((0, 0), |tax| (tax.base_minor, tax.amount_minor))
            };
            let noted = order.notes.iter().map(of).fold((0, 0), |sum, part| (sum.0 + part.0, sum.1 + part.1));
            prop_assert_eq!(noted, (tax.base_minor, tax.amount_minor), "{}", &tax.label);
        }
    }

    /// Whoever cancels a line unit by unit, and whoever cancels it at once, gets the same.
    #[test]
    fn a_line_is_worth_the_same_in_one_piece_and_unit_by_unit(case in case::<4>()) {
        let units: Vec<i64> = case.lines.iter().map(|line| line.quantity).collect();
        let order = Order::of(&units, &case.price());
        for line in &order.lines {
            let single: i64 = (0..line.units)
                .map(|before| due([TakenBack { before, ..line.take(1) }], 0, order.total))
                .sum();
            prop_assert_eq!(single, due([line.take(line.units)], 0, order.total));
        }
    }
}
