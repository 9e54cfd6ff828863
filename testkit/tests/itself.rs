//! The kit itself: both engines respond, and the naive recomputation follows the contract.
use domain::{
    Actor, Event, EventBody, HandoffMethod, Instant, Key, LocalHandoff, MessageCreated, NanoUsd, RunCompleted,
    RunStatus,
};
use std::time::Duration;
use testkit::{events, naive, random};

const WINDOW: Duration = Duration::from_secs(4 * 60 * 60);

testkit::on_both_engines!(a_fresh_database_has_no_rows, |db| async {
    naive::assert_same(&naive::ReadModels::default(), &naive::load(db.store()).await?);
    assert_eq!(testkit::number(&db.open_again().await?, "SELECT count(*) AS number FROM orgs").await?, 0);
    Ok(())
});

fn event(id: &str, at: &str, user: Option<&str>, body: EventBody) -> Event {
    Event {
        org_id: "acme".into(),
        key: Key { at: Instant::parse(at).unwrap_or_default(), event_id: id.into() },
        session_id: "s".into(),
        user_id: user.map(Into::into),
        run_id: None,
        origin: None,
        priced: None,
        body,
    }
}

fn of_run(run: &str, event: Event) -> Event {
    Event { run_id: Some(run.into()), ..event }
}

fn said() -> EventBody {
    EventBody::MessageCreated(MessageCreated { actor: Actor::User, repo_id: None, text: None, starts_run: None })
}

fn handed_off(method: HandoffMethod) -> EventBody {
    EventBody::LocalHandoff(LocalHandoff { method })
}

fn completed(status: RunStatus, error_type: Option<&str>) -> EventBody {
    EventBody::RunCompleted(Box::new(RunCompleted {
        status,
        duration_ms: 1_000,
        cost: Some(NanoUsd(5)),
        input_tokens: Some(7),
        output_tokens: Some(3),
        cache_read_tokens: None,
        cache_write_tokens: None,
        error_type: error_type.map(str::to_owned),
        model: None,
        artifacts: None,
    }))
}

#[test]
fn a_late_first_message_moves_the_session_and_an_earlier_handoff_still_counts() {
    let set = [
        event("e1", "2026-03-01T00:30:00Z", None, said()),
        event("e2", "2026-03-01T01:00:00Z", None, handed_off(HandoffMethod::Teleport)),
        of_run("r1", event("e3", "2026-03-01T05:00:00Z", None, completed(RunStatus::Cancelled, Some("timeout")))),
        event("e4", "2026-03-01T06:00:00Z", None, handed_off(HandoffMethod::Other)),
        of_run("r2", event("e5", "2026-03-01T06:30:00Z", Some("bob"), completed(RunStatus::Success, None))),
        event("e6", "2026-02-28T23:59:59.999999Z", Some("ada"), said()),
        of_run("r2", event("e7", "2026-03-01T06:30:00Z", Some("cid"), completed(RunStatus::Fail, None))),
    ];
    let models = naive::compute(&set, WINDOW);
    let session = &models.sessions[&("acme".to_owned(), "s".to_owned())];
    assert!(session.post_handoff);
    assert_eq!((session.run_count, session.failed_runs, session.handoff_count), (2, 2, 2));
    assert_eq!((session.lifespan_ms, session.user_id.as_deref()), (6 * 3_600_000 + 1_800_000, Some("ada")));
    let days: Vec<i32> = models.org_days.keys().map(|(_, day)| *day).collect();
    let sunday = Instant::parse(events::AT).expect("a time").day().0;
    assert_eq!(days, [sunday - 1, sunday]);
    let day = &models.org_days[&("acme".to_owned(), sunday)];
    assert_eq!(day.active_users, ["ada", "bob"]);
    assert_eq!((day.counts.runs, day.counts.failed_timeout, day.counts.failed_other), (2, 1, 1));
    assert_eq!(models.org_days[&("acme".to_owned(), sunday - 1)].counts.post_handoff_sessions, 1);
}

#[test]
fn the_order_of_the_events_does_not_matter() {
    let mut set = random::events(7, 300);
    let models = naive::compute(&set, WINDOW);
    set.reverse();
    naive::assert_same(&models, &naive::compute(&set, WINDOW));
    assert!(models.sessions.values().any(|session| session.post_handoff));
    assert_eq!(random::events(7, 300).len(), 300);
    assert_ne!(random::events(8, 300), random::events(7, 300));
}

#[test]
fn drafts_are_events_of_the_contract() {
    let batch =
        events::batch([events::message("s").at("2026-03-01T11:00:00Z"), events::run_completed("s", "r").by_nobody()]);
    assert_eq!(batch["events"][0]["event_id"], "e-1");
    assert_eq!(batch["events"][1]["run_id"], "r");
    assert!(batch["events"][1].get("user_id").is_none());
    let failed = event("e", "2026-03-01T01:00:00.000001Z", None, completed(RunStatus::Fail, None));
    let json = events::json_of(&of_run("r", failed));
    assert_eq!(json["occurred_at"], "2026-03-01T01:00:00.000001+00:00");
    assert_eq!(json["payload"]["cost"], "0.000000005");
}
