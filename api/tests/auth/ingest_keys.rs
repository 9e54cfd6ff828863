//! Ingest keys: created, used, revoked and expired, and invisible to other organizations.
use domain::Role;
use entities::ingest_key;
use serde_json::{Value, json};
use testkit::database::NOON;
use testkit::{App, Database, Result, on_both_engines};

const CREATE: &str = "mutation($org: ID, $name: String!, $until: DateTime) {
    createIngestKey(organizationId: $org, name: $name, expiresAt: $until) {
        secret key { id name prefix organizationId createdAt createdById lastUsedAt expiresAt revokedAt } } }";
const REVOKE: &str = "mutation($id: ID!) { revokeIngestKey(id: $id) { id revokedAt } }";
const ROLES: [Role; 5] = [Role::Member, Role::Manager, Role::OrgAdmin, Role::Support, Role::SuperAdmin];

async fn status(app: &App, secret: &str) -> Result<u16> {
    Ok(app.post("/v1/events", Some(secret), &json!({"events": []})).await?.status)
}

/// A key of acme, and its secret.
async fn create(app: &App, variables: Value) -> Result<(Value, String)> {
    let made = app.as_role(Role::SuperAdmin).data(CREATE, variables).await?["createIngestKey"].clone();
    Ok((made["key"].clone(), made["secret"].as_str().expect("a secret").to_owned()))
}

/// An app that knows the organization.
async fn known(db: &Database) -> Result<App> {
    let app = App::on(db).await?;
    app.as_role(Role::Manager).data("{ viewer { id } }", json!({})).await?;
    Ok(app)
}

on_both_engines!(a_credential_that_is_neither_key_nor_token_is_told_what_it_should_be, |db| async {
    let plain = App::with(&db, api::AppOptions::default()).await?;
    let (issuing, _folder) = crate::support::with_file(&db, &crate::support::Issuer::new()).await?;
    for (app, credential, said) in [
        (&plain, "dev-ingest-key", "works in development mode only; `tachograph ingest-key create`"),
        (&issuing, "dev-ingest-key", "works in development mode only; `tachograph ingest-key create`"),
        (&plain, "nonsense", "neither an ingest key, which starts with tgk_, nor an access token"),
        (&issuing, "opaque.token", "neither an ingest key, which starts with tgk_, nor an access token"),
        (&plain, "a.b.c", "the access token cannot be checked: no token issuer is configured on this server"),
        (&issuing, "a.b.c", "the credential is not valid"),
        (&issuing, "tgk_unknown", "the ingest key is unknown, revoked or expired"),
    ] {
        let reply = app.post("/v1/events", Some(credential), &json!({"events": []})).await?;
        let answer = reply.json()?;
        assert_eq!((reply.status, &answer["code"]), (401, &json!("UNAUTHENTICATED")), "{credential}");
        assert!(answer["message"].as_str().is_some_and(|message| message.contains(said)), "{credential}: {answer}");
    }
    Ok(())
});

