//! What there is to know about a table beside its columns: whose its rows are, where they lie on a cluster,
//! whether readers are kept to their own, and whether its rows can be computed anew.
use sea_orm::{ColumnDef, ColumnTrait, EntityTrait, IdenStatic as _, Iterable as _, PrimaryKeyToColumn as _};

/// A table. To add one is to add an entry to [`TABLES`](crate::TABLES), an entity and a migration.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Whose its rows are.
    pub owner: Owner,
    /// Where its rows lie on a cluster.
    pub placement: Placement,
    /// Where its rows come from.
    pub content: Content,
    /// Whether row-level security keeps readers to the rows of their organizations.
    pub is_guarded: bool,
    /// The name of its temporary table while a recomputation is under way; none where it takes part in none.
    pub scratch: Option<&'static str>,
    pub(crate) shape: fn() -> Shape,
}

/// Whose the rows of a table are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// Each row is an organization's: `org_id` is first in the primary key.
    Organization,
    /// All organizations share them.
    Installation,
}

/// Where the rows of a table lie on a cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// All of one organization on one machine.
    Spread,
    /// On every machine, because rows of any organization refer to them.
    Copied,
    /// On the coordinator alone.
    Coordinator,
}

/// Where the rows of a table come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// They were written, and are known from nowhere else.
    Written,
    /// A read model: a pure function of the stored events.
    Recomputed,
    /// Projection numbers what it meets, and never forgets a number.
    Numbered,
    /// What runs and sessions that retention let go left in the totals of that table. Both have one shape, and
    /// one entity.
    Kept {
        /// The table of totals.
        totals: &'static str,
    },
}

/// The columns of a table, as its entity tells them.
#[derive(Clone, Debug)]
pub struct Shape {
    /// Name and definition of each, in order.
    pub columns: Vec<(&'static str, ColumnDef)>,
    /// The names of those of the primary key, in order.
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
    /// Its columns, as its entity tells them.
    #[must_use]
    pub fn shape(&self) -> Shape {
        (self.shape)()
    }

    /// The columns that this program knows, joined by commas, whatever a newer one has added.
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

    /// Whether its rows are an organization's.
    #[must_use]
    pub const fn is_tenant(&self) -> bool {
        matches!(self.owner, Owner::Organization)
    }

    /// Whether its rows lie apart by organization on a cluster.
    #[must_use]
    pub const fn is_spread(&self) -> bool {
        matches!(self.placement, Placement::Spread)
    }
}
