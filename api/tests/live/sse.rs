//! GraphQL over server-sent events.
use crate::counts::JUST_NOW;
use crate::site::{PATIENCE, Site};
use api::{AppOptions, GraphQlOptions};
use domain::Role;
use serde_json::{Value, json};
use testkit::events::{message, run_started};
use testkit::{Result, on_both_engines};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::net::TcpStream;
use tokio::time::timeout;

const RUNNING: &str = "subscription { liveRunCounts { running } }";

/// A response as lines; chunk sizes in between are skipped.
pub(crate) struct Stream(Lines<BufReader<TcpStream>>);

impl Stream {
    async fn open(site: &Site, head: &str, token: Option<&str>, body: &str) -> Result<Self> {
        let mut stream = TcpStream::connect(site.address).await?;
        let bearer = token.map(|token| format!("authorization: Bearer {token}\r\n")).unwrap_or_default();
        let length = body.len();
        let request = format!("{head}\r\nhost: {}\r\n{bearer}content-length: {length}\r\n\r\n{body}", site.address);
        stream.write_all(request.as_bytes()).await?;
        Ok(Self(BufReader::new(stream).lines()))
    }

    pub(crate) async fn post(site: &Site, token: Option<&str>, query: &str) -> Result<Self> {
        let head = "POST /graphql/stream HTTP/1.1\r\naccept: text/event-stream\r\ncontent-type: application/json";
        Self::open(site, head, token, &json!({"query": query}).to_string()).await
    }

    async fn line(&mut self) -> Result<String> {
        Ok(timeout(PATIENCE, self.0.next_line()).await??.expect("the answer goes on"))
    }

    /// The body of an error response.
    async fn refusal(&mut self) -> Result<Value> {
        while !self.line().await?.is_empty() {}
        Ok(serde_json::from_str(&self.line().await?)?)
    }

    async fn status(&mut self) -> Result<String> {
        self.line().await
    }

    /// The next event: its name and its data.
    pub(crate) async fn event(&mut self) -> Result<(String, Value)> {
        let mut name = String::new();
        loop {
            let line = self.line().await?;
            if let Some(event) = line.strip_prefix("event: ") {
                event.clone_into(&mut name);
            } else if let Some(data) = line.strip_prefix("data:") {
                return Ok((name, serde_json::from_str(data.trim()).unwrap_or(Value::Null)));
            }
        }
    }
}

on_both_engines!(a_subscription_as_events, |db| async {
    let site = Site::new(&db).await?;
    site.store_events([message("s1")]).await?;
    let token = site.as_role(Role::Member).user("ada").token().await?;
    let mut posted = Stream::post(&site, Some(&token), RUNNING).await?;
    let get = "GET /graphql/stream?query=subscription%20%7B%20liveRunCounts%20%7B%20running%20%7D%20%7D HTTP/1.1\r\naccept: text/event-stream";
    let mut got = Stream::open(&site, get, Some(&token), "").await?;
    for stream in [&mut posted, &mut got] {
        assert_eq!(stream.status().await?, "HTTP/1.1 200 OK");
        let zero = json!({"data": {"liveRunCounts": {"running": 0}}});
        assert_eq!(stream.event().await?, ("next".to_owned(), zero));
    }
    assert_eq!(site.live().shared().questions(), 1);
    site.store_events([run_started("s1", "r1").at(JUST_NOW)]).await?;
    for stream in [&mut posted, &mut got] {
        let one = json!({"data": {"liveRunCounts": {"running": 1}}});
        assert_eq!(stream.event().await?, ("next".to_owned(), one));
    }
    drop((posted, got));
    site.until("the feed ends", |app| app.live().feeds().running() == 0).await;
    Ok(())
});

on_both_engines!(whatever_ends_is_complete, |db| async {
    let site = Site::new(&db).await?;
    let token = site.as_role(Role::Member).user("ada").token().await?;
    let foreign = "subscription { liveRunCounts(organizationId: \"other\") { running } }";
    for (token, query, code) in [
        (Some(token.as_str()), "{ viewer { id } }", None),
        (Some(token.as_str()), foreign, Some("NOT_FOUND")),
        (Some(token.as_str()), "subscription {", Some("BAD_USER_INPUT")),
        (None, RUNNING, Some("UNAUTHENTICATED")),
    ] {
        let mut stream = Stream::post(&site, token, query).await?;
        assert_eq!(stream.status().await?, "HTTP/1.1 200 OK");
        let (name, answer) = stream.event().await?;
        assert_eq!(name, "next");
        match code {
            Some(code) => assert_eq!(answer["errors"][0]["extensions"]["code"], code, "{query}"),
            None => assert_eq!(answer, json!({"data": {"viewer": {"id": "ada"}}})),
        }
        assert_eq!(stream.event().await?.0, "complete", "{query}");
    }
    Ok(())
});

on_both_engines!(what_is_no_stream_is_refused, |db| async {
    let graphql = GraphQlOptions { max_body_bytes: 1_000, ..GraphQlOptions::default() };
    let site = Site::with(db.store().clone(), AppOptions { graphql, ..AppOptions::default() }).await?;
    let token = site.as_role(Role::Member).user("ada").token().await?;
    let events = "accept: text/event-stream";
    let head = format!("POST /graphql/stream HTTP/1.1\r\nconnection: close\r\n{events}");
    let long = Stream::open(&site, &head, None, &"x".repeat(2_000)).await?.refusal().await?;
    assert_eq!(
        (long["code"].as_str(), long["message"].as_str().map(|text| text.contains("too many"))),
        (Some("BODY_TOO_LARGE"), Some(true))
    );
    for (head, token, status) in [
        ("GET /graphql/stream?query=%7Bviewer%7Bid%7D%7D HTTP/1.1".to_owned(), Some(token.as_str()), "406"),
        (format!("GET /graphql/stream?query=mutation%7Bx%7D HTTP/1.1\r\n{events}"), Some(token.as_str()), "405"),
        (format!("POST /graphql/stream HTTP/1.1\r\n{events}"), Some(token.as_str()), "400"),
        (format!("GET /graphql/stream?query=%7Bviewer%7Bid%7D%7D HTTP/1.1\r\n{events}"), Some("x"), "401"),
    ] {
        let mut stream = Stream::open(&site, &head, token, "").await?;
        let line = stream.status().await?;
        assert_eq!(line.split(' ').nth(1), Some(status), "{head}");
    }
    Ok(())
});
