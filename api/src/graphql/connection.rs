//! Pages of lists: their arguments, their cursors, and what they say about themselves.
use crate::error::ApiError;
use crate::text::is_printable;
use async_graphql::SimpleObject;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The most items of a page.
pub const MAX_PAGE: usize = 500;
/// The length of a page of sessions or users that names none.
pub const DEFAULT_PAGE: usize = 25;

/// Where a page lies in its list.
#[derive(Clone, Debug, Default, PartialEq, Eq, SimpleObject)]
pub struct PageInfo {
    /// Whether the list goes on after this page.
    pub has_next_page: bool,
    /// Whether the list begins before this page.
    pub has_previous_page: bool,
    /// The cursor of the first item; null on an empty page.
    pub start_cursor: Option<String>,
    /// The cursor of the last item; null on an empty page.
    pub end_cursor: Option<String>,
}

/// Which page is wanted.
#[derive(Clone, Debug, Default)]
pub struct PageArgs {
    /// How many from the beginning.
    pub first: Option<i32>,
    /// Only after this cursor.
    pub after: Option<String>,
    /// How many from the end, instead.
    pub last: Option<i32>,
    /// Only before this cursor.
    pub before: Option<String>,
}

impl PageArgs {
    /// How many items, and whether they are counted from the end of the list.
    ///
    /// # Errors
    /// BAD_USER_INPUT for a number out of range.
    pub fn size(&self, default: usize) -> Result<(usize, bool), ApiError> {
        let (name, size, from_the_end) = match (self.last, self.first) {
            (Some(last), _) => ("last", last, true),
            (None, Some(first)) => ("first", first, false),
            (None, None) => return Ok((default, false)),
        };
        match usize::try_from(size) {
            Ok(size) if size <= MAX_PAGE => Ok((size, from_the_end)),
            _ => Err(ApiError::bad_input(format!("{name}: expected 0 to {MAX_PAGE}"))),
        }
    }
}

/// What a list with pages costs: its children as often as the page is long, by half, because the
/// items of a page come from one statement. `default` is the length that [`PageArgs::size`] gives to
/// a page without any, as where `first` is null.
#[must_use]
pub fn page_cost(first: Option<i32>, last: Option<i32>, default: usize, child_complexity: usize) -> usize {
    // A negative length is refused when the page is read.
    let size = last.or(first).map_or(default, |size| usize::try_from(size).unwrap_or(1));
    1 + (size.clamp(1, MAX_PAGE) * child_complexity).div_ceil(2)
}

/// A page of items with their cursors.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// The items, in the order that was asked for.
    pub items: Vec<(String, T)>,
    /// Where the page lies.
    pub info: PageInfo,
}

impl<T> Page<T> {
    /// A page out of `found`, for which one item more than `size` was looked for.
    #[must_use]
    pub fn cut(mut found: Vec<(String, T)>, size: usize, from_the_end: bool, args: &PageArgs) -> Self {
        let more = found.len() > size;
        if more && from_the_end {
            found.drain(..found.len() - size);
        } else {
            found.truncate(size);
        }
        let info = PageInfo {
            has_next_page: if from_the_end { args.before.is_some() } else { more },
            has_previous_page: if from_the_end { more } else { args.after.is_some() },
            start_cursor: found.first().map(|(cursor, _)| cursor.clone()),
            end_cursor: found.last().map(|(cursor, _)| cursor.clone()),
        };
        Self { items: found, info }
    }
}

/// A cursor that fits one list alone: `list` names its kind and order, `org_id` its organisation.
#[must_use]
pub fn encode_cursor(list: &str, org_id: &str, position: &impl Serialize) -> String {
    // Texts and numbers always have a JSON form.
    let bytes = serde_json::to_vec(&(list, org_id, position)).unwrap_or_default();
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The position that a cursor of this list tells.
///
/// # Errors
/// BAD_USER_INPUT for anything but a cursor of this list.
pub fn decode_cursor<P: DeserializeOwned>(cursor: &str, list: &str, org_id: &str) -> Result<P, ApiError> {
    let refused = || ApiError::bad_input("the cursor does not belong to this list and order");
    let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| refused())?;
    let parts = serde_json::from_slice::<Value>(&bytes).ok().filter(is_clean).ok_or_else(refused)?;
    let (of_list, of_org, position) = serde_json::from_value::<(String, String, P)>(parts).map_err(|_| refused())?;
    if of_list == list && of_org == org_id { Ok(position) } else { Err(refused()) }
}

/// Whether no text within has a control character: what lists are ordered by has none.
fn is_clean(value: &Value) -> bool {
    match value {
        Value::String(text) => is_printable(text),
        Value::Array(items) => items.iter().all(is_clean),
        Value::Object(fields) => fields.values().all(is_clean),
        Value::Null | Value::Bool(_) | Value::Number(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_fits_its_own_list_alone() {
        let cursor = encode_cursor("sessions:COST:DESC", "acme", &(Some(7), "s1"));
        let position: (Option<i64>, String) =
            decode_cursor(&cursor, "sessions:COST:DESC", "acme").expect("its own list");
        assert_eq!(position, (Some(7), "s1".to_owned()));
        for (list, org) in [("sessions:COST:ASC", "acme"), ("sessions:COST:DESC", "other")] {
            assert!(decode_cursor::<(Option<i64>, String)>(&cursor, list, org).is_err());
        }
        assert!(decode_cursor::<(Option<i64>, String)>("???", "sessions:COST:DESC", "acme").is_err());
        let made_up = encode_cursor("sessions:COST:DESC", "acme", &(Some(7), "s\0"));
        assert!(decode_cursor::<(Option<i64>, String)>(&made_up, "sessions:COST:DESC", "acme").is_err());
    }

    #[test]
    fn a_page_costs_what_it_may_hold() {
        assert_eq!(page_cost(Some(10), None, 25, 4), 21);
        assert_eq!(page_cost(Some(10), Some(20), 25, 4), 41);
        assert_eq!(page_cost(None, None, 25, 4), 51, "a null is no way around the default");
        assert_eq!(page_cost(Some(i32::MAX), None, 25, 4), 1 + MAX_PAGE * 2);
    }

    #[test]
    fn pages_know_what_lies_around_them() {
        let found = |n: usize| (0..n).map(|i| (format!("c{i}"), i)).collect::<Vec<_>>();
        let page = Page::cut(found(3), 2, false, &PageArgs::default());
        assert!(page.info.has_next_page && !page.info.has_previous_page);
        let args = PageArgs { before: Some("x".to_owned()), ..PageArgs::default() };
        let page = Page::cut(found(3), 2, true, &args);
        assert_eq!(page.items.iter().map(|(_, i)| *i).collect::<Vec<_>>(), [1, 2]);
        assert!(page.info.has_next_page && page.info.has_previous_page);
    }
}
