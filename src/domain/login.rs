//! The login page, and where it leads.

use serde::{Deserialize, Serialize};

/// What the login page starts with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoginForm {
    /// The e-mail of the last try that failed.
    pub email: String,
    /// Logins to try the shop with; none but in a demo shop.
    pub demo: Vec<DemoLogin>,
}

/// A login that anyone may use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoLogin {
    /// Whose it is: "Owner".
    pub role: String,
    pub email: String,
    pub password: String,
}

/// Where the login leads back to, if that is an address within the shop.
///
/// Browsers read `//other.example` and `/\other.example` as addresses elsewhere, and drop control
/// characters before they look.
pub fn local_path(text: &str) -> Option<&str> {
    let is_plain = text.len() <= 2_000 && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    (is_plain && text.starts_with('/') && !text.starts_with("//")).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_login_leads_nowhere_else() {
        for text in [
            "",
            "admin",
            "https://evil.example/",
            "//evil.example",
            "/\\evil.example",
            "/a\\b",
            "/\t/evil.example",
            "/\n/evil.example",
            " /admin",
            "javascript:alert(1)",
            "/ä",
        ] {
            assert_eq!(local_path(text), None, "{text:?}");
        }
        for text in ["/", "/admin/orders?tab=to-ship&q=a%20b", "/a//b"] {
            assert_eq!(local_path(text), Some(text));
        }
    }
}
