//! Codes of affiliates, by which customers come to the shop: `?ref=CODE` at any of its pages.

use std::{fmt, str::FromStr};

/// Longest code.
const LONGEST: usize = 40;
/// How long a visitor counts as sent by whoever's link they followed last.
pub const WINDOW_DAYS: i64 = 30;

/// A code that may be an affiliate's: letters, digits, `-` and `_`, in lower case, so that it is the same however it is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferralCode(String);

impl ReferralCode {
    /// The code in the query of an address; where there are several, the first that can be one.
    pub fn in_query(query: &str) -> Option<Self> {
        query.split('&').filter_map(|pair| pair.strip_prefix("ref=")).find_map(|code| code.parse().ok())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What can be no code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoReferralCode;

impl FromStr for ReferralCode {
    type Err = NoReferralCode;

    fn from_str(text: &str) -> Result<Self, NoReferralCode> {
        let is_safe = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        if is_safe && (1..=LONGEST).contains(&text.len()) {
            Ok(Self(text.to_ascii_lowercase()))
        } else {
            Err(NoReferralCode)
        }
    }
}

impl fmt::Display for ReferralCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_short_and_safe_is_a_code() {
        let longest = "a".repeat(LONGEST);
        for (query, code) in [
            ("ref=Ada-2026_x", Some("ada-2026_x")),
            ("color=navy&ref=ada", Some("ada")),
            ("ref=&ref=ada", Some("ada")),
            ("pref=ada", None),
            ("ref=", None),
            ("ref=a%20b", None),
            ("ref=a;b", None),
            ("ref=a\"b", None),
            ("ref=\u{e4}", None),
            (&format!("ref={longest}"), Some(longest.as_str())),
            (&format!("ref={longest}a"), None),
        ] {
            assert_eq!(ReferralCode::in_query(query).as_ref().map(ReferralCode::as_str), code, "{query}");
        }
    }
}
