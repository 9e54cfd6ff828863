//! The dashboard as served.
use crate::browser::Page;
use crate::serving::app;
use api::AppOptions;
use auth::{AuthOptions, ClientOptions, IssuerOptions};
use axum::Router;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::read::GzDecoder;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::io::Read as _;
use std::time::Duration;
use testkit::{App, on_both_engines};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

on_both_engines!(every_page_is_the_dashboard_and_lets_nothing_in, |db| async {
    let router = app(&db, true).await?.router().clone();
    for path in
        ["/", "/sessions", "/sessions/ses-1?tab=runs", "/users/ada", "/global", "/settings", "/sign-in", "/welcome"]
    {
        let page = Page::read(&router, path).await?;
        assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"), "{path}");
        assert_eq!((page.header("cache-control"), page.header("x-frame-options")), ("no-cache", "DENY"), "{path}");
        let (policy, text) = (page.header("content-security-policy"), page.text());
        assert!(policy.starts_with("default-src 'none'; script-src 'self' 'sha256-"), "{path}: {policy}");
        for way in ["unsafe-", "http:", "https:", "*", "data:"] {
            assert!(!policy.contains(way), "{path} admits {way}: {policy}");
        }
        let script = text.split("<script>").nth(1).and_then(|rest| rest.split("</script>").next()).expect("one within");
        assert!(policy.contains(&STANDARD.encode(Sha256::digest(script))), "the policy admits that very script");
        assert_eq!(text.matches("<script>").count(), 1, "{path}");
        assert!(!text.contains("<style") && !text.contains(" style=") && !text.contains("=\"http"), "{path}");
        assert!(text.contains("<base href=\"/\""), "{text}");
    }
    Ok(())
});

on_both_engines!(what_is_not_there_is_a_page_to_people_and_an_error_to_programs, |db| async {
    let router = app(&db, true).await?.router().clone();
    let page = Page::read(&router, "/nowhere").await?;
    assert!(page.status == 404 && page.text().contains("<base"), "a person sees the dashboard say so");
    let answer = Page::get(&router, "/nowhere", &[("accept", "application/json")]).await?;
    let body: Value = serde_json::from_slice(&answer.body)?;
    assert_eq!((answer.status, &body["code"]), (404, &json!("NOT_FOUND")));
    assert_eq!(Page::read(&router, "/assets/nothing.js").await?.status, 404);
    assert_eq!(Page::read(&router, "/../Cargo.toml").await?.status, 404);
    Ok(())
});

on_both_engines!(what_the_page_asks_for_is_there_and_may_be_kept, |db| async {
    let router = app(&db, true).await?.router().clone();
    let page = Page::read(&router, "/").await?;
    let text = page.text();
    let own: Vec<&str> = text.split('"').filter_map(|part| part.strip_prefix("./")).collect();
    assert!(own.iter().any(|file| file.ends_with(".js")) && own.iter().any(|file| file.ends_with(".css")), "{own:?}");
    for file in own {
        let answer = Page::get(&router, &format!("/{file}"), &[("accept-encoding", "gzip, br")]).await?;
        assert_eq!(answer.status, 200, "{file}");
        let kept = if file.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
        let kept = if file == "config.json" { "no-store" } else { kept };
        assert_eq!(answer.header("cache-control"), kept, "{file}");
        if [".js", ".css"].iter().any(|ending| file.ends_with(ending)) {
            // Very short files may not get any smaller by compression.
            let is_short = answer.body.len() < 256;
            assert!(is_short || answer.header("content-encoding") == "br", "{file}");
            let ask = async |coding: &'static str| {
                Page::get(&router, &format!("/{file}"), &[("accept-encoding", coding)]).await
            };
            let (plain, packed) = (ask("gzip;q=0").await?, ask("deflate, gzip;q=0.8").await?);
            assert_eq!(plain.header("content-encoding"), "", "{file}");
            if !is_short {
                assert_eq!((packed.header("content-encoding"), packed.header("vary")), ("gzip", "accept-encoding"));
                let mut unpacked = Vec::new();
                GzDecoder::new(packed.body.as_slice()).read_to_end(&mut unpacked)?;
                assert!(unpacked == plain.body && packed.body.len() < unpacked.len(), "{file}");
            }
        }
    }
    let again =
        Page::get(&router, "/sessions", &[("accept", "text/html"), ("if-none-match", page.header("etag"))]).await?;
    assert_eq!((again.status, again.body.len()), (304, 0));
    Ok(())
});

