//! A simulated fleet that reports by OTLP, as real agents do, beside one that sends events: what is known of it in
//! the end is exactly what its plan says.
use anyhow::Context as _;
use anyhow::{Result, ensure};
use axum::body::Body;
use axum::http::{Request, header};
use domain::{ActivityCounted, CostSource, Day, NanoUsd, RunStatus};
use entities::{activity_fact, handoff_fact, raw_event, run_fact, session_stats};
use generator::otlp::encode;
use generator::script::{Call, Ending, truth};
use generator::{Agent, Parcel, Played, Script, Speech, day, default_orgs};
use prices::{PriceList, Usage};
use sea_orm::{ColumnTrait as _, EntityTrait, QueryFilter as _};
use serde_json::json;
use std::collections::BTreeMap;
use testkit::app::DEV_KEY;
use testkit::{App, Database};

/// A Monday on which all models of the fleet have prices.
const MONDAY: Day = Day(20_724);

fn scripts() -> Vec<Script> {
    let orgs = default_orgs(1);
    let played = (0..4)
        .flat_map(|number| orgs.iter().flat_map(move |org| day::played(org, Day(MONDAY.0 + number), 3, Speech::Mixed)));
    played
        .filter_map(|played| match played {
            Played::Script(script) => Some(*script),
            Played::Events(_) => None,
        })
        .collect()
}

/// Sends everything, the latest first and every third parcel twice.
async fn send(app: &App, scripts: &[Script]) -> Result<()> {
    let parcels = scripts.iter().flat_map(|script| Played::Script(Box::new(script.clone())).parcels());
    let mut parcels: Vec<Parcel> = parcels.collect();
    parcels.sort_by_key(|parcel| std::cmp::Reverse(parcel.due()));
    let again = parcels.iter().step_by(3).cloned().collect::<Vec<_>>();
    let (mut events, mut records) = (0, 0);
    for parcel in parcels.into_iter().chain(again) {
        match parcel {
            Parcel::Event(event) => {
                let reply = app.post_events([serde_json::to_value(&event)?]).await?;
                ensure!(reply.json()?["errors"] == json!([]), "{}", reply.text());
                events += 1;
            }
            Parcel::Export(export) => {
                let request =
                    Request::post(export.signal.path()).header(header::CONTENT_TYPE, export.format.content_type());
                let body = encode(export.signal, export.format, std::slice::from_ref(&export));
                let reply = app.send(request, Some(DEV_KEY), Body::from(body)).await?;
                ensure!(reply.status == 200, "{} {}", reply.status, reply.text());
                let nothing_refused = reply.body.is_empty() || reply.json()? == json!({});
                ensure!(nothing_refused, "{export:?}: {}", reply.text());
                records += export.records.len();
            }
        }
    }
    ensure!(events > 100 && records > 2_000, "{events} events and {records} records");
    Ok(())
}

/// What a call costs: what the agent says, else its price.
fn cost(prices: &PriceList, call: &Call) -> NanoUsd {
    call.cost.filter(|_| call.cost != Some(NanoUsd(0))).unwrap_or_else(|| {
        let usage = Usage {
            input: call.input_tokens,
            cache_read: call.cache_read_tokens,
            cache_write: call.cache_write_tokens,
            cache_write_1h: 0,
            output: call.output_tokens,
        };
        prices.price(call.model, call.end.day(), usage).expect(call.model)
    })
}

fn check_run(fact: &run_fact::Model, run: &truth::Run, costs: NanoUsd, source: CostSource) {
    let shown = format!("{} of {} {run:?}", fact.run_id, fact.session_id);
    let status = fact.status.and_then(RunStatus::from_code);
    let ended = run.ended.map(|(at, status)| (Some(at.0), Some(status))).unwrap_or_default();
    assert_eq!((fact.completed_at, status), ended, "{shown}: {run:?}");
    if let Some((at, _)) = run.ended {
        assert_eq!(fact.duration_ms, Some(at.millis_since(run.started_at)), "{shown}");
    }
    assert_eq!(fact.open_at.is_some(), run.ended.is_none(), "{shown}");
    assert_eq!(fact.input_tokens, Some(run.input_tokens), "{shown}");
    assert_eq!(fact.output_tokens, Some(run.output_tokens), "{shown}");
    assert_eq!(fact.cache_read_tokens.unwrap_or(0), run.cache_read_tokens, "{shown}");
    assert_eq!(fact.cache_write_tokens.unwrap_or(0), run.cache_write_tokens, "{shown}");
    assert_eq!(fact.cost_nano_usd, Some(costs.0), "{shown}");
    assert_eq!(fact.cost_source, Some(source.code()), "{shown}");
    assert_eq!(fact.model_calls, Some(run.calls), "{shown}");
    assert_eq!(fact.tool_uses.unwrap_or(0), run.tool_uses, "{shown}");
    assert_eq!(fact.unpriced_calls.unwrap_or(0), 0, "{shown}");
}

/// The rows of all organizations of the fleet.
async fn rows<E: EntityTrait>(db: &Database, org_id: E::Column) -> Result<Vec<E::Model>> {
    let mut rows = Vec::new();
    for org in default_orgs(1) {
        rows.extend(E::find().filter(org_id.eq(org.id)).all(db.store()).await?);
    }
    Ok(rows)
}

