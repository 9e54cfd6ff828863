//! The operations of a connection.
use crate::live::part::{Part, Parts};
use std::future::poll_fn;
use std::sync::Arc;
use std::task::{Context, Poll};
use web::intake::Claim;

/// The running operations, few enough to be polled one after the other.
#[derive(Default)]
pub(super) struct Operations {
    running: Vec<(Arc<str>, Parts, Claim)>,
    /// Which operation is polled first, so that a busy one does not starve the others.
    turn: usize,
}

impl Operations {
    pub(super) fn len(&self) -> usize {
        self.running.len()
    }

    pub(super) fn contains(&self, id: &str) -> bool {
        self.running.iter().any(|(known, ..)| &**known == id)
    }

    /// Adds an operation, together with the memory claimed for it, which is held as long.
    pub(super) fn add(&mut self, id: &str, parts: Parts, claim: Claim) {
        self.running.push((Arc::from(id), parts, claim));
    }

    pub(super) fn remove(&mut self, id: &str) {
        self.running.retain(|(known, ..)| &**known != id);
    }

    /// The next part of any operation, and that operation's id; `None` as the part if the operation has
    /// ended, which also removes it.
    pub(super) async fn next(&mut self) -> (Arc<str>, Option<Part>) {
        poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<(Arc<str>, Option<Part>)> {
        let count = self.running.len();
        for step in 0..count {
            let at = (self.turn + step) % count;
            let (id, parts, _) = &mut self.running[at];
            let Poll::Ready(part) = parts.as_mut().poll_next(context) else { continue };
            let id = Arc::clone(id);
            self.turn = at + 1;
            if !matches!(part, Some(Part::Next(_))) {
                drop(self.running.remove(at));
            }
            return Poll::Ready((id, part));
        }
        Poll::Pending
    }
}
