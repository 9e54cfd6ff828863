//! Scripts, styles and fonts. Their names carry a hash of what they hold, so that browsers may keep them
//! for good: the dashboard's have it in their files' names, GraphiQL's are given one here.
use crate::pages::files::{self, Keep};
use assets::{Dashboard, EmbedableFile as _, EmbeddedFile, Folder as _, GraphiQl};
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::http::HeaderMap;
use axum::response::Response;
use sha2::{Digest as _, Sha256};
use std::sync::LazyLock;
use web::answer::not_found;

/// The script of GraphiQL.
pub(crate) static SCRIPT: LazyLock<Option<Named>> = LazyLock::new(|| Named::of("graphiql", "js"));
/// The style sheet of GraphiQL.
pub(crate) static STYLE: LazyLock<Option<Named>> = LazyLock::new(|| Named::of("graphiql", "css"));

/// A file whose name does not tell what it holds, and the name that does.
pub(crate) struct Named {
    name: String,
    file: EmbeddedFile,
}

impl Named {
    fn of(stem: &str, ending: &str) -> Option<Self> {
        let file = GraphiQl::get(&format!("{stem}.{ending}"))?;
        let hash: String = Sha256::digest(file.data()).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        Some(Self { name: format!("{stem}-{hash}.{ending}"), file })
    }

    /// Where it is, seen from a page at the root.
    pub(crate) fn address(&self) -> String {
        format!("assets/{}", self.name)
    }
}

/// Answers one of the files, by the name that pages call it by.
pub(crate) async fn take(path: Result<Path<String>, PathRejection>, headers: HeaderMap) -> Response {
    let Ok(Path(name)) = path else { return not_found().await };
    let named = [&SCRIPT, &STYLE].into_iter().filter_map(|named| named.as_ref()).find(|named| named.name == name);
    let file = named.map(|named| named.file).or_else(|| Dashboard::get(&format!("assets/{name}")));
    match file {
        Some(file) => files::answer(&file, &headers, Keep::Always),
        None => not_found().await,
    }
}
