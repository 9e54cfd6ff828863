//! A client that starts a handshake and does not finish it is closed, and blocks nobody else.
use super::{Files, Secure, send};
use crate::grpc::{Two, prompt};
use crate::site::Line;
use api::{AppOptions, Patience, TlsOptions};
use ingest::otlp::Signal;
use std::time::Duration;
use testkit::app::DEV_KEY;
use testkit::authority::{Client, HOST};
use testkit::events::message;
use testkit::{Database, Result, on_both_engines};
use tokio::io::AsyncWriteExt as _;
use tokio_rustls::rustls::ClientConnection;
use tokio_rustls::rustls::pki_types::ServerName;

const SHORT: Patience =
    Patience { head: Duration::from_millis(400), idle: Duration::from_millis(800), reading: Duration::from_secs(10) };

/// A server with other TLS settings.
async fn secure(db: &Database, patience: Patience, set: impl FnOnce(&mut TlsOptions)) -> Result<Secure> {
    let files = Files::new()?;
    let mut options = files.options(&[]);
    set(&mut options);
    Secure::over(db, files, options, AppOptions::default(), patience).await
}

/// A client's first bytes.
fn hello(client: &Client) -> Result<Vec<u8>> {
    let mut said = Vec::new();
    ClientConnection::new(client.config(), ServerName::try_from(HOST)?)?.write_tls(&mut said)?;
    Ok(said)
}

on_both_engines!(a_handshake_that_does_not_go_on_is_ended, |db| async {
    let secure = secure(&db, SHORT, |_| {}).await?;
    let hello = hello(&secure.client(None)?)?;
    for said in [&[][..], &hello[..1], &hello[..hello.len() / 2], &hello] {
        let mut line = secure.site.line().await?;
        line.send(said).await?;
        line.is_ended().await;
    }
    // After the handshake, the first request head has a timeout of its own.
    let mut silent = secure.line(None).await?;
    silent.is_ended().await;
    let mut steady = secure.line(None).await?;
    assert_eq!(send(&mut steady, Some(DEV_KEY), &[message("s")]).await?.status, 200);
    Ok(())
});

on_both_engines!(a_handshake_that_drips_is_ended, |db| async {
    let secure = secure(&db, SHORT, |_| {}).await?;
    let hello = hello(&secure.client(None)?)?;
    let (reading, mut writing) = secure.site.line().await?.0.into_split();
    let drip = tokio::spawn(async move {
        let mut tick = tokio::time::interval(Duration::from_millis(20));
        // All but the last byte.
        for byte in &hello[..hello.len() - 1] {
            tick.tick().await;
            if writing.write_all(&[*byte]).await.is_err() {
                return;
            }
        }
        std::future::pending::<()>().await;
    });
    let mut rest = Vec::new();
    let mut reading = reading;
    let ended = tokio::io::AsyncReadExt::read_to_end(&mut reading, &mut rest);
    drop(tokio::time::timeout(Duration::from_secs(30), ended).await.expect("it ends"));
    drip.abort();
    Ok(())
});

on_both_engines!(whoever_withholds_the_rest_of_a_handshake_keeps_nobody_waiting, |db| async {
    let secure = secure(&db, Patience { head: Duration::from_secs(600), ..Patience::default() }, |_| {}).await?;
    let hello = hello(&secure.client(None)?)?;
    let mut silent = Vec::new();
    for _ in 0..200 {
        let mut line = secure.site.line().await?;
        line.send(&hello).await?;
        silent.push(line);
    }
    let mut line = secure.line(Some(&secure.agent_of("acme")?)).await?;
    assert_eq!(send(&mut line, None, &[message("s")]).await?.status, 200);
    Ok(())
});

on_both_engines!(only_so_many_handshakes_are_under_way, |db| async {
    let patience = Patience { head: Duration::from_secs(600), ..Patience::default() };
    let secure = secure(&db, patience, |options| options.most_handshakes = 1).await?;
    let client = secure.client(None)?;
    // A silent connection does not count as a handshake.
    let silent = secure.site.line().await?;
    let mut withheld = secure.site.line().await?;
    withheld.send(&hello(&client)?).await?;
    let mut heard = Vec::new();
    // The server has responded, so the handshake is in progress.
    withheld.hears(&mut heard, "\u{3}\u{3}").await?;
    assert!(client.connect(secure.site.address).await.is_err(), "one more is closed");
    drop(withheld);
    let mut line = loop {
        if let Ok(stream) = client.connect(secure.site.address).await {
            break Line(stream);
        }
    };
    assert_eq!(send(&mut line, Some(DEV_KEY), &[message("s")]).await?.status, 200);
    drop(silent);
    Ok(())
});

on_both_engines!(whoever_speaks_something_else_is_told_or_sent_away, |db| async {
    let secure = Secure::new(&db).await?;
    let mut plain = secure.site.line().await?;
    plain.send(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").await?;
    let answer = plain.answer().await?;
    assert!(answer.status == 400 && answer.body.contains("https://"), "{answer:?}");
    plain.is_ended().await;
    let three = Client::with(&secure.files.servers, None, |config| config.alpn_protocols = vec![b"h3".to_vec()])?;
    assert!(three.connect(secure.site.address).await.is_err(), "there is no HTTP/3 here");
    let both = [b"h2".to_vec(), b"http/1.1".to_vec()];
    let browser = Client::with(&secure.files.servers, None, |config| config.alpn_protocols = both.to_vec())?;
    let mut line = Line(browser.connect(secure.site.address).await?);
    assert_eq!(line.0.get_ref().1.alpn_protocol(), Some(&b"http/1.1"[..]));
    assert_eq!(send(&mut line, Some(DEV_KEY), &[message("s")]).await?.status, 200);
    let grpc = Client::with(&secure.files.servers, None, |config| config.alpn_protocols = vec![b"h2".to_vec()])?;
    let mut two = Two::begin(grpc.connect(secure.site.address).await?).await?;
    let reply = two.call(Signal::Logs, Some(DEV_KEY), &prompt("s")).await?;
    assert_eq!(reply.trailers["grpc-status"].to_str()?, "0", "{reply:?}");
    let unasked = Client::with(&secure.files.servers, None, |config| config.alpn_protocols = Vec::new())?;
    let mut line = Line(unasked.connect(secure.site.address).await?);
    assert_eq!(send(&mut line, Some(DEV_KEY), &[message("s")]).await?.status, 200);
    Ok(())
});
