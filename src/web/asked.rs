//! The state of a page: what its address asks. All of it stands in the address, so that a link, the button back and a twin of
//! the page mean just this.

use crate::query::{Bound, FilterError, Filters, JustDate, ParseOptions, Query, QueryError};

use super::answer::Trouble;

/// The filters that have values of their own, each with the name of its parameter; before it `not_` leaves out.
pub(super) const FIELDS: [&str; 6] = ["speaker", "entity", "topic", "form", "source", "tag"];

/// Every parameter that means something to a page of a query. One that is not known is refused, not passed over: it may be
/// a filter.
const KNOWN: [&str; 53] = [
    "q",
    "q2",
    "speaker",
    "not_speaker",
    "entity",
    "not_entity",
    "topic",
    "not_topic",
    "form",
    "not_form",
    "source",
    "not_source",
    "tag",
    "not_tag",
    "kind",
    "not_kind",
    "from",
    "to",
    "date",
    "words",
    "literal",
    "sort",
    "page",
    "n",
    "per",
    "copies",
    "near",
    "expand",
    "explain",
    "open",
    "hit",
    "part",
    "c",
    "h",
    "by",
    "split",
    "share",
    "width",
    "window",
    "min",
    "nofn",
    "order",
    "contains",
    "seed",
    "note",
    "sheet",
    "row",
    "collection",
    "search",
    "beside_speaker",
    "beside_from",
    "beside_to",
    "echoes",
];

/// The most hits of one page, and of one table that is taken away.
pub(super) const MOST_ON_PAGE: usize = 100;
pub(super) const MOST_IN_TABLE: usize = 10_000;
/// How far a list of hits can be gone through by relevance.
const MOST_PAGES: usize = 10_000;

/// What an address asks, parameter by parameter, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Asked {
    pairs: Vec<(String, String)>,
}

