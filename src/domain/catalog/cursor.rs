//! Places in a listing, as addresses name them.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A product's place in a sorted listing: listings ascend by both numbers.
///
/// It names the place and not the product, so that a listing goes on where it was even if the product has gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Cursor {
    /// What the listing is sorted by, negated where the greatest comes first.
    pub key: i64,
    /// Tells products with the same key apart.
    pub tie: i64,
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.key, self.tie)
    }
}

/// What is no cursor that we would write.
#[derive(Debug, PartialEq, Eq)]
pub struct NoCursor;

impl FromStr for Cursor {
    type Err = NoCursor;

    fn from_str(text: &str) -> Result<Self, NoCursor> {
        let (key, tie) = text.split_once('.').ok_or(NoCursor)?;
        let number = |text: &str| text.parse::<i64>().map_err(|_| NoCursor);
        let cursor = Self { key: number(key)?, tie: number(tie)? };
        if cursor.to_string() == text { Ok(cursor) } else { Err(NoCursor) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_has_one_form() {
        for text in ["0.12", "-6900.3", "1795342000000.-17"] {
            assert_eq!(text.parse::<Cursor>().unwrap().to_string(), text);
        }
        for text in ["", ".", "1", "1.", "+1.2", "01.2", "1.2.3", "1e3.4", "99999999999999999999.1", "' OR 1=1"] {
            assert_eq!(text.parse::<Cursor>(), Err(NoCursor), "{text}");
        }
    }
}
