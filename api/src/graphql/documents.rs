//! A cache of documents: clients send the same few again and again, and parsing and validating a light one
//! costs more than answering it.
use crate::graphql::look::Document;
use crate::graphql::measures::{self, Measure};
use crate::graphql::order::Order;
use async_graphql::parser::types::ExecutableDocument;
use async_graphql::{Request, ServerError, ValidationResult};
use quick_cache::sync::Cache;
use quick_cache::{Equivalent, Weighter};
use std::hash::Hash;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Instant;

/// Longer texts are not cached.
const LONGEST: usize = 16 * 1024;
/// How many bytes of text are cached; the parsed documents take about twenty times as much.
const MOST_BYTES: u64 = 512 * 1024;
/// Roughly how many documents that is.
const ABOUT: usize = 1_000;

/// A parsed document, and what follows from it alone.
#[derive(Debug)]
pub struct CachedDocument {
    /// The document.
    document: ExecutableDocument,
    /// What it asks for.
    pub wanted: Document,
    /// The field order of its answer.
    pub order: Order,
    /// The metric that it is recorded under.
    measure: Measure,
    /// Whether a request with it was valid. Other documents are not cached: they would evict the rest.
    accepted: AtomicBool,
    /// The validation result for requests without variables.
    valid: OnceLock<ValidationResult>,
}

/// The document of one request.
#[derive(Clone, Debug)]
pub struct RequestDocument {
    /// The document.
    pub prepared: Arc<CachedDocument>,
    /// Whether the request has variables, whose values its validity depends on.
    varied: bool,
}

impl RequestDocument {
    /// The earlier validation result for the same request.
    #[must_use]
    pub fn valid(&self) -> Option<ValidationResult> {
        if self.varied { None } else { self.prepared.valid.get().copied() }
    }

    /// Records how long an answer took.
    pub fn answered(&self, began: Instant) {
        if self.prepared.accepted.load(Ordering::Relaxed) {
            self.prepared.measure.answered(began);
        } else {
            measures::refused(began);
        }
    }

    /// Records that the request is valid and within all limits.
    pub fn accept(&self, result: ValidationResult) {
        self.prepared.accepted.store(true, Ordering::Relaxed);
        if !self.varied {
            // Another request with the same document has the same result.
            let _ = self.prepared.valid.set(result);
        }
    }
}

/// The key of a cached document: its text, and which of its operations is executed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    text: String,
    operation: Option<String>,
}

/// Looks up a [`Key`] without owning one; the fields and their order are the same, and so is the hash.
#[derive(Hash)]
struct KeyRef<'a> {
    text: &'a str,
    operation: Option<&'a str>,
}

impl Equivalent<Key> for KeyRef<'_> {
    fn equivalent(&self, key: &Key) -> bool {
        self.text == key.text && self.operation == key.operation.as_deref()
    }
}

#[derive(Clone, Debug)]
struct Length;

impl Weighter<Key, Arc<CachedDocument>> for Length {
    fn weight(&self, key: &Key, _: &Arc<CachedDocument>) -> u64 {
        key.text.len() as u64
    }
}

/// The cached documents.
#[derive(Debug)]
pub struct Documents(Cache<Key, Arc<CachedDocument>, Length>);

impl Default for Documents {
    fn default() -> Self {
        Self(Cache::with_weighter(ABOUT, MOST_BYTES, Length))
    }
}

impl Documents {
    /// Gives the request its document, parsed now or earlier; returns a key if it is not cached yet.
    ///
    /// # Errors
    /// When the text does not follow GraphQL's grammar.
    pub fn prepare(&self, request: &mut Request) -> Result<(RequestDocument, Option<Key>), ServerError> {
        let varied = !request.variables.is_empty();
        let key = KeyRef { text: &request.query, operation: request.operation_name.as_deref() };
        if let Some(prepared) = self.0.get(&key) {
            request.set_parsed_query(prepared.document.clone());
            return Ok((RequestDocument { prepared, varied }, None));
        }
        let key = Key { text: request.query.clone(), operation: request.operation_name.clone() };
        let document = request.parsed_query()?;
        let prepared = CachedDocument {
            wanted: Document::of(document),
            order: Order::of(document, key.operation.as_deref()),
            measure: Measure::of(document, key.operation.as_deref()),
            document: document.clone(),
            accepted: AtomicBool::default(),
            valid: OnceLock::new(),
        };
        Ok((RequestDocument { prepared: Arc::new(prepared), varied }, Some(key)))
    }

    /// Caches the document of an answered request, if it was valid and is not too long.
    pub fn remember(&self, key: Key, request_document: &RequestDocument) {
        if request_document.prepared.accepted.load(Ordering::Relaxed) && key.text.len() <= LONGEST {
            self.0.insert(key, Arc::clone(&request_document.prepared));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_graphql::{CacheControl, Variables};

    fn request(text: &str, variables: serde_json::Value) -> Request {
        Request::new(text).variables(Variables::from_json(variables))
    }

    fn result(complexity: usize) -> ValidationResult {
        ValidationResult { cache_control: CacheControl::default(), complexity, depth: 1 }
    }

    /// Sends a request once; returns whether the document was cached, and the cached validation result.
    fn ask(documents: &Documents, mut request: Request, accept: bool) -> (bool, Option<usize>) {
        let (request_document, key) = documents.prepare(&mut request).expect("a document");
        let known = (key.is_none(), request_document.valid().map(|valid| valid.complexity));
        if accept {
            request_document.accept(result(7));
        }
        if let Some(key) = key {
            documents.remember(key, &request_document);
        }
        known
    }

    #[test]
    fn only_what_was_valid_is_known_again() {
        let documents = Documents::default();
        let none = || serde_json::json!({});
        assert_eq!(ask(&documents, request("{ a }", none()), false), (false, None));
        assert_eq!(ask(&documents, request("{ a }", none()), true), (false, None));
        assert_eq!(ask(&documents, request("{ a }", none()), true), (true, Some(7)));
        assert_eq!(ask(&documents, request("{ a }", none()).operation_name("A"), true), (false, None));
        assert_eq!(ask(&documents, request("{ b }", none()), true), (false, None));
    }

    #[test]
    fn validity_is_never_taken_from_or_for_other_variables() {
        let documents = Documents::default();
        let text = "query ($n: Int!) { a(n: $n) }";
        assert_eq!(ask(&documents, request(text, serde_json::json!({"n": 1})), true), (false, None));
        assert_eq!(ask(&documents, request(text, serde_json::json!({"n": "x"})), true), (true, None));
        assert_eq!(ask(&documents, request(text, serde_json::json!({})), true), (true, None));
        assert_eq!(ask(&documents, request(text, serde_json::json!({"n": 1})), true), (true, None));
    }

    #[test]
    fn long_texts_and_many_are_not_kept() {
        let documents = Documents::default();
        let long = format!("{{ a{} }}", " ".repeat(LONGEST));
        ask(&documents, Request::new(&long), true);
        assert_eq!(ask(&documents, Request::new(&long), true), (false, None));
        for n in 0..1_000 {
            ask(&documents, Request::new(format!("{{ a{n}{} }}", " ".repeat(2_000))), true);
        }
        assert!(documents.0.weight() <= MOST_BYTES, "{}", documents.0.weight());
    }
}
