//! What people, models and tools say to each other is in no table, log or trace: of all of it, an installation that
//! keeps texts keeps the prompts, in their own column.
use crate::collector::Collector;
use crate::disguises::disguises;
use crate::logged::Logged;
use crate::telling::{Said, Telling};
use crate::until::until;
use anyhow::{Context as _, Result, ensure};
use reqwest::Client;
use store::Clock;
use testkit::{Database, Engine, on_both_engines, texts};

const KEY: &str = "dev-ingest-key";

/// Every row of every table, as a text: the table, and the values of all columns.
async fn dump(db: &Database) -> Result<Vec<(String, String)>> {
    let sql = match db.engine() {
        Engine::Sqlite => "/* test */ SELECT name AS text FROM sqlite_master WHERE type = 'table'",
        Engine::Postgres => {
            "/* test */ SELECT format('%I.%I', table_schema, table_name) AS text FROM information_schema.tables \
             WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND table_type = 'BASE TABLE'"
        }
    };
    let mut rows = Vec::new();
    for table in texts(db.store(), sql).await? {
        let columns = match db.engine() {
            Engine::Postgres => "row_to_json(t)::text".to_owned(),
            Engine::Sqlite => {
                let sql =
                    format!("/* test */ SELECT 'quote(\"' || name || '\")' AS text FROM pragma_table_info('{table}')");
                texts(db.store(), sql).await?.join(" || ' ' || ")
            }
        };
        let of_table = texts(db.store(), format!("/* test */ SELECT {columns} AS text FROM {table} AS t")).await?;
        rows.extend(of_table.into_iter().map(|row| (table.clone(), row)));
    }
    Ok(rows)
}

/// Where a text stands in one of these forms.
fn found<'t>(said: &Said, in_texts: impl Iterator<Item = &'t str>) -> Option<&'t str> {
    let forms = disguises(&said.text);
    let mut in_texts = in_texts;
    in_texts.find(|text| forms.iter().any(|form| text.contains(form)))
}

async fn tell(server: &Logged, telling: &Telling) -> Result<Vec<String>> {
    let mut answers = Vec::new();
    for (signal, body) in &telling.requests {
        let request = Client::new().post(server.url(signal.path())).bearer_auth(KEY).header("tachograph-org", "acme");
        let answer = request.json(body).send().await?;
        ensure!(answer.status() == 200, "{}: {body}", answer.status());
        answers.push(answer.text().await?);
    }
    // As a whole, a body may be what nobody can read, too.
    for (kind, body) in [("application/json", "{\"resourceLogs\":"), ("application/x-protobuf", "\n\u{7f}")] {
        let text = format!("{body}\"{}\"", telling.said[0].text);
        let request = Client::new().post(server.url("/v1/logs")).bearer_auth(KEY).header("content-type", kind);
        let answer = request.body(text).send().await?;
        ensure!(answer.status() == 400, "{}", answer.status());
        answers.push(answer.text().await?);
    }
    Ok(answers)
}

async fn check(db: &Database, options: &[&str], keeps_prompts: bool) -> Result<()> {
    let (collector, address) = Collector::start().await?;
    let traced = ["--otlp-endpoint", &address, "--otlp-sample-ratio", "1"];
    let server = Logged::with(db.url(), &[&traced[..], options].concat()).await?;
    let now = u128::from(Clock::system().now().0.cast_unsigned()) * 1_000;
    let telling = Telling::of(now - 1_000_000_000);
    let answers = tell(&server, &telling).await?;
    let count = |table: &str| format!("/* test */ SELECT CAST(count(*) AS bigint) AS number FROM {table}");
    until("all is projected, and counted", async || {
        let waiting = testkit::number(db.store(), count("events_queue")).await?;
        Ok(waiting == 0 && testkit::number(db.store(), count("record_counts")).await? > 0)
    })
    .await?;
    let stored = testkit::number(db.store(), count("events_raw")).await?;
    ensure!(stored > 20, "{stored} events");
    let log = server.end()?;
    let spans = collector.all();
    ensure!(log.contains("\"level\":\"TRACE\"") && !spans.is_empty(), "everything is told");
    let told: Vec<String> = spans.iter().map(|span| format!("{span:?}")).collect();
    let rows = dump(db).await?;
    ensure!(rows.iter().any(|(table, _)| table.contains("session_stats")), "tables were read");
    for said in &telling.said {
        for (name, place) in [
            ("the log", found(said, log.lines())),
            ("a trace", found(said, told.iter().map(String::as_str))),
            ("an answer", found(said, answers.iter().map(String::as_str))),
        ] {
            ensure!(place.is_none(), "{} of {} in {name}: {place:?}", said.text, said.place);
        }
        let row = rows.iter().find(|(_, row)| found(said, [row.as_str()].into_iter()).is_some());
        let is_kept = row.is_some_and(|(table, _)| table.ends_with("events_raw"));
        ensure!(
            row.is_none() || keeps_prompts && said.is_prompt && is_kept,
            "{} of {} in {row:?}",
            said.text,
            said.place
        );
    }
    let sql = "/* test */ SELECT message_text AS text FROM events_raw WHERE message_text IS NOT NULL";
    let kept = texts(db.store(), sql).await?;
    ensure!(kept.is_empty() != keeps_prompts, "{kept:?}");
    for text in kept {
        let said = telling.said.iter().find(|said| said.text == text).context("a prompt, and nothing else")?;
        ensure!(said.is_prompt, "{said:?}");
    }
    // And nothing of it stands in any other column.
    let sql = "/* test */ SELECT payload AS text FROM events_raw";
    for payload in texts(db.store(), sql).await? {
        ensure!(!telling.said.iter().any(|said| payload.contains(&said.text)), "{payload}");
    }
    Ok(())
}

on_both_engines!(without_texts_nothing_that_was_said_is_kept, |db| async {
    check(&db, &["--max-message-chars", "0"], false).await
});

on_both_engines!(of_what_was_said_only_prompts_are_kept, |db| async { check(&db, &[], true).await });
