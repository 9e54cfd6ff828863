//! The Dockerfile.
use crate::binary::{Help, accepts};
use crate::files::{dockerfile, root, text};
use anyhow::{Context as _, Result, ensure};

#[test]
fn the_image_starts_what_exists_as_nobody_special() -> Result<()> {
    let recipe = dockerfile()?;
    let of = |word: &str| recipe.iter().filter(|(name, _)| name == word).map(|(_, text)| text.as_str()).next_back();
    assert_eq!(of("USER"), Some("nonroot:nonroot"));
    assert_eq!(of("ENTRYPOINT"), Some(r#"["tachograph"]"#));
    let words: Vec<String> = serde_json::from_str(of("CMD").context("CMD")?)?;
    let (help, _) = Help::of(&[words[0].as_str()])?;
    for setting in of("ENV").context("ENV")?.split_whitespace() {
        let (name, value) = setting.split_once('=').context("NAME=value")?;
        ensure!(help.knows_variable(name), "{name} is no setting");
        if name == "TACHOGRAPH_LISTEN" {
            assert!(value.ends_with(&format!(":{}", of("EXPOSE").context("EXPOSE")?)), "{value}");
        }
    }
    let words = health_of_the_image()?;
    assert_eq!(words[0], "tachograph");
    accepts(&words[1..].iter().map(String::as_str).collect::<Vec<_>>())
}

/// The health check command of the image.
pub(crate) fn health_of_the_image() -> Result<Vec<String>> {
    let recipe = dockerfile()?;
    let check = recipe.iter().rfind(|(word, _)| word == "HEALTHCHECK").and_then(|(_, text)| text.split_once("CMD "));
    Ok(serde_json::from_str(check.context("a health check")?.1.trim())?)
}

/// A binary linked against a newer C library than the installed one does not start.
#[test]
fn it_is_built_on_the_debian_that_it_runs_on() -> Result<()> {
    const DEBIANS: [(&str, &str); 3] = [("bookworm", "debian12"), ("trixie", "debian13"), ("forky", "debian14")];
    let recipe = dockerfile()?;
    let bases: Vec<&str> = recipe.iter().filter(|(word, _)| word == "FROM").map(|(_, base)| base.as_str()).collect();
    let of = |base: &str| DEBIANS.iter().find(|(name, number)| base.contains(name) || base.contains(number));
    let debians: Vec<_> =
        bases.iter().map(|base| of(base).context("a base of a Debian that is known")).collect::<Result<_>>()?;
    ensure!(debians.len() == 2 && debians[0] == debians[1], "{bases:?}");
    // These images are no longer built for Debian 12.
    ensure!(debians[0].0 != "bookworm", "{bases:?}");
    Ok(())
}

#[test]
fn it_declares_no_volume_and_needs_no_front_end_of_another_registry() -> Result<()> {
    let recipe = dockerfile()?;
    ensure!(!recipe.iter().any(|(word, _)| word == "VOLUME"), "each container would leave one without a name behind");
    ensure!(!text("Dockerfile")?.contains("# syntax="));
    let data =
        recipe.iter().any(|(word, text)| word == "COPY" && text.contains("--chown=nonroot") && text.ends_with("/data"));
    ensure!(data, "a volume that is mounted there takes its owner from the folder of the image");
    Ok(())
}

#[test]
fn the_build_is_given_every_folder_that_it_reads() -> Result<()> {
    let (given, manifest) = (text(".dockerignore")?, text("Cargo.toml")?);
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
