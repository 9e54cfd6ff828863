//! Work ends with its time, and with whoever hangs up; others are answered meanwhile. All of it resolves
//! without ever waiting for anything.
use crate::support::{World, codes};
use api::{AppOptions, GraphQlOptions};
use serde_json::json;
use std::time::{Duration, Instant};
use testkit::events::run_completed;
use testkit::{Database, Result, on_both_engines};
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

/// Far less than it takes to resolve all of it.
const SOON: Duration = Duration::from_secs(10);

/// Millions of values, from a few rows.
fn endless() -> String {
    let within = (0..4).fold("id".to_owned(), |within, _| format!("runs(first: 30) {{ session {{ {within} }} }}"));
    format!("{{ organization(id: \"acme\") {{ session(id: \"s\") {{ {within} }} }} }}")
}

/// A world that allows it.
async fn allowing(db: &Database, most: Duration, max_operations: usize) -> Result<World> {
    let graphql =
        GraphQlOptions { max_complexity: 4_000_000, timeout: most, max_operations, ..GraphQlOptions::default() };
    let world = World::with(db, AppOptions { dev: true, graphql, ..AppOptions::default() }).await?;
    let runs: Vec<_> = (0..30).map(|n| run_completed("s", &format!("r{n}"))).collect();
    world.project(&runs).await?;
    Ok(world)
}

on_both_engines!(the_time_that_is_allowed_ends_work_that_never_waits, |db| async {
    let world = allowing(&db, Duration::from_secs(1), 4).await?;
    let began = Instant::now();
    let answer = world.ask_as("ada", "MEMBER", &endless()).await?;
    assert_eq!(codes(&answer), ["TIMEOUT"]);
    assert!(began.elapsed() < SOON, "after {:?}", began.elapsed());
    Ok(())
});

on_both_engines!(whoever_hangs_up_ends_the_work, |db| async {
    let world = allowing(&db, Duration::from_secs(600), 1).await?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let (address, stop) = (listener.local_addr()?, CancellationToken::new());
    let _serving = stop.clone().drop_guard();
    tokio::spawn(api::serve(listener, world.router.clone(), stop));
    let token = world.token("ada", "MEMBER", Some("acme")).await?;
    let body = json!({"query": endless()}).to_string();
    let before = world.app.reader().statements();
    let mut connection = TcpStream::connect(address).await?;
    let head = format!(
        "POST /graphql HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    connection.write_all(format!("{head}{body}").as_bytes()).await?;
    // Once the runs were read it resolves, and reads no more.
    while world.app.reader().statements() < before + 3 {
        tokio::task::yield_now().await;
    }
    drop(connection);
    // Only one operation of a person is under way at once here.
    let next = world.ask(Some(&token), "{ viewer { id } }", json!({}));
    let answer = timeout(SOON, next).await.expect("the work has ended")?;
    assert_eq!(answer["data"]["viewer"]["id"], json!("ada"));
    Ok(())
});

on_both_engines!(others_are_answered_while_much_is_resolved, |db| async {
    let world = allowing(&db, Duration::from_secs(600), 4).await?;
    let before = world.app.reader().statements();
    let mut busy = tokio::task::JoinSet::new();
    for who in ["a", "b", "c", "d"] {
        // More of them than the runtime has threads.
        let token = world.token(who, "MANAGER", Some("acme")).await?;
        let (router, body) = (world.router.clone(), json!({"query": endless()}).to_string());
        busy.spawn(async move {
            let request = axum::http::Request::post("/graphql")
                .header("content-type", "application/json")
                .header("authorization", format!("Bearer {token}"))
                .body(axum::body::Body::from(body));
            tower::ServiceExt::oneshot(router, request.expect("a request")).await.map(|answer| answer.status())
        });
    }
    while world.app.reader().statements() < before + 4 * 3 {
        tokio::task::yield_now().await;
    }
    let began = Instant::now();
    for _ in 0..3 {
        let answer = timeout(SOON, world.ask_as("zoe", "MANAGER", "{ organization { id live { running } } }")).await;
        assert_eq!(codes(&answer.expect("an answer")?), Vec::<&str>::new(), "after {:?}", began.elapsed());
    }
    assert_eq!(busy.try_join_next().map(|_| ()), None, "they are still at it");
    Ok(())
});
