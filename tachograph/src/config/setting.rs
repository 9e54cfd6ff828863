//! The settings, derived from the flags of the servers.
use clap::{Arg, ArgAction, Command};

/// The commands whose flags are settings; the other commands are run by hand.
const SERVERS: [&str; 3] = ["serve", "api", "worker"];

/// What separates the pairs of a table in a flag or variable.
pub(super) const TABLE: char = ';';
/// What separates the parts of a pair's value in a flag or variable, and what separates each part from its own value.
pub(super) const PARTS: char = ',';
pub(super) const PART: char = ':';

/// One setting.
#[derive(Clone, Debug)]
pub(crate) struct Setting {
    flag: Arg,
    /// The servers that have it, in the order of [`SERVERS`].
    pub(crate) servers: Vec<&'static str>,
}

impl Setting {
    /// Its name in the file, and after `--`.
    pub(crate) fn key(&self) -> &str {
        self.flag.get_long().unwrap_or_default()
    }

    /// Its environment variable.
    pub(crate) fn variable(&self) -> String {
        self.flag.get_env().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    }

    /// Its id in clap.
    pub(crate) fn id(&self) -> &str {
        self.flag.get_id().as_str()
    }

    /// Its one-line description.
    pub(crate) fn help(&self) -> String {
        self.flag.get_help().map(ToString::to_string).unwrap_or_default()
    }

    /// Its default value.
    pub(crate) fn default(&self) -> Option<String> {
        let values: Vec<_> = self.flag.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
        (!values.is_empty()).then(|| values.join(","))
    }

    /// What is expected: the words to choose from, or else the type of value.
    pub(crate) fn expected(&self) -> String {
        if self.is_switch() {
            return "true or false".to_owned();
        }
        let words: Vec<_> = self.flag.get_possible_values().iter().map(|word| word.get_name().to_owned()).collect();
        if words.is_empty() {
            let names = self.flag.get_value_names().unwrap_or_default();
            return names.iter().map(clap::builder::Str::as_str).collect::<Vec<_>>().join(" ");
        }
        words.join(" or ")
    }

    /// Whether it is a switch.
    pub(crate) fn is_switch(&self) -> bool {
        matches!(self.flag.get_action(), ArgAction::SetTrue)
    }

    /// Whether it has several values.
    pub(crate) fn is_list(&self) -> bool {
        self.flag.get_value_delimiter().is_some()
    }

    /// Whether it has pairs, like a table in the file. Their names contain commas, so semicolons separate them.
    pub(crate) fn is_table(&self) -> bool {
        self.flag.get_value_delimiter() == Some(TABLE)
    }

    /// Whether the values of its pairs have parts, like a table of tables in the file.
    pub(crate) fn has_parts(&self) -> bool {
        self.is_table() && self.expected().contains(PART)
    }

    /// Several values as one text.
    pub(crate) fn joined(&self, values: &[String]) -> String {
        values.join(&self.flag.get_value_delimiter().unwrap_or(',').to_string())
    }

    /// Whether its value must not be shown.
    pub(crate) fn is_secret(&self) -> bool {
        self.flag.is_hide_env_values_set()
    }
}

/// All settings, in the order of the servers' help.
pub(crate) fn settings(cli: &Command) -> Vec<Setting> {
    let mut all: Vec<Setting> = Vec::new();
    let everywhere = cli.get_arguments().filter(|flag| flag.is_global_set() && is_setting(flag));
    all.extend(everywhere.map(|flag| Setting { flag: flag.clone(), servers: SERVERS.to_vec() }));
    for server in SERVERS {
        let flags = cli.find_subcommand(server).into_iter().flat_map(Command::get_arguments);
        for flag in flags.filter(|flag| is_setting(flag) && !flag.is_global_set()) {
            match all.iter_mut().find(|known| known.flag.get_long() == flag.get_long()) {
                Some(known) => known.servers.push(server),
                None => all.push(Setting { flag: flag.clone(), servers: vec![server] }),
            }
        }
    }
    all
}

/// The file cannot name another file.
fn is_setting(flag: &Arg) -> bool {
    flag.get_env().is_some() && flag.get_id() != super::merge::FILE_FLAG
}
