//! What can be wrong with something a person entered, as data: the page words it.

use serde::{Deserialize, Serialize};

/// Why a field was refused.
///
/// Without JavaScript this travels in the address of the page, so it carries codes and small
/// numbers, never text that would be shown as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Problem {
    Required,
    TooShort(u32),
    TooLong(u32),
    TooMany(u32),
    NotAnEmail,
    NotANumber,
    NotADate,
    /// Not a number with at most six decimals.
    NotADecimal,
    OutOfRange(i64, i64),
    NotAPrice,
    UnknownChoice,
    UnknownCountry,
    NotShippedTo,
    NotAPostcode,
    NotAPhone,
    NotASlug,
    NotAColor,
    /// Not an account number whose check digits fit.
    NotAnIban,
    /// Not a bank's code.
    NotABic,
    /// Of document numbers.
    NotAPrefix,
    /// More money, in minor units, than there is for it; with its currency, so that the message can name it.
    MoreThan(crate::domain::money::Money),
    AlreadyTaken,
    NotAnImage,
    TooManyBytes(u32),
    TooManyPixels(u32),
    MustBeBelow,
    BelowReserved(i64),
    /// So many pictures have no description yet.
    Undescribed(u32),
    /// So many products use it.
    InUse(i64),
    /// It cannot change any more, as so many products have values of it.
    Settled(i64),
    /// A password that everybody tries first.
    CommonPassword,
    /// A password that is the e-mail or the name of its account.
    PasswordIsYou,
    WrongPassword,
    /// Of the second factor: wrong, too old, or used before.
    WrongCode,
    Unchanged,
    NotAPercentage,
    /// Of the form of a coupon code.
    NotACoupon,
    /// No promotion has this code.
    UnknownCoupon,
    /// The promotion applies by itself.
    NeedsNoCode,
    EndsBeforeStart,
    /// The line that names no product.
    UnknownProduct(u32),
    /// The entry that is no SKU.
    UnknownSku(u32),
    /// A limit below what was used already.
    BelowUsed(i64),
    NotPostcodes,
    NotATaxRate,
    /// Not a carrier's link with a place for the number.
    NotATrackingLink,
    /// Not a country and a region of it a line.
    NotRegions,
    /// A most that is below its least.
    BelowMinimum,
    /// The chosen method does not take the cart to the address any more.
    ShippingGone,
    /// Another zone has a place already.
    PlaceTaken,
    /// Not an address that webhooks may go to.
    NotAWebhookUrl,
    /// More units than are in stock: so many more can be had.
    NotInStock(i64),
    /// What the books said when somebody counted is not what they say by now.
    LevelChanged(i64),
    /// Of an order that is changed: nothing would be left to send.
    NothingLeft,
    /// Of an order that is changed: it would be worth less than was credited already.
    LessThanCredited(crate::domain::money::Money),
}

