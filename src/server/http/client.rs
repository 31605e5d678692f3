//! Where a request comes from.

use axum::{
    extract::ConnectInfo,
    http::{HeaderMap, header, request::Parts},
};
use std::net::{IpAddr, SocketAddr};

/// The address of the client, if the server noted it.
///
/// Behind a proxy of one's own, which is where a connection from a private address comes from, it is
/// what that proxy wrote last into `X-Forwarded-For`; from anywhere else that header proves nothing.
pub fn address(parts: &Parts) -> Option<IpAddr> {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>()?.0.ip().to_canonical();
    if is_private(peer) { Some(forwarded_for(&parts.headers).unwrap_or(peer)) } else { Some(peer) }
}

fn is_private(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => ip.is_loopback() || ip.is_private(),
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unique_local(),
    }
}

fn forwarded_for(headers: &HeaderMap) -> Option<IpAddr> {
    let lines = headers.get_all("x-forwarded-for").into_iter();
    lines.rev().find_map(|line| line.to_str().ok())?.rsplit(',').next()?.trim().parse().ok()
}

/// What is counted as one place: an IPv4 address, or the /64 that IPv6 hands to a household or an office.
pub fn network_key(ip: IpAddr) -> String {
    match ip.to_canonical() {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => format!("{:x}", ip.to_bits() >> 64),
    }
}

/// The network around an address, for people to recognize where they were: less than the address itself.
pub fn network(ip: IpAddr) -> String {
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
    use axum::http::Request;

    fn seen(peer: &str, forwarded: &[&str]) -> Option<String> {
        let mut request = Request::builder();
        for line in forwarded {
            request = request.header("x-forwarded-for", *line);
        }
        let (mut parts, ()) = request.body(()).unwrap().into_parts();
        parts.extensions.insert(ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 1)));
        address(&parts).map(|ip| ip.to_string())
    }

    #[test]
    fn an_ipv6_network_counts_as_one_address() {
        let key = |text: &str| network_key(text.parse().unwrap());
        assert_eq!(key("2001:db8:1:2::1"), key("2001:db8:1:2:ffff::9"));
        assert_ne!(key("2001:db8:1:2::1"), key("2001:db8:1:3::1"));
        assert_eq!(key("::ffff:192.0.2.1"), key("192.0.2.1"));
    }

    #[test]
    fn a_place_is_kept_as_a_network() {
        let network = |text: &str| network(text.parse().unwrap());
        assert_eq!(network("203.0.113.9"), "203.0.113.0/24");
        assert_eq!(network("2001:db8:1:2::1"), "2001:db8:1::/48");
        assert_eq!(network("::ffff:192.0.2.1"), "192.0.2.0/24");
    }

    #[test]
    fn only_a_proxy_of_ones_own_is_believed() {
        for (peer, forwarded, address) in [
            ("203.0.113.9", &[][..], "203.0.113.9"),
            ("203.0.113.9", &["198.51.100.1"], "203.0.113.9"),
            ("127.0.0.1", &["198.51.100.1"], "198.51.100.1"),
            ("10.0.0.2", &["6.6.6.6, 198.51.100.1"], "198.51.100.1"),
            ("10.0.0.2", &["6.6.6.6", "198.51.100.1"], "198.51.100.1"),
            ("10.0.0.2", &["nonsense"], "10.0.0.2"),
            ("::ffff:10.0.0.2", &["2001:db8::1"], "2001:db8::1"),
        ] {
            assert_eq!(seen(peer, forwarded).as_deref(), Some(address), "{peer} {forwarded:?}");
        }
    }
}
