//! A key server that may be slow, wrong, huge or down.
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use serde_json::Value;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use testkit::Result;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// How it responds.
#[derive(Clone, Debug)]
pub(crate) enum Mood {
    Keys(Value),
    /// Not until its mood changes.
    Slow,
    /// With something other than keys.
    Wrong,
    /// With too large a response.
    Huge,
    /// With an error.
    Broken,
    /// With a redirect.
    Elsewhere(String),
}

#[derive(Clone)]
struct Shared {
    mood: Arc<Mutex<Mood>>,
    asked: Arc<AtomicUsize>,
}

pub(crate) struct KeyServer {
    pub(crate) url: String,
    shared: Shared,
    task: JoinHandle<()>,
}

impl KeyServer {
    pub(crate) async fn start(mood: Mood) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}/jwks", listener.local_addr()?);
        let shared = Shared { mood: Arc::new(Mutex::new(mood)), asked: Arc::default() };
        let router = Router::new().route("/jwks", get(answer)).with_state(shared.clone());
        let task = tokio::spawn(async move {
            axum::serve(listener, router).await.expect("it serves");
        });
        Ok(Self { url, shared, task })
    }

    pub(crate) fn be(&self, mood: Mood) {
        *self.shared.mood.lock().unwrap_or_else(PoisonError::into_inner) = mood;
    }

    /// The number of requests.
    pub(crate) fn asked(&self) -> usize {
        self.shared.asked.load(Ordering::SeqCst)
    }

    /// Closes its port.
    pub(crate) async fn down(self) {
        self.task.abort();
        let _ended = self.task.await;
    }
}

async fn answer(State(shared): State<Shared>) -> Response {
    shared.asked.fetch_add(1, Ordering::SeqCst);
    let mood = || shared.mood.lock().unwrap_or_else(PoisonError::into_inner).clone();
    while matches!(mood(), Mood::Slow) {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    match mood() {
        Mood::Keys(keys) => keys.to_string().into_response(),
        Mood::Slow => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Mood::Wrong => "<html>Please sign in to the Wi-Fi</html>".into_response(),
        Mood::Huge => vec![b' '; 2 * 1024 * 1024].into_response(),
        Mood::Broken => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        Mood::Elsewhere(url) => axum::response::Redirect::to(&url).into_response(),
    }
}
