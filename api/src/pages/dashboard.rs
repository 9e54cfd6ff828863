//! The dashboard: one page whose script renders all others, and the files beside it.
use crate::app::App;
use crate::http::otlp;
use crate::pages::files::{self, Keep};
use assets::{Dashboard, EmbedableFile as _, Folder as _};
use auth::signin::set_up;
use axum::Json;
use axum::extract::State;
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use web::accept::accepts;
use web::answer::not_found;

/// The first path segments of the dashboard's pages.
const PAGES: [&str; 6] = ["sessions", "users", "global", "settings", "sign-in", "welcome"];
/// The element in the page that contains the base path.
const BASE: &str = "<base href=\"/\"";

/// The page, as this installation serves it.
#[derive(Debug)]
pub struct Page {
    html: String,
    tag: String,
    policy: String,
}

impl Page {
    /// The page of a server whose paths begin with this one, which is empty or begins with a slash.
    #[must_use]
    pub fn below(base: &str) -> Self {
        let html = Dashboard::get("index.html").map(|file| String::from_utf8_lossy(file.data()).into_owned());
        let base = web::layout::escape(base);
        let html = html.unwrap_or_default().replacen(BASE, &format!("<base href=\"{base}/\""), 1);
        let digest = |text: &str| STANDARD.encode(Sha256::digest(text));
        let scripts: String = inline_scripts(&html).map(|script| format!(" 'sha256-{}'", digest(script))).collect();
        let policy = format!(
            "default-src 'none'; script-src 'self'{scripts}; style-src 'self'; img-src 'self'; font-src 'self'; \
             connect-src 'self'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'"
        );
        Self { tag: format!("\"{}\"", digest(&html)), policy, html }
    }

    fn answer(&self, status: StatusCode, headers: &HeaderMap) -> Response {
        let mut response = match status == StatusCode::OK && files::knows(headers, &self.tag) {
            true => StatusCode::NOT_MODIFIED.into_response(),
            false => (status, [(CONTENT_TYPE, "text/html; charset=utf-8")], self.html.clone()).into_response(),
        };
        let about = response.headers_mut();
        files::tag(about, &self.tag, Keep::Asking);
        if let Ok(policy) = HeaderValue::from_str(&self.policy) {
            about.insert(CONTENT_SECURITY_POLICY, policy);
        }
        response
    }
}

/// The contents of inline scripts, which are those without a `src`.
fn inline_scripts(html: &str) -> impl Iterator<Item = &str> {
    html.split("<script>").skip(1).filter_map(|after| after.split("</script>").next())
}

/// The page at the root.
pub(crate) async fn show(State(app): State<App>, headers: HeaderMap) -> Response {
    app.dashboard().answer(StatusCode::OK, &headers)
}

/// What the dashboard has to know before its first request.
pub(crate) async fn settings(State(app): State<App>) -> Json<Value> {
    let (auth, missing) = (app.auth(), set_up::missing(app.auth()));
    let development = auth.dev_issuer().is_some();
    let sign_in = match (development, auth.sign_in()) {
        (true, _) => "development",
        (false, Some(_)) => "provider",
        (false, None) => "none",
    };
    Json(json!({
        "api": "",
        "development": development,
        "signIn": sign_in,
        "missing": missing,
        "redirect": if missing.is_empty() { None } else { Some(auth.callback_url()) },
    }))
}

/// The fallback for paths without a route: a file beside the page, or the page itself for clients that accept
/// HTML. Other clients get 404.
pub(crate) async fn spa_fallback(State(app): State<App>, method: Method, uri: Uri, headers: HeaderMap) -> Response {
    if method == Method::POST {
        return otlp::misdirected(&headers);
    }
    if method != Method::GET && method != Method::HEAD {
        return not_found().await;
    }
    let path = uri.path().trim_start_matches('/');
    match Dashboard::get(path) {
        Some(file) if path != "index.html" => files::answer(&file, &headers, Keep::Asking),
        _ if !accepts(&headers, "text/html") => not_found().await,
        _ => {
            let known = path.split('/').next().is_some_and(|first| PAGES.contains(&first));
            app.dashboard().answer(if known { StatusCode::OK } else { StatusCode::NOT_FOUND }, &headers)
        }
    }
}
