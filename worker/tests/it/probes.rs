//! Eleven typical mistakes of event counters.
use crate::support::{drain, number, project, queued, send, send_new};
use testkit::events::{handoff, message, run_completed, run_started};
use testkit::naive::{self, ReadModels};
use worker::{Worker, WorkerOptions};

fn session<'a>(models: &'a ReadModels, id: &str) -> &'a naive::Session {
    &models.sessions[&("acme".to_owned(), id.to_owned())]
}

fn day<'a>(models: &'a ReadModels, org: &str, date: &str) -> &'a naive::OrgDay {
    let day: domain::Day = date.parse::<chrono::NaiveDate>().expect("a date").into();
    &models.org_days[&(org.to_owned(), day.0)]
}

testkit::on_both_engines!(two_run_completed_of_one_run_count_once_and_the_last_one_counts, |db| async {
    let models = project(
        db.store(),
        [
            run_completed("s", "r").at("2026-03-01T10:05:00Z").status("success").payload("cost", "1.5"),
            run_completed("s", "r").at("2026-03-01T10:01:00Z").status("fail").payload("cost", "9"),
        ],
    )
    .await?;
    let day = day(&models, "acme", "2026-03-01");
    assert_eq!((day.counts.runs, day.counts.successful_runs, day.counts.cost_nano_usd), (1, 1, 1_500_000_000));
    assert_eq!((session(&models, "s").run_count, session(&models, "s").cost_nano_usd), (1, 1_500_000_000));
    Ok(())
});

testkit::on_both_engines!(completed_before_started_before_message, |db| async {
    send_new(db.store(), [run_completed("s", "r").at("2026-03-01T10:02:00Z")]).await?;
    drain(db.store()).await?;
    send_new(db.store(), [run_started("s", "r").at("2026-03-01T10:01:00Z")]).await?;
    drain(db.store()).await?;
    let models = project(db.store(), [message("s").at("2026-03-01T10:00:00Z")]).await?;
    let (session, day) = (session(&models, "s"), day(&models, "acme", "2026-03-01"));
    assert_eq!((session.run_count, session.lifespan_ms), (1, 120_000));
    assert_eq!((day.counts.runs, day.counts.sessions, day.counts.queue_wait_runs), (1, 1, 1));
    Ok(())
});

testkit::on_both_engines!(a_late_message_on_an_earlier_day_moves_the_session, |db| async {
    send_new(db.store(), [message("s").at("2026-03-01T00:30:00Z"), run_completed("s", "r").at("2026-03-01T00:40:00Z")])
        .await?;
    drain(db.store()).await?;
    let models = project(db.store(), [message("s").at("2026-02-28T23:50:00Z")]).await?;
    let (before, after) = (day(&models, "acme", "2026-02-28"), day(&models, "acme", "2026-03-01"));
    assert_eq!((before.counts.sessions, before.counts.session_runs, before.counts.runs), (1, 1, 0));
    assert_eq!((after.counts.sessions, after.counts.session_runs, after.counts.runs), (0, 0, 1));
    Ok(())
});

testkit::on_both_engines!(a_run_after_an_earlier_handoff_that_arrives_after_a_later_one, |db| async {
    send_new(db.store(), [message("s").at("2026-03-01T08:00:00Z"), handoff("s").at("2026-03-01T16:00:00Z")]).await?;
    drain(db.store()).await?;
    send_new(db.store(), [run_completed("s", "r").at("2026-03-01T11:00:00Z")]).await?;
    drain(db.store()).await?;
    let models = project(db.store(), [handoff("s").at("2026-03-01T09:00:00Z")]).await?;
    assert!(session(&models, "s").post_handoff);
    assert_eq!(day(&models, "acme", "2026-03-01").counts.post_handoff_sessions, 1);
    Ok(())
});

testkit::on_both_engines!(the_same_event_id_in_two_organizations_in_one_batch, |db| async {
    let models = project(
        db.store(),
        [run_completed("s", "r").id("e").org("acme"), run_completed("s", "r").id("e").org("globex")],
    )
    .await?;
    assert_eq!(day(&models, "acme", "2026-03-01").counts.runs, 1);
    assert_eq!(day(&models, "globex", "2026-03-01").counts.runs, 1);
    Ok(())
});

