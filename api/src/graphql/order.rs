//! The order of a response's fields: that of the query, as the GraphQL specification requires. The library
//! returns fields in the order in which they are resolved, so that two equal queries could get different
//! texts.
use crate::graphql::look;
use async_graphql::indexmap::IndexMap;
use async_graphql::parser::types::{ExecutableDocument, FragmentDefinition, Selection, SelectionSet};
use async_graphql::{Name, Positioned, Value};
use std::collections::HashMap;

/// The fields that an operation asks for, by their response names, in order.
#[derive(Clone, Debug, Default)]
pub struct Order(IndexMap<Name, Order>);

type Fragments = HashMap<Name, Positioned<FragmentDefinition>>;

/// No valid document is nested deeper, or has more fields with fragments counted wherever they are used. A
/// larger one is rejected later, and must not be followed to its end here.
const DEEPEST: usize = 64;
const MOST: usize = 20_000;

impl Order {
    /// The field order for the operation with this name, or for the only operation if there is no name.
    #[must_use]
    pub fn of(document: &ExecutableDocument, name: Option<&str>) -> Self {
        let mut order = Self::default();
        let mut left = MOST;
        if let Some(operation) = look::operation(document, name) {
            order.add(&operation.selection_set.node, &document.fragments, DEEPEST, &mut left);
        }
        order
    }

    fn add(&mut self, selections: &SelectionSet, fragments: &Fragments, depth: usize, left: &mut usize) {
        let Some(depth) = depth.checked_sub(1) else { return };
        for selection in &selections.items {
            let Some(fewer) = left.checked_sub(1) else { return };
            *left = fewer;
            match &selection.node {
                Selection::Field(field) => {
                    let name = &field.node.response_key().node;
                    let children = &field.node.selection_set.node;
                    self.0.entry(name.clone()).or_default().add(children, fragments, depth, left);
                }
                Selection::InlineFragment(fragment) => {
                    self.add(&fragment.node.selection_set.node, fragments, depth, left);
                }
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = fragments.get(&spread.node.fragment_name.node) {
                        self.add(&fragment.node.selection_set.node, fragments, depth, left);
                    }
                }
            }
        }
    }

    /// Puts the fields of a response into this order.
    pub fn arrange(&self, value: &mut Value) {
        match value {
            Value::List(items) => items.iter_mut().for_each(|item| self.arrange(item)),
            Value::Object(fields) if !self.0.is_empty() => {
                let mut place = 0;
                for (name, below) in &self.0 {
                    // A field that was requested of another type is absent.
                    let Some(found) = fields.get_index_of(name) else { continue };
                    if found != place {
                        fields.move_index(found, place);
                    }
                    if let Some((_, child)) = fields.get_index_mut(place) {
                        below.arrange(child);
                    }
                    place += 1;
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_graphql::parser::parse_query;

    fn arranged(query: &str, name: Option<&str>, answer: &str) -> String {
        let document = parse_query(query).expect("a document");
        let mut value: Value = serde_json::from_str(answer).expect("JSON");
        Order::of(&document, name).arrange(&mut value);
        serde_json::to_string(&value).expect("JSON")
    }

    #[test]
    fn fields_come_as_they_were_asked() {
        let query = "{ b: x a { ...F d } a { e } } fragment F on T { g ... on U { f } }";
        let answer = r#"{"a":{"d":1,"e":2,"f":3,"g":4},"b":5}"#;
        assert_eq!(arranged(query, None, answer), r#"{"b":5,"a":{"g":4,"f":3,"d":1,"e":2}}"#);
    }

    #[test]
    fn lists_of_several_types_and_values_that_are_objects_themselves() {
        let query = "{ nodes { ... on A { x y } ... on B { y z } raw } }";
        let answer = r#"{"nodes":[{"y":1,"x":2,"raw":{"q":1,"p":2}},{"z":3,"y":4},null]}"#;
        let expected = r#"{"nodes":[{"x":2,"y":1,"raw":{"q":1,"p":2}},{"y":4,"z":3},null]}"#;
        assert_eq!(arranged(query, None, answer), expected);
    }

    #[test]
    fn fragments_that_double_and_circle_come_to_an_end() {
        let mut query = "{ ...F0 ...F0 }".to_owned();
        for number in 0..60 {
            let next = (number + 1) % 60;
            query.push_str(&format!(" fragment F{number} on T {{ a{number} ...F{next} ...F{next} }}"));
        }
        assert_eq!(arranged(&query, None, r#"{"a1":1,"a0":0}"#), r#"{"a0":0,"a1":1}"#);
    }

    #[test]
    fn the_operation_that_was_named_decides() {
        let query = "query One { a b } query Two { b a }";
        assert_eq!(arranged(query, Some("Two"), r#"{"a":1,"b":2}"#), r#"{"b":2,"a":1}"#);
        assert_eq!(arranged(query, Some("One"), r#"{"b":2,"a":1}"#), r#"{"a":1,"b":2}"#);
    }
}
