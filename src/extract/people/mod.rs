//! Who a document's sources are: persons under their fullest name, bodies under their canonical one.
//!
//! Inside a document `US State Department spokesman Matthew Miller`, `Miller`, `the spokesman` and `he`
//! are one person. A name is only ever given that stands in the document, or that the authority has for
//! words that stand there.

mod names;
mod role;
mod who;
mod words;

use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use crate::authority::{Authority, Mention, offices};
use crate::model::{EntityType, Speaker};
use names::{Run, is_verb, runs};
use role::Post;
use words::words;

pub(super) use who::{Rule, Who};

/// The pronoun that a person goes with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pronoun {
    He,
    She,
}

/// Whether a word is a listed given name, and whom it goes with if with one only.
pub(super) fn given_name(word: &str) -> Option<Option<Pronoun>> {
    names::given(word)
}

/// Whether a word with a capital is no part of a person's name: `Department`, `Monday`, `And`.
pub(super) fn is_no_name(word: &str) -> bool {
    names::is_other(word)
}

/// A person that the document names.
#[derive(Clone, Debug)]
struct Person {
    name: String,
    pronoun: Option<Pronoun>,
    post: Post,
    /// Where the name stands first.
    at: Range<usize>,
}

impl Person {
    fn given(&self) -> &str {
        self.name.split(' ').next().unwrap_or("")
    }

    fn surname(&self) -> &str {
        surname(&self.name)
    }
}

/// A surname without its particles: the last word, of `al-Sisi` what follows.
fn surname(name: &str) -> &str {
    let last = name.rsplit(' ').next().unwrap_or("");
    names::after_particle(last).unwrap_or(last)
}

/// The persons and bodies of one document, and who spoke last.
pub(super) struct People<'a> {
    text: &'a str,
    mentions: &'a [Mention],
    authority: &'a Authority,
    persons: Vec<Person>,
    /// The persons by their whole name, their surname and their given name.
    by_name: HashMap<String, usize>,
    by_surname: HashMap<String, Vec<usize>>,
    by_given: HashMap<String, Vec<usize>>,
    /// Where a person is named, in order.
    named: Vec<(Run, usize)>,
    /// Who spoke last, and where.
    last: Option<Rc<Who>>,
}

/// How many names a pronoun or a surname is looked for among, and how many persons a post.
const NEAR: usize = 400;

impl<'a> People<'a> {
    /// Finds the persons of a text. `mentions` are what `authority` found in it, in order.
    pub fn new(text: &'a str, mentions: &'a [Mention], authority: &'a Authority) -> Self {
        let mut people = Self {
            text,
            mentions,
            authority,
            persons: Vec::new(),
            by_name: HashMap::new(),
            by_surname: HashMap::new(),
            by_given: HashMap::new(),
            named: Vec::new(),
            last: None,
        };
        let mut runs = runs(text, mentions);
        // Full names first: a surname may come before the name it belongs to, in a headline.
        let (verbs, names): (Vec<_>, Vec<_>) =
            (0..runs.len()).filter(|&at| runs[at].words > 1).partition(|&at| holds_verb(text, &runs[at]));
        for run in names.into_iter().map(|at| &runs[at]).filter(|run| run.full) {
            people.full(run);
        }
        for run in verbs {
            match people.beside_verb(&runs[run]) {
                Some(name) => runs[run] = name,
                None if runs[run].full => people.full(&runs[run]),
                // The capitals are the headline’s.
                None => runs[run].titled = false,
            }
        }
        for run in runs {
            if let Some(person) = people.person_of(&run) {
                people.named.push((run, person));
            }
        }
        people
    }

    fn full(&mut self, run: &Run) {
        let written = tidy(&self.text[run.start..run.end]);
        let known = self.authority.canonical(&written).filter(|entity| entity.kind == EntityType::Person);
        let name = known.map_or_else(|| written.clone(), |entity| entity.name.clone());
        let post = role::around(self.text, run.start..run.end, self.mentions);
        let pronoun = run.pronoun.or(post.pronoun);
        let at = match self.by_name.get(&name) {
            Some(&at) => {
                let person = &mut self.persons[at];
                person.pronoun = person.pronoun.or(pronoun);
                person.post.fill(post);
                at
            }
            None => self.add(Person { name, pronoun, post, at: run.start..run.end }),
        };
        // A variant of the authority's names the same person.
        self.by_name.entry(written).or_insert(at);
    }

