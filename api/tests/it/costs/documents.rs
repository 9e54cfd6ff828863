//! All queries of the dashboard and the documentation stay within the limits, with the largest pages and
//! periods.
use super::weigh::{Scales, limit};
use async_graphql::parser::parse_query;
use async_graphql::parser::types::{ExecutableDocument, OperationType};
use domain::Role;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use testkit::{App, Result, on_both_engines};

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

/// All files in this folder and below with this ending.
fn files(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files(&path, ending, found)?;
        } else if path.extension().is_some_and(|has| has == ending) {
            found.push(path);
        }
    }
    Ok(())
}

/// The fragments that this text uses, directly or through other fragments.
fn with_fragments(text: &str, fragments: &BTreeMap<String, String>) -> String {
    let mut whole = text.to_owned();
    let mut missing = true;
    while missing {
        missing = false;
        for (name, fragment) in fragments {
            let word = |text: &str, before: &str| {
                let at = format!("{before}{name}");
                text.match_indices(&at).any(|(place, _)| {
                    !text[place + at.len()..].starts_with(|next: char| next.is_alphanumeric() || next == '_')
                })
            };
            if word(&whole, "...") && !word(&whole, "fragment ") {
                whole.push_str(fragment);
                missing = true;
            }
        }
    }
    whole
}

/// The operations of the dashboard, each separately with its fragments.
fn dashboard() -> Result<Vec<(String, String)>> {
    let mut paths = Vec::new();
    files(&root("frontend-static/src"), "graphql", &mut paths)?;
    let (mut fragments, mut operations) = (BTreeMap::new(), Vec::new());
    for path in &paths {
        for part in definitions(&fs::read_to_string(path)?) {
            match part.split_whitespace().collect::<Vec<_>>().as_slice() {
                ["fragment", name, ..] => drop(fragments.insert((*name).to_owned(), part.clone())),
                ["query", name, ..] => operations.push(((*name).to_owned(), part.clone())),
                _ => {}
            }
        }
    }
    let whole = |(name, text): (String, String)| (name, with_fragments(&text, &fragments));
    Ok(operations.into_iter().map(whole).collect())
}

/// The definitions in a file: each begins at the start of a line.
fn definitions(text: &str) -> Vec<String> {
    let begins =
        |line: &str| ["query ", "mutation ", "subscription ", "fragment "].iter().any(|word| line.starts_with(word));
    let mut found: Vec<String> = Vec::new();
    for line in text.lines() {
        if begins(line) || found.is_empty() {
            found.push(String::new());
        }
        if let Some(last) = found.last_mut() {
            last.push_str(line);
            last.push('\n');
        }
    }
    found
}

/// The examples in the documentation: what follows `query` in a code block, and the tabs of GraphiQL.
fn examples() -> Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    for page in ["README.md", "docs/API.md"] {
        let text = fs::read_to_string(root(page))?;
        for (place, _) in text.match_indices("query") {
            // Up to the brace that matches the first one.
            let rest = &text[place..];
            // Within JSON, the document is a string.
            let rest = rest.strip_prefix("query\": \"").unwrap_or(rest);
            if !rest.starts_with("query") && !rest.starts_with('{') {
                continue;
            }
            let Some(open) = rest.find('{').filter(|open| *open < 200) else { continue };
            let mut depth = 0;
            let end = rest[open..].char_indices().find_map(|(at, letter)| {
                depth += i32::from(letter == '{') - i32::from(letter == '}');
                (depth == 0).then_some(open + at + 1)
            });
            let Some(document) = end.map(|end| rest[..end].replace("\\\"", "\"")) else { continue };
            if parse_query(&document).is_ok_and(|parsed| is_query(&parsed)) {
                found.push((format!("{page} at {place}"), document));
            }
        }
    }
    for name in ["Overview", "Sessions"] {
        found.push((
            format!("GraphiQL {name}"),
            fs::read_to_string(root(&format!("graphiql/src/examples/{name}.graphql")))?,
        ));
    }
    Ok(found)
}

fn is_query(document: &ExecutableDocument) -> bool {
    document.operations.iter().all(|(_, operation)| operation.node.ty == OperationType::Query)
}

/// The largest values that the dashboard uses: pages of 100, and the longest period, day by day.
fn largest() -> BTreeMap<&'static str, Value> {
    let year = json!({"from": "2025-02-01", "to": "2026-03-07"});
    let by_cost = json!({"field": "COST", "direction": "DESC"});
    BTreeMap::from([
        ("organizationId", json!("acme")),
        ("organization", json!("acme")),
        ("id", json!("acme")),
        ("period", year.clone()),
        ("before", year),
        ("bucket", json!("DAY")),
        ("orderBy", by_cost),
        ("filter", json!({"idContains": "a"})),
        ("search", json!("a")),
        ("text", json!("a")),
        ("expected", json!("a")),
        ("first", json!(100)),
        ("agent", json!("CLAUDE_CODE")),
        ("form", json!("SHELL")),
        ("after", Value::Null),
    ])
}

/// A value for each variable of the document.
fn variables(name: &str, document: &str) -> Value {
    let mut values = largest();
    if document.contains("$before: String") {
        values.insert("before", Value::Null);
    }
    let parsed = parse_query(document);
    assert!(parsed.is_ok(), "{name}: {parsed:?}");
    let parsed = parsed.expect("a document");
    let wanted = parsed.operations.iter().flat_map(|(_, operation)| &operation.node.variable_definitions);
    wanted
        .map(|variable| {
            let variable = variable.node.name.node.as_str();
            let value = values.get(variable).cloned().unwrap_or(Value::Null);
            (variable.to_owned(), value)
        })
        .collect()
}

on_both_engines!(what_the_dashboard_and_the_documentation_ask_is_allowed, |db| async {
    let (app, scales) = (App::on(&db).await?, Scales::new(&db).await?);
    app.store_events([testkit::events::message("s")]).await?;
    let (dashboard, examples) = (dashboard()?, examples()?);
    assert!(dashboard.len() >= 30, "{} operations of the dashboard were found", dashboard.len());
    assert!(examples.len() >= 4, "{} examples were found", examples.len());
    let token = app.as_role(Role::SuperAdmin).user("frank").token().await?;
    for (name, document) in dashboard.into_iter().chain(examples) {
        let mut variables = variables(&name, &document);
        if name.starts_with("GraphiQL") {
            // The number that the tab opens with.
            variables["first"] = json!(5);
        }
        let points = scales.points(&document, &variables).await?;
        assert!(points.is_some(), "{name} is no valid document");
        let points = points.unwrap_or_default();
        assert!(points <= limit(), "{name} weighs {points} points");
        let answer = app.ask(Some(&token), &document, variables).await?;
        assert!(!answer.to_string().contains("TOO_COMPLEX"), "{name}: {answer}");
    }
    Ok(())
});
