//! How fast is it, and how fast could it be: every value is shown beside a ceiling measured in the same run, on
//! the same machine and the same tables. Absolute values vary with whatever else the machine is doing; the
//! ratio to the ceiling hardly does.
//!
//! Run `cargo run --release -p bench -- ingest`; the measured `tachograph` is the binary next to this one, so
//! build it with the same profile first.

mod ceiling;
mod cluster;
mod data;
mod drain;
mod fairness;
mod freshness;
mod graphql;
mod ingest;
mod light;
mod live;
mod load;
mod otlp;
mod place;
mod process;
mod query;
mod report;
mod retention;
mod server;
pub mod soak;
mod start;
mod tls;
mod wire;

use anyhow::Result;
use clap::{Parser, ValueEnum};
use report::Report;
use std::path::PathBuf;
use std::process::ExitCode;

/// Measures Tachograph beside its ceilings.
#[derive(Debug, Parser)]
struct Args {
    /// What to measure
    what: What,
    /// On which engine; both when not given
    #[arg(long)]
    engine: Option<EngineName>,
    /// How much data, as a multiple of the usual
    #[arg(long, default_value_t = 1.0)]
    scale: f64,
    /// How many subscribers `live` has
    #[arg(long, default_value_t = 10_000)]
    clients: usize,
    /// Where `fan-out` listens
    #[arg(long, hide = true, default_value = "127.0.0.1:0")]
    listen: std::net::SocketAddr,
    #[command(flatten)]
    soak: soak::LoadArgs,
    /// One JSON object a line instead of a table
    #[arg(long)]
    json: bool,
    /// The measured binary; the one beside this program when not given
    #[arg(long)]
    binary: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum What {
    /// Durable events a second, in batches and one by one; of agents also by OTLP, and the bytes that they take
    Ingest,
    /// The part of `ingest` about agents
    Otlp,
    /// Projected events a second, from a backlog
    Drain,
    /// From POST to visible
    Freshness,
    /// Answers of the dashboard's queries
    Query,
    /// The same at scale 1 and at `--scale`, and how many times as long it takes; never part of `all`
    Growth,
    /// The lightest question over GraphQL and over a hand-written REST handler
    Light,
    /// Start, idle memory and CPU, stored bytes an event
    Start,
    /// Subscribers of live counts: from a tick to the last of them, memory of each
    Live,
    /// What others notice of callers with the dearest documents that are allowed
    Fairness,
    /// What HTTPS with client certificates costs, and what others notice of a storm of handshakes
    Tls,
    /// Durable events a second while retention takes away old ones
    Retention,
    /// The same on a Citus cluster, whose coordinator `TACHOGRAPH_TEST_POSTGRES` names, and on one PostgreSQL;
    /// never part of `all`
    Cluster,
    /// Everything above but growth and cluster
    All,
    /// Whether a fleet under a steady load grows, fails or miscounts; never part of `all`
    Soak,
    /// The server that the subscribers are held against; started by `live`
    #[value(hide = true)]
    FanOut,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum EngineName {
    Sqlite,
    Postgres,
}

/// The settings of all benchmarks.
#[derive(Clone, Debug)]
struct Settings {
    engine: store::Engine,
    scale: f64,
    binary: PathBuf,
    clients: usize,
}

impl Settings {
    /// This number at scale 1, at least one.
    fn scaled(&self, usual: u32) -> usize {
        (f64::from(usual) * self.scale).ceil().max(1.0) as usize
    }
}

/// Runs the benchmarks given on the command line; the exit code is a failure if a limit was missed.
///
/// # Errors
/// When something cannot be measured.
pub async fn main() -> Result<ExitCode> {
    let args = Args::parse();
    if args.what == What::FanOut {
        live::fan_out::serve(args.listen).await?;
        return Ok(ExitCode::SUCCESS);
    }
    let binary = match args.binary {
        Some(binary) => binary,
        None => std::env::current_exe()?.with_file_name("tachograph"),
    };
    if args.what == What::Soak {
        return soak::main(&args.soak, binary).await;
    }
    let engines = match args.engine {
        Some(EngineName::Sqlite) => vec![store::Engine::Sqlite],
        Some(EngineName::Postgres) => vec![store::Engine::Postgres],
        None => vec![store::Engine::Sqlite, store::Engine::Postgres],
    };
    let mut report = Report::new(args.json);
    for engine in engines {
        let settings = Settings { engine, scale: args.scale, binary: binary.clone(), clients: args.clients };
        let asked = |what| args.what == what || args.what == What::All;
        if asked(What::Ingest) {
            ingest::measure(&settings, &mut report).await?;
        }
        if asked(What::Otlp) || args.what == What::Ingest {
            otlp::measure(&settings, &mut report).await?;
        }
        if asked(What::Drain) {
            drain::measure(&settings, &mut report).await?;
        }
        if asked(What::Freshness) {
            freshness::measure(&settings, &mut report).await?;
        }
        if asked(What::Query) {
            query::measure(&settings, &mut report).await?;
        }
        if args.what == What::Cluster && engine == store::Engine::Postgres {
            cluster::measure(&settings, &mut report).await?;
        }
        if args.what == What::Growth {
            query::growth(&settings, &mut report).await?;
        }
        if asked(What::Light) {
            light::measure(&settings, &mut report).await?;
        }
        if asked(What::Fairness) {
            fairness::measure(&settings, &mut report).await?;
        }
        if asked(What::Tls) {
            tls::measure(&settings, &mut report).await?;
        }
        if asked(What::Live) {
            live::measure(&settings, &mut report).await?;
        }
        if asked(What::Retention) {
            retention::measure(&settings, &mut report).await?;
        }
        if asked(What::Start) {
            start::measure(&settings, &mut report).await?;
        }
    }
    report.finish();
    Ok(ExitCode::SUCCESS)
}
