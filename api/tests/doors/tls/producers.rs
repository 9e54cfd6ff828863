//! What a certificate stands for: an organization, the platform, or nobody; and which credentials take
//! precedence over it.
use super::{Files, Secure, post, send};
use api::{AppOptions, Patience};
use auth::AuthOptions;
use domain::Role;
use ingest::IngestOptions;
use serde_json::{Value, json};
use std::num::NonZeroU32;
use testkit::app::DEV_KEY;
use testkit::authority::Authority;
use testkit::events::message;
use testkit::on_both_engines;
use tokio_rustls::rustls::ProtocolVersion;

const INGEST: &str = "mutation ($events: [EventInput!]!) { ingestEvents(events: $events) { inserted } }";

/// The body of a mutation that sends an event of this organization.
fn ingest(id: &str, org: &str) -> String {
    let event = json!({
        "eventId": id, "orgId": org, "occurredAt": "2026-03-01T10:00:00Z", "eventType": "message_created",
        "sessionId": "s", "userId": "ada", "payload": {"actor": "user", "text": "hello"},
    });
    json!({"query": INGEST, "variables": {"events": [event]}}).to_string()
}

on_both_engines!(people_and_keys_without_a_certificate_are_served_on_the_same_port, |db| async {
    let secure = Secure::new(&db).await?;
    let token = secure.site.as_role(Role::Manager).user("ada").token().await?;
    let mut line = secure.line(None).await?;
    assert_eq!(line.0.get_ref().1.alpn_protocol(), Some(&b"http/1.1"[..]));
    let taken = send(&mut line, Some(DEV_KEY), &[message("s")]).await?;
    assert!(taken.status == 200 && taken.body.contains("\"inserted\":1"), "{taken:?}");
    let query = json!({"query": "{ viewer { id } }"}).to_string();
    let asked = post(&mut line, "/graphql", Some(&token), &query).await?;
    assert!(asked.status == 200 && asked.body.contains("\"ada\""), "{asked:?}");
    let nobody = send(&mut line, None, &[message("s")]).await?;
    assert_eq!((nobody.status, nobody.code().as_str()), (401, "UNAUTHENTICATED"));
    Ok(())
});

on_both_engines!(a_certificate_speaks_for_its_organization_or_for_the_platform, |db| async {
    let secure = Secure::new(&db).await?;
    let agent = secure.agent_of("acme")?;
    let mut line = secure.line(Some(&agent)).await?;
    assert_eq!(line.0.get_ref().1.protocol_version(), Some(ProtocolVersion::TLSv1_3));
    let taken = send(&mut line, None, &[message("s"), message("s").org("rival")]).await?;
    let answer: Value = serde_json::from_str(&taken.body)?;
    assert_eq!((taken.status, &answer["inserted"]), (200, &json!(1)), "{answer}");
    assert_eq!((&answer["errors"][0]["index"], &answer["errors"][0]["code"]), (&json!(1), &json!("FORBIDDEN")));
    let asked = post(&mut line, "/graphql", None, &ingest("g", "acme")).await?;
    assert!(asked.body.contains("\"inserted\":1"), "{asked:?}");

    let platform = secure.files.clients.client("all", None, &["tachograph:platform"])?;
    let mut line = secure.line(Some(&platform)).await?;
    let taken = send(&mut line, None, &[message("s"), message("s").org("rival")]).await?;
    assert!(taken.body.contains("\"inserted\":2"), "{taken:?}");
    let ids = testkit::texts(db.store(), "/* test */ SELECT DISTINCT key_id AS text FROM events_raw").await?;
    assert_eq!(ids.len(), 2, "each is a producer");
    for id in ids {
        assert!(id.starts_with("cert:") && id.len() == "cert:".len() + 16, "{id}");
    }
    Ok(())
});

