//! Pages of lists: their arguments, their cursors and their page info.
use crate::error::ApiError;
use async_graphql::{Context, SimpleObject, Value as Argument};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::ids::is_printable;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The maximum page size.
pub const MAX_PAGE: usize = 500;
/// The default page size of lists of sessions and users.
pub const DEFAULT_PAGE: usize = 25;

/// The position of a page in its list.
#[derive(Clone, Debug, Default, PartialEq, Eq, SimpleObject)]
pub struct PageInfo {
    /// Whether there are more items after this page.
    pub has_next_page: bool,
    /// Whether there are items before this page.
    pub has_previous_page: bool,
    /// The cursor of the first item; null on an empty page.
    pub start_cursor: Option<String>,
    /// The cursor of the last item; null on an empty page.
    pub end_cursor: Option<String>,
}

/// Which page is requested.
#[derive(Clone, Debug, Default)]
pub struct PageArgs {
    /// How many items from the beginning.
    pub first: Option<i32>,
    /// Only items after this cursor.
    pub after: Option<String>,
    /// How many items from the end, instead.
    pub last: Option<i32>,
    /// Only items before this cursor.
    pub before: Option<String>,
}

impl PageArgs {
    /// The arguments of a field whose `first` has a default, which is ignored if `last` is given.
    ///
    /// # Errors
    /// BAD_USER_INPUT if both are given explicitly.
    pub fn both_ways(
        ctx: &Context<'_>,
        (first, after): (Option<i32>, Option<String>),
        (last, before): (Option<i32>, Option<String>),
    ) -> Result<Self, ApiError> {
        let given = ctx.field().arguments().unwrap_or_default();
        let first_is_given = given.iter().any(|(name, value)| name == "first" && *value != Argument::Null);
        match (first_is_given, last) {
            (true, Some(_)) => Err(ApiError::bad_input("first, last: expected one of them, not both")),
            (false, Some(_)) => Ok(Self { first: None, after, last, before }),
            (_, None) => Ok(Self { first, after, last, before }),
        }
    }

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

/// The cost of a total or a summary, in values: it takes a statement over the whole list, however few items
/// are shown.
pub const TOTAL: usize = 50;
/// The cost of a list besides its page if it has to be searched each time, in values.
pub const WALK: usize = 100;
/// The same for a list of sessions, which are scanned one by one if the list is filtered or summarized.
pub const SESSIONS: usize = 350;
/// The same for a list of people, who are all ranked by sums over their days.
pub const PEOPLE: usize = 2_500;
/// Beyond any sensible limit: nested lists would otherwise overflow an integer. A query with this cost is
/// rejected whatever the limit.
pub const BOUNDLESS: usize = 1 << 22;
/// From this bit on, a cost holds the part that the parent field multiplies differently from the rest; see
/// [`aside`].
const ASIDE: u32 = 36;
/// The maximum number of fields per operation, so that the two parts of a cost cannot run into each other or
/// overflow, whatever an operator configures.
pub const MOST_FIELDS: usize = 1 << 13;
const _: () = assert!(usize::BITS == 64 && BOUNDLESS * MOST_FIELDS < 1 << ASIDE);

/// The cost of a paginated list, in values: the cost of its children times the page size, so that nested
/// lists multiply. `default` is the size that [`PageArgs::size`] uses if none is given, for example if
/// `first` is null.
#[must_use]
pub fn page_cost(first: Option<i32>, last: Option<i32>, default: usize, child_complexity: usize) -> usize {
    // A negative size is rejected when the page is read.
    let size = last.or(first).map_or(default, |size| usize::try_from(size).unwrap_or(1));
    list_cost(size.min(MAX_PAGE), child_complexity)
}

/// The number of parts that a session or a run is taken to have if a document asks for a page of the default size.
const USUAL_PARTS: usize = 10;
/// The cost of such a list besides its items.
const PARTS: usize = 50;

/// The cost of a page of the parts of a session or a run, in values: its runs, handoffs, model calls or tool uses. Few
/// have more than a handful, so a page of the default size costs little, also for a page of sessions; what is really
/// there is counted while it is read.
#[must_use]
pub fn parts_cost(first: Option<i32>, default: usize, child_complexity: usize) -> usize {
    if first.is_none_or(|first| usize::try_from(first).is_ok_and(|first| first == default)) {
        return PARTS + list_cost(USUAL_PARTS.min(default), child_complexity);
    }
    page_cost(first, None, default, child_complexity)
}

/// The cost of a list of this size, in values; the part set aside counts once.
#[must_use]
pub fn list_cost(size: usize, child_complexity: usize) -> usize {
    let (each, once) = parts(child_complexity);
    bounded(size.max(1).saturating_mul(each).saturating_add(1).saturating_add(once))
}

/// A cost that the parent field counts differently from its other fields: for a page, its totals, which count
/// once whatever the page size; for the platform's trends, the cost per day. The library represents a cost as
/// one number, and a field knows only its own arguments and the sum of its children's costs.
#[must_use]
pub const fn aside(points: usize) -> usize {
    let most = BOUNDLESS / 256;
    (if points < most { points } else { most }) << ASIDE
}

/// The two parts of a cost: the plain one, and the one set aside.
#[must_use]
pub const fn parts(complexity: usize) -> (usize, usize) {
    (complexity & ((1 << ASIDE) - 1), complexity >> ASIDE)
}

/// A cost that can safely be added to others.
#[must_use]
pub fn bounded(points: usize) -> usize {
    points.min(BOUNDLESS)
}

/// How many items of a list without cursors are requested, whose items are identified by their own ids.
///
/// # Errors
/// BAD_USER_INPUT for a number out of range.
pub fn list_size(first: Option<i32>) -> Result<usize, ApiError> {
    let args = PageArgs { first, ..PageArgs::default() };
    args.size(MAX_PAGE).map(|(size, _)| size)
}

/// The error if the item after which a page should begin is not in the list.
#[must_use]
pub fn unknown_after(what: &str) -> ApiError {
    ApiError::bad_input(format!("after: expected the id of {what} of this list"))
}

/// A page of items with their cursors.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// The items, in the requested order.
    pub items: Vec<(String, T)>,
    /// The position of the page.
    pub info: PageInfo,
}

