//! A count of OTLP records of one name that were not stored as events. Nothing is computed from it: it tells people
//! what is wrong with an agent.
use sea_orm::entity::prelude::*;

/// A count of OTLP records of one name that were not stored as events.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "record_counts")]
pub struct Model {
    /// The organization.
    #[sea_orm(primary_key, auto_increment = false)]
    pub org_id: String,
    /// The service that sent the records; empty for all those beyond the limit of names.
    #[sea_orm(primary_key, auto_increment = false)]
    pub service: String,
    /// The name of the event, span or metric; of refused records, why they were refused.
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    /// Why they were not stored; see [`domain::Unstored::code`].
    #[sea_orm(primary_key, auto_increment = false)]
    pub reason: i16,
    /// The agent, if it is known.
    pub agent: Option<String>,
    /// How many there were.
    pub records: i64,
    /// When the last of them arrived.
    pub last_seen_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
