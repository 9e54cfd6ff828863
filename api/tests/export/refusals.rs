//! Who may not export, and what is not an export.
use domain::Role;
use testkit::events::message;
use testkit::{App, on_both_engines};

const DAYS: &str = "from=2026-02-01&to=2026-02-28";

on_both_engines!(only_those_who_may, |db| async {
    let app = App::on(&db).await?;
    app.store_events([message("s1"), message("s1").org("other")]).await?;
    for file in ["sessions.csv", "sessions.json", "users.csv", "users.json"] {
        for role in Role::ALL.iter().copied() {
            for (org, exists) in [("acme", true), ("other", true), ("nobody", false)] {
                let reply = app.as_role(role).get(&format!("/export/{org}/{file}?{DAYS}")).await?;
                let expected = match role {
                    Role::Member => (403, "FORBIDDEN"),
                    Role::Manager | Role::OrgAdmin if org != "acme" => (404, "NOT_FOUND"),
                    _ if !exists => (404, "NOT_FOUND"),
                    _ => (200, ""),
                };
                assert_eq!(reply.status, expected.0, "{role:?} {org} {file}");
                assert!(reply.status == 200 || reply.json()?["code"] == expected.1, "{role:?} {org} {file}");
            }
        }
    }
    let path = format!("/export/acme/sessions.csv?{DAYS}");
    for (bearer, status, code) in [
        (None, 401, "UNAUTHENTICATED"),
        (Some("x"), 401, "UNAUTHENTICATED"),
        (Some("dev-ingest-key"), 403, "FORBIDDEN"),
    ] {
        let reply = app.get(&path, bearer).await?;
        assert_eq!((reply.status, reply.json()?["code"].as_str()), (status, Some(code)));
    }
    Ok(())
});

on_both_engines!(what_is_wrong_is_named, |db| async {
    let app = App::on(&db).await?;
    app.store_events([message("s1")]).await?;
    for (query, named) in [
        ("", "from"),
        ("from=2026-02-01", "to"),
        ("from=2026-2-1&to=2026-02-28", "from"),
        ("from=2026-02-28&to=2026-02-01", "from, to"),
        ("from=2020-01-01&to=2026-02-01", "from, to"),
        ("from=2026-02-01&to=2026-02-28&from=2026-02-01", "from"),
        ("from=2026-02-01&to=2026-02-28&nothing=1", "nothing"),
        ("from=2026-02-01&to=2026-02-28&search=a", "search"),
        ("from=2026-02-01&to=2026-02-28&orderBy=AGE", "orderBy"),
        ("from=2026-02-01&to=2026-02-28&direction=UP", "direction"),
        ("from=2026-02-01&to=2026-02-28&hasFailures=yes", "hasFailures"),
        ("from=2026-02-01&to=2026-02-28&minLifespanMs=1.5", "minLifespanMs"),
        ("from=2026-02-01&to=2026-02-28&maxCostUsd=much", "maxCostUsd"),
        ("from=2026-02-01&to=2026-02-28&maxCostUsd=NaN", "maxCostUsd"),
        ("from=2026-02-01&to=2026-02-28&userId=", "userId"),
        ("from=2026-02-01&to=2026-02-28&idContains=%00", "idContains"),
    ] {
        let reply = app.as_role(Role::Manager).get(&format!("/export/acme/sessions.csv?{query}")).await?;
        assert_eq!(reply.status, 400, "{query}");
        let answer = reply.json()?;
        assert_eq!(answer["code"], "BAD_USER_INPUT", "{query}");
        let message = answer["message"].as_str().unwrap_or_default();
        assert!(message.starts_with(&format!("{named}: ")), "{query}: {message}");
    }
    for path in ["/export/acme/runs.csv", "/export/acme/sessions.xml", "/export/acme/sessions", "/export/acme"] {
        let reply = app.as_role(Role::Manager).get(&format!("{path}?{DAYS}")).await?;
        assert_eq!((reply.status, reply.json()?["code"].as_str()), (404, Some("NOT_FOUND")), "{path}");
    }
    Ok(())
});
