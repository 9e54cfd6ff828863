//! The history in a data directory, so that it is filled in once, and an interrupted start continues with the
//! same days.
use anyhow::{Context as _, anyhow};
use domain::Day;
use serde_json::{Value, json};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

const FILE: &str = "history.json";

/// The days that were requested first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct History {
    pub(super) from: Day,
    pub(super) to: Day,
    pub(super) seed: u64,
    /// Whether all of it has been sent.
    pub(super) complete: bool,
}

impl History {
    /// The history in the folder; `None` if none was started.
    pub(super) fn read(folder: &Path) -> anyhow::Result<Option<Self>> {
        let path = path(folder);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
        };
        let history = serde_json::from_str(&text).ok().and_then(|value: Value| {
            Some(Self {
                from: day(&value["from"])?,
                to: day(&value["to"])?,
                seed: value["seed"].as_u64()?,
                complete: value["complete"].as_bool()?,
            })
        });
        history
            .map(Some)
            .ok_or_else(|| anyhow!("{} is corrupt; delete it to fill in the history again", path.display()))
    }

    /// Saves it: a new file replaces the old one atomically.
    pub(super) fn write(&self, folder: &Path) -> anyhow::Result<()> {
        let Self { from, to, seed, complete } = self;
        let value = json!({ "from": from.to_string(), "to": to.to_string(), "seed": seed, "complete": complete });
        let path = path(folder);
        let new = path.with_extension("new");
        fs::write(&new, format!("{value:#}\n"))
            .and_then(|()| fs::rename(&new, &path))
            .with_context(|| format!("cannot write {}", path.display()))
    }
}

fn path(folder: &Path) -> PathBuf {
    folder.join(FILE)
}

fn day(value: &Value) -> Option<Day> {
    value.as_str()?.parse::<chrono::NaiveDate>().ok().map(Day::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_remembers() {
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(History::read(folder.path()).expect("nothing yet"), None);
        for complete in [false, true] {
            let history = History { from: Day(20_000), to: Day(20_009), seed: 7, complete };
            history.write(folder.path()).expect("written");
            assert_eq!(History::read(folder.path()).expect("read"), Some(history));
        }
        fs::write(path(folder.path()), "{}").expect("damaged");
        assert!(History::read(folder.path()).is_err());
    }
}
