//! Why a connection is closed, in terms of the protocol.
use crate::live::crowd::Crowded;
use axum::extract::ws::CloseFrame;

/// The maximum length of a close reason, in bytes.
const MAX_REASON: usize = 123;

/// Why a connection is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Close {
    /// The client has disconnected or no longer responds: no close frame is sent.
    Gone,
    /// The server is stopping.
    Stopping,
    /// A message is too large.
    TooBig(usize),
    /// A message does not follow the protocol.
    BadMessage(String),
    /// An operation before `connection_init`, or a credential that is not (or no longer) valid.
    Unauthorized(Option<String>),
    /// The credential cannot be checked now.
    Unavailable(String),
    /// `connection_init` did not arrive in time.
    InitTimeout,
    /// An operation with this id is already running.
    Exists(String),
    /// A second `connection_init`.
    InitAgain,
    /// The caller has too many connections.
    Crowded(Crowded),
}

impl Close {
    /// The close frame to send.
    pub(super) fn frame(&self) -> Option<CloseFrame> {
        let (code, reason) = match self {
            Self::Gone => return None,
            Self::Stopping => (1001, "the server is stopping".to_owned()),
            Self::TooBig(most) => (1009, format!("a message may have at most {most} bytes")),
            Self::Unavailable(why) => (1013, why.clone()),
            Self::BadMessage(why) => (4400, format!("Invalid message: {why}")),
            Self::Unauthorized(None) => (4401, "Unauthorized".to_owned()),
            Self::Unauthorized(Some(why)) => (4401, format!("Unauthorized: {why}")),
            Self::InitTimeout => (4408, "Connection initialisation timeout".to_owned()),
            Self::Exists(id) => (4409, format!("Subscriber for {id} already exists")),
            Self::Crowded(crowded) => (4429, crowded.to_string()),
            Self::InitAgain => (4429, "Too many initialisation requests".to_owned()),
        };
        let mut end = reason.len().min(MAX_REASON);
        while !reason.is_char_boundary(end) {
            end -= 1;
        }
        Some(CloseFrame { code, reason: reason[..end].into() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_fits_its_frame() {
        let frame = Close::Exists("\u{e4}".repeat(200)).frame().expect("a frame");
        assert_eq!(frame.code, 4409);
        assert!(frame.reason.len() <= MAX_REASON && frame.reason.starts_with("Subscriber for \u{e4}"));
        assert_eq!(Close::Gone.frame(), None);
    }
}
