//! Retention with the commands and processes that operators use, during ingestion.
use crate::ask::{done, organization, post, tachograph};
use crate::check::Checked;
use crate::load::Load;
use crate::old::{self, days_ago};
use crate::process::Process;
use crate::until::until;
use anyhow::ensure;
use testkit::Engine;
use testkit::events::message;

testkit::on_both_engines!(an_organization_lets_go_while_events_come_in, |db| async {
    let server = Process::serve_with(db.url(), &["--retention-days", "100", "--retention-every-seconds", "1"]).await?;
    let load = Load::start(server.address());
    load.acknowledged(400).await?;
    old::fill(server.address(), &db).await?;
    old::keep_less(db.url())?;
    // verify succeeds at every moment in between.
    let mut proofs = 0;
    until("they are gone", async || {
        proofs += 1;
        let said = done(&["verify", "--database-url", db.url()])?;
        ensure!(said.starts_with("equal: "), "{said}");
        Ok(old::left(&db).await? == 0)
    })
    .await?;
    ensure!(proofs > 0);
    // A server that was not notified checks the retention period again within seconds.
    until("the door is shut", async || {
        let late = post(server.address(), [message("late").at(&days_ago(31))]).await?;
        Ok(late.body["errors"][0]["code"] == "TOO_OLD")
    })
    .await?;
    let day = |days: i64| days_ago(days)[..10].to_owned();
    let period = format!("{{from: \"{}\", to: \"{}\"}}", day(65), day(35));
    let fields = format!("metrics(period: {period}) {{ runs sessions }} sessions(period: {period}) {{ totalCount }}");
    let mut servers = vec![server.address()];
    // A server that receives no events also knows what was deleted.
    let other = match db.engine() {
        Engine::Postgres => Some(Process::start("api", db.url()).await?),
        Engine::Sqlite => None,
    };
    servers.extend(other.iter().map(Process::address));
    for server in servers {
        let read = organization(server, "ada", &fields).await?;
        ensure!(read["metrics"] == serde_json::json!({"runs": 300, "sessions": 300}), "{read}");
        ensure!(read["sessions"]["totalCount"] == 0, "{read}");
    }
    let shown = done(&["retention", "show", "--database-url", db.url(), "--org", "acme", "--retention-days", "100"])?;
    ensure!(shown.contains("30 days") && shown.contains("own setting") && shown.contains(&day(31)), "{shown}");
    Checked { url: db.url(), acknowledged: load.stop().await? }.all().await
});

testkit::on_both_engines!(misspelled_organizations_and_days_are_told, |db| async {
    for (arguments, expected) in [
        (vec!["set", "--org", "nobody", "--days", "3"], "--org: there is no organization with this id"),
        (vec!["show", "--org", "nobody"], "--org: there is no organization with this id"),
        (vec!["set", "--org", "nobody", "--days", "-3"], "--days"),
        (vec!["set", "--org", "nobody", "--days=many"], "expected a number of days from 0 to 36500, or `default`"),
    ] {
        let output = tachograph(&[&["retention"], &arguments[..], &["--database-url", db.url()]].concat())?;
        let said = String::from_utf8(output.stderr)?;
        ensure!(!output.status.success() && said.contains(expected), "{arguments:?}: {said}");
    }
    Ok(())
});
