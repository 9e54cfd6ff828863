//! What the simulated agents report: the same for the same seed, in messages that others can read.
use domain::{Day, Mode, RunStatus};
use generator::otlp::record::{Record, Value};
use generator::otlp::{Export, Format, Signal, encode};
use generator::script::{Ending, Step, ToolEnd};
use generator::{Agent, Parcel, Plan, Played, Script, Speech, day, default_orgs};
use opentelemetry_proto::tonic::collector::logs::v1::ExportLogsServiceRequest;
use opentelemetry_proto::tonic::collector::metrics::v1::ExportMetricsServiceRequest;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::KeyValue;
use opentelemetry_proto::tonic::common::v1::any_value::Value as Any;
use opentelemetry_proto::tonic::metrics::v1::metric::Data;
use prost::Message as _;
use std::collections::{BTreeMap, BTreeSet};

const MONDAY: Day = Day(20_724);

fn scripts(days: i32, speech: Speech) -> Vec<Script> {
    let played = (0..days).flat_map(|day| {
        let orgs = default_orgs(1);
        orgs.into_iter()
            .flat_map(move |org| day::played(&org, Day(MONDAY.0 + day), 1, speech).collect::<Vec<_>>())
            .collect::<Vec<_>>()
    });
    played
        .filter_map(|played| match played {
            Played::Script(script) => Some(*script),
            Played::Events(_) => None,
        })
        .collect()
}

fn exports(days: i32) -> Vec<Export> {
    let plan =
        Plan { orgs: default_orgs(1), from: MONDAY, to: Day(MONDAY.0 + days - 1), seed: 1, speech: Speech::Otlp };
    plan.batches()
        .flatten()
        .filter_map(|parcel| match parcel {
            Parcel::Export(export) => Some(export),
            Parcel::Event(_) => None,
        })
        .collect()
}

#[test]
fn the_same_seed_sends_the_same_bytes() {
    let bytes = || -> Vec<Vec<u8>> {
        exports(2).iter().map(|export| encode(export.signal, export.format, std::slice::from_ref(export))).collect()
    };
    assert_eq!(bytes(), bytes());
}

#[test]
fn every_kind_of_session_is_played() {
    let scripts = scripts(15, Speech::Otlp);
    let agents: BTreeSet<Agent> = scripts.iter().map(|script| script.agent).collect();
    assert_eq!(agents, Agent::OTLP.into_iter().collect());
    let turns = || scripts.iter().flat_map(|script| &script.turns);
    for ending in [Ending::Answered, Ending::Failed, Ending::TimedOut, Ending::Rejected, Ending::Interrupted] {
        assert!(turns().any(|turn| turn.ending == ending), "{ending:?}");
    }
    for mode in [Mode::Headless, Mode::Interactive] {
        assert!(turns().any(|turn| turn.mode == mode), "{mode:?}");
    }
    assert!(scripts.iter().any(|script| !script.handoffs().is_empty()));
    assert!(scripts.iter().flat_map(Script::runs).any(|run| run.ended.is_none()));
    let tools = || {
        turns().flat_map(|turn| &turn.steps).filter_map(|step| match step {
            Step::Tool(tool) => Some(tool),
            Step::Call(_) => None,
        })
    };
    assert!(tools().any(|tool| tool.waited_ms.is_some()));
    assert!(tools().any(|tool| matches!(tool.end, ToolEnd::Done { ok: false, .. })));
    assert!(turns().flat_map(|turn| turn.calls()).any(|call| call.role == domain::StepRole::Utility));
    assert!(turns().flat_map(|turn| turn.calls()).any(|call| call.role == domain::StepRole::Subagent));
}

#[test]
fn figures_are_plausible() {
    let runs: Vec<_> = scripts(40, Speech::Mixed).iter().flat_map(Script::runs).collect();
    let ended: Vec<RunStatus> = runs.iter().filter_map(|run| run.ended).map(|(_, status)| status).collect();
    let success = ended.iter().filter(|status| **status == RunStatus::Success).count() * 100 / ended.len();
    assert!((72..=84).contains(&success), "{success} % succeed");
    let mut costs: Vec<i64> = runs.iter().filter_map(|run| run.cost).map(|cost| cost.0 / 1_000).collect();
    costs.sort_unstable();
    let median = costs[costs.len() / 2];
    assert!((10_000..200_000).contains(&median), "{median} micro-USD a run");
    let steps: i64 = runs.iter().map(|run| run.calls + run.tool_uses).sum();
    assert!((3..12).contains(&(steps / runs.len() as i64)), "{} steps a run", steps / runs.len() as i64);
}

