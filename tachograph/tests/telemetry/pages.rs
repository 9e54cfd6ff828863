//! The Grafana dashboard, the alerts and the page about them only use metrics that exist.
use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use telemetry::metric::{self, Kind};

fn page(name: &str) -> Result<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/monitoring").join(name);
    std::fs::read_to_string(&path).with_context(|| path.display().to_string())
}

/// The metric that Prometheus itself adds for each process it scrapes.
const UP: &str = "up";

/// Every name that an expression may use.
fn names() -> BTreeSet<String> {
    let all = metric::ALL.iter().flat_map(|metric| match metric.kind {
        Kind::Histogram => ["bucket", "sum", "count"].map(|part| format!("{}_{part}", metric.name)).to_vec(),
        Kind::Counter | Kind::Gauge => vec![metric.name.to_owned()],
    });
    all.chain([UP.to_owned()]).collect()
}

/// The names in an expression that look like ours, and `up`.
fn asked(expression: &str) -> BTreeSet<String> {
    let words = expression.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
    let ours = |word: &&str| word.starts_with("tachograph_") || word.starts_with("process_") || *word == UP;
    words.filter(ours).map(str::to_owned).collect()
}

fn check(expressions: &[String]) -> Result<BTreeSet<String>> {
    let known = names();
    let mut used = BTreeSet::new();
    for expression in expressions {
        let asked = asked(expression);
        ensure!(!asked.is_empty(), "asks for nothing of ours: {expression}");
        let unknown: Vec<_> = asked.difference(&known).collect();
        ensure!(unknown.is_empty(), "{expression} asks for {unknown:?}, which nothing tells");
        let open = expression.matches(['(', '{', '[']).count();
        ensure!(open == expression.matches([')', '}', ']']).count(), "unbalanced: {expression}");
        used.extend(asked);
    }
    Ok(used)
}

fn expressions_in(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            if let Some(expression) = fields.get("expr").and_then(Value::as_str) {
                found.push(expression.to_owned());
            }
            fields.values().for_each(|field| expressions_in(field, found));
        }
        Value::Array(items) => items.iter().for_each(|item| expressions_in(item, found)),
        _ => {}
    }
}

#[test]
fn the_dashboard_shows_every_measure_and_no_other() -> Result<()> {
    let dashboard: Value = serde_json::from_str(&page("grafana-dashboard.json")?)?;
    let panels = dashboard["panels"].as_array().context("panels")?;
    let ids: BTreeSet<_> = panels.iter().map(|panel| panel["id"].as_i64()).collect();
    ensure!(ids.len() == panels.len(), "every panel has an id of its own");
    for panel in panels.iter().filter(|panel| panel["type"] != "row") {
        ensure!(panel["datasource"]["uid"] == "${datasource}", "{}: the source is a variable", panel["title"]);
        let place = &panel["gridPos"];
        let right = place["x"].as_i64().unwrap_or(99) + place["w"].as_i64().unwrap_or(99);
        ensure!(right <= 24, "{}: beyond the right edge", panel["title"]);
    }
    let mut expressions = Vec::new();
    expressions_in(&dashboard["panels"], &mut expressions);
    let used = check(&expressions)?;
    let dull = [metric::PROCESS_VIRTUAL, metric::PROCESS_VIRTUAL_MAX];
    let unseen: Vec<&str> = metric::ALL
        .iter()
        .map(|metric| metric.name)
        .filter(|name| !dull.contains(name) && !used.iter().any(|used| used.starts_with(name)))
        .collect();
    ensure!(unseen.is_empty(), "no panel shows {unseen:?}");
    Ok(())
}

#[derive(Deserialize)]
struct Rules {
    groups: Vec<Group>,
}

#[derive(Deserialize)]
struct Group {
    rules: Vec<Rule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    alert: String,
    expr: String,
    #[serde(rename = "for")]
    lasting: String,
    labels: Labels,
    annotations: Annotations,
}

#[derive(Deserialize)]
struct Labels {
    severity: String,
}

#[derive(Deserialize)]
struct Annotations {
    summary: String,
    runbook: String,
}

#[test]
fn every_alert_asks_for_what_there_is_and_is_explained() -> Result<()> {
    let rules: Rules = serde_saphyr::from_str(&page("alerts.yml")?)?;
    let rules: Vec<Rule> = rules.groups.into_iter().flat_map(|group| group.rules).collect();
    check(&rules.iter().map(|rule| rule.expr.clone()).collect::<Vec<_>>())?;
    let readme = page("README.md")?;
    let explained: BTreeSet<&str> = readme.lines().filter_map(|line| line.strip_prefix("### ")).collect();
    let named: BTreeSet<&str> = rules.iter().map(|rule| rule.alert.as_str()).collect();
    ensure!(named.len() == rules.len() && named == explained, "{named:?} are the rules, explained are {explained:?}");
    for rule in &rules {
        ensure!(["page", "ticket"].contains(&rule.labels.severity.as_str()), "{}", rule.alert);
        ensure!(rule.lasting.ends_with('m') && rule.annotations.summary.ends_with('.'), "{}", rule.alert);
        let section = format!("docs/monitoring/README.md#{}", rule.alert.to_lowercase());
        ensure!(rule.annotations.runbook == section, "{}", rule.alert);
    }
    Ok(())
}

#[test]
fn the_table_of_measures_is_fresh() -> Result<()> {
    let (begin, end) = ("<!-- metrics -->\n", "<!-- /metrics -->");
    let readme = page("README.md")?;
    let (before, rest) = readme.split_once(begin).context("where the table begins")?;
    let (table, after) = rest.split_once(end).context("where the table ends")?;
    let mut fresh = "| metric | kind | labels | exposed by | meaning |\n|---|---|---|---|---|\n".to_owned();
    for metric in metric::ALL {
        let labels = metric.labels.iter().map(|label| format!("`{label}`")).collect::<Vec<_>>().join(", ");
        let told = match metric.told {
            metric::Where::Everywhere => "all",
            metric::Where::Api => "serve, api",
            metric::Where::Worker => "serve, worker",
            metric::Where::Sqlite => "all, on SQLite",
            metric::Where::Tls => "serve, api, with --tls-cert",
        };
        fresh += &format!("| `{}` | {} | {labels} | {told} | {} |\n", metric.name, metric.kind.name(), metric.help);
    }
    if std::env::var_os("UPDATE_MONITORING").is_some() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/monitoring/README.md");
        std::fs::write(path, format!("{before}{begin}{fresh}{end}{after}"))?;
        return Ok(());
    }
    ensure!(table == fresh, "docs/monitoring/README.md is stale: run this test once with UPDATE_MONITORING=1");
    Ok(())
}