fn by_session<T>(rows: Vec<T>, session: impl Fn(&T) -> &str) -> BTreeMap<String, Vec<T>> {
    let mut map: BTreeMap<String, Vec<T>> = BTreeMap::new();
    for row in rows {
        map.entry(session(&row).to_owned()).or_default().push(row);
    }
    map
}

testkit::on_both_engines!(what_a_fleet_did_is_known_exactly, |db| async {
    let app = App::on(&db).await?;
    app.at("2026-10-20T12:00:00Z");
    let scripts = scripts();
    let agents: std::collections::BTreeSet<Agent> = scripts.iter().map(|script| script.agent).collect();
    assert_eq!(agents.len(), Agent::ALL.len(), "{agents:?}");
    send(&app, &scripts).await?;
    app.run_worker().await?;
    let mut runs = by_session(rows::<run_fact::Entity>(&db, run_fact::Column::OrgId).await?, |run| &run.session_id);
    let mut handoffs =
        by_session(rows::<handoff_fact::Entity>(&db, handoff_fact::Column::OrgId).await?, |row| &row.session_id);
    let mut activity =
        by_session(rows::<activity_fact::Entity>(&db, activity_fact::Column::OrgId).await?, |row| &row.session_id);
    let sessions = rows::<session_stats::Entity>(&db, session_stats::Column::OrgId).await?;
    let mut sessions: BTreeMap<String, session_stats::Model> =
        sessions.into_iter().map(|session| (session.session_id.clone(), session)).collect();
    let prices = PriceList::builtin();
    for script in &scripts {
        let id = &script.session_id;
        let session = sessions.remove(id).with_context(|| format!("{script:?}"))?;
        let mut facts = runs.remove(id).unwrap_or_default();
        facts.sort_by_key(|fact| fact.first_at);
        let expected = script.runs();
        assert_eq!(facts.len(), expected.len(), "{} {id}", script.agent);
        let mut total = 0;
        for ((fact, run), turn) in facts.iter().zip(&expected).zip(&script.turns) {
            let costs = NanoUsd(turn.calls().map(|call| cost(&prices, call).0).sum());
            let source = if script.agent == Agent::ClaudeCode { CostSource::Reported } else { CostSource::Priced };
            check_run(fact, run, costs, source);
            let error = match turn.ending {
                Ending::Failed => Some("model_error"),
                Ending::TimedOut => Some("timeout"),
                Ending::Answered | Ending::Rejected | Ending::Interrupted => None,
            };
            assert_eq!(fact.error_type.as_deref(), error, "{} {id}", script.agent);
            total += costs.0;
        }
        let ended = || expected.iter().filter_map(|run| run.ended).map(|(_, status)| status);
        assert_eq!(session.run_count, ended().count() as i64, "{id}");
        let successful = ended().filter(|status| *status == RunStatus::Success).count() as i64;
        assert_eq!(session.successful_runs, successful, "{id}");
        assert_eq!(session.open_runs, expected.iter().filter(|run| run.ended.is_none()).count() as i64, "{id}");
        assert_eq!(session.cost_nano_usd, total, "{id}");
        assert_eq!(session.input_tokens, expected.iter().map(|run| run.input_tokens).sum::<i64>(), "{id}");
        assert_eq!(session.started_at, script.turns[0].at.0, "{id}");
        assert_eq!(session.agent.as_deref(), Some(script.agent.id()), "{id}");
        assert_eq!(session.user_id.as_deref(), Some(script.user_id.as_str()), "{id}");
        let mut at: Vec<i64> = handoffs.remove(id).unwrap_or_default().iter().map(|row| row.occurred_at).collect();
        at.sort_unstable();
        assert_eq!(at, script.handoffs().iter().map(|at| at.0).collect::<Vec<_>>(), "{} {id}", script.agent);
        check_activity(script, &activity.remove(id).unwrap_or_default());
    }
    assert!(runs.is_empty() && sessions.is_empty() && handoffs.is_empty() && activity.is_empty());
    // Nothing that a person or a tool said is among what is stored of steps.
    let stored = rows::<raw_event::Entity>(&db, raw_event::Column::OrgId).await?;
    assert!(stored.iter().all(|event| !event.payload.contains("REDACTED")));
    Ok(())
});

/// Claude Code counts activity by OTLP, whoever sends events in those; other agents do not.
fn check_activity(script: &Script, rows: &[activity_fact::Model]) {
    let all = match script.agent {
        Agent::ClaudeCode | Agent::OpenCode => script.activity(),
        _ => ActivityCounted::default(),
    };
    let sum = |of: fn(&activity_fact::Model) -> i64| rows.iter().map(of).sum::<i64>();
    let known = [
        (sum(|row| row.lines_added), all.lines_added),
        (sum(|row| row.lines_deleted), all.lines_deleted),
        (sum(|row| row.commits), all.commits),
        (sum(|row| row.pull_requests), all.pull_requests),
        (sum(|row| row.edits_accepted), all.edits_accepted),
        (sum(|row| row.edits_rejected), all.edits_rejected),
        (sum(|row| row.user_active_ms), all.user_active_ms),
        (sum(|row| row.agent_active_ms), all.agent_active_ms),
    ];
    for (known, meant) in known {
        assert_eq!(known, meant.unwrap_or(0), "{} {}", script.agent, script.session_id);
    }
}