#[test]
fn batches_leave_in_the_rhythm_of_the_agents() {
    for export in exports(2) {
        assert!(!export.records.is_empty());
        for record in &export.records {
            let at = match record {
                Record::Log(log) => log.time.or(log.observed).expect("a time"),
                Record::Span(span) => span.end,
                Record::Point(point) => point.time,
            };
            assert!(at <= export.due);
            let most = if export.signal == Signal::Metrics { 60_000 } else { 5_000 };
            assert!(export.due.millis_since(at) <= most, "{record:?} leaves at {:?}", export.due);
        }
    }
}

/// A value as prost reads it.
fn any(value: &Value) -> Option<Any> {
    use opentelemetry_proto::tonic::common::v1::{AnyValue, ArrayValue};
    Some(match value {
        Value::Empty => return None,
        Value::Text(text) => Any::StringValue(text.clone()),
        Value::Flag(flag) => Any::BoolValue(*flag),
        Value::Whole(whole) => Any::IntValue(*whole),
        Value::Real(real) => Any::DoubleValue(*real),
        Value::Texts(texts) => Any::ArrayValue(ArrayValue {
            values: texts.iter().map(|text| AnyValue { value: Some(Any::StringValue(text.clone())) }).collect(),
        }),
    })
}

fn same(read: &[KeyValue], made: &[(std::borrow::Cow<'static, str>, Value)]) {
    let read: Vec<_> =
        read.iter().map(|pair| (pair.key.clone(), pair.value.clone().and_then(|any| any.value))).collect();
    let made: Vec<_> = made.iter().map(|(name, value)| (name.to_string(), any(value))).collect();
    assert_eq!(read, made);
}

#[test]
fn protobuf_is_read_by_others() {
    let mut by_signal: BTreeMap<Signal, Vec<Export>> = BTreeMap::new();
    for export in exports(3) {
        by_signal.entry(export.signal).or_default().push(export);
    }
    for (signal, exports) in by_signal {
        let bytes = encode(signal, Format::Protobuf, &exports);
        let made: Vec<&Record> = exports.iter().flat_map(|export| &export.records).collect();
        assert!(made.len() > 40, "{signal:?}: {} records", made.len());
        match signal {
            Signal::Logs => {
                let request = ExportLogsServiceRequest::decode(&*bytes).expect("logs");
                assert_eq!(request.resource_logs.len(), exports.len());
                for (read, export) in request.resource_logs.iter().zip(&exports) {
                    same(&read.resource.as_ref().expect("a resource").attributes, &export.source.resource);
                    assert_eq!(read.scope_logs[0].scope.as_ref().expect("a scope").name, export.source.scope);
                }
                let read = request.resource_logs.iter().flat_map(|logs| &logs.scope_logs[0].log_records);
                for (read, made) in read.zip(made) {
                    let Record::Log(log) = made else { panic!("{made:?}") };
                    same(&read.attributes, &log.attributes);
                    let nanos = |at: Option<domain::Instant>| at.map_or(0, |at| at.0.unsigned_abs() * 1_000);
                    assert_eq!(
                        (read.time_unix_nano, read.observed_time_unix_nano),
                        (nanos(log.time), nanos(log.observed))
                    );
                    let body = read.body.as_ref().and_then(|body| body.value.clone());
                    assert_eq!(body, log.body.clone().map(Any::StringValue));
                    assert_eq!(read.event_name, log.event_name);
                }
            }
            Signal::Traces => {
                let request = ExportTraceServiceRequest::decode(&*bytes).expect("spans");
                let read = request.resource_spans.iter().flat_map(|spans| &spans.scope_spans[0].spans);
                for (read, made) in read.zip(made) {
                    let Record::Span(span) = made else { panic!("{made:?}") };
                    same(&read.attributes, &span.attributes);
                    let hex = |id: &[u8]| id.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
                    let ids = [&read.trace_id, &read.span_id, &read.parent_span_id].map(|id| hex(id));
                    assert_eq!(ids, [&span.trace_id, &span.span_id, &span.parent_span_id].map(String::clone));
                    assert_eq!(read.end_time_unix_nano, span.end.0.unsigned_abs() * 1_000);
                    assert_eq!(read.status.as_ref().is_some_and(|status| status.code == 2), span.is_error);
                }
            }
            Signal::Metrics => {
                let request = ExportMetricsServiceRequest::decode(&*bytes).expect("metrics");
                let read = request.resource_metrics.iter().flat_map(|metrics| &metrics.scope_metrics[0].metrics);
                for (read, made) in read.zip(made) {
                    let Record::Point(point) = made else { panic!("{made:?}") };
                    assert_eq!(read.name, point.metric);
                    let Some(Data::Sum(sum)) = &read.data else { panic!("{read:?}") };
                    assert_eq!((sum.aggregation_temporality, sum.is_monotonic), (1, true));
                    same(&sum.data_points[0].attributes, &point.attributes);
                }
            }
        }
    }
}
