//! Lists of revoked certificates, who signed them, and who may sign them at all.
use super::{Files, Secure};
use api::Tls;
use store::Clock;
use testkit::authority::Authority;
use testkit::{Result, on_both_engines};

const NAMES: [&str; 1] = ["tachograph:org:acme"];

/// The error of a server that does not start with these files.
async fn refusal(files: &Files) -> String {
    let started = Tls::start(files.options(&[]), Clock::system());
    format!("{:#}", started.expect_err("it starts"))
}

on_both_engines!(every_list_of_an_authority_counts, |db| async {
    let secure = Secure::new(&db).await?;
    let (one, other, good) = (secure.agent_of("acme")?, secure.agent_of("acme")?, secure.agent_of("acme")?);
    let lists = [&[&one][..], &[], &[&other]].map(|revoked| secure.files.clients.revoking(revoked));
    let [first, second, third] = lists;
    let (first, second, third) = (first?, second?, third?);
    for lists in [[&first, &second, &third], [&third, &second, &first], [&second, &first, &third]] {
        secure.files.write("revoked.pem", &lists.map(String::as_str).concat())?;
        secure.tls.look();
        assert!(secure.refuses(&one).await? && secure.refuses(&other).await? && !secure.refuses(&good).await?);
    }
    Ok(())
});

on_both_engines!(a_list_that_an_authority_did_not_sign_is_not_used, |db| async {
    let secure = Secure::new(&db).await?;
    let (good, revoked) = (secure.agent_of("acme")?, secure.agent_of("acme")?);
    secure.files.write("revoked.pem", &secure.files.clients.revoking(&[&revoked])?)?;
    secure.tls.look();
    // An authority with the same name is not the same authority.
    let forged = Authority::new("clients")?.revoking(&[])?;
    for list in [forged.clone(), secure.files.clients.revoking(&[])? + &forged] {
        secure.files.write("revoked.pem", &list)?;
        // A file that looks wrong is checked twice before an error is reported.
        secure.tls.look();
        secure.tls.look();
        assert!(!secure.refuses(&good).await? && secure.refuses(&revoked).await?, "what was read before holds");
        let refused = refusal(&secure.files).await;
        assert!(refused.contains("--ingest-client-crl") && refused.contains("CN=clients and is not"), "{refused}");
    }
    Ok(())
});

on_both_engines!(authorities_of_one_name_have_lists_of_their_own, |db| async {
    let secure = Secure::new(&db).await?;
    let next = Authority::new("clients")?;
    let (of_one, of_next) = (secure.agent_of("acme")?, next.client("agent", None, &NAMES)?);
    let revoked = next.client("agent", None, &NAMES)?;
    secure.files.write("clients.pem", &(secure.files.clients.pem() + &next.pem()))?;
    for lists in [
        secure.files.clients.revoking(&[])? + &next.revoking(&[&revoked])?,
        next.revoking(&[&revoked])? + &secure.files.clients.revoking(&[])?,
        next.revoking(&[&revoked])?,
    ] {
        secure.files.write("revoked.pem", &lists)?;
        secure.tls.look();
        assert!(!secure.refuses(&of_one).await? && !secure.refuses(&of_next).await?);
        assert!(secure.refuses(&revoked).await?);
    }
    Ok(())
});

on_both_engines!(an_authority_goes_though_its_list_is_left, |db| async {
    let secure = Secure::new(&db).await?;
    let next = Authority::new("next")?;
    let (agent, revoked) = (next.client("agent", None, &NAMES)?, next.client("agent", None, &NAMES)?);
    let gone = secure.agent_of("acme")?;
    secure.files.write("clients.pem", &(secure.files.clients.pem() + &next.pem()))?;
    let left = secure.files.clients.revoking(&[])?;
    secure.files.write("revoked.pem", &(left.clone() + &next.revoking(&[&revoked])?))?;
    secure.tls.look();
    assert!(!secure.refuses(&gone).await? && !secure.refuses(&agent).await?);
    secure.files.write("clients.pem", &next.pem())?;
    secure.tls.look();
    assert!(secure.refuses(&gone).await? && !secure.refuses(&agent).await? && secure.refuses(&revoked).await?);
    // Without the remaining authority's list, it would not be known which of its certificates are revoked.
    secure.files.write("revoked.pem", &left)?;
    secure.tls.look();
    secure.tls.look();
    assert!(secure.refuses(&revoked).await?);
    let refused = refusal(&secure.files).await;
    assert!(refused.contains("CN=clients, which is none of them"), "{refused}");
    Ok(())
});

#[tokio::test]
async fn only_who_may_sign_is_an_authority() -> Result<()> {
    let files = Files::new()?;
    let agent = files.clients.client("agent", None, &NAMES)?;
    files.write("clients.pem", &agent.certificate)?;
    let refused = refusal(&files).await;
    assert!(refused.contains("--ingest-client-ca") && refused.contains("`CN=agent` may not sign"), "{refused}");
    Ok(())
}

#[tokio::test]
async fn what_is_no_file_is_not_waited_for() -> Result<()> {
    let files = Files::new()?;
    std::fs::remove_file(files.path("revoked.pem"))?;
    std::fs::create_dir(files.path("revoked.pem"))?;
    let refused = refusal(&files).await;
    assert!(refused.contains("--ingest-client-crl: expected a file"), "{refused}");
    Ok(())
}
