//! The guard: what is asked of every request before it is known which page it wants, and what every answer bears.
//!
//! A page of another site can make a browser send requests here, and by a name that it controls (DNS rebinding) even read the
//! answers. Both are told by `Host` and `Origin`, which no page can set: each is compared as it stands, not taken apart.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method, Response, StatusCode, header};
use axum::middleware::Next;

use super::answer::Answer;
use super::routes;
use super::site::Site;

/// An address is so many bytes long at most.
const LONGEST_ADDRESS: usize = 8 << 10;
/// A request takes so long at most, its turn and its body included.
const LONGEST: Duration = Duration::from_secs(90);

/// What every answer says to the browser. Nothing is loaded from elsewhere, no script stands in a page, no other site frames
/// it. Under `no-referrer` browsers send `Origin: null` with the forms of our own pages, as a frame without an origin
/// does; under `same-origin` other sites are told nothing either, and our forms say where they come from.
const POLICY: [(HeaderName, &str); 7] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (header::REFERRER_POLICY, "same-origin"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
];

/// Lets a request pass, or refuses it.
pub(super) async fn guard(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response<Body> {
    let mut response = match refusal(&site, &request) {
        Some((status, why)) => plain(status, why),
        None => match tokio::time::timeout(LONGEST, next.run(request)).await {
            Ok(response) => response,
            Err(_) => plain(StatusCode::SERVICE_UNAVAILABLE, "this took too long"),
        },
    };
    for (name, value) in POLICY {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

fn plain(status: StatusCode, why: &'static str) -> Response<Body> {
    Answer::new("text/plain; charset=utf-8", format!("{why}\n")).with_status(status).response()
}

/// Why a request is refused, if it is.
fn refusal(site: &Site, request: &Request) -> Option<(StatusCode, &'static str)> {
    let uri = request.uri();
    if uri.path().len() + uri.query().map_or(0, str::len) > LONGEST_ADDRESS {
        return Some((StatusCode::URI_TOO_LONG, "the address is too long"));
    }
    let is_host = |name: &[u8]| site.hosts.iter().any(|host| host.as_bytes() == name);
    let mut named = request.headers().get_all(header::HOST).iter();
    let host = match (named.next(), named.next()) {
        (Some(host), None) => is_host(host.as_bytes()),
        _ => false,
    };
    if !host || uri.authority().is_some_and(|authority| !is_host(authority.as_str().as_bytes())) {
        return Some((StatusCode::MISDIRECTED_REQUEST, "this is no page of that host"));
    }
    let origins: Vec<&HeaderValue> = request.headers().get_all(header::ORIGIN).iter().collect();
    let is_origin = |origin: &&HeaderValue| origin.as_bytes().strip_prefix(b"http://").is_some_and(is_host);
    if !origins.iter().all(is_origin) {
        return Some((StatusCode::FORBIDDEN, "this page answers no other site"));
    }
    let says = |name: &str, value: &str| {
        request.headers().get(name).is_some_and(|said| said.as_bytes() == value.as_bytes())
    };
    // A link from elsewhere may lead here; a picture or a script of another site may not be one of ours.
    let followed = says("sec-fetch-mode", "navigate") && says("sec-fetch-dest", "document");
    if (says("sec-fetch-site", "cross-site") || says("sec-fetch-site", "same-site")) && !followed {
        return Some((StatusCode::FORBIDDEN, "this page answers no other site"));
    }
    match *request.method() {
        Method::GET | Method::HEAD => None,
        Method::POST if site.settings.read_only && uri.path() != routes::QUOTATIONS => {
            Some((StatusCode::FORBIDDEN, "nothing can be changed here: the page is read-only"))
        }
        Method::POST if origins.is_empty() => {
            Some((StatusCode::FORBIDDEN, "a change must say from which page it comes"))
        }
        Method::POST => None,
        _ => Some((StatusCode::METHOD_NOT_ALLOWED, "only GET, HEAD and POST are answered")),
    }
}

/// Whether two texts are the same, in a time that does not tell where they part.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    let differences = one.bytes().zip(other.bytes()).fold(0, |all, (a, b)| all | (a ^ b));
    one.len() == other.len() && differences == 0
}
