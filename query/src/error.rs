//! What can go wrong in a read or a write, sorted by what the caller can do about it.
use domain::Capability;
use domain::excess::ExcessError;
use domain::sketch::SketchError;
use domain::time::PeriodError;
use sea_orm::DbErr;
use std::sync::Arc;
use std::time::Duration;
use store::StoreError;
use thiserror::Error;

/// Why a query or a mutation failed. Its text never reveals what the caller may not know.
#[derive(Clone, Debug, Error)]
pub enum QueryError {
    /// The caller's role does not allow this.
    #[error("{0}")]
    NotAllowed(Capability),
    /// It does not exist, or the caller may not know of it.
    #[error("{0} not found")]
    NotFound(&'static str),
    /// An argument is invalid.
    #[error("{0}")]
    BadInput(String),
    /// Too many at once; nothing was done.
    #[error("{message}")]
    RateLimited {
        /// What there were too many of.
        message: &'static str,
        /// When to try again.
        retry_after: Duration,
    },
    /// More than a limit allows.
    #[error("expected at most {most} {what}, got {asked}: {} too many", asked.saturating_sub(*most))]
    TooComplex {
        /// What is limited.
        what: &'static str,
        /// The limit.
        most: usize,
        /// The amount requested.
        asked: usize,
    },
    /// The database, or the machine of the cluster that holds the data, cannot be reached; the detail is only
    /// for the log.
    #[error("the database cannot be reached now; try again in a moment")]
    Unavailable(Arc<str>),
    /// An internal error; the detail is only for the log.
    #[error("internal error")]
    Internal(Arc<str>),
}

impl QueryError {
    /// An invalid argument.
    pub fn bad_input(message: impl Into<String>) -> Self {
        Self::BadInput(message.into())
    }

    /// An internal error.
    #[expect(clippy::needless_pass_by_value, reason = "so that it can stand in map_err")]
    pub fn internal(detail: impl ToString) -> Self {
        Self::Internal(Arc::from(detail.to_string()))
    }

    /// The machine-readable error code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotAllowed(_) => "FORBIDDEN",
            Self::NotFound(_) => "NOT_FOUND",
            Self::BadInput(_) => "BAD_USER_INPUT",
            Self::RateLimited { .. } => "RATE_LIMITED",
            Self::TooComplex { .. } => "TOO_COMPLEX",
            Self::Unavailable(_) => "UNAVAILABLE",
            Self::Internal(_) => "INTERNAL",
        }
    }
}

impl From<Capability> for QueryError {
    fn from(capability: Capability) -> Self {
        Self::NotAllowed(capability)
    }
}

impl From<StoreError> for QueryError {
    fn from(error: StoreError) -> Self {
        if error.is_away() || error.is_unreachable() {
            Self::Unavailable(Arc::from(error.to_string()))
        } else {
            Self::internal(error)
        }
    }
}

/// Errors from `SeaORM` on a scoped connection: our own errors pass through unchanged.
impl From<DbErr> for QueryError {
    fn from(error: DbErr) -> Self {
        if let DbErr::TryIntoErr { source, .. } = &error
            && let Some(own) = source.downcast_ref::<Self>()
        {
            return own.clone();
        }
        StoreError::from(error).into()
    }
}

impl From<QueryError> for DbErr {
    fn from(error: QueryError) -> Self {
        // The only variant that can carry a foreign error.
        Self::TryIntoErr { from: "QueryError", into: "DbErr", source: Arc::new(error) }
    }
}

impl From<SketchError> for QueryError {
    fn from(error: SketchError) -> Self {
        Self::internal(error)
    }
}

impl From<ExcessError> for QueryError {
    fn from(error: ExcessError) -> Self {
        Self::internal(error)
    }
}

impl From<PeriodError> for QueryError {
    fn from(error: PeriodError) -> Self {
        Self::bad_input(format!("period: {error}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_comes_through_a_connection_as_it_was() {
        let refused = QueryError::TooComplex { what: "statements", most: 200, asked: 201 };
        let told = QueryError::from(DbErr::from(refused));
        assert!(matches!(told, QueryError::TooComplex { what: "statements", most: 200, asked: 201 }), "{told:?}");
        assert!(matches!(QueryError::from(DbErr::Type("no number".to_owned())), QueryError::Internal(_)));
        let away = StoreError::from(DbErr::ConnectionAcquire(sea_orm::ConnAcquireErr::Timeout));
        assert!(matches!(QueryError::from(DbErr::from(away)), QueryError::Unavailable(_)));
    }
}
