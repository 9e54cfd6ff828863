//! A value shared by all processes of an installation, such as the development issuer's signing key.
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{Insert, Set};

/// A value shared by all processes of an installation, such as the development issuer's signing key.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "installation")]
pub struct Model {
    /// Its name.
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    /// The value.
    pub value: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}

/// Sets a value, replacing any existing one.
pub fn set(name: &str, value: impl Into<Vec<u8>>) -> Insert<ActiveModel> {
    let setting = ActiveModel { name: Set(name.to_owned()), value: Set(value.into()) };
    let replace = OnConflict::column(Column::Name).update_column(Column::Value).to_owned();
    Entity::insert(setting).on_conflict(replace)
}
