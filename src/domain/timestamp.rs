//! Instants, as the database keeps them and as pages show them.

use serde::{Deserialize, Serialize};
use std::fmt;
use time::{Month, OffsetDateTime};

/// Milliseconds since 1970-01-01 UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(transparent))]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1000)))
    }

    pub const fn plus_minutes(self, minutes: i64) -> Self {
        self.plus_seconds(minutes.saturating_mul(60))
    }

    pub const fn plus_days(self, days: i64) -> Self {
        self.plus_minutes(days.saturating_mul(24 * 60))
    }

    fn utc(self) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp(self.0.div_euclid(1000)).unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }

    /// The calendar year, in UTC.
    pub fn year(self) -> i64 {
        i64::from(self.utc().year())
    }

    /// The day: "22 Nov 2026".
    pub fn date(self) -> String {
        let utc = self.utc();
        format!("{} {} {}", utc.day(), short_month(utc.month()), utc.year())
    }

    /// For `<input type="datetime-local">`, in UTC: "2026-11-22T10:05".
    pub fn minute(self) -> String {
        self.iso().chars().take(16).collect()
    }

    /// Reads what [`Timestamp::minute`] writes; seconds behind it are left out.
    pub fn parse_minute(text: &str) -> Option<Self> {
        let (date, time) = text.split_once('T')?;
        let mut date = date.splitn(3, '-');
        let (year, month, day) =
            (date.next()?.parse().ok()?, date.next()?.parse::<u8>().ok()?, date.next()?.parse().ok()?);
        let mut time = time.split(':');
        let (hour, minute) = (time.next()?.parse().ok()?, time.next()?.parse().ok()?);
        let date = time::Date::from_calendar_date(year, Month::try_from(month).ok()?, day).ok()?;
        let time = time::Time::from_hms(hour, minute, 0).ok()?;
        let instant = OffsetDateTime::new_utc(date, time).unix_timestamp();
        (1970..=9999).contains(&year).then_some(Self(instant * 1000))
    }

    /// For `<time datetime>`: "2026-11-22T10:05:00Z".
    pub fn iso(self) -> String {
        let utc = self.utc();
        let (hour, minute, second) = utc.time().as_hms();
        format!("{:04}-{:02}-{:02}T{hour:02}:{minute:02}:{second:02}Z", utc.year(), u8::from(utc.month()), utc.day())
    }
}

/// "22 Nov 2026, 10:05".
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hour, minute, _) = self.utc().time().as_hms();
        write!(f, "{}, {hour:02}:{minute:02}", self.date())
    }
}

const fn short_month(month: Month) -> &'static str {
    match month {
        Month::January => "Jan",
        Month::February => "Feb",
        Month::March => "Mar",
        Month::April => "Apr",
        Month::May => "May",
        Month::June => "Jun",
        Month::July => "Jul",
        Month::August => "Aug",
        Month::September => "Sep",
        Month::October => "Oct",
        Month::November => "Nov",
        Month::December => "Dec",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_is_read_as_it_is_written() {
        let instant = Timestamp(1_795_341_960_000);
        assert_eq!(instant.minute(), "2026-11-22T10:06");
        assert_eq!(Timestamp::parse_minute("2026-11-22T10:06"), Some(instant));
        assert_eq!(Timestamp::parse_minute("2026-11-22T10:06:40"), Some(instant));
        for text in ["", "T", "2026-11-22", "2026-02-30T10:00", "2026-11-22T24:00", "99999-01-01T00:00", "x-y-zT1:2"] {
            assert_eq!(Timestamp::parse_minute(text), None, "{text}");
        }
    }

    #[test]
    fn instants_are_shown_in_utc() {
        let instant = Timestamp(1_795_342_000_000);
        assert_eq!(instant.to_string(), "22 Nov 2026, 10:06");
        assert_eq!(instant.iso(), "2026-11-22T10:06:40Z");
        assert_eq!(Timestamp(-1).date(), "31 Dec 1969");
        assert_eq!(Timestamp(i64::MAX).date(), "1 Jan 1970");
    }
}
