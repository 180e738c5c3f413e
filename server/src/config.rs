//! What the server is told at start: by options, else by the environment, else sensible values.

use crate::start::Refusal;
use app::web::db::Pool;
use app::web::origin::base_address;
use chrono_tz::Tz;
use clap::Args;
use sea_orm::DbErr;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

/// Options of every command that opens the database.
#[derive(Args, Clone, Debug)]
pub struct Store {
    /// The folder for the SQLite file and the evidence.
    #[arg(long, env = "GRADUS_VAR", default_value = "var")]
    pub var: PathBuf,
    /// The database: sqlite:// or postgres:// URL. Without it, gradus.sqlite in the folder of --var.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub database: Option<String>,
    /// Connections to the database to read with; on PostgreSQL as many again to write with.
    #[arg(long, env = "DATABASE_CONNECTIONS", default_value = "4", value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub connections: u32,
    /// Seconds after which PostgreSQL gives up a statement. What a server at work reads for a page it gives up after 10 if that
    /// is less: the page itself is given up after 15.
    #[arg(long, env = "DATABASE_STATEMENT_TIMEOUT", default_value = "30", value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub statement_timeout: u64,
    /// The folder of the published content.
    #[arg(long, env = "GRADUS_CONTENT", default_value = "content")]
    pub content: PathBuf,
    /// The zone of the days of what belongs to no body, such as an employer's people: Europe/London. Without it, that of the
    /// first body.
    #[arg(long, env = "GRADUS_ZONE")]
    pub zone: Option<Tz>,
}

impl Store {
    /// The database's URL.
    pub fn database_url(&self) -> String {
        match &self.database {
            Some(url) if !url.is_empty() => url.clone(),
            _ => format!("sqlite://{}?mode=rwc", self.var.join("gradus.sqlite").display()),
        }
    }

    /// How the database is reached.
    pub fn pool(&self) -> Pool {
        let statement_timeout = Duration::from_secs(self.statement_timeout);
        Pool { connections: self.connections, statement_timeout, read_timeout: statement_timeout }
    }

    /// The database's URL for people: one of a server, which may hold a password, is only spoken of.
    pub fn database_shown(&self) -> String {
        let url = self.database_url();
        if url.starts_with("sqlite") { url } else { String::from("the DATABASE_URL given") }
    }

    /// Why the database can't be opened, and what to do.
    pub(crate) fn can_not_be_opened(&self, error: &DbErr) -> Refusal {
        let shown = self.database_shown();
        // The driver repeats an address that it can't read, with the password in it.
        let why = error.to_string().replace(&self.database_url(), &shown);
        Refusal(format!(
            "The database at {shown} can’t be opened: {}. Mend its address, or give another with DATABASE_URL or --database.",
            why.trim_end_matches('.')
        ))
    }
}

/// Options of `gradus serve`.
#[derive(Args, Clone, Debug)]
pub struct Serve {
    /// Where to listen.
    #[arg(long, env = "GRADUS_ADDRESS", default_value = "127.0.0.1:3000")]
    pub address: SocketAddr,
    /// The folder of the built bundle (cargo xtask build).
    #[arg(long, env = "GRADUS_SITE", default_value = "target/site")]
    pub site: PathBuf,
    /// Connections that one network address may hold at once. Without it 64, and with --secure, which takes a proxy before the server,
    /// as many as the server holds: they all come from the proxy, which should bound them itself.
    #[arg(long, env = "GRADUS_CONNECTIONS_PER_ADDRESS", value_parser = clap::value_parser!(u32).range(1..=512))]
    pub connections_per_address: Option<u32>,
    /// People reach the server over HTTPS: cookies are marked so and HSTS is sent.
    #[arg(long, env = "GRADUS_SECURE")]
    pub secure: bool,
    /// The header in which the proxy before the server says from which address a request comes, such as X-Real-IP or
    /// X-Forwarded-For, of which the last address counts: wrong passwords are counted by it. Only where the proxy writes it itself.
    #[arg(long, env = "GRADUS_SOURCE_HEADER")]
    pub source_header: Option<http::HeaderName>,
    /// The address at which people reach the server, for links that are sent to them: https://gradus.example. With --secure it
    /// must be given; else, without it, it is the one that their browser names.
    #[arg(long, env = "GRADUS_BASE_URL", value_parser = base_url)]
    pub base_url: Option<String>,
    /// Where evidence is kept: a folder by default, s3://bucket/prefix with AWS_* in the environment.
    #[arg(long, env = "GRADUS_EVIDENCE")]
    pub evidence: Option<String>,
    /// Put in the demo people when the database is empty, and print who can sign in.
    #[arg(long, env = "GRADUS_DEMO")]
    pub demo: bool,
    /// Seconds by which the clock is behind: how two servers whose clocks differ are tested.
    #[arg(long, env = "GRADUS_CLOCK_BEHIND", hide = true, default_value = "0", value_parser = clap::value_parser!(i64).range(0..=5))]
    pub clock_behind: i64,
    /// Logs as JSON, one object a line.
    #[arg(long, env = "GRADUS_LOG_JSON")]
    pub log_json: bool,
    /// Where the data is.
    #[command(flatten)]
    pub store: Store,
}

/// Connections that one address may hold where no proxy stands before the server: more than browsers open for some people
/// behind one address, and few of all there are.
const PER_ADDRESS: usize = 64;

/// What a page reads is given up before the page is (15 s), so that nobody works on for whom nobody waits.
pub const READS_WITHIN: Duration = Duration::from_secs(10);

impl Serve {
    /// How a server at work reaches the database.
    pub fn pool(&self) -> Pool {
        let pool = self.store.pool();
        Pool { read_timeout: pool.read_timeout.min(READS_WITHIN), ..pool }
    }

    /// How many connections one address may hold.
    pub fn per_address(&self) -> Option<usize> {
        let given = self.connections_per_address.map(|given| given as usize);
        given.or((!self.secure).then_some(PER_ADDRESS))
    }
}

pub(crate) fn base_url(text: &str) -> Result<String, &'static str> {
    base_address(text).ok_or("write it as https://gradus.example, without a path")
}