on_both_engines!(a_certificate_is_nobody_where_no_events_are_sent, |db| async {
    let secure = Secure::new(&db).await?;
    let (agent, token) = (secure.agent_of("acme")?, secure.site.as_role(Role::Manager).user("ada").token().await?);
    let mut line = secure.line(Some(&agent)).await?;
    let read = json!({"query": "{ viewer { id } }"}).to_string();
    // The browser of a person whose session has ended, who has to sign in again.
    let asked = post(&mut line, "/graphql", Some(&token), &read).await?;
    assert!(asked.body.contains("\"ada\""), "{asked:?}");
    let write = json!({"query": "mutation { replayDeadLetters(organizationId: \"acme\") }"}).to_string();
    for operation in [&read, &write] {
        let asked = post(&mut line, "/graphql", None, operation).await?;
        assert!(asked.body.contains("\"UNAUTHENTICATED\""), "it reads and changes nothing: {asked:?}");
    }
    // A key is not a person, whatever certificate comes with it.
    let asked = post(&mut line, "/graphql", Some(DEV_KEY), &read).await?;
    assert!(asked.body.contains("an ingest key may only call ingestEvents"), "{asked:?}");
    Ok(())
});

on_both_engines!(else_the_table_of_the_settings_says_for_whom_it_speaks, |db| async {
    let names = [("CN=agent 7,O=Acme\\, Inc.", "acme"), ("build.example", "rival"), ("spiffe://prod/all", "*")];
    let secure = Secure::with(&db, &names, AppOptions::default()).await?;
    for (name, organization, others, org) in [
        ("agent 7", Some("Acme, Inc."), &[][..], "acme"),
        ("anybody", None, &["Build.Example"][..], "rival"),
        ("anybody", None, &["spiffe://prod/all"][..], "whoever"),
        // The organization in the certificate takes precedence over the table.
        ("agent 7", Some("Acme, Inc."), &["tachograph:org:own"][..], "own"),
    ] {
        let shown = secure.files.clients.client(name, organization, others)?;
        let taken = send(&mut secure.line(Some(&shown)).await?, None, &[message("s").org(org)]).await?;
        assert!(taken.status == 200 && taken.body.contains("\"inserted\":1"), "{name}, {others:?}: {taken:?}");
    }
    Ok(())
});

on_both_engines!(a_certificate_that_names_nobody_is_told_what_was_looked_for, |db| async {
    let secure = Secure::with(&db, &[("CN=other", "acme")], AppOptions::default()).await?;
    let unknown = secure.files.clients.client("agent", Some("Acme"), &["agent.example"])?;
    let mut line = secure.line(Some(&unknown)).await?;
    let refused = send(&mut line, None, &[message("s")]).await?;
    assert_eq!((refused.status, refused.code().as_str()), (403, "FORBIDDEN"));
    for told in ["`CN=agent,O=Acme` names no producer", "tachograph:org:<org_id>", "ingest-clients"] {
        assert!(refused.body.contains(told), "{refused:?}");
    }
    let asked = post(&mut line, "/graphql", None, &ingest("g", "acme")).await?;
    assert!(asked.body.contains("\"FORBIDDEN\"") && asked.body.contains("names no producer"), "{asked:?}");
    // A request with a token or a key is not affected.
    let token = secure.site.as_role(Role::Manager).user("ada").token().await?;
    let query = json!({"query": "{ viewer { id } }"}).to_string();
    assert!(post(&mut line, "/graphql", Some(&token), &query).await?.body.contains("\"ada\""));
    assert!(post(&mut line, "/graphql", None, &query).await?.body.contains("UNAUTHENTICATED"));
    assert_eq!(send(&mut line, Some(DEV_KEY), &[message("s")]).await?.status, 200);
    let wrong = secure.files.clients.client("agent", None, &["tachograph:team:x"])?;
    let refused = send(&mut secure.line(Some(&wrong)).await?, None, &[message("s")]).await?;
    assert!(refused.status == 403 && refused.body.contains("`tachograph:team:x`"), "{refused:?}");
    Ok(())
});

