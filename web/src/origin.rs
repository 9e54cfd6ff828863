//! From where a request comes.
use axum::extract::{ConnectInfo, FromRef, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName};
use domain::Place;
use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The id under which a request is logged.
#[derive(Clone, Debug)]
pub struct RequestId(pub Arc<str>);

/// Whether a proxy in front is believed when it says who asked.
#[derive(Clone, Copy, Debug)]
pub struct TrustForwarded(pub bool);

/// From where a request comes, as a handler asks for it.
#[derive(Clone, Debug)]
pub struct Origin(pub Place);

impl<S: Send + Sync> FromRequestParts<S> for Origin
where
    TrustForwarded: FromRef<S>,
{
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let TrustForwarded(trusts) = TrustForwarded::from_ref(state);
        let socket = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        let told = if trusts { forwarded(&parts.headers) } else { None };
        let request_id = parts.extensions.get::<RequestId>().map(|id| Arc::clone(&id.0));
        Ok(Self(Place { peer: told.or(socket), request_id }))
    }
}

/// The address that the nearest proxy saw: the last one of the list. Those before it are hearsay.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all(FORWARDED_FOR).iter().next_back()?.to_str().ok()?;
    last.rsplit(',').next()?.trim().parse().ok()
}
