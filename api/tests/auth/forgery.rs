//! Tokens that are forged, altered or issued for other purposes.
use crate::support::{AUDIENCE, Issuer, Key, claims, options, part, shown, with_file};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};
use testkit::{App, Result, on_both_engines};

/// Asserts that the token is rejected, with an error about the credential.
async fn refused(app: &App, token: &str, why: &str) -> Result<()> {
    assert_eq!(shown(app, token).await?, (401, "UNAUTHENTICATED".to_owned()), "{why}");
    Ok(())
}

fn with(changes: &Value) -> Value {
    let mut claims = claims();
    for (name, value) in changes.as_object().expect("an object") {
        claims[name] = value.clone();
    }
    claims
}

fn without(name: &str) -> Value {
    let mut claims = claims();
    claims.as_object_mut().expect("an object").remove(name);
    claims
}

on_both_engines!(tokens_of_every_accepted_method_open_the_door, |db| async {
    let issuer = Issuer::new();
    let (app, _folder) = with_file(&db, &issuer).await?;
    for key in &issuer.keys {
        assert_eq!(shown(&app, &key.sign(&claims())).await?, (200, String::new()), "{}", key.id);
        let many = key.sign(&with(&json!({"aud": ["another", AUDIENCE]})));
        assert_eq!(shown(&app, &many).await?, (200, String::new()), "{}", key.id);
    }
    Ok(())
});

on_both_engines!(a_token_without_a_method_is_refused, |db| async {
    let issuer = Issuer::new();
    let (app, _folder) = with_file(&db, &issuer).await?;
    for alg in ["none", "None", "NONE", "nOnE"] {
        let head = part(&json!({"alg": alg, "typ": "JWT", "kid": "ed"}));
        refused(&app, &format!("{head}.{}.", part(&claims())), alg).await?;
    }
    Ok(())
});

on_both_engines!(a_token_signed_by_hmac_with_the_public_key_is_refused, |db| async {
    let issuer = Issuer::new();
    let (app, _folder) = with_file(&db, &issuer).await?;
    for key in &issuer.keys {
        let jwk = key.jwk();
        let material = [
            jwk.to_string(),
            jwk["n"].as_str().unwrap_or_default().to_owned(),
            jwk["x"].as_str().unwrap_or_default().to_owned(),
        ];
        for secret in material.iter().filter(|secret| !secret.is_empty()) {
            for algorithm in [Algorithm::HS256, Algorithm::HS384, Algorithm::HS512] {
                let mut header = Header::new(algorithm);
                header.kid = Some(key.id.to_owned());
                let token = encode(&header, &claims(), &EncodingKey::from_secret(secret.as_bytes()))?;
                refused(&app, &token, key.id).await?;
            }
        }
    }
    Ok(())
});

on_both_engines!(a_method_that_the_key_is_not_for_is_refused, |db| async {
    let issuer = Issuer::new();
    let (app, _folder) = with_file(&db, &issuer).await?;
    // The right key with an algorithm that is not accepted, and the right algorithm with a foreign key.
    for algorithm in [Algorithm::RS384, Algorithm::RS512, Algorithm::PS256] {
        let mut header = Header::new(algorithm);
        header.kid = Some("rsa".to_owned());
        refused(&app, &encode(&header, &claims(), &issuer.key(Algorithm::RS256).key)?, "another method").await?;
    }
    for (kid, algorithm) in [("rsa", Algorithm::EdDSA), ("ed", Algorithm::ES256), ("ec", Algorithm::RS256)] {
        let mut header = Header::new(algorithm);
        header.kid = Some(kid.to_owned());
        refused(&app, &encode(&header, &claims(), &issuer.key(algorithm).key)?, kid).await?;
    }
    Ok(())
});

on_both_engines!(a_foreign_issuer_or_audience_is_refused, |db| async {
    let issuer = Issuer::new();
    let (app, _folder) = with_file(&db, &issuer).await?;
    let key = issuer.key(Algorithm::ES256);
    for changed in [
        with(&json!({"iss": "https://evil.example"})),
        with(&json!({"iss": "https://id.example.org/"})),
        with(&json!({"aud": "another"})),
        with(&json!({"aud": ["another", "third"]})),
        with(&json!({"aud": []})),
        without("iss"),
        without("aud"),
        without("exp"),
    ] {
        refused(&app, &key.sign(&changed), &changed.to_string()).await?;
    }
    // Tokens of the development issuer are invalid without development mode.
    let dev = App::on(&db).await?.as_role(domain::Role::SuperAdmin).token().await?;
    refused(&app, &dev, "development").await
});

