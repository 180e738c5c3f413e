//! From where a request comes, as far as that is known.

use super::state::AppState;
use axum::extract::Request;
use std::net::{IpAddr, Ipv6Addr};

/// The other end of the connection on which a request came; whoever listens puts it there.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub IpAddr);

/// The network address that a request comes from: what the proxy before the server says in the configured header, else the
/// other end of the connection. None where that is a proxy of which no header is configured.
pub(super) fn of(app: &AppState, request: &Request) -> Option<IpAddr> {
    let Some(header) = &app.source_header else {
        return request.extensions().get::<Peer>().filter(|_| !app.secure).map(|peer| network(peer.0));
    };
    // The proxy adds its word at the end: what stands before it, anybody may have written.
    let last = request.headers().get_all(header).iter().next_back()?.to_str().ok()?.rsplit(',').next()?;
    last.trim().parse().ok().map(network)
}

/// Whose an address is: of IPv6 a customer is given a network of up to 56 bits (RIPE-690), with as many addresses as they like.
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 72 << 72)),
        v4 @ IpAddr::V4(_) => v4,
    }
}
