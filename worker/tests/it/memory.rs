//! Read models in memory: the pure fold with maps in place of the worker's tables.
use domain::{CostSource, Day, Event, Mode, OrgId, RunId, SessionId, Totals, UserId};
use domain::{EventBody, EventId};
use fold::keyed::Keyed;
use fold::steps::is_step;
use fold::{
    Activity, AgentSession, ChangedRun, Changes, Deltas, Handoff, OrgDay, Prompt, Prompts, Run, Session, SessionTotals,
    State, fold, needed_steps,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use testkit::naive::{self, ReadModels};

/// All read models of one organization.
#[derive(Default)]
struct Organization {
    runs: HashMap<RunId, ChangedRun>,
    sessions: HashMap<SessionId, (Session, SessionTotals)>,
    prompts: HashMap<SessionId, Prompts>,
    activity: HashMap<SessionId, BTreeMap<Day, Activity>>,
    steps: BTreeMap<EventId, Event>,
    counted: BTreeSet<EventId>,
    handoffs: Vec<Handoff>,
    days: Grain,
    months: Grain,
    ordinals: Vec<UserId>,
}

/// The totals at one granularity.
#[derive(Default)]
struct Grain {
    org: HashMap<Day, OrgDay>,
    users: HashMap<(Day, UserId), Totals>,
}

/// Read models of several organizations.
#[derive(Default)]
pub(crate) struct Memory(BTreeMap<String, Organization>);

impl Memory {
    /// Projects a batch.
    pub(crate) fn project(&mut self, events: &[Event], window_micros: i64) {
        let orgs: BTreeSet<&OrgId> = events.iter().map(|event| &event.org_id).collect();
        for org_id in orgs {
            let organization = self.0.entry(org_id.to_string()).or_default();
            let own: Vec<Event> = events.iter().filter(|event| event.org_id == *org_id).cloned().collect();
            let own = organization.first_time(own);
            let before = organization.load(&own);
            let stored = organization.steps(&before, &own);
            let changes = fold(&before, &own, &stored, window_micros);
            let steps = own.into_iter().filter(|event| is_step(&event.body));
            organization.steps.extend(steps.map(|event| (event.event_id().clone(), event)));
            organization.write(changes);
        }
    }

    /// All rows, in the form of the naive recomputation.
    pub(crate) fn rows(&self) -> ReadModels {
        let mut models = ReadModels::default();
        for (org, organization) in &self.0 {
            organization.rows(org, &mut models);
        }
        models
    }
}

impl Organization {
    /// Without activity that was counted before, which is the only kind of event that the fold cannot recognize; the
    /// store never projects an event twice.
    fn first_time(&mut self, events: Vec<Event>) -> Vec<Event> {
        let is_activity = |event: &Event| matches!(event.body, EventBody::ActivityCounted(_));
        events
            .into_iter()
            .filter(|event| !is_activity(event) || self.counted.insert(event.event_id().clone()))
            .collect()
    }

    /// The steps in the ranges that the fold asks for.
    fn steps(&self, before: &State, events: &[Event]) -> Vec<Event> {
        let ranges = needed_steps(before, events);
        let is_needed = |step: &&Event| {
            ranges.iter().any(|range| {
                let at = step.occurred_at();
                range.session_id == step.session_id && range.from <= at && at <= range.to
            })
        };
        self.steps.values().filter(is_needed).cloned().collect()
    }

    /// Only what the worker would load: a fold that needed more would fail here, too.
    fn load(&self, events: &[Event]) -> State {
        let mut state = State::default();
        let mut sessions: BTreeSet<SessionId> = events.iter().map(|event| event.session_id.clone()).collect();
        let mut runs: BTreeSet<RunId> = events.iter().filter_map(|event| event.run_id.clone()).collect();
        let (mut seen_sessions, mut seen_runs) = (BTreeSet::new(), BTreeSet::new());
        while !runs.is_empty() || !sessions.is_empty() {
            for run_id in std::mem::take(&mut runs) {
                if let Some(held) = self.runs.get(&run_id).filter(|held| held.run.own_first().is_some()) {
                    sessions.extend(held.run.sessions().filter(|id| !seen_sessions.contains(*id)).cloned());
                    state.runs.insert(run_id.clone(), held.run.clone());
                }
                seen_runs.insert(run_id);
            }
            for id in std::mem::take(&mut sessions) {
                self.load_session(&id, &mut state);
                seen_sessions.insert(id);
            }
            let begun = state.prompts.values().flat_map(Prompts::starts).map(Prompt::run);
            runs.extend(begun.filter(|id| !state.runs.contains_key(id) && !seen_runs.contains(id)));
            let linked = state.runs.values().flat_map(Run::sessions);
            sessions.extend(linked.filter(|id| !seen_sessions.contains(*id)).cloned());
        }
        state
    }

    fn load_session(&self, id: &SessionId, state: &mut State) {
        if let Some(days) = self.activity.get(id) {
            state.activity.insert(id.clone(), days.clone());
        }
        let Some((session, _)) = self.sessions.get(id) else { return };
        state.sessions.insert(id.clone(), session.clone());
        let of_session = |held: &ChangedRun| {
            held.settled().first().is_some_and(|first| first.value == *id) && held.run.own_first().is_some()
        };
        let siblings = self.runs.iter().filter(|(_, held)| of_session(held));
        state.runs.extend(siblings.map(|(id, held)| (id.clone(), held.run.clone())));
        if let Some(prompts) = self.prompts.get(id).filter(|_| session.has_steps()) {
            state.prompts.insert(id.clone(), prompts.clone());
        }
        let reported = self.handoffs.iter().filter(|handoff| !handoff.is_inferred);
        for handoff in reported.filter(|handoff| handoff.session_id == *id) {
            let times = state.handoffs.entry(id.clone()).or_default();
            times.insert(handoff.event_id.clone(), handoff.at);
        }
    }

    fn write(&mut self, changes: Changes) {
        self.runs.retain(|id, _| !changes.runs.gone.contains(id));
        self.runs.extend(changes.runs.kept.into_iter().map(|run| (run.run_id.clone(), run)));
        for (session_id, prompt) in changes.prompts {
            self.prompts.entry(session_id).or_default().add(prompt);
        }
        for (session_id, day, activity) in changes.activity {
            self.activity.entry(session_id).or_default().insert(day, activity);
        }
        self.handoffs.retain(|known| !changes.handoffs.gone.contains(&known.event_id));
        self.sessions.extend(changes.sessions.into_iter().map(|(id, session, totals)| (id, (session, totals))));
        for handoff in changes.handoffs.kept {
            self.handoffs.retain(|known| known.event_id != handoff.event_id);
            self.handoffs.push(handoff);
        }
        let months = changes.deltas.by_month();
        self.days.add(changes.deltas, &mut self.ordinals);
        self.months.add(months, &mut self.ordinals);
    }

    fn rows(&self, org: &str, models: &mut ReadModels) {
        let org = || org.to_owned();
        models.runs.extend(self.runs.iter().map(|(id, run)| ((org(), id.to_string()), run_row(run))));
        let sessions = self.sessions.iter();
        models
            .sessions
            .extend(sessions.map(|(id, (session, totals))| ((org(), id.to_string()), session_row(session, totals))));
        models.handoffs.extend(self.handoffs.iter().map(|handoff| {
            let row = naive::Handoff {
                occurred_at: handoff.at.0,
                method: handoff.method.code(),
                session_id: handoff.session_id.to_string(),
                user_id: handoff.user_id.as_ref().map(ToString::to_string),
                is_inferred: handoff.is_inferred,
            };
            ((org(), handoff.event_id.to_string()), row)
        }));
        models.org_days.extend(self.days.org_rows(&org(), &self.ordinals));
        models.org_months.extend(self.months.org_rows(&org(), &self.ordinals));
        models.user_days.extend(self.days.user_rows(&org()));
        models.user_months.extend(self.months.user_rows(&org()));
    }
}

type OrgRow = ((String, i32), naive::OrgDay);
type UserRow = ((String, i32, String), naive::UserDay);

impl Grain {
    fn add(&mut self, deltas: Deltas, ordinals: &mut Vec<UserId>) {
        for ((day, user), delta) in deltas.users {
            let totals = self.users.entry((day, user.clone())).or_default();
            totals.add(&delta, 1);
            let ordinal = ordinals.iter().position(|known| *known == user).unwrap_or_else(|| {
                ordinals.push(user);
                ordinals.len() - 1
            });
            let active = totals.counts.runs > 0;
            self.org.entry(day).or_default().set_active(u32::try_from(ordinal).expect("few users"), active);
        }
        for (day, delta) in deltas.org {
            self.org.entry(day).or_default().totals.add(&delta, 1);
        }
        self.users.retain(|_, totals| !totals.is_zero());
        self.org.retain(|_, day| !day.is_zero());
    }

    fn org_rows(&self, org: &str, ordinals: &[UserId]) -> impl Iterator<Item = OrgRow> {
        self.org.iter().map(move |(day, row)| {
            let mut active_users: Vec<String> =
                row.active_users.iter().map(|ordinal| ordinals[ordinal as usize].to_string()).collect();
            active_users.sort();
            let row = naive::OrgDay {
                counts: row.totals.counts,
                active_users_count: active_users.len() as i64,
                active_users,
                durations: row.totals.durations.clone(),
            };
            ((org.to_owned(), day.0), row)
        })
    }

    fn user_rows(&self, org: &str) -> impl Iterator<Item = UserRow> {
        self.users.iter().map(move |((day, user), totals)| {
            let row = naive::UserDay { counts: totals.counts, durations: totals.durations.clone() };
            ((org.to_owned(), day.0, user.to_string()), row)
        })
    }
}

fn run_row(changed: &ChangedRun) -> naive::Run {
    let run = changed.settled();
    let (first, ending, figures) = (run.first().expect("every row has an event"), run.ending(), run.figures());
    let reported = changed.run.reported.as_ref();
    let end = reported.and_then(|reported| reported.terminal.as_ref()).map(|terminal| &terminal.value);
    let started = reported.and_then(|reported| reported.started.as_ref()).map(|key| key.at);
    let has_steps = changed.run.steps.is_some() || changed.added.is_some();
    let is_plain = !has_steps && changed.run.is_reported_only();
    let counts = ending.is_some() || run.is_open();
    let figure = |value: i128| counts.then(|| i64::try_from(value).expect("small"));
    let steps = run.step_figures();
    let of_steps = |value: i64| has_steps.then_some(value);
    let small = |value: i128| i64::try_from(value).expect("small");
    naive::Run {
        first_at: first.key.at.0,
        started_event_at: if reported.is_some() { started } else { run.inferred_start() }.map(|at| at.0),
        completed_at: ending.map(|ending| ending.at.0),
        duration_ms: ending.map(|ending| ending.duration_ms),
        queue_wait_ms: reported.and_then(|reported| reported.queue_wait_ms.as_ref()).map(|wait| wait.value),
        cost_nano_usd: figure(figures.cost_nano_usd),
        input_tokens: figure(figures.input_tokens),
        output_tokens: figure(figures.output_tokens),
        cache_read_tokens: figures.cache_read_tokens.map(small),
        cache_write_tokens: figures.cache_write_tokens.map(small),
        status: ending.map(|ending| ending.status.code()),
        session_id: first.value.to_string(),
        user_id: run.user().map(ToString::to_string),
        first_model: run.model().map(ToString::to_string),
        terminal_model: end.and_then(|end| end.model.clone()),
        error_type: ending.and_then(|ending| ending.error_type).map(ToOwned::to_owned),
        artifacts: end.and_then(|end| serde_json::to_string(end.artifacts.as_ref()?).ok()),
        reasoning_tokens: of_steps(small(steps.reasoning_tokens)),
        model_calls: of_steps(steps.model_calls),
        unpriced_calls: of_steps(figures.unpriced_calls),
        tool_uses: of_steps(steps.tool_uses),
        tool_errors: of_steps(steps.tool_errors),
        rejections: of_steps(steps.rejections),
        policy_rejections: of_steps(steps.policy_rejections),
        tool_time_ms: of_steps(small(steps.tool_time_ms)),
        waited_ms: of_steps(small(steps.waited_ms)),
        open_at: run.open_at().map(|at| at.0),
        alive_at: run.alive_at().map(|at| at.0),
        cost_source: (!is_plain).then(|| figures.cost_source.code()),
        is_inferred: reported.is_none(),
        prompt_mode: run.prompt_mode().map(Mode::code),
    }
}

fn session_row(session: &Session, totals: &SessionTotals) -> naive::Session {
    let agent = session.agent.as_deref();
    let name = |get: fn(&AgentSession) -> &Option<Keyed<Arc<str>>>| {
        agent.and_then(|agent| get(agent).as_ref()).map(|name| name.value.to_string())
    };
    naive::Session {
        started_at: session.started_at().0,
        first_event_at: session.first_event_at.0,
        last_event_at: session.last_event_at.0,
        first_message_at: session.first_message_at.map(|at| at.0),
        last_open_run_at: totals.last_open_run_at.map(|at| at.0),
        lifespan_ms: session.lifespan_ms(),
        active_time_ms: totals.active_time_ms,
        run_count: totals.run_count,
        successful_runs: totals.successful_runs,
        failed_runs: totals.run_count - totals.successful_runs,
        handoff_count: totals.handoff_count,
        cost_nano_usd: totals.cost_nano_usd,
        input_tokens: totals.input_tokens,
        output_tokens: totals.output_tokens,
        post_handoff: totals.post_handoff,
        user_id: session.user.as_ref().map(|user| user.value.to_string()),
        repo_id: session.repo.as_ref().map(|repo| repo.value.to_string()),
        open_runs: totals.open_runs,
        cache_read_tokens: totals.cache_read_tokens,
        cache_write_tokens: totals.cache_write_tokens,
        unpriced_calls: totals.unpriced_calls,
        tool_uses: totals.tool_uses,
        tool_errors: totals.tool_errors,
        rejections: totals.rejections,
        policy_rejections: totals.policy_rejections,
        tool_time_ms: totals.tool_time_ms,
        waited_ms: totals.waited_ms,
        last_open_step_at: totals.last_open_step_at.map(|at| at.0),
        mode: agent.and_then(|agent| agent.mode.as_ref()).map(|mode| mode.value.code()),
        cost_source: totals.cost_source.filter(|_| agent.is_some()).map(CostSource::code),
        agent: name(|agent| &agent.agent),
        agent_version: name(|agent| &agent.version),
        branch: name(|agent| &agent.branch),
        team_id: name(|agent| &agent.team),
    }
}