    /// A known person’s name before or after the verb that a headline’s capitals join to it: `Miller Says
    /// Talks`, `Says Miller`.
    fn beside_verb(&self, run: &Run) -> Option<Run> {
        let words: Vec<(usize, &str)> = spaced(&self.text[run.start..run.end]).collect();
        let verb = words.iter().position(|(_, word)| is_verb(word))?;
        let beside = if verb == 0 { &words[1..] } else { &words[..verb] };
        let ((first, _), (last, surname)) = (beside.first()?, beside.last()?);
        let (start, end) = (run.start + first, run.start + last + surname.len());
        let known = match beside.len() {
            1 => self.by_surname.contains_key(*surname),
            _ => self.by_name.contains_key(&tidy(&self.text[start..end])),
        };
        let possessive = run.possessive && end == run.end;
        (known || run.titled && verb > 0).then(|| Run {
            start,
            end,
            words: beside.len(),
            full: false,
            possessive,
            ..run.clone()
        })
    }

    fn add(&mut self, person: Person) -> usize {
        let at = self.persons.len();
        self.by_name.insert(person.name.clone(), at);
        self.by_surname.entry(person.surname().to_owned()).or_default().push(at);
        self.by_given.entry(person.given().to_owned()).or_default().push(at);
        self.persons.push(person);
        at
    }

    /// The person that a run names, told apart by surname and by who was named last.
    fn person_of(&mut self, run: &Run) -> Option<usize> {
        let written = tidy(&self.text[run.start..run.end]);
        if let Some(at) = self.by_name.get(&written) {
            return Some(*at);
        }
        let same = |person: &Person| {
            let pronoun = match (run.pronoun, person.pronoun) {
                (Some(one), Some(other)) => one == other,
                _ => true,
            };
            pronoun && (run.words == 1 || person.name.ends_with(&written))
        };
        let family = self.by_surname.get(surname(&written)).map_or(&[][..], Vec::as_slice);
        let fits: Vec<usize> =
            family.iter().copied().filter(|&at| same(&self.persons[at])).take(NEAR).collect();
        let latest = || self.lately(self.named.len()).find(|person| fits.contains(person));
        let found = match fits[..] {
            [] => None,
            [only] => Some(only),
            _ => latest().or(fits.first().copied()),
        };
        if let Some(at) = found {
            let post = role::around(self.text, run.start..run.end, self.mentions);
            self.persons[at].pronoun = self.persons[at].pronoun.or(run.pronoun).or(post.pronoun);
            self.persons[at].post.fill(post);
            return Some(at);
        }
        if run.words == 1
            && let Some([only]) = self.by_given.get(&written).map(Vec::as_slice)
        {
            return Some(*only);
        }
        // `President Biden`, `Mr. Miller`: a title shows that a surname alone names a person.
        if !run.titled || written.chars().count() < 3 {
            return None;
        }
        let post = role::around(self.text, run.start..run.end, self.mentions);
        let pronoun = run.pronoun.or(post.pronoun);
        Some(self.add(Person { name: written, pronoun, post, at: run.start..run.end }))
    }

