//! The tokens of one model call, as far as they have prices.
use domain::ModelCalled;

/// The tokens of one call. None of them is negative in a checked event; a negative number counts as none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Tokens that the model read, caches included.
    pub input: i64,
    /// The input tokens that came from a cache.
    pub cache_read: i64,
    /// The input tokens written to a cache, of any lifetime.
    pub cache_write: i64,
    /// Those of them that were written for an hour.
    pub cache_write_1h: i64,
    /// Tokens that the model wrote, reasoning included.
    pub output: i64,
}

impl From<&ModelCalled> for Usage {
    /// The contract does not tell the lifetimes of cache writes apart: all are of five minutes.
    fn from(call: &ModelCalled) -> Self {
        Self {
            input: call.input_tokens,
            cache_read: call.cache_read_tokens.unwrap_or(0),
            cache_write: call.cache_write_tokens.unwrap_or(0),
            cache_write_1h: 0,
            output: call.output_tokens,
        }
    }
}
