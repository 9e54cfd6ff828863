//! Follows a subscription by server-sent events.
use anyhow::{Context, Result, ensure};
use axum::body::{Body, BodyDataStream};
use axum::response::Response;
use futures_util::StreamExt;
use serde_json::Value;

/// The responses of a subscription; dropping this ends it.
#[derive(Debug)]
pub struct Following {
    body: BodyDataStream,
    read: String,
}

impl Following {
    pub(super) fn of(response: Response<Body>) -> Result<Self> {
        ensure!(response.status() == 200, "status {}", response.status());
        Ok(Self { body: response.into_body().into_data_stream(), read: String::new() })
    }

    /// The next response: `data`, and `errors` if there are any. Dropping the future loses nothing.
    ///
    /// # Errors
    /// When the stream ends or is interrupted.
    pub async fn next(&mut self) -> Result<Value> {
        loop {
            while let Some((line, rest)) = self.read.split_once('\n') {
                let answer = line.strip_prefix("data:").map(str::trim).filter(|data| !data.is_empty());
                let answer = answer.map(serde_json::from_str);
                self.read = rest.to_owned();
                if let Some(answer) = answer {
                    return Ok(answer?);
                }
            }
            let part = self.body.next().await.context("the stream ended")??;
            self.read.push_str(std::str::from_utf8(&part)?);
        }
    }
}
