//! Builds events of a record.
use super::reading::Reading;
use crate::judge;
use crate::otlp::digest::Digest;
use crate::otlp::record::{Record, TraceId};
use domain::contract::{Code, FieldError};
use domain::{
    Actor, Event, EventBody, EventId, Instant, Key, MessageCreated, Mode, OrgId, Origin, RunId, SessionId, UserId,
};
use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::Arc;

/// What the builders of all records of a request share.
#[derive(Default)]
pub(crate) struct Maker {
    digest: Digest,
    /// Where the last event came from: the next one usually comes from there, too.
    origin: Option<Arc<Origin>>,
}

/// The events of one record.
pub(crate) struct Events<'e> {
    maker: &'e mut Maker,
    org_id: &'e OrgId,
    record: &'e Record<'e>,
    /// The number of characters of a prompt that are kept.
    keep_chars: usize,
    digest: Option<u128>,
    made: Vec<Event>,
}

/// What all events of a record have in common.
pub(super) struct Common<'d> {
    /// The agent.
    pub(super) agent: &'d str,
    /// Its version.
    pub(super) agent_version: Option<&'d str>,
    /// Whether a person sits in front of it.
    pub(super) mode: Option<Mode>,
    /// Where it runs.
    pub(super) environment: Option<&'d str>,
    /// The session.
    pub(super) session_id: Option<&'d str>,
    /// The person.
    pub(super) user_id: Option<Cow<'d, str>>,
    repo_id: Option<&'d str>,
    branch: Option<&'d str>,
    team_id: Option<&'d str>,
}

impl<'d> Common<'d> {
    /// What every agent may have been told to send about its surroundings.
    pub(super) fn new(agent: &'d str, session_id: Option<&'d str>, reading: &Reading<'d, '_>) -> Self {
        Self {
            agent,
            agent_version: None,
            mode: None,
            environment: reading.first_told(&["deployment.environment.name", "deployment.environment"]),
            session_id,
            user_id: None,
            repo_id: reading.first_told(&["tachograph.repo_id", "vcs.repository.name", "vcs.repository.url.full"]),
            branch: reading.told("vcs.ref.head.name"),
            team_id: reading.first_told(&["tachograph.team_id", "team.id"]),
        }
    }

    fn is(&self, origin: &Origin) -> bool {
        let Origin { agent, agent_version, mode, repo_id, branch, team_id, environment } = origin;
        agent.as_deref() == Some(self.agent)
            && agent_version.as_deref() == self.agent_version
            && *mode == self.mode
            && repo_id.as_deref() == self.repo_id
            && branch.as_deref() == self.branch
            && team_id.as_deref() == self.team_id
            && environment.as_deref() == self.environment
    }

    fn origin(&self) -> Origin {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        Origin {
            agent: Some(self.agent.to_owned()),
            agent_version: owned(self.agent_version),
            mode: self.mode,
            repo_id: owned(self.repo_id),
            branch: owned(self.branch),
            team_id: owned(self.team_id),
            environment: owned(self.environment),
        }
    }
}

impl<'e> Events<'e> {
    /// None yet.
    pub(crate) const fn new(
        maker: &'e mut Maker,
        org_id: &'e OrgId,
        record: &'e Record<'e>,
        keep_chars: usize,
    ) -> Self {
        Self { maker, org_id, record, keep_chars, digest: None, made: Vec::new() }
    }

    /// Those that were made.
    pub(crate) fn into_made(self) -> Vec<Event> {
        self.made
    }

    /// Whether texts of prompts are kept.
    pub(super) const fn keeps_texts(&self) -> bool {
        self.keep_chars > 0
    }

