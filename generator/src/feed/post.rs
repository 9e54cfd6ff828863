//! One request, sent until the server accepts it.
use crate::feed::load::Load;
use crate::feed::{Answer, Server};
use anyhow::{Context as _, bail};
use reqwest::header::RETRY_AFTER;
use reqwest::{Client, Response, StatusCode};
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// The pause after the first failure; it doubles with each further one.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
/// The maximum pause, even if the server asks for a longer one.
const LONGEST_PAUSE: Duration = Duration::from_secs(10);
/// The maximum length of an unexpected response body in an error message, in characters.
const EXCERPT_CHARS: usize = 300;

/// Where and how to send.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    pub(crate) http: Client,
    pub(crate) server: Server,
    pub(crate) key: String,
    /// How long to retry while the server is unreachable or busy.
    pub(crate) patience: Duration,
}

enum Attempt {
    Taken(Answer),
    /// To be retried, after the pause that the server asked for.
    Later(Option<Duration>, String),
}

impl Target {
    /// Sends the request. The same events may be sent more than once, which changes nothing.
    pub(crate) async fn post(&self, load: &Load) -> anyhow::Result<Answer> {
        let (url, body) = (self.server.url(load.path()), load.body()?);
        let deadline = Instant::now() + self.patience;
        let mut pause = FIRST_PAUSE;
        loop {
            let (asked, reason) = match self.attempt(load, &url, body.clone()).await? {
                Attempt::Taken(answer) => return Ok(answer),
                Attempt::Later(asked, reason) => (asked, reason),
            };
            let wait = asked.unwrap_or(pause).min(LONGEST_PAUSE);
            if Instant::now() + wait > deadline {
                bail!("{url} did not take events for {} s: {reason}", self.patience.as_secs());
            }
            tracing::debug!(url, reason, wait_ms = wait.as_millis(), "retrying events");
            sleep(wait).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    async fn attempt(&self, load: &Load, url: &str, body: Vec<u8>) -> anyhow::Result<Attempt> {
        let request = self.http.post(url).bearer_auth(&self.key).header("content-type", load.content_type());
        let response = match request.body(body).send().await {
            Ok(response) => response,
            Err(error) => return Ok(Attempt::Later(None, reason(&error))),
        };
        let status = response.status();
        if status == StatusCode::OK {
            return match response.bytes().await {
                Ok(body) => Ok(Attempt::Taken(load.answer(&body).context("unexpected response from the server")?)),
                Err(error) => Ok(Attempt::Later(None, reason(&error))),
            };
        }
        let asked = retry_after(&response);
        let text = excerpt(response).await;
        if status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error() {
            return Ok(Attempt::Later(asked, format!("{status} {text}")));
        }
        bail!("{url} answered {status} {text}")
    }
}

/// The innermost cause says what happened; the outer ones only repeat the address.
fn reason(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}

fn retry_after(response: &Response) -> Option<Duration> {
    let seconds = response.headers().get(RETRY_AFTER)?.to_str().ok()?.parse().ok()?;
    Some(Duration::from_secs(seconds))
}

pub(crate) async fn excerpt(response: Response) -> String {
    let text = response.text().await.unwrap_or_default();
    text.chars().take(EXCERPT_CHARS).collect()
}
