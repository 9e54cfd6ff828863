//! The services in the compose file.
use crate::binary::{Help, accepts};
use crate::files::{Compose, compose, filled, root, words};
use crate::image::health_of_the_image;
use anyhow::{Context as _, Result, ensure};
use serde_json::Value;
use std::process::Command;

/// The port that the image listens on.
const PORT: &str = "8080";

/// The environment variables of a service.
fn variables(service: &Value) -> impl Iterator<Item = (&str, &str)> {
    let entries = service["environment"].as_object().into_iter().flatten();
    entries.map(|(name, value)| (name.as_str(), value.as_str().unwrap_or_default()))
}

/// The services that a service depends on, directly or indirectly.
fn before<'a>(compose: &'a Compose, name: &str) -> Vec<&'a str> {
    let waits = compose.service(name)["depends_on"].as_object();
    let direct: Vec<&str> = waits.into_iter().flatten().map(|(name, _)| name.as_str()).collect();
    let further: Vec<&str> = direct.iter().flat_map(|name| before(compose, name)).collect();
    [direct, further].concat()
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
    for (name, service) in compose().await?.ours()? {
        let words = words(&service["command"]);
        let (help, rest) = Help::of(&words)?;
        help.takes(rest).with_context(|| format!("{name}: {words:?}"))?;
        // PostgreSQL's own variable for the password if the URL has none.
        for (variable, _) in variables(service).filter(|(variable, _)| *variable != "PGPASSWORD") {
            ensure!(help.knows_variable(variable), "{name}: {variable} is no setting of {}", words[0]);
        }
        ensure!(service["read_only"] == true && service["user"] == "nonroot", "{name} may write or is root");
        ensure!(service["cap_drop"][0] == "ALL", "{name} keeps rights");
    }
    Ok(())
}

/// Docker takes the next free port of a range, not the first, so with a range the server's port would change at
/// each restart.
#[tokio::test]
async fn a_port_is_one_port_of_this_machine_and_leads_to_where_the_image_listens() -> Result<()> {
    let (compose, mut all) = (compose().await?, Vec::new());
    for (name, service) in compose.services()? {
        for port in words(&service["ports"]) {
            let (port, _) = filled(port);
            let parts: Vec<&str> = port.split(':').collect();
            ensure!(parts.len() == 3 && parts[0] == "127.0.0.1", "{name}: {port} is open to other machines");
            parts[1].parse::<u16>().with_context(|| format!("{name}: {port} is no single port"))?;
            ensure!(parts[2] == PORT, "{name}: {port} leads elsewhere");
            all.push(parts[1].to_owned());
        }
    }
    let count = all.len();
    all.sort();
    all.dedup();
    ensure!(all.len() == count && count == 3, "{all:?}");
    Ok(())
}

/// A general `.env` may make the server listen on loopback, which is unreachable from outside a container.
#[tokio::test]
async fn servers_listen_where_their_ports_lead_and_are_asked_how_they_are() -> Result<()> {
    let (compose, mut servers) = (compose().await?, 0);
    for (name, service) in compose.ours()? {
        if !["serve", "api", "worker"].contains(&words(&service["command"])[0]) {
            continue;
        }
        servers += 1;
        let listen = variables(service).find(|(variable, _)| *variable == "TACHOGRAPH_LISTEN");
        ensure!(listen == Some(("TACHOGRAPH_LISTEN", "0.0.0.0:8080")), "{name}: {listen:?}");
        let test = words(&service["healthcheck"]["test"]);
        ensure!(test.starts_with(&["CMD", "tachograph"]), "{name}: {test:?}");
        accepts(&test[2..])?;
    }
    ensure!(servers == 5, "{servers}");
    Ok(())
}

/// A flag takes precedence over the variables with which an HTTPS container says how it is to be checked.
#[tokio::test]
async fn no_health_check_names_a_server_in_a_flag() -> Result<()> {
    let (compose, mut checks) = (compose().await?, vec![("the image", health_of_the_image()?)]);
    for (name, service) in compose.ours()? {
        let test = words(&service["healthcheck"]["test"]).into_iter().skip(1).map(str::to_owned).collect();
        if service["healthcheck"]["disable"] != true {
            checks.push((name, test));
        }
    }
    ensure!(checks.len() == 6, "{checks:?}");
    for (name, check) in checks {
        ensure!(check == ["tachograph", "health"], "{name}: {check:?}");
    }
    let (help, _) = Help::of(&["health"])?;
    ensure!(help.has_default(&format!("http://127.0.0.1:{PORT}")), "where the image listens");
    for variable in ["TACHOGRAPH_SERVER", "TACHOGRAPH_SERVER_CA"] {
        ensure!(help.knows_variable(variable), "{variable}");
    }
    Ok(())
}

