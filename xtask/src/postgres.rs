//! A PostgreSQL of our own for one run: its data in a temporary folder, on a free port, gone at the end.

use crate::failure::{Explain, Outcome, refused};
use crate::guarded::{Guarded, Plan, free_port, temporary_folder};
use crate::packages;
use crate::process::{command, is_root, on_path, output, succeeds};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// PostgreSQL refuses to run as root; Debian's package brings this user.
const USER: &str = "postgres";

/// Nothing here need survive a power cut, and every test brings its own connections.
const SETTINGS: [&str; 6] = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=400",
    "listen_addresses=127.0.0.1",
    "log_min_messages=fatal",
];

pub struct Postgres {
    /// `postgres://…` of a role that may create databases.
    pub url: String,
    _server: Guarded,
}

/// Sees to it that PostgreSQL is installed.
pub fn ensure() -> Outcome {
    if programs().is_none() {
        packages::install("PostgreSQL", &["postgresql"])?;
    }
    if programs().is_none() {
        return refused("PostgreSQL is installed but its `initdb` isn't found; put its `bin` folder on PATH");
    }
    Ok(())
}

/// Starts one and waits until it answers.
pub fn start() -> Outcome<Postgres> {
    ensure()?;
    let Some(bin) = programs() else {
        return refused("PostgreSQL is missing");
    };
    let folder = temporary_folder("postgres")?;
    let started = start_in(&bin, &folder);
    if started.is_err() {
        let _ = std::fs::remove_dir_all(&folder);
    }
    started
}

fn start_in(bin: &Path, folder: &Path) -> Outcome<Postgres> {
    let (data, secret) = (folder.join("data"), folder.join("password"));
    let password = password()?;
    std::fs::write(&secret, &password).or_say("can't write the password of the test database")?;
    let as_root = is_root();
    let through: &[&str] = if as_root { &["runuser", "-u", USER, "--"] } else { &[] };
    if as_root {
        output(command("chown").arg("-R").arg(USER).arg(folder))?;
    }
    let initdb = bin.join("initdb");
    let mut create = through.first().map_or_else(
        || Command::new(&initdb),
        |first| {
            let mut command = Command::new(first);
            command.args(&through[1..]).arg(&initdb);
            command
        },
    );
    create.args(["--username=gradus", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"]);
    create.arg("--pgdata").arg(&data).arg("--pwfile").arg(&secret);
    output(create.current_dir(std::env::temp_dir()))?;

    let port = free_port()?;
    let mut arguments = vec!["-D".to_string(), data.display().to_string(), "-p".to_string(), port.to_string()];
    arguments.extend(["-k".to_string(), folder.display().to_string()]);
    arguments.extend(SETTINGS.iter().flat_map(|setting| ["-c".to_string(), (*setting).to_string()]));
    let server = Guarded::start(&Plan {
        through,
        program: &bin.join("postgres"),
        arguments,
        environment: Vec::new(),
        // PostgreSQL's "fast shutdown": it doesn't wait for clients.
        signal: "INT",
        log: folder.join("log"),
        folder: Some(folder.to_path_buf()),
    })?;
    let ready = || succeeds(command(bin.join("pg_isready")).args(["-q", "-h", "127.0.0.1", "-p", &port.to_string()]));
    server.wait_until("PostgreSQL", Duration::from_secs(60), ready)?;
    let url = format!("postgres://gradus:{password}@127.0.0.1:{port}/postgres");
    Ok(Postgres { url, _server: server })
}

/// The folder with `initdb` and `postgres`: on `PATH`, or the newest of Debian's.
fn programs() -> Option<PathBuf> {
    if let Some(initdb) = on_path("initdb") {
        return initdb.canonicalize().ok()?.parent().map(Path::to_path_buf);
    }
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let mut folders: Vec<PathBuf> = versions.flatten().map(|entry| entry.path().join("bin")).collect();
    folders.retain(|bin| bin.join("initdb").is_file());
    folders.sort_by_key(|bin| version(bin));
    folders.pop()
}

fn version(bin: &Path) -> u32 {
    let name = bin.parent().and_then(Path::file_name).unwrap_or_default();
    name.to_string_lossy().parse().unwrap_or(0)
}

/// Other users of this machine must not get into a database whose role may run programs.
fn password() -> Outcome<String> {
    let mut bytes = [0; 16];
    std::fs::File::open("/dev/urandom")
        .and_then(|mut source| source.read_exact(&mut bytes))
        .or_say("can't read /dev/urandom")?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
