//! `demo`: the whole system on one machine, with months of simulated data.
//!
//! Events and people take the usual path: over HTTP, into this process's own server.

mod history;
mod welcome;

use crate::commands::generate::backfill;
use crate::days::DayArgs;
use crate::options::auth::development;
use crate::options::{DatabaseArgs, ListenArgs, OrgArgs, ProjectionArgs};
use crate::server::{Running, local_url};
use crate::shutdown;
use crate::terminal::{done, gap, grouped, heading, spinner};
use anyhow::Context as _;
use api::AppOptions;
use clap::builder::BoolishValueParser;
use generator::{Admin, Claims, DEV_INGEST_KEY, Feeder, FeederOptions, LivePlan, OrgSpec, Pace, Plan, Speech, presets};
use history::History;
use serde_json::json;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;
use store::{Clock, Store};
use tokio_util::sync::CancellationToken;

/// Several agents: most of them report by OpenTelemetry, the rest by events that name them.
const SPEECH: Speech = Speech::Mixed;
/// How often the queue is checked while it empties.
const LOOK_EVERY: Duration = Duration::from_millis(150);

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    listen: ListenArgs,
    /// The data directory; existing data is kept
    #[arg(long, env = "TACHOGRAPH_DATA_DIR", value_name = "DIR", default_value = "./tachograph-data")]
    data_dir: PathBuf,
    #[command(flatten)]
    days: DayArgs,
    #[command(flatten)]
    orgs: OrgArgs,
    #[command(flatten)]
    projection: ProjectionArgs,
    /// Do not add live events after the history is filled in
    #[arg(long, env = "TACHOGRAPH_NO_LIVE", value_parser = BoolishValueParser::new())]
    no_live: bool,
    /// Live events per second, or `usual`: the rate typical for each organization at this hour
    #[arg(long, env = "TACHOGRAPH_RATE", value_name = "EVENTS", default_value = "usual")]
    rate: Pace,
}

pub(crate) async fn run(args: Args) -> anyhow::Result<ExitCode> {
    let stop = shutdown::on_signal()?;
    let listener = args.listen.bind(true).await?;
    let url = local_url(&listener, false)?;
    let store = DatabaseArgs::embedded(args.data_dir.clone()).open().await?;
    let projection = args.projection.options();
    let options = AppOptions {
        dev: true,
        public_url: url.clone(),
        auth: development(&url),
        post_handoff_window: projection.post_handoff_window,
        ..AppOptions::default()
    };
    let running =
        Running::new(store.clone(), stop.clone()).with_worker(projection)?.with_api(listener, None, options).await?;
    let show = async {
        let shown = Show { args: &args, url: &url, store: &store, stop: &stop }.play().await;
        // Stopping interrupts whatever is in progress; that is not an error.
        if stop.is_cancelled() {
            return Ok(());
        }
        stop.cancel();
        shown
    };
    let (shown, finished) = tokio::join!(show, running.finish());
    shown.and(finished)?;
    Ok(ExitCode::SUCCESS)
}

struct Show<'a> {
    args: &'a Args,
    url: &'a str,
    store: &'a Store,
    stop: &'a CancellationToken,
}

impl Show<'_> {
    async fn play(&self) -> anyhow::Result<()> {
        gap();
        heading("Tachograph", &format!("data in {}", self.args.data_dir.display()));
        gap();
        let orgs = self.args.orgs.chosen()?;
        let token = generator::sign_in(self.url, &Claims::from(&presets::OPERATOR)).await?;
        generator::register(self.url, &token, &orgs).await?;
        let people: usize = orgs.iter().map(|org| org.people().count()).sum();
        done("organizations", format_args!("{} with {} people", orgs.len(), grouped(people as u64)));
        let feeder = Feeder::new(&FeederOptions::new(self.url, DEV_INGEST_KEY))?;
        self.fill(&feeder, &orgs).await?;
        self.settle(&token).await?;
        if self.stop.is_cancelled() {
            return Ok(());
        }
        welcome::print(self.url, !self.args.no_live);
        self.go_on(&feeder, orgs).await
    }

    /// Fills in the history, or the rest of it after an interrupted start.
    async fn fill(&self, feeder: &Feeder, orgs: &[OrgSpec]) -> anyhow::Result<()> {
        let (from, to) = self.args.days.range(Clock::system().now())?;
        let asked = History { from, to, seed: self.args.orgs.seed, complete: false };
        let mut history = History::read(&self.args.data_dir)?.unwrap_or(asked);
        if history.complete {
            done("history", format_args!("{} to {}, already there", history.from, history.to));
            return Ok(());
        }
        history.write(&self.args.data_dir)?;
        let plan = Plan { orgs: orgs.to_vec(), from: history.from, to: history.to, seed: history.seed, speech: SPEECH };
        let totals = backfill(feeder, &plan, self.stop).await?;
        if self.stop.is_cancelled() {
            return Ok(());
        }
        if let Some(line) = &totals.first_refusal {
            anyhow::bail!("{} simulated events were refused; the first: {line}", totals.refused);
        }
        history.complete = true;
        history.write(&self.args.data_dir)?;
        let sent = grouped(totals.received);
        done("history", format_args!("{sent} OTLP records and events, {} to {}", history.from, history.to));
        Ok(())
    }

    /// Waits until everything that was sent is visible.
    async fn settle(&self, token: &str) -> anyhow::Result<()> {
        let admin = Admin::new(self.url, token)?;
        let watch = spinner("projecting", "");
        loop {
            let [queued] = pipeline(&admin, ["queueDepth"]).await?;
            if queued == 0 || self.stop.is_cancelled() {
                break;
            }
            watch.set_message(format!("{} events to go", grouped(queued)));
            tokio::select! {
                () = self.stop.cancelled() => {}
                () = tokio::time::sleep(LOOK_EVERY) => {}
            }
        }
        watch.finish_and_clear();
        if self.stop.is_cancelled() {
            return Ok(());
        }
        // Counting all events is expensive, so it is done once.
        let [stored, dead] = pipeline(&admin, ["eventsStored", "deadLetters"]).await?;
        let dead = if dead == 0 { String::new() } else { format!(", {} dead letters", grouped(dead)) };
        done("projected", format_args!("{} events stored{dead}", grouped(stored)));
        Ok(())
    }

    /// Keeps the server, and the live events, running until the process is stopped.
    async fn go_on(&self, feeder: &Feeder, orgs: Vec<OrgSpec>) -> anyhow::Result<()> {
        if self.args.no_live {
            self.stop.cancelled().await;
            return Ok(());
        }
        let live = LivePlan { orgs, pace: self.args.rate, seed: self.args.orgs.seed, speech: SPEECH };
        let clock = self.store.clock();
        generator::live(feeder, &live, || clock.now(), &(), self.stop).await.context("live events stopped")?;
        Ok(())
    }
}

/// Values of the pipeline, by field name.
async fn pipeline<const N: usize>(admin: &Admin, names: [&str; N]) -> anyhow::Result<[u64; N]> {
    let answer = admin.call(&format!("{{ pipeline {{ {} }} }}", names.join(" ")), json!({})).await?;
    let mut figures = [0; N];
    for (figure, name) in figures.iter_mut().zip(names) {
        *figure = answer["pipeline"][name].as_u64().with_context(|| format!("the pipeline has no {name}"))?;
    }
    Ok(figures)
}
