//! What a password has to be: long, and not what everybody tries first. No classes of characters: they make people
//! write `Password1!` (NIST SP 800-63B, section 3.1.1.2; OWASP ASVS 2.1).

use super::throttle::{self, Subject};
use crate::{
    domain::forms::Problem,
    error::AppError,
    server::{common_passwords, password, state::State},
};

/// Shortest password an account may have, in characters.
pub const PASSWORD_LENGTH: u32 = 10;

/// Longest password that is hashed, in characters: a passphrase fits, a flood does not.
pub const PASSWORD_LIMIT: u32 = 500;

/// Whether an account with this e-mail and name may have a password.
pub fn fitting(password: &str, email: &str, name: &str) -> Result<(), Problem> {
    match password.chars().count() {
        length if length < PASSWORD_LENGTH as usize => return Err(Problem::TooShort(PASSWORD_LENGTH)),
        length if length > PASSWORD_LIMIT as usize => return Err(Problem::TooLong(PASSWORD_LIMIT)),
        _ => {}
    }
    let bare = bare(password);
    if bare == self::bare(email) || bare == self::bare(name) {
        return Err(Problem::PasswordIsYou);
    }
    if common_passwords::contains(password) || is_one_character(&bare) {
        return Err(Problem::CommonPassword);
    }
    Ok(())
}

/// A password as it was typed, without the flood that may come behind it: what is longer than any password fits none.
pub fn typed(password: &str) -> String {
    password.chars().take(PASSWORD_LIMIT as usize + 1).collect()
}

/// Whether a password that was typed fits a stored hash; see [`password::verify`].
///
/// The try was counted for some subjects before. A node that is too busy to look has refused nobody's password, and takes
/// it back.
pub async fn verify(state: &State, typed: &str, stored: Option<String>, counted: &[Subject]) -> Result<bool, AppError> {
    match password::verify(state, self::typed(typed), stored).await {
        Ok(fits) => Ok(fits),
        Err(error) => {
            for subject in counted {
                throttle::take_back(state, subject).await?;
            }
            Err(error.into())
        }
    }
}

/// Without case and what stands between words.
fn bare(text: &str) -> String {
    text.chars().filter(|char| !char.is_whitespace()).flat_map(char::to_lowercase).collect()
}

fn is_one_character(text: &str) -> bool {
    let mut chars = text.chars();
    let first = chars.next();
    chars.all(|char| Some(char) == first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_counts_and_classes_do_not() {
        let of = |password: &str| fitting(password, "ada@example.com", "Ada Lindqvist");
        for password in ["correct horse battery staple", "äöüäöüäöüß", "lowercaseonlyhere", &"long ".repeat(100)]
        {
            assert_eq!(of(password), Ok(()), "{password}");
        }
        assert_eq!(of("Tr0ub4d&3"), Err(Problem::TooShort(10)));
        assert_eq!(of(&"x1".repeat(251)), Err(Problem::TooLong(500)));
    }

    #[test]
    fn what_everybody_tries_first_is_refused() {
        let of = |password: &str| fitting(password, "ada@example.com", "Ada Lindqvist");
        for password in ["1234567890", "QWERTYUIOP", "password123", "aaaaaaaaaaaa", "          "] {
            assert_eq!(of(password), Err(Problem::CommonPassword), "{password}");
        }
        for password in ["Ada@Example.com", "ada lindqvist", "AdaLindqvist"] {
            assert_eq!(of(password), Err(Problem::PasswordIsYou), "{password}");
        }
    }

    #[test]
    fn the_logins_of_the_demo_shop_keep_the_rules() {
        for account in crate::server::demo::logins::ACCOUNTS {
            assert_eq!(fitting(account.password, account.email, account.name), Ok(()), "{}", account.email);
        }
    }
}
