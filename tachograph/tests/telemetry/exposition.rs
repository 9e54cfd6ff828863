//! Parses Prometheus text, as far as these tests need it.
use std::collections::{BTreeMap, BTreeSet};

/// The contents of a /metrics page.
#[derive(Debug, Default)]
pub(crate) struct Exposition {
    /// The type of each metric.
    pub(crate) kinds: BTreeMap<String, String>,
    /// The description of each metric.
    pub(crate) helps: BTreeMap<String, String>,
    /// The value of each series, by its name and labels as written.
    pub(crate) series: BTreeMap<String, f64>,
}

impl Exposition {
    pub(crate) fn read(text: &str) -> Self {
        let mut read = Self::default();
        for line in text.lines() {
            let mut words = line.splitn(4, ' ');
            match (words.next(), words.next(), words.next(), words.next()) {
                (Some("#"), Some("TYPE"), Some(name), Some(kind)) => {
                    read.kinds.insert(name.to_owned(), kind.to_owned());
                }
                (Some("#"), Some("HELP"), Some(name), Some(help)) => {
                    read.helps.insert(name.to_owned(), help.to_owned());
                }
                _ => {
                    if let Some((series, value)) = line.rsplit_once(' ') {
                        read.series.insert(series.to_owned(), value.parse().unwrap_or(f64::NAN));
                    }
                }
            }
        }
        read
    }

    /// The series with this name.
    pub(crate) fn of(&self, name: &str) -> Vec<(&str, f64)> {
        let ours = self.series.iter().filter(|(series, _)| series.split('{').next() == Some(name));
        ours.map(|(series, value)| (series.as_str(), *value)).collect()
    }

    /// The sum over the series with this name whose labels contain this text.
    pub(crate) fn sum(&self, name: &str, labels: &str) -> f64 {
        self.of(name).iter().filter(|(series, _)| series.contains(labels)).map(|(_, value)| value).sum()
    }

    /// The values of a label.
    pub(crate) fn values(&self, label: &str) -> BTreeSet<&str> {
        let start = format!("{label}=\"");
        self.series.keys().filter_map(|series| series.split_once(&start)?.1.split('"').next()).collect()
    }
}
