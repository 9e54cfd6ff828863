//! What can go wrong with the store, sorted by what the caller can do about it.
use sea_orm::{ConnAcquireErr, DbErr, RuntimeErr};
use sqlx::error::DatabaseError;
use std::borrow::Cow;
use std::sync::Arc;
use thiserror::Error;

/// A failure of the store.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The database returned an error, or could not be reached.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// `SeaORM` reported an error that does not come from the database.
    #[error(transparent)]
    Orm(DbErr),
    /// The database address cannot be used.
    #[error("database URL: {0}")]
    Url(String),
    /// Another process holds an exclusive lock.
    #[error("{0}")]
    Locked(String),
    /// A file beside the database cannot be used.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: String,
        /// The system's error.
        source: std::io::Error,
    },
    /// A stored value is invalid.
    #[error("stored data: {0}")]
    Damaged(String),
}

/// The message for a full disk.
const FULL: &str = "the disk of the database is full; reading goes on";

/// Database errors that come through `SeaORM` are unwrapped, so that code that sorts errors need not know
/// which way a statement took.
impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        match error {
            DbErr::Conn(RuntimeErr::SqlxError(cause))
            | DbErr::Exec(RuntimeErr::SqlxError(cause))
            | DbErr::Query(RuntimeErr::SqlxError(cause)) => match Arc::try_unwrap(cause) {
                Ok(cause) => Self::Database(cause),
                Err(shared) => Self::Orm(DbErr::Query(RuntimeErr::SqlxError(shared))),
            },
            DbErr::ConnectionAcquire(ConnAcquireErr::Timeout) => Self::Database(sqlx::Error::PoolTimedOut),
            DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed) => Self::Database(sqlx::Error::PoolClosed),
            DbErr::TryIntoErr { from, into, mut source } => {
                match Arc::get_mut(&mut source).and_then(|source| source.downcast_mut()) {
                    Some(carried) => std::mem::replace(carried, Self::Damaged(String::new())),
                    None => Self::Orm(DbErr::TryIntoErr { from, into, source }),
                }
            }
            other => Self::Orm(other),
        }
    }
}

/// For `SeaORM` connections that are backed by the store. Converting back loses nothing.
impl From<StoreError> for DbErr {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Database(error) => Self::Query(RuntimeErr::SqlxError(Arc::new(error))),
            StoreError::Orm(error) => error,
            // The only variant that can carry a foreign error.
            other => Self::TryIntoErr { from: "StoreError", into: "DbErr", source: Arc::new(other) },
        }
    }
}

impl StoreError {
    /// The driver's error, whichever way the statement took.
    fn driver(&self) -> Option<&sqlx::Error> {
        match self {
            Self::Database(error) => Some(error),
            Self::Orm(
                DbErr::Conn(RuntimeErr::SqlxError(error))
                | DbErr::Exec(RuntimeErr::SqlxError(error))
                | DbErr::Query(RuntimeErr::SqlxError(error)),
            ) => Some(error),
            _ => None,
        }
    }

    /// The error that the database itself returned.
    fn database(&self) -> Option<&dyn DatabaseError> {
        self.driver()?.as_database_error()
    }