on_both_engines!(the_space_before_a_key_may_be_encoded, |db| async {
    let app = known(&db).await?;
    let (_, secret) = create(&app, json!({"org": testkit::events::ORG, "name": "ci"})).await?;
    for (before, status) in [("Bearer%20", 200), ("bearer ", 200), ("Bearer   ", 200), ("Bearer", 401), ("Basic ", 401)]
    {
        for (path, body) in [("/v1/events", r#"{"events":[]}"#), ("/v1/logs", "{}")] {
            let request = axum::http::Request::post(path).header("content-type", "application/json");
            let request = request.header("authorization", format!("{before}{secret}"));
            assert_eq!(app.send(request, None, body.into()).await?.status, status, "{path}: {before}");
        }
    }
    Ok(())
});

on_both_engines!(a_key_works_until_it_is_revoked, |db| async {
    let app = known(&db).await?;
    let org = testkit::events::ORG;
    let (key, secret) = create(&app, json!({"org": org, "name": "ci"})).await?;
    let id = key["id"].as_str().expect("an id").to_owned();
    assert_eq!(
        key,
        json!({
            "id": id, "name": "ci", "prefix": format!("tgk_{id}_"), "organizationId": org,
            "createdAt": "2026-03-02T12:00:00.000000Z", "createdById": testkit::events::USER, "lastUsedAt": null,
            "expiresAt": null, "revokedAt": null,
        })
    );
    assert!(secret.starts_with(&format!("tgk_{id}_")), "{secret}");
    assert_eq!(status(&app, &secret).await?, 200);
    let other = App::on(&db).await?;
    assert_eq!(status(&other, &secret).await?, 200, "another process knows it as well");
    let (start, last) = secret.split_at(secret.len() - 1);
    let other_end = if last == "x" { "y" } else { "x" };
    assert_eq!(status(&app, &format!("{start}{other_end}")).await?, 401);
    let query = json!({"query": "{ viewer { id } }"});
    let answer = app.post("/graphql", Some(&secret), &query).await?.json()?;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN");
    let gone = app.as_role(Role::OrgAdmin).data(REVOKE, json!({"id": id})).await?;
    assert_eq!(gone["revokeIngestKey"]["revokedAt"], "2026-03-02T12:00:00.000000Z");
    assert_eq!(status(&app, &secret).await?, 401, "at once where it was revoked");
    db.clock().set(NOON.plus_micros(5_000_000));
    assert_eq!(status(&other, &secret).await?, 401, "in seconds everywhere");
    let again = app.as_role(Role::OrgAdmin).data(REVOKE, json!({"id": id})).await?;
    assert_eq!(again, gone, "a second time changes nothing");
    Ok(())
});

on_both_engines!(a_key_ends_when_it_was_said_to, |db| async {
    let app = known(&db).await?;
    let (key, secret) = create(&app, json!({"name": "trial", "until": "2026-03-02T12:00:03Z"})).await?;
    assert_eq!((&key["organizationId"], &key["expiresAt"]), (&json!(null), &json!("2026-03-02T12:00:03.000000Z")));
    assert_eq!(status(&app, &secret).await?, 200);
    db.clock().set(NOON.plus_micros(2_999_999));
    assert_eq!(status(&app, &secret).await?, 200);
    db.clock().set(NOON.plus_micros(3_000_000));
    assert_eq!(status(&app, &secret).await?, 401, "what is remembered does not outlive it");
    let late = json!({"name": "late", "until": "2026-03-02T12:00:03Z"});
    assert_eq!(app.as_role(Role::SuperAdmin).codes(CREATE, late).await?, ["BAD_USER_INPUT"]);
    Ok(())
});

on_both_engines!(the_store_keeps_nothing_that_opens_a_door, |db| async {
    let app = known(&db).await?;
    let (_, secret) = create(&app, json!({"name": "ci"})).await?;
    let (_, twin) = create(&app, json!({"name": "ci"})).await?;
    let keys: Vec<ingest_key::Model> = db.store().select("SELECT * FROM ingest_keys", []).await?;
    let mut hashes = Vec::new();
    for key in keys {
        let hash = key.secret_hash;
        assert_eq!(hash.len(), 32);
        for plain in [&secret, &twin] {
            let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, plain.as_bytes());
            assert_ne!(hash, digest.as_ref(), "the hash is keyed");
        }
        hashes.push(hash);
    }
    assert_ne!(hashes[0], hashes[1]);
    // A hash made with the secret of another installation never matches.
    db.store().run("UPDATE ingest_keys SET secret_hash = secret_hash || secret_hash", []).await?;
    db.clock().set(NOON.plus_micros(5_000_000));
    assert_eq!(status(&app, &secret).await?, 401);
    Ok(())
});

on_both_engines!(the_last_use_is_noted_once_a_minute, |db| async {
    let app = known(&db).await?;
    let (key, secret) = create(&app, json!({"org": testkit::events::ORG, "name": "ci"})).await?;
    let used = async |expected: &str| -> Result<()> {
        let query = "{ organization { ingestKeys { id lastUsedAt } } }";
        for _ in 0..2_000 {
            let answer = app.as_role(Role::OrgAdmin).data(query, json!({})).await?;
            if answer["organization"]["ingestKeys"] == json!([{"id": key["id"], "lastUsedAt": expected}]) {
                return Ok(());
            }
        }
        anyhow::bail!("it was not noted")
    };
    assert_eq!(status(&app, &secret).await?, 200);
    used("2026-03-02T12:00:00.000000Z").await?;
    db.clock().set(NOON.plus_micros(59_000_000));
    assert_eq!(status(&app, &secret).await?, 200);
    db.clock().set(NOON.plus_micros(65_000_000));
    assert_eq!(status(&app, &secret).await?, 200);
    used("2026-03-02T12:01:05.000000Z").await
});

