//! Row-level security: which rows the database shows to a reader, whatever the statement. `SQLite` has none.
use domain::{OrgId, Person, Role, UserId};
use entities::{Content, guarded_tables, kept_tables, org};
use query::Reader;
use query::scope::PersonScopes as _;
use sea_orm::{ConnectionTrait as _, EntityTrait as _, IntoActiveModel as _};
use std::collections::BTreeSet;
use store::{Engine, RowScope, Store};
use testkit::events::{activity_counted, handoff, message, run_completed};
use testkit::{App, Result, on_both_engines, texts_within};

const KEYS: &str = "ingest_keys";
const NO_WALL: &str = "policies cannot be spread, so it has none, and its api reads as the owner of the tables";

/// Two organizations with rows in every table that is not fully visible to every reader.
async fn fill(app: &App) -> Result<()> {
    let events: Vec<_> = ["acme", "rival"]
        .into_iter()
        .flat_map(|org| {
            let prompt = message("s").payload("starts_run", true);
            let all = [message("s"), prompt, activity_counted("s"), run_completed("s", "r"), handoff("s")];
            all.map(|event| event.org(org))
        })
        .collect();
    app.store_events(events).await?;
    let store = app.store();
    for org in ["acme", "rival"] {
        app.as_role(Role::Manager).user("ada").of(org).token().await?;
        for statement in [
            "INSERT INTO events_queue (org_id, event_id, due_at, attempts) VALUES ($1, 'e', 1, 0)",
            "INSERT INTO events_dead_letter (org_id, event_id, dead_at, attempts, last_error) VALUES ($1, 'e', 1, 5, '')",
            "INSERT INTO teams (org_id, team_id, name) VALUES ($1, 't', 't')",
            "INSERT INTO org_members (org_id, user_id, role, created_at) VALUES ($1, 'bob', 1, 1)",
            "INSERT INTO org_retention (org_id, days) VALUES ($1, 30)",
            "INSERT INTO record_counts (org_id, service, name, reason, records, last_seen_at) VALUES ($1, 's', 'n', 0, 1, 1)",
            "INSERT INTO run_repeats (org_id, run_id, event_id) VALUES ($1, 'r', 'e')",
            "INSERT INTO run_crossings (org_id, session_id, run_id) VALUES ($1, 's', 'r')",
            "INSERT INTO ingest_keys (org_id, key_id, name, secret_hash, created_at) VALUES ($1, $1, 'k', '', 1)",
        ] {
            store.run(statement, [org.into()]).await?;
        }
        for kept in kept_tables() {
            let Content::Kept { totals } = kept.content else { continue };
            let copy = format!("/* test */ INSERT INTO {} SELECT * FROM {totals} WHERE org_id = $1", kept.name);
            store.run(copy, [org.into()]).await?;
        }
    }
    let key = "INSERT INTO ingest_keys (key_id, name, secret_hash, created_at) VALUES ('all', 'k', '', 1)";
    store.run(key, []).await?;
    for table in guarded_tables() {
        assert_eq!(seen(store, RowScope::Platform, table.name).await?, all(table.name), "{} lacks a row", table.name);
    }
    Ok(())
}

/// The organizations whose rows of the table are visible without any condition.
async fn seen(store: &Store, scope: RowScope, table: &str) -> Result<BTreeSet<String>> {
    let whose = format!("/* test */ SELECT COALESCE(org_id, '-') AS text FROM {table}");
    Ok(texts_within(store, &scope, whose).await?.into_iter().collect())
}

/// The organizations that have rows in the table.
fn all(table: &str) -> BTreeSet<String> {
    if table == KEYS { set(&["-", "acme", "rival"]) } else { set(&["acme", "rival"]) }
}

fn orgs(names: &[&str]) -> RowScope {
    RowScope::Organizations(names.iter().map(|name| OrgId::from(*name)).collect())
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

on_both_engines!(a_statement_without_a_condition_sees_what_the_scope_admits, |db| async {
    if db.is_cluster_where(NO_WALL) {
        return Ok(());
    }
    let app = App::on(&db).await?;
    fill(&app).await?;
    let store = app.store();
    assert_eq!(store.is_rls_enforced().await?, store.engine() == Engine::Postgres);
    if store.engine() == Engine::Sqlite {
        return Ok(());
    }
    for table in guarded_tables().map(|table| table.name) {
        assert_eq!(seen(store, orgs(&[]), table).await?, set(&[]), "{table}");
        assert_eq!(seen(store, orgs(&["acme"]), table).await?, set(&["acme"]), "{table}");
        assert_eq!(seen(store, orgs(&["rival", "acme"]), table).await?, set(&["acme", "rival"]), "{table}");
        assert_eq!(seen(store, orgs(&["acm", "ACME", "acme,rival", "%", "on"]), table).await?, set(&[]), "{table}");
    }
    Ok(())
});

on_both_engines!(a_reader_neither_writes_nor_sees_secrets, |db| async {
    if db.is_cluster_where(NO_WALL) {
        return Ok(());
    }
    let app = App::on(&db).await?;
    fill(&app).await?;
    let store = app.store();
    if store.engine() == Engine::Sqlite {
        return Ok(());
    }
    for forbidden in [
        "SELECT secret_hash FROM ingest_keys",
        "SELECT value FROM installation",
        "SELECT actor FROM audit_log",
        "/* test */ DELETE FROM run_facts",
        "UPDATE orgs SET name = 'x'",
        "INSERT INTO users (user_id, created_at) VALUES ('x', 1)",
        "CREATE TABLE mine (id INTEGER)",
        "ALTER TABLE orgs DISABLE ROW LEVEL SECURITY",
    ] {
        let refused = store.query_within(&RowScope::Platform, store.engine().statement(forbidden, [])).await;
        let text = refused.err().map(|error| error.to_string()).unwrap_or_default();
        assert!(text.contains("permission denied") || text.contains("must be owner"), "{forbidden}: {text:?}");
    }
    Ok(())
});

on_both_engines!(a_scoped_reader_takes_no_statement_that_writes, |db| async {
    let person = Person {
        sub: UserId::from("ada"),
        name: None,
        email: None,
        org_id: Some(OrgId::from("acme")),
        role: Role::OrgAdmin,
    };
    let (reader, scope) = (Reader::new(db.store().clone()), person.organization(&OrgId::from("acme"))?);
    let scoped = reader.scoped(&scope);
    let acme = org::Model { org_id: "acme".to_owned(), name: "Acme".to_owned(), created_at: 7 };
    assert!(org::Entity::insert(acme.into_active_model()).exec(&scoped).await.is_err());
    assert!(scoped.execute_unprepared("DELETE FROM session_stats WHERE org_id = 'acme'").await.is_err());
    assert!(org::Entity::find_by_id("acme").all(&scoped).await?.is_empty());
    assert_eq!(reader.statements(), 1, "what writes does not even reach the database");
    Ok(())
});
