//! The smallest useful query, by eight clients: over GraphQL, and over a hand-written REST handler in the same
//! process that checks the same token and runs the same statement, behind the same middleware.
use crate::load::rate;
use crate::place::Place;
use crate::report::{Figure, Report};
use crate::wire::{self, Wire};
use crate::{Settings, graphql};
use anyhow::{Context as _, Result, ensure};
use api::{App, AppOptions};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use axum::{Json, Router};
use domain::OrgId;
use entities::org;
use sea_orm::{EntityTrait as _, FromQueryResult as _, IntoActiveModel as _};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::time::Instant;
use store::RowScope;

const CLIENTS: usize = 8;
const REQUESTS: usize = 2_000;
/// The rounds of each side, alternating; the best one counts, so that neither is affected by other load on the
/// machine.
const ROUNDS: usize = 5;
const ORG: &str = "bench-light";

pub(crate) async fn measure(settings: &Settings, report: &mut Report) -> Result<()> {
    let place = Place::new(settings.engine).await?;
    let organization = org::Model { org_id: ORG.to_owned(), name: "Light".to_owned(), created_at: 1 };
    org::Entity::insert(organization.into_active_model()).exec_without_returning(&place.store).await?;
    let app = App::new(place.store.clone(), AppOptions { dev: true, ..AppOptions::default() }).await?;
    let rest = api::framed(Router::new().route("/organization", post(by_hand)), app.clone());
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
    let address = listener.local_addr()?;
    let serving = tokio::spawn(async move {
        axum::serve(listener, Router::new().nest("/beside", rest).merge(api::router(app))).await
    });
    let token = token(address).await?;
    let query = json!({"query": "{ organization { id name } }"}).to_string();
    let over_graphql = wire::post("/graphql", Some(&token), &query);
    let over_rest = wire::post("/beside/organization", Some(&token), "{}");
    let (mut fast, mut ceiling) = (0.0_f64, 0.0_f64);
    for _ in 0..ROUNDS {
        fast = fast.max(ask(address, &over_graphql).await?);
        ceiling = ceiling.max(ask(address, &over_rest).await?);
    }
    report.add(Figure {
        engine: settings.engine,
        bench: "light",
        name: "light query, 8 clients, in one process".to_owned(),
        value: fast,
        unit: "answers/s",
        ceiling: Some(("a hand-written REST handler", ceiling)),
    });
    serving.abort();
    Ok(())
}

/// The handler one would write without GraphQL.
async fn by_hand(State(app): State<App>, headers: HeaderMap) -> Response {
    let caller = match app.auth().identify(&headers).await {
        Ok(Some(identified)) => identified.caller,
        Ok(None) => return StatusCode::UNAUTHORIZED.into_response(),
        Err(error) => return error.into_response(),
    };
    let domain::Caller::Person(person) = caller else { return StatusCode::FORBIDDEN.into_response() };
    let Some(org_id) = person.org_id else { return StatusCode::NOT_FOUND.into_response() };
    match organization(&app, org_id).await {
        Ok(found) => Json(found).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

async fn organization(app: &App, org_id: OrgId) -> Result<Value> {
    let statement = "SELECT org_id, name, created_at FROM orgs WHERE org_id = $1";
    let statement = app.store().engine().statement(statement, [org_id.as_str().into()]);
    let found = app.store().query_within(&RowScope::Organizations(vec![org_id]), statement).await?;
    let org::Model { org_id, name, .. } = org::Model::from_query_result(found.first().context("no organization")?, "")?;
    Ok(json!({"data": {"organization": {"id": org_id, "name": name}}}))
}

async fn token(address: SocketAddr) -> Result<String> {
    let body = json!({"sub": "light", "role": "ORG_ADMIN", "org_id": ORG}).to_string();
    let (status, answer) = Wire::open(address).await?.send(&wire::post("/dev/token", None, &body)).await?;
    ensure!(status == 200, "no token: {status}");
    let answer: Value = serde_json::from_slice(&answer)?;
    Ok(answer["access_token"].as_str().context("no token in the answer")?.to_owned())
}

/// Responses per second.
async fn ask(address: SocketAddr, request: &[u8]) -> Result<f64> {
    let began = Instant::now();
    let mut tasks = Vec::new();
    for _ in 0..CLIENTS {
        let mut wire = Wire::open(address).await?;
        let request = request.to_vec();
        tasks.push(tokio::spawn(async move {
            for _ in 0..REQUESTS {
                let (status, body) = wire.send(&request).await?;
                ensure!(status == 200 && graphql::has(&body, "\"Light\""), "answered {status}");
            }
            Ok(())
        }));
    }
    for task in tasks {
        task.await??;
    }
    Ok(rate(CLIENTS * REQUESTS, began.elapsed()))
}
