//! Scripts, styles and fonts. Their names contain a hash of their content, so that browsers may cache them
//! forever: the dashboard's file names already have one, GraphiQL's are given one here.
use crate::pages::files::{self, Keep};
use assets::{Dashboard, EmbedableFile as _, EmbeddedFile, Folder as _, GraphiQl};
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::http::HeaderMap;
use axum::response::Response;
use sha2::{Digest as _, Sha256};
use std::sync::LazyLock;
use web::answer::not_found;

/// GraphiQL's script.
pub(crate) static SCRIPT: LazyLock<Option<Named>> = LazyLock::new(|| Named::of("graphiql", "js"));
/// GraphiQL's style sheet.
pub(crate) static STYLE: LazyLock<Option<Named>> = LazyLock::new(|| Named::of("graphiql", "css"));

/// A file without a hash in its name, and the name with one.
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

    /// Its URL, relative to a page at the root.
    pub(crate) fn address(&self) -> String {
        format!("assets/{}", self.name)
    }
}

/// Serves one of the files, by the name that pages use.
pub(crate) async fn take(path: Result<Path<String>, PathRejection>, headers: HeaderMap) -> Response {
    let Ok(Path(name)) = path else { return not_found().await };
    let named = [&SCRIPT, &STYLE].into_iter().filter_map(|named| named.as_ref()).find(|named| named.name == name);
    let file = named.map(|named| named.file).or_else(|| Dashboard::get(&format!("assets/{name}")));
    match file {
        Some(file) => files::answer(&file, &headers, Keep::Always),
        None => not_found().await,
    }
}