#[tokio::test]
async fn development_mode_is_apart_from_everything_else() -> Result<()> {
    let compose = compose().await?;
    let is_development = |service: &Value| words(&service["command"]).contains(&"--dev");
    let ours = compose.ours()?;
    let development: Vec<&str> = ours.iter().filter(|(_, service)| is_development(service)).map(|one| one.0).collect();
    ensure!(development == ["demo"], "{development:?}");
    for (name, service) in &ours {
        if !is_development(service) && !before(&compose, name).iter().any(|other| development.contains(other)) {
            ensure!(
                !service["env_file"].as_array().context("settings")?.is_empty(),
                "{name} is never told its settings"
            );
            continue;
        }
        ensure!(words(&service["env_file"]).is_empty() && service["env_file"] == serde_json::json!([]), "{name}");
        let networks = words(&service["networks"]);
        ensure!(!networks.is_empty() && !networks.contains(&"default"), "{name}: {networks:?}");
        for (database, other) in compose.databases()? {
            ensure!(
                !words(&other["networks"]).iter().any(|network| networks.contains(network)),
                "{name} reaches {database}"
            );
        }
        for (variable, value) in variables(service) {
            let known = filled(value).1.iter().all(|variable| variable == "DEMO_PORT");
            ensure!(known, "{name}: {variable} comes from the settings of others");
        }
    }
    Ok(())
}

#[tokio::test]
async fn the_image_is_built_once_for_each_profile_and_never_pulled() -> Result<()> {
    let compose = compose().await?;
    let ours = compose.ours()?;
    let builds = |name: &str| !compose.service(name)["build"].is_null();
    for (name, service) in compose.services()? {
        let own = service["image"] == "tachograph:latest";
        ensure!(own || !builds(name), "{name} is built under another name");
        ensure!(!own || service["pull_policy"] == "never", "{name} would run what a registry has under that name");
    }
    for (name, service) in &ours {
        let first: Vec<&str> = before(&compose, name).into_iter().filter(|other| builds(other)).collect();
        match builds(name) {
            true => ensure!(first.is_empty(), "{name} builds what {first:?} built"),
            false => ensure!(first.len() == 1, "{name} waits for {first:?}, of which one must build"),
        }
        let same = |other: &&str| compose.service(other)["profiles"] == service["profiles"];
        ensure!(first.iter().all(same), "{name} and {first:?} are of different profiles");
    }
    Ok(())
}

#[tokio::test]
async fn servers_wait_for_the_migrations_and_those_for_the_database() -> Result<()> {
    let compose = compose().await?;
    for (server, migrations) in
        [("api", "migrate"), ("worker", "migrate"), ("cluster-api", "distribute"), ("cluster-worker", "distribute")]
    {
        let condition = &compose.service(server)["depends_on"][migrations]["condition"];
        assert_eq!(condition, "service_completed_successfully", "{server}");
        let step = words(&compose.service(migrations)["command"]);
        assert_eq!(step.first(), Some(&"migrate"), "{migrations}");
    }
    assert_eq!(compose.service("migrate")["depends_on"]["postgres"]["condition"], "service_healthy");
    Ok(())
}

/// The program's TLS library does not accept Citus' own certificate, and the network is private to these
/// services.
#[tokio::test]
async fn the_cluster_is_spoken_to_without_its_own_certificate() -> Result<()> {
    let (compose, mut asked) = (compose().await?, 0);
    for (name, service) in compose.ours()? {
        let Some((_, address)) = variables(service).find(|(variable, _)| *variable == "TACHOGRAPH_DATABASE_URL") else {
            continue;
        };
        let (address, _) = filled(address);
        if address.contains("@coordinator") {
            asked += 1;
            ensure!(address.contains("?sslmode=disable"), "{name}: {address}");
            ensure!(words(&service["networks"]) == ["cluster"], "{name}");
        }
    }
    ensure!(asked == 3, "{asked}");
    Ok(())
}

#[tokio::test]
async fn what_services_say_is_bounded_and_databases_have_time_to_stop() -> Result<()> {
    let compose = compose().await?;
    for (name, service) in compose.services()? {
        ensure!(service["logging"]["options"]["max-size"].is_string(), "{name} fills the disk in time");
        ensure!(service["logging"]["options"]["max-file"].is_string(), "{name} fills the disk in time");
    }
    for (name, service) in compose.databases()? {
        let grace = service["stop_grace_period"].as_str().and_then(|time| time.strip_suffix('m')?.parse::<u32>().ok());
        ensure!(grace.is_some_and(|minutes| minutes >= 2), "{name} is killed while it writes its checkpoint");
        // During its first initialization, the server only listens on its socket.
        let test = words(&service["healthcheck"]["test"]).join(" ");
        ensure!(test.contains("pg_isready --host 127.0.0.1"), "{name}: {test}");
    }
    Ok(())
}
