//! Cursors of lists of sessions.
use crate::error::ApiError;
use crate::graphql::connection::{decode_cursor, encode_cursor};
use domain::SessionId;
use query::read::session_page::{Key, Position};
use query::scope::OrgScope;
use serde::{Deserialize, Serialize};

/// The cursors of one list.
pub(super) struct Cursors<'a> {
    pub(super) list: String,
    pub(super) scope: &'a OrgScope,
}

/// A key within a cursor; floats by their bits, because their digits might not come back the same.
#[derive(Serialize, Deserialize)]
enum Stored {
    #[serde(rename = "i")]
    Int(i64),
    #[serde(rename = "f")]
    Float(u64),
}

impl Cursors<'_> {
    pub(super) fn encode(&self, position: &Position) -> String {
        let key = position.key.map(|key| match key {
            Key::Int(number) => Stored::Int(number),
            Key::Float(number) => Stored::Float(number.to_bits()),
        });
        encode_cursor(&self.list, self.scope.org_id().as_str(), &(key, position.session_id.as_str()))
    }

    pub(super) fn decode(&self, cursor: &str) -> Result<Position, ApiError> {
        let (key, id) = decode_cursor::<(Option<Stored>, String)>(cursor, &self.list, self.scope.org_id().as_str())?;
        let key = key.map(|key| match key {
            Stored::Int(number) => Key::Int(number),
            Stored::Float(bits) => Key::Float(f64::from_bits(bits)),
        });
        Ok(Position { key, session_id: SessionId::from(id) })
    }
}
