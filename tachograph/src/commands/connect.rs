//! `connect`: the lines that connect a coding agent.
use crate::terminal::{faint, gap, say};
use clap::builder::{BoolishValueParser, PossibleValuesParser, TypedValueParser};
use connect::{Agent, Form, KEY_PLACE, Target, connect};
use std::process::ExitCode;
use url::Url;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The coding agent
    #[arg(env = "TACHOGRAPH_CONNECT_AGENT", value_name = "AGENT", value_parser = agent())]
    agent: Agent,
    /// What the lines are for: a person's shell, the agent's settings file, a container, or everybody on a machine
    #[arg(long = "as", env = "TACHOGRAPH_CONNECT_AS", value_name = "FORM", default_value = "shell", value_parser = form())]
    form: Form,
    /// An ingest key; without one, the lines have a place for it
    #[arg(long, env = "TACHOGRAPH_CONNECT_KEY", value_name = "KEY", hide_env_values = true)]
    key: Option<String>,
    /// Where the agent finds this server
    #[arg(long, env = "TACHOGRAPH_PUBLIC_URL", value_name = "URL", default_value = "http://127.0.0.1:8080", value_parser = server)]
    url: String,
    /// The person whose sessions these are: their email address or other id
    #[arg(long, env = "TACHOGRAPH_CONNECT_USER", value_name = "ID")]
    user: Option<String>,
    /// The repository that the agent works on, such as acme/shop
    #[arg(long, env = "TACHOGRAPH_CONNECT_REPOSITORY", value_name = "NAME")]
    repository: Option<String>,
    /// Let the agent send what people type; the server decides what it stores
    #[arg(long, env = "TACHOGRAPH_CONNECT_PROMPTS", value_parser = BoolishValueParser::new())]
    prompts: bool,
}

#[expect(clippy::unnecessary_wraps, reason = "every command answers alike")]
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let target = Target {
        url: &args.url,
        key: args.key.as_deref(),
        user: args.user.as_deref(),
        repository: args.repository.as_deref(),
        prompts: args.prompts,
    };
    let lines = connect(args.agent, args.form, &target);
    for (number, snippet) in lines.snippets.iter().enumerate() {
        if number > 0 {
            gap();
        }
        say(faint(format_args!("# {}", snippet.place)));
        say(snippet.text.trim_end());
    }
    let key = format!("{KEY_PLACE} stands for an ingest key: tachograph ingest-key create --name NAME --org ID");
    let notes = lines.notes.into_iter().chain(args.key.is_none().then_some(key.as_str()));
    for (number, note) in notes.enumerate() {
        if number == 0 {
            gap();
        }
        say(faint(format_args!("# {note}")));
    }
    Ok(ExitCode::SUCCESS)
}

fn agent() -> impl TypedValueParser<Value = Agent> {
    PossibleValuesParser::new(Agent::ALL.iter().map(|agent| agent.word()))
        .try_map(|word| Agent::of_word(&word).ok_or("expected an agent"))
}

fn form() -> impl TypedValueParser<Value = Form> {
    PossibleValuesParser::new(Form::ALL.iter().map(|form| form.word()))
        .try_map(|word| Form::of_word(&word).ok_or("expected a form"))
}

/// Agents append paths to it.
fn server(text: &str) -> Result<String, String> {
    match Url::parse(text) {
        Ok(url)
            if ["http", "https"].contains(&url.scheme())
                && url.has_host()
                && url.query().is_none()
                && url.fragment().is_none() =>
        {
            Ok(text.to_owned())
        }
        _ => Err("expected a URL such as https://tachograph.example".to_owned()),
    }
}
