//! What a command line contains, before it is parsed: the command and its flags.
use clap::Command;
use std::ffi::OsString;

/// The arguments after the program's name.
pub(super) struct Argv<'w>(pub(super) &'w [OsString]);

impl Argv<'_> {
    /// The value of a flag, if given: `--flag value` or `--flag=value`.
    pub(super) fn value_of(&self, flag: &str) -> Option<OsString> {
        let mut words = self.0.iter().map(|word| word.to_string_lossy()).peekable();
        while let Some(word) = words.next() {
            match word.strip_prefix("--").and_then(|word| word.strip_prefix(flag)) {
                Some("") => return words.next().map(|value| value.into_owned().into()),
                Some(rest) if rest.starts_with('=') => return Some(rest[1..].into()),
                _ => {}
            }
        }
        None
    }

    /// Whether the flag is given.
    pub(super) fn has(&self, flag: &str) -> bool {
        let stem = format!("--{flag}");
        self.0.iter().map(|word| word.to_string_lossy()).any(|word| word.split('=').next() == Some(stem.as_str()))
    }

    /// The innermost subcommand.
    pub(super) fn command<'c>(&self, cli: &'c Command) -> &'c Command {
        let mut command = cli;
        let mut words = self.0.iter().map(|word| word.to_string_lossy());
        while let Some(word) = words.next() {
            if let Some(flag) = word.strip_prefix("--") {
                let known = [command, cli].into_iter().flat_map(Command::get_arguments);
                let takes = known.filter(|arg| arg.get_long() == Some(flag)).any(|arg| arg.get_action().takes_values());
                if takes {
                    words.next();
                }
            } else if let Some(inner) = command.find_subcommand(word.as_ref()) {
                command = inner;
            }
        }
        command
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Arg;

    #[test]
    fn commands_are_told_from_values() {
        let cli = Command::new("t")
            .arg(Arg::new("log").long("log").global(true))
            .subcommand(Command::new("key").subcommand(Command::new("list")))
            .subcommand(Command::new("api").arg(Arg::new("listen").long("listen")));
        let name = |line: &str| {
            let words: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            Argv(&words).command(&cli).get_name().to_owned()
        };
        assert_eq!(name("--log api key list"), "list");
        assert_eq!(name("--log=x api --listen key"), "api");
        assert_eq!(name("nonsense"), "t");
    }

    #[test]
    fn flags_are_found_in_both_forms() {
        let words: Vec<OsString> = ["api", "--a=1", "--bc", "2", "--d"].map(OsString::from).to_vec();
        let words = Argv(&words);
        assert_eq!(words.value_of("a"), Some("1".into()));
        assert_eq!(words.value_of("bc"), Some("2".into()));
        assert_eq!(words.value_of("b"), None);
        assert!(words.has("a") && words.has("d") && !words.has("b"));
    }
}
