//! Every kind of credential, used in every way, valid and invalid.
use crate::browser::Browser;
use crate::logged::Logged;
use anyhow::{Context as _, Result, ensure};
use futures_util::{SinkExt as _, StreamExt as _};
use reqwest::{Client, Url};
use serde_json::{Value, json};
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;

type Secrets = Vec<(&'static str, String)>;

/// Uses all of them, and returns what they were.
pub(crate) async fn all(server: &Logged) -> Result<Secrets> {
    let mut secrets = Secrets::new();
    let token = token(server, "oda", "ORG_ADMIN", Some("acme")).await?;
    bearers(server, &token, &mut secrets).await?;
    keys(server, &mut secrets).await?;
    websocket(server, &token).await?;
    browser(server, &mut secrets).await?;
    Ok(secrets)
}

async fn token(server: &Logged, sub: &str, role: &str, org: Option<&str>) -> Result<String> {
    let claims = json!({"sub": sub, "name": sub, "email": format!("{sub}@example.org"), "org_id": org, "role": role});
    let answer = Client::new().post(server.url("/dev/token")).json(&claims).send().await?;
    let answer: Value = answer.json().await?;
    Ok(answer["access_token"].as_str().context("a token")?.to_owned())
}

async fn post(server: &Logged, path: &str, bearer: &str, body: &Value) -> Result<(u16, Value)> {
    let request = Client::new().post(server.url(path)).bearer_auth(bearer).json(body);
    let answer = request.header("accept", "*/*").send().await?;
    Ok((answer.status().as_u16(), answer.json().await.unwrap_or(Value::Null)))
}

/// An access token, a forged one, and a header with another scheme.
async fn bearers(server: &Logged, token: &str, secrets: &mut Secrets) -> Result<()> {
    let viewer = json!({"query": "{ viewer { id } }"});
    ensure!(post(server, "/graphql", token, &viewer).await?.0 == 200, "a good token");
    let (signed, signature) = token.rsplit_once('.').context("a token has a signature")?;
    let forged = format!("{signed}.{}", signature.chars().rev().collect::<String>());
    ensure!(post(server, "/graphql", &forged, &viewer).await?.0 == 401, "a forged token");
    ensure!(post(server, "/v1/events", token, &json!({"events": []})).await?.0 == 403, "no ingest key");
    let export = "/export/acme/users.csv?from=2026-01-01&to=2026-01-02";
    let answer = Client::new().get(server.url(export)).bearer_auth(token).send().await?;
    ensure!([200, 404].contains(&answer.status().as_u16()), "an export: {}", answer.status());
    let basic = "a-Basic-password-0815";
    let answer = Client::new().post(server.url("/graphql")).basic_auth("me", Some(basic)).json(&viewer).send().await?;
    ensure!(answer.status() == 401, "no bearer: {}", answer.status());
    secrets.push(("an access token", token.to_owned()));
    secrets.push(("the signature of an access token", signature.to_owned()));
    secrets.push(("a forged signature", signature.chars().rev().collect()));
    secrets.push(("a password of another kind", basic.to_owned()));
    Ok(())
}

/// An ingest key that is created, used, revoked, and used again; and one that does not exist.
async fn keys(server: &Logged, secrets: &mut Secrets) -> Result<()> {
    let operator = token(server, "eve", "SUPER_ADMIN", None).await?;
    let create = json!({"query": "mutation { createIngestKey(name: \"k\") { secret key { id } } }"});
    let (_, answer) = post(server, "/graphql", &operator, &create).await?;
    let made = &answer["data"]["createIngestKey"];
    let (secret, id) = (made["secret"].as_str().context("a secret")?, made["key"]["id"].as_str().context("an id")?);
    let event = json!({"event_id": "e", "org_id": "acme", "occurred_at": "2026-01-01T00:00:00Z", "session_id": "s",
        "event_type": "message_created", "payload": {"actor": "user"}});
    let events = json!({"events": [event]});
    ensure!(post(server, "/v1/events", secret, &events).await?.0 == 200, "a good key");
    ensure!(post(server, "/v1/events?key=x", secret, &json!("no events")).await?.0 == 400, "a bad body");
    let revoke = json!({"query": "mutation($id: ID!) { revokeIngestKey(id: $id) { id } }", "variables": {"id": id}});
    ensure!(post(server, "/graphql", &operator, &revoke).await?.1["errors"].is_null(), "it is revoked");
    ensure!(post(server, "/v1/events", secret, &events).await?.0 == 401, "a revoked key");
    let half = secret.rsplit('_').next().context("a key has a secret half")?;
    let unknown = secret.replace(half, &half.chars().rev().collect::<String>());
    ensure!(post(server, "/v1/events", &unknown, &events).await?.0 == 401, "an unknown key");
    secrets.push(("the operator's token", operator.clone()));
    secrets.push(("an ingest key", secret.to_owned()));
    secrets.push(("the secret half of an ingest key", half.to_owned()));
    secrets.push(("an unknown ingest key", unknown));
    Ok(())
}

/// A token in the first message on a WebSocket.
async fn websocket(server: &Logged, token: &str) -> Result<()> {
    for (bearer, wanted) in [(token.to_owned(), "connection_ack"), (format!("{token}x"), "")] {
        let mut request = format!("ws://{}/graphql/ws", server.address).into_client_request()?;
        request.headers_mut().insert("sec-websocket-protocol", "graphql-transport-ws".parse()?);
        let (mut socket, _) = connect_async(request).await?;
        let hello = json!({"type": "connection_init", "payload": {"Authorization": format!("Bearer {bearer}")}});
        socket.send(Message::Text(hello.to_string().into())).await?;
        let answer = socket.next().await.context("an answer")??;
        ensure!(answer.to_text().unwrap_or_default().contains(wanted), "{answer:?}");
    }
    Ok(())
}

/// A browser sign-in: a code, a state, and the cookies along the way.
async fn browser(server: &Logged, secrets: &mut Secrets) -> Result<()> {
    let mut browser = Browser::new()?;
    let keep = |browser: &Browser, secrets: &mut Secrets, name: &'static str| {
        secrets.extend(browser.cookies.values().map(|(_, value)| (name, value.clone())));
    };
    let page = browser.follow(&server.url("/auth/login?return_to=/graphql")).await?;
    keep(&browser, secrets, "a cookie of the sign-in");
    let back = browser.get(&format!("{}&person=alice", page.url)).await?.location()?;
    for (name, secret) in Url::parse(&back)?.query_pairs() {
        match name.as_ref() {
            "code" => secrets.push(("a code", secret.into_owned())),
            "state" => secrets.push(("a state", secret.into_owned())),
            _ => {}
        }
    }
    let home = browser.get(&back).await?;
    ensure!(home.status < 400, "signed in: {}", home.body);
    keep(&browser, secrets, "a cookie of the session");
    let body = r#"{"query": "{ viewer { id } }"}"#;
    let origin = server.url("");
    let answer = browser.post(&server.url("/graphql"), Some(&origin), body).await?;
    ensure!(answer.body.contains("alice"), "the cookie signs in: {}", answer.body);
    let renewed = browser.post(&server.url("/auth/refresh"), Some(&origin), "").await?;
    ensure!(renewed.status == 204, "renewed: {}", renewed.body);
    keep(&browser, secrets, "a renewed cookie");
    // The code again, and a page of another origin with the cookies.
    browser.get(&back).await?;
    ensure!(browser.post(&server.url("/graphql"), Some("http://evil.example"), body).await?.status == 403, "foreign");
    browser.post(&server.url("/auth/logout"), Some(&origin), "").await?;
    ensure!(secrets.iter().any(|(name, _)| *name == "a code"), "there was a code in {back}");
    Ok(())
}
