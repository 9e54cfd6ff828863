//! A value that is replaced by newer ones, as a stream that gives each reader only the latest.
use futures_util::{Stream, StreamExt as _, future};
use tokio::sync::watch;
use tokio_stream::wrappers::WatchStream;

/// The value, once there is one, and again whenever it has changed since the reader last got it; ends with
/// its sender.
pub fn latest_stream<T: Clone + Send + Sync + 'static>(value: watch::Receiver<Option<T>>) -> impl Stream<Item = T> {
    WatchStream::new(value).filter_map(future::ready)
}
