//! The benchmark's events: sessions of a message, four runs and sometimes a handoff, on average 9.25 events of
//! about 290 bytes each. The same parameters yield the same events.
use domain::time::DAY_MICROS;
use domain::{Day, EventType, Instant};
use serde_json::json;
use std::sync::Arc;

/// Which events to generate.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) orgs: Vec<String>,
    pub(crate) events: usize,
    /// The last day of the events.
    pub(crate) until: Day,
    pub(crate) days: i32,
    pub(crate) users: usize,
    /// Distinguishes the ids of one plan from those of others.
    pub(crate) mark: &'static str,
}

/// An event with the columns of the store.
#[derive(Clone, Debug)]
pub(crate) struct Made {
    pub(crate) org: Arc<str>,
    pub(crate) id: Arc<str>,
    pub(crate) at: Instant,
    pub(crate) kind: EventType,
    pub(crate) session: Arc<str>,
    pub(crate) user: Arc<str>,
    pub(crate) run: Option<Arc<str>>,
    pub(crate) payload: Arc<str>,
    pub(crate) text: Option<Arc<str>>,
}

const MINUTE: i64 = 60_000_000;
const TEXT: &str = "The nightly build fails since the last merge; please find out why and mend it.";

impl Plan {
    /// The events, session by session; within an organization, ids increase.
    pub(crate) fn make(&self) -> Vec<Made> {
        let mut events = Vec::with_capacity(self.events + 16);
        let sessions = self.events * 4 / 37 + 1;
        for session in 0..sessions {
            if events.len() >= self.events {
                break;
            }
            self.session(session, sessions, &mut events);
        }
        events.truncate(self.events);
        events
    }

    fn session(&self, number: usize, sessions: usize, events: &mut Vec<Made>) {
        let dice = mix(number as u64);
        let first = Day(self.until.0 - self.days + 1).start().0;
        // Ascending over all days; a session takes less than two hours, and none begins after 21:00.
        let place = number as i64 * i64::from(self.days) / sessions as i64;
        let start = first + place * DAY_MICROS + (dice % 21) as i64 * 60 * MINUTE + (dice >> 8) as i64 % (60 * MINUTE);
        let session = Session {
            org: Arc::from(self.orgs[number % self.orgs.len()].as_str()),
            id: Arc::from(format!("{}-session-{number:08}", self.mark)),
            user: Arc::from(format!("user-{:04}", dice as usize % self.users)),
        };
        let mut add = |minutes: i64, kind, run: Option<u32>, payload: serde_json::Value, text: Option<&str>| {
            let id = format!("{}-{:010}", self.mark, events.len());
            events.push(Made {
                org: Arc::clone(&session.org),
                id: Arc::from(id),
                at: Instant(start + minutes * MINUTE),
                kind,
                session: Arc::clone(&session.id),
                user: Arc::clone(&session.user),
                run: run.map(|run| Arc::from(format!("{}-run-{number:08}-{run}", self.mark))),
                payload: Arc::from(payload.to_string()),
                text: text.map(Arc::from),
            });
        };
        add(0, EventType::MessageCreated, None, json!({"actor": "user"}), Some(TEXT));
        for run in 0..4 {
            let minutes = 1 + i64::from(run) * 25;
            let started = json!({"queue_wait_ms": dice % 4_000, "model": "claude-opus-4"});
            add(minutes, EventType::RunStarted, Some(run), started, None);
            add(minutes + 20, EventType::RunCompleted, Some(run), completed(mix(dice + u64::from(run))), None);
            if run == 2 && number.is_multiple_of(4) {
                add(minutes + 21, EventType::LocalHandoff, None, json!({"method": "teleport"}), None);
            }
        }
    }
}

#[derive(Debug)]
struct Session {
    org: Arc<str>,
    id: Arc<str>,
    user: Arc<str>,
}

fn completed(dice: u64) -> serde_json::Value {
    let failed = dice.is_multiple_of(8);
    let mut payload = json!({
        "status": if failed { "fail" } else { "success" }, "duration_ms": 1_000 + (dice >> 8) % 1_200_000,
        "cost": format!("{}.{:06}", (dice >> 20) % 3, (dice >> 24) % 1_000_000),
        "input_tokens": (dice >> 30) % 200_000, "output_tokens": (dice >> 34) % 20_000,
    });
    if failed {
        payload["error_type"] = json!("tool_error");
    }
    payload
}

/// Distributes a number over all 64 bits.
pub(crate) const fn mix(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (mixed ^ (mixed >> 31)) >> 1
}

impl Made {
    /// The event as a producer sends it.
    pub(crate) fn json(&self) -> String {
        let mut payload: serde_json::Value = serde_json::from_str(&self.payload).unwrap_or_default();
        if let Some(text) = &self.text {
            payload["text"] = json!(text.as_ref());
        }
        let at = self.at.to_chrono().unwrap_or_default().to_rfc3339();
        json!({
            "event_id": self.id.as_ref(), "org_id": self.org.as_ref(), "occurred_at": at, "event_type": self.kind.wire(),
            "session_id": self.session.as_ref(), "user_id": self.user.as_ref(), "run_id": self.run.as_deref(),
            "payload": payload,
        })
        .to_string()
    }
}

/// The body of a request with these events.
pub(crate) fn body(events: &[Made]) -> String {
    let events: Vec<String> = events.iter().map(Made::json).collect();
    format!("{{\"events\":[{}]}}", events.join(","))
}
