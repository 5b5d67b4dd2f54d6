//! Client: requests to the nodes of a cluster, in turn, with waits where one is busy or gone.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::Value;
use ureq::Agent;
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, TlsProvider, parse_pem};

use super::credentials::{Credentials, is_private};
use super::error::ClusterError;

/// A file of certificates (PEM) by which a cluster's own is trusted, in place of those that this machine trusts.
const CERTIFICATES: &str = "DEMARCHE_CLUSTER_CA";
/// How long one request may take: a cluster that merges is slow.
const REQUEST: Duration = Duration::from_secs(120);
/// How long a connection may take.
const CONNECTION: Duration = Duration::from_secs(5);
/// How long a busy cluster is waited for.
const PATIENCE: Duration = Duration::from_secs(90);
/// The first and the longest wait between two tries; each is twice the one before.
const FIRST_WAIT: Duration = Duration::from_millis(100);
const LONGEST_WAIT: Duration = Duration::from_secs(5);
/// An answer of more bytes is not read.
const LONGEST_ANSWER: u64 = 512 << 20;

/// What is asked of HTTP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    Get,
    Post,
    Put,
    Delete,
}

/// The nodes of a cluster.
#[derive(Clone)]
pub(super) struct Client {
    shared: Arc<Shared>,
}

struct Shared {
    agent: Agent,
    /// Each with its header of authorisation.
    nodes: Vec<(String, Option<String>)>,
    /// The one that answered last.
    next: AtomicUsize,
    patience: Duration,
}

/// An answer: its status and what it says.
pub(super) struct Answer {
    pub status: u16,
    pub body: Value,
}

