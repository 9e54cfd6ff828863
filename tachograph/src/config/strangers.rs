//! Variables that look like settings and are not: a misspelled one would be ignored silently.
use std::collections::BTreeSet;
use std::env;

/// The prefix of all our variables.
const PREFIX: &str = "TACHOGRAPH_";
/// Variables for this project's tests and benchmarks, which run our binaries.
const OF_TESTS: &[&str] = &["TACHOGRAPH_TEST_", "TACHOGRAPH_CHAOS_", "TACHOGRAPH_BIN"];

/// The environment variables with our prefix that no command of `cli` knows.
pub(crate) fn strangers(cli: &clap::Command) -> Vec<String> {
    let mut known = BTreeSet::new();
    gather(cli, &mut known);
    let names = env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    let ours = names.filter(|name| name.starts_with(PREFIX) && !OF_TESTS.iter().any(|test| name.starts_with(test)));
    ours.filter(|name| !known.contains(name)).collect()
}

fn gather(command: &clap::Command, known: &mut BTreeSet<String>) {
    known.extend(command.get_arguments().filter_map(|flag| flag.get_env()?.to_str().map(ToOwned::to_owned)));
    command.get_subcommands().for_each(|command| gather(command, known));
}
