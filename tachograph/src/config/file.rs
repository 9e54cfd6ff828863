//! The settings file.
use crate::config::Setting;
use crate::config::setting::{PART, PARTS, TABLE};
use anyhow::{Context as _, anyhow, bail};
use std::path::{Path, PathBuf};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// One setting in the file.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) key: String,
    /// In the form of a flag's value; lists are joined by commas.
    pub(super) value: String,
    /// The line in the file, counted from 1.
    pub(super) line: usize,
}

/// A settings file.
#[derive(Clone, Debug)]
pub(super) struct ConfigFile {
    pub(super) path: PathBuf,
    pub(super) entries: Vec<Entry>,
}

impl ConfigFile {
    /// Reads a file. Rejects invalid TOML, unknown settings, and types that no setting has.
    pub(super) fn read(path: &Path, settings: &[Setting]) -> anyhow::Result<Self> {
        let name = path.display();
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("cannot read the configuration file {name} (--config)"))?;
        let line = |place: usize| text.get(..place).unwrap_or_default().matches('\n').count() + 1;
        let table = DeTable::parse(&text).map_err(|error| {
            let line = error.span().map_or(1, |span| line(span.start));
            anyhow!("{name}, line {line}: invalid TOML: {}", error.message())
        })?;
        let mut entries = Vec::new();
        for (key, value) in table.into_inner() {
            let line = line(key.span().start);
            let entry = entry(key.as_ref(), &value, line, settings).with_context(|| format!("{name}, line {line}"))?;
            entries.push(entry);
        }
        entries.sort_by_key(|entry| entry.line);
        Ok(Self { path: path.to_owned(), entries })
    }
}

fn entry(key: &str, value: &Spanned<DeValue<'_>>, line: usize, settings: &[Setting]) -> anyhow::Result<Entry> {
    let Some(setting) = settings.iter().find(|setting| setting.key() == key) else {
        bail!("there is no setting `{key}`{}; `tachograph config --reference` lists them all", alike(key, settings));
    };
    let text = match value.get_ref() {
        DeValue::Array(items) if setting.is_list() => {
            let items: Option<Vec<String>> = items.iter().map(|item| scalar(item.get_ref())).collect();
            items.map(|items| setting.joined(&items))
        }
        DeValue::Table(pairs) if setting.is_table() => Some(setting.joined(&table(setting, pairs, settings)?)),
        value => scalar(value),
    };
    let Some(value) = text else {
        bail!("`{key}`: expected {}", setting.expected());
    };
    if setting.is_switch() && !["true", "false"].contains(&value.as_str()) {
        bail!("`{key}`: expected true or false");
    }
    Ok(Entry { key: key.to_owned(), value, line })
}

/// The pairs in a table.
fn table(setting: &Setting, table: &DeTable<'_>, settings: &[Setting]) -> anyhow::Result<Vec<String>> {
    let key = setting.key();
    let mut pairs = Vec::with_capacity(table.len());
    for (name, value) in table.iter() {
        let name: &str = name.get_ref();
        if settings.iter().any(|setting| setting.key() == name) {
            bail!("`{name}` is below [{key}], which makes it part of that table: put the table at the end of the file");
        }
        let text = match value.get_ref() {
            DeValue::Table(values) if setting.has_parts() => Some(parts(&format!("{key}.{name}"), values)?),
            value => scalar(value),
        };
        match text {
            Some(value) if !value.contains(TABLE) && !name.contains(TABLE) => pairs.push(format!("{name}={value}")),
            _ if setting.has_parts() => {
                bail!("`{key}.{name}`: expected a table, [{key}.\"{name}\"], with lines such as input = 1.25")
            }
            _ => bail!("`{key}`: expected lines such as \"CN=agent,O=Acme\" = \"acme\", without semicolons"),
        }
    }
    Ok(pairs)
}

/// The parts of a pair's value, as a flag has them: `input:1.25,output:10`.
fn parts(key: &str, table: &DeTable<'_>) -> anyhow::Result<String> {
    let mut parts = Vec::with_capacity(table.len());
    for (name, value) in table.iter() {
        let name: &str = name.get_ref();
        let text = match value.get_ref() {
            DeValue::Datetime(day) => Some(day.to_string()),
            value => scalar(value),
        };
        match text.filter(|text| !text.contains([PARTS, PART, TABLE])) {
            Some(text) if !name.contains([PARTS, PART, TABLE]) => parts.push(format!("{name}{PART}{text}")),
            _ => bail!("`{key}.{name}`: expected a number or a day, as in input = 1.25"),
        }
    }
    Ok(parts.join(&PARTS.to_string()))
}

fn scalar(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) if number.radix() == 10 => Some(number.as_str().to_owned()),
        DeValue::Float(number) => Some(number.as_str().to_owned()),
        DeValue::Boolean(yes) => Some(yes.to_string()),
        _ => None,
    }
}

/// Most unknown keys are existing ones with other separators, or in a table.
fn alike(key: &str, settings: &[Setting]) -> String {
    let plain = key.replace('_', "-").to_lowercase();
    let near = settings.iter().find(|setting| setting.key() == plain || setting.key().ends_with(&format!("-{plain}")));
    near.map(|setting| format!(" (did you mean `{}`?)", setting.key())).unwrap_or_default()
}
