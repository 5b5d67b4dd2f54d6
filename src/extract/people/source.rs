//! Who a source is: a person of the document, a body, the holder of a post, or nobody who is named.

use std::ops::Range;
use std::rc::Rc;

use super::persons::Person;
use super::post::{self, Post};
use super::recognise::{NameMention, Title};
use super::tokens::has_capital;
use super::words::words;
use super::{People, Rule, Who, is_no_name, lexicon};
use crate::authority::{individual, offices};
use crate::extract::attribution;
use crate::model::{EntityType, Speaker};

/// How many persons a post is looked for among.
const NEAR: usize = 400;

/// A source that names nobody has no more words than this.
const WORDS: usize = 6;

impl People<'_> {
    /// Who the source in `range` is; `None` where nobody can be named. Ask in the order of the text: who
    /// spoke last is who `he` is.
    pub fn speaker(&mut self, range: Range<usize>) -> Option<Rc<Who>> {
        let range = self.maker(&range).unwrap_or(range);
        let written = self.context.text[range.clone()]
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

    /// The sources that a source joins, each in bytes: `France, Germany and Italy` is three. One where it joins none.
    pub fn joint(&self, range: &Range<usize>) -> Vec<Range<usize>> {
        let text = &self.context.text[range.clone()];
        let parts = coordinated(text);
        let named = |part: &Range<usize>| {
            let part = range.start + part.start..range.start + part.end;
            let written = &self.context.text[part.clone()];
            let person = self.within(&part).last().is_some_and(|(name, _)| {
                name.end == part.end && !name.possessive && self.is_head(name, &part)
            });
            person || self.body(&part, written).is_some_and(|who| who.rule == Rule::Body)
        };
        if parts.len() < 2 || !parts.iter().all(named) {
            return vec![range.clone()];
        }
        parts.into_iter().map(|part| range.start + part.start..range.start + part.end).collect()
    }

    /// The two persons whom a plural like `the two leaders` means: the only two of an office whom the text has named before.
    pub fn both(&self, source: &Range<usize>) -> Option<[Rc<Who>; 2]> {
        let text = &self.context.text[source.clone()];
        let written = tidy(text);
        let mut words = written.split(' ').map(str::to_lowercase);
        let (first, mut noun) = (words.next()?, words.next()?);
        if !(first == "the" || first == "both") {
            return None;
        }
        if noun == "two" {
            noun = words.next()?;
        }
        let office = noun
            .strip_suffix('s')
            .filter(|one| offices().starting_at(one, 0).is_some_and(|office| office.end == one.len()));
        if office.is_none() || words.next().is_some() {
            return None;
        }
        let mut persons: Vec<usize> = Vec::new();
        for (name, person) in &self.persons.named[..self.before(source.start)] {
            let one = &self.persons.all[*person];
            if !persons.contains(person) && !name.credit && one.sure && one.post.role.is_some() {
                persons.push(*person);
            }
        }
        let [one, other] = persons[..] else { return None };
        Some([one, other].map(|person| Rc::new(self.person(person, Rule::Holder, source, &written))))
    }

    /// Who made what a source names: `the ministry` of `a statement by the ministry`.
    fn maker(&self, source: &Range<usize>) -> Option<Range<usize>> {
        let text = &self.context.text[source.clone()];
        [" by ", " from "].iter().find_map(|word| {
            let at = text.find(word)?;
            let noun = text[..at].rsplit(' ').next()?.to_lowercase();
            words().utterances.contains(noun.as_str()).then(|| source.start + at + word.len()..source.end)
        })
    }

    /// A person of the document as the speaker of a source.
    pub(super) fn person(&self, person: usize, rule: Rule, source: &Range<usize>, written: &str) -> Who {
        let Person { name, pronoun, post, at, .. } = &self.persons.all[person];
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
            person: Some(person),
            pronoun: *pronoun,
        }
    }

    /// The person whom a source names as its own, not as the one spoken for: where the name stands, and who it is.
    fn head(&self, source: &Range<usize>) -> Option<(usize, usize)> {
        // `Weiss’s` alone, of `Weiss’s claim that …`, is Weiss.
        let whole = |name: &NameMention| {
            let rest = &self.context.text[name.end..source.end];
            matches!(rest.trim_end_matches([' ', ',']), "’s" | "'s" | "’" | "'")
        };
        let mut names = self.within(source).filter(|(name, person)| {
            (!name.possessive || whole(name))
                && self.is_head(name, source)
                && (self.persons.all[*person].sure || self.stands_alone(name, source))
        });
        names.next().map(|(name, person)| (name.start, *person))
    }

    /// The person whom a source names as its own, with the post that the source says.
    fn named_in(&mut self, source: &Range<usize>, written: &str) -> Option<Who> {
        let (name, person) = self.head(source)?;
        if self.persons.all[person].post.role.is_none() && name > source.start {
            let post = post::inside(self.context.text, source.start..name, self.context.mentions);
            self.persons.all[person].post.fill(post);
        }
        Some(self.person(person, Rule::Name, source, written))
    }

    /// Whether a name is a source's own, and not what a word like `for` joins to another: `a lawyer for Weiss`. What
    /// follows an office’s body or a comma is: `ambassador to Israel Jack Lewin`, `a spokesman for the group, Ali Haddad`.
    fn is_head(&self, name: &NameMention, source: &Range<usize>) -> bool {
        let text = self.context.text;
        let own = match name.title {
            Title::Office(office) => office.start,
            _ => name.start,
        };
        let mut before = text[source.start..own.max(source.start)].trim_end();
        // `Russia’s foreign minister`, `Mr.`
        let end = source.start + before.len();
        let body = self.context.mentions
            [..self.context.mentions.partition_point(|mention| mention.end <= end)]
            .last();
        if let Some(body) = body.filter(|body| body.start >= source.start) {
            let gap = &text[body.end..end];
            if matches!(gap, "’s" | "'s" | "’") || gap.is_empty() && matches!(name.title, Title::Office(_))
            {
                before = text[source.start..body.start].trim_end();
            }
        }
        let before = before.strip_suffix(" the").unwrap_or(before);
        let mut last =
            before.rsplit(|c: char| c.is_whitespace() || c == '-').find(|word| !is_title(word)).unwrap_or("");
        last = last.trim_start_matches(['“', '"', '(']);
        !words().of.iter().any(|word| word.trim() == last)
    }

    /// Whether a single word with a capital is the whole of a source, but for what a verb before it leaves in it: `said
    /// Weiss quietly`; and not the first word of another name: `Fidesz officials`.
    fn stands_alone(&self, name: &NameMention, source: &Range<usize>) -> bool {
        let text = self.context.text;
        let before = text[source.start..name.start].trim_end();
        let article = ["the", "a", "an"]
            .iter()
            .any(|word| before.rsplit(' ').next().is_some_and(|last| last.eq_ignore_ascii_case(word)));
        let after = &text[name.end..source.end];
        let verb = text[..source.start].trim_end().rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("");
        let inverted = attribution::kind(verb).is_some();
        let alone = inverted || !after.starts_with(' ');
        alone
            && !article
            && offices().starting_at(text, name.end + usize::from(after.starts_with(' '))).is_none()
    }

    /// Whether the whole of a source is the name of a person, a body or a government.
    pub fn names(&self, source: &Range<usize>) -> bool {
        let person = self.within(source).next().is_some_and(|(name, person)| {
            (name.start, name.end) == (source.start, source.end)
                && !name.possessive
                && (!name.doubtful || self.persons.all[*person].sure)
        });
        let written = &self.context.text[source.clone()];
        let body = self.body(source, written).is_some_and(|who| who.rule == Rule::Body);
        let post = || post::inside(self.context.text, source.clone(), self.context.mentions).role.is_some();
        person || body || (post() && self.head(source).is_some())
    }

    /// Whether a word like `for` or `of` stands in the part of a source before a name: the name is not
    /// the source’s own.
    fn after_of(&self, before: Range<usize>) -> bool {
        let before = format!("{} ", &self.context.text[before]);
        words().of.iter().any(|word| before.contains(word))
    }

    /// The body, the government or the holder of a post that the source names.
    pub(super) fn body(&self, source: &Range<usize>, written: &str) -> Option<Who> {
        let (text, mentions) = (self.context.text, self.context.mentions);
        let post = post::inside(text, source.clone(), mentions);
        if post.role.is_some() {
            return Some(self.holder(post, source, written));
        }
        let from = mentions.partition_point(|mention| mention.start < source.start);
        let mention = mentions[from..]
            .iter()
            .take_while(|mention| mention.end <= source.end)
            .find(|mention| !self.after_of(source.start..mention.start))?;
        let rest = &text[mention.end..source.end];
        let head = rest.trim_matches(|c: char| !c.is_alphanumeric());
        let head = head.strip_prefix("s ").unwrap_or(head);
        let whole = head.is_empty() || head == "s" || words().heads.contains(head.to_lowercase().as_str());
        let demonym = &text[mention.start..mention.end];
        if head.is_empty() && individual(demonym) {
            return Some(self.compatriot(&mention.entity.name, source, written, demonym));
        }
        // `Americans` are people; `the Americans` may be their state.
        let many = demonym.strip_suffix('s').is_some_and(individual);
        let article = self.context.text[..mention.start].trim_end().rsplit(' ').next();
        if head.is_empty() && many && !article.is_some_and(|word| word.eq_ignore_ascii_case("the")) {
            let speaker = Speaker {
                affiliation: Some(mention.entity.name.clone()),
                as_written: tidy(written),
                ..Speaker::named(demonym)
            };
            return Some(Who::of_words(speaker, Rule::Words, source));
        }
        let name = match mention.entity.kind {
            EntityType::Organisation | EntityType::Country | EntityType::Person => &mention.entity.name,
            // What a place says its government says.
            EntityType::Place => &self.context.setting.authority.stands_for(&mention.entity.name)?.name,
            EntityType::Document => return None,
        };
        whole.then(|| {
            let speaker = Speaker { as_written: tidy(written), ..Speaker::named(name.clone()) };
            Who::of_words(speaker, Rule::Body, source)
        })
    }

    /// `the Ukrainian`: the person of that state who was named last, or one whom nothing names. A state is no person.
    fn compatriot(&self, state: &str, source: &Range<usize>, written: &str, demonym: &str) -> Who {
        let before = self.before(source.start);
        let of_state = |person: &usize| self.persons.all[*person].post.affiliation.as_deref() == Some(state);
        let lately = self.persons.named[..before].iter().rev().take(NEAR).map(|(_, person)| *person);
        if let Some(person) = lately.take(12).find(of_state) {
            return self.person(person, Rule::Holder, source, written);
        }
        let speaker = Speaker {
            name: demonym.to_owned(),
            role: None,
            affiliation: Some(state.to_owned()),
            as_written: tidy(written),
        };
        Who::of_words(speaker, Rule::Words, source)
    }

    /// Who holds a post: the one person of the document who does, or the post itself. A post without its body is held by
    /// somebody named before.
    fn holder(&self, post: Post, source: &Range<usize>, written: &str) -> Who {
        let role = post.role.as_deref().unwrap_or_default();
        // The article may have been left out of the source.
        let before = self.context.text[..source.start].trim_end();
        let article = before
            .rsplit(|c: char| !c.is_alphabetic())
            .next()
            .is_some_and(|word| word.eq_ignore_ascii_case("the"));
        let definite =
            article || written.split_whitespace().next().is_some_and(|word| word.eq_ignore_ascii_case("the"));
        let holds = |person: &Person| {
            let same_body = match (&post.affiliation, &person.post.affiliation) {
                (Some(wanted), Some(held)) => wanted == held,
                (Some(_), None) => false,
                (None, _) => definite && person.at.start < source.start,
            };
            same_body && person.post.is_called(role)
        };
        // `The President` on a page of his own state is nobody's else.
        if definite
            && post.affiliation.is_none()
            && self.context.setting.home.is_some()
            && let Some(who) = self.on_date(&post, source, written)
        {
            return who;
        }
        let mut fits = (0..self.persons.all.len().min(NEAR)).filter(|&at| holds(&self.persons.all[at]));
        let first = fits.next();
        let person = match (first, fits.next()) {
            (Some(only), None) => Some(only),
            (Some(_), Some(_)) if definite => {
                let named = self.persons.named[..self.before(source.start)].iter().rev().take(NEAR);
                named.map(|(_, person)| *person).find(|&person| holds(&self.persons.all[person]))
            }
            _ => None,
        };
        if let Some(person) = person {
            return self.person(person, Rule::Holder, source, written);
        }
        let named = named_before(written);
        // `the Russian foreign minister`: who held the office on the date.
        if named.is_none()
            && post.affiliation.is_some()
            && let Some(who) = self.on_date(&post, source, written)
        {
            return who;
        }
        let name = named.map_or_else(|| self.post_words(&post, source), tidy);
        let speaker =
            Speaker { name, role: post.role, affiliation: post.affiliation, as_written: tidy(written) };
        let (role, affiliation, pronoun) = (post.role_at, post.affiliation_at, post.pronoun);
        Who { role, affiliation, pronoun, ..Who::of_words(speaker, Rule::Post, source) }
    }

    /// Whoever the lists have for a post on the date: of its own state, or of the page's.
    fn on_date(&self, post: &Post, source: &Range<usize>, written: &str) -> Option<Who> {
        let body = post.affiliation.as_deref().or(self.context.setting.home);
        let identity = self.context.setting.holder(post.role.as_deref()?, body)?;
        if let Some(person) = self.persons.all.iter().position(|person| person.name == identity.name) {
            return Some(self.person(person, Rule::Holder, source, written));
        }
        let speaker = Speaker {
            name: identity.name,
            role: post.role.clone(),
            affiliation: post.affiliation.clone(),
            as_written: tidy(written),
        };
        let (role, affiliation, pronoun) =
            (post.role_at.clone(), post.affiliation_at.clone(), identity.pronoun);
        Some(Who { role, affiliation, pronoun, ..Who::of_words(speaker, Rule::OnDate, source) })
    }

    /// The words of a source that name a post, up to the post's end or that of its body: `minister` of `the minister
    /// quietly`, `foreign minister of Iran`.
    fn post_words(&self, post: &Post, source: &Range<usize>) -> String {
        let text = self.context.text;
        let whole = &text[source.clone()];
        let Some(role) = post.role_at.as_ref() else { return bare(whole) };
        let body = post.affiliation_at.as_ref().map_or(0, |body| body.end);
        let end = role.end.max(body).clamp(source.start, source.end);
        let rest = &text[end..source.end];
        // What goes on with the post is its own: `spokesman for her office`, `minister, who …` not.
        let more = words().of.iter().any(|word| rest.starts_with(word.as_str()));
        let inverted = {
            let verb =
                text[..source.start].trim_end().rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("");
            attribution::kind(verb).is_some()
        };
        let named = if more && !inverted {
            whole
        } else if inverted || rest.starts_with(',') {
            &text[source.start..end]
        } else {
            whole
        };
        bare(named)
    }

    /// A source that the text does not name: `critics`, `two senior aides`.
    fn unnamed(&self, source: &Range<usize>, written: &str) -> Option<Who> {
        let name = bare(written);
        let name = without_adverbs(&name);
        let count = name.split(' ').count();
        let word = name.chars().any(char::is_alphabetic);
        let first = name.split([' ', '’', '\'']).next().unwrap_or("").to_lowercase();
        let nobody = words().nobody.contains(name.to_lowercase().as_str())
            // `I’m`, `We’re`: a pronoun with its verb is no name.
            || name.contains(['’', '\'']) && count == 1 && words().nobody.contains(first.as_str());
        let label = self.context.text[source.end..].starts_with(':')
            && words().labels.contains(name.to_lowercase().as_str());
        (word && !nobody && !label && count <= WORDS && is_somebody(&name)).then(|| {
            let speaker = Speaker { as_written: tidy(written), ..Speaker::named(name) };
            Who::of_words(speaker, Rule::Words, source)
        })
    }
}

