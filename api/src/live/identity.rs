//! The caller at the other end of a connection, and until when the credential is valid.
use crate::app::App;
use auth::{AuthError, bearer};
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, HeaderValue};
use domain::Caller;
use domain::Identified;
use domain::Instant;
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;

/// A checked credential, or none.
#[derive(Clone, Default)]
pub struct Identity {
    /// The caller; `None` if no credential was presented.
    pub caller: Option<Caller>,
    until: Option<Instant>,
    /// The secret of an ingest key, because a key may be revoked at any time.
    key: Option<Arc<str>>,
}

impl Identity {
    /// The identity from the headers.
    ///
    /// # Errors
    /// When a credential is presented and not valid.
    pub async fn of(app: &App, headers: &HeaderMap) -> Result<Self, AuthError> {
        let Some(identified) = app.auth().identify(headers).await? else { return Ok(Self::default()) };
        Ok(Self::new(identified, headers.get(AUTHORIZATION).and_then(bearer)))
    }

    /// The identity from the payload of `connection_init`: `{"Authorization": "Bearer .."}`, the same within
    /// `headers`, or `{"token": ".."}`; `None` if it contains no credential.
    ///
    /// # Errors
    /// When a credential is presented and not valid.
    pub async fn introduced(app: &App, payload: Option<&Value>) -> Result<Option<Self>, AuthError> {
        let payload = payload.unwrap_or(&Value::Null);
        // Some clients send what would be request headers in a field of that name.
        let header = ["Authorization", "authorization"].into_iter().find_map(|name| {
            [payload, &payload["headers"]].into_iter().find_map(|place| place.get(name).and_then(Value::as_str))
        });
        match (header, payload.get("token").and_then(Value::as_str)) {
            (Some(header), _) => {
                let header = HeaderValue::try_from(header).map_err(|_| AuthError::Header)?;
                Ok(Some(Self::of(app, &HeaderMap::from_iter([(AUTHORIZATION, header)])).await?))
            }
            (None, Some(token)) => Ok(Some(Self::new(app.auth().credential(token).await?, Some(token)))),
            (None, None) => Ok(None),
        }
    }

    fn new(identified: Identified, credential: Option<&str>) -> Self {
        let produces = matches!(identified.caller, Caller::Producer(_));
        let key = credential.filter(|_| produces).map(Arc::from);
        Self { caller: Some(identified.caller), until: identified.expires_at, key }
    }

    /// Counts another request. Checks again what may have been revoked in the meantime: tokens cannot be,
    /// ingest keys can.
    ///
    /// # Errors
    /// When the caller exceeds the rate limit, or the key is no longer valid.
    pub async fn count(&self, app: &App) -> Result<(), AuthError> {
        match (&self.key, &self.caller) {
            (Some(key), _) => app.auth().credential(key).await.map(|_| ()),
            (None, Some(caller)) => app.auth().count(caller),
            (None, None) => Ok(()),
        }
    }

    /// Whether the credential has expired.
    #[must_use]
    pub fn has_ended(&self, now: Instant) -> bool {
        self.until.is_some_and(|until| until <= now)
    }

    /// How long the credential is still valid; `None` if it does not expire.
    #[must_use]
    pub fn remaining(&self, now: Instant) -> Option<Duration> {
        let micros = self.until?.0.saturating_sub(now.0);
        Some(Duration::from_micros(u64::try_from(micros).unwrap_or(0)))
    }
}
