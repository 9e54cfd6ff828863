//! Every route of the router is in the OpenAPI document, and vice versa.
use crate::serving::app;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, header};
use serde_json::Value;
use std::collections::BTreeSet;
use testkit::{Result, on_both_engines};
use tower::ServiceExt as _;

on_both_engines!(the_document_and_the_router_tell_of_the_same_routes, |db| async {
    for dev in [true, false] {
        let router = app(&db, dev).await?.router().clone();
        let told = told(&router).await?;
        assert!(told.contains(&("POST".to_owned(), "/v1/events".to_owned())), "something is told: {told:?}");
        assert_eq!(told, answered(&router).await?, "told, and answered");
    }
    Ok(())
});

/// The methods and paths in the document.
async fn told(router: &Router) -> Result<BTreeSet<(String, String)>> {
    let response = router.clone().oneshot(Request::get("/openapi.json").body(Body::empty())?).await?;
    let document: Value = serde_json::from_slice(&to_bytes(response.into_body(), usize::MAX).await?)?;
    assert_eq!(document["openapi"], "3.1.0");
    let mut told = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().expect("paths") {
        let methods = methods.as_object().expect("methods").keys();
        told.extend(methods.map(|method| (method.to_uppercase(), path.clone())));
    }
    Ok(told)
}

/// The methods and paths of the router. It cannot list them, but its debug output contains the paths, and the
/// response to an unsupported method lists the methods of a path.
async fn answered(router: &Router) -> Result<BTreeSet<(String, String)>> {
    let shown = format!("{router:?}");
    let own = shown.split("fallback_router").next().expect("a part");
    let paths = own.rsplit("paths: {").next().expect("a list").split('"').skip(1).step_by(2);
    let mut answered = BTreeSet::new();
    for path in paths.filter(|path| path.starts_with('/')) {
        let asked = Request::builder().method(Method::TRACE).uri(path.replace(['{', '}'], ""));
        let response = router.clone().oneshot(asked.body(Body::empty())?).await?;
        let allowed = response.headers().get(header::ALLOW).and_then(|value| value.to_str().ok());
        for method in allowed.expect("every path tells its methods").split(',').filter(|method| *method != "HEAD") {
            answered.insert((method.to_owned(), path.to_owned()));
        }
    }
    Ok(answered)
}