on_both_engines!(who_manages_keys, |db| async {
    let app = known(&db).await?;
    let org = testkit::events::ORG;
    let (own, _) = create(&app, json!({"org": org, "name": "own"})).await?;
    let (platform, _) = create(&app, json!({"name": "platform"})).await?;
    app.as_role(Role::Manager).of("rival").data("{ viewer { id } }", json!({})).await?;
    let (foreign, _) = create(&app, json!({"org": "rival", "name": "foreign"})).await?;
    let list = "{ organization(id: \"acme\") { ingestKeys { name } } }".replace("acme", org);
    let cases = [
        (list.as_str(), json!({}), ["FORBIDDEN", "FORBIDDEN", "", "FORBIDDEN", ""]),
        ("{ platformIngestKeys { name } }", json!({}), ["FORBIDDEN", "FORBIDDEN", "FORBIDDEN", "FORBIDDEN", ""]),
        (CREATE, json!({"org": org, "name": "n"}), ["FORBIDDEN", "FORBIDDEN", "", "FORBIDDEN", ""]),
        (CREATE, json!({"org": "rival", "name": "n"}), ["FORBIDDEN", "FORBIDDEN", "NOT_FOUND", "FORBIDDEN", ""]),
        (
            CREATE,
            json!({"org": "nobody", "name": "n"}),
            ["FORBIDDEN", "FORBIDDEN", "NOT_FOUND", "FORBIDDEN", "NOT_FOUND"],
        ),
        (CREATE, json!({"name": "n"}), ["FORBIDDEN", "FORBIDDEN", "FORBIDDEN", "FORBIDDEN", ""]),
        (
            CREATE,
            json!({"org": org, "name": " "}),
            ["FORBIDDEN", "FORBIDDEN", "BAD_USER_INPUT", "FORBIDDEN", "BAD_USER_INPUT"],
        ),
        (REVOKE, json!({"id": foreign["id"]}), ["FORBIDDEN", "FORBIDDEN", "NOT_FOUND", "FORBIDDEN", ""]),
        (REVOKE, json!({"id": platform["id"]}), ["FORBIDDEN", "FORBIDDEN", "NOT_FOUND", "FORBIDDEN", ""]),
        (REVOKE, json!({"id": own["id"]}), ["FORBIDDEN", "FORBIDDEN", "", "FORBIDDEN", ""]),
        (REVOKE, json!({"id": "nothing"}), ["FORBIDDEN", "FORBIDDEN", "NOT_FOUND", "FORBIDDEN", "NOT_FOUND"]),
    ];
    for (query, variables, expected) in cases {
        for (role, expected) in ROLES.into_iter().zip(expected) {
            let codes = app.as_role(role).codes(query, variables.clone()).await?.join(" ");
            assert_eq!(codes, expected, "{role:?} {query} {variables}");
        }
    }
    Ok(())
});

on_both_engines!(a_key_of_one_organization_writes_to_no_other, |db| async {
    let app = known(&db).await?;
    let (_, secret) = create(&app, json!({"org": testkit::events::ORG, "name": "ci"})).await?;
    let event = testkit::events::message("s").org("rival").json();
    let answer = app.post("/v1/events", Some(&secret), &json!({"events": [event]})).await?.json()?;
    assert_eq!((&answer["inserted"], &answer["errors"][0]["code"]), (&json!(0), &json!("FORBIDDEN")));
    Ok(())
});

/// Two days before [`NOON`].
const DAYS_BEFORE: domain::Instant = NOON.plus_micros(-2 * domain::time::DAY_MICROS);

on_both_engines!(a_key_that_another_process_revoked_ends_though_the_clock_was_set_back, |db| async {
    let app = known(&db).await?;
    let (key, secret) = create(&app, json!({"org": testkit::events::ORG, "name": "ci"})).await?;
    let other = App::on(&db).await?;
    assert_eq!(status(&other, &secret).await?, 200);
    app.as_role(Role::OrgAdmin).data(REVOKE, json!({"id": key["id"]})).await?;
    db.clock().set(DAYS_BEFORE);
    assert_eq!(status(&other, &secret).await?, 200, "it is remembered for a moment");
    db.clock().set(DAYS_BEFORE.plus_micros(5_000_000));
    assert_eq!(status(&other, &secret).await?, 401, "and no longer");
    Ok(())
});

on_both_engines!(a_key_ends_though_it_is_remembered, |db| async {
    let app = known(&db).await?;
    let (_, secret) = create(&app, json!({"name": "trial", "until": "2026-03-02T12:00:03Z"})).await?;
    assert_eq!(status(&app, &secret).await?, 200);
    // The clock is corrected: no time has passed.
    db.clock().step(NOON.plus_micros(3_000_000));
    assert_eq!(status(&app, &secret).await?, 401);
    Ok(())
});
