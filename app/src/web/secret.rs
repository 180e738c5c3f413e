//! Secrets that stand in addresses: the token of an invitation. They are kept nowhere in clear, so that whoever reads a copy of the
//! database can't open what they open.

use crate::paths;

/// What stands in the place of a secret.
const PLACE: &str = "{token}";

/// An address without its secret.
pub fn without(address: &str) -> String {
    match in_address(address) {
        Some((before, secret)) => format!("{before}{PLACE}{}", &address[before.len() + secret.len()..]),
        None => address.to_owned(),
    }
}

/// The same address again, from where a form was sent to it with the same secret.
pub fn with_that_of(address: &str, sent_to: &str) -> String {
    match in_address(sent_to) {
        Some((_, secret)) => address.replacen(PLACE, secret, 1),
        None => address.to_owned(),
    }
}

/// What stands before the secret of an address, and the secret.
fn in_address(address: &str) -> Option<(&'static str, &str)> {
    let (before, _) = paths::INVITATION.path.split_once('{')?;
    let secret = address.strip_prefix(before)?.split(['/', '?', '#']).next()?;
    Some((before, secret))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_taken_out_and_put_back() {
        for (address, without_it) in [
            ("/invitations/s3cret", "/invitations/{token}"),
            ("/invitations/s3cret/account?next=%2F", "/invitations/{token}/account?next=%2F"),
            ("/invitations/s3cret?done=1", "/invitations/{token}?done=1"),
            ("/organisations/1/invitations/2/end", "/organisations/1/invitations/2/end"),
            ("/invitations", "/invitations"),
            ("/", "/"),
        ] {
            assert_eq!(without(address), without_it);
            assert_eq!(with_that_of(without_it, "/invitations/s3cret/account"), address);
        }
        assert_eq!(with_that_of("/sign-in", "/sign-in"), "/sign-in");
    }
}
