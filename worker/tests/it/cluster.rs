//! On a cluster everything that is done for each batch concerns one machine. These tests look at a real one,
//! where `TACHOGRAPH_TEST_POSTGRES` names a coordinator; elsewhere there is nothing to look at.
use crate::support::{drain, send_new};
use anyhow::Result;
use entities::OrgId;
use store::{Options, Store};
use testkit::events::{Draft, handoff, message, run_completed, run_started};
use testkit::{Database, Engine, naive};
use worker::WorkerOptions;
use worker::isolate::{Footing, take_turn};

/// A store to which the coordinator refuses every statement that it would send to more than one machine;
/// `None` where there is no cluster.
async fn strict(db: &Database) -> Result<Option<Store>> {
    if db.engine() != Engine::Postgres || !db.store().is_distributed().await? {
        return Ok(None);
    }
    let join = if db.url().contains('?') { '&' } else { '?' };
    let url = format!("{}{join}options=-c%20citus.multi_task_query_log_level%3Derror", db.url());
    let store = Store::connect(&Options { clock: db.clock().clone(), ..Options::new(url) }).await?;
    let refused = store.fetch("/* test */ SELECT count(*) FROM events_raw").await;
    assert!(refused.is_err(), "the coordinator refuses what concerns several machines");
    Ok(Some(store))
}

fn part_of(session: &str, run: &str, user: &str) -> [Draft; 4] {
    let at = |minute: u32| format!("2026-02-24T10:0{minute}:00Z");
    [
        message(session).user(user).at(&at(0)),
        run_started(session, run).user(user).at(&at(1)),
        run_completed(session, run).user(user).at(&at(2)),
        handoff(session).user(user).at(&at(3)),
    ]
}

#[tokio::test]
async fn a_batch_is_taken_and_projected_on_one_machine_of_postgres() -> Result<()> {
    let db = Database::postgres().await?;
    let Some(strict) = strict(&db).await? else { return Ok(()) };
    let org_id = OrgId::from("acme");
    let mut footing = Footing::default();
    // New people and sessions at first, then ones that are there.
    for (run, user) in [("r1", "frank"), ("r2", "frank"), ("r3", "grace")] {
        send_new(&strict, part_of("s1", run, user)).await?;
        let turn = take_turn(&strict, &WorkerOptions::default(), &org_id, 0, &mut footing).await?;
        assert_eq!((turn.projected, turn.retried, turn.dead_letters), (4, 0, 0), "{run}");
    }
    let models = naive::load(db.store()).await?;
    assert_eq!((models.runs.len(), models.sessions.len(), models.handoffs.len()), (3, 1, 3));
    Ok(())
}

#[tokio::test]
async fn organisations_of_all_machines_are_taken_and_projected_on_postgres() -> Result<()> {
    let db = Database::postgres().await?;
    let orgs: Vec<String> = (0..20).map(|number| format!("org-{number}")).collect();
    let all = orgs.iter().flat_map(|org| part_of("s", "r", "frank").map(|event| event.org(org)));
    // All in one request: each organisation's events go to its own machine.
    send_new(db.store(), all).await?;
    drain(db.store()).await?;
    assert_eq!(naive::load(db.store()).await?.sessions.len(), orgs.len());
    Ok(())
}