    /// The persons named before the place `before` among the names, the last first; no further back
    /// than a reader would look.
    fn lately(&self, before: usize) -> impl Iterator<Item = usize> + '_ {
        self.named[..before].iter().rev().take(NEAR).map(|(_, person)| *person)
    }

    /// Who the source in `range` is; `None` where nobody can be named. Ask in the order of the text: who
    /// spoke last is who `he` is.
    pub fn speaker(&mut self, range: Range<usize>) -> Option<Rc<Who>> {
        let written = self.text[range.clone()]
            .trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '“' | '”' | '"'));
        let who = self
            .pronoun(written, &range)
            .or_else(|| self.named_in(&range, written))
            .or_else(|| self.body(&range, written))
            .or_else(|| self.unnamed(&range, written))?;
        let who = Rc::new(who);
        self.last = Some(Rc::clone(&who));
        Some(who)
    }

    /// A person of the document as the speaker of a source.
    fn person(&self, person: usize, rule: Rule, source: &Range<usize>, written: &str) -> Who {
        let Person { name, pronoun, post, at } = &self.persons[person];
        let speaker = Speaker {
            name: name.clone(),
            role: post.role.clone(),
            affiliation: post.affiliation.clone(),
            as_written: tidy(written),
        };
        Who {
            speaker,
            rule,
            source: source.clone(),
            named: Some(at.clone()),
            role: post.role_at.clone(),
            affiliation: post.affiliation_at.clone(),
            pronoun: *pronoun,
        }
    }

    fn pronoun(&self, written: &str, source: &Range<usize>) -> Option<Who> {
        let wanted = match written.to_lowercase().as_str() {
            "he" => Some(Pronoun::He),
            "she" => Some(Pronoun::She),
            "who" | "they" | "it" => None,
            _ => return None,
        };
        let fits = |pronoun: Option<Pronoun>| wanted.is_none() || pronoun.is_none() || pronoun == wanted;
        let before = self.named.partition_point(|(run, _)| run.start < source.start);
        if written.eq_ignore_ascii_case("who") {
            let last = self.named[..before].last();
            let near = last.filter(|(run, _)| {
                run.end <= source.start
                    && source.start - run.end < 60
                    && !self.text[run.end..source.start].contains('.')
            });
            return near.map(|(_, person)| self.person(*person, Rule::NameBefore, source, written));
        }
        if let Some(last) = &self.last {
            let person = self.by_name.contains_key(&last.speaker.name);
            if person == wanted.is_some() && fits(last.pronoun) {
                let mut who = Who { rule: Rule::LastSpeaker, source: source.clone(), ..Who::clone(last) };
                who.speaker.as_written = tidy(written);
                who.named = last.named.clone().or(Some(last.source.clone()));
                return Some(who);
            }
        }
        wanted?;
        let found = self.lately(before).find(|&person| fits(self.persons[person].pronoun));
        found.map(|person| self.person(person, Rule::LastNamed, source, written))
    }

    /// The first person named in the source, unless only as the one spoken for.
    fn named_in(&self, source: &Range<usize>, written: &str) -> Option<Who> {
        let from = self.named.partition_point(|(run, _)| run.start < source.start);
        let inside = self.named[from..].iter().take_while(|(run, _)| run.end <= source.end);
        let mut own = inside.filter(|(run, _)| {
            // `Secretary of State`: the office before a name is no word that parts them.
            let before = self.text[..run.start].trim_end().len();
            let office = offices().ending_at(self.text, before).map_or(run.start, |office| office.start);
            !run.possessive && !self.after_of(source.start..office.max(source.start))
        });
        own.next().map(|(_, person)| self.person(*person, Rule::Name, source, written))
    }

    /// Whether the whole of a source is the name of a person, a body or a government.
    pub fn names(&self, source: &Range<usize>) -> bool {
        let run = self.named.partition_point(|(run, _)| run.start < source.start);
        let person = self
            .named
            .get(run)
            .is_some_and(|(run, _)| (run.start, run.end) == (source.start, source.end) && !run.possessive);
        let written = &self.text[source.clone()];
        let body = self.body(source, written).is_some_and(|who| who.rule == Rule::Body);
        let post = || role::inside(self.text, source.clone(), self.mentions).role.is_some();
        person || body || (post() && self.named_in(source, written).is_some())
    }

    /// Whether a word like `for` or `of` stands in the part of a source before a name: the name is not
    /// the source’s own.
    fn after_of(&self, before: Range<usize>) -> bool {
        let before = format!("{} ", &self.text[before]);
        words().of.iter().any(|word| before.contains(word))
    }

    /// The body, the government or the holder of a post that the source names.
    fn body(&self, source: &Range<usize>, written: &str) -> Option<Who> {
        let post = role::inside(self.text, source.clone(), self.mentions);
        if post.role.is_some() {
            return Some(self.holder(post, source, written));
        }
        let from = self.mentions.partition_point(|mention| mention.start < source.start);
        let mention = self.mentions[from..]
            .iter()
            .take_while(|mention| mention.end <= source.end)
            .find(|mention| !self.after_of(source.start..mention.start))?;
        let head = self.text[mention.end..source.end].trim_matches(|c: char| !c.is_alphanumeric());
        let head = head.strip_prefix("s ").unwrap_or(head);
        let whole = head.is_empty() || head == "s" || words().heads.contains(head.to_lowercase().as_str());
        let name = match mention.entity.kind {
            EntityType::Organisation | EntityType::Country | EntityType::Person => &mention.entity.name,
            // What a place says its government says.
            EntityType::Place => &self.authority.stands_for(&mention.entity.name)?.name,
            EntityType::Document => return None,
        };
        whole.then(|| {
            let speaker = Speaker { as_written: tidy(written), ..Speaker::named(name.clone()) };
            Who::of_words(speaker, Rule::Body, source)
        })
    }

    /// Who holds a post: the one person of the document who does, or the post itself.
    fn holder(&self, post: Post, source: &Range<usize>, written: &str) -> Who {
        let role = post.role.as_deref().unwrap_or_default();
        let definite = written.to_lowercase().starts_with("the ");
        let holds = |person: &Person| {
            let same_role = person.post.role.as_deref().is_some_and(|held| {
                held == role || held.ends_with(&format!(" {role}")) || role.ends_with(&format!(" {held}"))
            });
            let same_body = match (&post.affiliation, &person.post.affiliation) {
                (Some(wanted), Some(held)) => wanted == held,
                (Some(_), None) => false,
                (None, _) => definite,
            };
            same_role && same_body
        };
        let mut fits = (0..self.persons.len().min(NEAR)).filter(|&at| holds(&self.persons[at]));
        let first = fits.next();
        let person = match (first, fits.next()) {
            (Some(only), None) => Some(only),
            (Some(_), Some(_)) if definite => {
                let before = self.named.partition_point(|(run, _)| run.start < source.start);
                self.lately(before).find(|&person| holds(&self.persons[person]))
            }
            _ => None,
        };
        if let Some(person) = person {
            return self.person(person, Rule::Holder, source, written);
        }
        let speaker = Speaker {
            name: named_before(written).map_or_else(|| bare(written), tidy),
            role: post.role,
            affiliation: post.affiliation,
            as_written: tidy(written),
        };
        let (role, affiliation, pronoun) = (post.role_at, post.affiliation_at, post.pronoun);
        Who { role, affiliation, pronoun, ..Who::of_words(speaker, Rule::Post, source) }
    }

    /// A source that the text does not name: `critics`, `two senior aides`.
    fn unnamed(&self, source: &Range<usize>, written: &str) -> Option<Who> {
        let name = bare(written);
        let count = name.split(' ').count();
        let word = name.chars().any(char::is_alphabetic);
        let nobody = words().nobody.contains(name.to_lowercase().as_str());
        let label =
            self.text[source.end..].starts_with(':') && words().labels.contains(name.to_lowercase().as_str());
        (word && !nobody && !label && count <= 6).then(|| {
            let speaker = Speaker { as_written: tidy(written), ..Speaker::named(name) };
            Who::of_words(speaker, Rule::Words, source)
        })
    }
}