    /// The database's error code.
    fn code(&self) -> Option<Cow<'_, str>> {
        self.database()?.code()
    }

    /// Whether a row with the same key already exists.
    #[must_use]
    pub fn is_duplicate_key(&self) -> bool {
        self.database().is_some_and(|error| error.is_unique_violation())
    }

    /// Whether a transient failure may still have been caused by the statement itself, so that it may never
    /// go away: it took too long, used too much memory, conflicted with others too often, or broke the
    /// protocol. The server's internal errors and what it does not support count as well, except on a cluster
    /// (`spread`), which reports lost machines that way.
    #[must_use]
    pub fn may_be_own_fault(&self, spread: bool) -> bool {
        matches!(self.driver(), Some(sqlx::Error::Protocol(_)))
            || self.code().is_some_and(|code| is_own_fault_code(&code, spread))
    }

    /// Whether the server's certificate is not trusted, so that retrying cannot help.
    #[must_use]
    pub fn is_untrusted(&self) -> bool {
        // The driver reports it as a broken connection, with the message of the TLS library.
        matches!(self.driver(), Some(error @ (sqlx::Error::Io(_) | sqlx::Error::Tls(_)))
            if error.to_string().contains("invalid peer certificate"))
    }

    /// Whether the server says that it is unavailable at the moment, or that the cluster machine that holds
    /// the requested data is.
    #[must_use]
    pub fn is_unreachable(&self) -> bool {
        self.database().is_some_and(|error| {
            error
                .code()
                .is_some_and(|code| is_lost_code(&code) && (code != INTERNAL || tells_of_a_machine(error.message())))
        })
    }

    /// Whether a machine of a cluster was lost, including when this is reported as an error without a code of
    /// its own.
    #[must_use]
    pub fn is_machine_lost(&self) -> bool {
        self.code().is_some_and(|code| is_lost_code(&code))
    }

    /// The kind of failure, in words that reveal nothing about stored data.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match (self, self.driver()) {
            (_, Some(sqlx::Error::Database(error))) => error.code().map_or(OTHER, |code| kind_of(&code)),
            (_, Some(sqlx::Error::PoolTimedOut)) => "the database cannot be reached, or no connection is free",
            (Self::Damaged(_), _) => "what was written did not come back",
            _ if self.is_away() => "the database cannot be reached",
            _ => OTHER,
        }
    }

    /// Whether the database found its own files damaged.
    #[must_use]
    pub fn is_corrupt(&self) -> bool {
        self.code().is_some_and(|code| is_corrupt_code(&code))
    }

    /// Whether the disk of the database is full.
    #[must_use]
    pub fn is_disk_full(&self) -> bool {
        match self {
            Self::File { source, .. } => source.kind() == std::io::ErrorKind::StorageFull,
            _ => self.code().is_some_and(|code| is_full_code(&code)),
        }
    }

    /// Whether the statement timed out waiting for a lock, or ran into a deadlock.
    #[must_use]
    pub fn is_locked_out(&self) -> bool {
        self.code().is_some_and(|code| ["55P03", "40P01"].contains(&&*code))
    }

    /// Whether no statement can succeed at the moment because the database cannot be reached.
    #[must_use]
    pub fn is_away(&self) -> bool {
        matches!(
            self.driver(),
            Some(
                sqlx::Error::Io(_)
                    | sqlx::Error::Tls(_)
                    | sqlx::Error::PoolTimedOut
                    | sqlx::Error::PoolClosed
                    | sqlx::Error::WorkerCrashed
            )
        )
    }

    /// Whether the same statement may well succeed later: the connection broke, the server is stopping or
    /// starting, a lock was not granted, memory or disk ran out. Everything else is caused by the statement
    /// or the data.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Locked(_) | Self::File { .. } => true,
            Self::Orm(DbErr::ConnectionAcquire(_) | DbErr::Conn(_)) => true,
            _ => self.driver().is_some_and(is_transient),
        }
    }
}

const OTHER: &str = "the database refused; see the logs";

/// The kinds that an operator can do something about. `PostgreSQL`'s codes are SQLSTATEs; those of `SQLite`
/// are numbers whose low byte is the primary code.
fn kind_of(code: &str) -> &'static str {
    match code {
        "53100" => FULL,
        "53300" => "the database has no connection left",
        "25006" => "the database is read-only",
        "57P01" | "57P02" | "57P03" => "the database is stopping or starting",
        "08000" | "08001" | "08003" | "08004" | "08006" => "a machine of the database cannot be reached",
        "57014" => "the database took too long",
        _ => match code.parse::<u32>().map(|number| number & 0xff) {
            Ok(13) => FULL,
            Ok(8) => "the database is read-only",
            Ok(11 | 26) => "the file of the database is damaged",
            Ok(5 | 6) => "the database is locked by somebody else",
            Ok(10 | 14) => "the file of the database cannot be read or written",
            _ => OTHER,
        },
    }
}

