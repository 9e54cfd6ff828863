//! Operations end at their timeout or when the client disconnects; meanwhile, others are served. All of these
//! resolve values without ever waiting for anything.
use api::{AppOptions, GraphQlOptions};
use domain::Role;
use serde_json::json;
use std::time::{Duration, Instant};
use testkit::app::{Server, codes};
use testkit::events::run_completed;
use testkit::{App, Database, Result, on_both_engines};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::time::timeout;

/// Much less time than it takes to resolve all values.
const SOON: Duration = Duration::from_secs(10);

/// Millions of values, from a few rows.
fn endless() -> String {
    let within = (0..4).fold("id".to_owned(), |within, _| format!("runs(first: 30) {{ session {{ {within} }} }}"));
    format!("{{ organization(id: \"acme\") {{ session(id: \"s\") {{ {within} }} }} }}")
}

/// An app whose limits allow it.
async fn allowing(db: &Database, most: Duration, max_operations: usize) -> Result<App> {
    let graphql =
        GraphQlOptions { max_complexity: 4_000_000, timeout: most, max_operations, ..GraphQlOptions::default() };
    let app = App::alone(db.store().clone(), AppOptions { dev: true, graphql, ..AppOptions::default() }).await?;
    let runs: Vec<_> = (0..30).map(|n| run_completed("s", &format!("r{n}"))).collect();
    app.store_events(runs).await?;
    Ok(app)
}

on_both_engines!(the_time_that_is_allowed_ends_work_that_never_waits, |db| async {
    let app = allowing(&db, Duration::from_secs(1), 4).await?;
    let began = Instant::now();
    let answer = app.as_role(Role::Member).user("ada").gql(&endless()).await?;
    assert_eq!(codes(&answer), ["TIMEOUT"]);
    assert!(began.elapsed() < SOON, "after {:?}", began.elapsed());
    Ok(())
});

on_both_engines!(whoever_hangs_up_ends_the_work, |db| async {
    let app = allowing(&db, Duration::from_secs(600), 1).await?;
    let app = Server::start(app).await?;
    let address = app.address;
    let token = app.as_role(Role::Member).user("ada").token().await?;
    let body = json!({"query": endless()}).to_string();
    let before = app.reader().statements();
    let mut connection = TcpStream::connect(address).await?;
    let head = format!(
        "POST /graphql HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    connection.write_all(format!("{head}{body}").as_bytes()).await?;
    // Once it has read the runs, it only resolves, without further statements.
    while app.reader().statements() < before + 3 {
        tokio::task::yield_now().await;
    }
    drop(connection);
    // Here, only one operation of a person may run at a time.
    let next = app.ask(Some(&token), "{ viewer { id } }", json!({}));
    let answer = timeout(SOON, next).await.expect("the work has ended")?;
    assert_eq!(answer["data"]["viewer"]["id"], json!("ada"));
    Ok(())
});

on_both_engines!(others_are_answered_while_much_is_resolved, |db| async {
    let app = allowing(&db, Duration::from_secs(600), 4).await?;
    let before = app.reader().statements();
    let mut busy = tokio::task::JoinSet::new();
    for who in ["a", "b", "c", "d"] {
        // More of them than the runtime has threads.
        let token = app.as_role(Role::Manager).user(who).token().await?;
        let app = app.clone();
        busy.spawn(async move { app.ask(Some(&token), &endless(), json!({})).await });
    }
    while app.reader().statements() < before + 4 * 3 {
        tokio::task::yield_now().await;
    }
    let began = Instant::now();
    for _ in 0..3 {
        let zoe = app.as_role(Role::Manager).user("zoe");
        let answer = timeout(SOON, zoe.gql("{ organization { id live { running } } }")).await;
        assert_eq!(codes(&answer.expect("an answer")?), Vec::<&str>::new(), "after {:?}", began.elapsed());
    }
    assert_eq!(busy.try_join_next().map(|_| ()), None, "they are still at it");
    Ok(())
});
