//! When a batch is full: not after a time, but once nobody in the request can go on without an
//! answer. However slow the machine and however long the list, siblings stand in one batch.
use futures_util::future::BoxFuture;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Wake, Waker};

/// Holds the batches of one request back until its resolvers have said all that they have to ask.
#[derive(Clone, Default)]
pub struct Gate(Arc<Mutex<Vec<BoxFuture<'static, ()>>>>);

impl Gate {
    /// Holds a batch back.
    pub fn hold(&self, batch: BoxFuture<'static, ()>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(batch);
    }

    /// Works, and lets the batches go whenever the work waits for others. Long lists pause in between
    /// to let others work, and wake themselves: that is not waiting.
    pub async fn run<F: Future>(&self, work: F) -> F::Output {
        let mut work = pin!(work);
        let woken = Arc::new(AtomicBool::new(false));
        poll_fn(|context| {
            woken.store(false, Ordering::SeqCst);
            let noting = Waker::from(Arc::new(Noting { waker: context.waker().clone(), woken: Arc::clone(&woken) }));
            let outcome = work.as_mut().poll(&mut Context::from_waker(&noting));
            // Whoever was woken meanwhile goes on at once, and may have more to ask.
            if !woken.load(Ordering::SeqCst) {
                let batches = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
                for batch in batches {
                    tokio::spawn(batch);
                }
            }
            outcome
        })
        .await
    }
}

/// Wakes, and notes that it did.
struct Noting {
    waker: Waker,
    woken: Arc<AtomicBool>,
}

impl Wake for Noting {
    fn wake(self: Arc<Self>) {
        self.woken.store(true, Ordering::SeqCst);
        self.waker.wake_by_ref();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::task::Poll;

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

    #[tokio::test]
    async fn a_pause_is_not_waiting() {
        let gate = Gate::default();
        let (sender, mut answers) = tokio::sync::mpsc::unbounded_channel();
        let asked = Arc::new(Mutex::new(0));
        let work = async {
            for _ in 0..5 {
                *asked.lock().expect("one test") += 1;
                let (asked, sender) = (Arc::clone(&asked), sender.clone());
                gate.hold(Box::pin(async move {
                    let _ = sender.send(*asked.lock().expect("one test"));
                }));
                let mut paused = false;
                poll_fn(|context| {
                    context.waker().wake_by_ref();
                    if std::mem::replace(&mut paused, true) { Poll::Ready(()) } else { Poll::Pending }
                })
                .await;
            }
            let mut seen = Vec::new();
            while seen.len() < 5 {
                seen.extend(answers.recv().await);
            }
            seen
        };
        assert_eq!(gate.run(work).await, [5; 5]);
    }
}
