//! Entities and selections through each connection of the store, on both engines.
use domain::{Day, OrgId};
use entities::{dead_letter, handoff_fact, org, org_retention, session_stats};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, FromQueryResult, IntoActiveModel as _, QueryFilter as _, QuerySelect as _, Set,
};
use store::{RowScope, Store, StoreError, row_bytes};
use testkit::{Result, on_both_engines};

fn acme() -> org::Model {
    org::Model { org_id: "acme".to_owned(), name: "Acme".to_owned(), created_at: 7 }
}

fn letter(event: &str) -> dead_letter::Model {
    dead_letter::Model {
        org_id: "acme".to_owned(),
        event_id: event.to_owned(),
        attempts: i16::MAX,
        dead_at: i64::MAX,
        last_error: "x".repeat(100),
    }
}

fn of_acme() -> RowScope {
    RowScope::Organizations(vec![OrgId::from("acme")])
}

on_both_engines!(a_transaction_writes_and_reads_entities, |db| async {
    let tx = db.store().begin().await?;
    let added = org::Entity::insert(acme().into_active_model()).exec_with_returning(&tx).await?;
    assert_eq!(added, acme());
    let again = org::Entity::insert(org::Model { name: "Other".to_owned(), ..acme() }.into_active_model());
    let kept = again.on_conflict(OnConflict::column(org::Column::OrgId).do_nothing().to_owned());
    assert_eq!(kept.exec_without_returning(&tx).await?, 0);
    for event in ["a", "b"] {
        dead_letter::Entity::insert(letter(event).into_active_model()).exec_without_returning(&tx).await?;
    }
    let gone = dead_letter::Entity::delete_many()
        .filter(dead_letter::Column::OrgId.eq("acme"))
        .filter(dead_letter::Column::EventId.eq("b"));
    assert_eq!(gone.exec(&tx).await?.rows_affected, 1);
    tx.commit().await?;
    assert_eq!(org::Entity::find_by_id("acme").all(db.store()).await?, [acme()]);
    assert_eq!(
        dead_letter::Entity::find().filter(dead_letter::Column::OrgId.eq("acme")).all(db.store()).await?,
        [letter("a")]
    );
    Ok(())
});

on_both_engines!(a_transaction_that_is_dropped_has_written_nothing, |db| async {
    let tx = db.store().begin().await?;
    org::Entity::insert(acme().into_active_model()).exec_without_returning(&tx).await?;
    tx.rollback().await?;
    assert!(org::Entity::find_by_id("acme").all(db.store()).await?.is_empty());
    Ok(())
});

/// Whole numbers of every width, a truth value, nulls and bytes.
async fn wide(store: &Store) -> Result<(handoff_fact::Model, session_stats::Model)> {
    let handoff = handoff_fact::Model {
        org_id: "acme".to_owned(),
        event_id: "e".to_owned(),
        occurred_at: i64::MIN,
        method: i16::MIN,
        session_id: "s".to_owned(),
        user_id: None,
        is_inferred: true,
    };
    let session = session_stats::Model {
        org_id: "acme".to_owned(),
        session_id: "s".to_owned(),
        started_at: 1,
        first_event_at: 1,
        last_event_at: 2,
        first_message_at: None,
        last_open_run_at: Some(3),
        lifespan_ms: 4,
        active_time_ms: i64::MAX,
        run_count: 5,
        successful_runs: 6,
        failed_runs: 7,
        handoff_count: 8,
        cost_nano_usd: 9,
        input_tokens: 10,
        output_tokens: 11,
        post_handoff: true,
        user_id: Some("ada".to_owned()),
        repo_id: None,
        keys: vec![0, 255],
        excess: None,
        open_runs: 12,
        cache_read_tokens: 13,
        cache_write_tokens: 14,
        unpriced_calls: 15,
        tool_uses: 16,
        tool_errors: 17,
        rejections: 18,
        policy_rejections: 19,
        tool_time_ms: 20,
        waited_ms: 21,
        last_open_step_at: None,
        mode: Some(i16::MAX),
        cost_source: None,
        agent: Some("codex".to_owned()),
        agent_version: None,
        branch: None,
        team_id: None,
        steps: Some(vec![0, 255]),
    };
    handoff_fact::Entity::insert(handoff.clone().into_active_model()).exec_without_returning(store).await?;
    session_stats::Entity::insert(session.clone().into_active_model()).exec_without_returning(store).await?;
    let kept = org_retention::ActiveModel { org_id: Set("acme".to_owned()), days: Set(None), kept_from: Set(Some(-1)) };
    org_retention::Entity::insert(kept).exec_without_returning(store).await?;
    Ok((handoff, session))
}

