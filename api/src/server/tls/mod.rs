//! HTTPS without a proxy, and client certificates.
//!
//! [`pair`] is the server's own certificate, [`trust`] decides which client certificates are accepted, and
//! [`names`] which organization a client certificate belongs to. The files are reloaded when they change
//! ([`reload`]); if a new file is invalid, the old one stays in use. [`handshake`] begins a connection, and
//! [`peer`] checks its certificate with each request.

mod any_of;
mod authority;
mod files;
mod handshake;
mod measures;
mod names;
mod options;
mod pace;
mod pair;
mod peer;
mod presented;
mod provider;
mod reload;
mod trust;

pub use options::{TlsClientOptions, TlsOptions};
pub(super) use peer::Peer;

use measures::MEASURES;
use names::Names;
use pair::Pair;
use provider::{Time, provider};
use reload::Parts;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use store::Clock;
use tokio::sync::Semaphore;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::server::danger::ClientCertVerifier;
use tokio_rustls::rustls::sign::SingleCertAndKey;
use trust::Trust;

/// The protocols of a connection, in order of preference; clients that want another one are rejected. Clients of
/// gRPC want HTTP/2 alone, and browsers get HTTP/1.1 as without TLS.
const ALPN: [&[u8]; 2] = [b"http/1.1", b"h2"];

/// Serves HTTPS. Clones share everything; when the last of them is dropped, the files are no longer watched.
#[derive(Clone, Debug)]
pub struct Tls(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    options: TlsOptions,
    clock: Clock,
    names: Names,
    parts: Mutex<Parts>,
    loaded: RwLock<Arc<Loaded>>,
    /// The number of `loaded`.
    number: AtomicU64,
    rooms: Semaphore,
    turns: Arc<Semaphore>,
}

/// What is in use since the last change.
#[derive(Debug)]
struct Loaded {
    /// Increases with each change.
    number: u64,
    config: Arc<ServerConfig>,
    trust: Option<Trust>,
}

impl Loaded {
    fn new(number: u64, pair: &Pair, trust: Option<&Trust>, clock: &Clock) -> anyhow::Result<Self> {
        let time = Arc::new(Time(clock.clone()));
        let builder = ServerConfig::builder_with_details(provider(), time).with_safe_default_protocol_versions()?;
        let builder = match trust {
            Some(trust) => builder.with_client_cert_verifier(Arc::clone(&trust.verifier)),
            None => builder.with_no_client_auth(),
        };
        let mut config = builder.with_cert_resolver(Arc::new(SingleCertAndKey::from(Arc::clone(&pair.key))));
        config.alpn_protocols = ALPN.map(<[u8]>::to_vec).to_vec();
        MEASURES.certificate_ends(pair.ends);
        Ok(Self { number, config: Arc::new(config), trust: trust.cloned() })
    }

    fn verifier(&self) -> Option<&dyn ClientCertVerifier> {
        self.trust.as_ref().map(|trust| &*trust.verifier)
    }
}

impl Tls {
    /// Reads all files, and keeps watching them for changes. Must be called within a runtime.
    ///
    /// # Errors
    /// Names the setting and the file that is invalid.
    pub fn start(options: TlsOptions, clock: Clock) -> anyhow::Result<Self> {
        let names =
            options.clients.as_ref().map(|clients| Names::read(&clients.names)).transpose()?.unwrap_or_default();
        let parts = Parts::read(&options)?;
        let loaded = Loaded::new(0, parts.pair(), parts.trust(), &clock)?;
        parts.warn(&clock);
        let tls = Self(Arc::new(Shared {
            names,
            parts: Mutex::new(parts),
            loaded: RwLock::new(Arc::new(loaded)),
            number: AtomicU64::new(0),
            rooms: Semaphore::new(options.most_handshakes),
            turns: pace::turns(),
            options,
            clock,
        }));
        tokio::spawn(reload::watch(Arc::downgrade(&tls.0)));
        Ok(tls)
    }

    /// Checks whether files have changed, and uses the new ones if they are valid; blocks while reading.
    pub fn look(&self) {
        self.0.look();
    }

    fn clock(&self) -> &Clock {
        &self.0.clock
    }

    fn names(&self) -> &Names {
        &self.0.names
    }

    fn rooms(&self) -> &Semaphore {
        &self.0.rooms
    }

    fn turns(&self) -> &Arc<Semaphore> {
        &self.0.turns
    }

    /// The number of what is in use.
    fn number(&self) -> u64 {
        self.0.number.load(Ordering::Acquire)
    }

    fn loaded(&self) -> Arc<Loaded> {
        Arc::clone(&self.0.loaded.read().unwrap_or_else(PoisonError::into_inner))
    }
}