fn is_title(word: &str) -> bool {
    super::lexicon::honorific(word).is_some()
}

/// The parts that commas and a last `and` join, in bytes; `both` and `either` before them are left out.
fn coordinated(text: &str) -> Vec<Range<usize>> {
    let Some((at, joint)) =
        [" and ", " & "].iter().filter_map(|word| Some((text.rfind(word)?, word.len()))).max()
    else {
        return Vec::new();
    };
    let mut parts = Vec::new();
    let mut start =
        ["Both ", "both "].iter().find(|word| text.starts_with(**word)).map_or(0, |word| word.len());
    for (comma, _) in text[..at].match_indices(", ") {
        if comma >= start {
            parts.push(start..comma);
            start = comma + 2;
        }
    }
    let end = text[..at].trim_end_matches(',').len();
    if start >= end {
        return Vec::new();
    }
    parts.push(start..end);
    let last = text.trim_end_matches([',', ' ']).len();
    if at + joint >= last {
        return Vec::new();
    }
    parts.push(at + joint..last);
    parts
}

/// Words without the adverbs around them, which go with the verb: `the state incorrectly`, `today the ministry`.
fn without_adverbs(name: &str) -> String {
    let time = ["today", "tonight", "yesterday", "now", "also", "then", "later", "earlier", "again"];
    let is_adverb = |word: &str| {
        time.iter().any(|known| word.eq_ignore_ascii_case(known))
            || word.ends_with("ly") && !lexicon::is_who(word)
    };
    let mut words: Vec<&str> = name.split(' ').collect();
    while words.len() > 1 && words.last().is_some_and(|word| is_adverb(word)) {
        words.pop();
    }
    while words.len() > 1 && time.iter().any(|known| words[0].eq_ignore_ascii_case(known)) {
        words.remove(0);
        if words.len() > 1 && words[0].eq_ignore_ascii_case("the") {
            words.remove(0);
        }
    }
    words.join(" ")
}

