//! Settings from outside: which source takes precedence, how invalid ones are rejected, what is printed.
#![expect(clippy::expect_used, reason = "helpers of tests may fail like tests")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// A folder with a settings file.
struct Place(TempDir);

impl Place {
    fn new(text: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("t.toml"), text).expect("the file is written");
        Self(folder)
    }

    /// Runs the binary there with only these of our variables.
    fn run(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tachograph"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("TACHOGRAPH_")) {
            command.env_remove(name);
        }
        command.current_dir(self.0.path()).args(arguments).envs(variables.iter().copied()).output().expect("it runs")
    }

    /// The line that `config` prints for a setting.
    fn shown(&self, key: &str, arguments: &[&str], variables: &[(&str, &str)]) -> String {
        let output = self.run(&[&["config"], arguments].concat(), variables);
        assert!(output.status.success(), "{output:?}");
        let text = String::from_utf8(output.stdout).expect("text");
        let line = text.lines().find(|line| line.trim_start_matches("# ").starts_with(&format!("{key} =")));
        line.expect("a line").split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The error of `serve`.
    fn refusal(&self, arguments: &[&str], variables: &[(&str, &str)]) -> String {
        let output = self.run(&[&["serve"], arguments].concat(), variables);
        assert!(!output.status.success(), "{output:?}");
        String::from_utf8(output.stderr).expect("text")
    }
}

const FILE: [&str; 2] = ["--config", "t.toml"];

#[test]
fn a_misspelled_variable_is_told() {
    let place = Place::new("");
    let told = |variable: &str| {
        let output = place.run(&["migrate", "--data-dir", "data"], &[(variable, "5")]);
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stderr).expect("text").contains(variable)
    };
    assert!(told("TACHOGRAPH_MAX_CONNECTION"));
    assert!(!told("TACHOGRAPH_MAX_CONNECTIONS"));
}

#[test]
fn flags_go_before_variables_before_the_file_before_defaults() {
    let place = Place::new("# mine\nmax-connections = 7\n");
    let (flag, variable) = (["--max-connections", "9"], [("TACHOGRAPH_MAX_CONNECTIONS", "8")]);
    let shown = |arguments: &[&str], variables: &[(&str, &str)]| place.shown("max-connections", arguments, variables);
    assert_eq!(shown(&[], &[]), "max-connections = 16 # the default");
    assert_eq!(shown(&FILE, &[]), "max-connections = 7 # the file t.toml, line 2");
    assert_eq!(shown(&[], &[("TACHOGRAPH_CONFIG", "t.toml")]), "max-connections = 7 # the file t.toml, line 2");
    assert_eq!(shown(&FILE, &variable), "max-connections = 8 # the variable TACHOGRAPH_MAX_CONNECTIONS");
    assert_eq!(shown(&[&FILE[..], &flag].concat(), &variable), "max-connections = 9 # the flag --max-connections");
}

