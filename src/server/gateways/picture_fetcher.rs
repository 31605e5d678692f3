//! Fetching pictures from addresses that somebody else wrote.
//!
//! The shop's server may reach what its visitors may not: other machines of its network, the metadata service of its
//! cloud. So only public addresses are connected to, whatever a name resolves to and a redirect leads to (OWASP's
//! cheat sheet on server-side request forgery).

use bytes::{Bytes, BytesMut};
use futures::StreamExt;
use reqwest::{
    Client, Response, Url,
    dns::{Addrs, Name, Resolve, Resolving},
    header, redirect,
};
use std::{
    collections::HashMap,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

const CONNECT: Duration = Duration::from_secs(5);
const WHOLE: Duration = Duration::from_secs(20);
const REDIRECTS: usize = 3;
/// A host that did not answer so often is not asked again.
const PATIENCE: u32 = 3;

/// Why a picture was not fetched, for the one who wrote the address.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    #[error("its address is not one of http or https.")]
    Address,
    #[error("its address is not a public one.")]
    Private,
    #[error("its server does not answer.")]
    Silent,
    #[error("its server answered with status {0}.")]
    Status(u16),
    #[error("it was redirected too often.")]
    Redirects,
    #[error("it is larger than {0} MiB.")]
    TooLarge(usize),
}

/// Fetches pictures for one import.
#[derive(Debug)]
pub struct PictureFetcher {
    client: Client,
    allow_private: bool,
    most_bytes: usize,
    silent: Mutex<HashMap<String, u32>>,
}

impl PictureFetcher {
    /// `allow_private`: also from this machine's own networks. `most_bytes`: of one picture.
    pub fn new(allow_private: bool, most_bytes: usize) -> Result<Self, reqwest::Error> {
        let client = Client::builder()
            // A proxy would resolve names by itself.
            .no_proxy()
            .connect_timeout(CONNECT)
            .timeout(WHOLE)
            .redirect(redirect::Policy::none())
            .dns_resolver(Arc::new(PublicOnly { allow_private }))
            .user_agent("Tradewind import")
            .build()?;
        Ok(Self { client, allow_private, most_bytes, silent: Mutex::default() })
    }

    /// The bytes at an address; whether they are a picture is for others to say.
    pub async fn fetch(&self, address: &str) -> Result<Bytes, FetchError> {
        let mut url = Url::parse(address).map_err(|_| FetchError::Address)?;
        for _ in 0..=REDIRECTS {
            let response = self.ask(&url).await?;
            let status = response.status();
            if status.is_redirection() {
                let location = response.headers().get(header::LOCATION).and_then(|location| location.to_str().ok());
                url =
                    location.and_then(|location| url.join(location).ok()).ok_or(FetchError::Status(status.as_u16()))?;
            } else if status.is_success() {
                return self.body(response).await;
            } else {
                return Err(FetchError::Status(status.as_u16()));
            }
        }
        Err(FetchError::Redirects)
    }

    async fn ask(&self, url: &Url) -> Result<Response, FetchError> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(FetchError::Address);
        }
        let host = url.host_str().ok_or(FetchError::Address)?.to_owned();
        // Names are judged by what they resolve to, in the resolver; addresses never get there.
        let literal = host.trim_matches(['[', ']']).parse::<IpAddr>().ok();
        if literal.is_some_and(|ip| !self.allow_private && !is_public(ip)) {
            return Err(FetchError::Private);
        }
        if self.failures(&host) >= PATIENCE {
            return Err(FetchError::Silent);
        }
        self.client.get(url.clone()).send().await.map_err(|error| {
            *self.silent.lock().unwrap_or_else(PoisonError::into_inner).entry(host).or_default() += 1;
            if is_private(&error) { FetchError::Private } else { FetchError::Silent }
        })
    }

    async fn body(&self, response: Response) -> Result<Bytes, FetchError> {
        let too_large = || FetchError::TooLarge(self.most_bytes / 1024 / 1024);
        if response.content_length().is_some_and(|bytes| bytes > self.most_bytes as u64) {
            return Err(too_large());
        }
        let (mut body, mut chunks) = (BytesMut::new(), response.bytes_stream());
        while let Some(chunk) = chunks.next().await {
            body.extend_from_slice(&chunk.map_err(|_| FetchError::Silent)?);
            if body.len() > self.most_bytes {
                return Err(too_large());
            }
        }
        Ok(body.freeze())
    }

    fn failures(&self, host: &str) -> u32 {
        self.silent.lock().unwrap_or_else(PoisonError::into_inner).get(host).copied().unwrap_or_default()
    }
}

