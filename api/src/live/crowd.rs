//! Counts the live connections of each caller: each is cheap, but no client needs thousands.
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::Caller;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use thiserror::Error;
use web::answer::failure;
use web::intake::Sender;

/// The connections of a process, by caller.
#[derive(Clone, Debug, Default)]
pub struct Crowd(Arc<Mutex<HashMap<Arc<str>, usize>>>);

/// A connection's slot among those of its caller, until it is dropped.
#[derive(Debug)]
pub struct Seat {
    crowd: Crowd,
    caller: Arc<str>,
}

/// The caller has reached the maximum number of connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("Too many connections: one person or ingest key may have {0} at a time")]
pub struct Crowded(usize);

impl Crowd {
    /// Adds a connection for this caller; `None` if the caller is not known yet, and must authenticate soon.
    ///
    /// # Errors
    /// When there are `most` already.
    pub fn enter(&self, caller: Option<&Caller>, most: usize) -> Result<Option<Seat>, Crowded> {
        let Sender::Known { caller, .. } = Sender::of(caller) else { return Ok(None) };
        let mut seats = self.seats();
        let taken = seats.entry(Arc::clone(&caller)).or_default();
        if *taken >= most {
            return Err(Crowded(most));
        }
        *taken += 1;
        Ok(Some(Seat { crowd: self.clone(), caller }))
    }

    fn seats(&self) -> MutexGuard<'_, HashMap<Arc<str>, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut seats = self.crowd.seats();
        if let Some(taken) = seats.get_mut(&self.caller) {
            *taken -= 1;
            if *taken == 0 {
                seats.remove(&self.caller);
            }
        }
    }
}

impl IntoResponse for Crowded {
    fn into_response(self) -> Response {
        let mut response = failure(StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED", &self.to_string());
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Producer;

    #[test]
    fn a_caller_has_so_many_connections_and_others_have_theirs() {
        let crowd = Crowd::default();
        let key = |id: &str| Caller::Producer(Producer { key_id: Arc::from(id), org_id: None });
        let seat = crowd.enter(Some(&key("a")), 1).expect("the first");
        assert_eq!(crowd.enter(Some(&key("a")), 1).expect_err("the second"), Crowded(1));
        assert!(crowd.enter(Some(&key("b")), 1).expect("another's").is_some());
        assert!(crowd.enter(None, 0).expect("nobody").is_none());
        drop(seat);
        assert!(crowd.enter(Some(&key("a")), 1).expect("again").is_some());
        assert_eq!(crowd.seats().len(), 0);
    }
}