#[test]
fn a_file_may_hold_every_kind_of_value() {
    let place = Place::new(
        "dev = true\nlisten = '127.0.0.1:81'\nauth-role-map = ['a=MANAGER', 'b=SUPPORT']\nlog-format = \"json\"\n\
         auth-jwks = '/keys.json'\nauth-issuer = 'https://x.test'",
    );
    let shown = |key: &str| place.shown(key, &FILE, &[]);
    assert_eq!(shown("dev"), "dev = true # the file t.toml, line 1");
    assert_eq!(shown("listen"), r#"listen = "127.0.0.1:81" # the file t.toml, line 2"#);
    assert_eq!(shown("auth-role-map"), r#"auth-role-map = ["a=MANAGER", "b=SUPPORT"] # the file t.toml, line 3"#);
    assert_eq!(shown("log-format"), r#"log-format = "json" # the file t.toml, line 4"#);
    assert_eq!(shown("auth-issuer"), r#"auth-issuer = "https://x.test" # the file t.toml, line 6"#);
    assert_eq!(shown("auth-client-id"), "# auth-client-id = # not set");
}

#[test]
fn what_is_shown_can_be_read_again() {
    let place = Place::new("max-connections = 7\nauth-role-map = ['a=MANAGER']");
    let first = place.run(&["config", "--config", "t.toml", "--dev"], &[]).stdout;
    std::fs::write(place.0.path().join("t.toml"), &first).expect("written");
    let second = place.run(&["config", "--config", "t.toml"], &[]).stdout;
    let values = |text: &[u8]| {
        let text = String::from_utf8(text.to_vec()).expect("text");
        let lines = text.lines().map(|line| line.split("  #").next().unwrap_or_default().trim().to_owned());
        lines.collect::<Vec<_>>()
    };
    assert_eq!(values(&first), values(&second));
    assert!(values(&first).contains(&"dev = true".to_owned()));
}

#[test]
fn secrets_are_hidden() {
    let place = Place::new(
        "database-url = 'postgres://me:hunter2@db.test/t?sslmode=require&password=hunter2'\n\
         auth-client-secret = 'hunter2'\nauth-client-id = 'x'\nauth-issuer = 'https://x.test'\nauth-jwks = '/k'",
    );
    let text = String::from_utf8(place.run(&["config", "--config", "t.toml"], &[]).stdout).expect("text");
    assert!(text.contains("auth-client-secret = \"hidden\""), "{text}");
    assert!(text.contains("postgres://me:hidden@db.test/t?sslmode=require&password=hidden"), "{text}");
    assert!(!text.contains("hunter2"), "{text}");
}

#[test]
fn a_wrong_value_names_key_source_and_what_was_expected() {
    let place = Place::new("\nmax-connections = 'seven'\n");
    let common = "expected N: PostgreSQL: maximum connections";
    for (arguments, variables, source) in [
        (&FILE[..], &[][..], "the file t.toml, line 2"),
        (&[], &[("TACHOGRAPH_MAX_CONNECTIONS", "seven")], "the variable TACHOGRAPH_MAX_CONNECTIONS"),
        (&["--max-connections", "seven"], &[], "the flag --max-connections"),
    ] {
        let refusal = place.refusal(arguments, variables);
        let line = format!("`max-connections` comes from {source}; {common}");
        assert!(refusal.contains(&line) && refusal.contains("'seven'"), "{refusal}");
    }
}

#[test]
fn a_table_of_the_file_holds_names_with_signs_and_commas() {
    let tls = "tls-cert = 'c'\ntls-key = 'k'\ningest-client-ca = 'a'\n";
    let place = Place::new(&format!("{tls}[ingest-clients]\n\"CN=a,O=B\" = 'acme'\n'x.test' = '*'"));
    let line = r#"ingest-clients = { "CN=a,O=B" = "acme", "x.test" = "*" } # the file t.toml, line 4"#;
    assert_eq!(place.shown("ingest-clients", &FILE, &[]), line);
    let variable = [("TACHOGRAPH_INGEST_CLIENTS", "CN=a,O=B=acme;x.test=*")];
    let shown = place.shown("ingest-clients", &FILE, &variable);
    assert_eq!(shown, line.replace("file t.toml, line 4", "variable TACHOGRAPH_INGEST_CLIENTS"));
    // The printed settings can be read back.
    let first = place.run(&["config", "--config", "t.toml"], &[]).stdout;
    std::fs::write(place.0.path().join("t.toml"), &first).expect("written");
    assert!(place.shown("ingest-clients", &FILE, &[]).contains(r#"{ "CN=a,O=B" = "acme", "x.test" = "*" }"#));
}

#[test]
fn prices_of_the_file_are_tables_with_parts() {
    let place = Place::new(
        "[prices.'my-model']\ninput = 1.25\noutput = '10'\nfrom = 2026-09-01\n[prices.own]\ninput=0\noutput=0",
    );
    let line = place.shown("prices", &FILE, &[]);
    let own = r#""own" = { input = "0", output = "0" }"#;
    let model = r#""my-model" = { "#;
    assert!(line.starts_with("prices = { ") && line.contains(own) && line.contains(model), "{line}");
    assert!(line.contains(r#"input = "1.25""#) && line.contains(r#"from = "2026-09-01""#), "{line}");
    assert!(line.ends_with("# the file t.toml, line 1"), "{line}");
    // The printed settings can be read back, and variables have the same in one line.
    let first = place.run(&["config", "--config", "t.toml"], &[]).stdout;
    std::fs::write(place.0.path().join("t.toml"), &first).expect("written");
    let again = place.shown("prices", &FILE, &[]);
    assert_eq!(again.split(" # ").next(), line.split(" # ").next());
    let variable = [("TACHOGRAPH_PRICES", "own=input:0,output:0")];
    let shown = place.shown("prices", &[], &variable);
    assert_eq!(shown, format!("prices = {{ {own} }} # the variable TACHOGRAPH_PRICES"));
}

#[test]
fn a_price_that_is_wrong_names_the_model_and_the_part() {
    for (text, told) in [
        ("[prices.m]\ninptu = 1\noutput = 1", "`m`: there is no part `inptu`; expected input, output, cache-read,"),
        ("[prices.m]\ninput = 1", "`m`: `output` is missing: USD per million tokens"),
        ("[prices.m]\ninput = 'cheap'\noutput = 1", "`m`: `input`: expected USD per million tokens, such as 1.25"),
        ("[prices.m]\ninput = 1\noutput = 1\nfrom = 'May'", "`m`: `from`: expected a day as YYYY-MM-DD"),
        ("[prices.m]\ninput = [1]\noutput = 1", "`prices.m.input`: expected a number or a day, as in input = 1.25"),
        ("[prices]\nm = [1]", "`prices.m`: expected a table, [prices.\"m\"], with lines such as input = 1.25"),
        ("[prices]\nlisten = 'x'", "`listen` is below [prices], which makes it part of that table"),
        ("prices = 'm=input:1'", "`m`: `output` is missing: USD per million tokens"),
        ("[ingest-clients.a]\ninput = 1", "`ingest-clients`: expected lines such as"),
    ] {
        let refusal = Place::new(text).refusal(&FILE, &[]);
        assert!(refusal.contains(told), "{text}: {refusal}");
    }
}

#[test]
fn settings_of_tls_that_do_not_fit_are_refused() {
    let place = Place::new("");
    for (arguments, told) in [
        (&["--tls-cert", "c.pem"][..], "--tls-key <FILE>"),
        (&["--tls-key", "k.pem"], "--tls-cert <FILE>"),
        (&["--ingest-client-ca", "a.pem"], "--tls-cert <FILE>"),
        (&["--ingest-client-crl", "a.pem"], "--ingest-client-ca <FILE>"),
        (&["--ingest-clients", "CN=a=acme"], "--ingest-client-ca <FILE>"),
        (&["--tls-cert", "c.pem", "--tls-key", "k.pem"], "--tls-cert: cannot read c.pem"),
    ] {
        let refusal = place.refusal(arguments, &[]);
        assert!(refusal.contains(told), "{arguments:?}: {refusal}");
    }
}

#[test]
fn files_that_are_wrong_name_the_line() {
    for (text, line) in [
        (
            "max_connections = 3",
            "t.toml, line 1: there is no setting `max_connections` (did you mean `max-connections`?)",
        ),
        ("\n[auth]\nissuer = 'x'", "t.toml, line 2: there is no setting `auth`"),
        ("config = 'x'", "t.toml, line 1: there is no setting `config`"),
        ("dev = 'maybe'", "t.toml, line 1: `dev`: expected true or false"),
        ("listen = 2020-01-01", "t.toml, line 1: `listen`: expected ADDR"),
        ("listen = ['127.0.0.1:1']", "t.toml, line 1: `listen`: expected ADDR"),
        ("dev = true\n\n]", "t.toml, line 3: invalid TOML"),
        ("[ingest-clients]\nlisten = 'x'", "t.toml, line 1: `listen` is below [ingest-clients]"),
        ("[ingest-clients]\na.b = 'x'", "t.toml, line 1: `ingest-clients`: expected lines such as"),
        ("[ingest-clients]\n'a;b' = 'x'", "t.toml, line 1: `ingest-clients`: expected lines such as"),
        ("[listen]\na = 'x'", "t.toml, line 1: `listen`: expected ADDR"),
        ("dev = true\ndev = true", "t.toml, line 2: invalid TOML: duplicate key"),
    ] {
        let refusal = Place::new(text).refusal(&FILE, &[]);
        assert!(refusal.contains(line), "{text}: {refusal}");
        assert_eq!(refusal.lines().count(), 1, "{refusal}");
    }
    let missing = Place::new("").refusal(&["--config", "nowhere.toml"], &[]);
    assert!(missing.contains("cannot read the configuration file nowhere.toml (--config)"), "{missing}");
}

#[test]
fn commands_take_from_the_file_what_they_know() {
    let place = Place::new("data-dir = 'elsewhere'\nlisten = '127.0.0.1:81'");
    let output = place.run(&["verify", "--config", "t.toml"], &[]);
    let text = String::from_utf8(output.stderr).expect("text");
    assert!(text.contains("there is no database elsewhere/tachograph.db"), "{text}");
}

/// Compares a page with the binary's output, or writes it if `UPDATE_SETTINGS` is set.
fn is_fresh(page: &Path, flag: &str) {
    let place = Place::new("");
    let printed = String::from_utf8(place.run(&["config", flag], &[]).stdout).expect("text");
    if std::env::var_os("UPDATE_SETTINGS").is_some() {
        std::fs::write(page, &printed).expect("the page is written");
    }
    let written = std::fs::read_to_string(page).unwrap_or_default();
    assert_eq!(written, printed, "set UPDATE_SETTINGS=1 and run this test again");
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

#[test]
fn the_reference_is_fresh() {
    is_fresh(&root().join("docs/SETTINGS.md"), "--reference");
}

#[test]
fn the_example_of_variables_is_fresh() {
    is_fresh(&root().join(".env.example"), "--variables");
}
