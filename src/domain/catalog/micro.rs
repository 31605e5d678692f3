//! Numbers of specifications, exact to a millionth.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A number in millionths: numbers compare as numbers, and nothing is rounded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Micro(pub i64);

const DECIMALS: usize = 6;
const MAX_WHOLE_DIGITS: usize = 12;

impl Micro {
    /// Reads what is displayed, and a comma in place of the point; at most six decimals.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().replace(',', ".");
        let (negative, digits) = text.strip_prefix('-').map_or((false, text.as_str()), |rest| (true, rest));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let known = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty()
            || whole.len() > MAX_WHOLE_DIGITS
            || fraction.len() > DECIMALS
            || !known(whole)
            || !known(fraction)
        {
            return None;
        }
        let micro: i64 = format!("{whole}{fraction:0<DECIMALS$}").parse().ok()?;
        Some(Self(if negative { -micro } else { micro }))
    }
}

/// "1.25", "450", "-0.5".
impl fmt::Display for Micro {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, micro) = (if self.0 < 0 { "-" } else { "" }, self.0.unsigned_abs());
        let fraction = format!("{:06}", micro % 1_000_000);
        match fraction.trim_end_matches('0') {
            "" => write!(f, "{sign}{}", micro / 1_000_000),
            fraction => write!(f, "{sign}{}.{fraction}", micro / 1_000_000),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, micro) in [
            ("450", Some(450_000_000)),
            ("1.25", Some(1_250_000)),
            ("1,25", Some(1_250_000)),
            ("-0.000001", Some(-1)),
            ("", None),
            (".5", None),
            ("1e6", None),
            ("0.0000001", None),
            ("9999999999999", None),
        ] {
            assert_eq!(Micro::parse(text).map(|micro| micro.0), micro, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_number_survives_being_written(micro in -1_000_000_000_000_i64..1_000_000_000_000) {
            prop_assert_eq!(Micro::parse(&Micro(micro).to_string()), Some(Micro(micro)));
        }
    }
}
