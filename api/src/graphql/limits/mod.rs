//! The limits of one operation. The library computes the complexity; what would overwhelm it before that
//! (fragments that multiply, thousands of aliases, endless introspection) is measured here first, without
//! following any fragment twice.

mod bytes;
mod document;
mod introspection;
mod nesting;

pub use document::Size;
pub use query::QueryError;

use crate::error::ApiError;
use crate::graphql::connection::{BOUNDLESS, MOST_FIELDS};
use crate::graphql::context::RequestData;
use crate::graphql::documents::RequestDocument;
use crate::graphql::loaders::gate::Gate;
use crate::options::GraphQlOptions;
use async_graphql::extensions::{
    Extension, ExtensionContext, ExtensionFactory, NextExecute, NextPrepareRequest, NextResolve, NextValidation,
    ResolveInfo,
};
use async_graphql::{Request, Response, ServerError, ServerResult, ValidationResult, Value};
use query::fair::{LIGHT, Party};
use std::any::TypeId;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

/// Enforces the limits for every operation, whichever transport it comes by.
#[derive(Clone, Debug)]
pub struct Limits(Arc<GraphQlOptions>);

/// Marks a subscription whose answers are shared by all clients with the same question: they do not count
/// against one person's operations.
#[derive(Clone, Copy, Debug)]
pub struct Shared;

/// The limits for one request.
#[derive(Debug)]
struct Limited {
    options: Arc<GraphQlOptions>,
    /// Its pace and budget; unset if it was given none.
    gate: OnceLock<Gate>,
    /// Its complexity, once that is known.
    complexity: AtomicUsize,
}

impl Limits {
    /// The limits set by these options.
    #[must_use]
    pub fn new(options: &GraphQlOptions) -> Self {
        Self(Arc::new(options.clone()))
    }
}

impl ExtensionFactory for Limits {
    fn create(&self) -> Arc<dyn Extension> {
        let options = Arc::clone(&self.0);
        Arc::new(Limited { options, gate: OnceLock::new(), complexity: AtomicUsize::new(0) })
    }
}

#[async_graphql::async_trait::async_trait]
impl Extension for Limited {
    async fn prepare_request(
        &self,
        ctx: &ExtensionContext<'_>,
        mut request: Request,
        next: NextPrepareRequest<'_>,
    ) -> ServerResult<Request> {
        if let Some(gate) = request.data.get(&TypeId::of::<Gate>()).and_then(|data| data.downcast_ref::<Gate>()) {
            // A request is prepared only once.
            let _ = self.gate.set(gate.clone());
        }
        // A document that was found valid before was also measured before.
        let request_document =
            request.data.get(&TypeId::of::<RequestDocument>()).and_then(|data| data.downcast_ref::<RequestDocument>());
        if request_document.is_some_and(|request_document| request_document.valid().is_some()) {
            return next.run(ctx, request).await;
        }
        check_text(&request.query, &self.options).map_err(refused)?;
        let size = Size::of(request.parsed_query()?).map_err(refused)?;
        check(size.depth, self.options.max_depth, "levels").map_err(refused)?;
        check(size.nested, document::MOST_FRAGMENTS, document::NESTED).map_err(refused)?;
        check(
            size.fields,
            self.options.max_fields.min(MOST_FIELDS),
            "fields and fragments, each counted wherever it is used",
        )
        .map_err(refused)?;
        check(size.aliases, self.options.max_aliases, "aliases").map_err(refused)?;
        check(size.directives, self.options.max_aliases, "directives").map_err(refused)?;
        check(size.introspection, introspection::MOST, "values of the schema, as estimated").map_err(refused)?;
        next.run(ctx, request).await
    }

