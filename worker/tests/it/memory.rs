//! Read models in memory: the pure fold with maps in place of the worker's tables.
use domain::{Day, Event, OrgId, RunId, SessionId, Totals, UserId};
use fold::{Changes, Deltas, Handoff, OrgDay, Run, Session, SessionTotals, State, fold};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use testkit::naive::{self, ReadModels};

/// All read models of one organization.
#[derive(Default)]
struct Organization {
    runs: HashMap<RunId, Run>,
    sessions: HashMap<SessionId, (Session, SessionTotals)>,
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
            let own: Vec<&Event> = events.iter().filter(|event| event.org_id == *org_id).collect();
            let organization = self.0.entry(org_id.to_string()).or_default();
            let before = organization.load(&own);
            let changes = fold(&before, own, window_micros);
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
    /// Only what the worker would load: a fold that needed more would fail here, too.
    fn load(&self, events: &[&Event]) -> State {
        let mut state = State::default();
        let mut sessions: BTreeSet<SessionId> = events.iter().map(|event| event.session_id.clone()).collect();
        for run_id in events.iter().filter_map(|event| event.run()) {
            if let Some(run) = self.runs.get(run_id) {
                sessions.insert(run.first.value.clone());
                state.runs.insert(run_id.clone(), run.clone());
            }
        }
        for id in sessions {
            if let Some((session, _)) = self.sessions.get(&id) {
                state.sessions.insert(id.clone(), session.clone());
                let siblings = self.runs.iter().filter(|(_, run)| run.first.value == id);
                state.runs.extend(siblings.map(|(id, run)| (id.clone(), run.clone())));
                for handoff in self.handoffs.iter().filter(|handoff| handoff.session_id == id) {
                    let times = state.handoffs.entry(id.clone()).or_default();
                    times.insert(handoff.event_id.clone(), handoff.at);
                }
            }
        }
        state
    }

    fn write(&mut self, changes: Changes) {
        self.runs.extend(changes.runs);
        self.sessions.extend(changes.sessions.into_iter().map(|(id, session, totals)| (id, (session, totals))));
        for handoff in changes.handoffs {
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

fn run_row(run: &Run) -> naive::Run {
    let end = run.terminal.as_ref().map(|terminal| &terminal.value);
    naive::Run {
        first_at: run.first.key.at.0,
        started_event_at: run.started.as_ref().map(|key| key.at.0),
        completed_at: run.completed_at().map(|at| at.0),
        duration_ms: end.map(|end| end.duration_ms),
        queue_wait_ms: run.queue_wait_ms.as_ref().map(|wait| wait.value),
        cost_nano_usd: end.map(|end| end.cost.0),
        input_tokens: end.map(|end| end.input_tokens),
        output_tokens: end.map(|end| end.output_tokens),
        cache_read_tokens: end.and_then(|end| end.cache_read_tokens),
        cache_write_tokens: end.and_then(|end| end.cache_write_tokens),
        status: end.map(|end| end.status.code()),
        session_id: run.first.value.to_string(),
        user_id: run.user.as_ref().map(|user| user.value.to_string()),
        first_model: run.model.as_ref().map(|model| model.value.to_string()),
        terminal_model: end.and_then(|end| end.model.clone()),
        error_type: end.and_then(|end| end.error_type.clone()),
        artifacts: end.and_then(|end| serde_json::to_string(end.artifacts.as_ref()?).ok()),
    }
}

fn session_row(session: &Session, totals: &SessionTotals) -> naive::Session {
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
    }
}
