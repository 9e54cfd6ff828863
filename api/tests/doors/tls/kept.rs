//! Accepted certificates are rechecked, because connections stay open for hours.
use super::{Private, Secure, send};
use crate::site::{Answer, Line};
use domain::Instant;
use testkit::app::DEV_KEY;
use testkit::authority::{Authority, Client};
use testkit::database::NOON;
use testkit::events::message;
use testkit::{Result, on_both_engines};
use tokio_rustls::rustls::HandshakeKind;

/// The last second in which certificates valid until March 3 are valid, and the next one.
const LAST: Instant = Instant(NOON.0 + 43_200_000_000);
const AFTER: Instant = Instant(LAST.0 + 1_000_000);

/// Asserts that the certificate is no longer valid, and that the connection is closed.
async fn is_over(line: &mut Private, why: &str) -> Result<()> {
    let refused = send(line, None, &[message("s")]).await?;
    assert_eq!((refused.status, refused.code().as_str()), (401, "UNAUTHENTICATED"), "{refused:?}");
    assert!(refused.body.contains(why) && closes(&refused), "{refused:?}");
    line.is_ended().await;
    Ok(())
}

fn closes(answer: &Answer) -> bool {
    answer.head.contains("connection: close")
}

on_both_engines!(foreign_expired_and_revoked_certificates_do_not_come_in, |db| async {
    let secure = Secure::new(&db).await?;
    let names = ["tachograph:org:acme"];
    let (good, revoked) = (secure.agent_of("acme")?, secure.agent_of("acme")?);
    secure.files.write("revoked.pem", &secure.files.clients.revoking(&[&revoked])?)?;
    secure.tls.look();
    assert!(!secure.refuses(&good).await?, "what is not on the list is good");
    assert!(secure.refuses(&revoked).await?);
    assert!(secure.refuses(&secure.files.clients.client_until("late", None, &names, (2026, 3, 2))?).await?);
    assert!(!secure.refuses(&secure.files.clients.client_until("soon", None, &names, (2026, 3, 3))?).await?);
    // An authority with the same name is not the same authority.
    assert!(secure.refuses(&Authority::new("clients")?.client("agent", None, &names)?).await?);
    assert!(secure.refuses(&secure.files.servers.client("agent", None, &names)?).await?);
    // Nor is a server certificate accepted.
    assert!(secure.refuses(&secure.files.clients.server()?).await?);
    Ok(())
});

on_both_engines!(a_list_that_changes_ends_what_a_kept_connection_may, |db| async {
    let secure = Secure::new(&db).await?;
    let (agent, other) = (secure.agent_of("acme")?, secure.agent_of("acme")?);
    let (mut kept, mut beside) = (secure.line(Some(&agent)).await?, secure.line(Some(&agent)).await?);
    let mut unharmed = secure.line(Some(&other)).await?;
    for line in [&mut kept, &mut beside, &mut unharmed] {
        assert_eq!(send(line, None, &[message("s")]).await?.status, 200);
    }
    secure.files.write("revoked.pem", &secure.files.clients.revoking(&[&agent])?)?;
    assert_eq!(send(&mut kept, None, &[message("s")]).await?.status, 200, "nobody looked yet");
    secure.tls.look();
    is_over(&mut kept, "is revoked").await?;
    // A key is checked separately; the connection is closed all the same.
    let by_key = send(&mut beside, Some(DEV_KEY), &[message("s")]).await?;
    assert!(by_key.status == 200 && closes(&by_key), "{by_key:?}");
    beside.is_ended().await;
    let answer = send(&mut unharmed, None, &[message("s")]).await?;
    assert!(answer.status == 200 && !closes(&answer), "{answer:?}");
    assert!(secure.refuses(&agent).await?);
    // A certificate removed from the list is valid again.
    secure.files.write("revoked.pem", &secure.files.clients.revoking(&[])?)?;
    secure.tls.look();
    assert!(!secure.refuses(&agent).await?);
    Ok(())
});

on_both_engines!(a_certificate_that_ends_ends_its_connection, |db| async {
    let secure = Secure::new(&db).await?;
    let agent = secure.files.clients.client_until("agent", None, &["tachograph:org:acme"], (2026, 3, 3))?;
    let mut kept = secure.line(Some(&agent)).await?;
    assert_eq!(send(&mut kept, None, &[message("s")]).await?.status, 200);
    db.clock().set(LAST);
    assert_eq!(send(&mut kept, None, &[message("s")]).await?.status, 200, "it ends with this second");
    db.clock().set(AFTER);
    is_over(&mut kept, "has expired").await?;
    assert!(secure.refuses(&agent).await?);
    Ok(())
});

on_both_engines!(an_authority_that_is_taken_away_takes_its_clients_along, |db| async {
    let secure = Secure::new(&db).await?;
    let agent = secure.agent_of("acme")?;
    let mut kept = secure.line(Some(&agent)).await?;
    assert_eq!(send(&mut kept, None, &[message("s")]).await?.status, 200);
    let next = Authority::new("next")?;
    secure.files.write("clients.pem", &next.pem())?;
    secure.files.write("revoked.pem", &next.revoking(&[])?)?;
    secure.tls.look();
    is_over(&mut kept, "is no longer trusted").await?;
    assert!(secure.refuses(&agent).await?);
    assert!(!secure.refuses(&next.client("agent", None, &["tachograph:org:acme"])?).await?);
    Ok(())
});

on_both_engines!(what_is_taken_up_again_is_looked_at, |db| async {
    let secure = Secure::new(&db).await?;
    let agent = secure.files.clients.client_until("agent", None, &["tachograph:org:acme"], (2026, 3, 3))?;
    let client = Client::new(&secure.files.servers, Some(&agent))?;
    let mut begun = Vec::new();
    for _ in 0..2 {
        let mut line = Line(client.connect(secure.site.address).await?);
        assert_eq!(send(&mut line, None, &[message("s")]).await?.status, 200, "by the certificate of the first");
        begun.push(line.0.get_ref().1.handshake_kind());
    }
    assert_eq!(begun, [Some(HandshakeKind::Full), Some(HandshakeKind::Resumed)]);
    db.clock().set(AFTER);
    is_over(&mut Line(client.connect(secure.site.address).await?), "has expired").await
});
