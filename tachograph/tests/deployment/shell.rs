//! Parses shell lines, as far as the documentation uses them: words, quotes, comments, substitutions.

/// The simple commands in a text, as words. Quoted text is part of a word and not parsed further.
pub(crate) fn commands(text: &str) -> Vec<Vec<String>> {
    let (mut all, mut words) = (Vec::new(), Vec::new());
    let mut word: Option<String> = None;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\'' | '"' => {
                let word = word.get_or_insert_default();
                while let Some(within) = characters.next() {
                    match within {
                        end if end == character => break,
                        '\\' if character == '"' => word.extend(characters.next()),
                        other => word.push(other),
                    }
                }
            }
            // A continued line.
            '\\' => {
                if let Some(escaped) = characters.next().filter(|next| *next != '\n') {
                    word.get_or_insert_default().push(escaped);
                }
            }
            '#' if word.is_none() => while characters.next_if(|next| *next != '\n').is_some() {},
            '\n' | ';' | '|' | '&' | '(' | ')' | '{' | '}' | '<' | '>' if !is_braced(word.as_deref(), character) => {
                words.extend(word.take().filter(|word| word != "$"));
                // A file name follows, which must not be taken for a word of the command.
                if matches!(character, '<' | '>') {
                    words.push(character.to_string());
                } else if !words.is_empty() {
                    all.push(std::mem::take(&mut words));
                }
            }
            space if space.is_whitespace() => words.extend(word.take()),
            other => word.get_or_insert_default().push(other),
        }
    }
    words.extend(word);
    if !words.is_empty() {
        all.push(words);
    }
    all
}

/// A brace within a word, as in `${NAME}` or `{}`.
fn is_braced(word: Option<&str>, character: char) -> bool {
    matches!(character, '{' | '}') && word.is_some()
}

#[test]
fn commands_are_told_from_what_is_around_them() {
    let text = "KEY=$(tool run --as 'a b')   # why\ncd x && tool \\\n  go \"x # y\" <file | wc; say '\n'";
    let told: Vec<String> = commands(text).iter().map(|words| words.join("_")).collect();
    assert_eq!(told, ["KEY=$", "tool_run_--as_a b", "cd_x", "tool_go_x # y_<_file", "wc", "say_\n"]);
}
