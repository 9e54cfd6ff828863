//! The size of a document, as if every fragment were expanded where it is used. Each fragment is measured
//! only once, so that the cost is proportional to the length of the text.
use crate::error::ApiError;
use crate::graphql::limits::{self, introspection};
use async_graphql::Name;
use async_graphql::Positioned;
use async_graphql::parser::types::{ExecutableDocument, Field, FragmentDefinition, Selection, SelectionSet};
use std::collections::HashMap;

/// The maximum nesting of fragments: they are followed recursively.
pub(super) const MOST_FRAGMENTS: usize = 64;
pub(super) const NESTED: &str = "levels of fragments";

/// The size of a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// Fields, with fragments counted wherever they are used.
    pub fields: usize,
    /// Fields with an alias.
    pub aliases: usize,
    /// Directives.
    pub directives: usize,
    /// Nesting depth of fields.
    pub depth: usize,
    /// Nesting depth of fragments.
    pub nested: usize,
    /// Roughly how many values of the schema are requested.
    pub introspection: usize,
    /// The same for a part whose position in the schema is unknown, such as a fragment.
    weight: usize,
}

impl Size {
    /// Measures every operation in a document.
    ///
    /// # Errors
    /// BAD_USER_INPUT for a fragment that contains itself.
    pub fn of(document: &ExecutableDocument) -> Result<Self, ApiError> {
        let mut measure = Measure { fragments: &document.fragments, known: HashMap::new(), within: 0 };
        let mut size = Self::default();
        for (_, operation) in document.operations.iter() {
            size.add(measure.selections(&operation.node.selection_set.node)?);
            size.directives = size.directives.saturating_add(operation.node.directives.len());
        }
        // Unused fragments are validated as well.
        for name in document.fragments.keys().filter(|name| !measure.known.contains_key(*name)).collect::<Vec<_>>() {
            size.add(measure.fragment(name)?);
        }
        Ok(size)
    }

    fn add(&mut self, other: Self) {
        self.fields = self.fields.saturating_add(other.fields);
        self.aliases = self.aliases.saturating_add(other.aliases);
        self.directives = self.directives.saturating_add(other.directives);
        self.introspection = self.introspection.saturating_add(other.introspection);
        self.weight = self.weight.saturating_add(other.weight);
        self.depth = self.depth.max(other.depth);
        self.nested = self.nested.max(other.nested);
    }
}

struct Measure<'a> {
    fragments: &'a HashMap<Name, Positioned<FragmentDefinition>>,
    /// `None` while a fragment is being measured.
    known: HashMap<&'a Name, Option<Size>>,
    /// How many fragments are being measured.
    within: usize,
}

impl<'a> Measure<'a> {
    fn selections(&mut self, set: &'a SelectionSet) -> Result<Size, ApiError> {
        let mut size = Size::default();
        for selection in &set.items {
            size.fields = size.fields.saturating_add(1);
            size.directives = size.directives.saturating_add(selection.node.directives().len());
            size.add(match &selection.node {
                Selection::Field(field) => self.field(&field.node)?,
                Selection::InlineFragment(fragment) => self.selections(&fragment.node.selection_set.node)?,
                Selection::FragmentSpread(spread) => self.fragment(&spread.node.fragment_name.node)?,
            });
        }
        Ok(size)
    }

    fn field(&mut self, field: &'a Field) -> Result<Size, ApiError> {
        let within = self.selections(&field.selection_set.node)?;
        let name = field.name.node.as_str();
        let weight = introspection::times(name).saturating_mul(within.weight.saturating_add(1));
        Ok(Size {
            fields: within.fields,
            aliases: within.aliases.saturating_add(usize::from(field.alias.is_some())),
            directives: within.directives,
            depth: within.depth.saturating_add(1),
            nested: within.nested,
            introspection: if introspection::is_root(name) { weight } else { within.introspection },
            weight,
        })
    }

    /// What a fragment adds where it is used; nothing if there is no such fragment, which validation reports.
    fn fragment(&mut self, name: &'a Name) -> Result<Size, ApiError> {
        match self.known.get(name) {
            Some(Some(size)) => return Ok(*size),
            Some(None) => {
                return Err(ApiError::bad_input(format!("fragment {name}: expected one without a cycle")));
            }
            None => {}
        }
        let Some((name, fragment)) = self.fragments.get_key_value(name) else { return Ok(Size::default()) };
        self.known.insert(name, None);
        self.within += 1;
        limits::check(self.within, MOST_FRAGMENTS, NESTED)?;
        let mut size = self.selections(&fragment.node.selection_set.node)?;
        self.within -= 1;
        size.nested = size.nested.saturating_add(1);
        size.directives = size.directives.saturating_add(fragment.node.directives.len());
        self.known.insert(name, Some(size));
        Ok(size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_graphql::parser::parse_query;
    use query::QueryError;

    fn size(text: &str) -> Result<Size, ApiError> {
        Size::of(&parse_query(text).expect("a document"))
    }

    #[test]
    fn fragments_count_wherever_they_are_used() {
        let size = size("{ a: x { ...F } b: x { ...F } } fragment F on X { y ... on Z { z: y @skip(if: true) } }")
            .expect("a size");
        assert_eq!((size.fields, size.aliases, size.depth, size.directives), (10, 4, 2, 2));
    }

    #[test]
    fn fragments_that_multiply_are_measured_at_once() {
        let mut text = String::from("{ ...F0 } fragment F60 on X { y }");
        for n in 0..60 {
            let next = n + 1;
            text.push_str(&format!(" fragment F{n} on X {{ ...F{next} ...F{next} }}"));
        }
        assert_eq!(size(&text).expect("a size").nested, 61);
        assert!(size(&text).expect("a size").fields > 1 << 60);
        assert!(size(&text.replace("fragment F60", "fragment G")).expect("a size").fields > 1 << 59);
    }

    #[test]
    fn chains_are_measured_from_either_end() {
        let chain = |order: Vec<usize>| {
            let fragments = (0..70).map(|n| format!(" fragment F{n} on X {{ ...F{} }}", n + 1)).collect::<String>();
            let operations: String = order.iter().map(|n| format!("query Q{n} {{ ...F{n} }} ")).collect();
            size(&format!("{operations}{fragments} fragment F70 on X {{ y }}"))
        };
        assert!(matches!(chain(vec![0]), Err(ApiError::Query(QueryError::TooComplex { what: NESTED, .. }))));
        // A fragment that was already measured is not measured again, but still counts. Which operation comes
        // first depends on the iteration order of the map.
        match chain((0..=70).rev().collect()) {
            Ok(size) => assert!(size.nested > MOST_FRAGMENTS, "{size:?}"),
            Err(error) => {
                assert!(matches!(error, ApiError::Query(QueryError::TooComplex { what: NESTED, .. })), "{error:?}");
            }
        }
    }

    #[test]
    fn circles_are_refused() {
        for text in
            ["{ ...A } fragment A on X { ...A }", "{ x } fragment A on X { ...B } fragment B on X { y { ...A } }"]
        {
            assert!(matches!(size(text), Err(ApiError::Query(QueryError::BadInput(_)))), "{text}");
        }
    }
}
