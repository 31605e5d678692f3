//! Values as they stand in cells, and back, without loss.

use crate::domain::{
    forms::Problem,
    money::{Currency, MAX_PRICE_MINOR, Money},
    timestamp::Timestamp,
};
use std::borrow::Cow;
use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

/// A cell that begins with one of these may run as a formula when a spreadsheet opens the file.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Puts an apostrophe before what a spreadsheet could take for a formula, and before an apostrophe.
pub fn escape(value: &str) -> Cow<'_, str> {
    if value.starts_with(FORMULA) || value.starts_with('\'') { Cow::Owned(format!("'{value}")) } else { value.into() }
}

/// Takes the apostrophe of [`escape`] away; one before anything else was typed, and stays.
pub fn unescape(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(FORMULA) || rest.starts_with('\'') => rest,
        _ => cell,
    }
}

/// Lists stand in one cell, an item a line: no item has lines of its own.
pub fn list<'a>(items: impl IntoIterator<Item = &'a str>) -> String {
    items.into_iter().collect::<Vec<_>>().join("\n")
}

/// The items of a cell, without empty ones.
pub fn items(cell: &str) -> Vec<String> {
    cell.lines().map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
}

/// Slugs have no spaces or commas, so they stand in one line: "shirts, knitwear".
pub fn slugs(cell: &str) -> Vec<String> {
    let parts = cell.split(|char: char| char == ',' || char == ';' || char.is_whitespace());
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

pub fn yes_no(value: bool) -> &'static str {
    if value { "yes" } else { "no" }
}

/// What people and spreadsheets write for yes and no.
pub fn parse_yes_no(cell: &str) -> Option<bool> {
    match cell.trim().to_ascii_lowercase().as_str() {
        "yes" | "true" | "1" | "y" | "wahr" => Some(true),
        "no" | "false" | "0" | "n" | "falsch" => Some(false),
        _ => None,
    }
}

pub fn price(minor: i64) -> String {
    Money::new(minor, Currency::default()).decimal()
}

/// An amount; zeros behind the currency's digits do not count.
pub fn parse_price(cell: &str) -> Result<i64, Problem> {
    let text = cell.trim();
    let text = match text.split_once(['.', ',']) {
        Some((whole, fraction)) if fraction.len() > 2 => {
            let (kept, zeros) = fraction.split_at_checked(2).ok_or(Problem::NotAPrice)?;
            if zeros.bytes().all(|byte| byte == b'0') { format!("{whole}.{kept}") } else { text.to_owned() }
        }
        _ => text.to_owned(),
    };
    Money::parse(&text, Currency::default()).map(|money| money.minor).ok_or(Problem::NotAPrice)
}

/// A whole number from 0; a spreadsheet may have written it with a fraction of zeros.
pub fn parse_number(cell: &str, most: i64) -> Result<i64, Problem> {
    let number: rust_decimal::Decimal = cell.trim().parse().map_err(|_| Problem::NotANumber)?;
    let number = number.normalize();
    if number.scale() > 0 {
        return Err(Problem::NotANumber);
    }
    match i64::try_from(number) {
        Ok(number) if (0..=most).contains(&number) => Ok(number),
        _ => Err(Problem::OutOfRange(0, most)),
    }
}

/// An instant to the millisecond: "2026-11-22T10:06:40.000Z".
pub fn instant(at: Timestamp) -> String {
    let iso = at.iso();
    format!("{}.{:03}Z", iso.trim_end_matches('Z'), at.0.rem_euclid(1000))
}

/// Reads what [`instant`] writes; a day alone, or seconds without a fraction, will do. Times are UTC.
pub fn parse_instant(cell: &str) -> Option<Timestamp> {
    let text = cell.trim().trim_end_matches(['Z', 'z']);
    let (day, time) = text.split_once(['T', ' ']).unwrap_or((text, ""));
    let mut parts = day.split('-');
    let (year, month, day) = (parts.next()?.parse().ok()?, parts.next()?.parse::<u8>().ok()?, parts.next()?);
    let date = Date::from_calendar_date(year, Month::try_from(month).ok()?, day.parse().ok()?).ok()?;
    let time = match time.trim() {
        "" => Time::MIDNIGHT,
        time => parse_time(time)?,
    };
    if parts.next().is_some() || !(1970..=9999).contains(&year) {
        return None;
    }
    let at: OffsetDateTime = PrimitiveDateTime::new(date, time).assume_offset(UtcOffset::UTC);
    Some(Timestamp(i64::try_from(at.unix_timestamp_nanos() / 1_000_000).ok()?))
}

