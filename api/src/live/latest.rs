//! A value that is replaced by newer ones, as a stream that tells each reader the latest alone.
use futures_util::{Stream, StreamExt as _, future};
use tokio::sync::watch;
use tokio_stream::wrappers::WatchStream;

/// The value, once there is one, and again whenever it changed since the reader last looked; ends
/// with its writer.
pub fn latest_stream<T: Clone + Send + Sync + 'static>(value: watch::Receiver<Option<T>>) -> impl Stream<Item = T> {
    WatchStream::new(value).filter_map(future::ready)
}
