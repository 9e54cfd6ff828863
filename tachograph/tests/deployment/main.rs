//! The container's recipe and the compose file, held against the specification and against the
//! binary: there is no setting, command, flag or port in them that it does not have.

mod binary;
mod files;

use anyhow::{Context as _, Result, ensure};
use binary::Help;
use files::{compose, dockerfile, root};
use serde_json::Value;
use std::process::Command;

/// Services that run the binary.
fn services(compose: &Value) -> Result<Vec<(&String, &Value)>> {
    let services = compose["services"].as_object().context("no services")?;
    Ok(services.iter().filter(|(_, service)| service["image"] == "tachograph:latest").collect())
}

/// The words of a command in exec form.
fn words(command: &Value) -> Vec<&str> {
    command.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

#[tokio::test]
async fn the_compose_file_follows_the_specification() -> Result<()> {
    let python = testkit::packages::python(&root().join("e2e/deployment")).await?;
    let mut check = Command::new(python);
    check.args(["-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml"]);
    let output = check.current_dir(root()).output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    Ok(())
}

#[tokio::test]
async fn services_use_commands_flags_and_settings_that_exist() -> Result<()> {
    let compose = compose().await?;
    let all = services(&compose)?;
    assert!(all.len() >= 8, "{all:?}");
    for (name, service) in all {
        let words = words(&service["command"]);
        let help = Help::of(words.first().context("a command")?)?;
        help.takes(&words[1..]).with_context(|| format!("{name}: {words:?}"))?;
        for variable in service["environment"].as_object().into_iter().flatten().map(|(variable, _)| variable) {
            ensure!(help.knows_variable(variable), "{name}: {variable} is no setting of {}", words[0]);
        }
        for port in service["ports"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            ensure!(port.starts_with("127.0.0.1:"), "{name}: {port} is open to other machines");
            ensure!(port.ends_with(":8080"), "{name}: {port} does not lead to the port that the image listens on");
        }
        ensure!(service["read_only"] == true && service["user"] == "nonroot", "{name} may write or is root");
    }
    Ok(())
}

#[tokio::test]
async fn servers_wait_for_the_migrations_and_those_for_the_database() -> Result<()> {
    let compose = compose().await?;
    for (server, migrations) in
        [("api", "migrate"), ("worker", "migrate"), ("cluster-api", "distribute"), ("cluster-worker", "distribute")]
    {
        let condition = &compose["services"][server]["depends_on"][migrations]["condition"];
        assert_eq!(condition, "service_completed_successfully", "{server}");
        let step = words(&compose["services"][migrations]["command"]);
        assert_eq!(step.first(), Some(&"migrate"), "{migrations}");
    }
    assert_eq!(compose["services"]["migrate"]["depends_on"]["postgres"]["condition"], "service_healthy");
    Ok(())
}

#[test]
fn the_image_starts_what_exists_as_nobody_special() -> Result<()> {
    let recipe = dockerfile()?;
    let of = |word: &str| recipe.iter().filter(|(name, _)| name == word).map(|(_, text)| text.as_str()).next_back();
    assert_eq!(of("USER"), Some("nonroot:nonroot"));
    assert_eq!(of("ENTRYPOINT"), Some(r#"["tachograph"]"#));
    let words: Vec<String> = serde_json::from_str(of("CMD").context("CMD")?)?;
    let help = Help::of(&words[0])?;
    for setting in of("ENV").context("ENV")?.split_whitespace() {
        let (name, value) = setting.split_once('=').context("NAME=value")?;
        ensure!(help.knows_variable(name), "{name} is no setting");
        if name == "TACHOGRAPH_LISTEN" {
            assert!(value.ends_with(&format!(":{}", of("EXPOSE").context("EXPOSE")?)), "{value}");
        }
    }
    let health = of("HEALTHCHECK").and_then(|text| text.split_once("CMD ")).context("a health check")?.1;
    let words: Vec<String> = serde_json::from_str(health.trim())?;
    assert_eq!(words[0], "tachograph");
    Help::of(&words[1])?.takes(&words[2..].iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn the_build_is_given_every_folder_that_it_reads() -> Result<()> {
    let given = std::fs::read_to_string(root().join(".dockerignore"))?;
    let manifest = std::fs::read_to_string(root().join("Cargo.toml"))?;
    let members = manifest.split("members = [").nth(1).and_then(|rest| rest.split(']').next()).context("members")?;
    let members: Vec<&str> = members.split('"').skip(1).step_by(2).collect();
    assert!(members.len() >= 10, "{members:?}");
    for folder in members.into_iter().chain(["assets", "Cargo.lock", ".cargo", "frontend-static/dist", "graphiql/dist"])
    {
        assert!(given.lines().any(|line| line == format!("!/{folder}")), "{folder}");
        assert!(root().join(folder).exists(), "{folder}");
    }
    Ok(())
}
