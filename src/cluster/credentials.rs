//! Credentials: from the environment or a file, never from the command line, and in no message.

use std::fmt;
use std::path::Path;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::error::ClusterError;

/// The variables of the environment that hold a name and its password.
const USER: &str = "DEMARCHE_CLUSTER_USER";
const PASSWORD: &str = "DEMARCHE_CLUSTER_PASSWORD";
/// The one that names a file with lines as `.netrc` has them: `machine HOST login NAME password PASSWORD`.
const FILE: &str = "DEMARCHE_CLUSTER_NETRC";

/// A name and a password.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Credentials {
    user: String,
    password: String,
}

/// Nothing of it is shown.
impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials")
    }
}

impl Credentials {
    /// Those for a node, where there are any.
    pub fn find(node: &str) -> Result<Option<Self>, ClusterError> {
        let set = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
        if let Some(user) = set(USER) {
            return Ok(Some(Self { user, password: set(PASSWORD).unwrap_or_default() }));
        }
        let Some(file) = set(FILE) else { return Ok(None) };
        let path = Path::new(&file);
        let wrong = |reason: String| ClusterError::Credentials { path: path.to_owned(), reason };
        let text = std::fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?;
        let found = Self::in_file(&text, host_of(node));
        found.map(Some).ok_or_else(|| wrong(format!("no line for machine {}", host_of(node))))
    }

    fn in_file(text: &str, host: &str) -> Option<Self> {
        let mut words = text.split_whitespace();
        let (mut here, mut user, mut password) = (false, None, None);
        while let Some(word) = words.next() {
            match word {
                "machine" | "default" if here && user.is_some() => break,
                "machine" => here = words.next() == Some(host),
                "default" => here = true,
                "login" => user = words.next().filter(|_| here).or(user),
                "password" => password = words.next().filter(|_| here).or(password),
                _ => {}
            }
        }
        Some(Self { user: user?.to_owned(), password: password.unwrap_or_default().to_owned() })
    }

    /// What the header `Authorization` has.
    pub fn header(&self) -> String {
        format!("Basic {}", BASE64_STANDARD.encode(format!("{}:{}", self.user, self.password)))
    }
}

/// A node's host, without scheme and port.
fn host_of(node: &str) -> &str {
    let host = node.split_once("://").map_or(node, |(_, host)| host);
    match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((six, _)) => six,
        None => host.split(':').next().unwrap_or(host),
    }
}

/// Whether what is sent to a node can be read by nobody on the way.
pub(super) fn is_private(node: &str) -> bool {
    node.starts_with("https://") || matches!(host_of(node), "localhost" | "127.0.0.1" | "::1")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_a_line_for_each_machine() {
        let file =
            "machine other login ben password two\nmachine search.example.org\n  login ana\n  password one\n";
        let found = Credentials::in_file(file, "search.example.org").unwrap();
        assert_eq!(found.header(), "Basic YW5hOm9uZQ==");
        assert!(Credentials::in_file(file, "nowhere").is_none());
        assert_eq!(format!("{found:?}"), "Credentials", "no password in a message");
    }

    #[test]
    fn passwords_go_over_tls_or_stay_on_this_machine() {
        for node in ["https://a:9200", "http://127.0.0.1:9201", "http://localhost", "http://[::1]:9200"] {
            assert!(is_private(node), "{node}");
        }
        assert!(!is_private("http://search.example.org:9200"));
    }
}
