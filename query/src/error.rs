//! What can go wrong when something is read or written, by what the caller may do about it.
use domain::Capability;
use domain::excess::ExcessError;
use domain::sketch::SketchError;
use domain::time::PeriodError;
use sea_orm::DbErr;
use std::sync::Arc;
use std::time::Duration;
use store::StoreError;
use thiserror::Error;

/// Why a query or a change was not answered. Its text never tells what the caller may not know.
#[derive(Clone, Debug, Error)]
pub enum QueryError {
    /// The caller's role does not allow this.
    #[error("{0}")]
    NotAllowed(Capability),
    /// There is no such thing, or the caller may not know of it.
    #[error("{0} not found")]
    NotFound(&'static str),
    /// An argument is not what it should be.
    #[error("{0}")]
    BadInput(String),
    /// Too much at once; nothing was done.
    #[error("{message}")]
    RateLimited {
        /// What was too much.
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
        /// How much it was.
        asked: usize,
    },
    /// The database, or the machine of it that was asked, is away; the detail is for the log alone.
    #[error("the database cannot be reached now; try again in a moment")]
    Unavailable(Arc<str>),
    /// Our own fault; the detail is for the log alone.
    #[error("internal error")]
    Internal(Arc<str>),
}

impl QueryError {
    /// A bad argument.
    pub fn bad_input(message: impl Into<String>) -> Self {
        Self::BadInput(message.into())
    }

    /// An error of our own.
    #[expect(clippy::needless_pass_by_value, reason = "so that it can stand in map_err")]
    pub fn internal(detail: impl ToString) -> Self {
        Self::Internal(Arc::from(detail.to_string()))
    }

    /// The word for programs.
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

/// What a connection of `SeaORM` tells that reads for a scope: its own refusals come through as they were.
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
        // The one kind that carries an error of another library.
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
