//! Browser sign-in with the development issuer, and attempts by pages of other origins.
use crate::audit::entries;
use crate::support::{Browser, development, options, serve};
use reqwest::Url;
use serde_json::{Value, json};
use testkit::app::Server;
use testkit::database::NOON;
use testkit::{Result, on_both_engines};

const VIEWER: &str = r#"{"query": "{ viewer { id name role organization { id } } }"}"#;
const SESSION: &str = "tachograph_session";

/// Goes to the page where one chooses a person, and returns the address of alice's button.
async fn to_alice(browser: &mut Browser, server: &Server, return_to: &str) -> Result<String> {
    let page = browser.follow(&format!("{}/auth/login?return_to={return_to}", server.url)).await?;
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(page.url.contains("/dev/authorize?"), "{}", page.url);
    assert!(page.body.contains("name=\"person\" value=\"alice\""), "{}", page.body);
    Ok(format!("{}&person=alice", page.url))
}

/// Signs in as alice, and checks the page that she sees then.
async fn sign_in(browser: &mut Browser, server: &Server) -> Result<()> {
    let chosen = to_alice(browser, server, "/graphql").await?;
    let back = browser.get(&chosen).await?.location()?;
    assert!(back.starts_with(&format!("{}/auth/callback?", server.url)), "{back}");
    let home = browser.get(&back).await?;
    assert_eq!(home.location()?, format!("{}/graphql", server.url), "{}", home.body);
    Ok(())
}

