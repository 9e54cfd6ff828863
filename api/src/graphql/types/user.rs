//! A person as one organization sees them.
use crate::error::ApiError;
use crate::graphql::context::ContextExt as _;
use crate::graphql::loaders::{FiguresOf, MemberOf};
use async_graphql::Context;
use domain::{Period, UserId};
use query::metrics::Figures;
use query::read::directory::Member;
use query::scope::OrgScope;
use std::sync::Arc;

/// A person in an organization. Directory fields are null for people who appear only in events.
#[derive(Clone, Debug)]
pub struct OrganizationUser {
    pub(in crate::graphql) scope: OrgScope,
    pub(in crate::graphql) user_id: UserId,
    pub(in crate::graphql) known: Option<Arc<Known>>,
}

/// What a list has read about a person already.
#[derive(Clone, Debug)]
pub struct Known {
    /// The directory entry; none where there is none.
    pub member: Option<Arc<Member>>,
    /// The figures of some periods.
    pub figures: Vec<KnownFigures>,
}

/// Somebody's figures over a period.
#[derive(Clone, Debug)]
pub struct KnownFigures {
    /// The period.
    pub period: Period,
    /// Whether percentiles are among them.
    pub durations: bool,
    /// The figures.
    pub figures: Arc<Figures>,
}

impl OrganizationUser {
    /// A person of whom nothing was read yet.
    #[must_use]
    pub const fn new(scope: OrgScope, user_id: UserId) -> Self {
        Self { scope, user_id, known: None }
    }

    /// A person of whom this is known.
    #[must_use]
    pub fn known(scope: OrgScope, user_id: UserId, known: Known) -> Self {
        Self { scope, user_id, known: Some(Arc::new(known)) }
    }

    pub(in crate::graphql) async fn member(&self, ctx: &Context<'_>) -> Result<Option<Arc<Member>>, ApiError> {
        match &self.known {
            Some(known) => Ok(known.member.clone()),
            None => {
                let key = MemberOf(self.scope.clone(), self.user_id.clone());
                Ok(ctx.loaders().load_one(key).await?.flatten())
            }
        }
    }

    pub(in crate::graphql) async fn figures(
        &self,
        ctx: &Context<'_>,
        period: Period,
        durations: bool,
    ) -> Result<Arc<Figures>, ApiError> {
        let mut known = self.known.iter().flat_map(|known| &known.figures);
        if let Some(known) = known.find(|known| known.period == period && (known.durations || !durations)) {
            return Ok(Arc::clone(&known.figures));
        }
        let key = FiguresOf { scope: self.scope.clone(), user_id: self.user_id.clone(), period, durations };
        Ok(ctx.loaders().load_one(key).await?.unwrap_or_default())
    }

    /// A MEMBER may meet another person in the own session, but not see that person's figures.
    pub(in crate::graphql) fn check(&self) -> Result<(), ApiError> {
        if self.scope.admits(&self.user_id) {
            Ok(())
        } else {
            Err(ApiError::Forbidden("a MEMBER can see their own figures only"))
        }
    }
}
