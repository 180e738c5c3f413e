//! `gradus serve`

use super::demo;
use crate::config::Serve;
use crate::listen::{self, Bounds};
use crate::router::{Limits, router};
use crate::say;
use crate::start::{Refusal, log, state};
use app::features::imports;
use app::web::clock::Clock;
use app::web::jobs;
use chrono::TimeDelta;
use std::time::Duration;
use tokio::net::TcpListener;

/// What is logged where GRADUS_LOG names nothing.
pub const LOGGED: &str = "info,sqlx=warn,tower_http=info,sea_orm_migration=warn";
/// How long uploads that were cut off may take to be undone after that.
const UNDOING: Duration = Duration::from_secs(5);

/// Serves until told to stop.
///
/// # Errors
/// [`Refusal`] with what keeps it from starting.
pub async fn serve(options: Serve) -> Result<String, Refusal> {
    log(options.log_json, LOGGED);
    if options.secure && !options.base_url.as_deref().is_some_and(|base| base.starts_with("https://")) {
        return Err(Refusal(String::from(
            "People reach the server over HTTPS (GRADUS_SECURE or --secure), so links that are sent to them need its address: set GRADUS_BASE_URL or --base-url to it, like https://gradus.example.",
        )));
    }
    // The port first: whoever has it already should hear of it before anything is written.
    let listener = TcpListener::bind(options.address).await.map_err(|error| {
        Refusal(match error.kind() {
            std::io::ErrorKind::AddrInUse => format!(
                "{} is in use by another program. Stop it, or choose another address with --address.",
                options.address
            ),
            _ => format!("{} can’t be listened on: {error}. Choose another address with --address.", options.address),
        })
    })?;
    let app = state(&options, Clock::system().behind(TimeDelta::seconds(options.clock_behind))).await?;
    if options.demo {
        say::out(&demo::on_first_start(&app, &options.store).await?);
    }
    let address = listener.local_addr().map_err(|error| Refusal(error.to_string()))?;
    say::out(&format!("Gradus is at http://{address}"));
    let router = router(&app, &options.site, Limits::default());
    jobs::begin(&app.db, app.clock.now()).await?;
    let features = app.clone();
    let features = move |job: jobs::Taken| {
        let app = features.clone();
        async move { imports::check::check(&app, &job.subject).await }
    };
    let worker = tokio::spawn(jobs::work(app.db.clone(), app.clock.clone(), features));
    let bounds = Bounds { per_source: options.per_address(), ..Bounds::default() };
    listen::until(signal(), listener, router, bounds).await;
    // A job that is cut off is done by whoever takes it when its lease is over.
    worker.abort();
    // Uploads that were cut off are being undone, each in its place; without their parts the file would stay half there.
    let _ = tokio::time::timeout(UNDOING, app.uploads.all()).await;
    app.db.close().await;
    Ok(String::new())
}

/// Ctrl-C or, where there are signals, SIGTERM.
async fn signal() {
    let interrupt = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    #[cfg(unix)]
    let terminate = async {
        if let Ok(mut terminate) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            terminate.recv().await;
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