fn parameter(url: &str, name: &str) -> Option<String> {
    let url = Url::parse(url).ok()?;
    url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

on_both_engines!(alice_signs_in_and_out, |db| async {
    let server = development(&db).await?;
    let mut browser = Browser::new()?;
    sign_in(&mut browser, &server).await?;
    let graphql = format!("{}/graphql", server.url);
    let answer = browser.post(&graphql, Some(&server.url), VIEWER).await?;
    let viewer: Value = serde_json::from_str(&answer.body)?;
    assert_eq!(
        viewer["data"]["viewer"],
        json!({"id": "alice", "name": "Alice <Moreau>", "role": "MEMBER", "organization": {"id": "acme"}})
    );
    let (path, token) = browser.cookies[SESSION].clone();
    assert_eq!(path, "/");
    assert_eq!(browser.cookies["tachograph_refresh"].0, "/auth");
    assert!(!browser.cookies.contains_key("tachograph_sign_in"), "a sign-in leaves nothing behind");
    // Renewed an hour later, the token is a new one that expires later.
    db.clock().set(NOON.plus_micros(3_600_000_000));
    let renewed = browser.post(&format!("{}/auth/refresh", server.url), Some(&server.url), "").await?;
    assert_eq!(renewed.status, 204, "{}", renewed.body);
    assert_ne!(browser.cookies[SESSION].1, token);
    db.clock().set(NOON.plus_micros(12 * 3_600_000_000 + 60_000_000));
    assert_eq!(browser.post(&graphql, Some(&server.url), VIEWER).await?.status, 200);
    let left = browser.post(&format!("{}/auth/logout", server.url), Some(&server.url), "").await?;
    assert_eq!((left.status, browser.cookies.len()), (204, 0));
    let after: Value = serde_json::from_str(&browser.post(&graphql, None, VIEWER).await?.body)?;
    assert_eq!(after["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
    let done = [
        json!(["SIGN_IN", "alice", "MEMBER", "acme", null, null]),
        json!(["SIGN_OUT", "alice", "MEMBER", "acme", null, null]),
    ];
    assert_eq!(entries(&db).await?, done);
    assert_eq!(testkit::texts(db.store(), "SELECT peer AS text FROM audit_log").await?[0], "127.0.0.1");
    Ok(())
});

on_both_engines!(the_page_to_choose_from_needs_nothing_from_within_itself, |db| async {
    let server = development(&db).await?;
    let mut browser = Browser::new()?;
    let page = browser.follow(&format!("{}/auth/login", server.url)).await?;
    let policy = page.headers["content-security-policy"].to_str()?;
    assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
    assert!(!page.body.contains("<style") && !page.body.contains("style=") && !page.body.contains("<script"));
    assert!(page.body.contains("Alice &lt;Moreau&gt;"), "names are text: {}", page.body);
    let style = browser.get(&format!("{}/auth/page.css", server.url)).await?;
    assert_eq!((style.status, style.headers["content-type"].to_str()?), (200, "text/css; charset=utf-8"));
    Ok(())
});

on_both_engines!(a_replayed_answer_is_refused, |db| async {
    let server = development(&db).await?;
    let mut browser = Browser::new()?;
    let chosen = to_alice(&mut browser, &server, "/").await?;
    let back = browser.get(&chosen).await?.location()?;
    let cookies = browser.cookies.clone();
    assert_eq!(browser.get(&back).await?.status, 303);
    // The same callback again, first without the sign-in cookie, then with it.
    assert_eq!(browser.get(&back).await?.status, 400);
    browser.cookies.clone_from(&cookies);
    assert_eq!(browser.get(&back).await?.status, 400, "a code is good for once");
    assert!(!browser.cookies.contains_key(SESSION));
    Ok(())
});

on_both_engines!(an_answer_in_another_browser_is_refused, |db| async {
    let server = development(&db).await?;
    let (mut evil, mut victim) = (Browser::new()?, Browser::new()?);
    let chosen = to_alice(&mut evil, &server, "/").await?;
    let back = evil.get(&chosen).await?.location()?;
    assert_eq!(victim.get(&back).await?.status, 400, "no flow was begun there");
    to_alice(&mut victim, &server, "/").await?;
    assert_eq!(victim.get(&back).await?.status, 400, "another flow was begun there");
    assert!(!victim.cookies.contains_key(SESSION));
    Ok(())
});

on_both_engines!(an_altered_state_or_a_foreign_nonce_is_refused, |db| async {
    let server = development(&db).await?;
    let mut browser = Browser::new()?;
    let chosen = to_alice(&mut browser, &server, "/").await?;
    let back = browser.get(&chosen).await?.location()?;
    let state = parameter(&back, "state").expect("a state");
    let kept = browser.cookies.clone();
    for changed in [back.replace(&state, "x"), back.replace(&format!("state={state}"), "")] {
        browser.cookies.clone_from(&kept);
        assert_eq!(browser.get(&changed).await?.status, 400, "{changed}");
    }
    // A code issued for another nonce, although state and verifier match.
    let nonce = parameter(&chosen, "nonce").expect("a nonce");
    browser.cookies.clone_from(&kept);
    let back = browser.get(&chosen.replace(&nonce, "another")).await?.location()?;
    assert_eq!(browser.get(&back).await?.status, 400);
    // A code issued for another verifier.
    let challenge = parameter(&chosen, "code_challenge").expect("a challenge");
    browser.cookies.clone_from(&kept);
    let back = browser.get(&chosen.replace(&challenge, &"a".repeat(43))).await?.location()?;
    assert_eq!(browser.get(&back).await?.status, 400);
    // The cookie itself cannot be forged.
    let (path, sealed) = kept["tachograph_sign_in"].clone();
    let (content, mac) = sealed.split_once('.').expect("two parts");
    for bad in [format!("{content}A.{mac}"), format!("{content}."), content.to_owned()] {
        browser.cookies.insert("tachograph_sign_in".to_owned(), (path.clone(), bad));
        assert_eq!(browser.get(&back).await?.status, 400);
    }
    assert!(!browser.cookies.contains_key(SESSION));
    Ok(())
});

on_both_engines!(a_sign_in_that_takes_too_long_is_refused, |db| async {
    let server = development(&db).await?;
    let mut browser = Browser::new()?;
    let chosen = to_alice(&mut browser, &server, "/").await?;
    db.clock().set(NOON.plus_micros(600_000_000));
    let back = browser.get(&chosen).await?.location()?;
    assert_eq!(browser.get(&back).await?.status, 400);
    Ok(())
});

on_both_engines!(nobody_is_returned_to_a_foreign_page, |db| async {
    let server = development(&db).await?;
    let mut browser = Browser::new()?;
    for to in
        ["https://evil.example", "//evil.example", "/%5Cevil.example", "%2F%09%2Fevil.example", "javascript:alert(1)"]
    {
        let page = browser.get(&format!("{}/auth/login?return_to={to}", server.url)).await?;
        assert_eq!(page.status, 400, "{to}");
        assert!(page.body.contains("return_to"), "{}", page.body);
    }
    let page = browser.follow(&format!("{}/auth/login", server.url)).await?;
    let evil = page.url.replace("127.0.0.1%3A", "evil.example%3A");
    assert_ne!(evil, page.url);
    assert_eq!(browser.get(&evil).await?.status, 400, "the provider sends codes nowhere else");
    Ok(())
});

on_both_engines!(a_foreign_page_with_the_cookie_is_refused, |db| async {
    let server = development(&db).await?;
    let mut browser = Browser::new()?;
    sign_in(&mut browser, &server).await?;
    let kept = browser.cookies.clone();
    for path in ["/graphql", "/auth/logout", "/auth/refresh"] {
        for origin in [Some("https://evil.example"), Some("null"), Some("http://127.0.0.1:1"), Some(""), None] {
            let answer = browser.post(&format!("{}{path}", server.url), origin, VIEWER).await?;
            let code: Value = serde_json::from_str(&answer.body)?;
            assert_eq!((answer.status, code["code"].as_str()), (403, Some("FORBIDDEN")), "{path} {origin:?}");
            assert_eq!(browser.cookies, kept, "nothing happened");
        }
        let answer = browser.post(&format!("{}{path}", server.url), Some(&server.url), VIEWER).await?;
        assert!(answer.status < 300, "{path}: {}", answer.body);
        browser.cookies.clone_from(&kept);
    }
    // A request that the browser marks as coming from another site, regardless of its Origin.
    let mut headers = axum::http::HeaderMap::new();
    headers.insert("host", server.url.trim_start_matches("http://").parse()?);
    headers.insert("origin", server.url.parse()?);
    assert!(server.auth().same_origin(&headers), "a websocket of an own page may open");
    headers.insert("sec-fetch-site", "same-site".parse()?);
    assert!(!server.auth().same_origin(&headers));
    Ok(())
});

on_both_engines!(a_bearer_counts_more_than_a_cookie, |db| async {
    let server = development(&db).await?;
    let mut browser = Browser::new()?;
    sign_in(&mut browser, &server).await?;
    let session = &browser.cookies[SESSION].1;
    let answer = reqwest::Client::new()
        .post(format!("{}/graphql", server.url))
        .header("cookie", format!("{SESSION}={session}"))
        .header("content-type", "application/json")
        .bearer_auth("nonsense")
        .body(VIEWER)
        .send()
        .await?;
    assert_eq!(answer.status(), 401);
    Ok(())
});

on_both_engines!(without_a_provider_nobody_signs_in, |db| async {
    let server = serve(&db, api::AppOptions::default()).await?;
    let mut browser = Browser::new()?;
    for path in ["/auth/login", "/auth/callback", "/dev/authorize", "/dev/.well-known/openid-configuration"] {
        assert_eq!(browser.get(&format!("{}{path}", server.url)).await?.status, 404, "{path}");
    }
    // Programs get an error response, people a page that says what to configure.
    for path in ["/auth/login?return_to=/users", "/auth/callback"] {
        let asked = reqwest::Client::new().get(format!("{}{path}", server.url));
        let answer = asked.try_clone().expect("no body").send().await?.json::<Value>().await?;
        assert_eq!(answer["code"], "NOT_FOUND", "{path}");
        let answer = asked.header("accept", "text/html,*/*;q=0.8").send().await?;
        assert_eq!(answer.status(), 404, "{path}");
        let page = answer.text().await?;
        for said in
            ["TACHOGRAPH_AUTH_ISSUER", "TACHOGRAPH_AUTH_CLIENT_ID", "TACHOGRAPH_PUBLIC_URL", "/auth/callback</code>"]
        {
            assert!(page.contains(said), "{path}: {said}: {page}");
        }
    }
    Ok(())
});

on_both_engines!(a_provider_that_is_down_is_left_alone_for_a_while, |db| async {
    // First nothing is listening, then something that is not a provider: the first result is cached for a
    // moment.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let place = listener.local_addr()?;
    drop(listener);
    let mut options = options("nowhere.json");
    if let Some(issuer) = &mut options.auth.issuer {
        issuer.issuer = format!("http://{place}");
        issuer.client = Some(auth::ClientOptions { id: "t".to_owned(), secret: None, scopes: Vec::new() });
    }
    let server = serve(&db, options).await?;
    let mut browser = Browser::new()?;
    let login = format!("{}/auth/login", server.url);
    assert_eq!(browser.get(&login).await?.status, 503);
    let heard = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let listener = tokio::net::TcpListener::bind(place).await?;
    let count = std::sync::Arc::clone(&heard);
    tokio::spawn(async move {
        while let Ok((connection, _)) = listener.accept().await {
            count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            drop(connection);
        }
    });
    for (seconds, expected) in [(0, 0), (4, 0), (5, 1), (6, 1)] {
        db.clock().set(NOON.plus_micros(seconds * 1_000_000));
        let page = browser.get(&login).await?;
        assert_eq!(page.status, 503);
        assert!(page.body.contains("does not respond"), "{}", page.body);
        assert!(heard.load(std::sync::atomic::Ordering::SeqCst).min(1) == expected, "after {seconds} s");
    }
    Ok(())
});
