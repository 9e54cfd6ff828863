//! Handshakes take turns on the processors: whatever arrives, half of the processors stay available for other
//! work.
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::thread::available_parallelism;
use tokio::sync::Semaphore;
use tokio_util::sync::PollSemaphore;

/// The slots for handshake computations in a process.
pub(super) fn turns() -> Arc<Semaphore> {
    let processors = available_parallelism().map_or(1, usize::from);
    Arc::new(Semaphore::new((processors / 2).max(1)))
}

/// A handshake that holds a slot while it computes, and none while it waits for the other side.
pub(super) struct Paced<F> {
    inner: F,
    turns: PollSemaphore,
}

impl<F> Paced<F> {
    pub(super) fn new(inner: F, turns: &Arc<Semaphore>) -> Self {
        Self { inner, turns: PollSemaphore::new(Arc::clone(turns)) }
    }
}

impl<F: Future + Unpin> Future for Paced<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let turn = ready!(self.turns.poll_acquire(context));
        let polled = Pin::new(&mut self.inner).poll(context);
        drop(turn);
        polled
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use tokio::task::JoinSet;

    /// Computes three times, and yields in between.
    struct Work {
        left: usize,
        busy: Arc<AtomicUsize>,
        most: Arc<AtomicUsize>,
    }

    impl Future for Work {
        type Output = ();

        fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
            let busy = self.busy.fetch_add(1, Ordering::SeqCst) + 1;
            self.most.fetch_max(busy, Ordering::SeqCst);
            std::thread::yield_now();
            self.busy.fetch_sub(1, Ordering::SeqCst);
            self.left -= 1;
            if self.left == 0 {
                return Poll::Ready(());
            }
            context.waker().wake_by_ref();
            Poll::Pending
        }
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn no_more_compute_than_have_turns_and_all_come_to_an_end() {
        let (turns, busy, most) = (Arc::new(Semaphore::new(2)), Arc::default(), Arc::default());
        let mut all = JoinSet::new();
        for _ in 0..200 {
            let work = Work { left: 3, busy: Arc::clone(&busy), most: Arc::clone(&most) };
            all.spawn(Paced::new(work, &turns));
        }
        while let Some(ended) = all.join_next().await {
            ended.expect("it ends");
        }
        assert!((1..=2).contains(&most.load(Ordering::SeqCst)), "{most:?}");
        assert_eq!(turns.available_permits(), 2);
    }
}
