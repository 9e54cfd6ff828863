//! When a token is valid, and what the server learns from it.
use crate::support::{Issuer, ask, claims, options, seconds, shown, with_file};
use domain::Role;
use jsonwebtoken::Algorithm;
use serde_json::json;
use testkit::database::NOON;
use testkit::{App, on_both_engines};

on_both_engines!(an_expired_token_is_refused, |db| async {
    let issuer = Issuer::new();
    let (app, _folder) = with_file(&db, &issuer).await?;
    let token = issuer.token();
    assert_eq!(shown(&app, &token).await?.0, 200);
    // An hour, plus thirty seconds because clocks differ.
    db.clock().set(NOON.plus_micros(3_629_000_000));
    assert_eq!(shown(&app, &token).await?.0, 200);
    db.clock().set(NOON.plus_micros(3_630_000_000));
    assert_eq!(shown(&app, &token).await?, (401, "UNAUTHENTICATED".to_owned()));
    Ok(())
});

on_both_engines!(a_token_that_is_not_valid_yet_is_refused, |db| async {
    let issuer = Issuer::new();
    let (app, _folder) = with_file(&db, &issuer).await?;
    let mut later = claims();
    later["nbf"] = json!(seconds(NOON) + 60);
    let token = issuer.key(Algorithm::EdDSA).sign(&later);
    assert_eq!(shown(&app, &token).await?, (401, "UNAUTHENTICATED".to_owned()));
    db.clock().set(NOON.plus_micros(29_999_999));
    assert_eq!(shown(&app, &token).await?.0, 401);
    db.clock().set(NOON.plus_micros(30_000_000));
    assert_eq!(shown(&app, &token).await?.0, 200);
    for wrong in [json!("soon"), json!(true)] {
        later["nbf"] = wrong;
        assert_eq!(shown(&app, &issuer.key(Algorithm::EdDSA).sign(&later)).await?.0, 401);
    }
    Ok(())
});

on_both_engines!(a_directory_entry_learns_the_name_and_address_that_it_lacks, |db| async {
    let issuer = Issuer::new();
    let (app, _folder) = with_file(&db, &issuer).await?;
    let user = "{ organization { user(id: \"ada\") { name email role } } }";
    let mut silent = claims();
    silent["name"] = json!(null);
    silent["email"] = json!(null);
    let entry = |answer: &serde_json::Value| answer["data"]["organization"]["user"].clone();
    let key = issuer.key(Algorithm::EdDSA);
    let first = ask(&app, &key.sign(&silent), user).await?;
    assert_eq!(entry(&first), json!({"name": null, "email": null, "role": "MANAGER"}));
    let second = ask(&app, &key.sign(&claims()), user).await?;
    assert_eq!(entry(&second), json!({"name": "Ada", "email": "ada@example.org", "role": "MANAGER"}));
    let mut renamed = claims();
    renamed["name"] = json!("Somebody else");
    assert_eq!(entry(&ask(&app, &key.sign(&renamed), user).await?), entry(&second), "what it says stays");
    Ok(())
});

on_both_engines!(claims_and_roles_have_the_names_that_the_operator_says, |db| async {
    let issuer = Issuer::new();
    let (_, folder) = with_file(&db, &issuer).await?;
    let mut settings = options(&folder.path().join("jwks.json").display().to_string());
    settings.auth.claims.role = "groups".to_owned();
    settings.auth.claims.org_id = "tenant.id".to_owned();
    settings.auth.role_map.insert("eng-managers".to_owned(), Role::Manager);
    let app = App::with(&db, settings).await?;
    let mut told = claims();
    told["role"] = json!("SUPER_ADMIN");
    told["groups"] = json!(["everybody", "eng-managers"]);
    told["org_id"] = json!("rival");
    told["tenant"] = json!({"id": "acme"});
    let token = issuer.key(Algorithm::EdDSA).sign(&told);
    let answer = ask(&app, &token, "{ viewer { role organization { id } } }").await?;
    assert_eq!(answer["data"]["viewer"], json!({"role": "MANAGER", "organization": {"id": "acme"}}));
    Ok(())
});

on_both_engines!(a_token_ends_though_it_is_remembered, |db| async {
    let issuer = Issuer::new();
    let (app, _folder) = with_file(&db, &issuer).await?;
    let token = issuer.token();
    assert_eq!(shown(&app, &token).await?.0, 200);
    // The clock is corrected: no time has passed.
    db.clock().step(NOON.plus_micros(3_630_000_000));
    assert_eq!(shown(&app, &token).await?, (401, "UNAUTHENTICATED".to_owned()));
    Ok(())
});
