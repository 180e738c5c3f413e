//! One version of Gradus: its binary, what it reads, and many people in a database of its own.

use super::figure::{Figure, Unit};
use super::http::Site;
use super::{load, memory, people};
use crate::failure::{Outcome, refused};
use crate::guarded::{Guarded, Plan, free_port};
use crate::place;
use crate::process::{command, output};
use std::path::{Path, PathBuf};
use std::time::Duration;

const TRAINEES: &str = "10000";

pub struct Version {
    pub binary: PathBuf,
    pub content: PathBuf,
    pub site: PathBuf,
    /// Where the database is, and what else the server keeps.
    pub folder: PathBuf,
    /// Its URL.
    pub database: String,
}

/// The URL of a SQLite database in a folder.
pub fn sqlite(folder: &Path) -> String {
    format!("sqlite://{}?mode=rwc", folder.join("gradus.db").display())
}

impl Version {
    /// The one of this workspace, with a SQLite database in a folder.
    pub fn ours(folder: &Path) -> Version {
        Version {
            binary: place::gradus(true),
            content: place::content(),
            site: place::site(),
            folder: folder.to_path_buf(),
            database: sqlite(folder),
        }
    }

    /// Makes the database with its people; answers whom to sign in as.
    pub fn fill(&self) -> Outcome<people::Person> {
        people::trainee(&self.fill_with(TRAINEES)?).map_or_else(
            || {
                refused(
                    "`gradus demo` printed nobody to sign in as; a line with an e-mail address and a password is wanted",
                )
            },
            Ok,
        )
    }

    /// Serves, signs in, loads the person's home page; ends the server.
    pub fn measure(&self, person: &people::Person) -> Outcome<Vec<Figure>> {
        let site = Site::new(free_port()?);
        let server = self.served(&site)?;
        std::thread::sleep(Duration::from_secs(2));
        let idle = memory::resident(server.pid);

        let cookie = site.sign_in(person)?;
        let (status, home) = site.get("/home", &cookie)?;
        if status != 200 {
            return refused(format!("signed in as {}, GET /home answered {status} instead of 200", person.email));
        }
        let bare = load::wrk(&site.address("/livez"), "")?;
        let (busy, peak) = memory::peak_during(server.pid, || load::wrk(&site.address("/home"), &cookie));
        Ok(figures(&bare, &busy?, home.len(), idle, peak))
    }

    /// The same with so many trainees; answers what is printed.
    pub fn fill_with(&self, trainees: &str) -> Outcome<String> {
        let mut demo = command(&self.binary);
        demo.args(["demo", "--trainees", trainees, "--database", &self.database])
            .env("GRADUS_CONTENT", &self.content)
            .env("GRADUS_VAR", &self.folder)
            // At its end every table is looked through.
            .env("DATABASE_STATEMENT_TIMEOUT", "3600");
        output(&mut demo)
    }

    /// Serves, and waits until it answers.
    pub fn served(&self, site: &Site) -> Outcome<Guarded> {
        let server = self.serve(site.port)?;
        server.wait_until("gradus serve", Duration::from_secs(60), || {
            site.get("/livez", "").is_ok_and(|(status, _)| status == 200)
        })?;
        Ok(server)
    }

    fn serve(&self, port: u16) -> Outcome<Guarded> {
        let paths: [(&str, &Path); 3] = [("--content", &self.content), ("--var", &self.folder), ("--site", &self.site)];
        let mut arguments = ["serve", "--address", &format!("127.0.0.1:{port}")].map(String::from).to_vec();
        for (option, path) in paths {
            arguments.extend([option.to_string(), path.display().to_string()]);
        }
        Guarded::start(&Plan {
            through: &[],
            program: &self.binary,
            arguments,
            environment: vec![
                ("DATABASE_URL".to_string(), self.database.clone()),
                ("RUST_LOG".to_string(), "warn".to_string()),
            ],
            signal: "TERM",
            log: self.folder.join("log"),
            folder: None,
        })
    }
}

fn figures(bare: &load::Load, busy: &load::Load, home: usize, idle: Option<u64>, peak: Option<u64>) -> Vec<Figure> {
    use Unit::{Kilobytes, Megabytes, Milliseconds, Number};
    let rows = [
        ("trainee home, 10,000 trainees, 16 connections: requests/s", Some(busy.per_second), Number, "≥ 2,200"),
        ("trainee home: median", Some(busy.median), Milliseconds, ""),
        ("trainee home: p99", Some(busy.p99), Milliseconds, "≤ 12 ms"),
        ("trainee home: answers that were errors, or not in time", Some(busy.errors), Number, "0"),
        ("bare handler in the same run: requests/s", Some(bare.per_second), Number, ""),
        ("bare handler: p99", Some(bare.p99), Milliseconds, ""),
        ("trainee home: transfer, compressed", Some(home as f64 / 1e3), Kilobytes, "≤ 50 kB"),
        ("memory, idle", idle.map(megabytes), Megabytes, "≤ 60 MB"),
        ("memory, under load", peak.map(megabytes), Megabytes, "≤ 200 MB"),
    ];
    let known = rows
        .into_iter()
        .filter_map(|(what, value, unit, budget)| value.map(|value| Figure { what, value, unit, budget }));
    known.collect()
}

/// Of the kilobytes (1,024) that the system reports.
fn megabytes(kilobytes: u64) -> f64 {
    kilobytes as f64 * 1.024e-3
}