impl Problem {
    /// The reason as a sentence beside the field.
    pub fn message(self) -> String {
        match self {
            Self::Required => "Please fill this in.".into(),
            Self::TooShort(least) => format!("At least {least} characters."),
            Self::TooLong(most) => format!("At most {most} characters."),
            Self::NotAnEmail => "This is not an e-mail address, like name@example.com.".into(),
            Self::TooMany(most) => format!("At most {most}."),
            Self::NotADate => "A day and a time, please.".into(),
            Self::NotADecimal => "A number like 1.25, with at most six decimals.".into(),
            Self::NotANumber => "A whole number, please.".into(),
            Self::OutOfRange(least, most) => format!("A number from {least} to {most}."),
            Self::NotAPrice => "An amount like 49.00.".into(),
            Self::UnknownChoice => "Please choose one of the options.".into(),
            Self::UnknownCountry => "Please choose a country.".into(),
            Self::NotShippedTo => "We do not ship to this country yet.".into(),
            Self::NotAPostcode => "This postcode does not fit the country.".into(),
            Self::NotAPhone => "Digits, spaces and a leading + only.".into(),
            Self::NotASlug => "Lower-case letters, digits and single hyphens only.".into(),
            Self::NotAnIban => "This is not an IBAN: a digit may be wrong.".into(),
            Self::NotAPrefix => "Up to 8 letters and hyphens.".into(),
            Self::NotABic => "A BIC has 8 or 11 letters and digits.".into(),
            Self::MoreThan(most) if most.minor <= 0 => "There is nothing left for this.".into(),
            Self::MoreThan(most) => format!("At most {most}."),
            Self::NotAColor => "A color like #1d3557.".into(),
            Self::AlreadyTaken => "This is already in use.".into(),
            Self::NotAnImage => "This is not a JPEG, PNG, WebP or GIF picture.".into(),
            Self::TooManyBytes(mebibytes) => format!("The file is larger than {mebibytes} MiB."),
            Self::TooManyPixels(megapixels) => format!("The picture has more than {megapixels} megapixels."),
            Self::MustBeBelow => "Must be higher than the price.".into(),
            Self::Undescribed(1) => "Before shoppers see it, one picture needs its description.".into(),
            Self::Undescribed(count) => format!("Before shoppers see it, {count} pictures need their descriptions."),
            Self::InUse(products) => format!("{} it.", uses(products)),
            Self::Settled(products) => format!("This cannot change any more: {} it.", uses(products)),
            Self::CommonPassword => "Too many people use this password. Please choose another.".into(),
            Self::PasswordIsYou => "Your e-mail or name is easily guessed. Please choose something else.".into(),
            Self::WrongPassword => "This is not your password.".into(),
            Self::WrongCode => "This code does not fit, or was used already.".into(),
            Self::Unchanged => "This is what it is already.".into(),
            Self::NotAPercentage => "A percentage above 0 and up to 100, like 12.5.".into(),
            Self::NotACoupon => "A code has 3 to 40 letters, digits and hyphens.".into(),
            Self::NeedsNoCode => "This promotion applies by itself, without a code.".into(),
            Self::UnknownCoupon => "We do not know this code.".into(),
            Self::EndsBeforeStart => "The end has to lie after the start.".into(),
            Self::UnknownProduct(line) => format!("Entry {line} is no product's address."),
            Self::UnknownSku(entry) => format!("Entry {entry}, by the alphabet, is no SKU."),
            Self::BelowUsed(used) => format!("It was used {used} times already; it cannot be less."),
            Self::NotAWebhookUrl => "An address that begins with https://.".into(),
            Self::LevelChanged(on_hand) => {
                format!(
                    "The books say {on_hand} by now: something came or left meanwhile. Load the page anew and count again."
                )
            }
            Self::NotInStock(available) if available <= 0 => "Sold out: no more are in stock.".into(),
            Self::NotInStock(1) => "Only 1 more is in stock.".into(),
            Self::NotInStock(available) => format!("Only {available} more are in stock."),
            Self::NothingLeft => "Something has to stay to be sent. To call off all of it, cancel the order.".into(),
            Self::LessThanCredited(credited) => {
                format!(
                    "{credited} of this order were credited already, so it cannot be worth less. Cancel units instead."
                )
            }
            Self::NotATaxRate => "A percentage from 0 to 100, like 19 or 8.875.".into(),
            Self::NotATrackingLink => "An address like https://carrier.com/track/{tracking}.".into(),
            Self::NotRegions => "One a line: a country's two letters, a colon, a region.".into(),
            Self::BelowMinimum => "This lies below the minimum.".into(),
            Self::ShippingGone => {
                "This way of shipping does not fit your order any more. Please choose another.".into()
            }
            Self::PlaceTaken => "One of these places is in another zone already.".into(),
            Self::NotPostcodes => "Postcodes like 27498, 20000-20999 or 97*, with commas between them.".into(),
            Self::BelowReserved(reserved) => format!("{reserved} are promised to open orders; it cannot be less."),
        }
    }
}

/// "1 product uses", "4 products use".
pub fn uses(products: i64) -> String {
    if products == 1 { "1 product uses".into() } else { format!("{products} products use") }
}

/// One refused field, by the name its input has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    pub field: String,
    pub problem: Problem,
}

/// All refused fields of a form, in the order of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldErrors(pub Vec<FieldError>);

impl FieldErrors {
    pub fn one(field: &str, problem: Problem) -> Self {
        let mut errors = Self::default();
        errors.add(field, problem);
        errors
    }

    pub fn add(&mut self, field: &str, problem: Problem) {
        self.0.push(FieldError { field: field.to_owned(), problem });
    }

    /// The message for a field, if it was refused.
    pub fn message(&self, field: &str) -> Option<String> {
        self.0.iter().find(|error| error.field == field).map(|error| error.problem.message())
    }

