//! Results, as JSON lines for programs or as a table for people.
use serde_json::json;
use store::Engine;

/// One result.
#[derive(Clone, Debug)]
pub(crate) struct Figure {
    pub(crate) engine: Engine,
    pub(crate) bench: &'static str,
    pub(crate) name: String,
    pub(crate) value: f64,
    pub(crate) unit: &'static str,
    /// What it is compared to: name, and value in the same unit.
    pub(crate) ceiling: Option<(&'static str, f64)>,
}

/// The results so far.
#[derive(Debug)]
pub(crate) struct Report {
    json: bool,
    figures: Vec<Figure>,
}

#[expect(clippy::print_stdout, reason = "printing is what this file is for")]
impl Report {
    pub(crate) const fn new(json: bool) -> Self {
        Self { json, figures: Vec::new() }
    }

    /// Adds a result; with JSON output, it is printed immediately.
    pub(crate) fn add(&mut self, figure: Figure) {
        if self.json {
            println!("{}", figure.json());
        } else {
            eprintln!("{}", figure.line());
        }
        self.figures.push(figure);
    }

    /// Reports progress, on standard error, where it does not mix with JSON output.
    #[expect(clippy::unused_self, reason = "what is printed is printed by the report")]
    pub(crate) fn note(&self, what: &str) {
        eprintln!("{what}");
    }

    /// Prints the table.
    pub(crate) fn finish(&self) {
        if self.json {
            return;
        }
        println!(
            "{:8} {:10} {:44} {:>12} {:9} {:>7}  held against",
            "engine", "bench", "figure", "value", "unit", "ratio"
        );
        for figure in &self.figures {
            println!("{}", figure.line());
        }
    }
}

impl Figure {
    fn ratio(&self) -> Option<f64> {
        self.ceiling.map(|(_, ceiling)| self.value / ceiling)
    }

    fn json(&self) -> serde_json::Value {
        json!({
            "engine": self.engine_name(), "bench": self.bench, "name": self.name, "value": self.value, "unit": self.unit,
            "ceiling": self.ceiling.map(|(name, value)| json!({"name": name, "value": value})), "ratio": self.ratio(),
        })
    }

    fn line(&self) -> String {
        let ratio = self.ratio().map(|ratio| format!("{ratio:.2}")).unwrap_or_default();
        let against = self.ceiling.map(|(name, value)| format!("{name}: {value:.1}")).unwrap_or_default();
        let Self { bench, name, value, unit, .. } = self;
        format!("{:8} {bench:10} {name:44} {value:>12.1} {unit:9} {ratio:>7}  {against}", self.engine_name())
    }

    const fn engine_name(&self) -> &'static str {
        match self.engine {
            Engine::Sqlite => "sqlite",
            Engine::Postgres => "postgres",
        }
    }
}
