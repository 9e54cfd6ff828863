//! The pages about agents show the lines that are printed.
use connect::{Agent, Form, Target, connect};
use std::path::Path;

#[test]
fn the_pages_show_what_is_printed() {
    let target = Target {
        url: "https://tachograph.example",
        key: None,
        user: Some("ada@acme.example"),
        repository: Some("acme/shop"),
        prompts: false,
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/agents");
    let index = std::fs::read_to_string(folder.join("README.md")).expect("an index");
    for agent in Agent::ALL {
        let file = format!("{}.md", agent.word());
        let page = std::fs::read_to_string(folder.join(&file)).expect("a page");
        for part in connect(*agent, Form::Shell, &target).snippets {
            let block = format!("```{}\n{}```\n", part.syntax.word(), part.text);
            assert!(page.contains(&block), "{file} does not show:\n{block}");
        }
        assert!(page.contains(&format!("tachograph connect {} ", agent.word())), "{file}");
        assert!(page.starts_with(&format!("# {}\n", agent.name())), "{file}");
        assert!(index.contains(&format!("| {} | [{file}]({file}) |", agent.name())), "the index does not name {file}");
    }
}
