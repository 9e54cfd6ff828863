//! Renewal of a sign-in: races between tabs and between processes, and an unreachable provider.
use crate::support::{self, Browser, Idp};
use api::AppOptions;
use auth::{AuthOptions, ClientOptions, IssuerOptions};
use reqwest::Url;
use serde_json::{Value, json};
use std::time::Duration;
use testkit::app::Server;
use testkit::{Database, Result, on_both_engines};

const SESSION: &str = "tachograph_session";
const REFRESH: &str = "tachograph_refresh";

fn options(idp: &Idp) -> AppOptions {
    let issuer = IssuerOptions {
        issuer: idp.url().to_owned(),
        audience: "an API".to_owned(),
        jwks: format!("{}/jwks", idp.url()),
        fetch_timeout: Duration::from_secs(5),
        fetch_interval: Duration::ZERO,
        client: Some(ClientOptions { id: "the-client".to_owned(), secret: None, scopes: Vec::new() }),
    };
    AppOptions { auth: AuthOptions { issuer: Some(issuer), ..AuthOptions::default() }, ..AppOptions::default() }
}

/// A server that uses this provider, with memory of its own like a separate process.
async fn serve(db: &Database, idp: &Idp) -> Result<Server> {
    support::serve(db, options(idp)).await
}

/// Goes to the provider and back; returns the status of the last page.
async fn sign_in(browser: &mut Browser, server: &Server, idp: &Idp) -> Result<u16> {
    let away = browser.get(&format!("{}/auth/login?return_to=/healthz", server.url)).await?.location()?;
    let asked = Url::parse(&away)?;
    let of = |name: &str| asked.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    assert!(of("scope").is_some_and(|scope| scope.contains("openid")), "{away}");
    assert_eq!(of("code_challenge_method").as_deref(), Some("S256"));
    idp.set_nonce(&of("nonce").expect("a nonce"));
    let state = of("state").expect("a state");
    Ok(browser.get(&format!("{}/auth/callback?code=c&state={state}", server.url)).await?.status)
}

async fn signed_in(server: &Server, idp: &Idp) -> Result<Browser> {
    let mut browser = Browser::new()?;
    assert_eq!(sign_in(&mut browser, server, idp).await?, 303);
    Ok(browser)
}

async fn renew(browser: &mut Browser, server: &Server) -> Result<(u16, Value)> {
    let answer = browser.post(&format!("{}/auth/refresh", server.url), Some(&server.url), "").await?;
    Ok((answer.status, serde_json::from_str(&answer.body).unwrap_or(Value::Null)))
}

/// Another tab: a copy of the browser's current cookies.
fn tab(browser: &Browser) -> Result<Browser> {
    let mut tab = Browser::new()?;
    tab.cookies.clone_from(&browser.cookies);
    Ok(tab)
}

on_both_engines!(tabs_that_renew_at_once_all_get_the_new_token, |db| async {
    let idp = Idp::start().await?;
    let server = serve(&db, &idp).await?;
    let browser = signed_in(&server, &idp).await?;
    let before = idp.exchanges();
    let mut tabs = [tab(&browser)?, tab(&browser)?, tab(&browser)?];
    let [a, b, c] = &mut tabs;
    let answers = tokio::try_join!(renew(a, &server), renew(b, &server), renew(c, &server))?;
    assert_eq!((answers.0.0, answers.1.0, answers.2.0), (204, 204, 204), "{answers:?}");
    // A slightly later request with the old cookies succeeds, too.
    let mut late = tab(&browser)?;
    assert_eq!(renew(&mut late, &server).await?.0, 204);
    assert_eq!(idp.exchanges(), before + 1);
    for tab in tabs.iter().chain([&late]) {
        assert_eq!(tab.cookies[REFRESH].1, idp.refresh_token());
    }
    Ok(())
});

on_both_engines!(who_loses_a_race_between_processes_keeps_the_cookies_and_tries_again, |db| async {
    let idp = Idp::start().await?;
    let (one, other) = (serve(&db, &idp).await?, serve(&db, &idp).await?);
    let mut browser = signed_in(&one, &idp).await?;
    let mut loser = tab(&browser)?;
    assert_eq!(renew(&mut browser, &one).await?.0, 204);
    let (status, body) = renew(&mut loser, &other).await?;
    assert_eq!((status, &body["code"]), (401, &json!("UNAUTHENTICATED")));
    assert!(loser.cookies.contains_key(REFRESH) && loser.cookies.contains_key(SESSION), "{:?}", loser.cookies);
    // Both are the same browser: by now it has the cookies that the winner got.
    loser.cookies.insert(REFRESH.to_owned(), browser.cookies[REFRESH].clone());
    assert_eq!(renew(&mut loser, &other).await?.0, 204);
    Ok(())
});

