//! Where a request comes from.

use crate::server::state::State;
use axum::{
    extract::{ConnectInfo, Request, State as AxumState},
    http::{HeaderMap, header, request::Parts},
    middleware::Next,
    response::Response,
};
use ipnet::IpNet;
use std::{
    fmt,
    net::{IpAddr, Ipv6Addr, SocketAddr},
};

/// The address of whoever sent a request; put there by [`note`].
#[derive(Clone, Copy, Debug)]
struct Client(IpAddr);

/// Notes once where a request comes from.
pub async fn note(AxumState(state): AxumState<State>, mut request: Request, next: Next) -> Response {
    if let Some(ConnectInfo(peer)) = request.extensions().get::<ConnectInfo<SocketAddr>>().copied() {
        let client = behind_proxies(peer.ip(), request.headers(), &state.config.trusted_proxies);
        request.extensions_mut().insert(Client(client));
    }
    next.run(request).await
}

/// The address of the client, if the server noted it.
pub fn address(parts: &Parts) -> Option<IpAddr> {
    parts.extensions.get::<Client>().map(|client| client.0)
}

/// The first address, from the shop outward, that is no trusted proxy.
///
/// Each proxy appends to `X-Forwarded-For` whom it was asked by, so the header is read from its end and only as far as whoever
/// wrote it is trusted: what stands before may have been made up by the client.
fn behind_proxies(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let lines = headers.get_all("x-forwarded-for").into_iter().rev();
    let hops = lines.flat_map(|line| line.to_str().unwrap_or_default().rsplit(','));
    let mut client = peer.to_canonical();
    for hop in hops {
        if !trusted.iter().any(|network| network.contains(&client)) {
            break;
        }
        match parse_hop(hop.trim()) {
            Some(before) => client = before.to_canonical(),
            None => break,
        }
    }
    client
}

/// Some proxies write the port, too.
fn parse_hop(hop: &str) -> Option<IpAddr> {
    hop.parse().ok().or_else(|| hop.parse::<SocketAddr>().ok().map(|with_port| with_port.ip()))
}

/// What is counted as one place: an IPv4 address, or the /64 that IPv6 hands to a household or an office.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Network(IpAddr);

impl Network {
    pub fn of(ip: IpAddr) -> Self {
        Self(match ip.to_canonical() {
            IpAddr::V6(ip) => {
                let [a, b, c, d, ..] = ip.segments();
                Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
            }
            ip => ip,
        })
    }

    /// Of requests of which nobody noted where they come from.
    pub const UNKNOWN: Self = Self(IpAddr::V6(Ipv6Addr::UNSPECIFIED));
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// The network around an address, for people to recognize where they were: less than the address itself.
pub fn region(ip: IpAddr) -> String {
    match ip.to_canonical() {
        IpAddr::V4(ip) => {
            let [a, b, c, _] = ip.octets();
            format!("{a}.{b}.{c}.0/24")
        }
        IpAddr::V6(ip) => {
            let [a, b, c, ..] = ip.segments();
            format!("{a:x}:{b:x}:{c:x}::/48")
        }
    }
}

/// What the client calls itself.
pub fn user_agent(parts: &Parts) -> &str {
    parts.headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(peer: &str, forwarded: &[&'static str], trusted: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append("x-forwarded-for", header::HeaderValue::from_static(line));
        }
        let trusted: Vec<IpNet> = trusted.iter().map(|network| network.parse().unwrap()).collect();
        behind_proxies(peer.parse().unwrap(), &headers, &trusted).to_string()
    }

    #[test]
    fn an_ipv6_network_counts_as_one_address() {
        let of = |text: &str| Network::of(text.parse().unwrap());
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
        assert_ne!(of("::ffff:192.0.2.1"), of("::ffff:192.0.2.2"));
    }

    #[test]
    fn a_place_is_kept_as_a_network() {
        let region = |text: &str| region(text.parse().unwrap());
        assert_eq!(region("203.0.113.9"), "203.0.113.0/24");
        assert_eq!(region("2001:db8:1:2::1"), "2001:db8:1::/48");
        assert_eq!(region("::ffff:192.0.2.1"), "192.0.2.0/24");
    }

    #[test]
    fn only_trusted_proxies_are_believed_and_no_further_than_they_can_tell() {
        let local = &["127.0.0.0/8", "::1/128"][..];
        let own = &["10.0.0.0/8", "127.0.0.0/8"][..];
        for (peer, forwarded, trusted, address) in [
            ("203.0.113.9", &[][..], local, "203.0.113.9"),
            ("203.0.113.9", &["198.51.100.1"], local, "203.0.113.9"),
            ("127.0.0.1", &["198.51.100.1"], local, "198.51.100.1"),
            ("127.0.0.1", &[], local, "127.0.0.1"),
            // Another machine of a private network is no proxy by itself.
            ("10.0.0.2", &["198.51.100.1"], local, "10.0.0.2"),
            ("10.0.0.2", &["198.51.100.1"], own, "198.51.100.1"),
            ("10.0.0.2", &["6.6.6.6, 198.51.100.1"], own, "198.51.100.1"),
            ("10.0.0.2", &["6.6.6.6", "198.51.100.1"], own, "198.51.100.1"),
            // Two proxies, one behind the other.
            ("127.0.0.1", &["6.6.6.6, 198.51.100.1, 10.0.0.7"], own, "198.51.100.1"),
            ("127.0.0.1", &["6.6.6.6, 198.51.100.1", "10.0.0.7"], own, "198.51.100.1"),
            ("127.0.0.1", &["10.0.0.8, 10.0.0.7"], own, "10.0.0.8"),
            ("10.0.0.2", &["nonsense"], own, "10.0.0.2"),
            ("127.0.0.1", &["6.6.6.6, nonsense, 10.0.0.7"], own, "10.0.0.7"),
            ("::ffff:10.0.0.2", &["2001:db8::1"], own, "2001:db8::1"),
            ("10.0.0.2", &["198.51.100.1:4711"], own, "198.51.100.1"),
            ("10.0.0.2", &["[2001:db8::1]:4711"], own, "2001:db8::1"),
            ("10.0.0.2", &["198.51.100.1"], &[], "10.0.0.2"),
        ] {
            assert_eq!(seen(peer, forwarded, trusted), address, "{peer} {forwarded:?} {trusted:?}");
        }
    }
}
