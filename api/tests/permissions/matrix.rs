//! The table of permissions: every operation by every caller, on the caller's own organization and on another
//! one.
//!
//! A cell is `ok` if the response is the same as a SUPER_ADMIN's, `own` if it contains less, and otherwise the
//! error code.
use crate::cast::{Asker, Cast, codes};
use crate::operations::{FILES, QUERIES, filled};
use serde_json::{Value, json};
use testkit::{Result, on_both_engines};

/// The width of a column.
const WIDE: usize = 16;

on_both_engines!(who_gets_what, |db| async {
    let cast = Cast::new(&db).await?;
    let mut table = String::new();
    for (position, org, title) in
        [(0, "acme", "the own organization, acme"), (1, "rival", "a foreign organization, rival")]
    {
        let names: Vec<String> = cast.askers.iter().map(|asker| asker.name.to_owned()).collect();
        table.push_str(&row(title, &names));
        for (name, text) in QUERIES {
            let document = filled(text, org, &cast.keys[position], &cast.keys[2]);
            let mut cells = Vec::new();
            for asker in &cast.askers {
                cells.push(answered(&cast, asker, org, &document).await?);
            }
            table.push_str(&row(name, &compared(&cells)));
        }
        let mut cells = Vec::new();
        for asker in &cast.askers {
            cells.push(sent(&cast, asker, org).await?);
        }
        table.push_str(&row("ingestEvents", &cells.iter().map(|(mutation, _)| mutation.clone()).collect::<Vec<_>>()));
        table.push_str(&row("POST /v1/events", &cells.iter().map(|(_, post)| post.clone()).collect::<Vec<_>>()));
        for file in FILES {
            let mut cells = Vec::new();
            for asker in &cast.askers {
                cells.push(taken(&cast, asker, org, file).await?);
            }
            table.push_str(&row(&format!("GET /export/../{file}"), &compared(&cells)));
        }
        table.push('\n');
    }
    insta::assert_snapshot!("who_gets_what", table);
    Ok(())
});

/// The response to a caller: data, or the error code.
async fn answered(cast: &Cast, asker: &Asker, org: &str, document: &str) -> Result<Result<Value, String>> {
    let eve = cast.askers.last().expect("SUPER_ADMIN");
    // The member to be removed exists; the one to be added is not counted.
    let there = if document.contains("removeMember") {
        format!("upsertMember(organizationId: \"{org}\", member: {{userId: \"nora\", role: MEMBER}})")
    } else {
        format!("removeMember(organizationId: \"{org}\", userId: \"nora\")")
    };
    cast.ask(eve, &format!("mutation {{ {there} {{ id }} }}")).await?;
    let answer = if document.starts_with("subscription") {
        cast.follow(asker, document).await?
    } else {
        cast.ask(asker, document).await?
    };
    let codes = codes(&answer);
    Ok(if codes.is_empty() { Ok(answer["data"].clone()) } else { Err(codes.join(" ")) })
}

/// What happens to an event, over GraphQL and over REST.
async fn sent(cast: &Cast, asker: &Asker, org: &str) -> Result<(String, String)> {
    let time = "occurredAt: \"2026-02-01T10:00:00Z\", eventType: \"message_created\", payload: {actor: \"user\"}";
    let event = format!("{{eventId: \"sent\", orgId: \"{org}\", sessionId: \"sent\", {time}}}");
    let answer =
        cast.ask(asker, &format!("mutation {{ ingestEvents(events: [{event}]) {{ errors {{ code }} }} }}")).await?;
    let refused = answer["data"]["ingestEvents"]["errors"][0]["code"].as_str();
    let mutation = match (codes(&answer).join(" "), refused) {
        (codes, _) if !codes.is_empty() => codes,
        (_, Some(code)) => format!("event {code}"),
        (_, None) => "ok".to_owned(),
    };
    let event = testkit::events::message("sent").id("sent").org(org).at("2026-02-01T10:00:00Z");
    let reply = cast.app.post("/v1/events", asker.bearer.as_deref(), &testkit::events::batch([event])).await?;
    let body = reply.json()?;
    let post = match (body["code"].as_str(), body["errors"][0]["code"].as_str()) {
        (Some(code), _) => code.to_owned(),
        (None, Some(code)) => format!("event {code}"),
        (None, None) => "ok".to_owned(),
    };
    Ok((mutation, post))
}

/// A file, or the error code.
async fn taken(cast: &Cast, asker: &Asker, org: &str, file: &str) -> Result<Result<Value, String>> {
    let path = format!("/export/{org}/{file}?from=2026-03-01&to=2026-03-02");
    let reply = cast.app.get(&path, asker.bearer.as_deref()).await?;
    if reply.status == 200 {
        return Ok(Ok(json!(reply.text())));
    }
    Ok(Err(reply.json()?["code"].as_str().unwrap_or("?").to_owned()))
}

/// The cells, compared with that of the last caller, who sees everything.
fn compared(cells: &[Result<Value, String>]) -> Vec<String> {
    let most = cells.last().and_then(|cell| cell.as_ref().ok());
    let cell = |cell: &Result<Value, String>| match cell {
        Ok(data) if Some(data) == most => "ok".to_owned(),
        Ok(_) => "own".to_owned(),
        Err(code) => code.clone(),
    };
    cells.iter().map(cell).collect()
}

fn row(first: &str, cells: &[String]) -> String {
    let cells: String = cells.iter().map(|cell| format!(" {cell:<WIDE$}")).collect();
    format!("{first:<33}{}\n", cells.trim_end())
}
