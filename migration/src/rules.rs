//! What a step may do: servers of the version before go on reading and writing while it is taken and
//! after it, so it adds and never takes away.
use crate::*;
use sea_orm_migration::MigratorTrait as _;

/// Every step with its statements.
const STEPS: &[(&str, &[&str])] = &[
    ("m0001_directory", m0001_directory::UP),
    ("m0002_ingest_keys", m0002_ingest_keys::UP),
    ("m0003_events", m0003_events::UP),
    ("m0004_queue", m0004_queue::UP),
    ("m0005_facts", m0005_facts::UP),
    ("m0006_daily", m0006_daily::UP),
    ("m0007_live", m0007_live::UP),
    ("m0008_ingest_key_life", m0008_ingest_key_life::UP),
    ("m0009_audit_log", m0009_audit_log::UP),
    ("m0010_row_security", m0010_row_security::UP),
    ("m0011_queue_trace", m0011_queue_trace::UP),
    ("m0012_retention", m0012_retention::UP),
    ("m0013_excess", m0013_excess::UP),
    ("m0014_period_index", m0014_period_index::UP),
];
/// The newest step from before the rules: nobody served with fewer.
const BEFORE: &str = "m0010_row_security";

/// What is wrong with a statement, given the tables that its step makes.
fn trouble(statement: &str, made: &[String]) -> Option<String> {
    let text = statement.trim_start_matches("{sqlite}").trim_start_matches("{postgres}");
    let words: Vec<String> = text.split_whitespace().map(str::to_ascii_uppercase).collect();
    let has = |word: &str| words.iter().any(|other| other == word);
    let of_its_own = |after: &str| {
        let place = words.iter().position(|word| word == after).map_or(0, |place| place + 1);
        words.get(place).is_some_and(|table| made.contains(table))
    };
    let taken = ["DROP", "RENAME", "TRUNCATE", "DELETE", "UPDATE"];
    if let Some(word) = taken.iter().find(|word| has(word)) {
        return Some(format!("{word} takes away what the version before relies on"));
    }
    match &words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["CREATE", "TABLE", ..] | ["CREATE", "INDEX", ..] => None,
        ["CREATE", "UNIQUE", "INDEX", ..] if of_its_own("ON") => None,
        ["INSERT", "INTO", ..] if of_its_own("INTO") => None,
        ["ALTER", "TABLE", _, "ADD", "COLUMN", ..] if !has("NOT") || has("DEFAULT") => None,
        // Walls in front of its own tables.
        ["DO", "$$", ..] if words.iter().all(|word| word != "ALTER") || text.contains("ENABLE ROW LEVEL SECURITY") => {
            None
        }
        _ => Some("expected CREATE TABLE, CREATE INDEX, a column that may be null or has a default".to_owned()),
    }
}

fn made(statements: &[&str]) -> Vec<String> {
    statements
        .iter()
        .filter_map(|text| text.trim_start().strip_prefix("CREATE TABLE "))
        .filter_map(|rest| rest.split_whitespace().next().map(str::to_ascii_uppercase))
        .collect()
}

#[test]
fn steps_only_add() {
    for (name, statements) in STEPS.iter().skip_while(|(name, _)| *name != BEFORE).skip(1) {
        let made = made(statements);
        for statement in *statements {
            assert_eq!(trouble(statement, &made), None, "{name}: {statement}");
        }
    }
}

#[test]
fn every_step_is_held_to_the_rules() {
    let all: Vec<String> = Migrator::migrations().iter().map(|step| step.name().to_owned()).collect();
    let held: Vec<&str> = STEPS.iter().map(|(name, _)| *name).collect();
    assert_eq!(all, held, "a new step is added to STEPS");
}

#[test]
fn the_rules_see_what_takes_away() {
    let made = ["MINE".to_owned()];
    for bad in [
        "DROP TABLE orgs",
        "ALTER TABLE orgs RENAME COLUMN name TO title",
        "ALTER TABLE orgs ALTER COLUMN name TYPE BIGINT",
        "ALTER TABLE orgs DROP COLUMN name",
        "ALTER TABLE orgs ADD COLUMN x BIGINT NOT NULL",
        "UPDATE orgs SET name = ''",
        "CREATE UNIQUE INDEX orgs_name ON orgs (name)",
        "INSERT INTO orgs (org_id) VALUES ('x')",
    ] {
        assert!(trouble(bad, &made).is_some(), "{bad}");
    }
    for good in [
        "ALTER TABLE orgs ADD COLUMN x BIGINT",
        "ALTER TABLE orgs ADD COLUMN x BIGINT NOT NULL DEFAULT 0",
        "CREATE UNIQUE INDEX mine_x ON mine (x)",
        "INSERT INTO mine (x) VALUES (1)",
    ] {
        assert_eq!(trouble(good, &made), None, "{good}");
    }
}
