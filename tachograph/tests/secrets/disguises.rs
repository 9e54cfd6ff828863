//! The forms that a secret may have in a log.
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use reqwest::Url;

/// The secret in plain text, percent-encoded, in hexadecimal digits, as a list of bytes, and in base64 at any
/// offset in a longer text.
pub(crate) fn disguises(secret: &str) -> Vec<String> {
    let bytes = secret.as_bytes();
    let each = |form: fn(&u8) -> String| bytes.iter().map(form).collect::<Vec<_>>();
    let mut all = vec![
        secret.to_owned(),
        each(|byte| format!("%{byte:02X}")).concat(),
        each(|byte| format!("%{byte:02x}")).concat(),
        each(|byte| format!("{byte:02x}")).concat(),
        each(|byte| format!("{byte:02X}")).concat(),
        each(u8::to_string).join(", "),
        each(u8::to_string).join(","),
    ];
    if let Ok(url) = Url::parse_with_params("http://h/", [("k", secret)]) {
        all.extend(url.query().and_then(|query| query.strip_prefix("k=")).map(str::to_owned));
    }
    for before in 0..3_usize {
        let text = [&b"   "[..before], bytes].concat();
        for encoded in [STANDARD_NO_PAD.encode(&text), URL_SAFE_NO_PAD.encode(&text)] {
            // The first and last digits also depend on the surrounding bytes.
            let (from, to) = ((before * 4).div_ceil(3), bytes.len().saturating_add(before) / 3 * 4);
            all.extend(encoded.get(from..to).map(str::to_owned));
        }
    }
    all.retain(|disguise| disguise.len() > 7);
    all
}

#[test]
fn a_disguise_is_seen_through() {
    use base64::engine::general_purpose::STANDARD;
    let secret = "a?secret/of ours~";
    for (before, after) in [("", ""), ("m", ""), ("me", ":"), ("me:", "!!"), ("user:", "and more")] {
        let log = STANDARD.encode(format!("{before}{secret}{after}"));
        assert!(disguises(secret).iter().any(|disguise| log.contains(disguise)), "{before}{secret}{after}: {log}");
    }
    assert!(disguises(secret).contains(&"a%3Fsecret%2Fof+ours%7E".to_owned()), "{:?}", disguises(secret));
}