impl Client {
    /// For these nodes. Nothing is sent yet.
    pub fn new(nodes: &[String]) -> Result<Self, ClusterError> {
        let mut authorised = Vec::with_capacity(nodes.len());
        for node in nodes {
            let credentials = Credentials::find(node)?;
            if credentials.is_some() && !is_private(node) {
                return Err(ClusterError::Unsafe(node.clone()));
            }
            authorised.push((node.clone(), credentials.map(|credentials| credentials.header())));
        }
        let tls = TlsConfig::builder()
            .provider(TlsProvider::Rustls)
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .root_certs(trusted()?)
            .build();
        let agent = Agent::config_builder()
            .tls_config(tls)
            .timeout_global(Some(REQUEST))
            .timeout_connect(Some(CONNECTION))
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .build()
            .new_agent();
        let shared = Shared { agent, nodes: authorised, next: AtomicUsize::new(0), patience: PATIENCE };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// What the cluster answers, whatever its status but for one that says to wait. Asked of one node after the other
    /// until one answers.
    pub fn ask(&self, method: Method, path: &str, body: Option<&[u8]>) -> Result<Answer, ClusterError> {
        let begun = Instant::now();
        let mut wait = FIRST_WAIT;
        let mut tries = 0;
        loop {
            let at = self.shared.next.load(Ordering::Relaxed) % self.shared.nodes.len();
            let reason = match self.send(at, method, path, body) {
                Ok(answer) if !is_busy(answer.status) => return Ok(answer),
                Ok(answer) => format!("{} {}", answer.status, reason_of(&answer.body)),
                Err(reason) => reason,
            };
            let next = (at + 1) % self.shared.nodes.len();
            // Of several who find a node gone, one says where to go on.
            let _ = self.shared.next.compare_exchange(at, next, Ordering::Relaxed, Ordering::Relaxed);
            tries += 1;
            if begun.elapsed() >= self.shared.patience {
                let node = self.shared.nodes[at].0.clone();
                return Err(ClusterError::Silent { node, reason, seconds: begun.elapsed().as_secs() });
            }
            if tries % self.shared.nodes.len() == 0 {
                std::thread::sleep(wait);
                wait = (2 * wait).min(LONGEST_WAIT);
            }
        }
    }

    /// The same, where every answer but a good one is an error.
    pub fn must(&self, method: Method, path: &str, body: Option<&Value>) -> Result<Value, ClusterError> {
        let bytes = body.map(|body| body.to_string());
        let answer = self.ask(method, path, bytes.as_deref().map(str::as_bytes))?;
        match answer.status {
            200..300 => Ok(answer.body),
            status => Err(ClusterError::Refused { status, reason: reason_of(&answer.body) }),
        }
    }

    fn send(&self, node: usize, method: Method, path: &str, body: Option<&[u8]>) -> Result<Answer, String> {
        let Shared { agent, nodes, .. } = &*self.shared;
        let (node, authorisation) = &nodes[node];
        let url = format!("{node}/{path}");
        let kind = if path.contains("_bulk") || path.contains("_msearch") {
            "application/x-ndjson"
        } else {
            "application/json"
        };
        let mut request = ureq::http::Request::builder()
            .method(match method {
                Method::Get => "GET",
                Method::Post => "POST",
                Method::Put => "PUT",
                Method::Delete => "DELETE",
            })
            .uri(url);
        if let Some(authorisation) = authorisation {
            request = request.header("authorization", authorisation);
        }
        let wrong = |error: &dyn std::fmt::Display| error.to_string();
        let answered = match body {
            Some(body) => {
                let request =
                    request.header("content-type", kind).body(body).map_err(|error| wrong(&error))?;
                agent.run(request)
            }
            None => agent.run(request.body(()).map_err(|error| wrong(&error))?),
        };
        let mut answered = answered.map_err(|error| wrong(&error))?;
        let status = answered.status().as_u16();
        let read = answered.body_mut().with_config().limit(LONGEST_ANSWER).read_to_vec();
        let bytes = read.map_err(|error| wrong(&error))?;
        // What a proxy before the cluster says is no JSON.
        let text = || Value::String(String::from_utf8_lossy(&bytes[..bytes.len().min(500)]).into_owned());
        Ok(Answer { status, body: serde_json::from_slice(&bytes).unwrap_or_else(|_| text()) })
    }
}

/// What a cluster is trusted by.
fn trusted() -> Result<RootCerts, ClusterError> {
    let Some(path) = std::env::var_os(CERTIFICATES).filter(|path| !path.is_empty()) else {
        return Ok(RootCerts::PlatformVerifier);
    };
    let path = std::path::PathBuf::from(path);
    let wrong = |reason: String| ClusterError::Credentials { path: path.clone(), reason };
    let text = std::fs::read(&path).map_err(|error| wrong(error.to_string()))?;
    let certificates: Vec<Certificate<'static>> = parse_pem(&text)
        .filter_map(|item| match item {
            Ok(PemItem::Certificate(certificate)) => Some(Ok(certificate)),
            Ok(_) => None,
            Err(error) => Some(Err(wrong(error.to_string()))),
        })
        .collect::<Result<_, _>>()?;
    if certificates.is_empty() {
        return Err(wrong("no certificate in it".to_owned()));
    }
    Ok(RootCerts::new_with_certs(&certificates))
}

/// Whether a status says to come again later.
pub(super) fn is_busy(status: u16) -> bool {
    matches!(status, 429 | 502 | 503 | 504)
}

/// The cluster's own words on what is wrong.
pub(super) fn reason_of(body: &Value) -> String {
    let error = &body["error"];
    let causes = error["root_cause"].as_array().into_iter().flatten();
    let deeper = error["caused_by"]["reason"].as_str();
    let mut reasons: Vec<&str> = causes.filter_map(|cause| cause["reason"].as_str()).chain(deeper).collect();
    reasons.dedup();
    match (&reasons[..], error["reason"].as_str().or(error.as_str()).or(body.as_str())) {
        ([], Some(reason)) => reason.to_owned(),
        ([], None) => "no reason given".to_owned(),
        (reasons, _) => reasons.join("; "),
    }
}
