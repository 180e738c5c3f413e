//! Where people reach us, for an address that is sent to someone.

use super::request::RequestCx;
use axum::extract::Request;
use http::uri::Authority;
use http::{HeaderValue, header};

/// The host that a request was sent to, as the browser named it.
pub fn host_of(request: &Request) -> Option<HeaderValue> {
    let named = request.headers().get(header::HOST).cloned();
    // HTTP/2 says it in the address.
    named.or_else(|| HeaderValue::from_str(request.uri().authority()?.as_str()).ok())
}

impl RequestCx {
    /// A path of ours as everybody may read it: under the configured base address, or on this computer, and never under a name that
    /// whoever asks made up.
    pub fn published(&self, path: &str) -> Option<String> {
        let host = self.host.as_ref().and_then(|host| host.to_str().ok()?.parse::<Authority>().ok());
        let is_here = host.is_some_and(|host| ["localhost", "127.0.0.1", "[::1]"].contains(&host.host()));
        (self.app.base.is_some() || is_here).then(|| self.address(path))
    }

    /// A path of ours as an address that works from anywhere: under the configured base address, else under the host of the
    /// request. It stays a path where the request named no host that could be one.
    pub fn address(&self, path: &str) -> String {
        if let Some(base) = &self.app.base {
            return format!("{base}{path}");
        }
        let host = self.host.as_ref().and_then(|host| host.to_str().ok());
        match host.filter(|host| is_host(host)) {
            Some(host) => format!("http://{host}{path}"),
            None => path.to_owned(),
        }
    }
}

/// Reads a configured base address: `https://gradus.example`, with a port where it has one, and no path.
pub fn base_address(text: &str) -> Option<String> {
    let text = text.trim_end_matches('/');
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    is_host(host).then(|| text.to_owned())
}

/// A name or an IP address with or without a port, and nothing else: what is written here is sent to people, so no name of
/// a user, no path and no sign that an address has not.
fn is_host(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte);
    text.len() <= 255
        && text.bytes().all(is_plain)
        && text.parse::<Authority>().is_ok_and(|found| {
            !found.host().is_empty() && (found.host().len() == text.len() || found.port_u16().is_some())
        })
}

#[cfg(test)]
mod tests {
    use super::{base_address, is_host};

    #[test]
    fn a_base_address_has_a_scheme_and_a_host_and_no_path() {
        let read = |text| base_address(text);
        assert_eq!(read("https://gradus.example/").as_deref(), Some("https://gradus.example"));
        assert_eq!(read("http://[::1]:3000").as_deref(), Some("http://[::1]:3000"));
        for other in ["", "gradus.example", "ftp://gradus.example", "https://", "https://a/b", "https://u@a"] {
            assert_eq!(read(other), None, "{other}");
        }
    }

    #[test]
    fn a_name_or_an_address_with_or_without_a_port_is_a_host_and_nothing_else_is() {
        for host in ["gradus.example", "127.0.0.1:3000", "[::1]:3000", "localhost"] {
            assert!(is_host(host), "{host}");
        }
        let long = "a".repeat(256);
        for other in ["", "a@b", "a/b", "a b", "a\"b", "a:", ":80", "a:b", "a?b", "ä.example", &long] {
            assert!(!is_host(other), "{other}");
        }
    }
}