/// The words of a run, each with its first byte.
fn spaced(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_whitespace().map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

fn holds_verb(text: &str, run: &Run) -> bool {
    spaced(&text[run.start..run.end]).any(|(_, word)| is_verb(word))
}

/// The name that a post is said of: `Hamdan` of `Hamdan, a spokesman for the group`.
fn named_before(written: &str) -> Option<&str> {
    let (name, post) = written.split_once(", ")?;
    let said_of = ["a ", "an ", "the "].iter().any(|article| post.starts_with(article));
    let is_name = |word: &str| names::has_capital(word) && !is_no_name(word);
    let mut words = name.split_whitespace();
    Some(name).filter(|_| said_of && words.clone().count() <= 3 && words.all(is_name))
}

/// Words without an article, and with single spaces.
fn bare(written: &str) -> String {
    let tidy = tidy(written);
    let article =
        ["the ", "a ", "an ", "The ", "A ", "An "].iter().find_map(|article| tidy.strip_prefix(article));
    article.map(str::to_owned).unwrap_or(tidy)
}

/// Words with single spaces between them and no marks around.
fn tidy(written: &str) -> String {
    let words: Vec<&str> = written.split_whitespace().collect();
    words.join(" ").trim_matches([',', ';', ':', '“', '”', '"', '(', ')', '—', '–', '-']).trim().to_owned()
}

#[cfg(test)]
mod tests;
