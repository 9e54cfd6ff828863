//! Who is at the other end of a connection, and until when that is believed.
use crate::app::App;
use crate::auth::{AuthError, Caller};
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, HeaderValue};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use entities::Instant;
use serde::Deserialize;
use serde_json::Value;
use std::time::Duration;

/// How far the clocks of issuer and server may differ, as where tokens are checked.
const LEEWAY_SECONDS: i64 = 30;

/// A checked credential.
#[derive(Clone, Debug, Default)]
pub struct Identity {
    /// Who it is; nobody where no credential was shown.
    pub caller: Option<Caller>,
    until: Option<Instant>,
}

impl Identity {
    /// Who the headers say it is.
    ///
    /// # Errors
    /// When a credential was shown and is not valid.
    pub async fn of(app: &App, headers: &HeaderMap) -> Result<Self, AuthError> {
        let caller = app.auth().identify(headers).await?;
        let until = match &caller {
            Some(Caller::Person(_)) => headers.get(AUTHORIZATION).and_then(end_of),
            _ => None,
        };
        Ok(Self { caller, until })
    }

    /// Who the payload of `connection_init` says it is; none where it says nothing.
    ///
    /// # Errors
    /// When a credential was shown and is not valid.
    pub async fn introduced(app: &App, payload: Option<&Value>) -> Result<Option<Self>, AuthError> {
        let text = |name: &str| payload.and_then(|payload| payload.get(name)).and_then(Value::as_str);
        let header = match (text("Authorization").or_else(|| text("authorization")), text("token")) {
            (Some(header), _) => header.to_owned(),
            (None, Some(token)) => format!("Bearer {token}"),
            (None, None) => return Ok(None),
        };
        let header = HeaderValue::try_from(header).map_err(|_| AuthError::Header)?;
        Self::of(app, &HeaderMap::from_iter([(AUTHORIZATION, header)])).await.map(Some)
    }

    /// Whether the credential has expired.
    #[must_use]
    pub fn has_ended(&self, now: Instant) -> bool {
        self.until.is_some_and(|until| until <= now)
    }

    /// How long the credential is still good for; none where it has no end.
    #[must_use]
    pub fn remaining(&self, now: Instant) -> Option<Duration> {
        let micros = self.until?.0.saturating_sub(now.0);
        Some(Duration::from_micros(u64::try_from(micros).unwrap_or(0)))
    }
}

/// When a token that was found valid ends, by its own word.
fn end_of(header: &HeaderValue) -> Option<Instant> {
    #[derive(Deserialize)]
    struct Claims {
        exp: i64,
    }
    let claims = header.to_str().ok()?.split('.').nth(1)?;
    let claims: Claims = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok()?;
    Some(Instant(claims.exp.saturating_add(LEEWAY_SECONDS).saturating_mul(1_000_000)))
}
