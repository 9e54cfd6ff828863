//! Two API servers, two workers and their database under a steady load for many minutes: whether memory or open
//! handles grow, anything fails, or the read models are wrong at the end.

mod askers;
mod feed;
mod fleet;
mod judge;
mod ledger;
mod outcome;
mod subscribers;
mod table;
mod trend;
mod watch;

pub use judge::Limits;
pub use outcome::{Growth, Outcome};
pub use trend::Slope;

use crate::graphql;
use anyhow::{Context as _, Result};
use fleet::Fleet;
use indicatif::{ProgressBar, ProgressStyle};
use ledger::Ledger;
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::time::timeout;
use watch::Watch;

/// The progress line.
const LINE: &str = "  {spinner:.cyan} soak {bar:24.cyan/black.bright} {elapsed} of {len} s  {msg}";
/// How long the workers may take to project the remaining queue at the end.
const PATIENCE: Duration = Duration::from_secs(600);

/// The load, as words of a command.
#[derive(Clone, Copy, Debug, clap::Args)]
#[command(next_help_heading = "For soak")]
pub(crate) struct LoadArgs {
    /// For how many minutes
    #[arg(long, default_value_t = 15.0)]
    minutes: f64,
    /// How many events a second are sent
    #[arg(long, default_value_t = 1_000.0)]
    rate: f64,
    /// How many clients follow the live counts
    #[arg(long, default_value_t = 500)]
    subscribers: usize,
    /// How many questions of the dashboard are asked a second
    #[arg(long, default_value_t = 20.0)]
    queries: f64,
}

/// What is run, how long, and under which load.
#[derive(Clone, Debug)]
pub struct Soak {
    /// The measured program.
    pub binary: PathBuf,
    /// How long the load lasts.
    pub lasts: Duration,
    /// Events per second, over all organizations and both API servers.
    pub rate: f64,
    /// Clients that subscribe to the live counts, half of them on each API server.
    pub subscribers: usize,
    /// Dashboard queries per second.
    pub queries: f64,
}

/// Runs it as a command: prints the table, and fails if a limit is missed.
#[expect(clippy::print_stdout, reason = "the table is what was asked for")]
pub(crate) async fn main(args: &LoadArgs, binary: PathBuf) -> Result<ExitCode> {
    let lasts = Duration::try_from_secs_f64(args.minutes * 60.0).context("--minutes: expected a number above 0")?;
    let LoadArgs { rate, subscribers, queries, .. } = *args;
    let outcome = Soak { binary, lasts, rate, subscribers, queries }.run().await?;
    let limits = Limits::default();
    println!("{}", outcome.table(&limits));
    Ok(if outcome.complaints(&limits).is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

impl Soak {
    /// Starts everything, applies the load, waits for the workers to finish, and verifies.
    ///
    /// # Errors
    /// When something does not start or cannot be observed; failures under load are counted instead.
    pub async fn run(&self) -> Result<Outcome> {
        crate::live::allow_files(self.subscribers)?;
        let fleet = Fleet::start(&self.binary).await?;
        let orgs = generator::default_orgs(1);
        fleet.register(&orgs).await?;
        let ledger = Arc::new(Ledger::default());
        let listening = subscribers::gather(&fleet, &orgs, self.subscribers, &ledger).await?;
        let feeds = feed::start(&fleet, &orgs, self.rate, &ledger)?;
        let asking = askers::start(&fleet, &orgs, self.queries, &ledger).await?;

        let mut watch = Watch::new(&fleet).await?;
        let began = Instant::now();
        let line = ProgressBar::new(self.lasts.as_secs()).with_style(ProgressStyle::with_template(LINE)?);
        // Every three seconds, or more often in a short run, which then has as many samples.
        let pause = (self.lasts / 60).min(Duration::from_secs(3));
        while began.elapsed() < self.lasts {
            tokio::time::sleep(pause.min(self.lasts.saturating_sub(began.elapsed()))).await;
            watch.look(began.elapsed(), &ledger).await;
            line.set_position(began.elapsed().as_secs());
            line.set_message(format!("{} events, queue {}, {} errors", ledger.sent(), watch.depth(), ledger.errors()));
        }
        let took = began.elapsed();

        drop(asking);
        feeds.stop().await;
        line.set_message("waiting for the workers");
        timeout(PATIENCE, graphql::wait_until_projected(fleet.api(0)))
            .await
            .context("the queue did not become empty")??;
        // Disconnects after this point are intended.
        drop(listening);
        line.set_message("verifying");
        let verified = self.verify(&fleet)?;
        line.finish_and_clear();
        Ok(Outcome::new(self, took, &watch, &ledger, verified))
    }

    /// Whether the read models equal their recomputation, and the program's output.
    fn verify(&self, fleet: &Fleet) -> Result<(bool, String)> {
        let output = Command::new(&self.binary).args(["verify", "--database-url", fleet.url()]).output()?;
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said).trim().to_owned();
        Ok((output.status.success() && said.contains(" queued=0 dead_letters=0"), said))
    }
}