    async fn validation(
        &self,
        ctx: &ExtensionContext<'_>,
        next: NextValidation<'_>,
    ) -> Result<ValidationResult, Vec<ServerError>> {
        let request_document = ctx.data_opt::<RequestDocument>();
        if let Some(valid) = request_document.and_then(RequestDocument::valid) {
            self.complexity.store(valid.complexity, Ordering::Relaxed);
            return Ok(valid);
        }
        let result = next.run(ctx).await?;
        let refused = |error| vec![refused(error)];
        check(result.complexity, self.options.max_complexity.min(BOUNDLESS - 1), "points of complexity")
            .map_err(refused)?;
        if let Some(request_document) = request_document {
            request_document.accept(result);
        }
        self.complexity.store(result.complexity, Ordering::Relaxed);
        Ok(result)
    }

    async fn execute(
        &self,
        ctx: &ExtensionContext<'_>,
        operation_name: Option<&str>,
        next: NextExecute<'_>,
    ) -> Response {
        let Some(gate) = self.gate.get() else { return next.run(ctx, operation_name).await };
        let weight = self.complexity.load(Ordering::Relaxed);
        let request = ctx.data_opt::<RequestData>();
        // Queries have taken their slot before they were parsed; each answer of a subscription takes one
        // here.
        let is_followed = ctx.data_opt::<RequestDocument>().is_none();
        let is_shared = ctx.data_opt::<Shared>().is_some();
        let _under_way = match request {
            Some(request) if is_followed && !is_shared => {
                request.services.shares().people.next(request.caller.as_ref()).await
            }
            _ => None,
        };
        // Expensive operations wait for each other; light ones do not wait, except for answers that belong to
        // no single person.
        let _points = match request {
            Some(request) if weight > LIGHT || is_shared => {
                let points = &request.services.shares().points;
                points.take(&points.half(&Party::of(request.caller.as_ref())), weight).await
            }
            _ => None,
        };
        gate.budget().renew();
        let running = gate.run(Box::pin(next.run(ctx, operation_name)));
        // Each answer of a subscription has as much time as a whole query, which has its own timeout.
        let ended = match ctx.data_opt::<RequestDocument>() {
            Some(_) => running.await,
            None => {
                let allowed = self.options.timeout;
                tokio::time::timeout(allowed, running).await.unwrap_or(Err(ApiError::Timeout(allowed)))
            }
        };
        ended.unwrap_or_else(|error| Response::from_errors(vec![refused(error)]))
    }

    async fn resolve(
        &self,
        ctx: &ExtensionContext<'_>,
        info: ResolveInfo<'_>,
        next: NextResolve<'_>,
    ) -> ServerResult<Option<Value>> {
        let Some(gate) = self.gate.get() else { return next.run(ctx, info).await };
        // Introspection is limited beforehand, and its answers are always the same.
        let counts = !info.is_for_introspection;
        gate.enter(counts).await;
        let (field, in_list) = (info.field, info.parent_type.starts_with('['));
        let value = next.run(ctx, info).await?;
        if counts {
            let name = if in_list { 1 } else { field.response_key().node.len() + 4 };
            let is_leaf = field.selection_set.node.items.is_empty();
            let content = value.as_ref().map_or(4, if is_leaf { bytes::whole } else { bytes::alone });
            gate.budget().bytes(name + content);
        }
        Ok(value)
    }
}

/// The maximum nesting of brackets. Parsing takes about a kilobyte of a multi-megabyte stack per level.
const MOST_BRACKETS: usize = 128;

/// Rejects a text that is too long or too deeply nested to be parsed.
///
/// # Errors
/// TOO_COMPLEX if it is; BAD_USER_INPUT if that cannot be determined.
pub fn check_text(text: &str, options: &GraphQlOptions) -> Result<(), ApiError> {
    check(text.len(), options.max_query_bytes, "bytes of text")?;
    check(nesting::levels(text)?, MOST_BRACKETS, "levels of brackets")
}

/// Rejects what exceeds a limit, saying by how much.
///
/// # Errors
/// TOO_COMPLEX if it does.
pub fn check(asked: usize, most: usize, what: &'static str) -> Result<(), ApiError> {
    if asked <= most { Ok(()) } else { Err(ApiError::Query(QueryError::TooComplex { what, most, asked })) }
}

fn refused(error: ApiError) -> ServerError {
    async_graphql::Error::from(error).into_server_error(async_graphql::Pos::default())
}
