//! The issuer's key server is slow, wrong, huge or down: tokens signed with known keys keep working.
use crate::support::{Issuer, Key, KeyServer, Mood, claims, options, shown};
use futures_util::future::join_all;
use jsonwebtoken::Algorithm;
use serde_json::json;
use std::time::{Duration, Instant};
use testkit::database::NOON;
use testkit::{App, Database, Result, on_both_engines};

/// The issuer's keys have been fetched, then the key server enters a mood. A token signed with a known key
/// still works, without waiting; a token signed with an unknown key is rejected.
async fn known_keys_survive(db: &Database, mood: Mood) -> Result<()> {
    let issuer = Issuer::new();
    let server = KeyServer::start(Mood::Keys(issuer.jwks())).await?;
    let app = App::with(db, options(&server.url)).await?;
    assert_eq!(shown(&app, &issuer.token()).await?.0, 200);
    server.be(mood);
    // The cached keys are long out of date, so each of these requests would trigger a fetch.
    for hours in 1..4_i64 {
        db.clock().set(NOON.plus_micros(hours * 600_000_000));
        let began = Instant::now();
        for key in &issuer.keys {
            assert_eq!(shown(&app, &key.sign(&claims())).await?.0, 200, "{}", key.id);
        }
        assert!(began.elapsed() < Duration::from_millis(350), "nobody waits for the server: {:?}", began.elapsed());
        let stranger = Key::new("stranger", Algorithm::EdDSA).sign(&claims());
        assert_eq!(shown(&app, &stranger).await?, (401, "UNAUTHENTICATED".to_owned()));
    }
    assert!(server.asked() > 1, "it was asked again");
    server.be(Mood::Keys(issuer.jwks()));
    assert_eq!(shown(&app, &issuer.token()).await?.0, 200);
    Ok(())
}

on_both_engines!(known_keys_survive_a_slow_server, |db| async { known_keys_survive(&db, Mood::Slow).await });
on_both_engines!(known_keys_survive_a_wrong_server, |db| async { known_keys_survive(&db, Mood::Wrong).await });
on_both_engines!(known_keys_survive_a_huge_answer, |db| async { known_keys_survive(&db, Mood::Huge).await });
on_both_engines!(known_keys_survive_a_broken_server, |db| async { known_keys_survive(&db, Mood::Broken).await });
on_both_engines!(known_keys_survive_an_empty_set, |db| async {
    known_keys_survive(&db, Mood::Keys(json!({"keys": []}))).await
});

on_both_engines!(keys_are_not_taken_from_where_a_redirect_leads, |db| async {
    let evil = Issuer::new();
    let foreign = KeyServer::start(Mood::Keys(evil.jwks())).await?;
    let server = KeyServer::start(Mood::Elsewhere(foreign.url.clone())).await?;
    let app = App::with(&db, options(&server.url)).await?;
    assert_eq!(shown(&app, &evil.token()).await?, (503, "UNAVAILABLE".to_owned()));
    assert_eq!(foreign.asked(), 0);
    Ok(())
});

on_both_engines!(known_keys_survive_a_server_that_is_down, |db| async {
    let issuer = Issuer::new();
    let server = KeyServer::start(Mood::Keys(issuer.jwks())).await?;
    let app = App::with(&db, options(&server.url)).await?;
    assert_eq!(shown(&app, &issuer.token()).await?.0, 200);
    server.down().await;
    db.clock().set(NOON.plus_micros(1_800_000_000));
    for _ in 0..3 {
        assert_eq!(shown(&app, &issuer.key(Algorithm::RS256).sign(&claims())).await?.0, 200);
    }
    Ok(())
});

on_both_engines!(who_cannot_be_checked_is_told_to_come_again, |db| async {
    let issuer = Issuer::new();
    let server = KeyServer::start(Mood::Broken).await?;
    let app = App::with(&db, options(&server.url)).await?;
    let reply = app.post("/graphql", Some(&issuer.token()), &json!({"query": "{ viewer { id } }"})).await?;
    assert_eq!(
        (reply.status, reply.json()?["code"].as_str(), reply.header("retry-after")),
        (503, Some("UNAVAILABLE"), Some("1"))
    );
    server.be(Mood::Keys(issuer.jwks()));
    db.clock().set(NOON.plus_micros(30_000_000));
    assert_eq!(shown(&app, &issuer.token()).await?.0, 200, "it heals by itself");
    Ok(())
});

