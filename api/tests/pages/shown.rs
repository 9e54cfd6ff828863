//! The pages as browsers get them: their security policies, and that nothing is loaded from other origins.
use crate::browser::Page;
use crate::serving::app;
use testkit::on_both_engines;

on_both_engines!(no_page_lets_anything_in_from_elsewhere, |db| async {
    let router = app(&db, true).await?.router().clone();
    for path in ["/graphql", "/docs/rest"] {
        let page = Page::get(&router, path, &[]).await?;
        assert_eq!(page.status, 200, "{path}");
        let (policy, text) = (page.header("content-security-policy"), page.text());
        assert!(policy.starts_with("default-src 'none';"), "{path}: {policy}");
        assert!(policy.contains("base-uri 'none'") && policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        for way in ["unsafe-", "http:", "https:", "*", "script-src 'self' 'nonce"] {
            assert!(!policy.contains(way), "{path} admits {way}: {policy}");
        }
        assert!(!text.contains("<style") && !text.contains(" style=") && !text.contains("<script>"), "{path}");
        assert!(!text.contains("src=\"http") && !text.contains("href=\"http"), "{path}");
        assert!(text.contains("Tachograph"), "{path}");
    }
    Ok(())
});

on_both_engines!(people_are_offered_in_development_alone, |db| async {
    let development = Page::get(app(&db, true).await?.router(), "/graphql", &[]).await?.text();
    assert!(development.contains("&quot;sub&quot;:&quot;bob&quot;"), "{development}");
    assert!(development.contains("dev-ingest-key") && !development.contains("<\"Quoted\""), "{development}");
    let other = Page::get(app(&db, false).await?.router(), "/graphql", &[]).await?.text();
    assert!(other.contains("&quot;people&quot;:[]") && other.contains("&quot;dev&quot;:false"), "{other}");
    assert!(!other.contains("bob") && !other.contains("dev-ingest-key"), "{other}");
    Ok(())
});

on_both_engines!(each_page_of_graphiql_has_a_nonce_of_its_own, |db| async {
    let router = app(&db, true).await?.router().clone();
    let (one, other) = (Page::get(&router, "/graphql", &[]).await?, Page::get(&router, "/graphql", &[]).await?);
    let nonce = |page: &Page| {
        let nonce =
            page.header("content-security-policy").split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next());
        nonce.expect("a nonce").to_owned()
    };
    assert!(one.text().contains(&nonce(&one)), "the page is told");
    assert_ne!(nonce(&one), nonce(&other));
    Ok(())
});

on_both_engines!(scripts_and_styles_may_be_kept_and_are_packed, |db| async {
    let router = app(&db, false).await?.router().clone();
    let page = Page::get(&router, "/graphql", &[]).await?.text();
    let addresses: Vec<&str> = page.split('"').filter(|part| part.starts_with("assets/")).collect();
    assert_eq!(addresses.len(), 2, "a script and a style sheet: {page}");
    for address in addresses.into_iter().map(|address| format!("/{address}")) {
        let address = address.as_str();
        let plain = Page::get(&router, address, &[]).await?;
        let packed = Page::get(&router, address, &[("accept-encoding", "gzip;q=0.8, br")]).await?;
        assert_eq!((plain.status, packed.status), (200, 200), "{address}");
        assert_eq!((plain.header("content-encoding"), packed.header("content-encoding")), ("", "br"));
        assert!(packed.body.len() * 2 < plain.body.len(), "{address}");
        assert_eq!(plain.header("cache-control"), "public, max-age=31536000, immutable");
        assert_eq!((plain.header("vary"), packed.header("vary")), ("accept-encoding", "accept-encoding"));
        // It is not stored in this encoding.
        let plain_again = Page::get(&router, address, &[("accept-encoding", "gzip")]).await?;
        assert_eq!((plain_again.header("content-encoding"), &plain_again.body), ("", &plain.body));
        let again = Page::get(&router, address, &[("if-none-match", plain.header("etag"))]).await?;
        assert_eq!((again.status, again.body.len()), (304, 0), "{address}");
        let other = address.replace("graphiql-", "graphiql-0");
        assert_eq!(Page::get(&router, &other, &[]).await?.status, 404, "{other}");
    }
    Ok(())
});
