//! `generate`: simulated events for a running server.
use crate::days::DayArgs;
use crate::options::{OrgArgs, ServerArgs};
use crate::shutdown;
use crate::terminal::{Bar, done, faint, gap, grouped, say, spinner, table};
use clap::builder::BoolishValueParser;
use generator::{Claims, Counts, DEV_INGEST_KEY, Feeder, FeederOptions, LivePlan, Pace, Plan, Speech, Totals, presets};
use std::process::ExitCode;
use store::Clock;
use tokio_util::sync::CancellationToken;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    server: ServerArgs,
    #[command(flatten)]
    days: DayArgs,
    #[command(flatten)]
    orgs: OrgArgs,
    /// The ingest key
    #[arg(long, env = "TACHOGRAPH_INGEST_KEY", default_value = DEV_INGEST_KEY, hide_env_values = true)]
    key: String,
    /// A SUPER_ADMIN's token, to register people [default: requested from the development server]
    #[arg(long, env = "TACHOGRAPH_TOKEN", hide_env_values = true)]
    token: Option<String>,
    /// How the fleet reports: `events` of the contract, `otlp` as real coding agents do, or `mixed`: some of each
    #[arg(long = "as", env = "TACHOGRAPH_AS", value_name = "HOW", default_value_t = Speech::Events)]
    speech: Speech,
    /// Do not register organizations and people
    #[arg(long, env = "TACHOGRAPH_NO_REGISTER", value_parser = BoolishValueParser::new())]
    no_register: bool,
    /// Count what would be sent, without sending it
    #[arg(long, env = "TACHOGRAPH_DRY_RUN", value_parser = BoolishValueParser::new())]
    dry_run: bool,
    /// Send live events until Ctrl-C, at this many per second or `usual`; past days only if given
    #[arg(long, env = "TACHOGRAPH_RATE", value_name = "EVENTS")]
    rate: Option<Pace>,
}

pub(crate) async fn run(args: Args) -> anyhow::Result<ExitCode> {
    let stop = shutdown::on_signal()?;
    let clock = Clock::system();
    let orgs = args.orgs.chosen()?;
    let (from, to) = args.days.range(clock.now())?;
    let plan = Plan { orgs, from, to, seed: args.orgs.seed, speech: args.speech };
    if args.dry_run {
        show(&plan, &plan.count());
        return Ok(ExitCode::SUCCESS);
    }
    let server = args.server.server()?;
    if !args.no_register {
        let token = match args.token {
            Some(token) => token,
            None => generator::sign_in(&server, &Claims::from(&presets::OPERATOR)).await?,
        };
        generator::register(&server, &token, &plan.orgs).await?;
    }
    let feeder = Feeder::new(&FeederOptions::new(server, args.key))?;
    let mut totals = Totals::default();
    if args.rate.is_none() || args.days.is_given() {
        totals = backfill(&feeder, &plan, &stop).await?;
        report(&totals);
    }
    if let Some(pace) = args.rate {
        let live = LivePlan { orgs: plan.orgs, pace, seed: plan.seed, speech: plan.speech };
        let watch = spinner("live", &format!("{pace}, until Ctrl-C"));
        let sent = generator::live(&feeder, &live, || clock.now(), &(), &stop).await;
        watch.finish_and_clear();
        totals = sent?;
        report(&totals);
    }
    Ok(if totals.refused == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Sends the plan's days, with a progress bar.
pub(crate) async fn backfill(feeder: &Feeder, plan: &Plan, stop: &CancellationToken) -> anyhow::Result<Totals> {
    let counted = plan.clone();
    let counts = tokio::task::spawn_blocking(move || counted.count()).await?;
    let bar = Bar::new("sending", counts.iter().map(|counts| counts.events).sum());
    let totals = feeder.feed(plan.batches(), &bar, stop).await;
    bar.clear();
    totals
}

fn report(totals: &Totals) {
    let Totals { received, records, inserted, ignored, refused, first_refusal } = totals;
    let events = received - records;
    let [events, inserted, ignored, refused] = [events, *inserted, *ignored, *refused].map(grouped);
    if *records == 0 {
        done("sent", format_args!("{events} events: {inserted} new, {ignored} known, {refused} refused"));
    } else {
        // Nobody says how many events were made of records, nor which of them are new.
        let records = grouped(*records);
        done("sent", format_args!("{records} OTLP records and {events} events, {refused} refused"));
    }
    if let Some(line) = first_refusal {
        say(format_args!("    first rejection: {line}"));
    }
}

fn show(plan: &Plan, counts: &[Counts]) {
    let mut total = Counts { org_id: "together".to_owned(), ..Counts::default() };
    for counts in counts {
        total.people += counts.people;
        total.sessions += counts.sessions;
        total.runs += counts.runs;
        total.successful += counts.successful;
        total.handoffs += counts.handoffs;
        total.events += counts.events;
    }
    let rows: Vec<[String; 7]> = counts.iter().chain([&total]).map(row).collect();
    gap();
    let sent = if plan.speech == Speech::Events { "events" } else { "events, records" };
    table(["organization", "people", "sessions", "runs", "success", "handoffs", sent], &rows);
    gap();
    say(faint(format_args!(
        "  {} to {}, {} days, seed {}; nothing was sent",
        plan.from,
        plan.to,
        plan.days(),
        plan.seed
    )));
}

fn row(counts: &Counts) -> [String; 7] {
    let success = match counts.runs {
        0 => "-".to_owned(),
        runs => format!("{} %", (counts.successful * 100 + runs / 2) / runs),
    };
    let number = grouped;
    [
        counts.org_id.clone(),
        number(counts.people),
        number(counts.sessions),
        number(counts.runs),
        success,
        number(counts.handoffs),
        number(counts.events),
    ]
}
