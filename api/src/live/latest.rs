//! A value that is replaced by newer ones, as a stream that tells each reader the latest alone.
use futures_util::Stream;
use futures_util::stream::unfold;
use tokio::sync::watch;

/// The value, once there is one, and again whenever it changed since the reader last looked; ends
/// with its writer.
pub fn latest_stream<T: Clone + Send + Sync>(value: watch::Receiver<Option<T>>) -> impl Stream<Item = T> {
    unfold((value, true), |(mut value, first)| async move {
        if first {
            value.wait_for(Option::is_some).await.ok()?;
        } else {
            value.changed().await.ok()?;
        }
        let now = value.borrow_and_update().clone()?;
        Some((now, (value, false)))
    })
}
