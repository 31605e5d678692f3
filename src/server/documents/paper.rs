//! What all documents of the shop look alike in: the head with the seller, the address, the facts, and the foot.

use super::sheet::{BODY, HEIGHT, Ink, LABEL, LEFT, NAME, RIGHT, SMALL, STRONG, Sheet, Style, TITLE};
use crate::domain::invoice::LegalSettings;

/// Where the facts beside the address begin.
const FACTS: f32 = 352.0;
/// The window of an envelope (DIN 5008, form B).
const WINDOW: f32 = 142.0;
const WINDOW_WIDTH: f32 = 240.0;
const LINE: f32 = 13.0;

/// What stands above the table.
pub struct Head<'a> {
    pub seller: &'a LegalSettings,
    pub title: String,
    pub address: &'a [String],
    /// What it is and what it says, beside the address.
    pub facts: Vec<(&'static str, String)>,
}

impl Sheet<'_> {
    /// Draws the head of the first page.
    pub fn head(&mut self, head: &Head<'_>) {
        self.rule((LEFT, 52.0), (22.0, 2.4), Ink::Accent);
        self.text((LEFT, 76.0), NAME, &head.seller.name, 300.0);
        let sender = head.seller.address();
        let mut y = 66.0;
        for line in sender.iter().chain([&head.seller.email]).filter(|line| !line.is_empty()) {
            self.text_to((RIGHT, y), SMALL, line, 190.0);
            y += 11.0;
        }
        let back: Vec<&str> = std::iter::once(&head.seller.name).chain(&sender).map(String::as_str).collect();
        self.text((LEFT, WINDOW), Style { size: 6.5, ..SMALL }, &back.join(" · "), WINDOW_WIDTH);
        let mut y = WINDOW + 18.0;
        for line in head.address.iter().flat_map(|line| self.wrapped(BODY, line, WINDOW_WIDTH)).collect::<Vec<_>>() {
            self.text((LEFT, y), Style { size: 10.0, ..BODY }, &line, WINDOW_WIDTH + 10.0);
            y += LINE;
        }
        let below_address = y;
        let mut y = WINDOW + 4.0;
        for (label, value) in head.facts.iter().filter(|(_, value)| !value.is_empty()) {
            self.text((FACTS, y), LABEL, label, 72.0);
            for line in self.wrapped(BODY, value, RIGHT - FACTS - 78.0) {
                self.text((FACTS + 78.0, y), BODY, &line, RIGHT - FACTS - 78.0);
                y += LINE;
            }
            y += 2.0;
        }
        self.y = below_address.max(y).max(WINDOW + 118.0) + 28.0;
        self.text((LEFT, self.y), TITLE, &head.title, RIGHT - LEFT);
        self.y += 26.0;
    }

    /// A label in a table's head.
    pub fn column(&mut self, x: f32, label: &str) {
        self.text((x, self.y), LABEL, label, 200.0);
    }

    pub fn column_to(&mut self, right: f32, label: &str) {
        self.text_to((right, self.y), LABEL, label, 200.0);
    }

    /// A rule across the page below what was drawn last.
    pub fn ruled(&mut self, gap: f32) {
        self.y += gap;
        self.hairline(LEFT, self.y, RIGHT - LEFT);
    }

    /// A paragraph across the page.
    pub fn paragraph(&mut self, style: Style, text: &str) {
        for line in self.wrapped(style, text, RIGHT - LEFT) {
            self.need(LINE);
            self.text((LEFT, self.y), style, &line, RIGHT - LEFT);
            self.y += LINE;
        }
    }

    /// Draws the foot of every page, now that it is known how many there are.
    pub fn feet(&mut self, seller: &LegalSettings, title: &str) {
        let count = self.pages.len();
        let address = std::iter::once(&seller.name).chain(&seller.address()).cloned().collect::<Vec<_>>().join(", ");
        let vat = if seller.vat_id.is_empty() { String::new() } else { format!("VAT ID {}", seller.vat_id) };
        let facts = [vat, seller.register.clone(), seller.email.clone()];
        let facts = facts.into_iter().filter(|fact| !fact.is_empty()).collect::<Vec<_>>().join(" · ");
        let small = Style { size: 7.5, ..SMALL };
        let room = RIGHT - LEFT - 110.0;
        let mut lines = self.wrapped(small, &seller.footer, room);
        lines.truncate(3);
        lines.push(address);
        lines.push(facts);
        let pages = std::mem::take(&mut self.pages);
        for (index, page) in pages.into_iter().enumerate() {
            self.pages.push(page);
            let mut y = HEIGHT - 90.0;
            self.hairline(LEFT, y, RIGHT - LEFT);
            y += 14.0;
            self.text_to((RIGHT, y), small, &format!("Page {} of {count}", index + 1), 100.0);
            if index > 0 {
                self.text_to((RIGHT, 40.0), small, title, RIGHT - LEFT);
            }
            for line in &lines {
                self.text((LEFT, y), small, line, room);
                y += 10.5;
            }
        }
    }

    /// A sum with its name at the right of the page.
    pub fn sum(&mut self, label: &str, amount: &str, is_total: bool) {
        let style = if is_total { STRONG } else { BODY };
        self.need(LINE + 4.0);
        let begin = RIGHT - 220.0;
        if is_total {
            self.rule((begin, self.y - 12.0), (220.0, 0.8), Ink::Dark);
        }
        self.text((begin, self.y), style, label, 140.0);
        self.text_to((RIGHT, self.y), style, amount, 100.0);
        self.y += LINE + if is_total { 4.0 } else { 2.0 };
    }
}
