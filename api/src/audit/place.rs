//! From where a request comes.
use crate::app::App;
use crate::http::frame::RequestId;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName};
use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// From where a request comes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The address of whoever asked; none where it is not known.
    pub peer: Option<IpAddr>,
    /// Under which id the request is logged.
    pub request_id: Option<Arc<str>>,
}

impl FromRequestParts<App> for Place {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let socket = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        let told = if app.options().auth.trust_forwarded_for { forwarded(&parts.headers) } else { None };
        let request_id = parts.extensions.get::<RequestId>().map(|id| Arc::clone(&id.0));
        Ok(Self { peer: told.or(socket), request_id })
    }
}

/// The address that the nearest proxy saw: the last one of the list. Those before it are hearsay.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all(FORWARDED_FOR).iter().next_back()?.to_str().ok()?;
    last.rsplit(',').next()?.trim().parse().ok()
}
