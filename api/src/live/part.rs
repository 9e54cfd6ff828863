//! The parts of an answer that is sent incrementally.
use futures_util::Stream;
use std::pin::Pin;
use std::sync::Arc;

/// A part of an answer, as JSON.
#[derive(Clone, Debug)]
pub enum Part {
    /// A response.
    Next(Arc<str>),
    /// The list of errors if there is no response; nothing follows.
    Failed(Arc<str>),
}

/// The parts of an answer.
pub type Parts = Pin<Box<dyn Stream<Item = Part> + Send>>;
