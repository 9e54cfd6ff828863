//! Adds the file's settings as flags, except for those that are given otherwise.
use crate::config::argv::Argv;
use crate::config::file::{ConfigFile, Entry};
use crate::config::{Setting, settings};
use clap::Command;
use std::env;
use std::ffi::OsString;
use std::fmt::{self, Display};
use std::path::PathBuf;

/// The flag for the file, and its variable.
pub(super) const FILE_FLAG: &str = "config";
pub(super) const FILE_VARIABLE: &str = "TACHOGRAPH_CONFIG";

/// Which settings came from which source.
#[derive(Debug, Default)]
pub(crate) struct Sources {
    file: PathBuf,
    /// The settings that the file determines.
    entries: Vec<Entry>,
    /// The settings given on the command line.
    flags: Vec<String>,
}

/// The source of a setting's value.
#[derive(Debug, Eq, PartialEq)]
pub(crate) enum Source {
    Flag(String),
    Variable(String),
    File(PathBuf, usize),
    Default,
}

impl Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(name) => write!(f, "the flag --{name}"),
            Self::Variable(name) => write!(f, "the variable {name}"),
            Self::File(path, line) => write!(f, "the file {}, line {line}", path.display()),
            Self::Default => f.write_str("the default"),
        }
    }
}

impl Sources {
    /// Reads the file given by the arguments or the environment, and adds the settings that it determines to
    /// the arguments. `words` begin with the program's name.
    pub(crate) fn gather(cli: &Command, words: &mut Vec<OsString>) -> anyhow::Result<Self> {
        let given = Argv(words.get(1..).unwrap_or_default());
        let all = settings(cli);
        let flags = all.iter().filter(|setting| given.has(setting.key())).map(|setting| setting.key().to_owned());
        let flags: Vec<String> = flags.collect();
        let path = given.value_of(FILE_FLAG).or_else(|| env::var_os(FILE_VARIABLE)).filter(|path| !path.is_empty());
        let Some(path) = path.map(PathBuf::from) else {
            return Ok(Self { flags, ..Self::default() });
        };
        let file = ConfigFile::read(&path, &all)?;
        let command = given.command(cli);
        let known = |entry: &Entry| {
            all.iter().find(|setting| setting.key() == entry.key).filter(|setting| takes(command, cli, setting))
        };
        let counts = |entry: &Entry| {
            known(entry).filter(|setting| env::var_os(setting.variable()).is_none()).is_some()
                && !flags.contains(&entry.key)
        };
        let entries: Vec<Entry> = file.entries.into_iter().filter(counts).collect();
        let added = entries.iter().flat_map(|entry| known(entry).and_then(|setting| word(setting, entry)));
        let added: Vec<OsString> = added.collect();
        words.extend(added);
        Ok(Self { file: file.path, entries, flags })
    }

    /// The source of a setting's value.
    pub(crate) fn of(&self, setting: &Setting) -> Source {
        let key = setting.key();
        if self.flags.iter().any(|flag| flag == key) {
            Source::Flag(key.to_owned())
        } else if env::var_os(setting.variable()).is_some() {
            Source::Variable(setting.variable())
        } else if let Some(entry) = self.entries.iter().find(|entry| entry.key == key) {
            Source::File(self.file.clone(), entry.line)
        } else {
            Source::Default
        }
    }
}

/// Whether the command has this setting, and not a different flag with the same name.
fn takes(command: &Command, cli: &Command, setting: &Setting) -> bool {
    let global = cli.get_arguments().filter(|flag| flag.is_global_set());
    let mut flags = command.get_arguments().chain(global);
    flags.any(|flag| {
        flag.get_long() == Some(setting.key())
            && flag.get_env().is_some_and(|variable| variable.to_string_lossy() == setting.variable())
    })
}

/// A switch that is off is omitted.
fn word(setting: &Setting, entry: &Entry) -> Option<OsString> {
    match (setting.is_switch(), entry.value.as_str()) {
        (true, "true") => Some(format!("--{}", entry.key).into()),
        (true, _) => None,
        (false, value) => Some(format!("--{}={value}", entry.key).into()),
    }
}
