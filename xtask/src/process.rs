//! Starting other programs.

use crate::failure::{Explain, Outcome, found, refused};
use crate::place;
use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// A program, started in the workspace's folder.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(place::root());
    command
}

/// The cargo that runs us.
pub fn cargo() -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = command(program);
    forget_our_package(&mut command);
    command
}

/// Cargo describes *our* package to us in the environment. Build scripts that watch these names (ring's does) would run
/// again, and with them everything above, each time cargo is called by us after being called by hand.
pub fn forget_our_package(command: &mut Command) {
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        let ours = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"];
        if ours.iter().any(|start| text.starts_with(start)) || text == "CARGO_PRIMARY_PACKAGE" {
            command.env_remove(&name);
        }
    }
}

/// Runs to the end, its output going where ours goes.
pub fn run(command: &mut Command) -> Outcome {
    let status = command.status().or_say(format!("can't start {}", name(command)))?;
    if status.success() {
        return Ok(());
    }
    found(format!("{} failed ({status})", line(command)))
}

/// Runs to the end and answers what it printed, without the last line's end.
pub fn output(command: &mut Command) -> Outcome<String> {
    let output = command.output().or_say(format!("can't start {}", name(command)))?;
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr);
        let last = complaint.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("no message");
        return refused(format!("{} failed: {}", line(command), last.trim()));
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim_end().to_string())
}

/// Runs to the end in silence; only whether it went well.
pub fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// The first file of this name in the folders of `PATH`.
pub fn on_path(tool: &str) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?).map(|folder| folder.join(tool)).find(|file| file.is_file())
}

/// Whether we may install packages and become other users.
pub fn is_root() -> bool {
    output(command("id").arg("-u")).is_ok_and(|id| id == "0")
}

fn name(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}

/// The command as a person would type it, cut where it gets long.
fn line(command: &Command) -> String {
    let program = PathBuf::from(command.get_program());
    let mut line = program.file_name().unwrap_or(command.get_program()).to_string_lossy().into_owned();
    for argument in command.get_args() {
        line.push(' ');
        line.push_str(&argument.to_string_lossy());
    }
    match line.char_indices().nth(120) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