on_both_engines!(a_credential_in_the_header_goes_before_the_certificate, |db| async {
    let secure = Secure::new(&db).await?;
    let agent = secure.agent_of("acme")?;
    let mut line = secure.line(Some(&agent)).await?;
    let bad = send(&mut line, Some("tgk_aaaaaaaaaaaa_bad"), &[message("s")]).await?;
    assert_eq!((bad.status, bad.code().as_str()), (401, "UNAUTHENTICATED"), "a good certificate mends no bad key");
    let key = secure.site.key().await?;
    let taken = send(&mut line, Some(&key), &[message("s").org("rival")]).await?;
    assert!(taken.body.contains("\"inserted\":1"), "the key is of the platform: {taken:?}");
    let token = secure.site.as_role(Role::Manager).user("ada").token().await?;
    let person = send(&mut line, Some(&token), &[message("s")]).await?;
    assert_eq!((person.status, person.code().as_str()), (403, "FORBIDDEN"));
    assert_eq!(send(&mut line, None, &[message("s")]).await?.status, 200);
    Ok(())
});

on_both_engines!(rates_hold_for_each_certificate_as_for_each_key, |db| async {
    let auth = AuthOptions { key_rate: NonZeroU32::new(2), ..AuthOptions::default() };
    let secure = Secure::with(&db, &[], AppOptions { auth, ..AppOptions::default() }).await?;
    let (one, other) = (secure.agent_of("acme")?, secure.agent_of("acme")?);
    // It is the same producer on all connections; the clock does not move.
    let (mut first, mut second) = (secure.line(Some(&one)).await?, secure.line(Some(&one)).await?);
    assert_eq!(send(&mut first, None, &[message("s")]).await?.status, 200);
    assert_eq!(send(&mut second, None, &[message("s")]).await?.status, 200);
    let refused = send(&mut first, None, &[message("s")]).await?;
    assert_eq!((refused.status, refused.code().as_str()), (429, "RATE_LIMITED"));
    assert_eq!(send(&mut secure.line(Some(&other)).await?, None, &[message("s")]).await?.status, 200);
    Ok(())
});

on_both_engines!(the_same_number_of_two_authorities_is_two_producers, |db| async {
    let (files, others) = (Files::new()?, Authority::new("other clients")?);
    files.write("clients.pem", &format!("{}\n{}", files.clients.pem(), others.pem()))?;
    let (tls, auth) = (files.options(&[]), AuthOptions { key_rate: NonZeroU32::new(1), ..AuthOptions::default() });
    let options = AppOptions { auth, ..AppOptions::default() };
    let secure = Secure::over(&db, files, tls, options, Patience::default()).await?;
    let one = secure.agent_of("acme")?;
    let other = others.client_numbered_as(&one, "agent", &["tachograph:org:acme"])?;
    let (mut first, mut second) = (secure.line(Some(&one)).await?, secure.line(Some(&other)).await?);
    // The clock does not move.
    assert_eq!(send(&mut first, None, &[message("s")]).await?.status, 200);
    assert_eq!(send(&mut first, None, &[message("s")]).await?.status, 429);
    assert_eq!(send(&mut second, None, &[message("s")]).await?.status, 200, "it has a rate of its own");
    Ok(())
});

on_both_engines!(organizations_that_certificates_bring_are_counted, |db| async {
    let ingest = IngestOptions { max_organizations: 1, ..IngestOptions::default() };
    let secure = Secure::with(&db, &[], AppOptions { ingest, ..AppOptions::default() }).await?;
    let (first, next) = (secure.agent_of("first")?, secure.agent_of("next")?);
    let taken = send(&mut secure.line(Some(&first)).await?, None, &[message("s").org("first")]).await?;
    assert!(taken.body.contains("\"inserted\":1"), "{taken:?}");
    let refused = send(&mut secure.line(Some(&next)).await?, None, &[message("s").org("next")]).await?;
    assert!(refused.body.contains("TOO_MANY_ORGANIZATIONS"), "{refused:?}");
    Ok(())
});
