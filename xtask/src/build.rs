//! `cargo xtask build` and `cargo xtask run`.

use crate::arguments::Arguments;
use crate::bundle;
use crate::failure::{Outcome, refused};
use crate::place;
use crate::process::{cargo, command, run};
use crate::say;
use crate::toolchain::Install;
use std::net::TcpListener;

/// The browser's half, then the server.
pub fn build(release: bool) -> Outcome<bundle::Names> {
    let names = bundle::build(Install::OnlyNamed)?;
    say::step("server: compile");
    run(cargo()
        .args(["build", "--package", "server"])
        .args(release.then_some("--release")))?;
    names.put_beside_binary(release)?;
    Ok(names)
}

/// Builds, then becomes the server, so that Ctrl-C and its exit status are the server's own.
pub fn build_and_serve(arguments: &Arguments) -> Outcome {
    let port = arguments.port.unwrap_or(3000);
    refuse_used_port(port)?;
    build(arguments.release)?;
    let mut serve = command(place::gradus(arguments.release));
    serve
        .arg("serve")
        .arg("--demo")
        .arg("--address")
        .arg(format!("127.0.0.1:{port}"));
    serve
        .arg("--var")
        .arg("var")
        .arg("--content")
        .arg("content")
        .arg("--site")
        .arg(place::site());
    serve.args(&arguments.rest);
    become_program(&mut serve)
}

/// Said before a build that takes minutes, not after it.
fn refuse_used_port(port: u16) -> Outcome {
    match TcpListener::bind(("127.0.0.1", port)) {
        Ok(_) => Ok(()),
        Err(cause) if cause.kind() == std::io::ErrorKind::AddrInUse => refused(format!(
            "port {port} is in use; stop the program that listens there, or choose another with --port"
        )),
        Err(cause) => refused(format!(
            "can't listen on port {port}: {cause}; choose another with --port"
        )),
    }
}

#[cfg(unix)]
fn become_program(command: &mut std::process::Command) -> Outcome {
    use std::os::unix::process::CommandExt;
    let cause = command.exec();
    refused(format!(
        "can't start {}: {cause}",
        command.get_program().to_string_lossy()
    ))
}

#[cfg(not(unix))]
fn become_program(command: &mut std::process::Command) -> Outcome {
    run(command)
}
