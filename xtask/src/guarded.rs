//! A program in the background that ends when we end, however we end.

use crate::failure::{Explain, Outcome, refused};
use crate::place;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The shell that minds the program waits for the end of its standard input. That comes when `Guarded` is dropped, and
/// also when we panic, are interrupted or killed, because the system closes the pipe for us.
const MINDER: &str = r#"
folder=$1 log=$2 signal=$3; shift 3
"$@" </dev/null >"$log" 2>&1 &
program=$!
echo "$program"
exec 2>/dev/null
trap "" INT
cat >/dev/null
kill -s "$signal" "$program" 2>/dev/null
wait "$program"
[ -z "$folder" ] || rm -rf "$folder"
"#;

/// What to start and how to end it.
pub struct Plan<'a> {
    /// Wraps the minder, to run everything as another user: `["runuser", "-u", "postgres", "--"]`, or nothing.
    pub through: &'a [&'a str],
    pub program: &'a Path,
    pub arguments: Vec<String>,
    pub environment: Vec<(String, String)>,
    /// The signal that asks for an orderly end.
    pub signal: &'a str,
    /// Where its output goes.
    pub log: PathBuf,
    /// A temporary folder to take away at the end.
    pub folder: Option<PathBuf>,
}

pub struct Guarded {
    minder: Child,
    pub pid: u32,
    log: PathBuf,
}

impl Guarded {
    pub fn start(plan: &Plan) -> Outcome<Guarded> {
        let about = format!("can't start {}", plan.program.display());
        let mut words = plan.through.iter().copied().chain(["sh", "-c", MINDER, "minder"]);
        let mut command = Command::new(words.next().unwrap_or("sh"));
        command.args(words);
        command.arg(plan.folder.as_deref().unwrap_or(Path::new("")));
        command.args([plan.log.as_os_str(), plan.signal.as_ref(), plan.program.as_os_str()]);
        command.args(&plan.arguments).envs(plan.environment.iter().map(|(name, value)| (name, value)));
        // Another user may not be allowed to stand in the workspace.
        command.current_dir(if plan.through.is_empty() { place::root() } else { std::env::temp_dir() });
        let mut minder = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().or_say(&about)?;
        let mut first = String::new();
        if let Some(output) = minder.stdout.take() {
            BufReader::new(output).read_line(&mut first).or_say(&about)?;
        }
        let Ok(pid) = first.trim().parse() else {
            return refused(about);
        };
        let log = plan.log.clone();
        Ok(Guarded { minder, pid, log })
    }

    /// Waits until `ready` says so; gives up when the program has ended or the time is over, quoting its last words.
    pub fn wait_until(&self, what: &str, patience: Duration, mut ready: impl FnMut() -> bool) -> Outcome {
        let start = Instant::now();
        while start.elapsed() < patience {
            if ready() {
                return Ok(());
            }
            if self.has_ended() {
                return refused(format!("{what} ended at once; its last words: {}", self.last_words()));
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        refused(format!("{what} didn't answer for {} s; its last words: {}", patience.as_secs(), self.last_words()))
    }

    /// Ended: in state Z, or buried by the minder's shell already. Without `/proc` we can't tell and wait for the time to
    /// run out.
    fn has_ended(&self) -> bool {
        match std::fs::read_to_string(format!("/proc/{}/stat", self.pid)) {
            Ok(stat) => stat.rsplit_once(')').is_some_and(|(_, rest)| rest.trim_start().starts_with('Z')),
            Err(_) => Path::new("/proc/self").exists(),
        }
    }

    fn last_words(&self) -> String {
        let log = std::fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<&str> = log.lines().filter(|line| !line.trim().is_empty()).collect();
        let last = &lines[lines.len().saturating_sub(3)..];
        if last.is_empty() { "none".to_string() } else { last.join(" / ") }
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        drop(self.minder.stdin.take());
        let _ = self.minder.wait();
    }
}

/// A port of 127.0.0.1 that nobody listens on right now.
pub fn free_port() -> Outcome<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).or_say("can't find a free port")?;
    Ok(listener.local_addr().or_say("can't find a free port")?.port())
}

/// A new folder for this run that only we can enter.
pub fn temporary_folder(name: &str) -> Outcome<PathBuf> {
    use std::os::unix::fs::DirBuilderExt;
    let folder = std::env::temp_dir().join(format!("gradus-{name}-{}", std::process::id()));
    let about = format!("can't make {}", folder.display());
    std::fs::DirBuilder::new().mode(0o700).create(&folder).or_say(about)?;
    Ok(folder)
}
