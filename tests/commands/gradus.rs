//! Running the binary: a folder of its own, a bound on every wait, and nothing left running.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Longer than any command takes, so that a test which hangs ends.
pub const PATIENCE: Duration = Duration::from_secs(90);

/// The repository.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A folder with something that looks like a built bundle, and settings for the binary.
pub struct Place {
    folder: TempDir,
    settings: Vec<(&'static str, String)>,
}

impl Place {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        tests::bundle(folder.path());
        Self { folder, settings: Vec::new() }
    }

    /// With the demo people in it.
    pub fn with_demo_people() -> Self {
        let place = Self::new();
        place.run(&["demo"]).must_succeed();
        place
    }

    /// Sets a variable of the environment.
    pub fn set(&mut self, name: &'static str, value: impl Into<String>) {
        self.settings.push((name, value.into()));
    }

    /// The folder that `--var` names.
    pub fn var(&self) -> PathBuf {
        self.folder.path().join("var")
    }

    /// The files of the evidence folder, whole ones and those on their way into it, by their path in it.
    pub fn evidence_files(&self) -> Vec<String> {
        let root = self.var().join("evidence");
        let (mut files, mut open) = (Vec::new(), vec![root.clone()]);
        while let Some(folder) = open.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    open.push(path);
                } else {
                    files.push(path.strip_prefix(&root).unwrap().display().to_string());
                }
            }
        }
        files.sort();
        files
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(binary());
        command.args(words).current_dir(repository()).env_clear();
        command
            .env("GRADUS_VAR", self.var())
            .env("GRADUS_CONTENT", repository().join("content"))
            .env("GRADUS_SITE", self.folder.path().join("site"))
            .env("GRADUS_ADDRESS", "127.0.0.1:0")
            .envs(self.settings.iter().map(|(name, value)| (*name, value)));
        command
    }

    /// Runs a command to its end.
    pub fn run(&self, words: &[&str]) -> Ran {
        self.run_with(words, "")
    }

    /// Runs a command to its end, with something on its standard input.
    pub fn run_with(&self, words: &[&str], input: &str) -> Ran {
        let mut command = self.command(words);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // A command that reads nothing has closed it already.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let (out, err) = (read(child.stdout.take().unwrap()), read(child.stderr.take().unwrap()));
        let status = wait(&mut child);
        Ran { status, out: out.join().unwrap(), err: err.join().unwrap() }
    }

    /// Starts a server with the demo people and waits until it says its address.
    pub fn serve(&self) -> Server {
        let mut server =
            Server { child: self.start(&["serve", "--demo"]), address: String::new(), said: String::new() };
        let lines = lines(server.child.stdout.take().unwrap());
        let until = Instant::now() + PATIENCE;
        while server.address.is_empty() {
            let line = lines.recv_timeout(until - Instant::now()).expect("the server says nothing");
            if let Some(address) = line.strip_prefix("Gradus is at http://") {
                server.address = address.to_owned();
            }
            server.said.push_str(&line);
            server.said.push('\n');
        }
        server
    }

    /// Starts a command and lets it run.
    pub fn start(&self, words: &[&str]) -> Child {
        self.command(words).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap()
    }
}

fn binary() -> PathBuf {
    let own = std::env::current_exe().unwrap();
    let binary = own.parent().unwrap().parent().unwrap().join("gradus");
    assert!(
        binary.is_file(),
        "{} is not there: run cargo build --workspace --exclude frontend first",
        binary.display()
    );
    binary
}

fn read(mut from: impl Read + Send + 'static) -> std::thread::JoinHandle<String> {
    std::thread::spawn(move || {
        let mut text = String::new();
        from.read_to_string(&mut text).unwrap();
        text
    })
}

pub fn lines(from: impl Read + Send + 'static) -> Receiver<String> {
    let (send, receive) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(from).lines().map_while(Result::ok) {
            // Nobody listens any more: the pipe is emptied all the same.
            let _ = send.send(line);
        }
    });
    receive
}

fn wait(child: &mut Child) -> Option<i32> {
    let until = Instant::now() + PATIENCE;
    while Instant::now() < until {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code();
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    let _ = child.kill();
    panic!("the command does not end");
}

/// What a command came to.
#[derive(Debug)]
pub struct Ran {
    pub status: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Ran {
    pub fn must_succeed(self) -> Self {
        assert_eq!(self.status, Some(0), "{self:?}");
        self
    }

    /// It says these words, in lines of which there are so many, and nothing of a panic.
    pub fn must_refuse(self, lines: usize, words: &str) -> Self {
        assert_eq!(self.status, Some(2), "{self:?}");
        assert_eq!(self.err.trim_end().lines().count(), lines, "{}", self.err);
        assert!(self.err.contains(words), "“{words}” is not in: {}", self.err);
        assert!(!self.err.contains("panicked"), "{}", self.err);
        self
    }
}

/// A server that runs; it is ended with this.
pub struct Server {
    child: Child,
    pub address: String,
    /// What it printed before its address.
    pub said: String,
}

impl Server {
    /// One that was started otherwise and will answer there.
    pub fn of(child: Child, address: String) -> Self {
        Self { child, address, said: String::new() }
    }

    /// Asks it to stop, as a service manager would.
    pub fn ask_to_stop(&self) {
        let sent = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }

    /// Its exit status, once it has ended.
    pub fn ended(&mut self) -> Option<i32> {
        wait(&mut self.child)
    }

    /// Asks it to stop and waits for it.
    pub fn stop(mut self) {
        self.ask_to_stop();
        assert_eq!(self.ended(), Some(0));
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
