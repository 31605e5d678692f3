//! The test cards and what each of them does.

use crate::domain::forms::Problem;

/// What happens to a payment with a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behavior {
    Success,
    Decline(&'static str),
    /// 3-D Secure asks the shopper first.
    Challenge,
    /// The webhook is delivered twice, at once.
    WebhookTwice,
    /// The webhook comes half a minute after the browser.
    WebhookLate,
    /// The webhook never comes: the shop has to ask.
    WebhookLost,
    /// A failure that came before the payment is told after it.
    OutOfOrder,
    /// Paid two minutes after the shopper left.
    Delay,
}

/// A card as the payment page lists it.
#[derive(Clone, Copy, Debug)]
pub struct TestCard {
    pub number: &'static str,
    pub behavior: Behavior,
    pub note: &'static str,
}

pub const TEST_CARDS: [TestCard; 9] = [
    TestCard { number: "4242 4242 4242 4242", behavior: Behavior::Success, note: "Paid at once" },
    TestCard { number: "4000 0000 0000 0002", behavior: Behavior::Decline("The card was declined."), note: "Declined" },
    TestCard {
        number: "4000 0000 0000 9995",
        behavior: Behavior::Decline("The card has not enough funds."),
        note: "Not enough funds",
    },
    TestCard { number: "4000 0000 0000 3220", behavior: Behavior::Challenge, note: "Asks for 3-D Secure" },
    TestCard { number: "4000 0000 0000 0259", behavior: Behavior::WebhookTwice, note: "Paid, the shop is told twice" },
    TestCard { number: "4000 0000 0000 0341", behavior: Behavior::WebhookLate, note: "Paid, the shop is told late" },
    TestCard { number: "4000 0000 0000 0101", behavior: Behavior::WebhookLost, note: "Paid, the shop is never told" },
    TestCard {
        number: "4000 0000 0000 0119",
        behavior: Behavior::OutOfOrder,
        note: "Paid, a failure before it is told after it",
    },
    TestCard { number: "4000 0000 0000 0077", behavior: Behavior::Delay, note: "Paid two minutes later" },
];

impl TestCard {
    /// The last four digits; no two cards have the same.
    pub fn last4(&self) -> &'static str {
        self.number.rsplit(' ').next().unwrap_or_default()
    }
}

/// The card with these last digits.
pub fn find(last4: &str) -> Option<&'static TestCard> {
    TEST_CARDS.iter().find(|card| card.last4() == last4)
}

/// Reads a card number, spaces and dashes aside.
pub fn read(number: &str) -> Result<&'static TestCard, Problem> {
    let digits = |text: &str| -> String { text.chars().filter(|char| !matches!(char, ' ' | '-')).collect() };
    let number = digits(number);
    if number.is_empty() {
        return Err(Problem::Required);
    }
    let known = TEST_CARDS.iter().find(|card| digits(card.number) == number);
    known.ok_or(Problem::UnknownChoice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cards_are_known_by_their_digits() {
        let behavior = |number| read(number).map(|card| card.behavior);
        assert_eq!(behavior("4242424242424242"), Ok(Behavior::Success));
        assert_eq!(behavior(" 4000-0000-0000-3220 "), Ok(Behavior::Challenge));
        assert_eq!(behavior(""), Err(Problem::Required));
        assert_eq!(behavior("4111 1111 1111 1111"), Err(Problem::UnknownChoice));
    }

    #[test]
    fn the_last_digits_tell_a_card() {
        for card in &TEST_CARDS {
            assert_eq!(find(card.last4()).map(|found| found.number), Some(card.number));
        }
        assert!(find("1111").is_none());
    }
}