impl Asked {
    /// Reads what stands behind the question mark of an address. Empty fields of a form ask nothing.
    pub fn read(query: &str) -> Result<Self, Trouble> {
        let mut asked = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            if !KNOWN.contains(&&*name) {
                return Err(Trouble::bad(
                    format!("the address has a part that means nothing here: {name}"),
                    "leave it out; nothing is passed over, for it could be a filter",
                ));
            }
            let value = value.trim();
            let repeated = asked.pairs.iter().any(|(known, other)| *known == name && other == value);
            if !value.is_empty() && !repeated {
                asked.pairs.push((name.into_owned(), value.to_owned()));
            }
        }
        for (name, _) in &asked.pairs {
            let many = ["q2", "kind", "not_kind"].contains(&name.as_str())
                || FIELDS.contains(&name.trim_start_matches("not_"));
            if !many && asked.all(name).count() > 1 {
                return Err(Trouble::bad(
                    format!("the address says {name} twice, and not the same"),
                    "say it once",
                ));
            }
        }
        Ok(asked)
    }

    /// The value of a parameter.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Every value of a parameter.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.pairs.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Whether a switch is on.
    pub fn is_on(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| value != "0")
    }

    /// All that stands in the address.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }

    /// The same with a parameter set to one value.
    pub fn set(&self, name: &str, value: impl ToString) -> Self {
        let mut asked = self.without_all(&[name]);
        asked.pairs.push((name.to_owned(), value.to_string()));
        asked
    }

    /// The same with one more value of a parameter.
    pub fn with(&self, name: &str, value: &str) -> Self {
        let mut asked = self.without(name, value);
        asked.pairs.push((name.to_owned(), value.to_owned()));
        asked
    }

    /// The same without one value of a parameter.
    pub fn without(&self, name: &str, value: &str) -> Self {
        let kept = self.pairs.iter().filter(|(known, other)| known != name || other != value);
        Self { pairs: kept.cloned().collect() }
    }

    /// The same without parameters.
    pub fn without_all(&self, names: &[&str]) -> Self {
        let kept = self.pairs.iter().filter(|(known, _)| !names.contains(&known.as_str()));
        Self { pairs: kept.cloned().collect() }
    }

    /// The same from the first page on, with nothing opened: after a change of what is asked.
    pub fn anew(&self) -> Self {
        self.without_all(&["page", "open", "hit", "part", "c", "h", "contains", "note", "echoes"])
    }

    /// What is asked, whatever the page: the query and its filters.
    pub fn question(&self) -> Self {
        let asks = |name: &str| {
            ["q", "kind", "not_kind", "from", "to", "date", "words", "literal"].contains(&name)
                || FIELDS.contains(&name.trim_start_matches("not_"))
        };
        Self { pairs: self.pairs.iter().filter(|(name, _)| asks(name)).cloned().collect() }
    }

    /// The address of a page in this state.
    pub fn href(&self, path: &str) -> String {
        if self.pairs.is_empty() {
            return path.to_owned();
        }
        let pairs = self.pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        format!("{path}?{query}")
    }

    /// The words that were typed.
    pub fn words(&self) -> &str {
        self.get("q").unwrap_or_default()
    }

    /// The query; everything where no word is typed.
    pub fn query(&self) -> Result<Query, QueryError> {
        self.query_of(self.words())
    }

    /// A query that is read as the first one is.
    pub fn query_of(&self, words: &str) -> Result<Query, QueryError> {
        let reading = ParseOptions { literal: self.is_on("literal"), ..ParseOptions::default() };
        let query = Query::parse(if words.is_empty() { "*" } else { words }, &reading)?;
        Ok(if self.is_on("words") { query.only_words() } else { query })
    }

    /// The filters beside the query, the names of speakers not yet understood.
    pub fn filters(&self) -> Result<Filters, FilterError> {
        let list = |name: &str| self.all(name).map(str::to_owned).collect::<Vec<_>>();
        let kinds = |name: &str| self.all(name).map(Filters::kind).collect::<Result<Vec<_>, _>>();
        let filters = Filters {
            speakers: list("speaker"),
            not_speakers: list("not_speaker"),
            entities: list("entity"),
            not_entities: list("not_entity"),
            topics: list("topic"),
            not_topics: list("not_topic"),
            forms: list("form"),
            not_forms: list("not_form"),
            tags: list("tag"),
            not_tags: list("not_tag"),
            sources: list("source"),
            not_sources: list("not_source"),
            kinds: kinds("kind")?,
            not_kinds: kinds("not_kind")?,
            from: self.get("from").map(Bound::read).transpose()?,
            to: self.get("to").map(Bound::read).transpose()?,
            date: self.get("date").map(JustDate::read).transpose()?,
            ..Filters::default()
        };
        filters.check()?;
        Ok(filters)
    }

    /// A number from `least` to `most`.
    pub fn number(
        &self,
        name: &str,
        default: usize,
        (least, most): (usize, usize),
    ) -> Result<usize, Trouble> {
        let Some(text) = self.get(name) else { return Ok(default) };
        match text.parse::<usize>() {
            Ok(number) if (least..=most).contains(&number) => Ok(number),
            _ => Err(Trouble::bad(
                format!("{name} is a number from {least} to {most}, not {text}"),
                "mend the address, or begin anew",
            )),
        }
    }

    /// One of several words; the first where none is given.
    pub fn one_of<'w>(&self, name: &str, words: &[&'w str]) -> Result<&'w str, Trouble> {
        let Some(text) = self.get(name) else { return Ok(words[0]) };
        let known = words.iter().find(|word| **word == text).copied();
        known.ok_or_else(|| {
            Trouble::bad(
                format!("{name} is one of {}, not {text}", words.join(", ")),
                "mend the address, or begin anew",
            )
        })
    }

    /// Which page of a list, from 1.
    pub fn page(&self) -> Result<usize, Trouble> {
        self.number("page", 1, (1, MOST_PAGES))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_it_was_written() {
        let asked = Asked::read("q=red+line&speaker=%3DAda+Example&from=&speaker=%3DAda+Example").unwrap();
        assert_eq!(asked.href("/search"), "/search?q=red+line&speaker=%3DAda+Example");
        let narrowed = asked.with("not_topic", "=war & peace").set("page", 2);
        assert_eq!(Asked::read(narrowed.href("").trim_start_matches('?')), Ok(narrowed.clone()));
        assert_eq!(narrowed.anew().without("not_topic", "=war & peace"), asked);
    }

    #[test]
    fn what_may_be_a_filter_is_not_passed_over() {
        for refused in ["q=peace&speker=Miller", "q=peace&from=2012&from=2013"] {
            assert!(Asked::read(refused).is_err(), "{refused}");
        }
        assert!(Asked::read("kind=song").unwrap().filters().is_err());
        assert!(Asked::read("from=2013&to=2012").unwrap().filters().is_err());
    }
}
