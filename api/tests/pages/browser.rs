//! The responses that a browser gets.
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request};
use testkit::Result;
use tower::ServiceExt as _;

pub(crate) struct Page {
    pub(crate) status: u16,
    headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Page {
    pub(crate) async fn get(router: &Router, path: &str, headers: &[(&str, &str)]) -> Result<Self> {
        let asked = headers.iter().fold(Request::get(path), |asked, (name, value)| asked.header(*name, *value));
        let response = router.clone().oneshot(asked.body(Body::empty())?).await?;
        let (head, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await?.to_vec();
        Ok(Self { status: head.status.as_u16(), headers: head.headers, body })
    }

    /// Requests a page as a browser does.
    pub(crate) async fn read(router: &Router, path: &str) -> Result<Self> {
        Self::get(router, path, &[("accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8")]).await
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("text")
    }
}
