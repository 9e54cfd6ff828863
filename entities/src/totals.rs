//! The entities of the tables of totals: their keys, the counts, and their other columns.

/// Declares the entity of a table of totals from the list of counts in [`domain::with_counts`].
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
            /// By how much sums exceed 2^63 - 1; usually null. See [`domain::excess`].
            pub excess: Option<String>,
        }

        impl ActiveModelBehavior for ActiveModel {}
    };
}
pub(crate) use totals;
