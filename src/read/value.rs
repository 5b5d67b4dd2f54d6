//! Values of records, whatever the format: a cell, a member of an object, a line of front matter.

use std::collections::BTreeMap;

use chrono::DateTime;

/// A value as its format gives it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Value {
    /// There is none.
    #[default]
    Nothing,
    Text(String),
    List(Vec<Value>),
    Map(BTreeMap<String, Value>),
}

/// What programs write where there is no value, in small letters: pandas, R, spreadsheets, exports of databases.
const MISSING: [&str; 18] = [
    "na",
    "n/a",
    "#n/a",
    "#na",
    "#n/a n/a",
    "<na>",
    "null",
    "#null!",
    "nil",
    "nan",
    "-nan",
    "nat",
    "none",
    "\\n",
    "#value!",
    "#ref!",
    "#name?",
    "undefined",
];

/// Whether a text stands for a value that is missing.
pub(super) fn is_missing(text: &str) -> bool {
    let text = text.trim();
    let longest = 8;
    text.is_empty() || text.len() <= longest && MISSING.contains(&text.to_lowercase().as_str())
}

impl Value {
    /// The values of a map by their names; those of a map in it are `speaker.name`, and a list of maps is a list for each
    /// name.
    pub fn flat(self) -> BTreeMap<String, Self> {
        let mut out = BTreeMap::new();
        self.flatten("", &mut out);
        out
    }

    fn flatten(self, name: &str, out: &mut BTreeMap<String, Self>) {
        match self.unwrapped() {
            Self::Map(members) => {
                for (key, value) in members {
                    let name = if name.is_empty() { key } else { format!("{name}.{key}") };
                    value.flatten(&name, out);
                }
            }
            Self::List(items) if items.iter().any(|item| matches!(item, Self::Map(_))) => {
                let mut lists: BTreeMap<String, Vec<Self>> = BTreeMap::new();
                for (key, value) in items.into_iter().flat_map(Self::flat) {
                    lists.entry(key).or_default().push(value);
                }
                for (key, list) in lists {
                    let name = if key.is_empty() { name.to_owned() } else { format!("{name}.{key}") };
                    out.insert(name, Self::List(list));
                }
            }
            value => drop(out.insert(name.to_owned(), value)),
        }
    }

    /// What a map of one member means whose name begins with a `$`: exports of MongoDB write types so,
    /// `{"$date": "2014-03-18T00:00:00Z"}`, `{"$oid": "…"}`.
    fn unwrapped(self) -> Self {
        let Self::Map(mut members) = self else { return self };
        let typed = members.len() == 1 && members.keys().all(|key| key.starts_with('$'));
        match if typed { members.pop_first() } else { None } {
            Some((key, value)) if key == "$date" => value.unwrapped().moment(),
            Some((_, value)) => value.unwrapped(),
            None => Self::Map(members),
        }
    }

    /// Milliseconds since 1970 as a date.
    fn moment(self) -> Self {
        let Self::Text(text) = &self else { return self };
        let moment = text.parse().ok().and_then(DateTime::from_timestamp_millis);
        moment.map_or(self.clone(), |moment| Self::Text(moment.to_rfc3339()))
    }

    /// One text; that of a list is its items. `None` where it is missing.
    pub fn text(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.trim().to_owned()).filter(|text| !is_missing(text)),
            Self::List(items) => {
                let texts: Vec<String> = items.iter().filter_map(Self::text).collect();
                (!texts.is_empty()).then(|| texts.join("; "))
            }
            Self::Nothing | Self::Map(_) => None,
        }
    }

    /// Running text as it stands; the items of a list are its paragraphs. `None` where it is missing.
    pub fn running(&self) -> Option<String> {
        let list = |items: Vec<String>| (!items.is_empty()).then(|| items.join("\n\n"));
        match self {
            Self::Text(text) if is_missing(text) => None,
            Self::Text(text) => match bracketed(text).filter(|_| has_quoted_items(text)) {
                Some(items) => list(items),
                None => Some(text.clone()),
            },
            Self::List(items) => list(items.iter().filter_map(Self::running).collect()),
            Self::Nothing | Self::Map(_) => None,
        }
    }

    /// The items of a value that may hold several: a list, a list in a cell (`['talks', 'Gaza']`), else what is
    /// separated by one of the marks, the first that there is.
    pub fn items(&self, marks: &[char]) -> Vec<String> {
        match self {
            Self::Text(text) => match bracketed(text.trim()) {
                Some(items) => items,
                None => split(text, marks),
            },
            Self::List(items) => {
                let inner = items.iter().flat_map(|item| match item {
                    Self::List(_) => item.items(&[]),
                    item => item.text().into_iter().collect(),
                });
                inner.collect()
            }
            Self::Nothing | Self::Map(_) => Vec::new(),
        }
    }
}