on_both_engines!(the_dashboard_is_told_whether_this_is_development, |db| async {
    for (dev, sign_in) in [(true, "development"), (false, "none")] {
        let told = config(app(&db, dev).await?).await?;
        assert_eq!((&told["api"], &told["development"], &told["signIn"]), (&json!(""), &json!(dev), &json!(sign_in)));
        assert_eq!((told["missing"] == json!([]), told["redirect"].is_null()), (dev, dev), "{told}");
    }
    Ok(())
});

/// The configuration that this server gives its dashboard.
async fn config(app: App) -> testkit::Result<Value> {
    let told = Page::get(app.router(), "/config.json", &[]).await?;
    Ok(serde_json::from_slice(&told.body)?)
}

on_both_engines!(the_dashboard_is_told_what_to_set_before_people_can_sign_in, |db| async {
    let folder = tempfile::tempdir()?;
    std::fs::write(folder.path().join("keys.json"), r#"{"keys": []}"#)?;
    let with = |issuer: bool, client: bool| {
        let client = client.then(|| ClientOptions { id: "t".to_owned(), secret: None, scopes: Vec::new() });
        let issuer = issuer.then(|| IssuerOptions {
            issuer: "https://id.example".to_owned(),
            audience: "tachograph".to_owned(),
            jwks: folder.path().join("keys.json").display().to_string(),
            fetch_timeout: Duration::from_secs(1),
            fetch_interval: Duration::from_secs(1),
            client,
        });
        let auth = AuthOptions { issuer, ..AuthOptions::default() };
        AppOptions { auth, public_url: "https://tools.example/tacho/".to_owned(), ..AppOptions::default() }
    };
    for (issuer, client, sign_in, first, count) in [
        (false, false, "none", json!("TACHOGRAPH_AUTH_ISSUER"), 5),
        (true, false, "none", json!("TACHOGRAPH_AUTH_CLIENT_ID"), 3),
        (true, true, "provider", Value::Null, 0),
    ] {
        let told = config(App::alone(db.store().clone(), with(issuer, client)).await?).await?;
        let missing = told["missing"].as_array().expect("a list");
        let named = missing.first().map_or(Value::Null, |setting| setting["variable"].clone());
        assert_eq!((&told["signIn"], named, missing.len()), (&json!(sign_in), first, count), "{told}");
        let redirect = if count == 0 { Value::Null } else { json!("https://tools.example/tacho/auth/callback") };
        assert_eq!(told["redirect"], redirect);
    }
    Ok(())
});

on_both_engines!(below_a_path_of_a_proxy_everything_is_found, |db| async {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let host = listener.local_addr()?.to_string();
    let public_url = format!("http://{host}/tacho/");
    let app = App::alone(db.store().clone(), AppOptions { public_url, dev: true, ..AppOptions::default() }).await?;
    // Like a proxy that strips a path prefix.
    let proxy = Router::new().nest("/tacho", app.router().clone());
    let stop = CancellationToken::new();
    tokio::spawn(api::serve(listener, proxy.clone(), stop.clone()));
    let _stop = stop.drop_guard();
    let page = Page::read(&proxy, "/tacho/sessions").await?;
    assert!(page.text().contains("<base href=\"/tacho/\""), "{}", page.text());
    let at_the_root = Page::read(crate::serving::app(&db, true).await?.router(), "/sessions").await?;
    assert_ne!(page.header("etag"), at_the_root.header("etag"));
    let login = "/tacho/auth/login?return_to=/tacho/users";
    let moved = Page::get(&proxy, login, &[("host", "inside:8080")]).await?;
    let expected = format!("http://{host}/tacho/auth/login?moved=true");
    assert!(moved.header("location").starts_with(&expected), "{}", moved.header("location"));
    let begun = Page::get(&proxy, login, &[("host", &host)]).await?;
    let expected = format!("http://{host}/tacho/dev/authorize?");
    assert!(begun.header("location").starts_with(&expected), "{} {}", begun.status, begun.text());
    assert!(begun.header("set-cookie").contains("; Path=/tacho/auth;"), "{}", begun.header("set-cookie"));
    for path in ["/tacho/graphql", "/tacho/docs/rest"] {
        let text = Page::read(&proxy, path).await?.text();
        for absolute in ["href=\"/", "src=\"/", "action=\"/"] {
            assert!(!text.contains(absolute), "{path}: {text}");
        }
    }
    Ok(())
});
