//! Colors of the pictures: parsing, mixing, light and shade.

use std::fmt;

/// One opaque color.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rgb(f64, f64, f64);

/// The catalog's paper.
pub(super) const PAPER: Rgb = Rgb(245.0, 239.0, 228.0);
/// What shadows lean to: ink-blue keeps them from looking sooty.
const INK: Rgb = Rgb(24.0, 27.0, 44.0);
/// What lights lean to.
const SUN: Rgb = Rgb(255.0, 249.0, 236.0);
/// Used where a color cannot be read.
const NEUTRAL: Rgb = Rgb(156.0, 148.0, 136.0);

impl Rgb {
    /// Reads `#rrggbb` or `#rgb`; anything else is a neutral.
    pub(super) fn parse(text: &str) -> Self {
        let digits: Option<Vec<u32>> =
            text.trim().strip_prefix('#').and_then(|hex| hex.chars().map(|c| c.to_digit(16)).collect());
        let byte = |high: &u32, low: &u32| f64::from(high * 16 + low);
        match digits.as_deref() {
            Some([a, b, c, d, e, f]) => Rgb(byte(a, b), byte(c, d), byte(e, f)),
            Some([a, b, c]) => Rgb(byte(a, a), byte(b, b), byte(c, c)),
            _ => NEUTRAL,
        }
    }

    /// A color from a literal.
    pub(super) const fn new(hex: u32) -> Self {
        Rgb(((hex >> 16) & 255) as f64, ((hex >> 8) & 255) as f64, (hex & 255) as f64)
    }

    /// `amount` 0 is `self`, 1 is `other`.
    pub(super) fn mix(self, other: Self, amount: f64) -> Self {
        let part = |a: f64, b: f64| a + (b - a) * amount;
        Rgb(part(self.0, other.0), part(self.1, other.1), part(self.2, other.2))
    }

    /// Toward warm light.
    pub(super) fn light(self, amount: f64) -> Self {
        self.mix(SUN, amount)
    }

    /// Toward its own deep shade.
    pub(super) fn shade(self, amount: f64) -> Self {
        let deep = Rgb(self.0 * 0.27, self.1 * 0.24, self.2 * 0.25).mix(INK, 0.2);
        self.mix(deep, amount)
    }

    /// This color for the layer `at` (0.5, 1.5, ...) of many that are `each` opaque. A renderer keeps whole
    /// levels only; a layer makes up for what the ones below it lost, so that the sum keeps its hue.
    pub(super) fn layer(self, each: f64, at: f64) -> Self {
        let part = |v: f64| ((v * each * (at + 0.5)).round() - (v * each * (at - 0.5)).round()) / each;
        Rgb(part(self.0), part(self.1), part(self.2))
    }

    /// Perceived lightness, 0 to 1.
    pub(super) fn luma(self) -> f64 {
        (0.299 * self.0 + 0.587 * self.1 + 0.114 * self.2) / 255.0
    }

    /// Darker in its own hue, for grounds.
    pub(super) fn deepen(self, amount: f64) -> Self {
        self.mix(Rgb(self.0 * 0.62, self.1 * 0.58, self.2 * 0.55), amount)
    }

    fn spread(self) -> f64 {
        self.0.max(self.1).max(self.2) - self.0.min(self.1).min(self.2)
    }

    /// The tinted paper a product of this color lies on.
    pub(super) fn ground(self) -> Self {
        // Loud colors tint less and quiet ones more, so that all grounds are equally calm.
        let amount = (26.0 / self.spread().max(1.0)).clamp(0.13, 0.4);
        let mut ground = PAPER.mix(self, amount * if self.luma() < 0.3 { 0.6 } else { 0.85 });
        // A pale product needs a ground that stands back from it.
        let near = 0.15 - (ground.luma() - self.luma()).abs();
        if near > 0.0 {
            ground = ground.deepen(near * 2.6);
        }
        ground
    }
}

impl fmt::Display for Rgb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let byte = |v: f64| v.round().clamp(0.0, 255.0) as u8;
        write!(f, "#{:02x}{:02x}{:02x}", byte(self.0), byte(self.1), byte(self.2))
    }
}
