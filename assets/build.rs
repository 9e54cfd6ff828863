//! Packs the files anew whenever one of them changes, comes or goes.
fn main() {
    for folder in ["../frontend-static/dist", "../graphiql/dist"] {
        println!("cargo::rerun-if-changed={folder}");
    }
}
