//! Every code block in docs/API.md works, run one after another as a reader would.
use crate::bundle::install;
use crate::serving::{root, with_data};
use anyhow::{Context as _, bail, ensure};
use std::fs;
use std::process::Stdio;
use testkit::{Result, on_both_engines};
use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;

/// What the blocks print, in order.
const PRINTED: [&[&str]; 10] = [
    &["\"ready\""],
    &[".."],
    &["\"runs\":4", "\"successRate\":0.25", "\"previous\":{\"runs\":0}"],
    &["acme-robotics 20", "4 0.25", "0 no runs"],
    &["ses-", "3 of 3 sessions with failures"],
    &["event: next", "\"completedToday\":4"],
    &["running: 0"],
    &["\"received\":2,\"inserted\":1", "payload.cost", "OUT_OF_RANGE"],
    &["200 [(0, ", "MISSING", "400 UNREADABLE_BODY"],
    &["id,userId,userName", "ses-1"],
];
/// The last one is about something that does not exist.
const REFUSED: &str = "NOT_FOUND";

/// A code block: its language and its text.
struct Block {
    language: String,
    text: String,
}

fn blocks(document: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut parts = document.split("\n```").skip(1);
    while let Some(part) = parts.next() {
        let (language, text) = part.split_once('\n').unwrap_or((part, ""));
        blocks.push(Block { language: language.to_owned(), text: text.to_owned() });
        // Text after the closing fence is prose.
        parts.next();
    }
    blocks
}

/// Runs a block, and returns its output. What shell blocks export is available to later blocks.
async fn run(block: &Block, before: &str, url: &str) -> Result<String> {
    let (program, arguments, text): (&str, &[&str], String) = match block.language.as_str() {
        "sh" => ("bash", &["-eu"], format!("{before}\n{}", block.text)),
        "js" => ("node", &["--experimental-websocket", "--input-type=module", "-"], block.text.clone()),
        "python" => ("python3", &["-"], block.text.clone()),
        other => bail!("docs/API.md has a block in {other:?}: expected sh, js or python"),
    };
    let mut command = Command::new(program);
    // Node blocks use the packages of GraphiQL.
    command.args(arguments).current_dir(root("graphiql")).env("TACHOGRAPH_URL", url);
    if program != "bash" {
        command.env("TACHOGRAPH_TOKEN", token(before, url).await?);
    }
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .with_context(|| {
            format!("this test needs the programs bash, curl, node (20 or later) and python3: no {program}")
        })?;
    child.stdin.take().context("no input")?.write_all(text.as_bytes()).await?;
    let output = child.wait_with_output().await?;
    let (printed, said) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    ensure!(output.status.success(), "this block of docs/API.md failed:\n{}\n{printed}\n{said}", block.text);
    Ok(printed.into_owned())
}

/// The token that the shell blocks created.
async fn token(before: &str, url: &str) -> Result<String> {
    let script = format!("{before}\nprintf %s \"$TACHOGRAPH_TOKEN\"");
    let output = Command::new("bash").args(["-euc", &script]).env("TACHOGRAPH_URL", url).output().await?;
    let printed = String::from_utf8(output.stdout)?;
    Ok(printed.lines().last().unwrap_or_default().rsplit("..").next().unwrap_or_default().trim().to_owned())
}

on_both_engines!(every_block_of_the_guide_works, |db| async {
    install("graphiql").await?;
    let serving = with_data(&db).await?;
    let blocks = blocks(&fs::read_to_string(root("docs/API.md"))?);
    assert_eq!(blocks.len(), PRINTED.len() + 1, "a line of PRINTED for each block");
    let mut before = String::new();
    for (position, block) in blocks.iter().enumerate() {
        let printed = run(block, &before, &serving.url).await?;
        for expected in PRINTED.get(position).copied().unwrap_or(&[REFUSED]) {
            assert!(printed.contains(expected), "expected {expected} of this block:\n{}\n{printed}", block.text);
        }
        if block.language == "sh" && block.text.contains("export ") {
            before.push_str(&block.text);
            before.push('\n');
        }
    }
    Ok(())
});
