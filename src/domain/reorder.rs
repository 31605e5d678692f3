//! Buying the things of an order once more.

use super::ids::{OrderLineId, VariantId};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// Why units of an order's line are not in the cart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyLeft {
    /// It is not for sale any more.
    Gone,
    SoldOut,
    /// Some are in the cart; there are no more, or no more may be.
    Fewer,
    /// One line too many.
    CartFull,
}

impl WhyLeft {
    pub const ALL: [Self; 4] = [Self::Gone, Self::SoldOut, Self::Fewer, Self::CartFull];

    pub const fn slug(self) -> &'static str {
        match self {
            Self::Gone => "gone",
            Self::SoldOut => "sold_out",
            Self::Fewer => "fewer",
            Self::CartFull => "cart_full",
        }
    }

    /// What to say of so many units of it.
    pub fn message(self, units: i64) -> String {
        match self {
            Self::Gone => "not for sale any more".into(),
            Self::SoldOut => "sold out".into(),
            Self::Fewer => format!("{units} fewer than you had: there are no more"),
            Self::CartFull => "no room: the cart is full".into(),
        }
    }
}

/// Units of a line that are not in the cart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    pub line: OrderLineId,
    pub units: i64,
    pub why: WhyLeft,
}

/// What became of an order's things; in an address it is `again=5&left=12.2.sold_out`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reordered {
    /// Units of the order that are in the cart now.
    pub units: i64,
    pub left_out: Vec<LeftOut>,
}

impl Reordered {
    /// As the order's page has it in its address.
    pub fn query(&self) -> String {
        let left = self.left_out.iter().map(|left| format!("{}.{}.{}", left.line, left.units, left.why.slug()));
        let left: Vec<String> = left.collect();
        if left.is_empty() {
            format!("again={}", self.units)
        } else {
            format!("again={}&left={}", self.units, left.join(","))
        }
    }

    /// Reads it from an address; what is no part of it counts as nothing.
    pub fn read(again: &str, left: &str) -> Option<Self> {
        let units = again.parse().ok().filter(|units| *units >= 0)?;
        Some(Self { units, left_out: left.split(',').filter_map(|left| left.parse().ok()).collect() })
    }
}

impl FromStr for LeftOut {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut parts = text.splitn(3, '.');
        let mut part = || parts.next().ok_or(());
        let line = part()?.parse().map_err(|_| ())?;
        let units = part()?.parse().map_err(|_| ())?;
        let slug = part()?;
        let why = WhyLeft::ALL.into_iter().find(|why| why.slug() == slug).ok_or(())?;
        Ok(Self { line, units, why })
    }
}

/// A line that is wanted again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WantedAgain {
    pub line: OrderLineId,
    /// `None`: the variant is gone for good.
    pub variant: Option<VariantId>,
    pub units: i64,
}

/// How a cart can take a variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    pub variant: VariantId,
    /// What is in the cart of it already.
    pub present: i64,
    /// The most units of it that the cart may have.
    pub most: i64,
}