fn is_transient(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed
        | sqlx::Error::BeginFailed
        | sqlx::Error::Protocol(_) => true,
        sqlx::Error::Database(database) => database.code().is_some_and(|code| is_transient_code(&code)),
        _ => false,
    }
}

/// `PostgreSQL`: `data_corrupted` and `index_corrupted`. `SQLite`: `SQLITE_CORRUPT` and its extended codes,
/// and `SQLITE_NOTADB`.
fn is_corrupt_code(code: &str) -> bool {
    if code.len() == 5 {
        return ["XX001", "XX002"].contains(&code);
    }
    code.parse::<u32>().is_ok_and(|number| [11, 26].contains(&(number & 0xff)))
}

/// `PostgreSQL`: `disk_full`. `SQLite`: `SQLITE_FULL`, and `SQLITE_IOERR_SHMSIZE` if there is no room for the
/// index of the write-ahead log.
fn is_full_code(code: &str) -> bool {
    ["53100", "13", "4874"].contains(&code)
}

/// A connection to another machine failed or was terminated, possibly while rows were being streamed over it,
/// or the machine accepts no rows. Citus reports some of these as internal errors, without a code of their
/// own.
fn is_lost_code(code: &str) -> bool {
    code.len() == 5
        && (code.starts_with("08") || ["57P01", "57P02", "57P03", "58030", READ_ONLY, INTERNAL].contains(&code))
}

/// Whether an internal error from Citus is about a connection or another machine.
fn tells_of_a_machine(message: &str) -> bool {
    ["connection", "shut down", "remote node"].iter().any(|word| message.contains(word))
}

/// See [`StoreError::may_be_own_fault`].
fn is_own_fault_code(code: &str, spread: bool) -> bool {
    code.len() == 5
        && (["57014", "53200"].contains(&code)
            || code.starts_with("40")
            || (!spread && [INTERNAL, UNSUPPORTED].contains(&code)))
}

/// The server accepts no writes: it is a standby that was not promoted, or an operator blocked writes because
/// of a full disk.
const READ_ONLY: &str = "25006";
/// What the server cannot do in its current state; no event can cause this.
const UNSUPPORTED: &str = "0A000";

/// An internal error of the server, which says nothing about the event being processed.
const INTERNAL: &str = "XX000";

/// `PostgreSQL`: the SQLSTATE classes for connections, transaction rollback, resources, object state
/// (including locks), operator intervention, system errors and internal errors; a transaction that was idle
/// for too long or may not write; and what the server cannot do in its current state. `SQLite`: the primary
/// result codes for locks, I/O, a full disk and a file that cannot be opened (extended codes carry them in
/// their low byte).
fn is_transient_code(code: &str) -> bool {
    const SQLITE: [u32; 6] = [5, 6, 7, 10, 13, 14];
    match code.len() {
        5 if code.bytes().any(|byte| byte.is_ascii_alphabetic()) || code.starts_with(['0', '2', '4', '5']) => {
            ["08", "40", "53", "55", "57", "58"].contains(&&code[..2])
                || ["25P03", READ_ONLY, UNSUPPORTED, INTERNAL].contains(&code)
        }
        _ => code.parse::<u32>().is_ok_and(|number| SQLITE.contains(&(number & 0xff))),
    }
}

#[cfg(test)]
mod tests {
    use super::{
        Arc, ConnAcquireErr, DbErr, FULL, OTHER, RuntimeErr, StoreError, is_corrupt_code, is_lost_code,
        is_own_fault_code, is_transient_code, kind_of, tells_of_a_machine,
    };

    #[test]
    fn damage_is_told_from_everything_else() {
        for code in ["11", "267", "523", "779", "26", "XX001", "XX002"] {
            assert!(is_corrupt_code(code), "{code}");
        }
        for code in ["10", "13", "19", "XX000", "22003", "57P01"] {
            assert!(!is_corrupt_code(code), "{code}");
        }
    }