on_both_engines!(a_sign_in_that_the_provider_ended_is_over_at_the_second_no, |db| async {
    let idp = Idp::start().await?;
    let (one, other) = (serve(&db, &idp).await?, serve(&db, &idp).await?);
    let mut browser = signed_in(&one, &idp).await?;
    idp.change(|ways| ways.instead = Some((400, r#"{"error":"invalid_grant"}"#)));
    assert_eq!(renew(&mut browser, &one).await?.0, 401);
    assert!(browser.cookies.contains_key(REFRESH));
    assert_eq!(renew(&mut browser, &other).await?.0, 401);
    assert!(!browser.cookies.contains_key(REFRESH), "{:?}", browser.cookies);
    Ok(())
});

on_both_engines!(a_provider_that_is_away_signs_nobody_out, |db| async {
    let idp = Idp::start().await?;
    let server = serve(&db, &idp).await?;
    let mut browser = signed_in(&server, &idp).await?;
    let kept = browser.cookies.clone();
    for instead in [
        (503, "{}"),
        (500, "<html>oops</html>"),
        (429, r#"{"error":"slow_down"}"#),
        (400, r#"{"error":"temporarily_unavailable"}"#),
        (401, r#"{"error":"invalid_client"}"#),
        (200, "<html>Please sign in to the Wi-Fi</html>"),
    ] {
        idp.change(|ways| ways.instead = Some(instead));
        let answer = browser.post(&format!("{}/auth/refresh", server.url), Some(&server.url), "").await?;
        assert_eq!(answer.status, 503, "{instead:?}: {}", answer.body);
        assert!(answer.body.contains("UNAVAILABLE") && answer.headers.contains_key("retry-after"), "{}", answer.body);
        assert_eq!(browser.cookies, kept, "{instead:?}");
    }
    idp.change(|ways| ways.instead = None);
    assert_eq!(renew(&mut browser, &server).await?.0, 204);
    Ok(())
});

on_both_engines!(a_renewal_without_an_id_token_keeps_what_there_is, |db| async {
    let idp = Idp::start().await?;
    let server = serve(&db, &idp).await?;
    let mut browser = signed_in(&server, &idp).await?;
    let session = browser.cookies[SESSION].clone();
    idp.change(|ways| ways.renews_id = false);
    assert_eq!(renew(&mut browser, &server).await?.0, 401);
    assert_eq!((&browser.cookies[SESSION], browser.cookies[REFRESH].1.as_str()), (&session, &*idp.refresh_token()));
    idp.change(|ways| ways.renews_id = true);
    assert_eq!(renew(&mut browser, &server).await?.0, 204);
    Ok(())
});

on_both_engines!(a_renewal_whose_token_is_of_no_use_keeps_what_renews, |db| async {
    let idp = Idp::start().await?;
    let server = serve(&db, &idp).await?;
    let mut browser = signed_in(&server, &idp).await?;
    // For now, the provider sends a role that does not exist here; the old refresh token is used up.
    idp.change(|ways| ways.claims = json!({"role": "visitor"}));
    assert_eq!(renew(&mut browser, &server).await?.0, 401);
    assert_eq!(browser.cookies[REFRESH].1, idp.refresh_token());
    idp.change(|ways| ways.claims = json!({}));
    assert_eq!(renew(&mut browser, &server).await?.0, 204);
    Ok(())
});

on_both_engines!(id_tokens_for_several_audiences_sign_in_where_the_client_is_among_them, |db| async {
    let idp = Idp::start().await?;
    let server = serve(&db, &idp).await?;
    for (claims, status) in [
        (json!({"aud": ["the-client", "a-project"], "azp": "the-client"}), 303),
        (json!({"aud": ["a-project", "the-client"]}), 303),
        (json!({"aud": ["the-client"]}), 303),
        (json!({"aud": ["the-client", "other"], "azp": "other"}), 400),
        (json!({"aud": ["a-project", "an API"]}), 400),
    ] {
        idp.change(|ways| ways.claims = claims.clone());
        let mut browser = Browser::new()?;
        assert_eq!(sign_in(&mut browser, &server, &idp).await?, status, "{claims}");
        assert_eq!(browser.cookies.contains_key(SESSION), status == 303, "{claims}");
    }
    Ok(())
});

on_both_engines!(a_renewal_is_for_the_same_person_whatever_claim_names_people, |db| async {
    let idp = Idp::start().await?;
    idp.change(|ways| ways.claims = json!({"email": "ada@example.com"}));
    let named = |claim: &str| {
        let mut options = options(&idp);
        claim.clone_into(&mut options.auth.claims.sub);
        options
    };
    for claim in ["sub", "email"] {
        let server = support::serve(&db, named(claim)).await?;
        let mut browser = signed_in(&server, &idp).await?;
        assert_eq!(renew(&mut browser, &server).await?.0, 204, "{claim}");
        // The subject identifies the person, not the email address.
        idp.change(|ways| ways.claims = json!({"email": "ada@example.com", "sub": "somebody-else"}));
        assert_eq!(renew(&mut browser, &server).await?.0, 401, "{claim}");
        assert!(!browser.cookies.contains_key(REFRESH), "{claim}");
        idp.change(|ways| ways.claims = json!({"email": "ada@example.com"}));
    }
    Ok(())
});

on_both_engines!(a_renewal_that_was_issued_to_another_client_is_none, |db| async {
    let idp = Idp::start().await?;
    let server = serve(&db, &idp).await?;
    let mut browser = signed_in(&server, &idp).await?;
    let before = browser.cookies[SESSION].clone();
    idp.change(|ways| ways.claims = json!({"aud": ["the-client", "another"], "azp": "another"}));
    assert_eq!(renew(&mut browser, &server).await?.0, 401);
    assert_eq!(browser.cookies[SESSION], before);
    Ok(())
});
