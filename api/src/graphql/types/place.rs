//! Where something stands in a list that is ordered here rather than in the store: by a text or a
//! figure, nulls last in both directions, the id between equals.
use crate::error::ApiError;
use crate::graphql::connection::{Page, PageArgs, decode_cursor, encode_cursor};
use crate::graphql::types::enums::Direction;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// What something is ordered by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum SortValue {
    /// A text, compared bytewise.
    #[serde(rename = "t")]
    Text(String),
    /// A number, as its bits, because its digits might not come back the same.
    #[serde(rename = "f")]
    Bits(u64),
}

/// Where something stands in an order: by this value, then by this id.
pub type Place = (Option<SortValue>, String);

/// A text to be ordered by.
#[must_use]
pub fn text(text: Option<&str>) -> Option<SortValue> {
    text.map(|text| SortValue::Text(text.to_owned()))
}

/// A number to be ordered by.
#[must_use]
pub fn number(number: Option<f64>) -> Option<SortValue> {
    number.map(|number| SortValue::Bits(number.to_bits()))
}

/// Which of two comes first.
#[must_use]
pub fn compare(direction: Direction, (one, one_id): &Place, (other, other_id): &Place) -> Ordering {
    let turn = |ordering: Ordering| match direction {
        Direction::Asc => ordering,
        Direction::Desc => ordering.reverse(),
    };
    let by_value = match (one, other) {
        (Some(one), Some(other)) => turn(compare_values(one, other)),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    };
    by_value.then_with(|| turn(one_id.cmp(other_id)))
}

fn compare_values(one: &SortValue, other: &SortValue) -> Ordering {
    match (one, other) {
        (SortValue::Text(one), SortValue::Text(other)) => one.cmp(other),
        (SortValue::Bits(one), SortValue::Bits(other)) => f64::from_bits(*one).total_cmp(&f64::from_bits(*other)),
        // One list has values of one kind.
        (SortValue::Text(_), SortValue::Bits(_)) => Ordering::Less,
        (SortValue::Bits(_), SortValue::Text(_)) => Ordering::Greater,
    }
}

/// The page of a whole list that the arguments ask for, each item with its cursor.
///
/// # Errors
/// BAD_USER_INPUT for arguments out of range and foreign cursors.
pub fn page<T>(
    mut all: Vec<(Place, T)>,
    (direction, default): (Direction, usize),
    (list, org_id): (&str, &str),
    args: &PageArgs,
) -> Result<Page<T>, ApiError> {
    let (size, from_the_end) = args.size(default)?;
    let bound = |cursor: &Option<String>| -> Result<Option<Place>, ApiError> {
        cursor.as_deref().map(|cursor| decode_cursor(cursor, list, org_id)).transpose()
    };
    let (after, before) = (bound(&args.after)?, bound(&args.before)?);
    all.sort_by(|(one, _), (other, _)| compare(direction, one, other));
    let beyond = |place: &Place, bound: &Option<Place>, wanted| {
        bound.as_ref().is_none_or(|bound| compare(direction, place, bound) == wanted)
    };
    let start = all.partition_point(|(place, _)| !beyond(place, &after, Ordering::Greater));
    let end = all.partition_point(|(place, _)| beyond(place, &before, Ordering::Less)).max(start);
    let (start, end) = match from_the_end {
        true => (end.saturating_sub(size).max(start), end),
        false => (start, end.min(start.saturating_add(size))),
    };
    let around = (start > 0, end < all.len());
    let items = all.into_iter().skip(start).take(end - start);
    let items = items.map(|(place, item)| (encode_cursor(list, org_id, &place), item)).collect();
    Ok(Page::of(items, around))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(name: Option<&str>, id: &str) -> Place {
        (text(name), id.to_owned())
    }

    #[test]
    fn nulls_come_last_in_both_directions() {
        let people = [place(None, "z"), place(Some("a"), "1"), place(Some("Z"), "2"), place(None, "y")];
        let sorted = |direction| {
            let mut people = people.to_vec();
            people.sort_by(|one, other| compare(direction, one, other));
            people.into_iter().map(|(_, id)| id).collect::<Vec<_>>()
        };
        assert_eq!(sorted(Direction::Asc), ["2", "1", "y", "z"]);
        assert_eq!(sorted(Direction::Desc), ["1", "2", "z", "y"]);
    }

    #[test]
    fn a_page_knows_what_lies_around_it() {
        let all = || (0..5).map(|i| (place(Some("same"), &format!("{i}")), i)).collect::<Vec<_>>();
        let cut = |args: &PageArgs| {
            let page = page(all(), (Direction::Asc, 2), ("l", ""), args).expect("a page");
            let items: Vec<i32> = page.items.iter().map(|(_, item)| *item).collect();
            (items, page.info.has_previous_page, page.info.has_next_page)
        };
        let at = |i: i32| Some(encode_cursor("l", "", &place(Some("same"), &format!("{i}"))));
        assert_eq!(cut(&PageArgs::default()), (vec![0, 1], false, true));
        let last = PageArgs { last: Some(2), ..PageArgs::default() };
        assert_eq!(cut(&last), (vec![3, 4], true, false));
        let between = PageArgs { after: at(0), before: at(3), ..PageArgs::default() };
        assert_eq!(cut(&between), (vec![1, 2], true, true));
        let reversed = PageArgs { after: at(4), before: at(1), ..PageArgs::default() };
        assert_eq!(cut(&reversed).0, [0; 0]);
    }
}