    /// Adds an event at a time in nanoseconds since 1970.
    pub(super) fn add(
        &mut self,
        common: &Common<'_>,
        time: u64,
        run_id: Option<&str>,
        body: EventBody,
    ) -> Result<(), FieldError> {
        let missing = |field, expected| FieldError::new(field, Code::Missing, expected);
        if time == 0 {
            return Err(missing("occurred_at", "expected a time in nanoseconds since 1970"));
        }
        let Some(session_id) = common.session_id else {
            return Err(missing("session_id", "expected an attribute with the id of the session"));
        };
        let Maker { digest, origin } = &mut *self.maker;
        let identity = *self.digest.get_or_insert_with(|| digest.of(self.record));
        let number = u8::try_from(self.made.len()).unwrap_or(u8::MAX);
        let event_id = EventId::from(digest.id(identity, session_id, number));
        if !origin.as_deref().is_some_and(|last| common.is(last)) {
            *origin = Some(Arc::new(common.origin()));
        }
        self.made.push(Event {
            org_id: self.org_id.clone(),
            key: Key { at: Instant((time / 1_000).cast_signed()), event_id },
            session_id: SessionId::from(session_id),
            user_id: common.user_id.as_deref().map(UserId::from),
            run_id: run_id.map(RunId::from),
            origin: origin.clone(),
            priced: None,
            body,
        });
        Ok(())
    }

    /// Adds a message. Of its text, as much is kept as the installation keeps.
    pub(super) fn add_message(
        &mut self,
        common: &Common<'_>,
        time: u64,
        run_id: Option<&str>,
        message: Message<'_>,
    ) -> Result<(), FieldError> {
        let Message { actor, starts_run, text } = message;
        let kept = text.and_then(|text| judge::cut(text, self.keep_chars));
        // PostgreSQL rejects NUL, and a prompt is not lost for it.
        let text = kept.map(|text| text.replace('\0', "\u{fffd}"));
        let starts_run = starts_run.then_some(true);
        self.add(
            common,
            time,
            run_id,
            EventBody::MessageCreated(MessageCreated { actor, repo_id: None, text, starts_run }),
        )
    }
}

/// A message of a session.
#[derive(Clone, Copy)]
pub(super) struct Message<'d> {
    /// Who sent it.
    pub(super) actor: Actor,
    /// Whether it begins a run.
    pub(super) starts_run: bool,
    /// What it says.
    pub(super) text: Option<&'d str>,
}

impl<'d> Message<'d> {
    /// The prompt of a person, which begins a run.
    pub(super) const fn prompt(text: Option<&'d str>) -> Self {
        Self { actor: Actor::User, starts_run: true, text }
    }
}

