//! What all processes of one installation share, such as the development issuer's signing key.
use sea_orm::entity::prelude::*;

/// What all processes of one installation share, such as the development issuer's signing key.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "installation")]
pub struct Model {
    /// The name of the setting.
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    /// Its value.
    pub value: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}
