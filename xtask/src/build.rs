//! `cargo xtask build` and `cargo xtask run`.

use crate::arguments::Run;
use crate::bundle;
use crate::failure::{Outcome, refused};
use crate::place;
use crate::process::{cargo, command, run};
use crate::say;
use crate::toolchain::Install;
use std::net::TcpListener;
use std::process::Command;

/// The browser's half, then the server.
pub fn build(release: bool) -> Outcome<bundle::Names> {
    let names = bundle::build(Install::OnlyNamed)?;
    say::step("server: compile");
    run(cargo().args(["build", "--package", "server"]).args(release.then_some("--release")))?;
    names.put_beside_binary(release)?;
    Ok(names)
}

/// Builds, then becomes the server, so that Ctrl-C and its exit status are the server's own.
pub fn build_and_serve(options: &Run) -> Outcome {
    refuse_used_port(options.port)?;
    build(options.release)?;
    become_program(&mut serve(options))
}

/// The server, where the build left everything. It is told so by the environment, because an option may be given only once and
/// those after `--` are whoever types them.
fn serve(options: &Run) -> Command {
    let mut serve = command(place::gradus(options.release));
    serve
        .env("GRADUS_ADDRESS", format!("127.0.0.1:{}", options.port))
        .env("GRADUS_VAR", "var")
        .env("GRADUS_CONTENT", "content")
        .env("GRADUS_SITE", place::site())
        .env("GRADUS_DEMO", "true");
    serve.arg("serve").args(&options.rest);
    serve
}

/// Said before a build that takes minutes, not after it.
fn refuse_used_port(port: u16) -> Outcome {
    match TcpListener::bind(("127.0.0.1", port)) {
        Ok(_) => Ok(()),
        Err(cause) if cause.kind() == std::io::ErrorKind::AddrInUse => refused(format!(
            "port {port} is in use; stop the program that listens there, or choose another with --port"
        )),
        Err(cause) => refused(format!("can't listen on port {port}: {cause}; choose another with --port")),
    }
}

#[cfg(unix)]
fn become_program(command: &mut Command) -> Outcome {
    use std::os::unix::process::CommandExt;
    let cause = command.exec();
    refused(format!("can't start {}: {cause}", command.get_program().to_string_lossy()))
}

#[cfg(not(unix))]
fn become_program(command: &mut Command) -> Outcome {
    run(command)
}

#[cfg(test)]
mod tests {
    use super::serve;
    use crate::arguments::Run;

    #[test]
    fn an_option_after_the_dashes_is_given_once_and_wins() {
        let rest = ["--var", "elsewhere", "--address", "127.0.0.1:4000"].map(String::from);
        let serve = serve(&Run { release: false, port: 3000, rest: rest.to_vec() });
        let words: Vec<_> = serve.get_args().filter_map(|word| word.to_str()).collect();
        assert_eq!(words[0], "serve");
        assert_eq!(words[1..], rest);
        let told = |name: &str| serve.get_envs().find(|(of, _)| *of == name).and_then(|(_, value)| value);
        assert_eq!(told("GRADUS_VAR"), Some("var".as_ref()));
        assert_eq!(told("GRADUS_ADDRESS"), Some("127.0.0.1:3000".as_ref()));
    }
}
