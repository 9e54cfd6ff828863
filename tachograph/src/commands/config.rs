//! `config`: the settings in effect, and the reference of all settings.
use crate::config::{Setting, Sources, settings};
use crate::terminal::say;
use clap::ArgMatches;
use clap::builder::BoolishValueParser;
use std::process::ExitCode;
use url::Url;

#[derive(Debug, clap::Args)]
#[group(skip)]
pub(crate) struct Args {
    /// Print the reference of all settings instead, as Markdown
    #[arg(long, env = "TACHOGRAPH_CONFIG_REFERENCE", value_parser = BoolishValueParser::new(), conflicts_with = "variables")]
    reference: bool,
    /// Print all settings as commented environment variables instead, as for a `.env` file
    #[arg(long, env = "TACHOGRAPH_CONFIG_VARIABLES", value_parser = BoolishValueParser::new())]
    variables: bool,
    #[command(flatten)]
    server: super::serve::Args,
}

/// `matches` are those of this command.
pub(crate) fn run(args: &Args, cli: &clap::Command, matches: &ArgMatches, sources: &Sources) -> ExitCode {
    let all = settings(cli);
    if args.reference {
        say(reference(&all).trim_end());
    } else if args.variables {
        say(variables(&all).trim_end());
    } else {
        say(effective(&all, matches, sources).trim_end());
    }
    ExitCode::SUCCESS
}

/// TOML that `--config` can read, with a comment on each line about the value's source.
fn effective(all: &[Setting], matches: &ArgMatches, sources: &Sources) -> String {
    let mut lines =
        vec!["# The settings in effect for `tachograph serve` with these flags, variables and file.".to_owned()];
    let pairs: Vec<(String, String)> = all
        .iter()
        .map(|setting| match values(matches, setting) {
            Some(values) => {
                (format!("{} = {}", setting.key(), literal(setting, &values)), sources.of(setting).to_string())
            }
            None => (format!("# {} =", setting.key()), "not set".to_owned()),
        })
        .collect();
    // A single very long value must not push all comments off the screen.
    let width = pairs.iter().map(|(left, _)| left.chars().count()).filter(|width| *width <= 60).max().unwrap_or(0);
    lines.extend(pairs.iter().map(|(left, source)| format!("{left:<width$}  # {source}")));
    lines.join("\n")
}

fn values(matches: &ArgMatches, setting: &Setting) -> Option<Vec<String>> {
    let raw = matches.try_get_raw(setting.id()).ok()??;
    Some(raw.map(|value| value.to_string_lossy().into_owned()).collect())
}

/// A value in TOML syntax.
fn literal(setting: &Setting, values: &[String]) -> String {
    let shown: Vec<String> =
        values.iter().map(|value| if setting.is_secret() { hidden(value) } else { value.clone() }).collect();
    if setting.is_table() {
        let pairs = shown.iter().filter_map(|pair| pair.rsplit_once('='));
        let value = |value: &str| if setting.has_parts() { parts(value) } else { quoted(value) };
        let pairs: Vec<String> = pairs.map(|(name, text)| format!("{} = {}", quoted(name), value(text))).collect();
        return format!("{{ {} }}", pairs.join(", "));
    }
    if setting.is_list() {
        let items: Vec<String> = shown.iter().map(|item| quoted(item)).collect();
        return format!("[{}]", items.join(", "));
    }
    let value = shown.join(",");
    let plain = setting.is_switch() || value.parse::<u64>().is_ok_and(|number| number.to_string() == value);
    if plain { value } else { quoted(&value) }
}

/// A value such as `input:1.25,output:10` as a table.
fn parts(value: &str) -> String {
    let parts = value.split(',').filter_map(|part| part.split_once(':'));
    let parts: Vec<String> = parts.map(|(name, text)| format!("{} = {}", name.trim(), quoted(text.trim()))).collect();
    format!("{{ {} }}", parts.join(", "))
}

fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

/// The location of a database may be shown, but not the credentials.
fn hidden(value: &str) -> String {
    match Url::parse(value) {
        Ok(mut url) if url.has_host() || url.scheme() == "sqlite" => {
            // Anything else than a database may have credentials in its user, path or query.
            if ["http", "https"].contains(&url.scheme()) {
                return url.origin().ascii_serialization();
            }
            if url.password().is_some() && url.set_password(Some("hidden")).is_err() {
                return "hidden".to_owned();
            }
            let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
            if !pairs.is_empty() {
                let secret = |name: &str| ["password", "sslkey", "sslpassword"].contains(&name);
                let shown =
                    pairs.iter().map(|(name, value)| (name, if secret(name) { "hidden" } else { value.as_str() }));
                url.query_pairs_mut().clear().extend_pairs(shown);
            }
            url.to_string()
        }
        _ => "hidden".to_owned(),
    }
}

/// The page with all settings.
fn reference(all: &[Setting]) -> String {
    let mut page = String::from(INTRODUCTION);
    for setting in all {
        let default = setting.default().map_or_else(String::new, |value| format!("`{}`", cell(&value)));
        page.push_str(&format!(
            "| `{}` | `{}` | {} | {default} | {} |\n",
            setting.key(),
            cell(&setting.expected()),
            cell(&setting.help()),
            if setting.servers.len() == 3 { "all".to_owned() } else { setting.servers.join(", ") },
        ));
    }
    page
}

/// The text above the table.
const INTRODUCTION: &str = "\
# Settings

Every setting is a flag, an environment variable and a key in a TOML file. The first of these that
is set takes precedence:

1. the flag: `--max-connections 32`
2. the variable: `TACHOGRAPH_MAX_CONNECTIONS=32`, the flag's name in upper case with underscores
3. the file given with `--config` or `TACHOGRAPH_CONFIG`: `max-connections = 32`
4. the default

The file's keys are the flags' names, and one file can serve every process: each uses the keys that it
knows. A key that no server knows is an error. A value that maps names to something may be a table,
such as `[ingest-clients]`; each price is one of its own, such as `[prices.\"my-model\"]`.
`tachograph config` prints the settings in effect and where each value comes from, without secrets.

| key | value | meaning | default | commands |
|---|---|---|---|---|
";

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// A `.env` file with everything commented out.
fn variables(all: &[Setting]) -> String {
    let mut page = String::from("# Every setting as a variable, with its default. Uncomment the ones you change.\n");
    for setting in all {
        let value =
            setting.default().unwrap_or_else(|| if setting.is_switch() { "false".to_owned() } else { String::new() });
        page.push_str(&format!("\n# {} ({})\n#{}={value}\n", setting.help(), setting.expected(), setting.variable()));
    }
    page
}
