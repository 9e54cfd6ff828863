//! What is printed for each agent and each form, and that each file is one.
use connect::{Agent, Form, KEY_PLACE, Lines, Syntax, Target, connect};

const TARGET: Target<'static> = Target {
    url: "https://tachograph.example",
    key: Some("tgk_abcdefghijkl_0123456789abcdefghijklmnopqrstuvwxyzABCD"),
    user: Some("ada@acme.example"),
    repository: Some("acme/shop"),
    prompts: false,
};

fn everything(target: &Target<'_>) -> impl Iterator<Item = (Agent, Form, Lines)> {
    let pairs = Agent::ALL.iter().flat_map(|agent| Form::ALL.iter().map(|form| (*agent, *form)));
    pairs.map(|(agent, form)| (agent, form, connect(agent, form, target)))
}

fn page(lines: &Lines) -> String {
    let snippets =
        lines.snippets.iter().map(|part| format!("== {} ({})\n{}", part.place, part.syntax.word(), part.text));
    let notes = lines.notes.iter().map(|note| format!("* {note}\n"));
    snippets.chain(notes).collect()
}

#[test]
fn the_lines_of_every_agent() {
    for (agent, form, lines) in everything(&TARGET) {
        insta::assert_snapshot!(format!("{}_{}", agent.word(), form.word()), page(&lines));
    }
}

#[test]
fn with_prompts_and_without_a_key() {
    let target = Target { key: None, prompts: true, url: "http://127.0.0.1:8080/", ..Target::default() };
    for agent in Agent::ALL {
        insta::assert_snapshot!(format!("{}_bare", agent.word()), page(&connect(*agent, Form::Settings, &target)));
    }
}

#[test]
fn every_file_can_be_read() {
    let odd = Target { user: Some("a\"b\\c'd\n$e"), url: "https://x.test/\"q\\", key: Some("k\"\\"), ..TARGET };
    for target in [TARGET, odd] {
        for (agent, form, lines) in everything(&target) {
            for part in lines.snippets {
                let name = format!("{agent:?} {form:?}: {}", part.text);
                assert!(part.text.ends_with('\n') && !part.place.is_empty(), "{name}");
                match part.syntax {
                    Syntax::Json => drop(serde_json::from_str::<serde_json::Value>(&part.text).expect(&name)),
                    Syntax::Toml => drop(part.text.parse::<toml::Table>().expect(&name)),
                    Syntax::Env => assert!(part.text.lines().all(|line| line.contains('=')), "{name}"),
                    Syntax::Shell => assert!(part.text.contains("export ") || part.text.contains("unset "), "{name}"),
                }
            }
        }
    }
}

#[test]
fn every_agent_gets_the_key_and_the_server_once() {
    for (agent, form, lines) in everything(&TARGET) {
        let text: String = lines.snippets.iter().map(|part| part.text.as_str()).collect();
        let key = TARGET.key.expect("a key");
        assert_eq!(text.matches(key).count(), 1, "{agent:?} {form:?}: {text}");
        assert_eq!(text.matches("https://tachograph.example").count(), 1, "{agent:?} {form:?}: {text}");
        let bare = connect(agent, form, &Target { key: None, ..TARGET });
        assert_eq!(bare.snippets.iter().filter(|part| part.text.contains(KEY_PLACE)).count(), 1, "{agent:?} {form:?}");
    }
}

#[test]
fn lines_for_everybody_name_nobody() {
    for (agent, form, lines) in everything(&TARGET) {
        let text: String = lines.snippets.iter().map(|part| part.text.as_str()).collect();
        let names =
            text.contains("tachograph.user_id=ada@acme.example") && text.contains("vcs.repository.name=acme/shop");
        // Nothing that Qwen Code reads would reach its records.
        assert_eq!(names, form != Form::Managed && agent != Agent::QwenCode, "{agent:?} {form:?}: {text}");
    }
}

#[test]
fn words_name_agents_and_forms() {
    for agent in Agent::ALL {
        assert_eq!(Agent::of_word(agent.word()), Some(*agent));
    }
    for form in Form::ALL {
        assert_eq!(Form::of_word(form.word()), Some(*form));
    }
    assert_eq!((Agent::of_word("claude"), Form::of_word("")), (None, None));
}