/// Whether words that name nobody mean persons or a body of persons: `two senior aides`, `the ministry`; `the bill` means none.
/// What has a capital inside may be a name.
fn is_somebody(name: &str) -> bool {
    let own =
        words().of.iter().filter_map(|word| name.find(word.as_str())).chain(name.find([',', '('])).min();
    let group = &name[..own.unwrap_or(name.len())];
    let who = ["who ", "that ", "which "].iter().find_map(|word| group.find(word)).unwrap_or(group.len());
    let mut noun = group[..who].split([' ', '\u{a0}']).filter(|word| !word.is_empty());
    let mut high = group.split(' ').skip(1).any(|word| word.starts_with(char::is_uppercase));
    high |= group
        .split(' ')
        .next()
        .is_some_and(|word| word.starts_with(char::is_uppercase) && !lexicon::is_ordinary(word));
    high || noun.any(lexicon::is_who)
}

/// The name that a post is said of: `Hamdan` of `Hamdan, a spokesman for the group`.
fn named_before(written: &str) -> Option<&str> {
    let (name, post) = written.split_once(", ")?;
    let said_of = ["a ", "an ", "the "].iter().any(|article| post.starts_with(article));
    let is_name = |word: &str| has_capital(word) && !is_no_name(word);
    let mut words = name.split_whitespace();
    Some(name).filter(|_| said_of && words.clone().count() <= 3 && words.all(is_name))
}

