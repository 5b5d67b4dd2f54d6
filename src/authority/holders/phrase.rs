//! An office as people write it: `the Russian foreign minister`, `former US Secretary of State`, `NATO chief`,
//! `Prime Minister Ben Example of Ruritania`.

use serde::Serialize;

use super::roles::{Form, department, plain, roles};
use crate::authority::Authority;
use crate::model::EntityType;

/// Whether somebody holds the office now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// Nothing else is said.
    #[default]
    Holds,
    /// `former`, `ex-`, `late`: on the date of the text the person holds it no more.
    Held,
    /// `then-`: on the date that the text tells of.
    Then,
    /// `-elect`, `-designate`, `incoming`: not yet.
    Elect,
}

/// Whether the office itself is meant, or one below it or against it that the list does not know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Rank {
    /// The office itself; `vice president` and `deputy foreign minister` are offices of their own.
    #[default]
    Itself,
    /// A deputy to it.
    Deputy,
    /// Somebody of the opposition who shadows it.
    Shadow,
}

/// An office that words name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OfficePhrase {
    /// Its one name in the list: `foreign minister` for a Secretary of State.
    pub role: &'static str,
    /// The state or body, by its canonical name; several where the words alone do not tell (`the Chancellor`),
    /// none where they name none and none is meant by itself.
    pub bodies: Vec<String>,
    /// Where an ambassador or envoy is accredited.
    pub place: Option<String>,
    /// Whether it is held now.
    pub standing: Standing,
    /// `acting`, `interim`, `caretaker`.
    pub acting: bool,
    /// Whether it is the office itself.
    pub rank: Rank,
    /// The name that stands beside it.
    pub name: Option<String>,
}

impl OfficePhrase {
    /// Whether the words name who holds the office itself on the date: no former one, no deputy, no shadow.
    pub fn is_held(&self) -> bool {
        self.standing == Standing::Holds && self.is_itself()
    }

    /// Whether the office itself is meant, held now or not.
    pub fn is_itself(&self) -> bool {
        self.rank == Rank::Itself
    }
}

/// A word of the phrase: its bytes, and how it is compared.
struct Word {
    start: usize,
    end: usize,
    plain: String,
}

impl Authority {
    /// The office that all of `text` names, with the name beside it if there is one; `None` where the text is
    /// anything else.
    pub fn office_in(&self, text: &str) -> Option<OfficePhrase> {
        let words = words(text);
        let (from, to) = longest(&words)?;
        let mut phrase = OfficePhrase {
            role: "",
            bodies: Vec::new(),
            place: None,
            standing: Standing::Holds,
            acting: false,
            rank: Rank::Itself,
            name: None,
        };
        let mut body = self.before(text, &words[..from], &mut phrase)?;
        let mut rest = phrase.standing_after(&words[to..]);
        let forms = roles().form(&joined(&words[from..to]));
        let accredited =
            |form: &Form| ["ambassador", "permanent representative", "special envoy"].contains(&form.role);
        while let Some((word, after)) = rest.split_first() {
            if ["and", "for"].contains(&word.plain.as_str()) && body.is_none() {
                // `and Trade`, `for Political Affairs`, before the state or at the end.
                let of = after.iter().position(|word| ["of", "to"].contains(&word.plain.as_str()));
                if let Some((named, left)) = self.leading_body(text, after) {
                    (body, rest) = (Some(named), left);
                } else {
                    rest = of.map_or(&[], |at| &after[at..]);
                }
            } else if ["of", "for", "at", "to", "in", "with"].contains(&word.plain.as_str()) {
                let (named, left) = self.leading_body(text, after)?;
                if (word.plain == "to" || (word.plain == "for" && body.is_some()))
                    && forms.iter().any(accredited)
                {
                    phrase.place = Some(named);
                } else {
                    body = Some(named);
                }
                rest = left;
            } else {
                let end =
                    after.iter().take_while(|word| !["of", "to"].contains(&word.plain.as_str())).count() + 1;
                phrase.name = Some(name(text, &rest[..end])?);
                rest = &rest[end..];
            }
        }
        phrase.settle(forms, body.as_deref())?;
        Some(phrase)
    }

    /// Reads what stands before the office: its state or body, and what is said of it.
    fn before(&self, text: &str, words: &[Word], phrase: &mut OfficePhrase) -> Option<Option<String>> {
        let (mut left, mut right) = (0, words.len());
        while left < right && phrase.takes(&words[left]) {
            left += 1;
        }
        while left < right && phrase.takes(&words[right - 1]) {
            right -= 1;
        }
        let (Some(first), Some(last)) = (words.get(left), words.get(right.wrapping_sub(1))) else {
            return Some(None);
        };
        if left == right {
            return Some(None);
        }
        self.body(&text[first.start..last.end]).map(Some)
    }

