//! Addresses: the nodes of a cluster and the name of an index there.

use super::error::ClusterError;

/// Where statements lie: `https://a.example.org:9200,https://b.example.org:9200/NAME`. Nodes are tried in turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The nodes, each with scheme, host and port, without a slash at the end.
    pub nodes: Vec<String>,
    /// The name of the index.
    pub name: String,
}

/// The name where none is given.
pub const DEFAULT_NAME: &str = "statements";

impl Address {
    /// Whether a text means a cluster, not a folder.
    pub fn is_meant(text: &str) -> bool {
        text.starts_with("http://") || text.starts_with("https://")
    }

    /// Reads an address; `name` stands in place of the one it has, and [`DEFAULT_NAME`] where neither is given.
    ///
    /// # Errors
    /// [`ClusterError::Address`] where it is none or holds a password, [`ClusterError::Name`] where a cluster would refuse the name.
    pub fn read(text: &str, name: Option<&str>) -> Result<Self, ClusterError> {
        let mut nodes = Vec::new();
        let mut named = None;
        for node in text.split(',').map(str::trim) {
            // What is typed is not shown again: it may hold a password.
            let wrong = || ClusterError::Address(shown(node));
            let (scheme, rest) = node.split_once("://").ok_or_else(wrong)?;
            let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
            let path = path.trim_matches('/');
            if !matches!(scheme, "http" | "https")
                || host.is_empty()
                || host.contains('@')
                || path.contains('/')
            {
                return Err(wrong());
            }
            nodes.push(format!("{scheme}://{host}"));
            named = Some(path).filter(|path| !path.is_empty()).or(named);
        }
        let name = name.or(named).unwrap_or(DEFAULT_NAME);
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
        let begins = name.starts_with(|c: char| c.is_ascii_lowercase());
        if !begins || !name.chars().all(fits) || name.len() > 200 {
            return Err(ClusterError::Name(name.to_owned()));
        }
        Ok(Self { nodes, name: name.to_owned() })
    }

    /// The index of the records of files.
    pub(super) fn files(&self) -> String {
        format!("{}-files", self.name)
    }

    /// The index of the words that there are.
    pub(super) fn words(&self) -> String {
        format!("{}-words", self.name)
    }

    /// The index of saved searches.
    pub(super) fn searches(&self) -> String {
        format!("{}-searches", self.name)
    }
}

/// An address without what stands before an `@`.
fn shown(node: &str) -> String {
    match (node.split_once("://"), node.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, host))) => format!("{scheme}://…@{host}"),
        _ => node.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_and_a_name_are_read() {
        let read =
            |text, name| Address::read(text, name).map(|address| (address.nodes.join(" "), address.name));
        let two = ("http://a:9201 https://b".to_owned(), "debates".to_owned());
        assert_eq!(read("http://a:9201,https://b/debates/", None).unwrap(), two);
        assert_eq!(read("http://a:9201, https://b", Some("debates")).unwrap(), two);
        assert_eq!(read("http://a", None).unwrap().1, DEFAULT_NAME);
        for wrong in ["ftp://a/x", "http://", "a:9200", "http://a/x/y"] {
            assert!(matches!(read(wrong, None), Err(ClusterError::Address(_))), "{wrong}");
        }
        for wrong in ["Debates", "_x", "a*", "x y", "-x"] {
            assert!(matches!(read("http://a", Some(wrong)), Err(ClusterError::Name(_))), "{wrong}");
        }
    }

    #[test]
    fn a_password_in_an_address_is_refused_and_not_repeated() {
        let message = Address::read("https://ana:secret@a:9200/x", None).unwrap_err().to_string();
        assert!(message.contains("…@a:9200") && !message.contains("secret"), "{message}");
    }
}
