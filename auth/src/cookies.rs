//! The cookies of a browser: its token, its refresh token, and a sign-in in progress.
use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use cookie::time::Duration;
use cookie::{Cookie, SameSite};
use std::sync::Arc;

/// The largest cookie that browsers accept, minus room for its name and attributes.
pub const MAX_BYTES: usize = 3_900;

/// One of the cookies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The token.
    Session,
    /// The refresh token; sent only to `/auth`.
    Refresh,
    /// A sign-in in progress; sent only to `/auth`.
    SignIn,
    /// The hash of the refresh token that the provider just rejected; sent only to `/auth`.
    Refused,
}

const ALL: [Kind; 4] = [Kind::Session, Kind::Refresh, Kind::SignIn, Kind::Refused];

/// How this server writes its cookies.
#[derive(Clone, Debug)]
pub struct Cookies {
    secure: bool,
    /// The path of the sign-in endpoints.
    auth: Arc<str>,
}

impl Cookies {
    /// The cookies of a server at this public address, with paths below `base`; if the address uses https,
    /// they are sent over https only.
    #[must_use]
    pub fn of(public_url: &str, base: &str) -> Self {
        Self { secure: public_url.starts_with("https://"), auth: Arc::from(format!("{base}/auth")) }
    }

    /// The value of a cookie.
    #[must_use]
    pub fn get<'h>(&self, headers: &'h HeaderMap, kind: Kind) -> Option<&'h str> {
        let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
        let mut cookies = lines.flat_map(Cookie::split_parse).filter_map(Result::ok);
        let found = cookies.find(|cookie| cookie.name() == self.name(kind))?;
        found.value_raw().filter(|value| !value.is_empty())
    }

    /// Whether any of the cookies is present.
    #[must_use]
    pub fn any(&self, headers: &HeaderMap) -> bool {
        ALL.into_iter().any(|kind| self.get(headers, kind).is_some())
    }

    /// The header that sets a cookie for this many seconds.
    #[must_use]
    pub fn set(&self, kind: Kind, value: &str, seconds: i64) -> Option<HeaderValue> {
        let cookie = Cookie::build((self.name(kind), value))
            .path(self.path(kind))
            .max_age(Duration::seconds(seconds))
            .http_only(true)
            .same_site(SameSite::Lax)
            .secure(self.secure);
        HeaderValue::try_from(cookie.to_string()).ok()
    }

    /// The header that deletes a cookie.
    #[must_use]
    pub fn clear(&self, kind: Kind) -> Option<HeaderValue> {
        self.set(kind, "", 0)
    }

    fn path(&self, kind: Kind) -> &str {
        match kind {
            Kind::Session => "/",
            Kind::Refresh | Kind::SignIn | Kind::Refused => &self.auth,
        }
    }

    /// Over https, the name's prefix itself forbids that a neighboring host or plain http sets the cookie.
    const fn name(&self, kind: Kind) -> &'static str {
        match (kind, self.secure) {
            (Kind::Session, false) => "tachograph_session",
            (Kind::Session, true) => "__Host-tachograph_session",
            (Kind::Refresh, false) => "tachograph_refresh",
            (Kind::Refresh, true) => "__Secure-tachograph_refresh",
            (Kind::SignIn, false) => "tachograph_sign_in",
            (Kind::SignIn, true) => "__Secure-tachograph_sign_in",
            (Kind::Refused, false) => "tachograph_refused",
            (Kind::Refused, true) => "__Secure-tachograph_refused",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_are_closed_to_scripts_and_to_plain_http() {
        let set = |url| {
            Cookies::of(url, "").set(Kind::Session, "v", 60).expect("a header").to_str().expect("text").to_owned()
        };
        assert_eq!(set("http://x"), "tachograph_session=v; HttpOnly; SameSite=Lax; Path=/; Max-Age=60");
        assert_eq!(set("https://x"), "__Host-tachograph_session=v; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=60");
    }

    #[test]
    fn a_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, HeaderValue::from_static("a=b; tachograph_session=t=1; c"));
        headers.append(COOKIE, HeaderValue::from_static("tachograph_refresh=r"));
        let cookies = Cookies::of("http://x", "");
        assert_eq!(cookies.get(&headers, Kind::Session), Some("t=1"));
        assert_eq!(cookies.get(&headers, Kind::Refresh), Some("r"));
        assert_eq!(cookies.get(&headers, Kind::SignIn), None);
        assert_eq!(Cookies::of("https://x", "").get(&headers, Kind::Session), None);
    }
}