/// A trace as the id of a run.
pub(super) fn run_of(trace_id: Option<TraceId>) -> Option<String> {
    let mut run_id = String::with_capacity(32);
    for byte in trace_id? {
        // Writing to a String cannot fail.
        let _ = write!(run_id, "{byte:02x}");
    }
    Some(run_id)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Named, log, tell};
    use crate::otlp::Signal;
    use domain::Origin;
    use serde_json::{Value, json};

    const SCOPE: &str = "com.anthropic.claude_code.events";

    fn record(named: &[Named]) -> Value {
        log(1, &[&[("event.name", json!("api_error")), ("session.id", json!("s"))][..], named].concat())
    }

    #[test]
    fn the_same_record_is_the_same_event() {
        let named = [("a", json!([1, "x", null])), ("model", json!("m")), ("d", json!(0.5))];
        let one = || record(&named);
        let mut turned = one();
        turned["attributes"].as_array_mut().expect("a list").reverse();
        turned["observedTimeUnixNano"] = json!("77");
        let alone = tell(Signal::Logs, &[], SCOPE, &[one()]);
        let among = tell(Signal::Logs, &[("k8s.pod.name", json!("p"))], SCOPE, &[record(&[]), one(), one(), turned]);
        assert_eq!(alone.ids().len(), 1);
        assert_eq!(among.ids().len(), 2, "{:?}", among.ids());
        assert!(among.ids().is_superset(&alone.ids()));
        assert!(alone.ids().iter().all(|id| id.len() == 22 && id.is_ascii()));
    }

    #[test]
    fn records_that_differ_in_anything_are_different_events() {
        let at = |time| log(time, &[("event.name", json!("api_error")), ("session.id", json!("s"))]);
        let with = |name: &str, value: Value| {
            let mut record = at(1);
            record[name] = value;
            record
        };
        let records = [
            at(1),
            at(2),
            record(&[("a", json!(1))]),
            record(&[("a", json!("1"))]),
            record(&[("a", json!(1.0))]),
            record(&[("a", json!(true))]),
            record(&[("a", json!([1]))]),
            record(&[("a", json!([[1]]))]),
            record(&[("a", json!(["b", "c"]))]),
            record(&[("a", json!(["bc"]))]),
            record(&[("a", json!("b")), ("c", json!("d"))]),
            record(&[("a", json!("d")), ("c", json!("b"))]),
            record(&[("a", json!("b")), ("a", json!("b"))]),
            record(&[("a", json!(null))]),
            with("body", json!({"stringValue": "claude_code.api_error"})),
            with("traceId", json!("0123456789abcdef0123456789abcdef")),
            with("spanId", json!("0123456789abcdef")),
        ];
        assert_eq!(tell(Signal::Logs, &[], SCOPE, &records).ids().len(), records.len());
        // The session may be named by the resource, which is not part of a record.
        let elsewhere = |session| {
            tell(
                Signal::Logs,
                &[("session.id", json!(session))],
                SCOPE,
                &[log(1, &[("event.name", json!("api_error"))])],
            )
        };
        assert_ne!(elsewhere("s").ids(), elsewhere("t").ids());
    }

    #[test]
    fn the_person_is_the_first_that_is_named() {
        let named = |resource: &[Named], own: &[Named]| {
            tell(Signal::Logs, resource, SCOPE, &[record(own)]).events[0].user_id.as_ref().map(ToString::to_string)
        };
        let id = |name: &'static str, value: &'static str| (name, json!(value));
        let account = id("user.account_uuid", "account");
        assert_eq!(named(&[], &[]), None);
        assert_eq!(named(&[], &[id("user.id", "machine")]).as_deref(), Some("machine"));
        assert_eq!(named(std::slice::from_ref(&account), &[id("user.id", "machine")]).as_deref(), Some("account"));
        assert_eq!(named(&[id("user.email", "ÄDA@x")], &[account]).as_deref(), Some("äda@x"));
        assert_eq!(named(&[id("enduser.id", "E")], &[id("user.email", "ada@x")]).as_deref(), Some("E"));
        let both =
            named(&[id("tachograph.user_id", "theirs")], &[id("tachograph.user_id", "mine"), id("enduser.id", "E")]);
        assert_eq!(both.as_deref(), Some("mine"));
        assert_eq!(
            named(&[id("tachograph.user_id", "theirs")], &[id("tachograph.user_id", "")]).as_deref(),
            Some("theirs")
        );
    }

    #[test]
    fn where_an_event_comes_from() {
        let resource = [
            ("service.version", json!("2.1")),
            ("vcs.repository.name", json!("acme/shop")),
            ("vcs.ref.head.name", json!("main")),
            ("team.id", json!("platform")),
            ("deployment.environment.name", json!("ci")),
        ];
        let records = [record(&[]), record(&[("vcs.repository.name", json!("acme/site"))]), record(&[("b", json!(1))])];
        let told = tell(Signal::Logs, &resource, SCOPE, &records);
        let origin = |repo: &str| Origin {
            agent: Some("claude-code".to_owned()),
            agent_version: Some("2.1".to_owned()),
            mode: None,
            repo_id: Some(repo.to_owned()),
            branch: Some("main".to_owned()),
            team_id: Some("platform".to_owned()),
            environment: Some("ci".to_owned()),
        };
        let found: Vec<&Origin> = told.events.iter().filter_map(|event| event.origin.as_deref()).collect();
        assert_eq!(found, [&origin("acme/shop"), &origin("acme/site"), &origin("acme/shop")]);
    }
}
