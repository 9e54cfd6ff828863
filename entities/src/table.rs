//! The properties of a table besides its columns: who owns its rows, where they are stored on a cluster,
//! whether readers only see their organizations' rows, and whether its rows can be recomputed.
use sea_orm::{ColumnDef, ColumnTrait, EntityTrait, IdenStatic as _, Iterable as _, PrimaryKeyToColumn as _};

/// A table. To add one, add an entry to [`TABLES`](crate::TABLES), an entity and a migration.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Who owns its rows.
    pub owner: Owner,
    /// Where its rows are stored on a cluster.
    pub placement: Placement,
    /// Where its rows come from.
    pub content: Content,
    /// Whether row-level security limits readers to the rows of their organizations.
    pub is_guarded: bool,
    /// The name of its temporary table during a recomputation; `None` if it is not recomputed.
    pub scratch: Option<&'static str>,
    pub(crate) shape: fn() -> Shape,
}

/// Who owns the rows of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// Each row belongs to an organization: `org_id` comes first in the primary key.
    Organization,
    /// All organizations share the rows.
    Installation,
}

/// Where the rows of a table are stored on a cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// All rows of an organization on one machine.
    Spread,
    /// A copy on every machine, because rows of any organization refer to them.
    Copied,
    /// Only on the coordinator.
    Coordinator,
}

/// Where the rows of a table come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// They are written directly and cannot be derived from anything else.
    Written,
    /// A read model: a pure function of the stored events.
    Recomputed,
    /// Projection numbers the people that events name, and never reassigns a number.
    Numbered,
    /// What runs and sessions deleted by retention contributed to the totals in that table. Both tables have
    /// the same shape and the same entity.
    Kept {
        /// The table of totals.
        totals: &'static str,
    },
}

/// The columns of a table, from its entity.
#[derive(Clone, Debug)]
pub struct Shape {
    /// The name and definition of each, in order.
    pub columns: Vec<(&'static str, ColumnDef)>,
    /// The names of the primary key columns, in order.
    pub key: Vec<&'static str>,
}

impl Shape {
    pub(crate) fn of<E: EntityTrait>() -> Self {
        let columns = E::Column::iter().map(|column| (column.as_str(), column.def()));
        let key = E::PrimaryKey::iter().map(|key| key.into_column().as_str());
        Self { columns: columns.collect(), key: key.collect() }
    }
}

impl Table {
    /// Its columns, from its entity.
    #[must_use]
    pub fn shape(&self) -> Shape {
        (self.shape)()
    }

    /// The columns that this program knows, joined by commas; a newer version may have added others.
    #[must_use]
    pub fn columns(&self) -> String {
        let columns: Vec<&str> = self.shape().columns.iter().map(|(name, _)| *name).collect();
        columns.join(", ")
    }

    /// The columns of its primary key, joined by commas.
    #[must_use]
    pub fn key(&self) -> String {
        self.shape().key.join(", ")
    }

    /// Whether its rows belong to organizations.
    #[must_use]
    pub const fn is_tenant(&self) -> bool {
        matches!(self.owner, Owner::Organization)
    }

    /// Whether it is sharded by organization on a cluster.
    #[must_use]
    pub const fn is_spread(&self) -> bool {
        matches!(self.placement, Placement::Spread)
    }
}