on_both_engines!(an_unknown_key_is_refused, |db| async {
    let issuer = Issuer::new();
    let (app, _folder) = with_file(&db, &issuer).await?;
    for (key, why) in [
        (Key::new("another", Algorithm::EdDSA), "a key that nobody published"),
        (Key::new("ed", Algorithm::EdDSA), "a key under a published name"),
    ] {
        refused(&app, &key.sign(&claims()), why).await?;
    }
    let mut header = Header::new(Algorithm::EdDSA);
    let stranger = Key::new("another", Algorithm::EdDSA);
    refused(&app, &encode(&header, &claims(), &stranger.key)?, "no name, and another key").await?;
    // A token must not determine the key it is checked with.
    let own = Key::new("own", Algorithm::EdDSA);
    header.jwk = Some(serde_json::from_value(own.jwk())?);
    header.jku = Some("http://127.0.0.1:1/jwks".to_owned());
    refused(&app, &encode(&header, &claims(), &own.key)?, "a key within the token").await
});

on_both_engines!(keys_without_a_name_are_found_where_only_one_fits, |db| async {
    let mut issuer = Issuer::new();
    let nameless = |issuer: &Issuer| encode(&Header::new(Algorithm::EdDSA), &claims(), &issuer.keys[2].key);
    let folder = tempfile::TempDir::new()?;
    let file = folder.path().join("jwks.json");
    let publish = |issuer: &Issuer, named: bool| -> Result<()> {
        let mut jwks = issuer.jwks();
        for key in jwks["keys"].as_array_mut().into_iter().flatten().filter(|_| !named) {
            key.as_object_mut().and_then(|key| key.remove("kid"));
        }
        Ok(std::fs::write(&file, jwks.to_string())?)
    };
    publish(&issuer, true)?;
    let app = App::with(&db, options(&file.display().to_string())).await?;
    assert_eq!(shown(&app, &nameless(&issuer)?).await?.0, 200, "a token without a name");
    publish(&issuer, false)?;
    let app = App::with(&db, options(&file.display().to_string())).await?;
    for (token, what) in [(nameless(&issuer)?, "nothing has a name"), (issuer.token(), "only the token has one")] {
        assert_eq!(shown(&app, &token).await?.0, 200, "{what}");
    }
    issuer.keys.push(Key::new("second", Algorithm::EdDSA));
    publish(&issuer, true)?;
    let app = App::with(&db, options(&file.display().to_string())).await?;
    refused(&app, &nameless(&issuer)?, "two keys fit").await
});

on_both_engines!(a_stripped_or_damaged_signature_is_refused, |db| async {
    let issuer = Issuer::new();
    let (app, _folder) = with_file(&db, &issuer).await?;
    for key in &issuer.keys {
        let token = key.sign(&claims());
        let (signed, signature) = token.rsplit_once('.').expect("three parts");
        let flipped = if signature.starts_with('A') { 'B' } else { 'A' };
        let zeros = part(&json!("")).replace('"', "A");
        for bad in [
            format!("{signed}."),
            signed.to_owned(),
            format!("{signed}.{flipped}{}", &signature[1..]),
            format!("{signed}.{zeros}"),
            format!("{signed}.{}", "A".repeat(signature.len())),
            format!("{token}.{signature}"),
            format!("{token}{}", "A".repeat(20_000)),
        ] {
            refused(&app, &bad, key.id).await?;
        }
    }
    Ok(())
});

on_both_engines!(an_altered_role_or_organization_is_refused, |db| async {
    let issuer = Issuer::new();
    let (app, _folder) = with_file(&db, &issuer).await?;
    let token = issuer.token();
    let parts: Vec<&str> = token.split('.').collect();
    for changed in
        [with(&json!({"role": "ORG_ADMIN"})), with(&json!({"org_id": "rival"})), with(&json!({"sub": "eve"}))]
    {
        refused(&app, &format!("{}.{}.{}", parts[0], part(&changed), parts[2]), &changed.to_string()).await?;
    }
    Ok(())
});

on_both_engines!(a_role_that_does_not_fit_its_organization_is_refused, |db| async {
    let issuer = Issuer::new();
    let (app, _folder) = with_file(&db, &issuer).await?;
    let key = issuer.key(Algorithm::RS256);
    for changed in [
        without("org_id"),
        with(&json!({"org_id": null})),
        with(&json!({"role": "SUPER_ADMIN"})),
        with(&json!({"role": "SUPPORT"})),
        with(&json!({"role": "admin"})),
        without("role"),
        without("sub"),
    ] {
        refused(&app, &key.sign(&changed), &changed.to_string()).await?;
    }
    let mut platform = without("org_id");
    platform["role"] = json!("SUPPORT");
    assert_eq!(shown(&app, &key.sign(&platform)).await?.0, 200);
    Ok(())
});

on_both_engines!(a_critical_header_that_is_not_understood_is_refused, |db| async {
    let issuer = Issuer::new();
    let (app, _folder) = with_file(&db, &issuer).await?;
    let mut header = Header::new(Algorithm::EdDSA);
    header.kid = Some("ed".to_owned());
    header.crit = Some(vec!["exp".to_owned()]);
    refused(&app, &encode(&header, &claims(), &issuer.key(Algorithm::EdDSA).key)?, "critical").await
});
