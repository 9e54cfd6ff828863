//! The crypto provider and the clock for handshakes.
use std::sync::{Arc, LazyLock};
use std::time::Duration;
use store::Clock;
use tokio_rustls::rustls::crypto::{CryptoProvider, aws_lc_rs};
use tokio_rustls::rustls::pki_types::UnixTime;
use tokio_rustls::rustls::time_provider::TimeProvider;

/// The only crypto provider of this project.
pub(super) fn provider() -> Arc<CryptoProvider> {
    static PROVIDER: LazyLock<Arc<CryptoProvider>> = LazyLock::new(|| Arc::new(aws_lc_rs::default_provider()));
    Arc::clone(&PROVIDER)
}

/// The store's clock for handshakes.
#[derive(Debug)]
pub(super) struct Time(pub(super) Clock);

impl TimeProvider for Time {
    fn current_time(&self) -> Option<UnixTime> {
        Some(unix_time(&self.0))
    }
}

/// The current time, in whole seconds.
pub(super) fn unix_time(clock: &Clock) -> UnixTime {
    let seconds = u64::try_from(clock.now().0.div_euclid(1_000_000)).unwrap_or(0);
    UnixTime::since_unix_epoch(Duration::from_secs(seconds))
}
