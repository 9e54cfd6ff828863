//! When a batch is full: not after a time, but once nobody in the request can go on without an
//! answer. However slow the machine and however long the list, siblings stand in one batch.
use futures_util::future::BoxFuture;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};

/// Holds the batches of one request back until its resolvers have said all that they have to ask.
#[derive(Clone, Default)]
pub struct Gate(Arc<Mutex<Vec<BoxFuture<'static, ()>>>>);

impl Gate {
    /// Holds a batch back.
    pub fn hold(&self, batch: BoxFuture<'static, ()>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(batch);
    }

    /// Works, and lets the batches go whenever the work waits.
    pub async fn run<F: Future>(&self, work: F) -> F::Output {
        let mut work = pin!(work);
        poll_fn(|context| {
            let outcome = work.as_mut().poll(context);
            let batches = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
            for batch in batches {
                tokio::spawn(batch);
            }
            outcome
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicBool, Ordering};

    #[tokio::test]
    async fn batches_go_when_the_work_waits() {
        let (gate, gone) = (Gate::default(), Arc::new(AtomicBool::new(false)));
        let (sender, receiver) = tokio::sync::oneshot::channel();
        let work = async {
            let flag = Arc::clone(&gone);
            gate.hold(Box::pin(async move {
                flag.store(true, Ordering::SeqCst);
                let _ = sender.send(7);
            }));
            assert!(!gone.load(Ordering::SeqCst), "not before the work waits");
            receiver.await
        };
        assert_eq!(gate.run(work).await, Ok(7));
    }
}