/// A name that leads to this machine's own networks.
#[derive(Debug, thiserror::Error)]
#[error("not a public address")]
struct NotPublic;

pub(super) fn is_private(error: &(dyn std::error::Error + 'static)) -> bool {
    std::iter::successors(Some(error), |error| error.source()).any(|error| error.is::<NotPublic>())
}

/// Resolves names to public addresses only, so that what was judged is what is connected to.
#[derive(Debug)]
pub(super) struct PublicOnly {
    pub(super) allow_private: bool,
}

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        let allow_private = self.allow_private;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let addresses: Vec<SocketAddr> = found.filter(|address| allow_private || is_public(address.ip())).collect();
            if addresses.is_empty() {
                return Err(NotPublic.into());
            }
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

/// Whether an address belongs to the internet at large (IANA's special-purpose registries).
pub(super) fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [first, second, third, _] = ip.octets();
    let is_special = ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_documentation()
        || first == 0
        || first >= 224
        || (first == 100 && (64..128).contains(&second))
        || (first == 192 && second == 0 && third == 0)
        || (first == 192 && second == 88 && third == 99)
        || (first == 198 && (18..20).contains(&second));
    !is_special
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let [a, b, c, d, e, f, g, h] = ip.segments();
    let v4 = |high: u16, low: u16| {
        let ([one, two], [three, four]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(one, two, three, four))
    };
    match [a, b, c, d, e, f] {
        [0, 0, 0, 0, 0, 0xffff] | [0x64, 0xff9b, 0, 0, 0, 0] => v4(g, h),
        [0x2002, high, low, ..] => v4(high, low),
        // Global unicast, without documentation and the ranges that tunnels embed addresses in.
        [0x2001, second, ..] => second >= 0x200 && second != 0xdb8,
        [0x3fff, second, ..] => second >= 0x1000,
        [first, ..] => (0x2000..0x4000).contains(&first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_internet_at_large_is_public() {
        for ip in ["1.1.1.1", "151.101.1.1", "198.17.255.255", "100.128.0.1", "2606:4700::1111", "::ffff:1.1.1.1"] {
            assert!(is_public(ip.parse().unwrap()), "{ip}");
        }
        for ip in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "192.0.0.1",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "203.0.113.9",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "64:ff9b::a00:1",
            "2002:7f00:1::",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "2001:db8::1",
            "::127.0.0.1",
            "2001::1",
        ] {
            assert!(!is_public(ip.parse().unwrap()), "{ip}");
        }
    }

    #[tokio::test]
    async fn this_machine_is_out_of_reach_by_name_and_by_number() {
        drop(rustls::crypto::ring::default_provider().install_default());
        let fetcher = PictureFetcher::new(false, 1_000).unwrap();
        for address in
            ["http://127.0.0.1:9/a.png", "http://[::1]:9/a.png", "http://localhost:9/a.png", "http://0x7f.1:9/"]
        {
            assert!(matches!(fetcher.fetch(address).await, Err(FetchError::Private)), "{address}");
        }
        for address in ["file:///etc/passwd", "ftp://example.com/a", "nothing"] {
            assert!(matches!(fetcher.fetch(address).await, Err(FetchError::Address)), "{address}");
        }
    }
}
