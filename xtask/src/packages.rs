//! Debian's packages, installed when we may, named when we may not.

use crate::failure::{Outcome, refused};
use crate::process::{command, is_root, on_path, succeeds};
use crate::say;

/// Installs what is missing. Never removes a package to make room.
pub fn install(what_for: &str, packages: &[&str]) -> Outcome {
    let names = packages.join(" ");
    let by_hand = format!("{what_for} is missing; install it with `apt-get install {names}`");
    if on_path("apt-get").is_none() {
        return refused(format!("{what_for} is missing, and there is no apt-get; on Debian the packages are {names}"));
    }
    if !is_root() {
        return refused(by_hand);
    }
    say::note(&format!("installing {names}"));
    if apt(&["update"]) && apt(&[&["install", "-y", "--no-remove", "--no-install-recommends"], packages].concat()) {
        return Ok(());
    }
    refused(format!("{by_hand} (apt-get refused just now)"))
}

fn apt(arguments: &[&str]) -> bool {
    succeeds(command("apt-get").env("DEBIAN_FRONTEND", "noninteractive").arg("-q").args(arguments))
}