fn split(text: &str, marks: &[char]) -> Vec<String> {
    let by = marks.iter().find(|mark| text.contains(**mark));
    let parts = by.map_or_else(|| vec![text], |by| text.split(*by).collect());
    parts.into_iter().map(str::trim).filter(|item| !is_missing(item)).map(str::to_owned).collect()
}

fn has_quoted_items(cell: &str) -> bool {
    let inner = cell.trim().trim_start_matches(['[', '(']).trim_start();
    inner.starts_with(['\'', '"'])
}

/// The items of a list as programs write it into a cell: `['talks', "Gaza"]` (Python), `c("talks", "Gaza")` (R),
/// `["talks"]` (JSON), `{talks,Gaza}` (PostgreSQL); `None` where the cell is no such list to its end.
fn bracketed(cell: &str) -> Option<Vec<String>> {
    let cell = cell.trim();
    let pairs = [("[", "]"), ("c(", ")"), ("{", "}"), ("(", ")")];
    let (open, inner) = pairs
        .iter()
        .find_map(|(open, close)| Some((*open, cell.strip_prefix(open)?.strip_suffix(close)?)))?;
    // Round brackets are a list where their items are quoted; elsewhere they are words in brackets.
    let quoted = inner.trim_start().starts_with(['\'', '"']);
    let inner = if open == "[" || open == "{" || quoted { inner } else { return None };
    let mut items = Vec::new();
    let mut rest = inner.trim_start();
    while !rest.is_empty() {
        let (item, after) = item(rest)?;
        if !is_missing(&item) {
            items.push(item);
        }
        rest = after.trim_start();
        rest = match rest.strip_prefix(',') {
            Some(after) => after.trim_start(),
            None if rest.is_empty() => rest,
            None => return None,
        };
    }
    Some(items)
}

/// The first item of a list, and what follows it.
fn item(list: &str) -> Option<(String, &str)> {
    let mark = list.chars().next().filter(|c| matches!(c, '\'' | '"'));
    let Some(mark) = mark else {
        let end = list.find(',').unwrap_or(list.len());
        let item = list[..end].trim();
        let plain = !item.contains(['[', ']', '{', '}', '"']);
        return plain.then(|| (item.to_owned(), &list[end..]));
    };
    let (mut item, mut escaped) = (String::new(), false);
    for (at, c) in list.char_indices().skip(1) {
        match c {
            _ if escaped => {
                item.push(if c == 'n' { '\n' } else { c });
                escaped = false;
            }
            '\\' => escaped = true,
            c if c == mark => return Some((item, &list[at + c.len_utf8()..])),
            c => item.push(c),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    #[test]
    fn values_that_are_missing_are_none() {
        for missing in ["", " ", "NA", "NULL", "nan", "NaN", "None", "\\N", "#N/A", "<NA>", "NaT"] {
            assert_eq!(text(missing).text(), None, "{missing}");
            assert_eq!(text(missing).running(), None, "{missing}");
        }
        assert_eq!(text("Nana").text().as_deref(), Some("Nana"));
        assert_eq!(text("None of us.").running().as_deref(), Some("None of us."));
    }

    #[test]
    fn lists_in_cells_are_lists() {
        for cell in
            ["['talks', \"Gaza's\"]", "[\"talks\", \"Gaza's\"]", "c(\"talks\", \"Gaza's\")", "talks; Gaza's"]
        {
            assert_eq!(text(cell).items(&[';', ',']), ["talks", "Gaza's"], "{cell}");
        }
        assert_eq!(text("{talks,Gaza}").items(&[';']), ["talks", "Gaza"]);
        assert_eq!(text("trade (goods)").items(&[';']), ["trade (goods)"]);
        assert!(text("[]").items(&[';']).is_empty());
        assert_eq!(text("['One.', 'Two.']").running().as_deref(), Some("One.\n\nTwo."));
        for words in ["[Applause.]", "[\"No,\" she said, \"never.\"]", "(\"No.\") he said"] {
            assert_eq!(text(words).running().as_deref(), Some(words));
        }
    }

    #[test]
    fn names_of_nested_values_are_paths() {
        let value: Value = serde_json::from_str(
            r#"{"speaker": {"name": "Ada"}, "on": {"$date": {"$numberLong": "1395100800000"}},
                "parts": [{"text": "One."}, {"text": "Two."}]}"#,
        )
        .unwrap();
        let flat = value.flat();
        assert_eq!(flat["speaker.name"], text("Ada"));
        assert_eq!(flat["on"], text("2014-03-18T00:00:00+00:00"));
        assert_eq!(flat["parts.text"].running().as_deref(), Some("One.\n\nTwo."));
    }
}