on_both_engines!(a_new_key_is_found_and_an_old_one_forgotten, |db| async {
    let (old, new) = (Key::new("old", Algorithm::EdDSA), Key::new("new", Algorithm::EdDSA));
    let server = KeyServer::start(Mood::Keys(json!({"keys": [old.jwk()]}))).await?;
    let app = App::with(&db, options(&server.url)).await?;
    assert_eq!(shown(&app, &old.sign(&claims())).await?.0, 200);
    server.be(Mood::Keys(json!({"keys": [new.jwk()]})));
    assert_eq!(shown(&app, &new.sign(&claims())).await?.0, 401, "it was asked a moment ago");
    db.clock().set(NOON.plus_micros(30_000_000));
    assert_eq!(shown(&app, &new.sign(&claims())).await?.0, 200);
    // A checked token is trusted for a minute.
    db.clock().set(NOON.plus_micros(61_000_000));
    assert_eq!(shown(&app, &old.sign(&claims())).await?.0, 401);
    Ok(())
});

on_both_engines!(whoever_hangs_up_does_not_stop_the_fetch, |db| async {
    let issuer = Issuer::new();
    let server = KeyServer::start(Mood::Keys(issuer.jwks())).await?;
    let app = App::with(&db, options(&server.url)).await?;
    assert_eq!(shown(&app, &issuer.token()).await?.0, 200);
    db.clock().set(NOON.plus_micros(600_000_000));
    server.be(Mood::Slow);
    let new = Issuer { keys: vec![Key::new("new", Algorithm::EdDSA)] };
    let (asked, token) = (server.asked(), new.token());
    {
        let mut request = std::pin::pin!(shown(&app, &token));
        while server.asked() == asked {
            let waited = tokio::time::timeout(Duration::from_millis(5), request.as_mut()).await;
            assert!(waited.is_err(), "nobody is told before the server answers");
        }
    }
    server.be(Mood::Keys(new.jwks()));
    assert_eq!(shown(&app, &token).await?.0, 200, "what was begun for somebody who went away serves the next");
    assert_eq!(server.asked(), asked + 1);
    Ok(())
});

on_both_engines!(ten_thousand_unknown_keys_ask_once, |db| async {
    let issuer = Issuer::new();
    let server = KeyServer::start(Mood::Keys(issuer.jwks())).await?;
    let app = App::with(&db, options(&server.url)).await?;
    assert_eq!(shown(&app, &issuer.token()).await?.0, 200);
    assert_eq!(server.asked(), 1);
    let token = issuer.token();
    let rest = token.split_once('.').expect("parts").1;
    let flood = async |round: usize| -> Result<()> {
        for some in 0..100 {
            let answers = join_all((0..100).map(|each| {
                let head = json!({"alg": "EdDSA", "kid": format!("unknown-{round}-{some}-{each}")});
                let token = format!("{}.{rest}", crate::support::part(&head));
                let app = app.clone();
                async move { shown(&app, &token).await }
            }));
            for answer in answers.await {
                assert_eq!(answer?.0, 401);
            }
        }
        Ok(())
    };
    flood(0).await?;
    assert_eq!(server.asked(), 1, "within the interval");
    db.clock().set(NOON.plus_micros(30_000_000));
    flood(1).await?;
    assert_eq!(server.asked(), 2, "once an interval");
    assert_eq!(shown(&app, &issuer.token()).await?.0, 200);
    Ok(())
});

on_both_engines!(keys_of_other_kinds_are_no_keys, |db| async {
    let issuer = Issuer::new();
    let rsa = issuer.key(Algorithm::RS256);
    let changed = |name: &str, value: serde_json::Value| {
        let mut jwk = rsa.jwk();
        jwk[name] = value;
        jwk
    };
    let other = Key::new("other", Algorithm::EdDSA).jwk();
    for bad in [changed("use", json!("enc")), changed("alg", json!("RS512")), changed("n", json!("AQAB"))] {
        let server =
            KeyServer::start(Mood::Keys(json!({"keys": [bad, other, {"kty": "oct", "k": "AQAB", "kid": "h"}, 7]})))
                .await?;
        let app = App::with(&db, options(&server.url)).await?;
        assert_eq!(shown(&app, &rsa.sign(&claims())).await?, (401, "UNAUTHENTICATED".to_owned()), "{bad}");
    }
    Ok(())
});
