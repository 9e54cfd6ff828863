//! The commands and what they share.
use crate::commands::{
    api, backup, demo, generate, ingest_key, migrate, rebuild, retention, schema, serve, token, verify, worker,
};
use crate::logs::{self, LogArgs};
use anyhow::Context as _;
use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Records what coding agents do, and answers how much, how well, how fast, at what cost and with
/// how much friction.
#[derive(Debug, Parser)]
#[command(version, propagate_version = true, arg_required_else_help = true, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(flatten)]
    logs: LogArgs,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the API and project events, in one process
    Serve(serve::Args),
    /// Serve the API alone
    Api(api::Args),
    /// Project events alone; start as many as you like on PostgreSQL
    Worker(worker::Args),
    /// Bring the database to the newest step, and end
    Migrate(migrate::Args),
    /// Show everything at work: a server of its own, months of made-up data, live events
    Demo(demo::Args),
    /// Send made-up events to a running server
    Generate(generate::Args),
    /// Recompute read models from the stored events
    Rebuild(rebuild::Args),
    /// Prove that read models equal their recomputation
    Verify(verify::Args),
    /// Copy a SQLite database to a file, while it is in use
    Backup(backup::Args),
    /// Show and set for how long organizations keep their events
    Retention(retention::Args),
    /// Create, list and revoke the keys by which events are sent
    IngestKey(ingest_key::Args),
    /// Print the GraphQL schema
    Schema(schema::Args),
    /// Print a token of a running development server
    Token(token::Args),
}

impl Cli {
    /// Runs the command to its end.
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        logs::init(&self.logs, self.command.usual_logs())?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .context("cannot start the threads of the process")?;
        let result = runtime.block_on(self.command.run());
        // Nothing that matters is left to do; a thread that still generates events may just end.
        runtime.shutdown_background();
        result
    }
}

impl Command {
    /// What is logged unless somebody says otherwise: a demo is calm.
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
            Self::Rebuild(args) => rebuild::run(args).await,
            Self::Verify(args) => verify::run(args).await,
            Self::Backup(args) => backup::run(args).await,
            Self::Retention(args) => retention::run(args).await,
            Self::IngestKey(args) => ingest_key::run(args).await,
            Self::Schema(args) => schema::run(&args),
            Self::Token(args) => token::run(args).await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;
    use std::collections::BTreeSet;

    /// Every flag below a command, with its variable.
    fn flags(command: &clap::Command) -> Vec<(String, Option<String>)> {
        let own = command.get_arguments().filter(|flag| !["help", "version"].contains(&flag.get_id().as_str()));
        let named = own.map(|flag| {
            let variable = flag.get_env().map(|name| name.to_string_lossy().into_owned());
            (format!("{} --{}", command.get_name(), flag.get_long().unwrap_or_default()), variable)
        });
        named.chain(command.get_subcommands().flat_map(flags)).collect()
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