fn parse_time(text: &str) -> Option<Time> {
    let (clock, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let mut parts = clock.split(':').map(|part| part.parse::<u8>().ok());
    let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next().unwrap_or(Some(0))?);
    if fraction.len() > 3 || parts.next().is_some() {
        return None;
    }
    let milli = format!("{fraction:0<3}").parse().ok()?;
    Time::from_hms_milli(hour, minute, second, milli).ok()
}

/// The largest number that a cell of money, stock or measures may hold.
pub const MOST: i64 = MAX_PRICE_MINOR;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nothing_that_a_spreadsheet_would_run_is_written() {
        for (value, cell) in [
            ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
            ("+1", "'+1"),
            ("-x", "'-x"),
            ("@SUM", "'@SUM"),
            ("'n Sync", "''n Sync"),
            ("1=1", "1=1"),
            ("", ""),
        ] {
            assert_eq!((escape(value).as_ref(), unescape(cell)), (cell, value));
        }
        assert_eq!(unescape("'n Sync"), "'n Sync", "what a person typed stays");
    }

    #[test]
    fn amounts_are_read_as_shops_write_them() {
        for (cell, minor) in [("49", 4_900), ("49.9", 4_990), ("49,90", 4_990), ("49.9000", 4_990), (" 0.00 ", 0)] {
            assert_eq!(parse_price(cell), Ok(minor), "{cell}");
        }
        for cell in ["", "free", "-1", "1.999", "1.234.5", "€5", "1e3", "9.9é00"] {
            assert_eq!(parse_price(cell), Err(Problem::NotAPrice), "{cell}");
        }
    }

    #[test]
    fn numbers_are_whole_and_not_below_nothing() {
        assert_eq!((parse_number("7.0", 9), parse_number(" 0 ", 9)), (Ok(7), Ok(0)));
        assert_eq!(
            (parse_number("10", 9), parse_number("-1", 9)),
            (Err(Problem::OutOfRange(0, 9)), Err(Problem::OutOfRange(0, 9)))
        );
        assert_eq!(
            (parse_number("1.5", 9), parse_number("many", 9)),
            (Err(Problem::NotANumber), Err(Problem::NotANumber))
        );
    }

    #[test]
    fn days_and_instants_are_read() {
        assert_eq!(parse_instant("1970-01-02"), Some(Timestamp(86_400_000)));
        assert_eq!(parse_instant("1970-01-01 00:01"), Some(Timestamp(60_000)));
        assert_eq!(parse_instant("1970-01-01T00:00:01.5Z"), Some(Timestamp(1_500)));
        for cell in ["", "soon", "2026-13-01", "2026-02-30", "22.11.2026", "2026-11-22T25:00"] {
            assert_eq!(parse_instant(cell), None, "{cell}");
        }
    }

    proptest! {
        #[test]
        fn every_value_survives_a_cell(value in "[='+@\t\r -]{0,3}\\PC{0,20}") {
            let cell = escape(&value);
            prop_assert_eq!(unescape(&cell), value.as_str());
            prop_assert!(!cell.starts_with(FORMULA));
        }

        #[test]
        fn every_instant_survives_a_cell(at in 0_i64..253_402_300_800_000) {
            prop_assert_eq!(parse_instant(&instant(Timestamp(at))), Some(Timestamp(at)));
        }

        #[test]
        fn no_cell_breaks_its_reader(cell in "\\PC{0,30}") {
            let _ = (parse_instant(&cell), parse_price(&cell), parse_number(&cell, 9), slugs(&cell), items(&cell));
        }
    }
}
