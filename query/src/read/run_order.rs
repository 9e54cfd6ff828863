//! The order of the runs of a session: by their first events, that is by time and, between equals, by the
//! bytes of the event's id. The id stands at the beginning of the column `keys` (see `domain::keys`).
use std::fmt::Write as _;
use std::sync::LazyLock;
use store::Engine;

/// What runs are ordered by, as an expression of the engine.
pub(super) fn sql(engine: Engine) -> &'static str {
    match engine {
        Engine::Postgres => POSTGRES,
        Engine::Sqlite => &SQLITE,
    }
}

/// Two bytes come first; then the length of the id, in one byte, or in two of seven bits each.
const POSTGRES: &str = "first_at, CASE WHEN get_byte(keys, 2) < 128
    THEN substring(keys FROM 4 FOR get_byte(keys, 2))
    ELSE substring(keys FROM 5 FOR get_byte(keys, 2) - 128 + 128 * get_byte(keys, 3)) END";

/// SQLite has no function for the value of a byte: it is looked up where it stands among all bytes.
static SQLITE: LazyLock<String> = LazyLock::new(|| {
    let all = (0..=255_u8).fold(String::new(), |mut all, byte| {
        // Writing to a text does not fail.
        let _ = write!(all, "{byte:02x}");
        all
    });
    let byte = |place: u8| format!("(instr(x'{all}', substr(keys, {place}, 1)) - 1)");
    let (low, high) = (byte(3), byte(4));
    format!(
        "first_at, CASE WHEN substr(keys, 3, 1) < x'80' THEN substr(keys, 4, {low})
         ELSE substr(keys, 5, {low} - 128 + 128 * {high}) END"
    )
});
