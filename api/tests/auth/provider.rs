//! Sign-in with a provider that is not ours: the library oidc-provider, run by Node. The test installs it
//! according to its lock file, unless it is installed.
use crate::support::Browser;
use anyhow::{Context as _, ensure};
use api::AppOptions;
use auth::{AuthOptions, ClientOptions, IssuerOptions};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;
use store::Clock;
use testkit::app::Server;
use testkit::{Result, on_both_engines};
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::net::TcpListener;
use tokio::process::{Child, ChildStdout, Command};

/// The provider, stopped at the end of the test.
struct Provider {
    issuer: String,
    _process: Child,
    /// Its further output, kept open because a closed pipe would stop it.
    _lines: Lines<BufReader<ChildStdout>>,
}

impl Provider {
    async fn start(redirect_uri: &str, claims: &Value) -> Result<Self> {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../e2e/oidc");
        install(&folder).await?;
        let mut process = Command::new("node")
            .arg("provider.mjs")
            .args([redirect_uri, &claims.to_string()])
            .current_dir(&folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .context("this test needs Node (the program `node`) of version 20 or later")?;
        let mut lines = BufReader::new(process.stdout.take().context("no output")?).lines();
        loop {
            let line = lines.next_line().await?.context("the provider ended at its start; see its messages above")?;
            if line.starts_with("http://127.0.0.1:") {
                return Ok(Self { issuer: line, _process: process, _lines: lines });
            }
        }
    }
}

/// Installs the packages once, in whichever test comes first.
async fn install(folder: &std::path::Path) -> Result<()> {
    let lock = std::fs::File::create(std::env::temp_dir().join("tachograph-e2e-oidc.lock"))?;
    let lock = tokio::task::spawn_blocking(move || lock.lock().map(|()| lock)).await??;
    if !folder.join("node_modules/oidc-provider/package.json").is_file() {
        let output = Command::new("npm")
            .args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"])
            .current_dir(folder)
            .output()
            .await
            .context("this test needs npm, which comes with Node, to install e2e/oidc")?;
        let said = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "`npm ci` in e2e/oidc failed; does it reach a package registry? {said}");
    }
    drop(lock);
    Ok(())
}

fn options(issuer: &str) -> AppOptions {
    let scopes = ["profile", "email"].map(str::to_owned).to_vec();
    let secret = Some("a secret of the client".to_owned());
    let issuer = IssuerOptions {
        issuer: issuer.to_owned(),
        audience: "an API".to_owned(),
        jwks: format!("{issuer}/jwks"),
        fetch_timeout: Duration::from_secs(10),
        fetch_interval: Duration::from_secs(1),
        client: Some(ClientOptions { id: "tachograph".to_owned(), secret, scopes }),
    };
    AppOptions { auth: AuthOptions { issuer: Some(issuer), ..AuthOptions::default() }, ..AppOptions::default() }
}

on_both_engines!(an_independent_provider_signs_people_in, |db| async {
    // The provider only knows the machine's time.
    db.clock().set(Clock::system().now());
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let redirect = format!("http://{}/auth/callback", listener.local_addr()?);
    let claims = json!({
        "sub": "grace", "name": "Grace", "email": "grace@example.org", "org_id": "acme", "role": "MANAGER",
    });
    let provider = Provider::start(&redirect, &claims).await?;
    let server = Server::public(&db, listener, options(&provider.issuer)).await?;
    let mut browser = Browser::new()?;
    let home = browser.follow(&format!("{}/auth/login?return_to=/healthz", server.url)).await?;
    assert_eq!((home.status, home.url.as_str()), (200, format!("{}/healthz", server.url).as_str()), "{}", home.body);
    let query = r#"{"query": "{ viewer { id name email role organization { id } } }"}"#;
    let ask = async |browser: &mut Browser| -> Result<Value> {
        let answer = browser.post(&format!("{}/graphql", server.url), Some(&server.url), query).await?;
        Ok(serde_json::from_str(&answer.body)?)
    };
    let viewer = json!({
        "id": "grace", "name": "Grace", "email": "grace@example.org", "role": "MANAGER", "organization": {"id": "acme"},
    });
    assert_eq!(ask(&mut browser).await?["data"]["viewer"], viewer);
    let renewed = browser.post(&format!("{}/auth/refresh", server.url), Some(&server.url), "").await?;
    assert_eq!(renewed.status, 204, "{}", renewed.body);
    assert_eq!(ask(&mut browser).await?["data"]["viewer"], viewer);
    Ok(())
});

on_both_engines!(whoever_has_no_role_here_stays_outside, |db| async {
    db.clock().set(Clock::system().now());
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let redirect = format!("http://{}/auth/callback", listener.local_addr()?);
    let claims = json!({"sub": "mallory", "name": "Mallory", "org_id": "acme", "role": "visitor"});
    let provider = Provider::start(&redirect, &claims).await?;
    let server = Server::public(&db, listener, options(&provider.issuer)).await?;
    let mut browser = Browser::new()?;
    let page = browser.follow(&format!("{}/auth/login", server.url)).await?;
    assert_eq!(page.status, 403, "{}", page.body);
    assert!(page.body.contains("have no access here"), "{}", page.body);
    assert!(!browser.cookies.contains_key("tachograph_session"));
    Ok(())
});