on_both_engines!(numbers_of_every_width_are_read_as_they_were_written, |db| async {
    let (handoff, session) = wide(db.store()).await?;
    let reader = db.store();
    assert_eq!(handoff_fact::Entity::find_by_id(("acme".to_owned(), "e".to_owned())).all(reader).await?, [handoff]);
    assert_eq!(session_stats::Entity::find_by_id(("acme".to_owned(), "s".to_owned())).all(reader).await?, [session]);
    let mut tx = db.store().begin().await?;
    assert_eq!(store::retention::kept_from(&mut tx, &OrgId::from("acme")).await?, Some(Day(-1)));
    store::retention::advance(&mut tx, &OrgId::from("acme"), Day(-2)).await?;
    assert_eq!(store::retention::kept_from(&mut tx, &OrgId::from("acme")).await?, Some(Day(-1)));
    store::retention::advance(&mut tx, &OrgId::from("acme"), Day(40_000)).await?;
    store::retention::set(&mut tx, &OrgId::from("acme"), Some(30)).await?;
    tx.commit().await?;
    let known = store::retention::load(db.store()).await?[&OrgId::from("acme")];
    assert_eq!((known.days, known.kept_from), (Some(30), Some(Day(40_000))));
    Ok(())
});

#[derive(Debug, FromQueryResult, PartialEq)]
struct Sums {
    sessions: i64,
    runs: i64,
    newest: Option<i64>,
    day: i32,
}

on_both_engines!(written_out_statements_are_read_by_name, |db| async {
    wide(db.store()).await?;
    let text = "SELECT max(started_at) AS newest, count(*) AS sessions, CAST(sum(run_count) AS BIGINT) AS runs,
                    CAST($2 AS INTEGER) AS day
                FROM session_stats WHERE org_id = $1";
    let statement = db.store().engine().statement(text, ["acme".into(), 3_i64.into()]);
    let sums = Sums::find_by_statement(statement).one(db.store()).await?;
    assert_eq!(sums, Some(Sums { sessions: 1, runs: 5, newest: Some(1), day: 3 }));
    Ok(())
});

on_both_engines!(a_statement_within_a_scope_sees_the_rows_of_the_scope, |db| async {
    wide(db.store()).await?;
    let sessions = async |scope: &RowScope| {
        let text = "SELECT session_id FROM session_stats WHERE org_id = $1";
        let statement = db.store().engine().statement(text, ["acme".into()]);
        Ok::<_, StoreError>(db.store().query_within(scope, statement).await?.len())
    };
    assert_eq!(sessions(&of_acme()).await?, 1);
    assert_eq!(sessions(&RowScope::Platform).await?, 1);
    let rival = RowScope::Organizations(vec![OrgId::from("rival")]);
    // Where the database has no such means, the statement alone decides.
    assert_eq!(sessions(&rival).await?, usize::from(!db.store().is_rls_enforced().await?));
    Ok(())
});

on_both_engines!(the_bytes_of_rows_are_those_of_their_texts, |db| async {
    let store = db.store();
    dead_letter::Entity::insert(letter("a").into_active_model()).exec_without_returning(store).await?;
    let text = "SELECT org_id, last_error FROM events_dead_letter WHERE org_id = $1";
    let statement = store.engine().statement(text, ["acme".into()]);
    let rows = store.query_in_turn(&of_acme(), statement, ()).await?;
    assert_eq!(row_bytes(&rows), 2 * 16 + "acme".len() + 100);
    Ok(())
});

on_both_engines!(failures_through_entities_are_told_as_ever, |db| async {
    let store = db.store();
    org::Entity::insert(acme().into_active_model()).exec_without_returning(store).await?;
    let again = org::Entity::insert(acme().into_active_model()).exec_without_returning(store).await;
    let through = again.err().map(StoreError::from);
    let text = "INSERT INTO orgs (org_id, name, created_at) VALUES ('acme', 'Acme', 7)";
    let direct = store.run(text, []).await.err();
    for error in [&through, &direct] {
        assert!(error.as_ref().is_some_and(|error| error.is_duplicate_key() && !error.is_transient()), "{error:?}");
    }
    assert_eq!(through.map(|error| error.to_string()), direct.map(|error| error.to_string()));
    let columns = org::Entity::find().select_only().column(org::Column::Name).into_model::<Sums>().all(store).await;
    assert!(columns.err().map(StoreError::from).is_some_and(|error| !error.is_transient() && !error.is_away()));
    Ok(())
});
