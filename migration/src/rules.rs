//! What a migration may do: servers of the previous version keep reading and writing while it runs and
//! afterwards, so it adds and never removes.
use crate::*;
use sea_orm_migration::MigratorTrait as _;
use xxhash_rust::xxh3::xxh3_64;

/// The last migration before these rules; no server ever ran with an older schema.
const BEFORE: &str = "m0010_row_security";

/// What is wrong with a statement, given the tables that its migration creates.
fn problem(statement: &str, made: &[String], added: &[(String, String)]) -> Option<String> {
    let text = statement.trim_start_matches("{sqlite}").trim_start_matches("{postgres}");
    let words: Vec<String> = text.split_whitespace().map(str::to_ascii_uppercase).collect();
    let has = |word: &str| words.iter().any(|other| other == word);
    let of_its_own = |after: &str| {
        let place = words.iter().position(|word| word == after).map_or(0, |place| place + 1);
        words.get(place).is_some_and(|table| made.contains(table))
    };
    // Without an index, servers of the version before are slower, not wrong.
    if let ["DROP", "INDEX", _] = words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        return None;
    }
    // Filling in columns that the step itself adds: servers of the version before do not know them.
    if let ["UPDATE", table, "SET", ..] = words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        let set = text.split_once("SET").and_then(|(_, rest)| rest.split_once("FROM (")).map_or("", |(set, _)| set);
        let columns =
            set.split(',').filter_map(|part| part.split('=').next()).map(|name| name.trim().to_ascii_uppercase());
        let mut unknown = columns.filter(|name| !added.contains(&(table.to_owned(), name.clone())));
        return unknown.next().map(|name| format!("UPDATE changes {table}.{name}, which the version before relies on"));
    }
    let taken = ["DROP", "RENAME", "TRUNCATE", "DELETE", "UPDATE"];
    if let Some(word) = taken.iter().find(|word| has(word)) {
        return Some(format!("{word} takes away what the version before relies on"));
    }
    match &words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["CREATE", "TABLE", ..] | ["CREATE", "INDEX", ..] => None,
        ["CREATE", "UNIQUE", "INDEX", ..] if of_its_own("ON") => None,
        ["INSERT", "INTO", ..] if of_its_own("INTO") => None,
        ["ALTER", "TABLE", _, "ADD", "COLUMN", ..] if !has("NOT") || has("DEFAULT") => None,
        // Row-level security on its own tables.
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

/// The columns that the statements add, as table and name.
fn added(statements: &[&str]) -> Vec<(String, String)> {
    let words = |text: &str| text.split_whitespace().map(str::to_ascii_uppercase).collect::<Vec<_>>();
    let column = |words: Vec<String>| match &words[..] {
        [alter, _, table, add, _, name, ..] if alter == "ALTER" && add == "ADD" => Some((table.clone(), name.clone())),
        _ => None,
    };
    statements.iter().filter_map(|text| column(words(text))).collect()
}

#[test]
fn steps_only_add() {
    for (name, statements, _) in STEPS.iter().skip_while(|(name, ..)| *name != BEFORE).skip(1) {
        let each: Vec<String> = statements.iter().flat_map(|statement| ddl::each(statement)).collect();
        let each: Vec<&str> = each.iter().map(String::as_str).collect();
        let (made, added) = (made(&each), added(&each));
        for statement in each {
            assert_eq!(problem(statement, &made, &added), None, "{name}: {statement}");
        }
    }
}

/// The entry in `migrations!` names the file, and the file the migration as databases record it.
#[test]
fn every_step_is_remembered_under_the_name_of_its_file() {
    let all: Vec<String> = Migrator::migrations().iter().map(|step| step.name().to_owned()).collect();
    let files: Vec<&str> = STEPS.iter().map(|(name, ..)| *name).collect();
    assert_eq!(all, files);
}

#[test]
fn the_rules_see_what_takes_away() {
    let made = ["MINE".to_owned()];
    let added = added(&["ALTER TABLE orgs ADD COLUMN x BIGINT"]);
    for bad in [
        "DROP TABLE orgs",
        "ALTER TABLE orgs RENAME COLUMN name TO title",
        "ALTER TABLE orgs ALTER COLUMN name TYPE BIGINT",
        "ALTER TABLE orgs DROP COLUMN name",
        "ALTER TABLE orgs ADD COLUMN x BIGINT NOT NULL",
        "UPDATE orgs SET name = ''",
        "UPDATE orgs SET x = found.x, name = found.x FROM (SELECT 1 AS x) AS found",
        "CREATE UNIQUE INDEX orgs_name ON orgs (name)",
        "INSERT INTO orgs (org_id) VALUES ('x')",
    ] {
        assert!(problem(bad, &made, &added).is_some(), "{bad}");
    }
    for good in [
        "ALTER TABLE orgs ADD COLUMN x BIGINT",
        "ALTER TABLE orgs ADD COLUMN x BIGINT NOT NULL DEFAULT 0",
        "CREATE UNIQUE INDEX mine_x ON mine (x)",
        "INSERT INTO mine (x) VALUES (1)",
        "DROP INDEX orgs_name",
        "UPDATE orgs SET x = found.x FROM (SELECT 1 AS x) AS found",
    ] {
        assert_eq!(problem(good, &made, &added), None, "{good}");
    }
}

/// XXH3 of the statements for `SQLite`, then those for `PostgreSQL`, separated by NUL.
#[test]
fn no_step_is_edited_once_databases_may_have_taken_it() {
    let edited: Vec<String> = STEPS
        .iter()
        .filter_map(|(name, statements, checksum)| {
            let texts: Vec<String> = ddl::texts(statements, false).chain(ddl::texts(statements, true)).collect();
            let found = xxh3_64(texts.join("\0").as_bytes());
            (found != *checksum).then(|| format!("{name}: {found:#018x}"))
        })
        .collect();
    assert!(edited.is_empty(), "write a new step instead, or give a new one its checksum:\n{}", edited.join("\n"));
}