    #[test]
    fn kinds_of_both_engines() {
        for code in ["53100", "13"] {
            assert_eq!(kind_of(code), FULL);
        }
        // 1032: the database file was moved.
        for code in ["25006", "8", "1032"] {
            assert_eq!(kind_of(code), "the database is read-only");
        }
        assert_eq!(kind_of("42P01"), OTHER);
        assert_eq!(kind_of("1"), OTHER);
    }

    #[test]
    fn codes_of_both_engines() {
        let servers =
            ["08006", "57P01", "40001", "53100", "55P03", "55000", "25P03", "25006", "58030", "0A000", "XX000"];
        for code in servers.into_iter().chain(["5", "13", "517", "10"]) {
            assert!(is_transient_code(code), "{code}");
        }
        for code in ["23505", "22003", "42P01", "P0001", "1", "19", "2067", "1811"] {
            assert!(!is_transient_code(code), "{code}");
        }
    }

    #[test]
    fn a_lost_machine_is_told_from_what_an_event_can_cause() {
        for code in ["08000", "08006", "57P01", "57P03", "58030", "25006", "XX000"] {
            assert!(is_lost_code(code) && is_transient_code(code) && !is_own_fault_code(code, true), "{code}");
        }
        // Without a cluster, an event that always causes such an error has to be found.
        for code in ["XX000", "0A000", "57014", "40001"] {
            assert!(is_own_fault_code(code, false), "{code}");
        }
        assert!(tells_of_a_machine("failure on connection marked as essential: 192.0.2.7:5432"));
        assert!(tells_of_a_machine("postmaster was shut down, exiting"));
        assert!(!tells_of_a_machine("cache lookup failed for type 4711"));
        for code in ["23505", "22003", "57014", "40001", "XX001", "8", "10"] {
            assert!(!is_lost_code(code), "{code}");
        }
    }
    /// All the classifications of an error.
    fn sorted(error: &StoreError) -> (Vec<bool>, &'static str, String) {
        let truths = vec![
            error.is_duplicate_key(),
            error.may_be_own_fault(false),
            error.may_be_own_fault(true),
            error.is_untrusted(),
            error.is_unreachable(),
            error.is_machine_lost(),
            error.is_corrupt(),
            error.is_disk_full(),
            error.is_locked_out(),
            error.is_away(),
            error.is_transient(),
        ];
        (truths, error.kind(), error.to_string())
    }

    #[test]
    fn a_failure_is_sorted_alike_whichever_way_the_statement_took() {
        let broken = || sqlx::Error::Io(std::io::ErrorKind::ConnectionReset.into());
        let failures: [fn() -> StoreError; 7] = [
            || sqlx::Error::PoolTimedOut.into(),
            || sqlx::Error::PoolClosed.into(),
            || sqlx::Error::Protocol("half a message".to_owned()).into(),
            || sqlx::Error::WorkerCrashed.into(),
            || StoreError::Locked("somebody else is at it".to_owned()),
            || StoreError::File { path: "here".to_owned(), source: std::io::ErrorKind::StorageFull.into() },
            || StoreError::Damaged("no code".to_owned()),
        ];
        for failure in failures {
            let through = StoreError::from(DbErr::from(failure()));
            assert_eq!(sorted(&through), sorted(&failure()));
        }
        for told in [DbErr::Exec, DbErr::Query, DbErr::Conn] {
            let shared = Arc::new(broken());
            let told_once = StoreError::from(told(RuntimeErr::SqlxError(Arc::new(broken()))));
            assert_eq!(sorted(&told_once), sorted(&broken().into()));
            // The error may be shared: then it keeps `SeaORM`'s own wording, and is classified the same.
            let kept = StoreError::from(told(RuntimeErr::SqlxError(Arc::clone(&shared))));
            assert_eq!((sorted(&kept).0, sorted(&kept).1), (sorted(&told_once).0, sorted(&told_once).1));
        }
        let waited = StoreError::from(DbErr::ConnectionAcquire(ConnAcquireErr::Timeout));
        assert_eq!(sorted(&waited), sorted(&sqlx::Error::PoolTimedOut.into()));
    }
}