/// What a cart gets so that it has at least the units of an order: for each variant that changes, the units that it has
/// then. Pressed twice, it has them once. `rooms` has the variants that are for sale; `lines_left` further ones fit.
pub fn refill(wanted: &[WantedAgain], rooms: &[Room], mut lines_left: i64) -> (Vec<(VariantId, i64)>, Reordered) {
    let mut result = Reordered::default();
    // By variant: what the cart will have, and what of it no line of the order has taken for itself yet.
    let mut taken: Vec<(Room, i64, i64)> = Vec::new();
    for line in wanted.iter().filter(|line| line.units > 0) {
        let mut leave = |units: i64, why: WhyLeft| result.left_out.push(LeftOut { line: line.line, units, why });
        let room = rooms.iter().find(|room| Some(room.variant) == line.variant);
        let Some(room) = room else {
            leave(line.units, WhyLeft::Gone);
            continue;
        };
        let place = match taken.iter().position(|(known, ..)| known.variant == room.variant) {
            Some(place) => place,
            None => {
                let of_order = wanted.iter().filter(|other| other.variant == line.variant);
                let units: i64 = of_order.map(|other| other.units).sum();
                let then = units.min(room.most).max(room.present);
                if room.present == 0 && then > 0 && lines_left <= 0 {
                    leave(line.units, WhyLeft::CartFull);
                    continue;
                }
                lines_left -= i64::from(room.present == 0 && then > 0);
                taken.push((*room, then, then));
                taken.len() - 1
            }
        };
        let Some((_, then, unclaimed)) = taken.get_mut(place) else { continue };
        let units = line.units.min(*unclaimed);
        *unclaimed -= units;
        result.units += units;
        if units < line.units {
            leave(line.units - units, if *then == 0 { WhyLeft::SoldOut } else { WhyLeft::Fewer });
        }
    }
    let changed = taken.into_iter().filter(|(room, then, _)| *then > room.present);
    (changed.map(|(room, then, _)| (room.variant, then)).collect(), result)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn want(line: i64, variant: i64, units: i64) -> WantedAgain {
        WantedAgain { line: OrderLineId(line), variant: Some(VariantId(variant)), units }
    }

    fn room(variant: i64, present: i64, most: i64) -> Room {
        Room { variant: VariantId(variant), present, most }
    }

    fn left(line: i64, units: i64, why: WhyLeft) -> LeftOut {
        LeftOut { line: OrderLineId(line), units, why }
    }

    #[test]
    fn a_cart_gets_what_there_is_and_the_rest_is_told() {
        let wanted = [want(1, 1, 2), want(2, 2, 3), want(3, 3, 1), want(4, 4, 1), want(5, 5, 0)];
        let (lines, result) = refill(&wanted, &[room(1, 0, 9), room(2, 0, 1), room(3, 0, 0), room(5, 0, 9)], 50);
        assert_eq!(lines, [(VariantId(1), 2), (VariantId(2), 1)]);
        let told = [left(2, 2, WhyLeft::Fewer), left(3, 1, WhyLeft::SoldOut), left(4, 1, WhyLeft::Gone)];
        assert_eq!(result, Reordered { units: 3, left_out: told.to_vec() });
    }

    #[test]
    fn what_is_in_the_cart_already_counts_and_is_never_less() {
        let (lines, result) = refill(&[want(1, 1, 2), want(2, 2, 2)], &[room(1, 5, 9), room(2, 1, 9)], 50);
        assert_eq!((lines, result.units), (vec![(VariantId(2), 2)], 4));
        let (lines, result) = refill(&[want(1, 1, 2)], &[room(1, 2, 0)], 50);
        assert_eq!((lines, result.units, result.left_out), (Vec::new(), 2, Vec::new()));
    }

    #[test]
    fn lines_of_one_variant_share_what_there_is() {
        let (lines, result) = refill(&[want(1, 1, 2), want(2, 1, 2)], &[room(1, 0, 3)], 50);
        assert_eq!(lines, [(VariantId(1), 3)]);
        assert_eq!(result, Reordered { units: 3, left_out: vec![left(2, 1, WhyLeft::Fewer)] });
    }

    #[test]
    fn a_full_cart_takes_no_further_lines() {
        let (lines, result) = refill(&[want(1, 1, 1), want(2, 2, 1)], &[room(1, 0, 9), room(2, 0, 9)], 1);
        assert_eq!(lines, [(VariantId(1), 1)]);
        assert_eq!(result.left_out, [left(2, 1, WhyLeft::CartFull)]);
    }

    #[test]
    fn an_address_says_what_became_of_it() {
        let result = Reordered { units: 5, left_out: vec![left(12, 2, WhyLeft::SoldOut), left(13, 1, WhyLeft::Gone)] };
        assert_eq!(result.query(), "again=5&left=12.2.sold_out,13.1.gone");
        assert_eq!(Reordered::read("5", "12.2.sold_out,13.1.gone"), Some(result));
        assert_eq!(Reordered::read("", "12.2.sold_out"), None);
        assert_eq!(Reordered::read("0", "nonsense,1.2.x,.."), Some(Reordered::default()));
    }
}