    /// The same problems under the names that inputs have in a form of its own: "name" becomes "brand[name]", and
    /// "choices.2" "brand[choices][2]".
    pub fn within(self, form: &str) -> Self {
        let rename = |error: FieldError| FieldError { field: nested(form, &error.field), ..error };
        Self(self.0.into_iter().map(rename).collect())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Notes the problem of a check under its field and passes a good value on.
    pub fn take<T>(&mut self, field: &str, checked: Result<T, Problem>) -> Option<T> {
        checked.map_err(|problem| self.add(field, problem)).ok()
    }

    /// `Ok` when nothing was refused.
    pub fn into_result(self) -> Result<(), Self> {
        if self.is_empty() { Ok(()) } else { Err(self) }
    }
}

/// The name of a field inside a form: see [`FieldErrors::within`].
pub fn nested(form: &str, field: &str) -> String {
    let parts: String = field.split('.').map(|part| format!("[{part}]")).collect();
    format!("{form}{parts}")
}

/// A trimmed line of 1 to `most` characters without control characters.
pub fn required_line(text: &str, most: u32) -> Result<String, Problem> {
    match optional_line(text, most)? {
        line if line.is_empty() => Err(Problem::Required),
        line => Ok(line),
    }
}

/// A trimmed line of at most `most` characters; control characters become spaces.
pub fn optional_line(text: &str, most: u32) -> Result<String, Problem> {
    let line: String = text.chars().map(|char| if char.is_control() { ' ' } else { char }).collect();
    let line = line.trim();
    if line.chars().count() > most as usize { Err(Problem::TooLong(most)) } else { Ok(line.to_owned()) }
}

/// Text of several lines, at most `most` characters, without NUL, which PostgreSQL cannot store.
pub fn optional_text(text: &str, most: u32) -> Result<String, Problem> {
    let text = text.trim().replace('\0', "");
    if text.chars().count() > most as usize { Err(Problem::TooLong(most)) } else { Ok(text) }
}

/// An e-mail address in lower case, at most 254 characters (RFC 5321, section 4.5.3.1.3).
pub fn email(text: &str) -> Result<String, Problem> {
    let line = required_line(text, 254)?.to_lowercase();
    let options = email_address::Options::default().with_required_tld().without_domain_literal().without_display_text();
    match email_address::EmailAddress::parse_with_options(&line, options) {
        Ok(_) if line.is_ascii() => Ok(line),
        _ => Err(Problem::NotAnEmail),
    }
}

/// A whole number within the bounds, both included.
pub fn number(text: &str, least: i64, most: i64) -> Result<i64, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Problem::Required);
    }
    match text.parse::<i64>() {
        Ok(number) if (least..=most).contains(&number) => Ok(number),
        Ok(_) => Err(Problem::OutOfRange(least, most)),
        Err(_) if text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') => {
            Err(Problem::OutOfRange(least, most))
        }
        Err(_) => Err(Problem::NotANumber),
    }
}

/// "12.5", with a percent sign or without: as parts per million, so with at most four decimals, below 1000 percent.
pub fn parts_per_million(text: &str) -> Result<u32, Problem> {
    let text = text.trim().trim_end_matches('%').trim().replace(',', ".");
    if text.is_empty() {
        return Err(Problem::Required);
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || fraction.len() > 4 || !is_digits(whole) || !is_digits(fraction) {
        return Err(Problem::NotAPercentage);
    }
    format!("{whole}{fraction:0<4}").parse().map_err(|_| Problem::NotAPercentage)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_cannot_receive_mail_are_refused() {
        for text in ["", "a", "a@", "@b.c", "a b@c.de", "a@b", "a@b.c\r\nBcc: x@y.z", "Ann <a@b.de>", "a@[127.0.0.1]"] {
            assert!(email(text).is_err(), "{text}");
        }
        assert_eq!(email(" Ann@Example.COM "), Ok("ann@example.com".into()));
    }

    #[test]
    fn numbers_outside_the_bounds_say_so() {
        assert_eq!(number("0", 1, 99), Err(Problem::OutOfRange(1, 99)));
        assert_eq!(number("-1", 1, 99), Err(Problem::OutOfRange(1, 99)));
        assert_eq!(number("1000000000000000000000", 1, 99), Err(Problem::OutOfRange(1, 99)));
        assert_eq!(number("1.5", 1, 99), Err(Problem::NotANumber));
        assert_eq!(number(" 7 ", 1, 99), Ok(7));
    }

    #[test]
    fn lines_carry_no_control_characters() {
        assert_eq!(required_line(" a\nb\0c ", 10), Ok("a b c".into()));
        assert_eq!(required_line(" \n ", 10), Err(Problem::Required));
        assert_eq!(required_line("\0", 10), Err(Problem::Required));
        assert_eq!(required_line("äöü", 2), Err(Problem::TooLong(2)));
    }
}
