//! How many requests an address or a token may send: the generic cell rate algorithm, a number each.
//!
//! Headers are those of draft-ietf-httpapi-ratelimit-headers-10. Who was quiet for a minute is forgotten, and no more
//! than [`SUBJECTS`] are remembered at once, so that memory is bounded whoever asks.

use crate::{domain::timestamp::Timestamp, server::http::client::Network};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use moka::future::Cache;
use std::{
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

const WINDOW_MS: i64 = 60_000;
const SUBJECTS: u64 = 100_000;

/// Whose requests are counted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    Network(Network),
    /// By its hash.
    Token(String),
}

impl Subject {
    pub fn of_address(address: Option<IpAddr>) -> Self {
        Self::Network(address.map_or(Network::UNKNOWN, Network::of))
    }

    const fn name(&self) -> &'static str {
        match self {
            Self::Network(_) => "address",
            Self::Token(_) => "token",
        }
    }
}

/// Counts the requests of everybody.
#[derive(Clone, Debug)]
pub struct Limiter {
    /// Requests a minute; 0 is no limit.
    quota: i64,
    /// When somebody's last request would have come, had all come evenly, in microseconds.
    arrivals: Cache<Subject, Arc<AtomicI64>>,
}

/// What a request may count on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    pub allowed: bool,
    /// Whose quota it is.
    subject: &'static str,
    quota: i64,
    remaining: i64,
    /// Seconds until the whole quota is there again.
    reset: i64,
    /// Seconds until the next request is taken.
    retry_after: i64,
}

impl Limiter {
    pub fn new(requests_per_minute: u32) -> Self {
        let arrivals =
            Cache::builder().max_capacity(SUBJECTS).time_to_idle(Duration::from_millis(WINDOW_MS as u64)).build();
        Self { quota: i64::from(requests_per_minute), arrivals }
    }

    /// Counts a request; `None` if there is no limit.
    pub async fn take(&self, subject: Subject, now: Timestamp) -> Option<Decision> {
        if self.quota == 0 {
            return None;
        }
        let now = now.0.saturating_mul(1000);
        let name = subject.name();
        let arrival = self.arrivals.get_with(subject, async { Arc::new(AtomicI64::new(now)) }).await;
        let mut decision = self.decide(arrival.load(Ordering::SeqCst), now).0;
        // The closure runs again if another request came in between.
        let _ = arrival.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |last| {
            let next;
            (decision, next) = self.decide(last, now);
            next
        });
        Some(Decision { subject: name, ..decision })
    }

    /// The decision on a request that comes now, and the new arrival if it is taken.
    fn decide(&self, last: i64, now: i64) -> (Decision, Option<i64>) {
        let (window, step) = (WINDOW_MS * 1000, WINDOW_MS * 1000 / self.quota);
        let next = last.max(now) + step;
        let allowed = next - now <= window;
        let ahead = if allowed { next - now } else { (last - now).max(0) };
        let decision = Decision {
            allowed,
            subject: "",
            quota: self.quota,
            remaining: ((window - ahead) / step).clamp(0, self.quota),
            reset: seconds(ahead),
            retry_after: seconds(next - now - window).max(1),
        };
        (decision, allowed.then_some(next))
    }
}

/// Whole seconds, rounded up.
const fn seconds(micros: i64) -> i64 {
    (micros + 999_999).div_euclid(1_000_000)
}

/// Tells the client, on every answer, where it stands.
pub fn write(decisions: &[Decision], headers: &mut HeaderMap) {
    if decisions.is_empty() {
        return;
    }
    let window = WINDOW_MS / 1000;
    let policy = |of: &Decision| format!("\"{}\";q={};w={window}", of.subject, of.quota);
    let state = |of: &Decision| format!("\"{}\";r={};t={}", of.subject, of.remaining, of.reset);
    set(headers, HeaderName::from_static("ratelimit-policy"), &list(decisions, policy));
    set(headers, HeaderName::from_static("ratelimit"), &list(decisions, state));
    let refused = decisions.iter().filter(|decision| !decision.allowed);
    if let Some(seconds) = refused.map(|decision| decision.retry_after).max() {
        set(headers, header::RETRY_AFTER, &seconds.to_string());
    }
}

fn list(decisions: &[Decision], item: impl Fn(&Decision) -> String) -> String {
    decisions.iter().map(item).collect::<Vec<_>>().join(", ")
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ANN: Option<IpAddr> = Some(IpAddr::V4(std::net::Ipv4Addr::new(203, 0, 113, 9)));

    #[tokio::test]
    async fn the_quota_comes_back_bit_by_bit() {
        let limiter = Limiter::new(2);
        let at = async |seconds: i64| limiter.take(Subject::of_address(ANN), Timestamp(seconds * 1000)).await.unwrap();
        assert_eq!((at(0).await.remaining, at(0).await.remaining), (1, 0));
        let refused = at(0).await;
        assert_eq!((refused.allowed, refused.remaining, refused.retry_after, refused.reset), (false, 0, 30, 60));
        assert!(!at(29).await.allowed);
        assert!(at(30).await.allowed);
        assert!(!at(31).await.allowed);
    }

    #[tokio::test]
    async fn addresses_are_counted_apart_and_networks_together() {
        let limiter = Limiter::new(1);
        let subject = |text: &str| Subject::of_address(Some(text.parse().unwrap()));
        let take = async |text: &str| limiter.take(subject(text), Timestamp(0)).await.unwrap().allowed;
        for (address, allowed) in [
            ("203.0.113.1", true),
            ("203.0.113.2", true),
            ("203.0.113.1", false),
            ("::ffff:203.0.113.1", false),
            ("::ffff:203.0.113.3", true),
            ("2001:db8::1", true),
            ("2001:db8::ffff", false),
            ("2001:db8:0:1::1", true),
        ] {
            assert_eq!(take(address).await, allowed, "{address}");
        }
    }

    #[tokio::test]
    async fn no_limit_is_no_header() {
        assert_eq!(Limiter::new(0).take(Subject::of_address(ANN), Timestamp(0)).await, None);
    }

    proptest! {
        #[test]
        fn no_minute_takes_more_than_twice_the_quota(
            quota in 1_u32..50, pauses in prop::collection::vec(0_i64..5_000, 1..200),
        ) {
            let limiter = Limiter::new(quota);
            let (mut now, mut last, mut taken) = (0, 0, Vec::new());
            for pause in pauses {
                now += pause;
                let recent = taken.iter().filter(|at| now - **at < WINDOW_MS).count();
                let (decision, next) = limiter.decide(last, now * 1000);
                prop_assert!(decision.allowed || recent > 0, "refused although nothing came for a minute");
                if let Some(next) = next {
                    taken.push(now);
                    last = next;
                }
                let in_minute = taken.iter().filter(|at| now - **at < WINDOW_MS).count();
                prop_assert!(in_minute <= 2 * quota as usize);
            }
        }
    }
}
