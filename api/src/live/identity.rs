//! Who is at the other end of a connection, and until when that is believed.
use crate::app::App;
use crate::auth::{AuthError, Caller, Identified};
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, HeaderValue};
use entities::Instant;
use serde_json::Value;
use std::time::Duration;

/// A checked credential, or none.
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
        Ok(app.auth().identify(headers).await?.map(Self::from).unwrap_or_default())
    }

    /// Who the payload of `connection_init` says it is; none where it says nothing.
    ///
    /// # Errors
    /// When a credential was shown and is not valid.
    pub async fn introduced(app: &App, payload: Option<&Value>) -> Result<Option<Self>, AuthError> {
        let text = |name: &str| payload.and_then(|payload| payload.get(name)).and_then(Value::as_str);
        let identified = match (text("Authorization").or_else(|| text("authorization")), text("token")) {
            (Some(header), _) => {
                let header = HeaderValue::try_from(header).map_err(|_| AuthError::Header)?;
                app.auth().identify(&HeaderMap::from_iter([(AUTHORIZATION, header)])).await?
            }
            (None, Some(token)) => Some(app.auth().credential(token).await?),
            (None, None) => None,
        };
        Ok(identified.map(Self::from))
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

impl From<Identified> for Identity {
    fn from(identified: Identified) -> Self {
        Self { caller: Some(identified.caller), until: identified.expires_at }
    }
}
