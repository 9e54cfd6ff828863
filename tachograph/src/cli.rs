//! The commands, and what they have in common.
use crate::commands::{
    api, backup, config, connect, demo, generate, health, ingest_key, migrate, prices, rebuild, retention, schema,
    serve, status, token, verify, worker,
};
use crate::config::{Sources, explain, strangers};
use crate::logs::{self, LogArgs};
use crate::options::TraceArgs;
use crate::terminal::complain;
use anyhow::Context as _;
use clap::{ArgMatches, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

/// Records what coding agents do and reports adoption, reliability, speed, cost and friction.
#[derive(Debug, Parser)]
#[command(version, propagate_version = true, arg_required_else_help = true, max_term_width = 100)]
pub(crate) struct Cli {
    /// Configuration file (TOML); flags and variables take precedence
    #[arg(long, env = "TACHOGRAPH_CONFIG", value_name = "FILE", global = true)]
    config: Option<PathBuf>,
    #[command(flatten)]
    logs: LogArgs,
    #[command(flatten)]
    traces: TraceArgs,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the API and project events, in one process
    Serve(serve::Args),
    /// Serve the API only
    Api(api::Args),
    /// Project events only; run as many as you like on PostgreSQL
    Worker(worker::Args),
    /// Apply pending database migrations, then exit
    Migrate(migrate::Args),
    /// Run a self-contained demo: a server, months of sample data, live events
    Demo(demo::Args),
    /// Send simulated events to a running server
    Generate(generate::Args),
    /// Check whether a running server can read and write
    Health(health::Args),
    /// Recompute read models from the stored events
    Rebuild(rebuild::Args),
    /// Compare read models with their recomputation
    Verify(verify::Args),
    /// Show the state of the installation, and whether it needs attention
    Status(status::Args),
    /// Copy a SQLite database to a file while it is in use
    Backup(backup::Args),
    /// Show and set how long events are kept, per organization
    Retention(retention::Args),
    /// Create, list and revoke ingest keys
    IngestKey(ingest_key::Args),
    /// Print the lines that connect a coding agent
    Connect(connect::Args),
    /// Show the prices of models in use, and the models of stored calls that have none
    Prices(prices::Args),
    /// Print the settings in effect, without secrets, and where each comes from
    Config(Box<config::Args>),
    /// Print the GraphQL schema
    Schema(schema::Args),
    /// Print an access token from a running development server
    Token(token::Args),
}

/// Runs the command in these arguments, the first of which is the program's name.
pub(crate) fn start(mut words: Vec<OsString>) -> ExitCode {
    let mut command = Cli::command();
    let outcome = Sources::gather(&command, &mut words).and_then(|sources| {
        let matches = match command.try_get_matches_from_mut(words) {
            Ok(matches) => matches,
            Err(error) => return Ok(refused(&explain(error, &command, &sources))),
        };
        Cli::from_arg_matches(&matches)?.run(&command, &matches, &sources)
    });
    outcome.unwrap_or_else(|error| {
        complain(&error);
        ExitCode::FAILURE
    })
}

/// clap reports help and version as errors, too.
fn refused(error: &clap::Error) -> ExitCode {
    // If it cannot be written, there is nobody to read it.
    let _ = error.print();
    u8::try_from(error.exit_code()).map_or(ExitCode::FAILURE, ExitCode::from)
}

impl Cli {
    /// Runs the command to completion.
    fn run(self, cli: &clap::Command, matches: &ArgMatches, sources: &Sources) -> anyhow::Result<ExitCode> {
        if let (Command::Config(args), Some((_, matches))) = (&self.command, matches.subcommand()) {
            return Ok(config::run(args, cli, matches, sources));
        }
        let exporter = logs::init(&self.logs, &self.traces, self.command.usual_logs())?;
        for variable in strangers(cli) {
            tracing::warn!(variable, "unknown setting; `tachograph config --variables` lists all of them");
        }
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .context("cannot start the threads of the process")?;
        let result = runtime.block_on(self.command.run());
        if let Some(exporter) = exporter {
            exporter.finish();
        }
        // Nothing that matters is left to do; a thread that is still generating events may simply be abandoned.
        runtime.shutdown_background();
        result
    }
}

impl Command {
    /// The default log filter: quiet for a demo.
    const fn usual_logs(&self) -> &'static str {
        match self {
            Self::Serve(_) | Self::Api(_) | Self::Worker(_) => "info",
            Self::Demo(_) => "error",
            _ => "warn",
        }
    }

    async fn run(self) -> anyhow::Result<ExitCode> {
        match self {
            Self::Serve(args) => serve::run(args).await,
            Self::Api(args) => api::run(args).await,
            Self::Worker(args) => worker::run(args).await,
            Self::Migrate(args) => migrate::run(args).await,
            Self::Demo(args) => demo::run(args).await,
            Self::Generate(args) => generate::run(args).await,
            Self::Health(args) => health::run(args).await,
            Self::Rebuild(args) => rebuild::run(args).await,
            Self::Verify(args) => verify::run(args).await,
            Self::Status(args) => status::run(args).await,
            Self::Backup(args) => backup::run(args).await,
            Self::Retention(args) => retention::run(args).await,
            Self::IngestKey(args) => ingest_key::run(args).await,
            Self::Connect(args) => connect::run(&args),
            Self::Prices(args) => prices::run(args).await,
            // It needs the parsed arguments, too, and runs before the threads start.
            Self::Config(_) => Ok(ExitCode::SUCCESS),
            Self::Schema(args) => schema::run(&args),
            Self::Token(args) => token::run(args).await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// All flags below a command, with their variables.
    fn flags(command: &clap::Command) -> Vec<(String, Option<String>)> {
        let own = command.get_arguments().filter(|flag| !["help", "version"].contains(&flag.get_id().as_str()));
        let named = own.map(|flag| {
            let variable = flag.get_env().map(|name| name.to_string_lossy().into_owned());
            (format!("{} --{}", command.get_name(), flag.get_long().unwrap_or_default()), variable)
        });
        named.chain(command.get_subcommands().flat_map(flags)).collect()
    }

    #[test]
    fn commands_are_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_flag_is_a_variable_as_well() {
        let all = flags(&Cli::command());
        assert!(all.len() > 40, "{all:?}");
        let without: Vec<_> = all.iter().filter(|(_, variable)| variable.is_none()).collect();
        assert!(without.is_empty(), "{without:?}");
        assert!(all.iter().flat_map(|(_, variable)| variable).all(|name| name.starts_with("TACHOGRAPH_")));
    }

    #[test]
    fn within_a_command_no_two_flags_share_a_variable() {
        for command in Cli::command().get_subcommands() {
            let variables: Vec<_> = command.get_arguments().filter_map(clap::Arg::get_env).collect();
            let distinct: BTreeSet<_> = variables.iter().collect();
            assert_eq!(variables.len(), distinct.len(), "{}: {variables:?}", command.get_name());
        }
    }
}
