//! A browser's handling of redirects and cookies.
use anyhow::Context as _;
use reqwest::header::{COOKIE, HeaderMap, LOCATION, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, RequestBuilder, Url};
use std::collections::BTreeMap;
use testkit::Result;

/// The maximum number of consecutive redirects.
const PATIENCE: usize = 12;

/// A browser without any cookies. As in real ones, cookies are per host, regardless of the port.
pub(crate) struct Browser {
    client: Client,
    /// Path and value by name.
    pub(crate) cookies: BTreeMap<String, (String, String)>,
}

/// A response.
pub(crate) struct Page {
    pub(crate) url: String,
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Page {
    /// The page that this one redirects to.
    pub(crate) fn location(&self) -> Result<String> {
        let place = self.headers.get(LOCATION).with_context(|| format!("{} sends nowhere: {}", self.url, self.body))?;
        Ok(Url::parse(&self.url)?.join(place.to_str()?)?.into())
    }
}

impl Browser {
    pub(crate) fn new() -> Result<Self> {
        Ok(Self { client: Client::builder().redirect(Policy::none()).build()?, cookies: BTreeMap::new() })
    }

    pub(crate) async fn get(&mut self, url: &str) -> Result<Page> {
        self.send(Method::GET, url, |request| request).await
    }

    /// Requests a page, and follows all redirects.
    pub(crate) async fn follow(&mut self, url: &str) -> Result<Page> {
        let mut page = self.get(url).await?;
        for _ in 0..PATIENCE {
            if !(300..400).contains(&page.status) {
                return Ok(page);
            }
            page = self.get(&page.location()?).await?;
        }
        anyhow::bail!("it goes round and round at {}", page.url)
    }

    /// Sends a POST request as a page of `origin` would.
    pub(crate) async fn post(&mut self, url: &str, origin: Option<&str>, body: &str) -> Result<Page> {
        let body = body.to_owned();
        self.send(Method::POST, url, |request| {
            let request = request.header("content-type", "application/json").body(body);
            match origin {
                Some(origin) => request.header("origin", origin),
                None => request,
            }
        })
        .await
    }

    async fn send(
        &mut self,
        method: Method,
        url: &str,
        more: impl FnOnce(RequestBuilder) -> RequestBuilder,
    ) -> Result<Page> {
        let at = Url::parse(url)?;
        let fits = |path: &str| at.path().starts_with(path);
        let known: Vec<String> = self
            .cookies
            .iter()
            .filter(|(_, (path, _))| fits(path))
            .map(|(name, (_, value))| format!("{name}={value}"))
            .collect();
        let mut request = self.client.request(method, at);
        if !known.is_empty() {
            request = request.header(COOKIE, known.join("; "));
        }
        let answer = more(request).send().await?;
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        for line in headers.get_all(SET_COOKIE) {
            self.keep(line.to_str()?);
        }
        Ok(Page { url: url.to_owned(), status, headers, body: answer.text().await? })
    }

    fn keep(&mut self, line: &str) {
        let mut parts = line.split(';').map(str::trim);
        let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else { return };
        let mut path = "/".to_owned();
        let mut gone = value.is_empty();
        for part in parts {
            match part.split_once('=') {
                Some((key, at)) if key.eq_ignore_ascii_case("path") => path = at.to_owned(),
                Some((key, "0")) if key.eq_ignore_ascii_case("max-age") => gone = true,
                _ => {}
            }
        }
        if gone {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_owned(), (path, value.to_owned()));
        }
    }
}
