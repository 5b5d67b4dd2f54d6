//! Answers, and why there is none.

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};

use crate::index::IndexError;
use crate::query::{FilterError, QueryError};
use crate::record::RecordError;
use crate::search::SearchError;
use crate::timeline::TimelineError;

/// What a page gives.
#[derive(Debug)]
pub(super) struct Answer {
    pub status: StatusCode,
    pub kind: &'static str,
    pub body: Body,
    /// The name under which it is kept, where it is to be taken away.
    pub file: Option<String>,
    /// Where to go instead.
    pub location: Option<String>,
    /// Whether it may be kept for good.
    pub lasts: bool,
}

pub(super) const HTML: &str = "text/html; charset=utf-8";
pub(super) const JSON: &str = "application/json";
pub(super) const CSV: &str = "text/csv; charset=utf-8";

impl Answer {
    /// An answer of a kind.
    pub fn new(kind: &'static str, body: impl Into<Vec<u8>>) -> Self {
        let body = Body::from(body.into());
        Self { status: StatusCode::OK, kind, body, file: None, location: None, lasts: false }
    }

    /// A page.
    pub fn html(page: maud::Markup) -> Self {
        Self::new(HTML, page.into_string())
    }

    /// Goes on to another page of this site by GET.
    pub fn go(location: impl Into<String>) -> Self {
        Self {
            status: StatusCode::SEE_OTHER,
            location: Some(location.into()),
            ..Self::new("text/plain; charset=utf-8", Vec::new())
        }
    }

    /// To be taken away under a name.
    pub fn named(self, file: impl Into<String>) -> Self {
        Self { file: Some(file.into()), ..self }
    }

    /// With another status.
    pub fn with_status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    /// As HTTP has it.
    pub fn response(self) -> Response<Body> {
        let mut response = Response::new(self.body);
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.kind));
        let keep = if self.lasts { "private, max-age=31536000, immutable" } else { "private, no-cache" };
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
        let named = self.file.map(|file| format!("attachment; filename=\"{}\"", plain_name(&file)));
        if let Some(named) = named.and_then(|named| HeaderValue::from_str(&named).ok()) {
            headers.insert(header::CONTENT_DISPOSITION, named);
        }
        if let Some(to) = self.location.and_then(|to| HeaderValue::from_str(&to).ok()) {
            headers.insert(header::LOCATION, to);
        }
        response
    }
}

/// A file's name that every system takes.
fn plain_name(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' };
    let name: String = name.chars().take(80).map(plain).collect();
    let mut short = String::with_capacity(name.len());
    for c in name.chars() {
        if !(c == '-' && short.ends_with('-')) {
            short.push(c);
        }
    }
    short
}

/// Why there is no answer, and what to do.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Trouble {
    pub status: StatusCode,
    /// What is wrong.
    pub message: String,
    /// What was typed, and below it a mark where it is wrong.
    pub place: Option<(String, String)>,
    /// What to do.
    pub hint: String,
}

impl Trouble {
    fn new(status: StatusCode, message: impl ToString, hint: impl Into<String>) -> Self {
        Self { status, message: message.to_string(), place: None, hint: hint.into() }
    }

    /// What was asked cannot be meant.
    pub fn bad(message: impl ToString, hint: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message, hint)
    }

    /// There is nothing there.
    pub fn missing(message: impl ToString, hint: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, message, hint)
    }

    /// It is not allowed.
    pub fn forbidden(message: impl ToString, hint: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, message, hint)
    }

    /// It cannot be done just now.
    pub fn busy(message: impl ToString, hint: impl Into<String>) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, message, hint)
    }

    /// A fault that is not the user's.
    pub fn fault(message: impl ToString, hint: impl Into<String>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, message, hint)
    }
}

impl From<QueryError> for Trouble {
    fn from(error: QueryError) -> Self {
        Self { place: Some(error.marked()), ..Self::bad(&error, error.hint()) }
    }
}

impl From<FilterError> for Trouble {
    fn from(error: FilterError) -> Self {
        Self::bad(error, "no filter is ever dropped: mend it or take it away")
    }
}

impl From<IndexError> for Trouble {
    fn from(error: IndexError) -> Self {
        let hint = match &error {
            IndexError::Missing(_) => "make an index first: add files or folders",
            IndexError::Locked { .. } => "another run writes to the index: wait for it to end",
            _ => "run `demarche verify` to see whether the index is whole",
        };
        match error {
            IndexError::Missing(_) | IndexError::Locked { .. } => Self::busy(error, hint),
            error => Self::fault(error, hint),
        }
    }
}

impl From<SearchError> for Trouble {
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::Index(error) => error.into(),
            SearchError::Query(error) => error.into(),
            SearchError::Filter(error) => error.into(),
            other => Self::fault(other, "run `demarche verify` to see whether the index is whole"),
        }
    }
}

impl From<TimelineError> for Trouble {
    fn from(error: TimelineError) -> Self {
        match error {
            TimelineError::Search(error) => error.into(),
            other => Self::bad(other, "choose longer bins, or a shorter time"),
        }
    }
}

impl From<RecordError> for Trouble {
    fn from(error: RecordError) -> Self {
        match error {
            RecordError::Io { .. } => {
                Self::fault(error, "see that the file may be written; nothing was changed")
            }
            error => Self::bad(error, "mend that line of the file; nothing was changed"),
        }
    }
}

impl From<std::io::Error> for Trouble {
    fn from(error: std::io::Error) -> Self {
        Self::fault(error, "try again")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_a_name_that_every_system_takes() {
        assert_eq!(plain_name("“red line” OR ../x\r\n.csv"), "-red-line-OR-..-x-.csv");
    }
}