testkit::on_both_engines!(an_offset_decides_the_utc_day, |db| async {
    let models = project(db.store(), [run_completed("s", "r").at("2026-03-01T01:30:00+02:00")]).await?;
    assert_eq!(day(&models, "acme", "2026-02-28").counts.runs, 1);
    assert_eq!(models.org_days.len(), 1);
    Ok(())
});

testkit::on_both_engines!(one_bad_event_in_a_good_batch, |db| async {
    let events = [
        run_completed("s", "r1").json(),
        run_completed("s", "r2").payload("duration_ms", "soon").json(),
        run_completed("s", "r3").json(),
    ];
    let answer = send(db.store(), &events).await?;
    assert_eq!((answer.received, answer.inserted, answer.errors.len()), (3, 2, 1));
    assert_eq!((answer.errors[0].index, answer.errors[0].path.as_deref()), (1, Some("payload.duration_ms")));
    drain(db.store()).await?;
    assert_eq!(day(&naive::load(db.store()).await?, "acme", "2026-03-01").counts.runs, 2);
    Ok(())
});

testkit::on_both_engines!(a_database_server_of_another_time_zone_changes_no_day, |db| async {
    if let Some(pool) = db.store().postgres() {
        let mut connections = Vec::new();
        for _ in 0..pool.options().get_max_connections() {
            connections.push(pool.acquire().await?);
        }
        for connection in &mut connections {
            sqlx::query("SET TIME ZONE 'Asia/Kolkata'").execute(&mut **connection).await?;
        }
    }
    if db.store().postgres().is_some() {
        // Columns that are not timestamps cannot be shifted by any session's time zone.
        let zoned = "SELECT count(*) AS number FROM information_schema.columns WHERE table_schema = 'public'
                     AND table_name <> 'seaql_migrations' AND (data_type LIKE 'time%' OR data_type = 'date')";
        assert_eq!(number(db.store(), zoned).await?, 0);
    }
    let models = project(
        db.store(),
        [message("s").at("2026-03-01T23:59:59.999999Z"), run_completed("s", "r").at("2026-03-01T00:00:00Z")],
    )
    .await?;
    let day = day(&models, "acme", "2026-03-01");
    assert_eq!((day.counts.runs, day.counts.sessions, models.org_days.len()), (1, 1, 1));
    Ok(())
});

testkit::on_both_engines!(a_poison_event_among_good_ones_of_the_same_user, |db| async {
    let good = |n: u32| run_completed("s", &format!("r{n}")).id(&format!("good-{n}"));
    send_new(db.store(), [good(1), run_completed("s", "r2").id("poison"), good(3)]).await?;
    db.store().run("/* test */ UPDATE events_raw SET payload = '{\"status\":7}' WHERE event_id = 'poison'", []).await?;
    drain(db.store()).await?;
    let models = naive::load(db.store()).await?;
    assert_eq!((session(&models, "s").run_count, models.runs.len()), (2, 2));
    assert_eq!(queued(db.store()).await?, 1);
    Ok(())
});

testkit::on_both_engines!(two_workers_at_once_count_nothing_twice, |db| async {
    let events: Vec<_> = (0..400).map(|n| run_completed("s", &format!("r{n}")).user(&format!("u{}", n % 7))).collect();
    send_new(db.store(), events).await?;
    let options = WorkerOptions { batch_events: 10, ..WorkerOptions::default() };
    if db.engine() == testkit::Engine::Postgres {
        let (first, second) =
            (Worker::new(db.store().clone(), options.clone())?, Worker::new(db.open_again().await?, options)?);
        while queued(db.store()).await? > 0 {
            let (left, right) = tokio::join!(first.drain(), second.drain());
            left?;
            right?;
        }
    } else {
        let first = Worker::new(db.store().clone(), options.clone())?;
        let refused = Worker::new(db.open_again().await?, options).expect_err("a SQLite file admits one worker");
        assert!(refused.to_string().contains("another worker"), "{refused}");
        first.drain().await?;
    }
    assert_eq!(day(&naive::load(db.store()).await?, "acme", "2026-03-01").counts.runs, 400);
    Ok(())
});
