//! What one operation may ask for. The library counts the complexity; what it would stumble over
//! before it comes to count (fragments that multiply, thousands of aliases, endless
//! introspection) is measured here first, without following any fragment twice.

mod document;
mod introspection;
mod nesting;

pub use document::Size;

use crate::error::ApiError;
use crate::graphql::documents::InHand;
use crate::options::GraphQlOptions;
use async_graphql::extensions::{Extension, ExtensionContext, ExtensionFactory, NextPrepareRequest, NextValidation};
use async_graphql::{Request, ServerError, ServerResult, ValidationResult};
use std::any::TypeId;
use std::sync::Arc;

/// Holds every operation to the limits, however it comes in.
#[derive(Clone, Debug)]
pub struct Limits(Arc<GraphQlOptions>);

impl Limits {
    /// The limits that the options say.
    #[must_use]
    pub fn new(options: &GraphQlOptions) -> Self {
        Self(Arc::new(options.clone()))
    }
}

impl ExtensionFactory for Limits {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(self.clone())
    }
}

#[async_graphql::async_trait::async_trait]
impl Extension for Limits {
    async fn prepare_request(
        &self,
        ctx: &ExtensionContext<'_>,
        mut request: Request,
        next: NextPrepareRequest<'_>,
    ) -> ServerResult<Request> {
        // What was found valid before was measured before, too.
        let in_hand = request.data.get(&TypeId::of::<InHand>()).and_then(|data| data.downcast_ref::<InHand>());
        if in_hand.is_some_and(|in_hand| in_hand.valid().is_some()) {
            return next.run(ctx, request).await;
        }
        check_text(&request.query, &self.0).map_err(refused)?;
        let size = Size::of(request.parsed_query()?).map_err(refused)?;
        check(size.depth, self.0.max_depth, "levels").map_err(refused)?;
        check(size.nested, document::MOST_FRAGMENTS, document::NESTED).map_err(refused)?;
        check(size.fields, self.0.max_fields, "fields and fragments, each counted wherever it is used")
            .map_err(refused)?;
        check(size.aliases, self.0.max_aliases, "aliases").map_err(refused)?;
        check(size.directives, self.0.max_aliases, "directives").map_err(refused)?;
        check(size.introspection, introspection::MOST, "values of the schema, as estimated").map_err(refused)?;
        next.run(ctx, request).await
    }

    async fn validation(
        &self,
        ctx: &ExtensionContext<'_>,
        next: NextValidation<'_>,
    ) -> Result<ValidationResult, Vec<ServerError>> {
        let in_hand = ctx.data_opt::<InHand>();
        if let Some(valid) = in_hand.and_then(InHand::valid) {
            return Ok(valid);
        }
        let result = next.run(ctx).await?;
        let refused = |error| vec![refused(error)];
        check(result.complexity, self.0.max_complexity, "points of complexity").map_err(refused)?;
        if let Some(in_hand) = in_hand {
            in_hand.accept(result);
        }
        Ok(result)
    }
}

/// The most brackets within brackets. Reading takes about a kilobyte of a stack of megabytes for each.
const MOST_BRACKETS: usize = 128;

/// Refuses a text that is too long or too deep to be read.
///
/// # Errors
/// TOO_COMPLEX, where it is; BAD_USER_INPUT where that cannot be told.
pub fn check_text(text: &str, options: &GraphQlOptions) -> Result<(), ApiError> {
    check(text.len(), options.max_query_bytes, "bytes of text")?;
    check(nesting::levels(text)?, MOST_BRACKETS, "brackets within brackets")
}

/// Refuses what exceeds a limit, and says by how much.
///
/// # Errors
/// TOO_COMPLEX, where it does.
pub fn check(asked: usize, most: usize, what: &'static str) -> Result<(), ApiError> {
    if asked <= most { Ok(()) } else { Err(ApiError::TooComplex { what, most, asked }) }
}

fn refused(error: ApiError) -> ServerError {
    async_graphql::Error::from(error).into_server_error(async_graphql::Pos::default())
}