    /// The longest name of a state or body at the start, and what follows it.
    fn leading_body<'w>(&self, text: &str, words: &'w [Word]) -> Option<(String, &'w [Word])> {
        let skip = usize::from(words.first().is_some_and(|word| word.plain == "the"));
        let words = &words[skip..];
        (1..=words.len().min(8)).rev().find_map(|count| {
            let body = self.body(&text[words[0].start..words[count - 1].end])?;
            Some((body, &words[count..]))
        })
    }

    /// The canonical name of a state or body; a place only where it stands for a government.
    fn body(&self, name: &str) -> Option<String> {
        let entity = self.canonical(name)?;
        match entity.kind {
            EntityType::Country | EntityType::Organisation => Some(entity.name.clone()),
            EntityType::Place if department(&entity.name).is_some() => Some(entity.name.clone()),
            EntityType::Place => self.stands_for(&entity.name).map(|government| government.name.clone()),
            EntityType::Person | EntityType::Document => None,
        }
    }
}

impl OfficePhrase {
    /// Takes a word that says how the office is held; false where it says no such thing.
    fn takes(&mut self, word: &Word) -> bool {
        match word.plain.as_str() {
            "the" | "a" | "an" | "our" | "their" | "its" | "his" | "her" | "new" | "current" | "outgoing"
            | "veteran" | "longtime" | "incumbent" | "sitting" => {}
            "former" | "ex" | "late" | "onetime" | "erstwhile" | "previous" | "past" => {
                self.standing = Standing::Held
            }
            "then" => self.standing = Standing::Then,
            "incoming" | "designated" => self.standing = Standing::Elect,
            "acting" | "interim" | "caretaker" => self.acting = true,
            "deputy" | "vice" | "assistant" | "associate" | "junior" | "under" | "parliamentary" => {
                self.rank = Rank::Deputy;
            }
            "shadow" => self.rank = Rank::Shadow,
            _ => return false,
        }
        true
    }

    fn standing_after<'w>(&mut self, words: &'w [Word]) -> &'w [Word] {
        match words.first().map(|word| word.plain.as_str()) {
            Some("elect" | "designate") => {
                self.standing = Standing::Elect;
                &words[1..]
            }
            Some("emeritus") => {
                self.standing = Standing::Held;
                &words[1..]
            }
            _ => words,
        }
    }

    /// Finds which office the form is of that state or body.
    fn settle(&mut self, forms: &[Form], body: Option<&str>) -> Option<()> {
        let to_the_un = self.place.as_deref() == Some("United Nations");
        let Some(body) = body else {
            let form = forms.iter().find(|form| !form.unsaid.is_empty()).or(forms.first())?;
            self.role = form.role;
            self.bodies = form.unsaid.iter().map(|body| (*body).to_owned()).collect();
            if to_the_un && self.role == "ambassador" {
                self.role = "permanent representative";
            }
            return Some(());
        };
        let form = |body: &str| forms.iter().find(|form| form.is_of(body));
        let (role, body) = match department(body) {
            Some(department) => {
                // A form that the state has no use for may be one of bodies: `head`.
                let of_state = form(department.state).filter(|form| department.role(form.role) != form.role);
                let role = of_state.or_else(|| form(body)).or_else(|| form(department.state))?.role;
                (department.role(role), department.state)
            }
            None => (form(body)?.role, body),
        };
        self.role = if to_the_un && role == "ambassador" { "permanent representative" } else { role };
        self.bodies = vec![body.to_owned()];
        if self.role == "permanent representative" && self.place.is_none() {
            self.place = Some("United Nations".to_owned());
        }
        Some(())
    }
}

/// The longest run of words that names an office, the first of several; at least its last word.
fn longest(words: &[Word]) -> Option<(usize, usize)> {
    let roles = roles();
    let mut best: Option<(usize, usize)> = None;
    for from in 0..words.len() {
        let most = roles.longest.min(words.len() - from);
        let fits = |count: &usize| !roles.form(&joined(&words[from..from + count])).is_empty();
        if let Some(count) = (1..=most).rev().find(fits)
            && best.is_none_or(|(from, to)| count > to - from)
        {
            best = Some((from, from + count));
        }
    }
    best
}

/// The words, cut at spaces and hyphens; a possessive is left out.
fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        if c.is_whitespace() || matches!(c, '-' | '‐' | '–' | ',' | ';' | ':' | '(' | ')' | '“' | '”' | '"')
        {
            let word = text[start..at].trim_matches(|c: char| matches!(c, '*' | '_'));
            let word = word.trim_end_matches(['\'', '’']);
            let word = ["’s", "'s"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
            let plain = plain(word);
            if !plain.is_empty() {
                words.push(Word { start, end: start + word.len(), plain });
            }
            start = at + c.len_utf8();
        }
    }
    words
}

fn joined(words: &[Word]) -> String {
    words.iter().map(|word| word.plain.as_str()).collect::<Vec<_>>().join(" ")
}

/// The words as a name: each begins with a capital, or is a particle inside it.
fn name(text: &str, words: &[Word]) -> Option<String> {
    let (first, last) = (words.first()?, words.last()?);
    let capital = |word: &Word| text[word.start..].starts_with(|c: char| c.is_uppercase());
    let particle = |word: &Word| {
        [
            "al", "el", "de", "da", "do", "dos", "del", "di", "la", "le", "van", "der", "den", "von", "bin",
            "ibn", "ben",
        ]
        .contains(&word.plain.as_str())
    };
    let named = words.iter().all(|word| capital(word) || particle(word)) && words.iter().any(capital);
    named.then(|| text[first.start..last.end].to_owned())
}