impl<T> Page<T> {
    /// A page cut from `found`, for which one item more than `size` was read; `around` says whether the list
    /// has items up to the cursor `after`, and from the cursor `before` on.
    #[must_use]
    pub fn cut(mut found: Vec<(String, T)>, size: usize, from_the_end: bool, around: (bool, bool)) -> Self {
        let more = found.len() > size;
        if more && from_the_end {
            found.drain(..found.len() - size);
        } else {
            found.truncate(size);
        }
        let (until, since) = around;
        Self::of(found, (until || more && from_the_end, since || more && !from_the_end))
    }

    /// The same page with each item mapped.
    #[must_use]
    pub fn map<U>(self, mut change: impl FnMut(T) -> U) -> Page<U> {
        let items = self.items.into_iter().map(|(cursor, item)| (cursor, change(item))).collect();
        Page { items, info: self.info }
    }

    /// A page of these items; `around` says whether there are others before and after them.
    #[must_use]
    pub fn of(items: Vec<(String, T)>, (has_previous_page, has_next_page): (bool, bool)) -> Self {
        let info = PageInfo {
            has_next_page,
            has_previous_page,
            start_cursor: items.first().map(|(cursor, _)| cursor.clone()),
            end_cursor: items.last().map(|(cursor, _)| cursor.clone()),
        };
        Self { items, info }
    }
}

/// A cursor that is valid for only one list: `list` names its kind and order, `org_id` its organization.
#[must_use]
pub fn encode_cursor(list: &str, org_id: &str, position: &impl Serialize) -> String {
    // Strings and numbers always have a JSON form.
    let bytes = serde_json::to_vec(&(list, org_id, position)).unwrap_or_default();
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The position encoded in a cursor of this list.
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

/// Whether no string in it contains a control character: sort keys of lists never do.
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
        assert_eq!(page_cost(Some(10), None, 25, 4), 41);
        assert_eq!(page_cost(Some(10), Some(20), 25, 4), 81);
        assert_eq!(page_cost(None, None, 25, 4), 101, "a null is no way around the default");
        assert_eq!(page_cost(Some(i32::MAX), None, 25, 4), 1 + MAX_PAGE * 4);
        assert_eq!(page_cost(Some(500), None, 25, 4 + aside(TOTAL)), 2_051, "a total comes once");
        assert_eq!(page_cost(Some(0), None, 25, aside(TOTAL)), 51, "an empty page still has its total");
        let nested = (0..15).fold(1, |within, _| page_cost(Some(500), None, 25, within));
        assert_eq!(nested, BOUNDLESS, "no number is left");
    }

    #[test]
    fn parts_are_few() {
        let runs = |within| parts_cost(Some(500), MAX_PAGE, within);
        assert_eq!(runs(8), 131);
        assert_eq!(parts_cost(None, MAX_PAGE, 8), 131);
        assert_eq!(parts_cost(Some(10), MAX_PAGE, 8), 81, "a page of another size costs what it may hold");
        assert_eq!(parts_cost(Some(500), 100, 8), 4_001, "likewise one above the default");
        assert!(list_cost(100, 10 + runs(10)) < 20_000, "a page of sessions with their runs");
    }

    #[test]
    fn pages_know_what_lies_around_them() {
        let found = |n: usize| (0..n).map(|i| (format!("c{i}"), i)).collect::<Vec<_>>();
        let page = Page::cut(found(3), 2, false, (false, false));
        assert!(page.info.has_next_page && !page.info.has_previous_page);
        let page = Page::cut(found(3), 2, true, (false, true));
        assert_eq!(page.items.iter().map(|(_, i)| *i).collect::<Vec<_>>(), [1, 2]);
        assert!(page.info.has_next_page && page.info.has_previous_page);
        let page = Page::cut(found(2), 2, false, (true, false));
        assert!(!page.info.has_next_page && page.info.has_previous_page);
    }
}