/// Words without an article or another word that points, and with single spaces.
fn bare(written: &str) -> String {
    let tidy = tidy(written);
    let Some((first, rest)) = tidy.split_once(' ') else { return tidy };
    let points = [
        "the", "a", "an", "this", "that", "these", "those", "our", "his", "her", "its", "their", "my",
        "your", "both",
    ];
    let points = |word: &str| points.iter().any(|known| word.eq_ignore_ascii_case(known));
    if !points(first) {
        return tidy.clone();
    }
    let rest = rest.strip_prefix("of ").unwrap_or(rest);
    match rest.split_once(' ') {
        Some((next, after)) if points(next) => after.to_owned(),
        _ => rest.to_owned(),
    }
}

/// Words with single spaces between them, and no marks around or of Markdown.
pub(super) fn tidy(written: &str) -> String {
    let marks = |c: char| matches!(c, '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|');
    let plain: String = written.chars().filter(|c| !marks(*c)).collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    let joined = words.join(" ");
    let tidy = joined.trim_matches([',', ';', ':', '“', '”', '"', '—', '–', '-', ' ']);
    // A bracket that closes nothing, or is never closed.
    let tidy = if tidy.matches('(').count() == tidy.matches(')').count() {
        tidy
    } else {
        tidy.split(['(', ')']).find(|part| !part.trim().is_empty()).unwrap_or("")
    };
    let tidy = tidy.trim();
    ["’s", "'s"].iter().find_map(|mark| tidy.strip_suffix(mark)).unwrap_or(tidy).to_owned()
}
