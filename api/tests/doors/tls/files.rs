//! Certificate files that change, and files with errors.
use super::{Files, Secure, send};
use crate::site::{Line, Site};
use api::{AppOptions, Patience, Tls, TlsOptions};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;
use store::Clock;
use testkit::app::DEV_KEY;
use testkit::authority::Authority;
use testkit::database::NOON;
use testkit::events::message;
use testkit::{Result, on_both_engines};
use tokio::task::JoinSet;

/// The certificate that the server currently presents.
async fn shown(secure: &Secure) -> Result<Vec<u8>> {
    let line = secure.line(None).await?;
    Ok(line.0.get_ref().1.peer_certificates().expect("one")[0].to_vec())
}

on_both_engines!(a_new_certificate_of_the_server_drops_no_request, |db| async {
    let secure = Arc::new(Secure::new(&db).await?);
    let (over, answered) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let agent = secure.agent_of("acme")?;
    let mut senders = JoinSet::new();
    for number in 0..4 {
        let (secure, over, answered) = (Arc::clone(&secure), Arc::clone(&over), Arc::clone(&answered));
        let client = secure.client(Some(&agent))?;
        senders.spawn(async move {
            let mut line = Line(client.connect(secure.site.address).await?);
            while !over.load(Ordering::SeqCst) {
                // Half of them keep their connections open.
                if number % 2 == 0 {
                    line = Line(client.connect(secure.site.address).await?);
                }
                let answer = send(&mut line, None, &[message("s")]).await?;
                anyhow::ensure!(answer.status == 200, "{answer:?}");
                answered.fetch_add(1, Ordering::SeqCst);
            }
            anyhow::Ok(())
        });
    }
    let mut before = shown(&secure).await?;
    for _ in 0..5 {
        let seen = answered.load(Ordering::SeqCst);
        secure.files.shows(&secure.files.servers.server()?)?;
        let looking = Arc::clone(&secure);
        tokio::task::spawn_blocking(move || looking.tls.look()).await?;
        let now = shown(&secure).await?;
        assert_ne!(now, before, "new connections see the new one");
        before = now;
        while answered.load(Ordering::SeqCst) < seen + 8 {
            if let Some(ended) = senders.try_join_next() {
                anyhow::bail!("a sender ended: {ended:?}");
            }
            tokio::task::yield_now().await;
        }
    }
    over.store(true, Ordering::SeqCst);
    while let Some(ended) = senders.join_next().await {
        ended??;
    }
    Ok(())
});

on_both_engines!(files_that_are_wrong_leave_in_use_what_was_read_before, |db| async {
    let secure = Secure::new(&db).await?;
    let before = shown(&secure).await?;
    let next = secure.files.servers.server()?;
    let (agent, revoked) = (secure.agent_of("acme")?, secure.agent_of("acme")?);
    for (name, wrong) in [
        ("server.pem", "nothing of the kind"),
        ("server.pem", next.certificate.as_str()),
        ("server.key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"),
        ("clients.pem", ""),
        ("revoked.pem", "-----BEGIN X509 CRL-----\n"),
    ] {
        let kept = std::fs::read_to_string(secure.files.path(name))?;
        secure.files.write(name, wrong)?;
        // The first check waits for another, the second reports the error, the third does not repeat it.
        for _ in 0..3 {
            secure.tls.look();
            assert_eq!(shown(&secure).await?, before, "{name}");
            assert!(!secure.refuses(&agent).await?, "{name}");
        }
        secure.files.write(name, &kept)?;
        secure.tls.look();
    }
    std::fs::remove_file(secure.files.path("revoked.pem"))?;
    secure.tls.look();
    assert!(!secure.refuses(&agent).await?);
    // An error in one file does not affect the others.
    secure.files.shows(&next)?;
    secure.tls.look();
    assert_ne!(shown(&secure).await?, before);
    secure.files.write("revoked.pem", &secure.files.clients.revoking(&[&revoked])?)?;
    secure.tls.look();
    assert!(secure.refuses(&revoked).await? && !secure.refuses(&agent).await?);
    Ok(())
});

on_both_engines!(files_are_looked_at_by_themselves, |db| async {
    let files = Files::new()?;
    let options = TlsOptions { look_every: Duration::from_millis(5), ..files.options(&[]) };
    let secure = Secure::over(&db, files, options, AppOptions::default(), Patience::default()).await?;
    let before = shown(&secure).await?;
    secure.files.shows(&secure.files.servers.server()?)?;
    while shown(&secure).await? == before {
        tokio::task::yield_now().await;
    }
    Ok(())
});

on_both_engines!(without_authorities_of_clients_nobody_is_asked, |db| async {
    let files = Files::new()?;
    let options = TlsOptions { clients: None, ..files.options(&[]) };
    let tls = Tls::start(options, db.clock().clone())?;
    let site = Site::over(&db, Some(tls.clone()), AppOptions::default(), Patience::default()).await?;
    let secure = Secure { files, tls, site };
    let mut line = secure.line(Some(&secure.agent_of("acme")?)).await?;
    let nobody = send(&mut line, None, &[message("s")]).await?;
    assert_eq!((nobody.status, nobody.code().as_str()), (401, "UNAUTHENTICATED"));
    assert_eq!(send(&mut line, Some(DEV_KEY), &[message("s")]).await?.status, 200);
    Ok(())
});

#[tokio::test]
async fn settings_that_cannot_work_name_the_setting_and_the_file() {
    let check = |change: &dyn Fn(&Files, &mut TlsOptions) -> Result<()>, expected: &[&str]| {
        let files = Files::new().expect("files");
        let mut options = files.options(&[]);
        change(&files, &mut options).expect("a change");
        let error = Tls::start(options, Clock::manual(NOON)).expect_err("it cannot work");
        let text = format!("{error:#}");
        for part in expected {
            assert!(text.contains(part), "{part} in {text}");
        }
        assert!(!text.contains("AAAA"), "no content is told: {text}");
    };
    check(&|files, _| files.write("server.pem", ""), &["--tls-cert", "server.pem", "-----BEGIN CERTIFICATE-----"]);
    check(&|files, _| files.write("server.key", "AAAA"), &["--tls-key", "server.key", "-----BEGIN PRIVATE KEY-----"]);
    check(
        &|files, _| files.write("server.key", &files.servers.server()?.key),
        &["--tls-key", "server.key", "belongs to another one"],
    );
    check(
        &|files, _| files.write("server.key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"),
        &["--tls-key", "server.key", "expected an RSA, ECDSA"],
    );
    check(
        &|_, options| {
            options.cert = "/nowhere.pem".into();
            Ok(())
        },
        &["--tls-cert: cannot read /nowhere.pem"],
    );
    check(&|files, _| files.write("clients.pem", "x"), &["--ingest-client-ca", "clients.pem"]);
    check(&|files, _| files.write("revoked.pem", "x"), &["--ingest-client-crl", "-----BEGIN X509 CRL-----"]);
    check(
        &|files, _| files.write("revoked.pem", &Authority::new("somebody else")?.revoking(&[])?),
        &["--ingest-client-crl", "CN=somebody else", "none of them"],
    );
    let table = |name: &'static str, org: &'static str| {
        move |_: &Files, options: &mut TlsOptions| {
            let clients = options.clients.as_mut().expect("clients");
            clients.names = vec![(name.to_owned(), org.to_owned())];
            Ok(())
        }
    };
    check(&table("CN=agent", ""), &["ingest-clients: `CN=agent`: expected the id of an organization, or *"]);
    check(&table("CN = agent, O = Acme", "acme"), &["-nameopt RFC2253"]);
}
