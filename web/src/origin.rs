//! The origin of a request.
use axum::extract::{ConnectInfo, FromRef, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName};
use domain::Place;
use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The id that a request is logged under.
#[derive(Clone, Debug)]
pub struct RequestId(pub Arc<str>);

/// Whether to trust a proxy's statement about the client's address.
#[derive(Clone, Copy, Debug)]
pub struct TrustForwarded(pub bool);

/// The origin of a request, as an extractor.
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

/// The address that the nearest proxy saw: the last one in the list. Those before it are not trustworthy.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all(FORWARDED_FOR).iter().next_back()?.to_str().ok()?;
    last.rsplit(',').next()?.trim().parse().ok()
}
