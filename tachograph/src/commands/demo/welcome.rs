//! What to do next.
use crate::terminal::{entry, faint, gap, say};
use console::style;
use generator::{PRESETS, Preset};

/// Prints the addresses, and how to sign in.
pub(super) fn print(url: &str, live: bool) {
    gap();
    entry("Start page", style(format!("{url}/")).cyan());
    entry("GraphiQL", style(format!("{url}/graphql")).cyan());
    entry("REST", style(format!("{url}/docs/rest")).cyan());
    entry("Sign in", style(format!("{url}/auth/login?return_to=/graphql")).cyan());
    gap();
    say(faint("  Without a browser: each command returns an `access_token` for the header `Authorization: Bearer ..`"));
    gap();
    for preset in &PRESETS {
        say(line(url, preset));
    }
    gap();
    say(faint(if live {
        "  Live events are being added. Ctrl-C stops."
    } else {
        "  No live events are being added. Ctrl-C stops."
    }));
    gap();
}

fn line(url: &str, preset: &Preset) -> String {
    let first = preset.name.split(' ').next().unwrap_or(preset.name);
    let org = preset.org_id.map(|id| format!(r#""org_id":"{id}","#)).unwrap_or_default();
    let claims = format!(r#"{{"sub":"{}","name":"{}",{org}"role":"{}"}}"#, preset.id, preset.name, preset.role.wire());
    let command = format!("curl -s {url}/dev/token -d '{claims}'");
    format!("  {} {:<12} {}", style(format!("{first:<6}")).bold(), preset.role.wire(), faint(command))
}
