//! What the resolvers of one request share.
use crate::error::ApiError;
use crate::graphql::daily_cache::DailyCache;
use crate::graphql::loaders::gate::Gate;
use crate::graphql::loaders::{self, Loaders};
use crate::services::Services;
use async_graphql::Context;
use auth::{CertificateError, ClientCertificate};
use domain::Caller;
use domain::Instant;
use domain::Person;
use domain::Place;
use domain::Producer;
use query::audit::{Action, Entry};
use query::fair::Party;
use query::read::Reader;
use query::read::live::LivenessCutoffs;
use std::sync::Arc;

/// The data of one request: its caller, its current time, and what it has read so far.
pub struct RequestData {
    /// The services of the process.
    pub services: Services,
    /// The caller.
    pub caller: Option<Caller>,
    /// The time of the request, the same for all of its fields.
    pub now: Instant,
    /// The daily totals that were read.
    pub daily: DailyCache,
    /// Batch loaders.
    pub loaders: Loaders,
    /// The pace of the operation, and its budget.
    pub gate: Gate,
    /// The reader within the caller's share.
    pub reader: Reader,
    /// The id that the request is logged under.
    pub request_id: Arc<str>,
}

impl RequestData {
    /// The data of a request that begins now.
    #[must_use]
    pub fn new(
        services: &Services,
        caller: Option<Caller>,
        request_id: Arc<str>,
        daily: DailyCache,
        gate: Gate,
    ) -> Self {
        let reader = services.reader_of(&Party::of(caller.as_ref())).within(Arc::clone(gate.budget()));
        let loaders = loaders::start(gate.clone(), reader.clone());
        Self {
            caller,
            now: services.clock().now(),
            daily,
            loaders,
            gate,
            reader,
            services: services.clone(),
            request_id,
        }
    }

    /// The data for a later answer to the same request.
    #[must_use]
    pub fn renewed(&self) -> Self {
        let (caller, request_id, gate) = (self.caller.clone(), Arc::clone(&self.request_id), self.gate.clone());
        Self::new(&self.services, caller, request_id, self.daily.renewed(), gate)
    }

    /// The instants that decide what is live.
    #[must_use]
    pub fn cutoffs(&self) -> LivenessCutoffs {
        LivenessCutoffs::at(self.now, self.services.options().patience())
    }
}

/// Shortcuts to what resolvers need.
pub trait ContextExt {
    /// The data of the request.
    fn request(&self) -> &RequestData;

    /// The reader.
    fn reader(&self) -> &Reader {
        &self.request().reader
    }

    /// The batch loaders.
    fn loaders(&self) -> &Loaders {
        &self.request().loaders
    }

    /// The person who is calling.
    ///
    /// # Errors
    /// UNAUTHENTICATED without a credential, FORBIDDEN for an ingest key.
    fn person(&self) -> Result<&Person, ApiError> {
        match &self.request().caller {
            Some(Caller::Person(person)) => Ok(person),
            // A browser may present a certificate as well, and must learn that its person is signed out.
            Some(Caller::Producer(producer)) if producer.has_certificate() => Err(ApiError::Unauthenticated),
            Some(Caller::Producer(_)) => Err(ApiError::Forbidden("an ingest key may only call ingestEvents")),
            None => Err(ApiError::Unauthenticated),
        }
    }

    /// The origin of the request.
    fn place(&self) -> Place;

    /// A new audit log entry for an action by the caller.
    ///
    /// # Errors
    /// See [`Self::person`].
    fn entry(&self, action: Action) -> Result<Entry, ApiError> {
        Ok(Entry::new(action, self.person()?, self.place()))
    }

    /// The producer that is calling.
    ///
    /// # Errors
    /// UNAUTHENTICATED without a credential, FORBIDDEN for a person.
    fn producer(&self) -> Result<&Producer, ApiError> {
        match &self.request().caller {
            Some(Caller::Producer(producer)) => Ok(producer),
            Some(Caller::Person(_)) => Err(ApiError::Forbidden("ingestEvents is for ingest keys, not for people")),
            None => Err(self.certificate().map_or(ApiError::Unauthenticated, ApiError::Certificate)),
        }
    }

    /// Why the client certificate identifies no producer; `None` if there is none.
    fn certificate(&self) -> Option<CertificateError>;
}

impl ContextExt for Context<'_> {
    #[expect(clippy::expect_used, reason = "execute.rs gives every request its data; there is no other way in")]
    fn request(&self) -> &RequestData {
        self.data::<RequestData>().expect("a request without its data")
    }

    fn certificate(&self) -> Option<CertificateError> {
        self.data_opt::<Option<ClientCertificate>>()?.as_ref()?.0.as_ref().err().cloned()
    }

    fn place(&self) -> Place {
        let unknown = || Place { peer: None, request_id: Some(Arc::clone(&self.request().request_id)) };
        self.data_opt::<Place>().cloned().unwrap_or_else(unknown)
    }
}
