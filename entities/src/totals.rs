//! The entities of the tables of totals: their keys, the counts, and what else they hold.

/// Declares the entity of a table of totals, of the list of counts that [`domain::with_counts`] gives.
macro_rules! totals {
    (
        $(#[$meta:meta])* $table:literal { $($key:tt)* } { $($more:tt)* }
        $( $(#[$count_meta:meta])* $count:ident: $kind:ident, )+
    ) => {
        use sea_orm::entity::prelude::*;

        $(#[$meta])*
        #[sea_orm::model]
        #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
        #[sea_orm(table_name = $table)]
        pub struct Model {
            $($key)*
            $( $(#[$count_meta])* pub $count: i64, )+
            $($more)*
            /// The durations of the runs; see [`domain::Sketch`].
            pub durations: Vec<u8>,
            /// What sums exceed 2^63 - 1 by; null as a rule. See [`domain::excess`].
            pub excess: Option<String>,
        }

        impl ActiveModelBehavior for ActiveModel {}
    };
}
pub(crate) use totals;
